"""The model of legal spheres at the desk: what changes at an event or for a need, its sources, and who reviewed which text."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.sphere_reviews import REVIEWERS, doubt, review, reviewed
from gaps.spheres import Transition, spheres
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Sent, SignedIn, require_role
from web.desk_words import moment, need_label
from web.gap_words import TARGET_GROUPS, event_label, sphere_label
from web.pages import page

ALL = "all"  # of the form: every entry on one page
READERS = ("case_manager", "coordinator", "admin", "office_contact")


@dataclass(frozen=True)
class Entry:
    """One transition as the page shows it. `review`: who answers for this text; `outdated`: somebody reviewed another text of it."""

    one: Transition
    title: str
    who: str
    authorities: str
    needs: str
    review: str
    outdated: bool


def _entries(unit: Unit, shown: tuple[Transition, ...]) -> list[Entry]:
    names, valid, ever = unit.staff.names(), reviewed(unit), unit.sphere_reviews.all()

    def told(code: str) -> str:
        if code not in valid:
            return ""
        name, _still_here = names.get(valid[code].staff_id, ("nicht mehr im Team", False))
        return f"{name}, {moment(valid[code].reviewed_at)}"

    return [
        Entry(
            one,
            f"{sphere_label(one.sphere_from)} → {sphere_label(one.sphere_to)}",
            ", ".join(TARGET_GROUPS[group] for group in one.who) or "alle",
            ", ".join(spheres().authorities[code].label_de for code in one.authorities),
            ", ".join(need_label(code) for code in one.needs),
            told(one.code),
            one.code in ever and one.code not in valid,
        )
        for one in shown
    ]


async def on_spheres(desk: SignedIn, event: str = "", need: str = "") -> HTMLResponse:
    """What one event or one need touches, or all of the model; to begin with the events, and how far each is reviewed."""
    require_role(desk, *READERS)
    model = spheres()
    shown = model.of_event(event) if event in model.events else model.of_need(need) if need else tuple(model.transitions.values())

    begins = not event and not need

    def read(unit: Unit, _staff: StaffRow) -> tuple[list[Entry], set[str]]:
        return [] if begins else _entries(unit, shown), set(reviewed(unit))

    entries, done = await desk.keep(read)
    groups = {code: [entry for entry in entries if entry.one.event == code] for code in model.events}
    return page(
        "desk/spheres.html",
        desk=desk,
        here="spheres",
        events=[(code, event_label(code)) for code in model.events],
        event=event if event in model.events or event == ALL else "",
        begins=[_how_far(code, done) for code in model.events] if begins else [],
        about=need_label(need) if need and not event and shown else "",
        groups=[(code, event_label(code), found) for code, found in groups.items() if found],
        number=len(done),
        all_of_them=len(model.transitions),
        reviews=desk.staff.role in REVIEWERS,
    )


def _how_far(event: str, done: set[str]) -> tuple[str, str, int, int]:
    """An event, its name, how many entries it has, and how many of them somebody answers for."""
    codes = [one.code for one in spheres().of_event(event)]
    return event, event_label(event), len(codes), len(done.intersection(codes))


async def on_review(entry: str, desk: SignedIn, sent: Sent) -> Response:
    """A named member answers for the text they were shown, and for no other."""
    require_role(desk, *REVIEWERS)
    await desk.keep(lambda unit, staff: review(unit, staff, entry, sent.one("digest", 64)))
    return _back(entry)


async def on_doubt(entry: str, desk: SignedIn, _sent: Sent) -> Response:
    """The review is taken back."""
    require_role(desk, *REVIEWERS)
    await desk.keep(lambda unit, staff: doubt(unit, staff, entry))
    return _back(entry)


def _back(entry: str) -> Response:
    return RedirectResponse(f"/desk/spheres?event={spheres().transitions[entry].event}#{entry}", 303)


def routes() -> APIRouter:
    """The model of legal spheres."""
    router = APIRouter(prefix="/desk/spheres", include_in_schema=False)
    router.add_api_route("", on_spheres, methods=["GET"])
    router.add_api_route("/{entry}/review", on_review, methods=["POST"])
    router.add_api_route("/{entry}/doubt", on_doubt, methods=["POST"])
    return router

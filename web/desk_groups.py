"""Regional teams, working groups and the steering group at the desk: members, tasks, minutes; and which office coordinates what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases import bodies
from cases.refusals import CaseNotFound, EmptyWords, LeadsToSomebody, NotUnderstood
from gaps.themes import all_themes, known_areas
from storage.body_rows import BodyRow, DutyRow, MinuteRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_words import area_label, moment, no_of
from web.pages import page
from web.theme_words import BODIES

READERS = bodies.MEMBERS


@dataclass(frozen=True)
class GroupPage:
    """A body and what hangs on it, read in one unit. `others`: who could join."""

    body: BodyRow
    members: list[tuple[int, str]]
    others: list[tuple[int, str]]
    tasks: list[DutyRow]
    minutes: list[MinuteRow]
    theme: tuple[int, str] | None
    names: dict[int, tuple[str, bool]]


def _themes(unit: Unit) -> list[tuple[int, str]]:
    return [(row.id, row.texts["title"]) for row in all_themes(unit) if not row.closed_week]


async def on_groups(desk: SignedIn) -> HTMLResponse:
    """The bodies this member may look into."""
    return await _list_page(desk)


async def _list_page(desk: Desk, status: int = 200, say: str = "", typed: Mapping[str, str] | None = None) -> HTMLResponse:
    require_role(desk, *READERS)

    def work(unit: Unit, staff: StaffRow) -> tuple[list[BodyRow], list[tuple[int, str]], dict[str, str]]:
        return bodies.bodies_of(unit, staff), _themes(unit) if staff.role == "coordinator" else [], unit.bodies.offices()

    found, themes, offices = await desk.keep(work)
    offices |= typed or {}
    areas = [(code, area_label(code), offices.get(code, "")) for code in known_areas()]
    edits = desk.staff.role == "coordinator"
    return page(
        "desk/groups.html", status, desk=desk, here="groups", groups=found, kinds=BODIES, themes=themes, areas=areas, edits=edits, say=say
    )


async def on_found(desk: SignedIn, sent: Sent) -> Response:
    """A new body."""
    require_role(desk, "coordinator")
    kind, name, theme = sent.one("kind", 20), clean(sent.one("name")), sent.one("theme", 20)
    try:
        made = await desk.keep(lambda unit, staff: bodies.found_body(unit, staff, kind, name, number(theme) if theme else None))
    except (EmptyWords, NotUnderstood, LeadsToSomebody) as no:
        say = "Bitte geben Sie einen Namen an." if isinstance(no, EmptyWords) else no_of(no).say
        return await _list_page(desk, 400, say)
    return RedirectResponse(f"/desk/groups/{made}", 303)


async def on_offices(desk: SignedIn, sent: Sent) -> Response:
    """Which office coordinates which area, all at once; what was not sent stays."""
    require_role(desk, "coordinator")
    said = {code: clean(sent.one(f"office-{code}")) for code in known_areas() if sent.all(f"office-{code}")}

    def work(unit: Unit, staff: StaffRow) -> None:
        before = unit.bodies.offices()
        for area, office in said.items():
            if office != before.get(area, ""):
                bodies.assign_office(unit, staff, area, office)

    try:
        await desk.keep(work)
    except LeadsToSomebody as no:
        return await _list_page(desk, 400, no_of(no).say, said)
    return RedirectResponse("/desk/groups#offices", 303)


def _facts(unit: Unit, staff: StaffRow, body_id: int) -> GroupPage:
    body = bodies.body_for(unit, staff, body_id)
    names = unit.staff.names()
    inside = unit.bodies.members(body_id)
    could = [one for role in bodies.MEMBERS for one in unit.staff.by_role(role) if one.id not in inside]
    theme = unit.themes.one(body.theme_id) if body.theme_id is not None else None
    return GroupPage(
        body,
        [(one, names.get(one, ("", False))[0]) for one in inside],
        [(one.id, one.name) for one in could],
        unit.bodies.duties(body_id=body_id),
        unit.bodies.minutes(body_id=body_id),
        None if theme is None else (theme.id, theme.texts["title"]),
        names,
    )


async def on_group(group_id: str, desk: SignedIn) -> HTMLResponse:
    """One body."""
    return await _page(desk, group_id)


async def _page(desk: Desk, group_id: str, status: int = 200, say: str = "", words: str = "") -> HTMLResponse:
    require_role(desk, *READERS)
    facts = await desk.keep(lambda unit, staff: _facts(unit, staff, number(group_id)))
    told = [(facts.names.get(one.by_id, ("", False))[0], moment(one.at), one.words) for one in facts.minutes]
    return page(
        "desk/group.html",
        status,
        desk=desk,
        here="groups",
        facts=facts,
        kind=BODIES[facts.body.kind],
        minutes=told,
        edits=desk.staff.role == "coordinator",
        words_at_most=bodies.WORDS_AT_MOST,
        say=say,
        words=words,
    )


async def _done(desk: Desk, group_id: str, work: Callable[[Unit, StaffRow], object], words: str = "") -> Response:
    try:
        await desk.keep(work)
    except (EmptyWords, NotUnderstood, LeadsToSomebody) as no:
        return await _page(desk, group_id, no_of(no).status, no_of(no).say, words)
    return RedirectResponse(f"/desk/groups/{number(group_id)}", 303)


async def on_member(group_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Somebody joins or leaves."""
    require_role(desk, "coordinator")
    joins, who = sent.one("what", 5) != "leave", number(sent.one("member", 20) or "0")
    return await _done(desk, group_id, lambda unit, staff: bodies.change_member(unit, staff, number(group_id), who, joins=joins))


async def on_end(group_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Its work is over, or goes on."""
    require_role(desk, "coordinator")
    ends = sent.one("what", 5) == "end"
    return await _done(desk, group_id, lambda unit, staff: bodies.end_body(unit, staff, number(group_id), ends=ends))


async def on_task(group_id: str, desk: SignedIn, sent: Sent) -> Response:
    """A task for a member."""
    require_role(desk, *READERS)
    what, owner, day = clean(sent.one("what")), number(sent.one("owner", 20) or "0"), sent.one("day", 10)
    return await _done(desk, group_id, lambda unit, staff: bodies.add_task(unit, staff, number(group_id), what, owner, day))


async def on_minutes(group_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Minutes; what was typed is never lost."""
    require_role(desk, *READERS)
    words = clean(sent.one("words"))
    return await _done(desk, group_id, lambda unit, staff: bodies.write_minutes(unit, staff, number(group_id), None, words), words)


async def on_duty(duty_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """A task or a measure is done."""
    require_role(desk, *READERS)
    duty = await desk.keep(lambda unit, staff: bodies.finish(unit, staff, number(duty_id)))
    if duty.body_id is None and duty.theme_id is None:
        raise CaseNotFound
    return RedirectResponse(f"/desk/groups/{duty.body_id}" if duty.body_id is not None else f"/desk/themes/{duty.theme_id}", 303)


def routes() -> APIRouter:
    """Groups."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/groups", on_groups, methods=["GET"])
    router.add_api_route("/groups", on_found, methods=["POST"])
    router.add_api_route("/offices", on_offices, methods=["POST"])
    router.add_api_route("/groups/{group_id}", on_group, methods=["GET"])
    router.add_api_route("/groups/{group_id}/members", on_member, methods=["POST"])
    router.add_api_route("/groups/{group_id}/end", on_end, methods=["POST"])
    router.add_api_route("/groups/{group_id}/tasks", on_task, methods=["POST"])
    router.add_api_route("/groups/{group_id}/minutes", on_minutes, methods=["POST"])
    router.add_api_route("/duties/{duty_id}/done", on_duty, methods=["POST"])
    return router

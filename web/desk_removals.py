"""Imports that stand still: many offers would disappear, or contacts for people in danger change. Somebody else decides."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.refusals import CaseNotFound, NeedsSecondPerson, NotUnderstood
from cases.removing import DECIDERS, decide, waiting_for_yes
from storage.services import ServiceRows
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_task_words import FIELDS
from web.desk_words import moment, no_of
from web.pages import page

NAMED = 500  # more names nobody reads


@dataclass(frozen=True)
class Removal:
    """What would disappear and change, for whoever decides. `things`: both together. `who`: empty when they gave no name."""

    id: int
    things: int
    gone: int
    offered: int
    who: str
    at: str
    mine: bool
    names: tuple[str, ...]
    changes: tuple[tuple[str, str, str, str], ...]


def _removal(unit: Unit, staff: StaffRow) -> Removal:
    found = waiting_for_yes(unit)
    if found is None:
        raise CaseNotFound
    things = found.source_ids
    titles = {row.source_id: f"{row.organization}: {row.name}" for row in ServiceRows(unit.connection, unit.district).all()}
    going = [thing for thing in things if "\t" not in thing]
    names = tuple(titles.get(source_id, source_id) for source_id in going[:NAMED])
    changes = tuple(_change(thing, titles) for thing in things if "\t" in thing)
    who = unit.staff.names().get(found.asked_by or 0, ("", False))[0]
    mine = found.asked_by == staff.id
    return Removal(found.id, len(things), len(going), found.offered, who, moment(found.asked_at), mine, names, changes[:NAMED])


def _change(thing: str, titles: dict[str, str]) -> tuple[str, str, str, str]:
    source_id, field, before, after = thing.split("\t", 3)
    return titles.get(source_id, source_id), FIELDS.get(field, field), before, after


async def on_removal(desk: SignedIn) -> HTMLResponse:
    """The import that waits, with the names of what would disappear."""
    return await _removal_page(desk)


async def on_decide(removal_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Agrees by typing the number, or refuses."""
    require_role(desk, *DECIDERS)
    agree, typed = sent.one("agree", 3) == "yes", sent.one("gone", 10)
    try:
        await desk.keep(lambda unit, staff: decide(unit, staff, number(removal_id), typed, agree=agree))
    except (NeedsSecondPerson, NotUnderstood) as no:
        return await _removal_page(desk, no_of(no).status, no_of(no).say)
    return RedirectResponse("/desk/exports", 303)


async def _removal_page(desk: Desk, status: int = 200, say: str = "") -> HTMLResponse:
    require_role(desk, *DECIDERS)
    return page("desk/removal.html", status, desk=desk, here="exports", removal=await desk.keep(_removal), say=say)


def routes() -> APIRouter:
    """The import that waits."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/removal", on_removal, methods=["GET"])
    router.add_api_route("/removal/{removal_id}", on_decide, methods=["POST"])
    return router

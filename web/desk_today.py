"""The first screen of coordinators: what changed since they last looked, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from gaps.suggestions import UNBUNDLED, suggestions
from gaps.themes import all_themes, due_soon
from storage.body_rows import BodyRow, DutyRow, MeetingRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import SignedIn, require_role
from web.desk_signals import who
from web.desk_words import moment
from web.pages import page
from web.theme_words import RETURNED, state_label

SAME_LOOK_MS = 30 * 60_000  # going to and fro for half an hour is one look
AHEAD = timedelta(days=14)
AT_MOST = 30
MANY = 1000  # signals; whoever has more to look at needs no exact number, and the page no second


@dataclass(frozen=True)
class Today:
    """What the page shows. `since`: when they looked before; empty: never."""

    since: str
    waiting: str
    new: str
    suggested: int
    steps: Sequence[tuple[int, str, str, str, str, str]]
    due: list[tuple[int, str, str]]
    duties: list[tuple[DutyRow, str]]
    meetings: list[tuple[MeetingRow, BodyRow]]


def _many(number: int) -> str:
    return str(number) if number < MANY else f"{MANY} oder mehr"


def today(unit: Unit, staff: StaffRow) -> Today:
    """Reads it all, and remembers that they looked."""
    before, signal = unit.bodies.look(staff.id, SAME_LOOK_MS, unit.gaps.last())
    waiting, new = unit.themes.waiting(UNBUNDLED, signal, MANY)
    names, titles = unit.staff.names(), {row.id: row.texts["title"] for row in all_themes(unit)}
    steps = [
        (
            step.about,
            titles[step.about],
            state_label(step.state),
            who(step.by_id, names),
            moment(step.at),
            step.why if step.by_id else RETURNED,
        )
        for step in unit.themes.steps_since(before)
    ]
    day, until = unit.now.date().isoformat(), (unit.now + AHEAD).date().isoformat()
    owed = [one for one in unit.bodies.duties() if one.done_at is None and one.due_day <= until]
    groups = {one.id: one for one in unit.bodies.all()}
    return Today(
        moment(before) if before else "",
        _many(waiting),
        _many(new),
        len(suggestions(unit)),
        steps[:AT_MOST],
        [(row.id, row.texts["title"], row.due_day) for row in due_soon(unit)],
        [(one, one.office or who(one.owner_id, names)) for one in owed],
        [(one, groups[one.body_id]) for one in reversed(unit.bodies.meetings()) if day <= one.day <= until],
    )


async def on_today(desk: SignedIn) -> HTMLResponse:
    """What changed since this coordinator last looked."""
    require_role(desk, "coordinator")
    return page("desk/today.html", desk=desk, here="today", facts=await desk.keep(today))


def routes() -> APIRouter:
    """The first screen."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/today", on_today, methods=["GET"])
    return router

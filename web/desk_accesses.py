"""Who opened which case, for coordinators and those who run the accesses. No content of a case is shown here."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from cases.forgetting import ACCESSES
from storage.accesses import REFUSED, AccessRow
from web.desk_door import LARGEST, SignedIn, require_role
from web.desk_words import ACTIONS, clock_time, moment
from web.pages import page

AT_ONCE = 100


@dataclass(frozen=True)
class Access:
    """One access as it is shown."""

    at: str
    until: str
    who: str
    active: bool
    reference: str
    action: str
    refused: bool


def _shown(row: AccessRow) -> Access:
    until = clock_time(row.until_at) if clock_time(row.until_at) != clock_time(row.at) else ""
    reference = row.reference or f"Nr. {row.case_id} (gibt es nicht)"
    return Access(moment(row.at), until, row.name, row.active, reference, ACTIONS[row.action], row.action == REFUSED)


async def on_accesses(desk: SignedIn, before: str = "") -> HTMLResponse:
    """The newest accesses, or those before a row."""
    require_role(desk, "coordinator", "admin")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 20 and int(before) <= LARGEST else None
    rows = await desk.keep(lambda unit, _staff: unit.accesses.newest(before=last, at_most=AT_ONCE))
    following = rows[-1].id if len(rows) == AT_ONCE else None
    shown = [_shown(row) for row in rows]
    return page("desk/accesses.html", desk=desk, here="accesses", rows=shown, following=following, days=ACCESSES.days)


def routes() -> APIRouter:
    """The accesses."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/accesses", on_accesses, methods=["GET"])
    return router

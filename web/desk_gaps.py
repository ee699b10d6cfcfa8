"""What is missing, for coordinators: the newest signals, and counts that betray nobody."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from gaps.counts import FEWEST, Table, by_area_and_municipality
from gaps.signals import live_list
from storage.gap_rows import SignalRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import SignedIn, require_role
from web.desk_words import CAUSES, area_label, need_label, place_name
from web.pages import page


def _facts(unit: Unit, _staff: StaffRow) -> tuple[list[SignalRow], Table]:
    return live_list(unit), by_area_and_municipality(unit)


async def on_gaps(desk: SignedIn) -> HTMLResponse:
    """The gap log: need, cause, municipality and week; nothing that leads to a person."""
    require_role(desk, "coordinator")
    signals, table = await desk.keep(_facts)
    causes = {cause.value: label for cause, label in CAUSES.items()}
    rows = [(need_label(one.need), causes.get(one.cause, one.cause), place_name(one.municipality), one.week) for one in signals]
    places = [place_name(place) for place in table.municipalities]
    counts = [(area_label(area), [_cell(table, area, place) for place in table.municipalities]) for area in table.areas]
    return page("desk/gaps.html", desk=desk, here="gaps", rows=rows, places=places, counts=counts, fewest=FEWEST)


def _cell(table: Table, area: str, place: str) -> str:
    if (area, place) not in table.cells:
        return "–"
    people = table.cells[area, place]
    return f"< {FEWEST}" if people is None else str(people)


def routes() -> APIRouter:
    """The gap log."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/gaps", on_gaps, methods=["GET"])
    return router

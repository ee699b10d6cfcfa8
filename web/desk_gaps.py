"""What is missing, for coordinators: the newest signals, and counts that betray nobody."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from directory.find import load_directory
from gaps.help_rates import Rate, of_closed_quarters, rates
from gaps.releases import Release, releases
from gaps.safe_tables import FEWEST, OTHER
from gaps.signals import live_list
from storage.gap_rows import SignalRow
from storage.referrals import HelpRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import SignedIn, require_role
from web.desk_words import CAUSES, area_label, language_name, need_label, place_name
from web.pages import page


@dataclass(frozen=True)
class Missing:
    """What the page shows, read in one unit. `helped`: what people said of what was proposed, by service, municipality and language."""

    signals: list[SignalRow]
    release: Release | None
    helped: tuple[tuple[str, list[Rate]], ...]


def _facts(unit: Unit, _staff: StaffRow) -> Missing:
    counts, directory = of_closed_quarters(unit), load_directory(unit)

    def service_name(row: HelpRow) -> str:
        service = directory.named(row.service)
        return row.service if service is None else service.name

    helped = (
        ("Angebot", rates(counts, service_name)),
        ("Kommune", rates(counts, lambda row: place_name(row.municipality or None))),
        ("Sprache", rates(counts, lambda row: language_name(row.language))),
    )
    quarters = [one for one in releases(unit) if "Q" in one.period]
    return Missing(live_list(unit), quarters[-1] if quarters else None, helped)


async def on_gaps(desk: SignedIn) -> HTMLResponse:
    """The gap log: need, cause, municipality and week; nothing that leads to a person."""
    require_role(desk, "coordinator")
    missing = await desk.keep(_facts)
    causes = {cause.value: label for cause, label in CAUSES.items()}
    rows = [(need_label(one.need), causes.get(one.cause, one.cause), place_name(one.municipality), one.week) for one in missing.signals]
    table = missing.release.table("municipality") if missing.release is not None else None
    places, counts = [], []
    if table is not None:
        places = [_place(column) for column in table.columns]
        counts = [(_area(row), [_cell(table.cell(row, column)) for column in table.columns]) for row in table.rows]
    return page("desk/gaps.html", desk=desk, here="gaps", rows=rows, places=places, counts=counts, fewest=FEWEST, helped=missing.helped)


def _cell(number: int | None) -> str:
    return "·" if number is None else f"ab {number}"


def _area(code: str) -> str:
    return "Übrige" if code == OTHER else area_label(code)


def _place(code: str) -> str:
    return "Übrige" if code == OTHER else place_name(code or None)


def routes() -> APIRouter:
    """The gap log."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/gaps", on_gaps, methods=["GET"])
    return router

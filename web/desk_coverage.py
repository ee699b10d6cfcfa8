"""The coverage map: which need is covered in which municipality, by the directory alone; and its white spots."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.directory_care import today_of
from cases.white_spots import AT_ONCE, accept, accepted
from directory.find import load_directory
from directory.needs import taxonomy
from gaps.coverage import WHITE, Cell, Cover, coverage
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Sent, SignedIn, require_role
from web.desk_words import area_label, need_label
from web.pages import page

COVERS = {  # a sign that is read without colours, and what it means
    Cover.CONFIRMED: ("✓", "bestätigt"),
    Cover.UNVERIFIED: ("?", "nur ungeprüfte Einträge"),
    Cover.HINDERED: ("!", "nur mit langer Wartezeit oder für Geld"),
    Cover.OUTDATED: ("×", "nur veraltete Einträge, werden nicht gezeigt"),
    Cover.ELSEWHERE: ("→", "nur in anderen Kommunen"),
    Cover.NOTHING: ("–", "nichts eingetragen"),
}


@dataclass(frozen=True)
class Spot:
    """One cell of the table."""

    value: str
    cover: str
    sign: str
    words: str
    white: bool
    signal: bool


def _spot(need: str, town: str, cell: Cell, known: set[tuple[str, str]]) -> Spot:
    sign, meaning = COVERS[cell.cover]
    near = f", am nächsten {cell.why.place} ({cell.why.km} km)" if cell.cover is Cover.ELSEWHERE and cell.why and cell.why.place else ""
    number = str(cell.offers) if cell.offers else ""
    words = f"{need_label(need)}, {town}: {number + ' ' if number else ''}{meaning}{near}"
    return Spot(f"{need}|{town}", cell.cover, f"{number}{sign}", words, cell.cover in WHITE, (need, town) in known)


async def on_map(desk: SignedIn, area: str = "", done: str = "") -> HTMLResponse:
    """Needs by municipalities, of one area or of all."""
    require_role(desk, "coordinator")
    known_areas = {one.code for one in taxonomy().areas}
    area = area if area in known_areas else ""
    needs = [need for need in taxonomy().needs if not need.crisis and (not area or need.area == area)]

    def look(unit: Unit, _staff: StaffRow) -> tuple[tuple[str, ...], list[tuple[str, list[Spot]]]]:
        directory, known = load_directory(unit), accepted(unit)
        cells = coverage(directory, needs, today_of(unit))
        towns = tuple(sorted(directory.municipalities))
        rows = [(need_label(need.code), [_spot(need.code, town, cells[need.code, town], known) for town in towns]) for need in needs]
        return towns, rows

    towns, rows = await desk.keep(look)
    return page(
        "desk/coverage.html",
        desk=desk,
        here="coverage",
        towns=towns,
        rows=rows,
        area=area,
        areas=[(one.code, area_label(one.code)) for one in taxonomy().areas],
        covers=[(cover.value, *COVERS[cover], sum(spot.cover == cover for _, spots in rows for spot in spots)) for cover in Cover],
        done=int(done) if done.isascii() and done.isdigit() and len(done) < 5 else None,
    )


async def on_accept(desk: SignedIn, sent: Sent) -> Response:
    """The chosen white spots become signals."""
    require_role(desk, "coordinator")
    spots = [(need, town) for need, _, town in (one.partition("|") for one in sent.all("spot")[:AT_ONCE])]
    area = sent.one("area", 30)
    number = await desk.keep(lambda unit, staff: accept(unit, staff, spots))
    back = f"&area={area}" if area in {one.code for one in taxonomy().areas} else ""
    return RedirectResponse(f"/desk/coverage?done={number}{back}", 303)


def routes() -> APIRouter:
    """The coverage map."""
    router = APIRouter(prefix="/desk/coverage", include_in_schema=False)
    router.add_api_route("", on_map, methods=["GET"])
    router.add_api_route("", on_accept, methods=["POST"])
    return router

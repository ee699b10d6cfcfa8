"""Published numbers for coordinators: tables with charts and denominators; filters can only ask what is published."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.auditing import Action, note
from directory.needs import taxonomy
from gaps.charts import Chart, svg
from gaps.pictures import Say, served, served_chart, table_chart, trend_chart
from gaps.releases import Release, releases
from gaps.report_text import FINDINGS_KEY
from gaps.safe_tables import FEWEST, FEWEST_SENSITIVE
from gaps.views import Question, periods
from gaps.weekly import UNMET
from storage.municipalities import MunicipalityRows
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Sent, SignedIn, require_role
from web.desk_words import area_label
from web.number_tables import HEADER, RATE, Numbers, Wanted, csv_of, shown
from web.number_words import TABLES, column_label, need_name, period_label, row_label
from web.pages import page
from web.papers.tables import csv_lines

AXES = ("Nennungen (mindestens)", "davon beantwortet, in Prozent")


Facts = tuple[list[Release], dict[str, str]]


def _facts(unit: Unit, _staff: StaffRow) -> Facts:
    rows = MunicipalityRows(unit.connection, unit.district).all()
    return releases(unit), {row.name: row.regional_team for row in rows if row.regional_team}


def _say(by: str) -> Say:
    words: dict[str, Callable[[str], str]] = {"row": partial(row_label, by), "column": partial(column_label, by), "need": need_name}
    return lambda what, code: words[what](code)


async def on_numbers(desk: SignedIn, period: str = "", by: str = "", area: str = "", side: str = "") -> HTMLResponse:
    """The numbers of a closed quarter or half-year."""
    require_role(desk, "coordinator")
    published, teams = await desk.keep(_facts)
    wanted = Wanted.of(published, period, by, area, side)
    return page(
        "desk/numbers.html",
        desk=desk,
        here="gaps",
        wanted=wanted,
        periods=[(one, period_label(one)) for one in periods(published)],
        period=period_label(wanted.period) if wanted.period else "",
        names=TABLES,
        areas=[(one.code, area_label(one.code)) for one in taxonomy().areas],
        numbers=shown(published, teams, wanted),
        rate=RATE,
        findings_key=FINDINGS_KEY,
        fewest=FEWEST,
        fewest_sensitive=FEWEST_SENSITIVE,
    )


async def on_download(desk: SignedIn, sent: Sent) -> Response:
    """What the page shows, as CSV. It stands in the audit log."""
    require_role(desk, "coordinator")

    def take(unit: Unit, staff: StaffRow) -> tuple[Wanted, Numbers]:
        published, teams = _facts(unit, staff)
        wanted = Wanted.of(published, *(sent.one(name, 60) for name in ("period", "by", "area", "side")))
        note(unit, Action.NUMBERS_TAKEN, staff, about=wanted.period)
        return wanted, shown(published, teams, wanted)

    wanted, numbers = await desk.keep(take)
    name = "-".join(filter(None, ("Luecken", wanted.period, wanted.by, wanted.area, wanted.side)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(csv_lines(HEADER, csv_of(numbers, wanted.period)), media_type="text/csv; charset=utf-8", headers=headers)


async def on_chart(desk: SignedIn, kind: str, period: str = "", by: str = "", area: str = "", side: str = "") -> Response:
    """One chart of the page, as SVG."""
    require_role(desk, "coordinator")
    published, teams = await desk.keep(_facts)
    chart = _chart(kind, published, Wanted.of(published, period, by, area, side), teams)
    if chart is None:
        raise HTTPException(404)
    return Response(await asyncio.to_thread(svg, chart), media_type="image/svg+xml")


def _chart(kind: str, published: Sequence[Release], wanted: Wanted, teams: dict[str, str]) -> Chart | None:
    if kind == "trend":
        of = area_label(wanted.area) if wanted.area else "alle Schwerpunkte"
        return trend_chart(published, wanted.area, f"Nennungen ohne Angebot je Quartal: {of}", _say("month"))
    if kind == "served":
        title = f"Wie oft gefragt, wie oft beantwortet: {period_label(wanted.period)}" if wanted.period else ""
        return served_chart(served(published, wanted.period), title, AXES, _say("need"))
    if kind == "table" and wanted.period:
        rows = (wanted.area,) if wanted.area and wanted.by != "sphere" else ()
        title = f"{'Nennungen ohne Angebot' if wanted.side == UNMET else 'Beantwortete Nennungen'}, {period_label(wanted.period)}"
        return table_chart(published, Question(wanted.by, wanted.period, wanted.side, rows), title, _say(wanted.by), teams)
    return None


async def on_burst(desk: SignedIn, sent: Sent) -> Response:
    """A human looked at so many hints or new chats within two hours: they count, or never. Without a need: a crowd of new chats."""
    require_role(desk, "coordinator")
    about = (sent.one("week", 8), sent.one("need", 60), sent.one("municipality", 60))
    counts = sent.one("counts", 3) == "yes"

    def decide(unit: Unit, _staff: StaffRow) -> bool:
        return unit.gap_counts.decide_burst(*about, counts=counts) if about[1] else unit.gap_counts.decide_crowd(about[0], counts=counts)

    if not await desk.keep(decide):
        raise HTTPException(404)
    return RedirectResponse("/desk/gaps", 303)


def routes() -> APIRouter:
    """The published numbers."""
    router = APIRouter(prefix="/desk/gaps", include_in_schema=False)
    router.add_api_route("/numbers", on_numbers, methods=["GET"])
    router.add_api_route("/numbers.csv", on_download, methods=["POST"])
    router.add_api_route("/charts/{kind}.svg", on_chart, methods=["GET"])
    router.add_api_route("/bursts", on_burst, methods=["POST"])
    return router

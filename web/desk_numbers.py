"""Published numbers for coordinators: tables with charts and denominators; filters can only ask what is published."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from directory.needs import taxonomy
from gaps.charts import Chart, svg
from gaps.pictures import Say, served, served_chart, table_chart, trend_chart, trend_lines
from gaps.releases import Release, releases
from gaps.safe_tables import FEWEST, FEWEST_SENSITIVE
from gaps.views import TEAM, Question, answer, per_hundred, periods, sensitive, totals_per_hundred
from gaps.weekly import MET, UNMET
from storage.municipalities import MunicipalityRows
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Sent, SignedIn, require_role
from web.desk_words import area_label
from web.number_words import TABLES, column_label, need_name, period_label, row_label
from web.pages import page

AXES = ("Nennungen (mindestens)", "davon beantwortet, in Prozent")


@dataclass(frozen=True)
class Wanted:
    """What somebody chose, as far as it exists; the rest is the newest period and the first table."""

    period: str
    by: str
    area: str
    side: str

    @classmethod
    def of(cls, published: Sequence[Release], period: str, by: str, area: str, side: str) -> Wanted:
        known = periods(published)
        return cls(
            period if period in known else known[0] if known else "",
            by if by in TABLES else "municipality",
            area if area in {one.code for one in taxonomy().areas} else "",
            side if side in (UNMET, MET) else UNMET,
        )


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
    quarters, lines = trend_lines(published, wanted.area)
    name = need_name if wanted.area else partial(row_label, "month")
    tables = [_table(published, one, wanted, teams) for one in (wanted.by, *(("sphere",) if wanted.by != "sphere" else ()))]
    return page(
        "desk/numbers.html",
        desk=desk,
        here="gaps",
        wanted=wanted,
        periods=[(one, period_label(one)) for one in periods(published)],
        period=period_label(wanted.period) if wanted.period else "",
        names=TABLES,
        areas=[(one.code, area_label(one.code)) for one in taxonomy().areas],
        tables=[table for table in tables if table is not None],
        quarters=[period_label(one) for one in quarters],
        lines=[(name(code), [_shown(number) for number in line]) for code, line in lines.items()],
        served=[(need_name(one.code), one.asked, one.served) for one in served(published, wanted.period)],
        sensitive=_sensitive(published, wanted.period),
        fewest=FEWEST,
        fewest_sensitive=FEWEST_SENSITIVE,
    )


def _table(published: Sequence[Release], by: str, wanted: Wanted, teams: dict[str, str]) -> dict[str, object] | None:
    """A table as the page shows it, with what share of all hints nobody could help with."""
    question = Question(by, wanted.period, wanted.side, (wanted.area,) if wanted.area and by != "sphere" else ())
    shown = answer(published, question, teams)
    if shown is None:
        return None
    met = answer(published, Question(by, wanted.period, MET), teams)
    met_rows = dict(zip(met.rows, met.row_totals, strict=True)) if met else {}
    shares = totals_per_hundred(published, by, wanted.period)
    return {
        "by": by,
        "name": TABLES[by],
        "rows": [
            (row_label(by, row), [_shown(number) for number in line], _shown(total), _share(per_hundred(total, met_rows.get(row))))
            for row, line, total in zip(shown.rows, shown.cells, shown.row_totals, strict=True)
        ],
        "columns": [column_label(by, column) for column in shown.columns],
        "totals": [_shown(total) for total in shown.column_totals] if not question.rows else [],
        "shares": [_share(shares.get(column)) for column in shown.columns],
        "rated": by not in ("sphere", TEAM) and wanted.side == UNMET and any(value is not None for value in shares.values()),
    }


def _sensitive(published: Sequence[Release], period: str) -> dict[str, object] | None:
    table = sensitive(published, period)
    if table is None:
        return None
    rows = [
        (need_name(row), [_shown(table.cell(row, column)) for column in table.columns], _shown(total))
        for row, total in zip(table.rows, table.row_totals, strict=True)
    ]
    return {"columns": [column_label(TEAM, column) or "Keinem Team zugeordnet" for column in table.columns], "rows": rows}


def _shown(number: int | None) -> str:
    return "·" if number is None else f"ab {number}"


def _share(number: int | None) -> str:
    return "–" if number is None else f"{number} %"


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
    router.add_api_route("/charts/{kind}.svg", on_chart, methods=["GET"])
    router.add_api_route("/bursts", on_burst, methods=["POST"])
    return router

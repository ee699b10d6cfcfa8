"""What is worth a picture: charts of published numbers, by name. `say` puts codes into words, for whoever looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gaps.charts import DOTS, HEAT, LINES, Chart
from gaps.periods import half_of_quarter
from gaps.releases import Release
from gaps.safe_tables import OTHER
from gaps.views import Question, answer, by_need
from gaps.weekly import MET, UNMET

MOST = 6  # lines in one chart: more nobody tells apart
Say = Callable[[str, str], str]  # (what it is: "row", "column", "need"; code) -> words


@dataclass(frozen=True)
class Served:
    """A need or area with how often it was asked for and how many of a hundred were met. None: cannot be said."""

    code: str
    asked: int
    served: int | None


def table_chart(
    releases: Sequence[Release], question: Question, title: str, say: Say, team_of: Mapping[str, str] | None = None
) -> Chart | None:
    """A table as a heat map; without cells its margins."""
    shown = answer(releases, question, team_of)
    if shown is None or not shown.columns:
        return None
    rows = tuple(say("row", row) for row in shown.rows)
    return Chart(HEAT, title, rows, tuple(say("column", column) for column in shown.columns), shown.cells)


def trend_lines(releases: Sequence[Release], area: str = "", side: str = UNMET) -> tuple[tuple[str, ...], dict[str, list[int | None]]]:
    """Quarters, and a line for each area, or for each need of one; the largest first."""
    quarters = [one for one in releases if "Q" in one.period]
    lines: dict[str, list[int | None]] = {}
    for at, release in enumerate(quarters):
        needs, months = release.needs(side), release.table("month", side)
        areas = dict(zip(months.rows, months.row_totals, strict=True)) if months else {}
        for code, number in (needs.get(area, {}) if area else areas).items():
            lines.setdefault(code, [None] * len(quarters))[at] = number
    ordered = sorted(lines, key=lambda code: (code == OTHER, -sum(number or 0 for number in lines[code]), code))
    return tuple(one.period for one in quarters), {code: lines[code] for code in ordered}


def trend_chart(releases: Sequence[Release], area: str, title: str, say: Say) -> Chart | None:
    """The trend of each area, or of each need of one."""
    quarters, lines = trend_lines(releases, area)
    if not lines:
        return None
    shown = list(lines)[:MOST]
    names = tuple(say("need" if area else "row", code) for code in shown)
    return Chart(LINES, title, names, quarters, tuple(tuple(lines[code]) for code in shown))


def served(releases: Sequence[Release], period: str) -> list[Served]:
    """Needs by how often they were asked for, with the share that was met: frequent and badly served ones are what to look at."""
    of_period = [one for one in releases if "Q" in one.period and period in (one.period, half_of_quarter(one.period))]
    missed, met = by_need(of_period), by_need(of_period, MET)
    found = []
    for code in missed.keys() | met.keys():
        asked = missed.get(code, 0) + met.get(code, 0)
        found.append(Served(code, asked, round(100 * met[code] / asked) if code in missed and code in met else None))
    return sorted(found, key=lambda one: (-one.asked, one.code))


def served_chart(needs: Sequence[Served], title: str, axes: tuple[str, str], say: Say) -> Chart | None:
    """Prevalence by served share."""
    known = [one for one in needs if one.served is not None]
    if not known:
        return None
    return Chart(DOTS, title, tuple(say("need", one.code) for one in known), axes, tuple((one.asked, one.served) for one in known))

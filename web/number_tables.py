"""The published numbers as they are shown: tables, trend, shares, findings. The page and its download are made of the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from directory.needs import taxonomy
from gaps.pictures import served, trend_lines
from gaps.releases import Release
from gaps.report_text import FINDINGS, NOT_SHOWN
from gaps.views import TEAM, Question, answer, findings, per_hundred, periods, sensitive, totals_per_hundred
from gaps.weekly import MET, UNMET
from web.number_words import NO_TEAM, TABLES, column_label, finding_lines, need_name, period_label, row_label

TOGETHER, RATE = "zusammen", "ohne Angebot, je 100 Nennungen"
NOTHING, NO_SHARE = "·", "–"
HEADER = ("Zeitraum", "Tabelle", "Zeile", "Spalte", "gezeigt", "Zahl")


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


@dataclass(frozen=True)
class Table:
    """A table as it is shown. A row is its name, its cells, its total and the share nobody could help with."""

    by: str
    name: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str], str, str]]
    totals: Sequence[str] = ()
    shares: Sequence[str] = ()
    rated: bool = False


@dataclass(frozen=True)
class Numbers:
    """All that is shown of a period."""

    tables: Sequence[Table]
    quarters: Sequence[str]
    lines: Sequence[tuple[str, Sequence[str]]]
    served: Sequence[tuple[str, str, str]]
    sensitive: Table | None
    findings: Sequence[tuple[str, str, str]]

    @property
    def any_share(self) -> bool:
        """Whether there is a dot to draw."""
        return any(share != NO_SHARE for _, _, share in self.served)


def shown(published: Sequence[Release], teams: Mapping[str, str], wanted: Wanted) -> Numbers:
    """The numbers somebody wants to see."""
    quarters, lines = trend_lines(published, wanted.area)
    name = need_name if wanted.area else partial(row_label, "month")
    tables = [_table(published, one, wanted, teams) for one in dict.fromkeys((wanted.by, "sphere"))]
    found = [one for one in findings(published, wanted.period) if not wanted.area or one.need.partition(".")[0] == wanted.area]
    return Numbers(
        tables=[table for table in tables if table is not None],
        quarters=[period_label(one) for one in quarters],
        lines=[(name(code), [_number(number) for number in line]) for code, line in lines.items()],
        served=[(need_name(one.code), _number(one.asked), _share(one.served)) for one in served(published, wanted.period)],
        sensitive=_sensitive(published, wanted.period),
        findings=finding_lines(found),
    )


def csv_of(numbers: Numbers, period: str) -> Iterator[tuple[str, ...]]:
    """Everything that is shown, a line for each cell: as it is shown, and its number. What is not shown says so."""
    for table, row, column, words in _cells(numbers):
        number = re.search(r"\d+", words)
        yield period, table, row, column, NOT_SHOWN if words in (NOTHING, NO_SHARE) else words, number[0] if number else ""
    for need, cause, where in numbers.findings:
        yield period, FINDINGS, need, cause, where, ""


def _cells(numbers: Numbers) -> Iterator[tuple[str, str, str, str]]:
    for table in (*numbers.tables, *([numbers.sensitive] if numbers.sensitive else ())):
        for name, cells, total, share in table.rows:
            yield from ((table.name, name, column, cell) for column, cell in zip(table.columns, cells, strict=True))
            yield table.name, name, TOGETHER, total
            if table.rated:
                yield table.name, name, RATE, share
        if table.totals:
            yield from ((table.name, TOGETHER, column, total) for column, total in zip(table.columns, table.totals, strict=True))
            if table.rated:
                yield from ((table.name, RATE, column, share) for column, share in zip(table.columns, table.shares, strict=True))
    for name, cells in numbers.lines:
        yield from (("Verlauf je Quartal", name, quarter, cell) for quarter, cell in zip(numbers.quarters, cells, strict=True))
    for name, asked, share in numbers.served:
        yield "Häufigkeit und Versorgung", name, "Nennungen", asked
        yield "Häufigkeit und Versorgung", name, "beantwortet", share


def _table(published: Sequence[Release], by: str, wanted: Wanted, teams: Mapping[str, str]) -> Table | None:
    """A table, with what share of all hints nobody could help with."""
    question = Question(by, wanted.period, wanted.side, (wanted.area,) if wanted.area and by != "sphere" else ())
    found = answer(published, question, teams)
    if found is None:
        return None
    met = answer(published, Question(by, wanted.period, MET), teams)
    met_rows = dict(zip(met.rows, met.row_totals, strict=True)) if met else {}
    shares = totals_per_hundred(published, by, wanted.period)
    of_spheres = "Brüche zwischen Rechtskreisen: von (Zeile) nach (Spalte)"
    return Table(
        by,
        of_spheres if by == "sphere" else f"Schwerpunkt nach {TABLES[by]}",
        [column_label(by, column) for column in found.columns],
        [
            (row_label(by, row), [_number(number) for number in line], _number(total), _share(per_hundred(total, met_rows.get(row))))
            for row, line, total in zip(found.rows, found.cells, found.row_totals, strict=True)
        ],
        [_number(total) for total in found.column_totals] if not question.rows else [],
        [_share(shares.get(column)) for column in found.columns],
        by not in ("sphere", TEAM) and wanted.side == UNMET and any(value is not None for value in shares.values()),
    )


def _sensitive(published: Sequence[Release], period: str) -> Table | None:
    table = sensitive(published, period)
    if table is None:
        return None
    rows = [
        (need_name(row), [_number(table.cell(row, column)) for column in table.columns], _number(total), "")
        for row, total in zip(table.rows, table.row_totals, strict=True)
    ]
    return Table("sensitive", "Besonders heikle Anliegen", [column_label(TEAM, column) or NO_TEAM for column in table.columns], rows)


def _number(number: int | None) -> str:
    return NOTHING if number is None else f"ab {number}"


def _share(number: int | None) -> str:
    return NO_SHARE if number is None else f"{number} %"

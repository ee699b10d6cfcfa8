"""Looking at what is published: filters, sums and rates made of released numbers only, so they cannot say more than these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gaps.findings import Published
from gaps.periods import half_of_quarter
from gaps.releases import PARTS, Release
from gaps.safe_tables import OTHER, SafeTable
from gaps.weekly import MET, UNMET

TEAM = "team"  # sums of the municipalities that are shown


@dataclass(frozen=True)
class Question:
    """What somebody wants to see: a table of a quarter or half-year, perhaps only some of its rows or columns (none: all)."""

    by: str
    period: str
    side: str = UNMET
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What can be said. Each number is "at least so many"; None: cannot be said. `quarters`: those it is made of."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    quarters: tuple[str, ...]


def periods(releases: Iterable[Release]) -> list[str]:
    """What can be asked about, newest first: quarters, and the half-years they make."""
    quarters = [release.period for release in releases if "Q" in release.period]
    return sorted({*quarters, *map(half_of_quarter, quarters)}, key=lambda period: (period[:4], _end(period), period), reverse=True)


def answer(releases: Iterable[Release], question: Question, team_of: Mapping[str, str] | None = None) -> Shown | None:
    """The numbers, or None when nothing is published. With `team_of` municipalities are added up to regional teams."""
    parts = [one for one in releases if "Q" in one.period and question.period in (one.period, half_of_quarter(one.period))]
    by = "municipality" if question.by == TEAM else question.by
    tables = {one.period: table for one in parts if (table := _table(one, by, question.side)) is not None}
    if not tables:
        return None
    cells: dict[tuple[str, str], int] = defaultdict(int)
    down: dict[str, int] = defaultdict(int)
    across: dict[str, int] = defaultdict(int)

    def group(column: str) -> str:
        return (team_of or {}).get(column, OTHER) if question.by == TEAM else column

    for table in tables.values():
        for row, total in zip(table.rows, table.row_totals, strict=True):
            down[row] += total
        for column, total in zip(table.columns, table.column_totals, strict=True):
            across[group(column)] += total
        for row, line in zip(table.rows, table.cells, strict=False):
            for column, number in zip(table.columns, line, strict=True):
                if number is not None:
                    cells[row, group(column)] += number
    rows = tuple(row for row in _ordered(down) if row in question.rows or not question.rows)
    columns = tuple(column for column in _ordered(across) if column in question.columns or not question.columns)
    return Shown(
        rows,
        columns,
        tuple(tuple(cells.get((row, column)) for column in columns) for row in rows),
        tuple(down[row] for row in rows),
        tuple(across[column] for column in columns),
        tuple(sorted(tables)),
    )


def sensitive(releases: Iterable[Release], period: str) -> SafeTable | None:
    """The table of sensitive needs by regional team; of half-years only."""
    return next((one.table("sensitive") for one in releases if one.period == period), None)


def findings(releases: Iterable[Release], period: str) -> tuple[Published, ...]:
    """What case managers found in a quarter or half-year, each once and without a number; sensitive needs in half-years only."""
    of_period = [one for one in releases if period in (one.period, half_of_quarter(one.period) if "Q" in one.period else "")]
    return tuple(sorted({found for one in of_period for found in one.findings}))


def by_need(releases: Iterable[Release], side: str = UNMET) -> dict[str, int]:
    """What is published of each need that stands alone, in these releases together."""
    sums: dict[str, int] = defaultdict(int)
    for release in releases:
        for needs in release.needs(side).values():
            for code, number in needs.items():
                if code != OTHER:
                    sums[code] += number
    return dict(sums)


def most_missed(releases: Sequence[Release], by: str, quarter: str, at_most: int) -> list[tuple[str, int]]:
    """Needs (`by` = "need") or columns of a table with the largest numbers of a quarter, as far as they stand alone."""
    if by == PARTS:
        numbers = by_need(one for one in releases if one.period == quarter)
    else:
        shown = answer(releases, Question(by, quarter))
        numbers = {} if shown is None else {code: number or 0 for code, number in zip(shown.columns, shown.column_totals, strict=True)}
    alone = [(code, number) for code, number in numbers.items() if code not in (OTHER, "") and number]
    return sorted(alone, key=lambda one: (-one[1], one[0]))[:at_most]


def missed_since(releases: Iterable[Release], need: str) -> str:
    """The first of the quarters, one after the other up to the newest, in which a need is published; "" when it is not in the newest."""
    quarters = sorted((one for one in releases if "Q" in one.period), key=lambda one: one.period, reverse=True)
    since = ""
    for one in quarters:
        if need not in by_need([one]):
            break
        since = one.period
    return since


def together(needs: Iterable[str], numbers: Mapping[str, int]) -> int | None:
    """Of some needs together; None when none of them is shown."""
    known = [numbers[need] for need in needs if need in numbers]
    return sum(known) if known else None


def per_hundred(missed: int | None, met: int | None) -> int | None:
    """How many of a hundred hints nobody could help with; None when one of the two cannot be said."""
    return None if missed is None or met is None or missed + met == 0 else round(100 * missed / (missed + met))


def totals_per_hundred(releases: Sequence[Release], by: str, period: str) -> dict[str, int | None]:
    """Hints nobody could help with, per hundred, by column; of areas with `by` = "area"."""
    wanted = "municipality" if by == "area" else by
    missed, met = (answer(releases, Question(wanted, period, side)) for side in (UNMET, MET))
    if missed is None:
        return {}
    names, numbers = (missed.rows, missed.row_totals) if by == "area" else (missed.columns, missed.column_totals)
    others: dict[str, int | None] = {}
    if met is not None:
        others = dict(zip(met.rows, met.row_totals, strict=True) if by == "area" else zip(met.columns, met.column_totals, strict=True))
    return {name: per_hundred(number, others.get(name)) if name != OTHER else None for name, number in zip(names, numbers, strict=True)}


def trend(releases: Iterable[Release], of: Callable[[Release], int | None]) -> list[tuple[str, int | None]]:
    """One number of each quarter, oldest first."""
    return [(one.period, of(one)) for one in releases if "Q" in one.period]


def _table(release: Release, by: str, side: str) -> SafeTable | None:
    return None if by == PARTS else release.table(by, side)


def _ordered(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name == OTHER, name))


def _end(period: str) -> int:
    """The last quarter of a period."""
    return int(period[-1]) * (2 if "H" in period else 1)

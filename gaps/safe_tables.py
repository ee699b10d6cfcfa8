"""Tables that betray nobody. Pure: counts of weeks in, numbers that may be published out. docs/statistics.md explains why it is enough.

A cell is shown only when at least `fewest` distinct people stand in it in a single week. Rows and columns too small for that are
grouped into OTHER, so that every margin may be known. A cell that is too small gets a rectangle of suppressed cells around it (the
hypercube method of official statistics): along it people could be moved without any published number changing, so nobody can tell
the true one from at least `fewest` others. Numbers are given in steps of five, downwards; the proof does not need that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from gaps.weekly import ALL

FEWEST, FEWEST_SENSITIVE, STEP = 5, 10, 5
OTHER = "~"  # a group of all rows or columns that are not shown by themselves

Cell = tuple[str, str]


class Week(NamedTuple):
    """One cell of one week, as in gaps/weekly.py."""

    hints: int
    people: int
    firsts: int


Weeks = Mapping[str, Week]
Counts = Mapping[Cell, Weeks]


@dataclass(frozen=True)
class SafeTable:
    """What is published of one table. `cells` has None where a number is suppressed; it is empty when no cell may be shown.
    A row or column OTHER holds all codes that are not named."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    cells: tuple[tuple[int | None, ...], ...] = ()

    def cell(self, row: str, column: str) -> int | None:
        """A number, or None: suppressed, grouped or nothing at all; nobody can tell which."""
        if not self.cells or row not in self.rows or column not in self.columns:
            return None
        return self.cells[self.rows.index(row)][self.columns.index(column)]

    def row_total(self, row: str) -> int | None:
        return self.row_totals[self.rows.index(row)] if row in self.rows else None

    def column_total(self, column: str) -> int | None:
        return self.column_totals[self.columns.index(column)] if column in self.columns else None


@dataclass(frozen=True)
class Grouping:
    """Which codes stand by themselves, and which are together in OTHER."""

    alone: tuple[str, ...]
    together: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.alone, *((OTHER,) if self.together else ()))

    def members(self, name: str) -> tuple[str, ...]:
        return self.together if name == OTHER else (name,)


NOTHING = Grouping(())


def hints(weeks: Weeks) -> int:
    return sum(week.hints for week in weeks.values())


def people(weeks: Weeks) -> int:
    """The largest number of distinct people of a single week: one person in five weeks does not look like five."""
    return max((week.people for week in weeks.values()), default=0)


def people_together(cells: Iterable[Weeks]) -> int:
    """At least so many distinct people stand in these cells of one margin together in a single week."""
    cells = list(cells)
    firsts: dict[str, int] = defaultdict(int)
    for weeks in cells:
        for name, week in weeks.items():
            firsts[name] += week.firsts
    return max([*firsts.values(), *(people(weeks) for weeks in cells)], default=0)


def grouped(margin: Mapping[str, Weeks], fewest: int) -> Grouping:
    """Groups of a margin with at least `fewest` people each; NOTHING when all together are fewer.

    What is too small goes into OTHER; while that is too small itself, or one code only, the smallest of the others joins it.
    """
    codes = sorted((code for code in margin if hints(margin[code])), key=lambda code: (-hints(margin[code]), code))
    alone = [code for code in codes if people(margin[code]) >= fewest]
    together = [code for code in codes if code not in alone]
    if not alone and people_together(margin[code] for code in together) < fewest:
        return NOTHING
    while together and people_together(margin[code] for code in together) < fewest:
        together.append(alone.pop())
    return Grouping(tuple(sorted(alone)), tuple(sorted(together)))


def rounded(number: int) -> int:
    """In steps of five, downwards: "at least so many"."""
    return number - number % STEP


def safe_table(counts: Counts, fewest: int, rows: Grouping | None = None) -> SafeTable | None:
    """What may be published of a table with both margins; None: nothing. `rows`: their grouping, when tables share it."""
    rows = grouped(_margin(counts, 0), fewest) if rows is None else rows
    columns = grouped(_margin(counts, 1), fewest)
    if not rows.names or not columns.names:
        return None
    grid = _Grid.of(counts, rows, columns, fewest)
    down, across = (len(rows.names), len(columns.names))
    row_totals = tuple(rounded(sum(line)) for line in grid.number)
    column_totals = tuple(rounded(sum(line[at] for line in grid.number)) for at in range(across))
    cells: tuple[tuple[int | None, ...], ...] = ()
    if down > 1 and across > 1 and (hidden := _hidden(grid, fewest)) is not None:
        cells = tuple(
            tuple(None if (row, column) in hidden else rounded(grid.number[row][column]) for column in range(across)) for row in range(down)
        )
    return SafeTable(rows.names, columns.names, row_totals, column_totals, cells)


def safe_parts(counts: Counts, fewest: int, rows: Grouping) -> dict[str, dict[str, int]]:
    """Each row that stands alone broken down into its own codes (the needs of an area): groups only, so nothing is suppressed."""
    parts: dict[str, dict[str, int]] = {}
    for row in rows.alone:
        line = {column: weeks for (one, column), weeks in counts.items() if one == row and column != ALL}
        groups = grouped(line, fewest)
        parts[row] = {name: rounded(sum(hints(line[code]) for code in groups.members(name))) for name in groups.names}
    return parts


def _margin(counts: Counts, axis: int) -> dict[str, Weeks]:
    return {cell[axis]: weeks for cell, weeks in counts.items() if cell[axis] != ALL and cell[1 - axis] == ALL}


@dataclass
class _Grid:
    """A grouped table: hints, and whether a cell has enough people to be shown."""

    number: list[list[int]]
    enough: list[list[bool]]
    hidden: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, counts: Counts, rows: Grouping, columns: Grouping, fewest: int) -> _Grid:
        empty: Weeks = {}
        number: list[list[int]] = []
        enough: list[list[bool]] = []
        for row in rows.names:
            lines = [
                [[counts.get((one, code), empty) for code in columns.members(name)] for name in columns.names] for one in rows.members(row)
            ]
            number.append([sum(hints(weeks) for line in lines for weeks in line[at]) for at in range(len(columns.names))])
            enough.append([max(people_together(line[at]) for line in lines) >= fewest for at in range(len(columns.names))])
        return cls(number, enough)


def _hidden(grid: _Grid, span: int) -> set[tuple[int, int]] | None:
    """The cells to suppress so that no small one can be told from `span` others; None: all of them, because no rectangle protects it."""
    places = [(row, column) for row, line in enumerate(grid.number) for column, _ in enumerate(line)]
    hidden = {place for place in places if not grid.enough[place[0]][place[1]]}
    secret = sorted((place for place in hidden if grid.number[place[0]][place[1]]), key=lambda at: (grid.number[at[0]][at[1]], at))
    for row, column in secret:
        corners = _rectangle(grid.number, (row, column), hidden, span)
        if corners is None:
            return None
        hidden |= corners
    return hidden


def _rectangle(
    number: Sequence[Sequence[int]], small: tuple[int, int], hidden: set[tuple[int, int]], span: int
) -> set[tuple[int, int]] | None:
    """The other three corners of the cheapest rectangle along which the small cell can move by `span`, up and down together."""
    row, column = small
    best: tuple[int, int, int] | None = None
    for down, across in product(range(len(number)), range(len(number[0]))):
        if down == row or across == column:
            continue
        up = min(number[row][across], number[down][column])
        less = min(number[row][column], number[down][across])
        if up + less < span:
            continue
        price = sum(number[at][to] for at, to in ((row, across), (down, column), (down, across)) if (at, to) not in hidden)
        if best is None or (price, down, across) < best:
            best = (price, down, across)
    return None if best is None else {(row, best[2]), (best[1], column), (best[1], best[2])}

"""Counts that betray nobody: small cells are suppressed, and so are the cells that would give them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from directory.needs import SENSITIVE
from storage.gap_rows import CountRow
from storage.unit import Unit

FEWEST = 5  # distinct people; fewer are suppressed (gaps.md, small numbers)


@dataclass(frozen=True)
class Table:
    """Area by municipality. A cell is a number of people, or None where it is suppressed; a missing cell is empty."""

    areas: tuple[str, ...]
    municipalities: tuple[str, ...]
    cells: dict[tuple[str, str], int | None]


def suppressed(rows: Iterable[CountRow], fewest: int = FEWEST) -> Table:
    """The table of area by municipality: in each cell the largest number of distinct people of a single week.

    One person who asks in five weeks does not look like five. Cells under `fewest` people are suppressed. No totals
    are given, so no margin can give a suppressed cell back.
    """
    largest: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        cell = (row.area, row.municipality)
        largest[cell] = max(largest[cell], row.people)
    cells: dict[tuple[str, str], int | None] = {cell: people if people >= fewest else None for cell, people in largest.items()}
    areas = tuple(sorted({area for area, _ in cells}))
    places = tuple(sorted({place for _, place in cells}))
    return Table(areas, places, cells)


def by_area_and_municipality(unit: Unit) -> Table:
    """The suppressed table of the unit's district. Sensitive needs are left out: their cells would need ten people and half a year."""
    return suppressed(unit.gaps.counts(sorted(SENSITIVE)))

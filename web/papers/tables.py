"""Tables as CSV, for whoever calculates. No cell can be taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from gaps.report import Grid, Report
from gaps.report_text import FINDINGS

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the wide forms too: some programs take them
HEADER = ("Zeitraum", "Tabelle", "Zeile", "Spalte", "mindestens")
BOM = "\ufeff"  # without it Excel reads UTF-8 as something else


def harmless(words: str) -> str:
    """The words, with a ' before them where a spreadsheet would calculate."""
    return f"'{words}" if words.startswith(FORMULAS) else words


def csv_file(report: Report) -> bytes:
    """All tables in one file, a line for each cell; separated by semicolons, as German spreadsheets expect it."""
    lines = [
        (report.period, name, row, column, "" if number is None else str(number))
        for name, grid in report.annex
        for row, column, number in _cells(grid)
    ]
    lines += [(report.period, f"{FINDINGS}: {one.where}", one.need, one.cause, "") for one in report.findings]
    return csv_lines(HEADER, lines)


def csv_lines(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A CSV as German spreadsheets expect it: semicolons, and nothing that would be calculated."""
    into = StringIO()
    writer = csv.writer(into, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(words) for words in line] for line in lines)
    return (BOM + into.getvalue()).encode()


def _cells(grid: Grid) -> Iterator[tuple[str, str, int | None]]:
    for at, (row, line) in enumerate(zip(grid.rows, grid.cells, strict=True)):
        yield from ((row, column, number) for column, number in zip(grid.columns, line, strict=True))
        if grid.totals:
            yield row, "zusammen", grid.totals[at]

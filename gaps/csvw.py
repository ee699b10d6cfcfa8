"""The published gap statistics as CSV on the Web (W3C CSVW): one long table, its description, and a dictionary of its words.

Made of releases only, so it cannot say more than they do.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from directory.needs import taxonomy
from gaps.releases import PARTS, Release
from gaps.safe_tables import OTHER
from gaps.weekly import ALL, HELPED, MET, OUTCOME, UNHELPED, UNMET, UNREACHED

TABLE, DESCRIPTION, DICTIONARY = "gaps.csv", "gaps.csv-metadata.json", "dictionary.csv"
UNSAID = "-"  # an empty cell would be no code
_COLUMNS = {
    "period": ("Quarter (2026-Q3) or half-year (2026-H2) that is over", "string"),
    "side": (
        f"{UNMET}: nothing usable was found, or it did not help; {MET}: something was proposed; {OUTCOME}: what came of what was proposed",
        "string",
    ),
    "table": ("What the columns of the published table are", "string"),
    "row": ("Area of needs, need, what came of it, or another code; see the dictionary", "string"),
    "column": ("Code of the table's columns; a service by the id of its source; see the dictionary", "string"),
    "at_least": ("At least so many people, rounded down; empty: not told, because too few stand behind it or nothing is there", "integer"),
}
_WORDS = {
    UNSAID: ("nicht gesagt", "not said"),
    ALL: ("alle zusammen", "all together"),
    OTHER: ("alle, die nicht einzeln genannt sind", "all that are not named by themselves"),
    UNMET: ("Lücke", "gap"),
    MET: ("etwas vorgeschlagen", "something was proposed"),
    OUTCOME: ("was daraus wurde", "what came of it"),
    HELPED: ("hat geholfen", "it helped"),
    UNHELPED: ("erreicht, hat nicht geholfen", "reached, did not help"),
    UNREACHED: ("niemanden erreicht", "nobody was reached"),
}


def files(releases: Iterable[Release]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file. Without releases the table has a header only."""
    rows = list(observations(releases))
    yield TABLE, _csv(tuple(_COLUMNS), rows)
    yield DESCRIPTION, (json.dumps(_description(), ensure_ascii=False, indent=1) + "\n").encode()
    yield DICTIONARY, _csv(("code", "de", "en"), _dictionary({word for row in rows for word in (row[1], row[3], row[4])}))


def observations(releases: Iterable[Release]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Every published number on a line of its own: period, side, table, row, column, at least so many."""
    for release in releases:
        for name, table in sorted(release.tables.items()):
            side, _, by = name.partition(".")
            for row, total in zip(table.rows, table.row_totals, strict=True):
                yield release.period, side, by, row or UNSAID, ALL, str(total)
            for column, total in zip(table.columns, table.column_totals, strict=True):
                yield release.period, side, by, ALL, column or UNSAID, str(total)
            for row, cells in zip(table.rows, table.cells, strict=False):  # no cells at all when none may be shown
                for column, cell in zip(table.columns, cells, strict=True):
                    yield release.period, side, by, row or UNSAID, column or UNSAID, "" if cell is None else str(cell)
        for side, areas in sorted(release.parts.items()):
            for area, needs in areas.items():
                for need, number in needs.items():
                    yield release.period, side, PARTS, area, need, str(number)


def _description() -> dict[str, object]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": TABLE,
        "dc:title": "What newcomers needed and did not find",
        "dc:description": "Counts of periods that are over, decided once; small numbers are left out so that nobody is found.",
        "tableSchema": {
            "columns": [
                {"name": name, "titles": name, "dc:description": what, "datatype": kind, "required": name != "at_least"}
                | ({"null": ""} if name == "at_least" else {})
                for name, (what, kind) in _COLUMNS.items()
            ],
            "primaryKey": [name for name in _COLUMNS if name != "at_least"],
        },
        "notes": [{"dictionary": DICTIONARY}],
    }


def _dictionary(codes: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each code that occurs, in German and English; a municipality, a language code or a month stands for itself."""
    known = {area.code: (area.label_de, area.label_en) for area in taxonomy().areas}
    known |= {need.code: (need.label_de, need.label_en) for need in taxonomy().needs} | _WORDS
    return ((code, *known.get(code, (code, code))) for code in sorted(codes))


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()

"""The standard's tabular package (HSDS 3.0): one CSV file for each table, with datapackage.json beside them."""

from __future__ import annotations

import csv
import io
import json

from directory.csv_text import MAX_ROWS, decoded
from directory.entries import Kept, Reading, Surroundings
from directory.formats import Files, Format
from directory.formats.hsds_json import reading_of
from directory.hsds.shape import COLUMNS, Nesting, Row
from directory.refusals import ImportRefused

PACKAGE = "datapackage.json"
_ROWS = 40 * MAX_ROWS  # of one table: 20,000 offers with all that hangs on them
_CELL = 100_000


def recognises_files(files: Files) -> bool:
    """Tables of the standard: services with an organization each, told apart from the district's own list."""
    return "services.csv" in files and (PACKAGE in files or "organizations.csv" in files)


def read_files(name: str, files: Files, around: Surroundings) -> Reading:
    """Every active offer as an entry, and all rows of all tables kept as they came; or ImportRefused with file, row and column."""
    tables: dict[str, list[Row]] = {}
    kept: list[Kept] = []
    for file, raw in files.items():
        if file.endswith(".csv"):
            header, rows = _table(f"{name}/{file}", raw)
            whole = {"header": header, "rows": [list(row.values()) for row in rows]}
            kept.append(Kept("table", file, json.dumps(whole, ensure_ascii=False)))
            tables[file] = rows
        elif file == PACKAGE:
            kept.append(Kept("file", file, json.dumps(decoded(f"{name}/{file}", raw), ensure_ascii=False)))
    package = Nesting({file: rows for file, rows in tables.items() if file in COLUMNS})
    parts = [("service", body) for body in package.all("services.csv")]
    parts += [("organization", body) for body in package.all("organizations.csv")]
    reading = reading_of(f"{name}/services.csv", parts, around)
    return Reading(reading.entries, reading.doubts, (*(reading.kept or ()), *kept))


def _table(file: str, raw: bytes) -> tuple[list[str], list[Row]]:
    text = decoded(file, raw)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if len(set(header)) < len(header) or len(header) > 100:
            raise ImportRefused(file, 1, "", "a column stands there twice, or there are more than 100")
        rows: list[Row] = []
        for number, cells in enumerate(reader, 2):
            if not cells:
                continue
            if len(cells) != len(header):
                raise ImportRefused(file, number, "", f"{len(cells)} cells instead of {len(header)}")
            if max(map(len, cells)) > _CELL:
                raise ImportRefused(file, number, "", f"a cell longer than {_CELL} letters")
            rows.append(dict(zip(header, cells, strict=True)))
            if len(rows) > _ROWS:
                raise ImportRefused(file, number, "", f"more than {_ROWS} rows")
    except csv.Error:
        raise ImportRefused(file, reader.line_num, "", "not readable as CSV; is a quote missing?") from None
    _refuse_doubles(file, header, rows)
    return header, rows


def _refuse_doubles(file: str, header: list[str], rows: list[Row]) -> None:
    if "id" not in header:
        return
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if (first := seen.setdefault(row["id"], number)) != number:
            raise ImportRefused(file, number, "id", f"the id of row {first} again")


def _never(_file: str, _start: bytes) -> bool:
    return False


def _read_one(file: str, _raw: bytes, _around: Surroundings) -> Reading:
    raise ImportRefused(file, 0, "", "a package is a folder or an archive")


FORMAT = Format("HSDS tabular package", _never, _read_one, recognises_files, read_files)

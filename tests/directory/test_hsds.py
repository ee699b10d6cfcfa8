"""The open standard (HSDS 3.0): what comes in goes out again, and nothing of ours is lost on the way."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from directory.formats import read, read_files
from directory.hsds.collection import Asked, Collection, stored
from directory.hsds.outgoing import Outgoing
from directory.hsds.writing import NotEmpty, write_files
from directory.importing import as_entry, load
from directory.refusals import ImportRefused
from storage.services import ServiceRows

TODAY = date(2026, 11, 27)
SERVICE = {
    "id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c01",
    "name": "Deutsch für Eltern",
    "status": "active",
    "alternate_name": "Elterncafé",
    "minimum_age": 18,
    "wait_time": "etwa drei Wochen",
    "assured_date": "2026-05-04",
    "phones": [
        {"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c02", "number": "02951 9335713", "extension": 12, "description": "vormittags"},
        {"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c03", "number": "05251 1234567"},
    ],
    "languages": [{"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c04", "code": "tr", "note": "nur montags"}],
    "service_areas": [{"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c05", "name": "Büren", "uri": "https://example.org/bueren"}],
    "schedules": [{"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c06", "description": "Mo 9-12", "freq": "WEEKLY", "interval": 2}],
    "service_at_locations": [
        {
            "id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c07",
            "location": {
                "id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c08",
                "location_type": "physical",
                "latitude": 51.55,
                "addresses": [
                    {
                        "id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c09",
                        "address_1": "Markt 1",
                        "city": "Büren",
                        "state_province": "NRW",
                        "postal_code": "33142",
                        "country": "DE",
                        "address_type": "physical",
                    }
                ],
            },
        }
    ],
    "organization": {"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c10", "name": "Verein", "description": "hilft", "year_incorporated": 1999},
    "attributes": [
        {
            "id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c11",
            "taxonomy_term": {"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c12", "code": "BD-1800", "name": "Sprache", "description": ""},
        }
    ],
}


def as_file(said):
    return json.dumps(said).encode()


def taken(unit, around, files, accept_gone=0):
    reading = read_files("paket", files, around) if isinstance(files, dict) else read("x.json", files, around)
    load(unit, reading.entries, reading.doubts, accept_gone, reading.kept)
    return reading


def page(unit, name="services.json"):
    return json.loads(dict(Outgoing(unit).as_json())[name])["contents"]


def table(raw):
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def test_an_offer_of_the_standard_becomes_an_entry(around):
    reading = read("x.json", as_file(SERVICE), around)

    [entry] = reading.entries
    assert (entry.name, entry.organization, entry.street, entry.city) == ("Deutsch für Eltern", "Verein", "Markt 1", "Büren")
    assert (entry.phones, entry.languages, entry.age_from) == (("02951 9335713", "05251 1234567"), ("tr",), 18)
    assert ("needs", "needs mapping", "BD-1800") in {(doubt.field, doubt.reason, doubt.value) for doubt in reading.doubts}


@pytest.mark.parametrize("shape", ["service", "page", "organization"])
def test_what_came_in_goes_out_as_it_was(unit, around, shape):
    bare = {key: value for key, value in SERVICE.items() if key != "organization"}
    full = SERVICE["organization"] | {"services": [bare]}
    taken(unit, around, as_file({"service": SERVICE, "page": {"contents": [SERVICE]}, "organization": full}[shape]))

    assert page(unit) == [SERVICE]
    assert page(unit, "organizations.json") == [full]


def test_only_what_changed_at_home_is_written_into_what_came_in(unit, around):
    [entry] = taken(unit, around, as_file(SERVICE)).entries
    moved = replace(entry, street="Markt 2", phones=("02951 9335713", "02951 777777"), needs=("language.course_childcare",), age_from=None)
    load(unit, [moved])

    [now] = page(unit)

    assert now["service_at_locations"][0]["location"]["addresses"][0]["address_1"] == "Markt 2"
    assert now["service_at_locations"][0]["location"]["latitude"] == 51.55
    assert [phone["number"] for phone in now["phones"]] == ["02951 9335713", "02951 777777"]
    assert now["phones"][0] == SERVICE["phones"][0]
    assert "minimum_age" not in now
    assert [one["taxonomy_term"]["code"] for one in now["attributes"]] == ["BD-1800", "language.course_childcare"]
    assert (now["alternate_name"], now["wait_time"], now["languages"]) == ("Elterncafé", "etwa drei Wochen", SERVICE["languages"])
    assert as_entry_again(around, now) == replace(moved, kind=now_kind(unit))


def as_entry_again(around, body):
    [entry] = read("x.json", as_file(body), around).entries
    return replace(entry, kind="practical_offer") if not entry.kind else entry


def now_kind(unit):
    [row] = ServiceRows(unit.connection, unit.district).all()
    return row.kind


@pytest.mark.parametrize("form", ["as_json", "as_tables"])
def test_the_real_directory_loses_nothing_on_its_way_out_and_in(unit, around, shipped, form):
    load(unit, shipped.entries)
    before = {row.source_id: as_entry(row) for row in ServiceRows(unit.connection, unit.district).all()}
    files = dict(getattr(Outgoing(unit), form)())

    again = {entry.source_id: entry for entry in read_files("paket", files, around).entries}

    assert len(before) == 157
    assert again == before


def test_a_package_of_tables_goes_out_as_it_came_with_rows_nobody_points_at(unit, around, shipped):
    load(unit, shipped.entries[:3])
    files = dict(Outgoing(unit).as_tables())
    files["programs.csv"] = b"id,organization_id,name,alternate_name,description,ours\r\np1,nobody,Programm,,lang,5\r\n"
    files["datapackage.json"] = b'{"name": "theirs"}'
    taken(unit, around, files)

    assert dict(Outgoing(unit).as_tables()) == files


def test_a_change_is_written_into_its_own_cell_of_the_tables(unit, around, shipped):
    load(unit, shipped.entries[:3])
    files = dict(Outgoing(unit).as_tables())
    files["services.csv"] = files["services.csv"].replace(b"licenses,alert", b"alert,licenses")
    entries = taken(unit, around, files).entries
    load(unit, [replace(entries[0], description="Neu."), *entries[1:]])

    after = table(dict(Outgoing(unit).as_tables())["services.csv"])

    before = table(files["services.csv"])
    assert list(after[0]) == list(before[0])
    assert [row["description"] for row in after] == ["Neu.", *(row["description"] for row in before[1:])]
    assert after[1:] == before[1:]


def test_what_came_as_json_can_go_out_as_tables_and_come_back(unit, around):
    taken(unit, around, as_file(SERVICE))
    taken(unit, around, dict(Outgoing(unit).as_tables()))

    assert page(unit) == [SERVICE]


def test_offers_that_ended_are_kept_and_not_shown(unit, around):
    ended = SERVICE | {"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c99", "status": "defunct"}
    reading = taken(unit, around, as_file({"contents": [SERVICE, ended]}))

    assert [entry.source_id for entry in reading.entries] == [SERVICE["id"]]
    assert page(unit) == [SERVICE, ended]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'{"id": "a", "name": "x", ', "not readable as JSON"),
        (b'{"contents": []}', "no active service"),
        (as_file(SERVICE | {"id": "../../etc"}), "no id"),
        (as_file({"contents": [SERVICE, SERVICE]}), "twice"),
        (as_file({key: value for key, value in SERVICE.items() if key != "organization"}), "without an organization"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested too deeply"),
        (b'{"name": "\xff"}', "not UTF-8"),
    ],
)
def test_a_document_that_cannot_stand_is_refused_whole(around, raw, why):
    with pytest.raises(ImportRefused, match=why):
        read("x.json", raw, around)


@pytest.mark.parametrize("odd", [None, 5, "text", [], {}, [5], [None], {"id": 7}, True])
@pytest.mark.parametrize("key", ["phones", "organization", "service_at_locations", "attributes", "languages", "schedules", "minimum_age"])
def test_odd_values_where_the_standard_has_others_break_nothing(unit, around, key, odd):
    try:
        reading = read("x.json", as_file(SERVICE | {key: odd}), around)
    except ImportRefused:
        assert key == "organization"
        return
    load(unit, reading.entries, reading.doubts, 0, reading.kept)
    assert page(unit) == [SERVICE | {key: odd}]
    assert dict(Outgoing(unit).as_tables())


def test_nothing_that_is_there_is_overwritten(tmp_path, unit, around):
    taken(unit, around, as_file(SERVICE))
    outgoing = Outgoing(unit)
    write_files(tmp_path / "new", outgoing.as_json())
    write_files(tmp_path / "new.zip", outgoing.as_tables())

    for there in ("new", "new.zip"):
        with pytest.raises(NotEmpty):
            write_files(tmp_path / there, outgoing.as_json())
    with zipfile.ZipFile(tmp_path / "new.zip") as archive:
        assert "services.csv" in archive.namelist()
    assert read("new.zip", (tmp_path / "new.zip").read_bytes(), around).entries == read("x.json", as_file(SERVICE), around).entries


def test_places_and_short_names_are_known_without_writing_every_offer(unit, around, shipped):
    """What lists are made of is what single answers say: of ours, of a source, changed at home, against the standard, of danger."""
    bare = {key: value for key, value in SERVICE.items() if key != "service_at_locations"} | {"id": "bare"}
    odd = [SERVICE["service_at_locations"][0] | {"id": 5}, {"id": "x1"}, {"id": "x2", "location": 7}, *SERVICE["service_at_locations"]]
    danger = {"id": "a", "taxonomy_term": {"id": "t", "name": "", "description": "", "code": "safety.domestic_violence"}}
    shelter = SERVICE | {"id": "shelter", "attributes": [danger]}
    several = SERVICE | {"id": "several", "name": "Laut <b>hier</b>", "service_at_locations": odd}
    reading = taken(unit, around, as_file({"contents": [SERVICE, bare, several, shelter]}))
    moved = [replace(entry, street="Neu 1", city="Büren") if entry.source_id == "bare" else entry for entry in reading.entries]
    load(unit, [*moved, *shipped.entries])
    directory = Collection(stored(unit))

    offers = [directory.service(offer["id"], TODAY) for offer in directory.services(Asked(), 1, 500, full=False, today=TODAY)["contents"]]
    places = [at["id"] for offer in offers for at in offer.get("service_at_locations", ())]
    listed = directory.at_locations(Asked(), 1, 500, full=False, today=TODAY)

    assert len(offers) == 161
    assert [at["id"] for at in listed["contents"]] == places and {"x1", "x2"} < set(places)
    assert all(directory.at_location(key, TODAY)["id"] == key for key in places)
    names = {offer["id"]: offer["name"] for offer in offers}
    for organization in directory.organizations("", 1, 500, full=False, full_service=False, today=TODAY)["contents"]:
        for offer in directory.organization(organization["id"], full_service=False, today=TODAY)["services"]:
            assert offer["name"] == ("Laut hier" if offer["id"] == "several" else names[offer["id"]])


def test_more_offers_than_are_read_are_refused(around, monkeypatch):
    """I4."""
    monkeypatch.setattr("directory.formats.hsds_json.MAX_ROWS", 1)
    assert read("x.json", as_file(SERVICE), around).entries
    with pytest.raises(ImportRefused, match="more than 1 services"):
        read("x.json", as_file({"contents": [SERVICE, SERVICE | {"id": "b"}]}), around)

"""Places of the Integreat app."""

import json

import pytest

from directory.entries import ServedArea
from directory.formats import read
from directory.hours_text import parse
from directory.refusals import ImportRefused

CLOSED = {"allDay": False, "closed": True, "timeSlots": [], "appointmentOnly": False}
OPEN = CLOSED | {"closed": False, "timeSlots": [{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "17:00"}]}
PLACE = {
    "id": 99,
    "url": "https://integreat.app/bueren/de/locations/treff",
    "title": "Treff",
    "content": "<p>Kaffee &amp; Beratung</p>",
    "website": "https://www.beispiel-treff.de",
    "email": None,
    "phone_number": "+49 2951 9335713",
    "category": {"id": 3, "name": "Beratung; Treffpunkt"},
    "temporarily_closed": False,
    "opening_hours": [OPEN, OPEN, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED],
    "location": {"id": 12, "name": "Treff", "address": "Markt 1", "town": "Büren", "postcode": "33142", "latitude": 51.5, "longitude": 8.5},
    "organization": {"id": 1, "slug": "verein", "name": "Verein", "website": "https://example.org"},
}


def reading_of(around, *places):
    return read("locations.json", json.dumps(places).encode(), around)


def test_a_place_becomes_an_entry_with_tasks_for_what_integreat_does_not_say(around):
    reading = reading_of(around, PLACE)

    [entry] = reading.entries
    assert (entry.source_id, entry.name, entry.organization) == ("integreat-12", "Treff", "Verein")
    assert entry.description == "Kaffee & Beratung"
    assert (entry.street, entry.postal_code, entry.city, entry.phones) == ("Markt 1", "33142", "Büren", ("02951 9335713",))
    assert entry.areas == (ServedArea("municipality", "Büren"),)
    told = {(doubt.field, doubt.reason, doubt.value) for doubt in reading.doubts}
    assert ("areas", "area taken from the address", "Büren") in told
    assert ("needs", "needs mapping", "Beratung, Treffpunkt") in told


def test_its_opening_hours_are_understood(around):
    [entry] = reading_of(around, PLACE).entries

    assert {(span.day, span.opens_at, span.closes_at) for span in parse(entry.hours)} == {
        (day, opens, closes) for day in ("MO", "TU") for opens, closes in (("08:00", "12:00"), ("13:00", "17:00"))
    }


@pytest.mark.parametrize(
    "change", [{"temporarily_closed": True}, {"opening_hours": [OPEN | {"appointmentOnly": True}] * 7}, {"opening_hours": [OPEN] * 3}]
)
def test_hours_that_do_not_mean_open_are_never_shown_as_open(around, change):
    [entry] = reading_of(around, PLACE | change).entries

    assert parse(entry.hours) in (None, ())


@pytest.mark.parametrize(
    ("places", "why"),
    [
        ([], "no places"),
        ([PLACE, PLACE], "twice"),
        ([{"id": 1}], "no place of Integreat"),
        ([PLACE | {"location": {"id": "x"}}], "the id"),
        ([PLACE | {"title": "", "location": {"id": 5}}], "must not be empty"),
    ],
)
def test_a_list_that_cannot_stand_is_refused_whole(around, places, why):
    with pytest.raises(ImportRefused, match=why):
        reading_of(around, *places)


@pytest.mark.parametrize(
    ("latitude", "longitude", "why"),
    [
        (51.5, 8.5, ""),
        (8.5, 51.5, "latitude and longitude seem swapped"),
        (48.85, 2.35, "coordinates outside of Germany"),
        (52.52, 13.4, "coordinates far from the town of the address"),
        (51.766, 8.562, "coordinates far from the town of the address"),  # the middle of Delbrück
        ("8.5", "51.5", "latitude and longitude seem swapped"),
        (0, 0, ""),
        (None, 8.5, ""),
        ("51", True, ""),
    ],
)
def test_coordinates_that_cannot_be_meant_are_flagged(around, latitude, longitude, why):
    place = PLACE | {"location": PLACE["location"] | {"latitude": latitude, "longitude": longitude}}

    flagged = {doubt.reason for doubt in reading_of(around, place).doubts if doubt.field == "street"}

    assert flagged == ({why} if why else set())

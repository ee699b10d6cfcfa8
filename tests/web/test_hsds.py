"""The directory for other programs: what the open standard promises, and no more than is public."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from directory.entries import Entry, ServedArea
from directory.formats import read
from directory.importing import load
from directory.starting import load_packaged, surroundings
from storage.services import ServiceRows
from storage.unit import Unit
from tests.databases import migrated_sqlite
from tests.directory.test_hsds import SERVICE
from tests.web.conftest import World

PERSON = {"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c77", "name": "Frau Geheim", "title": "Leitung"}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What is answered is the same on both databases; the embedded one is enough here."""
    return migrated_sqlite(tmp_path / "lotse.db")


async def ask(world: World, path: str, status: int = 200, **headers: str) -> Any:
    reply = await world.client().get(f"/hsds{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert reply.status_code == status, reply.text
    return reply if status == 304 else reply.json()


async def packaged(world: World) -> None:
    await world.keep(lambda unit: load_packaged(unit, "paderborn"))


async def came(world: World, *bodies: dict[str, Any]) -> None:
    def work(unit: Unit) -> None:
        load_packaged(unit, "paderborn")
        reading = read("x.json", json.dumps({"contents": bodies}).encode(), surroundings(unit))
        load(unit, reading.entries, reading.doubts, 1000, reading.kept)

    await world.keep(work)


async def test_pages_hold_every_offer_once(world: World) -> None:
    await packaged(world)

    pages = [await ask(world, f"/services?per_page=50&page={number}") for number in (1, 2, 3, 4)]

    assert {page["total_items"] for page in pages} == {157}
    assert {page["total_pages"] for page in pages} == {4}
    assert [(page["size"], page["first_page"], page["last_page"], page["empty"]) for page in pages] == [
        (50, True, False, False),
        (50, False, False, False),
        (50, False, False, False),
        (7, False, True, False),
    ]
    assert len({one["id"] for page in pages for one in page["contents"]}) == 157
    assert (await ask(world, "/services?page=9"))["empty"] is True


async def test_what_a_list_names_can_be_asked_for_one_by_one(world: World) -> None:
    await packaged(world)

    for kind in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"):
        first = (await ask(world, f"/{kind}"))["contents"][0]
        one = await ask(world, f"/{kind}/{first['id']}")
        assert (one["id"], one.get("name")) == (first["id"], first.get("name"))
        await ask(world, f"/{kind}/00000000-0000-0000-0000-000000000000", 404)
    service = (await ask(world, "/services?full=true&per_page=500"))["contents"][0]
    assert service == await ask(world, f"/services/{service['id']}")


async def test_lists_are_narrowed_as_the_standard_says(world: World) -> None:
    await packaged(world)
    needs = (await ask(world, "/taxonomy_terms?search=community.migration_advice"))["contents"]

    advice = await ask(world, f"/services?taxonomy_term_id={needs[0]['id']}&full=true")
    named = await ask(world, "/services?search=caritas büren")
    of_one = await ask(world, f"/services?organization_id={advice['contents'][0]['organization']['id']}")

    assert 0 < advice["total_items"] < 157
    assert all("community.migration_advice" in json.dumps(one["attributes"]) for one in advice["contents"])
    assert named["total_items"] and all("aritas" in json.dumps(one) for one in named["contents"])
    assert {one["organization"]["name"] for one in of_one["contents"]} == {advice["contents"][0]["organization"]["name"]}


async def test_what_changed_since_is_told(world: World) -> None:
    await packaged(world)
    world.clock.turn(days=1)
    moment = world.clock().isoformat()
    row = (await world.keep(lambda unit: ServiceRows(unit.connection, unit.district).all()))[5]

    await world.keep(lambda unit: ServiceRows(unit.connection, unit.district, unit.now_ms).assure(row.source_id, "2026-01-02"))

    changed = await ask(world, f"/services?modified_after={moment}")
    assert [one["name"] for one in changed["contents"]] == [row.name]
    assert (await ask(world, "/services?modified_after=2000-01-01T00:00:00Z"))["total_items"] == 157


@pytest.mark.parametrize(
    "path",
    [
        *("/services?page=0", "/services?page=x", "/services?per_page=100000", "/services?full=maybe", "/services?page=1&page=2"),
        *("/services?format=xml", "/services?minimal=true", "/services?sort=name", "/services?modified_after=yesterday"),
        *("/service_at_locations?postcode=33098", "/organizations?modified_after=2026-01-01", "/services/x?full=true"),
        f"/services?search={'a' * 201}",
    ],
)
async def test_what_is_not_served_is_said_and_not_guessed(world: World, path: str) -> None:
    said = await ask(world, path, 400)

    assert path.partition("?")[2].partition("=")[0] in said["error"]


async def test_no_person_is_named_and_the_rest_of_a_source_is_served(world: World) -> None:
    at = SERVICE["service_at_locations"][0]
    spoken = SERVICE | {
        "contacts": [PERSON],
        "assurer_email": "geheim@example.org",
        "organization": SERVICE["organization"] | {"contacts": [PERSON]},
        "service_at_locations": [at | {"contacts": [PERSON], "location": at["location"] | {"contacts": [PERSON]}}],
    }
    await came(world, spoken)

    served = [
        await ask(world, path)
        for path in (f"/services/{SERVICE['id']}", "/services?full=true", "/service_at_locations?full=true", "/organizations?full=true")
    ]

    assert "eheim" not in json.dumps(served)
    assert served[0]["alternate_name"] == "Elterncafé" and served[0]["phones"] == SERVICE["phones"]


async def test_of_an_offer_for_people_in_danger_only_what_the_directory_shows_is_told(world: World) -> None:
    term = {"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c78", "code": "safety.domestic_violence", "name": "Gewalt", "description": ""}
    second = {"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c79", "location": {"id": "x", "location_type": "physical", "name": "Geheime Wohnung"}}
    shelter = SERVICE | {
        "attributes": [{"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c80", "taxonomy_term": term}],
        "service_at_locations": [SERVICE["service_at_locations"][0], second],
        "alert": "Eingang über den Hof",
    }
    await came(world, shelter)

    one = await ask(world, f"/services/{SERVICE['id']}")

    assert one["name"] == "Deutsch für Eltern" and [phone["number"] for phone in one["phones"]] == ["02951 9335713", "05251 1234567"]
    assert "Geheime" not in json.dumps(one) and "Hof" not in json.dumps(one) and "Elterncafé" not in json.dumps(one)
    assert one["organization"]["id"] == SERVICE["organization"]["id"]


async def test_an_offer_nobody_confirmed_for_18_months_says_so(world: World) -> None:
    today = world.clock().date()
    entry = {"organization": "Verein", "areas": (ServedArea("municipality", "Büren"),), "phones": ("02951 9335713",)}
    days = {"fresh": today - timedelta(days=500), "old": today - timedelta(days=560), "never": None}
    entries = [Entry(source_id=key, name=key, assured_date=day.isoformat() if day else "", **entry) for key, day in days.items()]
    await world.keep(lambda unit: load(unit, entries))

    alerts = {one["name"]: one.get("alert", "") for one in (await ask(world, "/services"))["contents"]}

    assert alerts["fresh"] == ""
    assert "18 Monaten" in alerts["old"] and days["old"].isoformat() in alerts["old"]
    assert "noch niemand" in alerts["never"]


async def test_who_knows_the_answer_already_is_told_so_in_no_words(world: World) -> None:
    await packaged(world)
    client = world.client()
    first = await client.get("/hsds/services")

    assert first.headers["cache-control"] == "public, no-cache" and first.headers["access-control-allow-origin"] == "*"
    again = await ask(world, "/services", 304, if_none_match=first.headers["etag"])
    assert again.content == b"" and again.headers["etag"] == first.headers["etag"]
    await ask(world, "/services", 304, if_modified_since=first.headers["last-modified"])
    await ask(world, "/services?page=2", 200, if_none_match=first.headers["etag"])
    await world.keep(lambda unit: ServiceRows(unit.connection, unit.district, unit.now_ms).renew_revision())
    await ask(world, "/services", 200, if_none_match=first.headers["etag"])


async def test_nobody_asks_faster_than_others_can_live_with(world: World) -> None:
    client = world.client()
    replies = [await client.get("/hsds/") for _ in range(241)]

    assert [reply.status_code for reply in replies[:240]] == [200] * 240
    assert replies[240].status_code == 429 and int(replies[240].headers["retry-after"]) > 0


async def test_what_a_source_says_against_the_standard_is_left_out(world: World) -> None:
    await came(world, SERVICE | {"minimum_age": "achtzehn", "funding": [{"source": "ohne Kennung"}], "licenses": 7, "unbekannt": "x"})

    one = await ask(world, f"/services/{SERVICE['id']}")

    assert one["funding"] == [] and not {"minimum_age", "licenses", "unbekannt"} & one.keys()


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "http://localhost/", "http://127.0.0.1/", "https://xn--caritas-9za.de/", "data:text/html,x"]
)
async def test_no_link_goes_out_that_nobody_should_click(world: World, bad: str) -> None:
    """I10: the source is kept as it came, but other programs show what they get."""
    place = SERVICE["service_at_locations"][0]
    location = place["location"] | {"url": bad, "accessibility": [{"id": "0d4d9a52-0f36-4e6b-9a6e-6d3a2a9d9c55", "url": bad}]}
    organization = SERVICE["organization"] | {"website": bad, "logo": bad, "uri": bad}
    await came(world, SERVICE | {"url": bad, "organization": organization, "service_at_locations": [place | {"location": location}]})

    paths = (
        "/services?full=true",
        f"/services/{SERVICE['id']}",
        "/organizations?full=true&full_service=true",
        "/service_at_locations?full=true",
    )
    for path in paths:
        assert bad not in json.dumps(await ask(world, path))
    assert (await ask(world, f"/services/{SERVICE['id']}"))["organization"]["name"] == "Verein"


async def test_organizations_with_all_their_offers_come_in_small_pages(world: World) -> None:
    await packaged(world)
    assert (await ask(world, "/organizations?full_service=true&per_page=50"))["size"] == 50
    assert "per_page" in (await ask(world, "/organizations?full_service=true&per_page=51", 400))["error"]
    assert (await ask(world, "/organizations?full_service=false&per_page=51"))["size"] == 51

"""The first screen of coordinators: what is new since they looked, what early warning suggests, what is due."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta

import pytest

from directory.entries import Entry, ServedArea
from directory.importing import load
from gaps.early_warning import SuggestedBundle
from gaps.fields import Cause, Gap
from gaps.periods import iso_week
from gaps.releases import Release
from gaps.safe_tables import OTHER, SafeTable
from gaps.signals import note
from gaps.suggestions import marks, open_suggestions
from storage.unit import Unit
from tests.web.conftest import DeskClient, World
from web.desk_today import glance

HOMES = Gap("housing.find_home", "Büren", Cause.NOTHING_LISTED, "ar")
SURGE = SuggestedBundle("housing.find_home", Cause.NOTHING_LISTED, ("Büren", "Lichtenau"), (), "2026-W40", "2026-W47", 4, 9, 1.5, 0.001)


@pytest.fixture
async def kim(world: World) -> DeskClient:
    return await world.at_desk("coordinator", "Kim")


def surge(unit: Unit) -> None:
    """What early warning keeps of a surge, and its signals."""
    for person in range(1, 4):
        note(unit, person, HOMES)
    unit.gap_counts.warn(iso_week(unit.now), "surge", f"{SURGE.need}|{SURGE.cause}|Büren", json.dumps(asdict(SURGE)))


async def test_what_is_new_is_new_until_somebody_looked(world: World, kim: DeskClient) -> None:
    await world.keep(surge)
    assert "3 neue" in (await kim.get("/desk/today")).text
    world.clock.turn(minutes=10)
    assert "3 neue" in (await kim.get("/desk/today")).text  # the same look
    world.clock.turn(hours=2)
    await world.keep(lambda unit: note(unit, 9, HOMES))
    page = (await kim.get("/desk/today")).text
    assert "1 neuer Hinweis" in page and "4 warten" in page and "Nichts Neues" in page


async def test_a_suggested_bundle_is_accepted_with_its_signals(world: World, kim: DeskClient) -> None:
    await world.keep(surge)
    page = (await kim.get("/desk/today")).text
    assert "Das häuft sich gerade" in page and "Büren, Lichtenau" in page and "seit Mo. 28.9.2026" in page
    page = (await kim.get("/desk/themes")).text
    assert "deutlich mehr Hinweise als üblich" in page
    assert "1,5" not in page and f"{SURGE.seen} Hinweise" not in page  # few people: no number
    fields = {
        "need": SURGE.need,
        "cause": str(SURGE.cause),
        "place": SURGE.municipalities,
        "title": "Wohnungen",
        "why": "Neunmal in vier Wochen",
    }
    assert "das Verzeichnis prüfen" in (await kim.post("/desk/themes/suggested", **fields)).text
    assert (await kim.post("/desk/themes/suggested", **fields, checked="1")).headers["location"] == "/desk/themes/1"
    assert await world.keep(lambda unit: unit.themes.scope(1)) == [(SURGE.need, "Büren"), (SURGE.need, "Lichtenau")]
    assert {row.state for row in await world.keep(lambda unit: unit.gaps.newest())} == {"bundled"}
    assert "h-suggested" not in (await kim.get("/desk/themes")).text
    day = (world.clock() + timedelta(days=3)).date().isoformat()
    await kim.post("/desk/themes/1/measures", what="Vermieter einladen", office="Sozialamt", day=day)
    world.clock.turn(hours=1)
    page = (await kim.get("/desk/today")).text
    assert "Neunmal in vier Wochen" in page and "Vermieter einladen" in page and "Sozialamt" in page


async def test_what_was_declined_is_not_shown_again_when_its_border_moves(world: World, kim: DeskClient) -> None:
    await world.keep(surge)
    fields = {"need": SURGE.need, "cause": str(SURGE.cause), "place": SURGE.municipalities, "what": "decline"}
    await kim.post("/desk/themes/suggested", **fields)
    assert "h-suggested" not in (await kim.get("/desk/themes")).text
    declined = set(marks(SURGE.need, SURGE.cause, SURGE.municipalities))
    smaller = SuggestedBundle(**{**asdict(SURGE), "municipalities": ("Büren",)})
    wider = SuggestedBundle(**{**asdict(SURGE), "municipalities": ("Büren", "Salzkotten")})
    assert open_suggestions([smaller, wider], declined, set()) == [wider]


async def test_each_theme_stands_there_once_and_what_is_overdue_says_so(world: World, kim: DeskClient) -> None:
    await world.keep(surge)
    fields = {"need": SURGE.need, "cause": str(SURGE.cause), "place": SURGE.municipalities, "title": "Wohnungen", "checked": "1"}
    await kim.post("/desk/themes/suggested", **fields, why="Neunmal")
    day = (world.clock() + timedelta(days=1)).date().isoformat()
    await kim.post("/desk/themes/1/measures", what="Vermieter einladen", office="Sozialamt", day=day)
    await kim.post("/desk/themes/1/step", state="analysed", why="Im Team besprochen")
    await kim.post("/desk/themes/1", version="1", title="Wohnungen fehlen", level="district", due_day="")
    page = (await kim.get("/desk/today")).text
    assert page.count("Wohnungen fehlen") == 1 and "davor ein Schritt" in page
    assert "Im Regionalteam analysiert" in page and "Im Team besprochen" in page and "Texte gespeichert" not in page
    assert "überfällig" not in page
    world.clock.turn(days=3)
    kim = await world.at_desk("coordinator", "Kim zwei")
    assert "überfällig seit" in (await kim.get("/desk/today")).text


def quarter(period: str, needs: dict[str, int]) -> Release:
    causes = SafeTable(("housing",), (Cause.FULL, OTHER), (25,), (20, 5))
    return Release(period, {"gap.cause": causes}, {"gap": {"housing": {**needs, OTHER: 50}}})


def test_what_was_missed_most_is_said_with_the_quarter_it_began() -> None:
    home, form = "housing.find_home", "housing.wbs"
    published = [quarter("2026-Q1", {home: 10}), quarter("2026-Q2", {home: 20, form: 25}), quarter("2026-H1", {})]
    seen = glance(published)
    assert seen is not None and seen.period == "2. Quartal 2026"
    said = dict(seen.lines)
    assert said["Was"][0].endswith("(ab 25)") and said["Was"][1].endswith("(ab 20, seit dem 1. Quartal 2026)") and len(said["Was"]) == 2
    assert said["Warum"] == ["Voll oder Warteliste (ab 20)"] and said["Wo"] == []
    assert glance([]) is None


async def test_a_suggestion_that_waits_for_the_directory_opens_its_tasks_and_keeps_what_was_typed(world: World, kim: DeskClient) -> None:
    stale = Entry(
        source_id="flat", organization="Bauverein", name="Wohnungen", needs=(SURGE.need,), phones=("05251 12345",),
        areas=(ServedArea("municipality", "Büren"),), assured_date="2020-01-01",
    )  # fmt: skip
    await world.keep(lambda unit: load(unit, [stale], accept_gone=1_000))
    await world.keep(surge)
    fields = {"need": SURGE.need, "cause": str(SURGE.cause), "place": SURGE.municipalities, "title": "Kein Dach", "why": "Neunmal"}
    refused = await kim.post("/desk/themes/suggested", **fields, checked="1")
    assert refused.status_code == 409 and "Kein Dach" in refused.text and "Neunmal" in refused.text
    assert [one.source_id for one in await world.keep(lambda unit: unit.care.queue()) if one.need == SURGE.need] == ["flat"]

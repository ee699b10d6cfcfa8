"""From the log of signals to a decision, at the desk: what is kept with its reason, and what two people do at once."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from gaps.fields import Cause, Gap, SignalState
from gaps.lives import ThemeState
from gaps.signals import note
from storage.unit import Unit
from tests.web.conftest import DeskClient, World

HOMES = Gap("housing.find_home", "Büren", Cause.NOTHING_LISTED, "ar")


@pytest.fixture
async def kim(world: World) -> DeskClient:
    def missing(unit: Unit) -> None:
        for person in range(1, 4):
            note(unit, person, HOMES)

    await world.keep(missing)
    return await world.at_desk("coordinator", "Kim")


async def named(kim: DeskClient, *numbers: int) -> list[str]:
    """Signals as the form on the page names them."""
    found = re.findall(r'name="signal" value="((\d+)-\w+)"', (await kim.get("/desk/signals")).text)
    return [handle for handle, number in found if int(number) in numbers]


async def bundled(kim: DeskClient) -> None:
    fields = {"signal": await named(kim, 1, 2, 3), "why": "Drei in einer Woche", "title": "Wohnungen in Büren", "checked": "1"}
    assert (await kim.post("/desk/signals/bundle", **fields)).headers["location"] == "/desk/themes/1"


async def test_a_signal_is_checked_and_settled_and_each_step_keeps_who_and_why(world: World, kim: DeskClient) -> None:
    assert "Wohnung" in (await kim.get("/desk/signals")).text
    assert (
        await kim.post("/desk/signals/step", signal=await named(kim, 1, 2), state="checked", why="Verzeichnis angesehen")
    ).status_code == 303
    assert (await kim.post("/desk/signals/step", signal=await named(kim, 1), state="duplicate", why="Steht schon da")).status_code == 303
    page = (await kim.get("/desk/signals/1")).text
    assert "doppelt" in page and "Steht schon da" in page and "Kim" in page and "Verzeichnis angesehen" in page
    states = {row.id: row.state for row in await world.keep(lambda unit: unit.gaps.newest())}
    assert states == {1: SignalState.DUPLICATE, 2: SignalState.CHECKED, 3: SignalState.RECORDED}


@pytest.mark.parametrize(
    ("fields", "say"),
    [
        ({"signal": "3", "state": "structural", "why": "Es fehlt"}, "Der Stand passt nicht"),
        ({"signal": "3", "state": "checked", "why": " "}, "warum"),
        ({"signal": "3", "state": "checked", "why": "Frau K., 0151 23456789"}, "ohne Namen"),
        ({"state": "checked", "why": "Geprüft"}, "mindestens einen"),
        ({"signal": "4711", "state": "checked", "why": "Geprüft"}, "nicht mehr gibt"),
    ],
)
async def test_a_step_that_does_not_fit_changes_nothing(world: World, kim: DeskClient, fields: dict[str, object], say: str) -> None:
    handles = await named(kim, 3) if fields.get("signal") == "3" else fields.get("signal", [])
    refused = await kim.post("/desk/signals/step", **{**fields, "signal": handles})
    assert refused.status_code in (400, 409) and say in refused.text
    assert {row.state for row in await world.keep(lambda unit: unit.gaps.newest())} == {SignalState.RECORDED}


async def test_numbers_are_dealt_anew_when_a_week_is_over_and_the_history_stays_with_its_signal(world: World, kim: DeskClient) -> None:
    await world.keep(lambda unit: note(unit, 9, replace(HOMES, municipality="Lichtenau")))
    old = await named(kim, 1, 2, 3, 4)
    await kim.post("/desk/signals/step", signal=await named(kim, 4), state="checked", why="Nur Lichtenau")
    world.clock.turn(days=8)
    kim = await world.at_desk("coordinator", "Robin")
    for seed in range(50):  # until the number of the one from Lichtenau is another one
        await world.keep(lambda unit, seed=seed: unit.gap_counts.shuffle(unit.gaps.newest()[0].week, random.Random(seed)))
        row = next(one for one in await world.keep(lambda unit: unit.gaps.newest()) if one.municipality == "Lichtenau")
        if row.id != 4:
            break
    assert row.id != 4
    assert "Nur Lichtenau" in (await kim.get(f"/desk/signals/{row.id}")).text
    assert "Nur Lichtenau" not in (await kim.get("/desk/signals/4")).text
    assert (await kim.post("/desk/signals/step", signal=old, state="checked", why="Alte Seite")).status_code == 400


async def test_nothing_is_bundled_before_somebody_checked_the_directory(world: World, kim: DeskClient) -> None:
    fields = {"signal": await named(kim, 1, 2), "why": "Häufung", "title": "Wohnungen"}
    assert "das Verzeichnis prüfen" in (await kim.post("/desk/signals/bundle", **fields)).text
    await bundled(kim)
    page = (await kim.get("/desk/signals/1")).text
    assert page.index("geprüft") < page.index("strukturell") and "gebündelt" in page
    assert "Wohnungen in Büren" in (await kim.get("/desk/themes")).text
    assert await world.keep(lambda unit: unit.themes.scope(1)) == [("housing.find_home", "Büren")]


async def test_two_who_edit_the_same_theme_see_both_texts_and_overwrite_nothing(world: World, kim: DeskClient) -> None:
    other = await world.at_desk("coordinator", "Robin")
    await bundled(kim)
    texts = {"title": "Wohnungen in Büren", "level": "district", "due_day": "", "version": "1"}
    assert (await kim.post("/desk/themes/1", **texts, proposal="Mit der Stadt reden")).status_code == 303
    late = await other.post("/desk/themes/1", **texts, proposal="Den Vermieterverein fragen")
    assert late.status_code == 409
    assert "Mit der Stadt reden" in late.text and "Den Vermieterverein fragen" in late.text
    version = re.search(r'name="version" value="(\d+)"', late.text)
    assert version is not None
    assert (await other.post("/desk/themes/1", **{**texts, "version": version[1]}, proposal="Beides")).status_code == 303
    history = (await kim.get("/desk/themes/1")).text
    assert "Mit der Stadt reden" in history and "Beides" in history


async def test_a_meeting_decides_and_the_theme_follows(world: World, kim: DeskClient) -> None:
    await bundled(kim)
    mia, leo = await world.at_desk("case_manager", "Mia", "Büren"), await world.at_desk("steering", "Leo")
    for state in ("analysed", "working group", "draft"):
        assert (await kim.post("/desk/themes/1/step", state=state, why="Weiter")).status_code == 303
    await kim.post("/desk/groups", kind="steering_group", name="Lenkungsgruppe")
    member = next(one.id for one in await world.keep(lambda unit: unit.staff.by_role("steering")))
    await kim.post("/desk/groups/1/members", what="join", member=str(member))
    assert (await kim.post("/desk/meetings", body="1", day="2099-03-31", hour="14:00", place="Kreishaus")).status_code == 303
    assert (await leo.get("/desk/themes/1")).status_code == 404
    await kim.post("/desk/meetings/1/items", theme="1")
    await mia.post("/desk/meetings/1/items", title="Bus nach Büren", why="Kurse sind nicht erreichbar")
    assert "Bus nach Büren" in (await mia.get("/desk/meetings/1")).text and "Wohnungen" not in (await mia.get("/desk/meetings/1")).text
    seen = (await leo.get("/desk/meetings/1")).text
    assert "Wohnungen in Büren" in seen and "Bus nach Büren" not in seen
    assert "Vorlage" in (await leo.get("/desk/themes/1")).text
    await kim.post("/desk/meetings/1/items/2", what="take")
    assert "Bus nach Büren" in (await leo.get("/desk/meetings/1")).text
    assert (await kim.post("/desk/meetings/1/move", version="1", day="2099-04-07", hour="9:30", place="Rathaus")).status_code == 303
    assert (await kim.post("/desk/meetings/1/move", version="1", day="2099-05-07", hour="9:30", place="Rathaus")).status_code == 409
    moved = (await leo.get("/desk/meetings/1")).text
    assert "07.04.2099" in moved and "31.03.2099 14:00 Kreishaus" in moved and "Bus nach Büren" in moved
    assert (await kim.post("/desk/meetings/1/items/1/decision", outcome="decided", why="Einstimmig")).status_code == 303
    assert (await kim.post("/desk/meetings/1/items/1/decision", outcome="rejected", why="Doch nicht")).status_code == 409
    theme = await world.keep(lambda unit: unit.themes.one(1))
    assert theme is not None and theme.state == ThemeState.DECIDED
    assert "Einstimmig" in (await leo.get("/desk/themes/1")).text


async def test_what_somebody_owes_is_done_by_them_and_by_no_colleague(world: World, kim: DeskClient) -> None:
    await bundled(kim)
    mia, ole = await world.at_desk("case_manager", "Mia", "Büren"), await world.at_desk("case_manager", "Ole", "Büren")
    owner = next(one.id for one in await world.keep(lambda unit: unit.staff.by_role("case_manager")) if one.name == "Mia")
    await kim.post("/desk/themes/1/measures", what="Vermieter einladen", owner=str(owner), day="2099-05-01")
    assert (await kim.post("/desk/themes/1/measures", what="Mittel beantragen", day="2099-05-01")).status_code == 400
    assert (await kim.post("/desk/themes/1/measures", what="Mittel beantragen", office="Sozialamt", day="2099-05-01")).status_code == 303
    assert (await ole.post("/desk/duties/1/done")).status_code == 404
    assert (await mia.post("/desk/duties/1/done")).status_code == 303
    assert "erledigt" in (await kim.get("/desk/themes/1")).text


async def test_a_letter_to_the_ministry_keeps_its_first_answer(kim: DeskClient) -> None:
    await bundled(kim)
    fields = {"addressee": "Ministerium", "words": "Bitte um Regelung", "day": "2027-01-10"}
    assert (await kim.post("/desk/themes/1/letters", **fields)).status_code == 303
    assert (await kim.post("/desk/themes/1/letters/1", words="Ist in Arbeit", day="2027-02-10")).status_code == 303
    assert (await kim.post("/desk/themes/1/letters/1", words="Doch nicht", day="2027-02-11")).status_code == 404
    page = (await kim.get("/desk/themes/1")).text
    assert "Ist in Arbeit" in page and "Doch nicht" not in page


async def test_what_may_belong_together_is_found_from_one_signal_and_bundled(world: World, kim: DeskClient) -> None:
    def others(unit: Unit) -> None:
        note(unit, 11, replace(HOMES, municipality="Delbrück"))
        note(unit, 12, replace(HOMES, cause=Cause.FULL))
        note(unit, 13, replace(HOMES, need="money.pension"))

    await world.keep(others)
    assert "/desk/signals?like=1" in (await kim.get("/desk/signals/1")).text
    page = (await kim.get("/desk/signals?like=1")).text
    shown = {int(number) for number in re.findall(r'name="signal" value="(\d+)-', page)}
    assert shown == {1, 2, 3, 4} and "Delbrück" in page and "Rente" not in page
    handles = re.findall(r'name="signal" value="([\w-]+)"', page)
    refused = await kim.post("/desk/signals/bundle", signal=handles, like="1", why="Vier", checked="1")
    assert "einen Titel" in refused.text and "Was zusammengehören könnte" in refused.text and "Rente" not in refused.text
    done = await kim.post("/desk/signals/bundle", signal=handles, like="1", why="Vier", title="Wohnungen", checked="1")
    assert done.headers["location"] == "/desk/themes/1"
    theme = (await kim.get("/desk/themes/1")).text
    assert "Arabisch" in theme and "erster Hinweis in der Woche ab" in theme
    assert "like=1" not in (await kim.get("/desk/signals/1")).text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("letters", {"addressee": "Ministerium", "words": "Bitte rufen Sie an: 0151 23456789", "day": "2026-11-20"}),
        ("measures", {"what": "Frau K. anrufen, 0151 23456789", "office": "Sozialamt", "day": "2026-12-20"}),
        ("step", {"state": "analysed", "why": "Frau K., 0151 23456789"}),
    ],
)
async def test_what_was_refused_stands_in_its_form_again(kim: DeskClient, path: str, fields: dict[str, str]) -> None:
    await bundled(kim)
    refused = await kim.post(f"/desk/themes/1/{path}", **fields)
    assert refused.status_code == 400 and all(said in refused.text for said in fields.values())
    assert "23456789" not in (await kim.get("/desk/themes/1")).text


async def test_a_steering_member_reads_what_and_why_but_not_for_whom(world: World, kim: DeskClient) -> None:
    await bundled(kim)
    for state in ("analysed", "working group", "draft"):
        await kim.post("/desk/themes/1/step", state=state, why="Weiter")
    member = await world.at_desk("steering", "Lena")
    await kim.post("/desk/groups", kind="steering_group", name="Lenkungsgruppe")
    [number] = await world.keep(lambda unit: [one.id for one in unit.staff.by_role("steering")])
    await kim.post("/desk/groups/1/members", what="join", member=str(number))
    await kim.post("/desk/meetings", body="1", day="2030-01-10", hour="10:00", place="Kreishaus")
    await kim.post("/desk/meetings/1/items", title="Wohnungen", why="Beschluss", theme="1")
    page = (await member.get("/desk/themes/1")).text
    assert "Wohnung finden" in page and "Nichts eingetragen" in page
    assert "Für wen" not in page and "Arabisch" not in page and "/desk/signals/" not in page


async def test_coordinating_offices_are_saved_all_at_once_or_not_at_all(world: World, kim: DeskClient) -> None:
    page = (await kim.get("/desk/groups")).text
    assert 'name="office-housing"' in page and page.count("Alle speichern") == 1
    fields = {"office-housing": "Bauamt", "office-money": "Sozialamt", "office-work": ""}
    assert (await kim.post("/desk/offices", **fields)).headers["location"] == "/desk/groups#offices"
    assert await world.keep(lambda unit: unit.bodies.offices()) == {"housing": "Bauamt", "money": "Sozialamt"}
    refused = await kim.post("/desk/offices", **{"office-housing": "Wohnraumamt", "office-money": "Frau K., 0151 23456789"})
    assert refused.status_code == 400 and "Wohnraumamt" in refused.text and "0151 23456789" in refused.text
    assert await world.keep(lambda unit: unit.bodies.offices()) == {"housing": "Bauamt", "money": "Sozialamt"}

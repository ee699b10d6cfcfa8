"""You told us, now it exists: whoever missed something and said yes hears of it once, without its name; whoever said no, never."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.clockwork import do_what_is_due
from cases.forgetting import forget_what_is_over
from cases.wishes import LASTS, ask_once, shown, tell_who_waits
from directory.hours import BERLIN
from storage.services import ServiceRows
from storage.unit import Unit
from tests.journeys.stage import Newcomer, Stage

MISSES = "Ich wohne in Lichtenau. Ich kann nicht lesen und schreiben und möchte es lernen"
NEED = "language.literacy"


@pytest.fixture
def stage(stage_on_each_database: Stage) -> Stage:
    return stage_on_each_database


def offer(unit: Unit) -> None:
    """A course is listed."""
    rows = ServiceRows(unit.connection, unit.district)
    pattern = rows.all()[0]
    kept = {"service_id": 0, "source_id": "new-course", "name": "Lesen und Schreiben lernen", "needs": (NEED,), "status": "active"}
    rows.keep(pattern._replace(**kept, areas=(("municipality", "Lichtenau"),), for_detention=False))
    rows.renew_revision()


async def by_day(stage: Stage, hour: int = 11) -> None:
    now = stage.clock().astimezone(BERLIN)
    then = datetime.combine(now.date() + timedelta(days=1), time(hour), BERLIN)
    stage.clock.ahead += then - now
    await stage.house.keep(do_what_is_due)


async def test_whoever_said_yes_hears_once_and_without_a_topic(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says(MISSES)
    assert "180" in (await newcomer.heard())[-1]
    await newcomer.presses("Ja, bitte sagen")
    assert "Angebot gibt" in await newcomer.says("/mydata")
    stage.clock.turn(days=40)
    await stage.house.keep(forget_what_is_over)  # a wish is remembered longer than somebody who does not write
    await stage.house.keep(offer)
    await by_day(stage, 23)
    before = len(await newcomer.heard())
    await by_day(stage)
    told = await newcomer.hears("Sie haben eine Nachricht")
    assert told.text == "Sie haben eine Nachricht." and "lesen" not in str(told.buttons).lower()
    await by_day(stage)
    assert len(await newcomer.heard()) == before + 1
    await newcomer.presses("Nachricht öffnen", answers=2)
    assert any("Jetzt gibt es ein Angebot" in line for line in await newcomer.heard())
    assert any("Lesen und Schreiben lernen" in line for line in await newcomer.heard())
    assert await stage.house.keep(lambda unit: unit.wishes.told()) == {(NEED, "Lichtenau"): 1}
    assert shown({(NEED, "Lichtenau"): 1}, [(NEED, "Lichtenau")]) is None and shown({(NEED, "Lichtenau"): 9}, [(NEED, "Lichtenau")]) == 5


async def test_whoever_said_no_is_neither_told_nor_asked_again(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says(MISSES)
    await newcomer.presses("Nein")
    [row] = await stage.house.keep(lambda unit: unit.wishes.of_person(1))
    assert (row.need, row.municipality, row.said_yes) == ("", "", False)
    stage.clock.turn(days=2)
    assert "180" not in await newcomer.says(MISSES)
    await stage.house.keep(offer)
    await by_day(stage)
    assert await stage.house.keep(lambda unit: unit.wishes.told()) == {}


@pytest.mark.parametrize("word", ["/stop", "/delete"])
async def test_stop_and_delete_end_it(newcomer: Newcomer, stage: Stage, word: str) -> None:
    await newcomer.says(MISSES)
    await newcomer.presses("Ja, bitte sagen")
    question = await newcomer.says(word)
    if word == "/delete":
        await newcomer._press(question, question.button("Ja, löschen"))
        await newcomer.hears("gelöscht")
    assert await stage.house.keep(lambda unit: unit.wishes.standing()) == []
    await stage.house.keep(offer)
    await by_day(stage)
    assert await stage.house.keep(tell_who_waits) == 0


async def test_a_wish_ends_after_180_days_and_an_unanswered_question_is_emptied_after_one(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says(MISSES)
    other = stage.telegram()
    await other.says(MISSES)
    await other.presses("Ja, bitte sagen")
    stage.clock.turn(days=2)
    await stage.house.keep(forget_what_is_over)
    assert {row.need for person in (1, 2) for row in await stage.house.keep(lambda unit, who=person: unit.wishes.of_person(who))} == {
        "",
        NEED,
    }
    stage.clock.turn(days=LASTS.days)
    await stage.house.keep(forget_what_is_over)
    assert await stage.house.keep(lambda unit: unit.wishes.standing()) == []


async def test_nobody_is_asked_about_what_somebody_else_could_read_on_the_phone(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says(MISSES)

    def asked(unit: Unit, need: str) -> int | None:
        unit.wishes.forget_person(1)
        person = unit.people.by_chat(next(row.chat_hash for row in [unit.people.contact(1)] if row is not None))
        assert person is not None
        return ask_once(unit, person, need)

    for need in ("health.doctor", "residence.naturalisation", "family.separation"):
        assert await stage.house.keep(lambda unit, one=need: asked(unit, one)) is None
    assert await stage.house.keep(lambda unit: asked(unit, "housing.find_home")) is not None

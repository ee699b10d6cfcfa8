"""What nobody could meet stands in the coordinator's gap log, without the person."""

from __future__ import annotations

import pytest

from cases.gap_news import close_and_look
from gaps.fields import Cause, Gap
from gaps.signals import note
from storage.unit import Unit
from tests.botapi.ledger import Sent
from tests.journeys.stage import Newcomer, Stage, until


@pytest.fixture
def stage(stage_on_each_database: Stage) -> Stage:
    return stage_on_each_database


async def test_a_need_nobody_meets_becomes_a_gap_signal(newcomer: Newcomer, stage: Stage) -> None:
    answer = await newcomer.says("Ich wohne in Lichtenau. Ich kann nicht lesen und schreiben und möchte es lernen")
    assert "nichts" in answer.text and "Es gibt nichts" not in answer.text
    coordinator = await stage.staff("coordinator")
    [signal] = await stage.house.keep(lambda unit: unit.gaps.newest())
    assert (signal.need, signal.municipality, signal.cause) == ("language.literacy", "Lichtenau", "nothing listed, unchecked")
    page = await coordinator.page("/desk/gaps")
    assert "Lichtenau" in page


async def test_town_hall_and_kim_are_given_when_nothing_is_recorded(newcomer: Newcomer) -> None:
    answer = await newcomer.says("Ich wohne in Paderborn. Ich kann nicht lesen und schreiben und möchte es lernen")
    assert "KIM" in answer and "05251" in answer


async def test_the_same_person_counts_once_a_week(newcomer: Newcomer, stage: Stage) -> None:
    for _ in range(3):
        await newcomer.says("Ich wohne in Lichtenau. Ich kann nicht lesen und schreiben und möchte es lernen")
        stage.clock.turn(minutes=1)
    assert len(await stage.house.keep(lambda unit: unit.gaps.newest())) == 1
    stage.clock.turn(days=7)
    await newcomer.says("Ich kann nicht lesen und schreiben und möchte es lernen")
    assert len(await stage.house.keep(lambda unit: unit.gaps.newest())) == 2


async def test_a_place_that_was_not_said_is_no_signal_before_it_is_known(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("Ich kann nicht lesen und schreiben und möchte es lernen", answers=2)
    assert await stage.house.keep(lambda unit: unit.gaps.newest()) == []
    await newcomer.presses("möchte ich nicht sagen")
    [signal] = await stage.house.keep(lambda unit: unit.gaps.newest())
    assert signal.municipality is None


async def test_coordinators_ask_for_the_log_in_chat_and_nobody_else_can(stage: Stage, newcomer: Newcomer) -> None:
    await newcomer.says("Ich wohne in Lichtenau. Ich kann nicht lesen und schreiben und möchte es lernen")
    stranger = await newcomer.says("/gaps")
    assert "Lichtenau" not in stranger
    coordinator = await stage.staff("coordinator")
    own_chat = stage.telegram()
    await coordinator.bind_chat(own_chat)
    answer = await own_chat.says("/gaps")
    assert "Lichtenau" in answer


async def test_coordinators_get_the_newest_quarter_as_a_picture(stage: Stage) -> None:
    def ask(unit: Unit) -> None:
        for place, people in (("Büren", 12), ("Salzkotten", 14), ("Delbrück", 25)):
            for person in range(people):
                for need in ("housing.find_home", "work.find_job"):
                    note(unit, hash((place, person)), Gap(need, place, Cause.COSTS, "ar"))

    coordinator = await stage.staff("coordinator")
    own_chat = stage.telegram()
    await coordinator.bind_chat(own_chat)
    await stage.house.keep(ask)
    stage.clock.turn(days=120)
    await stage.house.keep(close_and_look)
    await own_chat.says("/gaps")

    async def picture() -> list[Sent]:
        return stage.api.accepted("sendPhoto")

    [sent] = await until(picture, "the picture")
    assert sent.file.startswith(b"\x89PNG") and len(sent.file) > 10_000
    assert "mindestens" in sent.text or "ab 5" in sent.text

"""Nothing that fits: the answer says why and what there is instead, and asks for papers only when that would change it."""

from __future__ import annotations

import pytest

from directory.entries import Entry, ServedArea
from directory.importing import load
from tests.journeys.stage import Newcomer, Stage

SENTENCE = "Ich wohne in Büren. Ich kann nicht lesen und schreiben und möchte es lernen"
COURSE = {
    "organization": "Volkshochschule", "name": "Lesen und Schreiben", "needs": ("language.literacy",), "phones": ("05251 1",),
    "assured_date": "2026-11-01", "areas": (ServedArea("municipality", "Büren"),),
}  # fmt: skip


@pytest.fixture
def stage(stage_on_each_database: Stage) -> Stage:
    return stage_on_each_database


async def lists(stage: Stage, **differs: object) -> None:
    entry = Entry(**{"source_id": "course", **COURSE, **differs})  # type: ignore[arg-type]
    await stage.house.keep(lambda unit: load(unit, [entry], accept_gone=1_000))


async def signals(stage: Stage) -> list[tuple[str, str, str | None]]:
    return [(row.cause, row.kind, row.target_group) for row in await stage.house.keep(lambda unit: unit.gaps.newest())]


async def test_one_in_another_town_is_told_with_its_distance(newcomer: Newcomer, stage: Stage) -> None:
    await lists(stage, areas=(ServedArea("municipality", "Paderborn"),))
    answer = await newcomer.says(SENTENCE)
    assert "etwa 23 km entfernt, nicht in" in answer
    assert "Volkshochschule" in answer and "05251 1" in answer  # whoever can go there has what it takes
    assert await signals(stage) == [("not in this municipality", "gap in the system", None)]


async def test_an_old_entry_is_not_shown_and_is_no_missing_offer(newcomer: Newcomer, stage: Stage) -> None:
    await lists(stage, assured_date="2024-11-01")
    answer = await newcomer.says(SENTENCE)
    assert "2024-11-01" in answer and "Volkshochschule" not in answer
    assert await signals(stage) == [("nothing listed, unchecked", "directory error", None)]


async def test_papers_are_asked_once_after_the_answer_and_change_it(newcomer: Newcomer, stage: Stage) -> None:
    await lists(stage, eligibility="Anerkannte Flüchtlinge")
    await newcomer.says(SENTENCE, answers=2)
    card, question = await newcomer.heard()
    assert "Volkshochschule" in card and "Sie müssen es nicht sagen" in question
    answer = await newcomer.presses("Duldung")
    assert "nur für" in answer and "anerkannt" in answer
    assert await signals(stage) == [("not eligible", "gap in the system", "tolerated")]
    stage.clock.turn(minutes=2)
    await newcomer.says(SENTENCE)
    assert sum("Sie müssen es nicht sagen" in line for line in await newcomer.heard()) == 1


async def test_who_would_rather_not_say_reads_that_it_depends_and_is_no_gap(newcomer: Newcomer, stage: Stage) -> None:
    await lists(stage, eligibility="Anerkannte Flüchtlinge")
    await newcomer.says(SENTENCE, answers=2)
    answer = await newcomer.presses("möchte ich nicht sagen")
    assert "Volkshochschule" in answer and "kommt auf Ihre Papiere" in answer
    assert await signals(stage) == []


async def test_an_old_or_forged_button_for_papers_is_answered(newcomer: Newcomer, stage: Stage) -> None:
    await lists(stage, eligibility="Anerkannte Flüchtlinge")
    await newcomer.says(SENTENCE, answers=2)
    question = (await newcomer.heard())[-1]
    stage.clock.turn(hours=30)
    await stage.house.keep(lambda unit: unit.people.forget_drafts_before(unit.now_ms - 24 * 3_600_000))
    answer = await newcomer.presses("Duldung", line=question)
    assert "Volkshochschule" not in answer
    assert await signals(stage) == []

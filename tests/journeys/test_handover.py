"""To a person: shown, agreed to, told without content, answered, ended with an outcome."""

from __future__ import annotations

import asyncio
import re

import pytest

from cases.conversation import accept_case
from cases.refusals import CaseAlreadyAccepted
from storage.cases import CaseRow
from storage.unit import Unit
from tests.journeys.stage import Newcomer, Stage, until


@pytest.fixture
def stage(stage_on_each_database: Stage) -> Stage:
    return stage_on_each_database


async def asks_for_a_person(newcomer: Newcomer, words: str = "Ich wohne in Büren. Ich suche eine Wohnung") -> None:
    await newcomer.says(words)
    await newcomer.presses("Mit einem Menschen")


async def only_case(stage: Stage) -> CaseRow:
    [case] = await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True))
    return case


async def test_what_is_passed_on_is_shown_and_nothing_goes_without_a_yes(newcomer: Newcomer, stage: Stage) -> None:
    await asks_for_a_person(newcomer)
    package = (await newcomer.heard())[-1]
    assert "Büren" in package and "Ich suche eine Wohnung" in package
    assert await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True)) == []
    answer = await newcomer.presses("Nein")
    assert "nichts" in answer.text.lower()
    assert await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True)) == []


async def test_the_package_can_be_changed(newcomer: Newcomer, stage: Stage) -> None:
    await asks_for_a_person(newcomer)
    await newcomer.presses("anders schreiben")
    await newcomer.says("Bitte helfen Sie mir bei der Wohnungssuche")
    await newcomer.presses("Thema weglassen")
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    thread = await stage.house.keep(lambda unit: unit.threads.messages(case.id))
    assert case.need is None
    assert [message.words for message in thread] == ["Bitte helfen Sie mir bei der Wohnungssuche"]


async def test_the_whole_round(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren", name="Frau Beispiel")
    await asks_for_a_person(newcomer)
    receipt = await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    assert case.reference in receipt
    assert case.reference in await manager.page("/desk")
    page = await manager.page(f"/desk/cases/{case.id}")
    assert "Ich suche eine Wohnung" in page
    assert (await manager.accepts(case.id)).status_code == 200
    await newcomer.hears("Frau Beispiel")
    await manager.replies(case.id, "Guten Tag! Haben Sie einen WBS?")
    await newcomer.hears("Haben Sie einen WBS?")
    answer = await newcomer.says("Nein, noch nicht")
    assert case.reference in answer
    assert "Nein, noch nicht" in await manager.page(f"/desk/cases/{case.id}")
    assert (await manager.closes(case.id, "solved")).status_code == 200
    await newcomer.hears("beendet")
    assert (await only_case(stage)).outcome == "solved"


async def test_staff_are_told_without_content_and_accept_in_chat(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren", name="Frau Beispiel")
    own_chat = stage.telegram()
    await manager.bind_chat(own_chat)
    await asks_for_a_person(newcomer, "Ich wohne in Büren. Ich suche eine Wohnung, Nachbar Kanarienvogel ist laut")
    await newcomer.presses("Ja, weitergeben")
    notice = await own_chat.hears("Büren")
    assert "Kanarienvogel" not in notice.text and "Wohnung" in notice
    await own_chat.presses("Annehmen", line=notice)
    await newcomer.hears("Frau Beispiel")


async def test_a_forged_button_for_a_case_of_another_town_accepts_nothing_and_is_written_down(newcomer: Newcomer, stage: Stage) -> None:
    other, own_chat = await stage.staff("case_manager", "Paderborn", name="Herr Fremd"), stage.telegram()
    await other.bind_chat(own_chat)
    await stage.staff("case_manager", "Büren")
    await asks_for_a_person(newcomer)
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    for forged in (case.id, 4711):
        before = len(await own_chat.heard())
        await stage.api.presses(own_chat.chat, f"k:{forged}")
        assert "Diesen Fall gibt es für Sie nicht." in await own_chat._hears_after(before, 1)
    assert (await only_case(stage)).state == "waiting"
    rows = await stage.house.keep(lambda unit: unit.audit.newest(before=None, at_most=2))
    assert [(row.name, row.action, row.reference) for row in rows] == [
        ("Herr Fremd", "refused", None),
        ("Herr Fremd", "refused", case.reference),
    ]


async def test_where_nobody_is_on_the_roster_the_coordinator_gets_it(newcomer: Newcomer, stage: Stage) -> None:
    coordinator = await stage.staff("coordinator", name="Koordination")
    other = await stage.staff("case_manager", "Paderborn")
    await asks_for_a_person(newcomer)
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    assert case.reference in await coordinator.page("/desk")
    assert case.reference not in await other.page("/desk")
    assert (await other.client.get(f"/desk/cases/{case.id}")).status_code == 404


async def test_of_two_who_accept_at_once_exactly_one_wins(stage: Stage) -> None:
    newcomer = await stage.web()
    await stage.staff("case_manager", "Büren", name="Eins")
    await stage.staff("case_manager", "Büren", name="Zwei")
    await asks_for_a_person(newcomer)
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    managers = await stage.house.keep(lambda unit: unit.staff.for_municipality("Büren"))

    def accept(unit: Unit, number: int) -> str:
        return accept_case(unit, managers[number], case.id).state

    tries = await asyncio.gather(
        *(stage.house.keep(lambda unit, number=number: accept(unit, number % 2)) for number in range(40)), return_exceptions=True
    )
    assert {type(answer) for answer in tries} == {str, CaseAlreadyAccepted}
    assert {tries[number::2][0] if isinstance(tries[number], str) else "" for number in (0, 1)} == {"accepted", ""}
    await newcomer.hears("von KIM antwortet Ihnen hier.")
    assert sum("Eins" in line or "Zwei" in line for line in await newcomer.heard()) == 1


async def test_a_double_tap_hands_over_once(newcomer: Newcomer, stage: Stage) -> None:
    await asks_for_a_person(newcomer)
    line = (await newcomer.heard())[-1]
    for _ in range(5):
        await newcomer._press(line, line.button("Ja, weitergeben"))
    await newcomer.hears("K-")
    await asyncio.sleep(0.3)
    await only_case(stage)


async def test_the_newcomer_can_end_it(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    await asks_for_a_person(newcomer)
    await newcomer.presses("Ja, weitergeben")
    waiting = await only_case(stage)
    form = await manager.form(f"/desk/cases/{waiting.id}", f"/desk/cases/{waiting.id}/accept")
    await newcomer.presses("beenden")
    await newcomer.presses("Ja, beenden")
    case = await only_case(stage)
    assert (case.state, case.outcome) == ("closed", "ended_by_person")
    answer = await manager.post(f"/desk/cases/{case.id}/accept", form)
    assert answer.status_code == 409


async def test_asking_for_someone_else_needs_no_name(newcomer: Newcomer, stage: Stage) -> None:
    answer = await newcomer.says("Ich frage für meine Nachbarin")
    assert "Namen" in answer
    await asks_for_a_person(newcomer)
    assert "/code" in (await newcomer.heard())[-1]  # tests/journeys/test_consent.py tells how it goes on
    assert await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True)) == []


async def test_the_program_answers_again_when_asked_to(newcomer: Newcomer, stage: Stage) -> None:
    await asks_for_a_person(newcomer)
    await newcomer.presses("Ja, weitergeben")
    await newcomer.presses("Programm")
    answer = await newcomer.says("Ich habe Schulden")
    assert "Schuld" in answer
    thread = await stage.house.keep(lambda unit: unit.threads.messages(1))
    assert all("Schulden" not in message.words for message in thread)


async def test_a_reply_sent_twice_is_said_once(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    await asks_for_a_person(newcomer)
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    await manager.accepts(case.id)
    form = await manager.form(f"/desk/cases/{case.id}", f"/desk/cases/{case.id}/reply")
    for _ in range(3):
        await manager.post(f"/desk/cases/{case.id}/reply", {**form, "words": "Einmal gesagt"})
    await newcomer.hears("Einmal gesagt")
    await asyncio.sleep(0.3)
    assert sum("Einmal gesagt" in line for line in await newcomer.heard()) == 1
    assert len(re.findall("Einmal gesagt", await manager.page(f"/desk/cases/{case.id}"))) == 1


async def test_staff_see_what_did_not_arrive(stage: Stage) -> None:
    newcomer = stage.telegram()
    manager = await stage.staff("case_manager", "Büren")
    await asks_for_a_person(newcomer)
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    await manager.accepts(case.id)
    await newcomer.hears("antwortet")
    await stage.api.blocks(newcomer.chat, tell=False)
    await manager.replies(case.id, "Hallo?")

    async def undelivered() -> bool:
        return "nicht zugestellt" in await manager.page(f"/desk/cases/{case.id}")

    await until(undelivered, "the mark on the desk")


async def test_after_days_of_silence_the_program_answers_again_too_and_says_so(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren", name="Frau Beispiel")
    await asks_for_a_person(newcomer)
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    await manager.accepts(case.id)
    await newcomer.hears("Frau Beispiel")
    assert "KIM hat Ihre Nachricht" in await newcomer.says("Ich habe Schulden")
    assert not any("Schuldnerberatung" in line for line in await newcomer.heard())
    stage.clock.turn(days=8)
    await newcomer.says("Ich habe Schulden, wer hilft mir?", answers=2)
    back, answer = (await newcomer.heard())[-2:]
    assert "antwortet" in back and "Programm" in back
    assert "Schuld" in answer
    thread = await stage.house.keep(lambda unit: unit.threads.messages(case.id))
    assert thread[-1].words == "Ich habe Schulden, wer hilft mir?"  # and KIM has it

"""Whoever threatens staff gets one calm sentence; staff are alarmed; whoever is muted gets no answers but in an emergency."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Newcomer, Stage, until

CALM = "Darauf antworte ich nicht"


async def hands_over(newcomer: Newcomer) -> None:
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.presses("Mit einem Menschen")
    await newcomer.presses("Ja, weitergeben")


async def audited(stage: Stage, action: str) -> int:
    return len([row for row in await stage.house.keep(lambda unit: unit.audit.newest(before=None, at_most=200)) if row.action == action])


async def test_a_threat_in_a_case_is_kept_alarms_and_is_not_debated(newcomer: Newcomer, stage: Stage) -> None:
    manager, coordinator = await stage.staff("case_manager", "Büren"), await stage.staff("coordinator")
    chat = stage.telegram()
    await coordinator.bind_chat(chat)
    await hands_over(newcomer)
    await manager.accepts(1)
    answer = await newcomer.says("Ich bringe euch alle um!")
    assert CALM in answer and "110" in answer
    await newcomer.says("Und ich zünde euer Büro an")  # a second one is no second alarm
    assert "Drohung geschrieben" in await chat.hears("Drohung geschrieben")
    page = await manager.page("/desk/cases/1")
    assert "Ich bringe euch alle um!" in page and "Drohung im Chat" in page
    here = await manager.page("/desk")
    assert here.count("⚠ Drohung im Chat") == 1 and "/desk/threat" in here
    assert "110" in await manager.page("/desk/threat")
    others = await coordinator.page("/desk")
    assert "⚠ Drohung im Chat" in others and "Fall <a" not in others  # whose case it is, only they see
    seen = await manager.send("/desk", "/desk/alarms/1/seen")
    assert seen.status_code == 200
    assert "⚠ Drohung im Chat" not in await coordinator.page("/desk")
    assert (await audited(stage, "threatened"), await audited(stage, "threat_seen")) == (1, 1)
    assert await stage.house.keep(lambda unit: unit.gaps.newest()) == []


async def test_without_a_case_staff_learn_that_there_was_one_and_not_what(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    await newcomer.says("Büren")
    assert CALM in await newcomer.says("Es liegt eine Bombe im Rathaus")
    page = await manager.page("/desk")
    assert "⚠ Drohung im Chat" in page and "Rathaus" not in page
    assert await stage.house.keep(lambda unit: unit.gaps.newest()) == []


async def test_danger_comes_first_and_alarms_all_the_same(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    card = await newcomer.says("Ich komme mit dem Messer zu euch ins Amt")
    assert card.text.startswith("🆘")
    assert "⚠ Drohung im Chat" in await manager.page("/desk")


async def test_whoever_is_threatened_themselves_is_no_threat(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    card = await newcomer.says("Mein Mann sagt: ich bringe dich um")
    assert card.text.startswith("🆘")
    assert "Drohung im Chat" not in await manager.page("/desk")


async def test_a_muted_chat_is_silent_but_in_an_emergency(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    await hands_over(newcomer)
    await manager.accepts(1)
    await newcomer.hears("antwortet Ihnen hier")
    form = await manager.form("/desk/cases/1", "/desk/cases/1/mute")
    for _ in range(2):  # pressed twice, muted once
        muted = await manager.post("/desk/cases/1/mute", form)
        assert muted.status_code == 200 and "stummgeschaltet:" in muted.text
    told = await newcomer.hears("keine Antworten")
    assert "112" in told.text
    before = len(await newcomer.heard())
    assert len([line for line in await newcomer.heard() if "keine Antworten" in line]) == 1

    await newcomer._write("Hallo? Ich suche immer noch eine Wohnung")
    await newcomer._write("/start")

    async def kept() -> bool:
        return "immer noch eine Wohnung" in await manager.page("/desk/cases/1")

    await until(kept, "the words to be in the thread")
    assert len(await newcomer.heard()) == before
    assert (await newcomer.says("Ich will mich umbringen")).text.startswith("🆘")
    assert "112" in await newcomer.says("/sos")
    assert "keine Antworten" in await newcomer.says("/mydata")
    assert "/delete" in await newcomer.says("/stop")
    asked = await newcomer.says("/delete")
    assert "Ja, löschen" in asked.buttons

    lifted = await manager.post("/desk/cases/1/unmute", form)
    assert lifted.status_code == 200 and "stummgeschaltet:" not in lifted.text
    assert "KIM hat Ihre Nachricht" in await newcomer.says("Danke")
    assert (await audited(stage, "muted"), await audited(stage, "unmuted")) == (1, 1)


@pytest.mark.parametrize("channel", ["web"])
async def test_it_ends_by_itself_after_a_day(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    await hands_over(newcomer)
    await manager.send("/desk/cases/1", "/desk/cases/1/mute")
    await newcomer.hears("keine Antworten")
    stage.clock.turn(hours=25)
    await newcomer._write("Guten Tag")
    await newcomer.hears("KIM hat Ihre Nachricht (K-")

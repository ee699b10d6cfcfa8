"""Odd taps (K1-K9): forged, foreign, old, double, after the end. A tap never does what its owner did not mean."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.buttons import AcceptCase, Forget, InCase, Menu
from storage.cases import CaseRow
from tests.journeys.bad_input.telling import FOUR, chooses, is_heard_out, said_in, talks_with_kim, thread
from tests.journeys.stage import Desk, Newcomer, Stage, TelegramNewcomer, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

GONE = "Everything is deleted here. On your phone you can delete this chat yourself. You can write again at any time."
OLD = "This button is from an older message. Please start again: /start"
FORGED = [
    "", "zzz", "n", "n:", "n:no.such_need:0", "n:housing.find:999999999999999999999", "n:housing.find:-5", "n:housing.find:x", "a:nowhere",
    "m:nowhere", "l:xx", "l:../..", "p:00000000", "p:", "x:no.such_need", "h:hack:", "h:yes:", "h:words:", "c:really:1", "c:hack:1",
    f"c:end:{2**70}", "c:end:-1", f"k:{2**70}", "k:1", "s:maybe", "f:maybe", "t:maybe", "🆘" * 16, "\0", "٣:٣",
]  # fmt: skip


@pytest.mark.parametrize("code", FOUR)
async def test_a_forged_button_gets_a_fresh_menu(stage: Stage, code: str) -> None:
    """K1, by Telegram. In the web chat only a button that was offered can be pressed: tests/web/test_chat_api.py."""
    for few in (FORGED[:15], FORGED[15:]):
        newcomer = stage.telegram(code)
        await newcomer.says("/help")
        for data in few:
            before = len(await newcomer.heard())
            await stage.api.presses(newcomer.chat, data)

            async def answered(newcomer: Newcomer = newcomer, before: int = before) -> bool:
                return len(await newcomer.heard()) > before

            await until(answered, repr(data))
        assert said_in(code, OLD) in [line.text for line in await newcomer.heard()]
    counted = await stage.house.keep(lambda unit: unit.inbox.counts())
    assert counted.get("aside", 0) == 0


async def test_a_forged_step_ends_no_case_and_passes_nothing_on(stage: Stage) -> None:
    """K1."""
    newcomer = stage.telegram()
    case = await talks_with_kim(newcomer, stage)
    for data in (f"c:hack:{case.id}", f"c::{case.id}", "h:hack:", "f:maybe"):
        await stage.api.presses(newcomer.chat, data)
    await newcomer.says("/help")
    assert (await now(stage, case)).state == "waiting"


async def now(stage: Stage, case: CaseRow) -> CaseRow:
    row: CaseRow = await stage.house.keep(lambda unit: unit.cases.one(case.id))
    return row


async def test_the_button_of_another_persons_case_does_nothing(newcomer: Newcomer, stage: Stage) -> None:
    """K1: a case of somebody else looks like none."""
    case = await talks_with_kim(newcomer, stage)
    stranger = stage.telegram()
    await stranger.says("/help")
    for step in ("really", "write"):
        await stage.api.presses(stranger.chat, InCase(step=step, case=case.id).pack())  # type: ignore[arg-type]
        await stranger.hears(said_in("de", OLD))
    await stranger.says("Das ist nicht mein Fall")
    assert (await now(stage, case)).state == "waiting"
    assert len(await thread(stage, case)) == 1


async def test_whoever_presses_in_the_chat_of_another_does_nothing_there(stage: Stage) -> None:
    """K1: a forwarded keyboard."""
    newcomer, stranger = stage.telegram(), stage.telegram()
    case = await talks_with_kim(newcomer, stage)
    heard = len(await newcomer.heard())
    await stage.api.presses(newcomer.chat, InCase(step="really", case=case.id).pack(), by=stranger.chat)
    await stage.api.presses(newcomer.chat, Forget(answer="yes").pack(), by=stranger.chat)
    await is_heard_out(newcomer)
    assert len(await newcomer.heard()) == heard + 1
    assert (await now(stage, case)).state == "waiting"
    await stage.api.until(lambda: said_in("de", OLD) in stage.api.toasts(newcomer.chat), 20)


async def erases(newcomer: Newcomer) -> None:
    """Says yes to the question that was asked last. In the web chat all earlier lines are gone afterwards."""
    question = (await newcomer.heard())[-1]
    await newcomer._press(question, question.button("Ja, löschen"))
    await newcomer.hears(said_in("de", GONE))


@pytest.mark.parametrize("code", FOUR)
async def test_buttons_of_what_was_erased_get_a_fresh_menu(newcomer: Newcomer, stage: Stage, code: str) -> None:
    """K2. What was offered before still works where it can: the buttons of a topic do."""
    await chooses(newcomer, "de")
    await talks_with_kim(newcomer, stage)
    lines = await newcomer.heard()
    await newcomer.says("/delete")
    await erases(newcomer)
    if isinstance(newcomer, TelegramNewcomer):  # in the web chat the old lines are gone, and with them their buttons
        await chooses(newcomer, code)
        answer = await newcomer.presses(
            "beenden", line=next(line for line in reversed(lines) if "Gespräch beenden" in " ".join(line.buttons))
        )
        assert said_in(code, OLD) in answer
        answer = await newcomer.presses("Ja, weitergeben", line=next(line for line in lines if "Ja, weitergeben" in line.buttons))
        assert said_in(code, OLD) in answer
    assert "112" in await newcomer.says("/sos")


async def test_a_tap_that_is_too_old_for_a_toast_is_answered_all_the_same(stage: Stage) -> None:
    """K2, K6: what Telegram says to the toast is nobody's trouble."""
    newcomer = stage.telegram()
    await newcomer.says("/start")
    for description in (
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        "Bad Request: message is not modified",
    ):
        stage.api.fault("answerCallbackQuery", "answer", code=400, description=description)
        answer = await newcomer.presses("Themen", line=(await newcomer.heard())[0])
        assert len(answer.buttons) >= 13
        await newcomer.presses("Mein Ort", line=(await newcomer.heard())[0])
    stage.api.heal()


async def test_fifty_taps_are_one(newcomer: Newcomer) -> None:
    """K3."""
    first = await newcomer.says("/start")
    for _ in range(50 if isinstance(newcomer, TelegramNewcomer) else 15):
        await newcomer._press(first, first.button("Themen"))
    await is_heard_out(newcomer)
    assert len(await newcomer.heard()) == 3


@pytest.mark.parametrize("how", [{"inaccessible": True}, {"message": None}], ids=["inaccessible", "no message"])
async def test_a_tap_below_a_message_nobody_sees_any_more_works(stage: Stage, how: dict[str, Any]) -> None:
    """K5."""
    newcomer = stage.telegram()
    await newcomer.says("/start")
    await stage.api.presses(newcomer.chat, Menu(to="topics").pack(), **how)
    assert len((await newcomer.hears(said_in("de", "Choose a topic:"))).buttons) >= 13


async def manager_in_chat(stage: Stage, name: str) -> tuple[Desk, TelegramNewcomer]:
    manager = await stage.staff("case_manager", "Büren", name=name)
    chat = stage.telegram()
    await manager.bind_chat(chat)
    return manager, chat


async def test_a_case_cannot_be_accepted_after_its_end(stage: Stage) -> None:
    """K7, K8: taken, ended, erased, forged: each is refused with its reason."""
    newcomer = stage.telegram()
    _, first = await manager_in_chat(stage, "Eins")
    _, second = await manager_in_chat(stage, "Zwei")
    case = await talks_with_kim(newcomer, stage)
    notice = await first.hears("Büren")
    listed = await second.says("/cases")  # only whoever is responsible is told; the others of the town can look
    await first.presses("Annehmen", line=notice)
    assert "Eins" in await second.presses(case.reference, line=listed)
    await newcomer.hears("Eins")
    await newcomer.presses("beenden")
    await newcomer.presses("Ja, beenden")
    stage.clock.turn(seconds=5)  # the same button again at once would be a nervous finger
    await stage.api.presses(second.chat, AcceptCase(case=case.id).pack())
    await second.hears(said_in("de", "This case is closed."))
    for forged in (2**62, 10**6):
        await stage.api.presses(second.chat, AcceptCase(case=forged).pack())
        await second.hears(said_in("de", "There is no such case for you."))
    await stage.api.presses(second.chat, f"k:{2**70}")
    await second.hears(said_in("de", OLD))


async def test_erasing_again_is_the_same_as_erasing_once(newcomer: Newcomer, stage: Stage) -> None:
    """K9."""
    await newcomer.says("Ich wohne in Büren und suche eine Wohnung")
    question = await newcomer.says("/delete")
    await erases(newcomer)
    if isinstance(newcomer, TelegramNewcomer):
        await newcomer._press(question, question.button("Ja, löschen"))
        await newcomer._press(question, question.button("Ja, löschen"))
        await newcomer.says("/help")
        assert all("konnte ich nicht lesen" not in line for line in await newcomer.heard())
        chat_hash = stage.house.keeper.ring.lookup("telegram", str(newcomer.chat))
        person = await stage.house.keep(lambda unit: unit.people.by_chat(chat_hash))
        assert (person.municipality, person.draft.get("words")) == (None, None)

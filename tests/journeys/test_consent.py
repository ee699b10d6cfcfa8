"""The yes of a person: a receipt, taking it back, asking for somebody else, a call without an account. Told on both channels."""

from __future__ import annotations

import re

from cases.consent import WITHDRAWN
from cases.forgetting import forget_what_is_over, leave_web_chat
from locales.speech import _, speaking
from storage.cases import CaseRow
from storage.outbox import OutboxRow
from storage.unit import Unit
from tests.journeys.stage import Newcomer, Stage


async def only_case(stage: Stage) -> CaseRow:
    [case] = await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True))
    return case


async def hands_over(newcomer: Newcomer, words: str = "Ich wohne in Büren. Ich suche eine Wohnung") -> str:
    await newcomer.says(words)
    await newcomer.presses("Mit einem Menschen")
    return (await newcomer.presses("Ja, weitergeben")).text


async def test_the_receipt_says_what_was_agreed_to_and_one_tap_takes_it_back(newcomer: Newcomer, stage: Stage) -> None:
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    await hands_over(newcomer)
    case = await only_case(stage)
    await mia.accepts(case.id)
    await newcomer.hears("Mia")
    await newcomer.presses("Mein Beleg")
    receipt = await newcomer.hears("Beleg K-")
    assert case.reference in receipt and "Büren" in receipt and "Wohnung" in receipt
    answer = await newcomer.presses("Ja zurücknehmen", line=receipt)
    assert "nicht mehr lesen" in answer.text or "kann es mehr lesen" in answer.text
    gone = await only_case(stage)
    assert (gone.state, gone.outcome, gone.person_id) == ("closed", WITHDRAWN, None)
    page = await mia.page(f"/desk/cases/{case.id}")
    assert "Ich suche eine Wohnung" not in page and "Einwilligung zurückgenommen" in page and "zurückgenommen am" in page
    stage.clock.turn(seconds=2)  # the same tap at once would be a nervous finger
    again = await newcomer.presses("Ja zurücknehmen", line=receipt)
    assert "/start" in again


async def test_a_reply_that_is_still_held_is_not_carried_after_the_yes_was_taken_back(newcomer: Newcomer, stage: Stage) -> None:
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    await hands_over(newcomer)
    case = await only_case(stage)
    await mia.accepts(case.id)
    await newcomer.presses("Mein Beleg")
    receipt = await newcomer.hears("Beleg K-")
    await mia.send(f"/desk/cases/{case.id}", f"/desk/cases/{case.id}/reply", words="Kanarienvogel")
    await newcomer.presses("Ja zurücknehmen", line=receipt)
    stage.clock.turn(seconds=30)
    await newcomer.says("Hallo")

    def waiting(unit: Unit) -> list[OutboxRow]:
        return unit.outbox.claim("test", 10)

    assert not await stage.house.keep(waiting)
    assert not any("Kanarienvogel" in line for line in await newcomer.heard())


async def test_nobody_takes_back_the_yes_of_somebody_else(newcomer: Newcomer, stage: Stage) -> None:
    await hands_over(newcomer)
    case = await only_case(stage)
    other = stage.telegram("de")
    await other.says("Hallo")
    before = len(await other.heard())
    await stage.api.presses(other.chat, f"c:withdraw:{case.id}", message_id=(await other.heard())[-1].message_id)
    assert "/start" in await other._hears_after(before, 1)
    assert (await only_case(stage)).state == "waiting"


async def test_somebody_else_is_asked_for_only_with_their_own_code(newcomer: Newcomer, stage: Stage) -> None:
    await stage.staff("case_manager", "Büren", name="Mia")
    await newcomer.says("Ich frage für meine Nachbarin")
    await newcomer.says("Sie wohnt in Büren und sucht eine Wohnung")
    asked = await newcomer.presses("Mit einem Menschen")
    assert "/code" in asked
    assert "stimmt nicht" in await newcomer.says("K7QW2MXA")

    neighbour = stage.telegram("de")
    told = await neighbour.says("/code")
    [code] = re.findall(r"\b[2-9A-Z]{8}\b", told.text)
    package = await newcomer.says(f"{code[:4].lower()} {code[4:].lower()}")  # as people type it
    assert "jemand anderen" in package
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    assert case.for_someone_else
    used = await neighbour.hears(case.reference)

    other = await stage.newcomer("web")
    await other.says("Ich frage für meine Nachbarin")
    await other.says("Sie wohnt in Büren und sucht eine Wohnung")
    await other.presses("Mit einem Menschen")
    assert "stimmt nicht" in await other.says(code)  # it worked once

    await neighbour.presses("Ja zurücknehmen", line=used)
    assert (await only_case(stage)).outcome == WITHDRAWN


async def test_ones_own_code_is_no_code_and_an_old_one_neither(newcomer: Newcomer, stage: Stage) -> None:
    told = await newcomer.says("/code")
    [own] = re.findall(r"\b[2-9A-Z]{8}\b", told.text)
    neighbour = stage.telegram("de")
    [old] = re.findall(r"\b[2-9A-Z]{8}\b", (await neighbour.says("/code")).text)
    await newcomer.says("Ich frage für meine Nachbarin")
    await newcomer.says("Sie wohnt in Büren und sucht eine Wohnung")
    await newcomer.presses("Mit einem Menschen")
    assert "stimmt nicht" in await newcomer.says(own)
    stage.clock.turn(hours=25)
    assert "stimmt nicht" in await newcomer.says(old)
    assert "nichts" in (await newcomer.presses("keinen Code")).text.lower()


async def test_a_call_back_without_any_chat_account(stage: Stage) -> None:
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    newcomer = await stage.web()
    with speaking("ar"):
        labels = [_(label) for label in ("Call me back", "In the afternoon", "Only I", "No, say it only to me", "Yes, pass it on")]
    await newcomer.says("ابحث عن شقه في Büren")
    await newcomer.says("/topics")
    await newcomer.presses(labels[0])
    await newcomer.says("0151 234 56789")
    for label in labels[1:4]:
        package = await newcomer.presses(label)
    assert "01512" in package
    await newcomer.presses(labels[4])
    case = await only_case(stage)

    def leave(unit: Unit) -> None:
        contact = unit.people.contact(case.contact_id or 0)
        assert contact is not None
        leave_web_chat(unit, contact.chat_hash, for_good=True)

    await stage.house.keep(leave)
    page = await mia.page(f"/desk/cases/{case.id}")
    assert (
        "01512 3456789" in page and "am Nachmittag" in page and "Nur die Person selbst" in page and "Keine Nachricht hinterlassen" in page
    )
    assert "nicht erreichbar" in page  # by the chat: staff see it before they type
    await mia.accepts(case.id)
    await mia.closes(case.id, "solved")
    stage.clock.turn(days=8)
    await stage.house.keep(forget_what_is_over)
    await mia.signs_in()
    assert "01512" not in await mia.page(f"/desk/cases/{case.id}")


async def test_the_number_can_be_left_out_again(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.says("/topics")
    await newcomer.presses("Rufen Sie mich an")
    await newcomer.says("05251 12345")
    for label in ("Jederzeit", "Auch andere", "Ja, KIM darf"):
        await newcomer.presses(label)
    package = await newcomer.presses("Nummer weglassen")
    assert "12345" not in package
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    assert await stage.house.keep(lambda unit: unit.threads.call_back(case.id)) == {}


async def test_about_residence_independent_advice_comes_first_and_only_once(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("Ich wohne in Büren. Meine Aufenthaltserlaubnis läuft ab, wie verlängere ich sie?")
    offered = await newcomer.presses("Mit einem Menschen")
    assert "unabhängige Beratung" in offered
    await newcomer.presses("Beratung zeigen", line=offered)
    package = await newcomer.presses("Mit einem Menschen")
    assert "KIM bekommt" in package or "Das würde KIM" in package or "Thema" in package
    await newcomer.presses("Ja, weitergeben")
    assert (await only_case(stage)).state == "waiting"

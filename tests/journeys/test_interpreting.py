"""Somebody joins who speaks both languages: asked for, wished for, booked, and gone again. Told on both channels."""

from __future__ import annotations

import httpx

from cases.forgetting import forget_what_is_over
from cases.team import describe
from storage.cases import CaseRow
from tests.journeys.stage import Desk, Line, Newcomer, Stage


async def only_case(stage: Stage) -> CaseRow:
    [case] = await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True))
    return case


async def interpreter(stage: Stage, name: str = "Sara", *, gender: str = "woman") -> Desk:
    desk = await stage.staff("interpreter", name=name)
    await stage.house.keep(lambda unit: describe(unit, desk.staff_id, speaks=["de", "ar"], areas=(), capacity=None, gender=gender))
    return desk


async def asked(newcomer: Newcomer, stage: Stage) -> tuple[Desk, str]:
    """Mia has the case and asks for an interpreter; where the case is."""
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.presses("Mit einem Menschen")
    await newcomer.presses("Ja, weitergeben")
    case = await only_case(stage)
    await mia.accepts(case.id)
    await newcomer.hears("Mia")
    at = f"/desk/cases/{case.id}"
    await mia.send(at, f"{at}/interpreter/ask")
    await newcomer.hears("dolmetscht?")
    return mia, at


async def books(mia: Desk, at: str, who: Desk, **more: str) -> httpx.Response:
    return await mia.send(at, f"{at}/interpreter/book", interpreter=str(who.staff_id), days="14", **more)


def interpreting(at: str) -> str:
    return at.replace("/cases/", "/interpreting/")


async def test_a_yes_with_a_wish_brings_somebody_in_and_one_tap_sends_them_away(newcomer: Newcomer, stage: Stage) -> None:
    sara, omar = await interpreter(stage), await interpreter(stage, "Omar", gender="man")
    mia, at = await asked(newcomer, stage)
    question = await newcomer.hears("dolmetscht?")
    assert "alles in diesem Gespräch lesen" in question and "30 Tage" in question and "ändert sich nichts" in question
    assert "noch nicht geantwortet" in await mia.page(at)

    assert "Ja, eine Frau" in await newcomer.presses("eine Frau", line=question)
    answer = await newcomer.presses("niemand aus meiner Community")
    assert "Ja, eine Frau" in answer and "niemand aus meiner Community" in answer
    page = await mia.page(at)
    assert "eine Frau, niemand aus der eigenen Community" in page and "Sara" in page and "Omar" not in page

    assert (await books(mia, at, sara)).status_code == 400  # nobody confirmed the part that cannot be known
    refused = await books(mia, at, omar, confirmed="1", briefing="Bitte langsam, es geht um die Kündigung")
    assert refused.status_code == 400 and "Es wurde niemand gebucht." in refused.text
    assert ">Bitte langsam, es geht um die Kündigung</textarea>" in refused.text  # nobody types it twice
    booked = await books(mia, at, sara, confirmed="1", briefing="Bitte langsam, es geht um die Kündigung")
    assert booked.status_code == 200 and "Sara dolmetscht hier bis" in booked.text
    here = await newcomer.hears("dolmetscht jetzt hier.")

    await mia.send(at, f"{at}/notes", note="Kanarienvogel")
    own = await sara.page(interpreting(at))
    assert "Ich suche eine Wohnung" in own and "Bitte langsam" in own and "Mia" in own and "Kanarienvogel" not in own
    assert "Bitte langsam" not in await mia.page(at)
    await sara.send(interpreting(at), f"{interpreting(at)}/reply", words="Guten Tag, ich übersetze für Sie.")
    stage.clock.turn(seconds=11)
    said = await newcomer.hears("ich übersetze für Sie")
    assert "Sara" in said and "(Dolmetschen)" in said
    assert "Sara, dolmetscht" in await mia.page(at)
    await newcomer.says("Danke Sara")
    assert "Danke Sara" in await sara.page(interpreting(at))
    assert "In diesem Gespräch dolmetscht: \N{FIRST STRONG ISOLATE}Sara" in await newcomer.says("/mydata")

    gone = await newcomer.presses("Ja zurücknehmen", line=here)
    assert "kann dieses Gespräch mehr lesen" in gone
    assert (await sara.client.get(interpreting(at))).status_code == 404
    assert "für keinen Fall gebucht" in await sara.page("/desk/interpreting")
    assert "Die Person hat ihr Ja zurückgenommen" in await mia.page(at)
    assert (await only_case(stage)).state == "accepted"
    stage.clock.turn(seconds=2)  # the same tap at once would be a nervous finger
    assert "/start" in await newcomer.presses("Ja zurücknehmen", line=here)


async def test_a_no_changes_nothing_and_nobody_asks_again_at_once(newcomer: Newcomer, stage: Stage) -> None:
    await interpreter(stage)
    mia, at = await asked(newcomer, stage)
    assert "Es ändert sich nichts" in await newcomer.presses("Nein")
    page = await mia.page(at)
    assert "Die Person möchte das nicht" in page and "Dolmetschen anfragen" not in page
    assert (await mia.post(f"{at}/interpreter/ask", await mia.form(at, f"{at}/notes"))).status_code == 409
    await mia.replies(int(at.rpartition("/")[2]), "Wir reden so weiter")
    await newcomer.hears("Wir reden so weiter")


async def test_none_found_is_said_and_becomes_a_gap_signal(newcomer: Newcomer, stage: Stage) -> None:
    kim = await stage.staff("coordinator", name="Kim")
    mia, at = await asked(newcomer, stage)
    await newcomer.presses("ein Mann")
    assert "Niemand von denen" in await mia.page(at)
    await mia.send(at, f"{at}/interpreter/nobody")
    assert "weiter" in await newcomer.hears("niemanden gefunden, der für Sie dolmetscht")
    assert "Sprache oder Dolmetschen fehlt" in await kim.page("/desk/gaps")


async def test_after_its_days_it_is_over_and_both_sides_hear_it(newcomer: Newcomer, stage: Stage) -> None:
    sara = await interpreter(stage)
    mia, at = await asked(newcomer, stage)
    await newcomer.presses("Ja", line=await newcomer.hears("dolmetscht?"))
    await books(mia, at, sara)
    await newcomer.hears("dolmetscht jetzt hier.")
    stage.clock.turn(days=14, seconds=1)
    await sara.signs_in()
    assert (await sara.client.get(interpreting(at))).status_code == 404
    await stage.house.keep(forget_what_is_over)
    await newcomer.hears("dolmetscht hier nicht mehr.")
    await mia.signs_in()
    assert "Die Zeit ist um." in await mia.page(at)


async def test_forged_and_foreign_buttons_open_nothing(newcomer: Newcomer, stage: Stage) -> None:
    await asked(newcomer, stage)
    case = await only_case(stage)
    row = await stage.house.keep(lambda unit: unit.interpretings.newest(case.id))
    assert row is not None
    other = stage.telegram("de")
    await other.says("Hallo")
    for said in (f"i:any:{row.id}", f"i:back:{row.id}", "i:any:4711", f"i:everybody:{row.id}", "i:any:-1", "i:any:x"):
        before: list[Line] = await other.heard()
        await stage.api.presses(other.chat, said, message_id=before[-1].message_id)
        assert "/start" in await other._hears_after(len(before), 1), said
    still = await stage.house.keep(lambda unit: unit.interpretings.newest(case.id))
    assert still is not None and (still.state, still.wish) == ("asked", "")


async def test_whoever_interprets_is_told_in_their_chat_without_content(stage: Stage) -> None:
    newcomer, sara = await stage.newcomer("web"), await interpreter(stage)
    chat = stage.telegram("de")
    await sara.bind_chat(chat)
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    mia, at = await asked(newcomer, stage)
    await newcomer.presses("eine Frau")
    await books(mia, at, sara, briefing="Kanarienvogel")
    case = await only_case(stage)
    told = await chat.hears("zu dolmetschen")
    assert case.reference in told
    await newcomer.says("Kanarienvogel")
    await chat.hears("Neue Nachricht")
    assert not any("Kanarienvogel" in line for line in await chat.heard())
    await mia.closes(case.id, "solved")
    await chat.hears("ist zu Ende")
    assert (await sara.client.get(interpreting(at))).status_code == 404

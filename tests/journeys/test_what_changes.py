"""What changes for me now? By button or in the same words; who advises, and that a deadline may run. Nothing of it is kept."""

from __future__ import annotations

from gaps.spheres import spheres
from handlers.changes import event_labels
from locales.speech import languages, speaking
from tests.journeys.stage import Newcomer, Stage


def test_every_event_of_the_model_has_a_name_in_every_language() -> None:
    for code in languages():
        with speaking(code):
            labels = event_labels()
        assert set(labels) == set(spheres().events)
        assert len(set(labels.values())) == len(labels), code


async def test_an_event_by_button_gives_matters_and_advice_and_no_text_nobody_reviewed(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("/start")
    await newcomer.presses("Themen")
    asked = await newcomer.presses("Was ändert sich jetzt für mich?")
    assert "speichere nicht" in asked
    answer = await newcomer.presses("Ich habe meine Arbeit verloren")
    assert "Vielleicht läuft eine Frist" in answer and "Hier können Sie fragen" in answer
    assert "§" not in answer.text
    assert any("Krankenversicherung" in label for label in answer.buttons)
    assert await stage.house.keep(lambda unit: unit.gaps.newest()) == []
    kept = await stage.house.keep(lambda unit: str(unit.connection.exec_driver_sql("SELECT * FROM gap_tokens").all()))
    assert kept == "[]"


async def test_the_same_words_ask_it_too_and_a_forged_event_is_answered(newcomer: Newcomer) -> None:
    assert "Was ist passiert" in await newcomer.says("was ändert sich jetzt für mich")
    assert "Was ist passiert" in await newcomer.says("/changes")


async def test_staff_report_a_gap_from_their_chat_with_two_taps(newcomer: Newcomer, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    chat = stage.telegram()
    await manager.bind_chat(chat)
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.presses("Mit einem Menschen sprechen")
    await newcomer.presses("Ja, weitergeben")
    await chat.hears("Büren")
    await chat.presses("Annehmen")
    await chat.presses("Lücke melden")
    noted = await chat.presses("voll oder Warteliste")
    assert "ohne Namen" in noted
    [one] = await stage.house.keep(lambda unit: unit.gaps.newest())
    assert (one.source, one.cause, one.need, one.evidence) == (
        "case manager",
        "full or waiting list",
        "housing.find_home",
        "confirmed by a case manager",
    )

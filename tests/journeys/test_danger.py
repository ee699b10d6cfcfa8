"""Danger: the emergency answer comes first, whatever else is going on."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Newcomer, Stage


@pytest.fixture
def stage(stage_on_each_database: Stage) -> Stage:
    return stage_on_each_database


IN_DANGER = [
    pytest.param("Mein Mann schlägt mich", id="German"),
    pytest.param("i want to kill myself", id="English"),
    pytest.param("زوجي يضربني", id="Arabic"),
    pytest.param("мене б'є чоловік", id="Ukrainian"),
]


@pytest.mark.parametrize("words", IN_DANGER)
async def test_the_emergency_card_comes_first_in_every_language(newcomer: Newcomer, words: str) -> None:
    await newcomer.says(words)
    [card] = await newcomer.heard()
    assert "112" in card and "110" in card
    assert "geprüft" not in card and len(card.text) <= 500
    assert len(card.buttons) == 3


async def test_the_card_comes_before_language_notice_and_menu(newcomer: Newcomer) -> None:
    """The notice is not lost: it stands above the next answer."""
    await newcomer.says("Ich will nicht mehr leben")
    card = (await newcomer.heard())[0]
    assert card.text.startswith("🆘")
    answer = await newcomer.presses("Ja")
    assert "112" in " ".join(line.text for line in await newcomer.heard())
    assert "Computerprogramm" in answer


async def test_sos_is_in_every_menu_and_by_word(newcomer: Newcomer) -> None:
    for words, answers in (
        ("/start", 1),
        ("/topics", 1),
        ("/help", 1),
        ("/place", 1),
        ("Ich suche Arbeit", 2),
        ("/mydata", 1),
        ("/delete", 1),
    ):
        await newcomer.says(words, answers)
    for label in ("Mit einem Menschen", "anders schreiben", "Rufen Sie mich an"):
        await newcomer.presses(label)
    for line in await newcomer.heard():
        if line.buttons:
            assert any("🆘" in label for label in line.buttons), line.text
    assert "112" in await newcomer.says("/sos")
    assert "112" in await newcomer.presses("🆘", line=(await newcomer.heard())[0])


async def test_danger_in_the_middle_of_a_handover_reaches_both(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.presses("Mit einem Menschen")
    await newcomer.presses("Ja, weitergeben")
    card = await newcomer.says("Mein Mann schlägt mich")
    assert "112" in card
    [case] = await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True))
    thread = await stage.house.keep(lambda unit: unit.threads.messages(case.id))
    assert thread[-1].words == "Mein Mann schlägt mich"


async def test_danger_never_becomes_a_gap_signal(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("Ich wohne in Lichtenau. Mein Mann bedroht mich und schlägt mich")
    assert await stage.house.keep(lambda unit: unit.gaps.newest()) == []


async def test_danger_in_what_cannot_be_read_is_answered_too(stage: Stage) -> None:
    newcomer = stage.telegram()
    broken = {"chat": {"id": newcomer.chat, "type": "private"}, "from": {"id": newcomer.chat}, "text": "Mein Mann schlägt mich"}
    await stage.api.update({"message": broken})
    card = await newcomer.hears("112")
    assert card.text.startswith("🆘")


async def test_danger_in_a_caption_and_in_an_edited_message(stage: Stage) -> None:
    newcomer = stage.telegram()
    person = {"id": newcomer.chat, "is_bot": False, "first_name": "A"}
    base = {"message_id": 5, "date": 1, "chat": {"id": newcomer.chat, "type": "private"}, "from": person}
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    await stage.api.update({"message": {**base, "photo": photo, "caption": "er will mich umbringen"}})
    await newcomer.hears("112")
    await stage.api.update({"edited_message": {**base, "message_id": 4, "edit_date": 2, "text": "ich will sterben"}})

    async def twice() -> bool:
        return sum("112" in line for line in await newcomer.heard()) == 2

    from tests.journeys.stage import until

    await until(twice, "a second card")

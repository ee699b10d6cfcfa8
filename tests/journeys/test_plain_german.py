"""German in Leichte Sprache: chosen, not written. Whoever reads it goes on reading it."""

from __future__ import annotations

import pytest

from locales.speech import PLAIN_GERMAN, answer_in, language_name, languages, offered, speaking
from tests.journeys.bad_input.telling import chooses, said_in
from tests.journeys.stage import Stage


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_who_chose_it_keeps_it_when_they_write_ordinary_german(stage: Stage, channel: str) -> None:
    newcomer = await stage.newcomer(channel)
    await chooses(newcomer, PLAIN_GERMAN)
    await newcomer.says("Ich suche eine Wohnung für meine Familie")
    await newcomer.hears(said_in(PLAIN_GERMAN, "This depends on your town."))


async def test_in_danger_its_card_comes_in_it_too(stage: Stage) -> None:
    newcomer = await stage.newcomer("telegram")
    await chooses(newcomer, PLAIN_GERMAN)
    await newcomer.says("Mein Mann schlägt mich")
    await newcomer.hears(said_in(PLAIN_GERMAN, "Are you safe right now?"))


def test_a_page_that_shows_it_answers_in_it() -> None:
    assert answer_in("de", PLAIN_GERMAN, "de") == PLAIN_GERMAN
    assert answer_in(None, PLAIN_GERMAN, None) == PLAIN_GERMAN
    assert answer_in("ar", PLAIN_GERMAN, "ar") == "ar", "who writes Arabic reads Arabic"
    assert answer_in(None, "de-AT", None) == "de"


def test_tags_of_phones_find_a_language_that_is_offered() -> None:
    assert [offered(tag) for tag in ("de-AT", "DE_x_ls", "uk", "pt-BR", "")] == ["de", PLAIN_GERMAN, "uk", None, None]
    assert languages()[PLAIN_GERMAN].own_name == "Leichte Sprache"
    with speaking("en"):
        assert language_name(PLAIN_GERMAN) == "German (Leichte Sprache)"

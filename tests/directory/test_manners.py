"""An insult and a thank-you are known in every language; a need beside them is still a need."""

from __future__ import annotations

import pytest

from directory.lexicon import lexicon
from directory.manners import is_only_rude, is_only_thanks, is_rude
from directory.match import understand


@pytest.mark.parametrize("words", lexicon(), ids=lambda words: words.language)
def test_the_insults_of_each_language_are_known(words) -> None:
    assert len(words.rude) >= 10
    assert all(is_rude(f"{phrase}!!") for phrase in words.rude)
    # Lewd demands are what people in danger quote, too.
    assert len([phrase for phrase in words.rude if understand(phrase).crisis]) <= 2


@pytest.mark.parametrize("words", ["", "Guten Tag", "ich suche eine Wohnung", "der Arzt war sehr nett zu mir", "x " * 10_000])
def test_ordinary_words_are_not_rude(words: str) -> None:
    assert not is_rude(words)


def test_an_insult_alone_is_told_from_one_beside_something_else():
    assert is_only_rude("Тупий бот!")
    assert not is_only_rude("тупий бот мене чоловік б'є")


@pytest.mark.parametrize("words", lexicon(), ids=lambda words: words.language)
def test_the_thanks_of_each_language_are_known_and_no_danger(words) -> None:
    assert len(words.thanks) >= 10
    assert all(is_only_thanks(f"{phrase}! 🙏") for phrase in words.thanks)
    assert [phrase for phrase in words.thanks if understand(phrase).crisis] == []


@pytest.mark.parametrize("words", ["Danke, tschüss!", "ok thank you so much bye", "شكرا كتير!! مع السلامة", "OK. Спасибо большое 🙏🙏"])
def test_thanks_may_be_said_in_several_ways_at_once(words: str) -> None:
    assert is_only_thanks(words)


@pytest.mark.parametrize("words", ["", "🙏", "danke ich suche noch eine Wohnung", "thanks my husband hits me", "danke " * 1_000, "Wohnung"])
def test_whoever_says_more_than_thanks_is_not_only_thanked(words: str) -> None:
    assert not is_only_thanks(words)

"""An insult is known as one in every language; a need said rudely is still a need."""

from __future__ import annotations

import pytest

from directory.lexicon import lexicon
from directory.match import understand
from directory.rude import is_only_rude, is_rude


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

"""What only sounds like danger is taken out before danger is listened for, and nothing else is."""

from __future__ import annotations

import pytest

from directory.calm import without_calm
from directory.crisis import heard, listed, screen
from directory.heard import danger_heard
from directory.lexicon import lexicon
from directory.match import understand

LANGUAGES = {words.language: words for words in lexicon()}


@pytest.mark.parametrize(
    "text",
    [
        "Sind Sie da?",
        "hallo sind sie noch da",
        "are you there??",
        "أهل انتم موجودون",
        "А ви тут?",
        "a jeni aty",
        "Der Chef hat mich vor allen angeschrien, weil ich zehn Minuten zu spät war",
        "they kept my passport at the desk to make a copy of it",
        "mi-au luat pașaportul ca să facă o copie",
        "my boy was expelled from school",
    ],
)
def test_it_does_not_alarm(text):
    assert screen(text) == ()


@pytest.mark.parametrize("text", ["Sind Sie da?", "a jeni aty", "Jeste li tu?", "ኣለኹም ዶ?", "Ma joogtaan?", "Orada mısınız?", "تاسو شته؟"])
def test_whoever_asks_if_anybody_is_there_is_answered_as_in_small_talk(text):
    assert understand(text).decision == "none"


@pytest.mark.parametrize(
    "text",
    [
        "Sind Sie da? Mein Mann schlägt mich",
        "are you there, my husband beats me",
        "my girl is laughed at in class. Her father beats her with a belt every evening",
        "they laugh at my daughter at school and my husband hits me",
        "він накричав на мене на роботі бо я запізнилась, а вдома чоловік мене б'є",
    ],
)
def test_danger_beside_it_is_heard(text):
    assert screen(text)


def test_only_its_words_are_taken_out_and_the_end_of_a_sentence_stays():
    assert without_calm("He took my passport to copy it. I am afraid") == "He took my  to  it. I am afraid"
    assert without_calm("He took my passport. I made a copy") == "He took my passport. I made a copy"
    assert without_calm("my passport is gone but I have a copy") == "my passport is gone but I have a copy"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_danger_is_swallowed(language):
    danger = [phrase for phrases in LANGUAGES[language].danger.values() for phrase in phrases if without_calm(phrase) != phrase]
    assert [phrase for phrase in danger if not any(heard(phrase)) and (listed(phrase) or danger_heard(phrase))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_has_two_words_at_least_and_stars_behind_three_letters(language):
    patterns = [pattern.split() for pattern in LANGUAGES[language].calm]
    assert patterns
    assert [pattern for pattern in patterns if len(pattern) < 2] == []
    assert [word for pattern in patterns for slot in pattern for word in slot.split("/") if word.endswith("*") and len(word) < 4] == []

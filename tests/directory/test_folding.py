"""However a word is typed, it is the same word."""

import unicodedata
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import folding
from directory.folding import fold, is_blank

ANY_TEXT = st.text(st.characters(codec=None))  # lone surrogates, NUL and all


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Ärztin", "aerztin", id="umlaut and its spelling"),
        pytest.param("Ärztin", "arztin", id="umlaut without dots"),
        pytest.param("A\u0308rztin", "Ärztin", id="umlaut of two signs"),
        pytest.param("Straße", "STRASSE", id="sharp s"),
        pytest.param("Müll", "muell", id="ue"),
        pytest.param("إلى الأمّ", "الي الام", id="alef, hamza and shadda"),
        pytest.param("مدرسة", "مدرسه", id="ta marbuta"),
        pytest.param("مسؤول", "مسوول", id="hamza on waw"),
        pytest.param("کتاب", "كتاب", id="Persian kaf"),
        pytest.param("ی", "ي", id="Persian ya"),
        pytest.param("مـــرحبا", "مرحبا", id="tatweel"),
        pytest.param("ﻻ", "لا", id="a ligature"),
        pytest.param("٥", "5", id="Arabic digits"),
        pytest.param("м'ясо", "м’ясо", id="two apostrophes"),
        pytest.param("м'ясо", "мясо", id="no apostrophe"),
        pytest.param("і\u0308жа", "їжа", id="Ukrainian yi of two signs"),
        pytest.param("heeeeelp", "heelp", id="long letters"),
        pytest.param("h\u200be\u200dl\u2060p", "help", id="zero width"),
        pytest.param("\u202ehelp\u202c", "help", id="direction signs"),
        pytest.param("ｈｅｌｐ", "help", id="full width"),
        pytest.param("𝓱𝓮𝓵𝓹", "help", id="ornamental letters"),
        pytest.param("Hilfe!!! — bitte…", "hilfe bitte", id="punctuation"),
        pytest.param("a\x00b", "a b", id="NUL"),
        pytest.param("a\ud83d b", "a b", id="lone surrogate"),
        pytest.param("h" + "\u0301" * 5_000 + "i", "hi", id="Zalgo"),
    ],
)
def test_two_ways_of_writing_meet(one, other):
    assert fold(one, None) == fold(other, None)


def test_different_letters_stay_different():
    assert fold("бик") != fold("бік")
    assert fold("قلب") != fold("كلب")


def test_only_the_first_characters_are_looked_at():
    assert len(fold("ab " * 10_000)) <= 4_000


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\ufe0f", "\n\t\u2060 \u200e"])
def test_nothing_to_see_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "🆘", "?", "\u200bب"])
def test_something_to_see_is_not_blank(text):
    assert not is_blank(text)


@given(ANY_TEXT)
def test_folding_never_raises_and_leaves_only_words(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())


def test_a_pile_of_unordered_marks_costs_no_more_than_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Putting marks in order takes the square of their number, so it is only ever asked of single characters."""
    asked: list[int] = []

    def normalize(form: str, text: str) -> str:
        asked.append(len(text))
        return unicodedata.normalize(form, text)

    monkeypatch.setattr(folding, "unicodedata", SimpleNamespace(**{**vars(unicodedata), "normalize": normalize}))
    monkeypatch.setattr(folding, "_TABLE", folding._Table())
    assert fold("ä" + "\u0316\u0301" * 50_000, None) == "a"
    assert 0 < len(asked) < 10 and max(asked) < 10


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("школi", "школі"),  # the i of a Latin keyboard
        ("herni\u0430", "hernia"),
        ("c ребенком B школe", "с ребенком в школе"),
        ("я i ти", "я і ти"),
        ("в Jobcenter", "в jobcenter"),
        ("Jobcenter\u0443", "jobcentery"),
        ("I live in Paderborn", "i live in paderborn"),
        ("a b c", "a b c"),
    ],
)
def test_letters_that_look_the_same_are_read_in_the_script_of_their_word(typed, meant):
    assert fold(typed) == meant

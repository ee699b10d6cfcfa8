"""Threats against staff are known in every language; whoever tells of a threat, a war or a coffee threatens nobody."""

from __future__ import annotations

import pytest

from directory.lexicon import asides
from directory.threats import is_threat
from tests.directory.threats import ONLY_SOUND_SO, THREATS, messages


def test_every_language_has_both_kinds() -> None:
    spoken = {words.language for words in asides()}
    assert spoken == THREATS.keys() == ONLY_SOUND_SO.keys()
    assert all(told.count("|") >= 3 for table in (THREATS, ONLY_SOUND_SO) for told in table.values())


@pytest.mark.parametrize(("language", "message"), messages(THREATS))
def test_a_threat_is_known(language: str, message: str) -> None:
    assert is_threat(message)
    assert is_threat(f"Hallo! {message.upper()}!!! 😡")


@pytest.mark.parametrize(("language", "message"), messages(ONLY_SOUND_SO))
def test_what_only_sounds_so_is_none(language: str, message: str) -> None:
    assert not is_threat(message)


def test_needs_are_no_threats() -> None:
    """All that people were heard to need, in every language: nobody who needs something is taken for a threat."""
    from directory.lexicon import lexicon

    told = [(words.language, phrase) for words in lexicon() for phrases in words.needs.values() for phrase in phrases]
    assert [one for one in told if is_threat(one[1])] == []
    asked = [(words.language, phrase) for words in lexicon() for phrases in words.harmless.values() for phrase in phrases]
    assert [one for one in asked if is_threat(one[1])] == []


@pytest.mark.parametrize("odd", ["", " ", "$", "/", "𝕚 🧨", "a" * 100_000, "ich " * 10_000])
def test_odd_texts_are_none(odd: str) -> None:
    assert not is_threat(odd)

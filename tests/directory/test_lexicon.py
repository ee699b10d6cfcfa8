"""The words of locales/ are read whole to learn from, and in part by a house at work; each part is the same."""

from __future__ import annotations

from dataclasses import replace

from directory.lexicon import GREETING, ONLY_LEARNED_FROM, Words, asides, each_language, lexicon


def test_what_the_screen_reads_are_the_words_without_what_is_only_learned_from() -> None:
    assert list(each_language(without=ONLY_LEARNED_FROM)) == [replace(words, danger={}, harmless={}) for words in lexicon()]


def test_what_is_said_beside_needs_is_read_as_it_stands() -> None:
    for words, beside in zip(lexicon(), asides(), strict=True):
        greetings = tuple(said for said in words.chat if len(said.split()) <= GREETING)
        assert beside == replace(words, needs={}, danger={}, harmless={}, chat=greetings, crisis={}, not_crisis=())
        assert isinstance(beside, Words) and beside.commands

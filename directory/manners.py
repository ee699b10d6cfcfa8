"""Words that are no request but want an answer of their own, in any language: insults and lewd words, and thanks."""

from __future__ import annotations

from functools import cache
from typing import Literal

from directory.folding import fold
from directory.lexicon import asides

_AT_MOST = 8  # words; whoever writes more has something to tell


@cache
def _phrases(section: Literal["rude", "thanks"]) -> frozenset[str]:
    return frozenset(fold(phrase) for words in asides() for phrase in getattr(words, section))


def is_rude(text: str) -> bool:
    """Whether a short message holds one of the phrases that stand under `rude` in locales/<language>/words.yaml."""
    tokens = fold(text).split()
    if len(tokens) > _AT_MOST:
        return False
    said = {" ".join(tokens[first:after]) for first in range(len(tokens)) for after in range(first + 1, len(tokens) + 1)}
    return not said.isdisjoint(_phrases("rude"))


def is_only_rude(text: str) -> bool:
    """Whether a message is one of those phrases and nothing else."""
    return fold(text) in _phrases("rude")


def is_only_thanks(text: str) -> bool:
    """Whether a message is nothing but phrases that stand under `thanks` in words.yaml, in any order ("ok, thanks, bye")."""
    tokens = fold(text).split()
    if not tokens or len(tokens) > _AT_MOST:
        return False
    ends = {0}  # how many words from the beginning are such phrases
    for after in range(1, len(tokens) + 1):
        if any(" ".join(tokens[first:after]) in _phrases("thanks") for first in ends):
            ends.add(after)
    return len(tokens) in ends

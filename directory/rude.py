"""Insults and lewd words, in any language: whoever writes nothing else is answered calmly, and not with a list of topics."""

from __future__ import annotations

from functools import cache

from directory.folding import fold
from directory.lexicon import asides

_AT_MOST = 8  # words; whoever writes more has something to tell


@cache
def _phrases() -> frozenset[str]:
    return frozenset(fold(phrase) for words in asides() for phrase in words.rude)


def is_rude(text: str) -> bool:
    """Whether a short message holds one of the phrases that stand under `rude` in locales/<language>/words.yaml."""
    tokens = fold(text).split()
    if len(tokens) > _AT_MOST:
        return False
    said = {" ".join(tokens[first:after]) for first in range(len(tokens)) for after in range(first + 1, len(tokens) + 1)}
    return not said.isdisjoint(_phrases())


def is_only_rude(text: str) -> bool:
    """Whether a message is one of those phrases and nothing else."""
    return fold(text) in _phrases()

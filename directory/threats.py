"""Threats against staff and bomb threats, by rules that are data: `threat` and `not_threat` in locales/<language>/words.yaml.

A pattern is a row of words, "/" between those that may stand for one another; they stand in this order in one part of a sentence, with at
most a few others between them. "$" is the end of that part. Whoever tells of somebody else, of a war, of being afraid (`not_threat`, or a
no within the pattern) threatens nobody: what they tell may be a crisis, and that is screened elsewhere and comes first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from directory.folding import AT_MOST, fold
from directory.function_words import NEGATIONS
from directory.lexicon import Words, asides
from directory.read_once import read_once

_BETWEEN = 3  # words that may stand between two of a pattern
_OR, _END = "/", "$"
_SENTENCE_ENDS = re.compile(r"[.!?;:\n؟؛።፤]+")
_PAUSES = re.compile(r"[,،፣]")
# Words for no that mean something else in other languages.
_NO_IN = {"fr": ("ne", "pas"), "pl": ("nie",), "ro": ("nu",), "sq": ("nuk",), "sr": ("ne",), "so": ("ma",)}

_Pattern = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class _Rules:
    """The patterns of one language, and what shows that somebody tells of others."""

    patterns: tuple[_Pattern, ...]
    others: tuple[str, ...]
    no: frozenset[str]


def _of(words: Words) -> _Rules:
    patterns = tuple(
        tuple(frozenset(one if one == _END else fold(one) for one in choices.split(_OR)) for choices in phrase.split())
        for phrase in words.threat
    )
    return _Rules(
        patterns, tuple(f" {fold(phrase)} " for phrase in words.not_threat), NEGATIONS | frozenset(_NO_IN.get(words.language, ()))
    )


class _Listener:
    """The rules of all languages. A pattern is looked at only when its rarest word was said."""

    def __init__(self, languages: Iterable[Words]) -> None:
        self._starting: defaultdict[str, list[tuple[_Pattern, _Rules]]] = defaultdict(list)
        rules = [_of(words) for words in languages]
        used = Counter(word for one in rules for pattern in one.patterns for choices in pattern for word in choices)
        for one in rules:
            for pattern in one.patterns:
                telling = min(
                    (choices for choices in pattern if _END not in choices), key=lambda choices: sum(used[word] for word in choices)
                )
                for word in telling:
                    self._starting[word].append((pattern, one))

    def hears(self, text: str) -> bool:
        """Whether a pattern stands in a part of a sentence, and nothing shows that others are told of."""
        parts = [part for sentence in _SENTENCE_ENDS.split(text) for part in {sentence, *_PAUSES.split(sentence)}]
        whole = f" {fold(text)} "
        for tokens in (fold(part).split() for part in parts):
            known = set(tokens)
            for pattern, rules in (one for token in known for one in self._starting.get(token, ())):
                if _stands(pattern, tokens, known, rules.no) and not any(other in whole for other in rules.others):
                    return True
        return False


@read_once
def _listener() -> _Listener:
    return _Listener(asides())


def is_threat(text: str) -> bool:
    """Whether a message threatens staff or speaks of a bomb somebody placed, in any language of the house. Never raises."""
    return _listener().hears(text[:AT_MOST])


def _stands(pattern: _Pattern, tokens: Sequence[str], known: set[str], no: frozenset[str]) -> bool:
    if any(choices.isdisjoint(known) and _END not in choices for choices in pattern):
        return False
    return any(no.isdisjoint(tokens[first:after]) for first, after in _spans(pattern, tokens))


def _spans(pattern: _Pattern, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the words of a pattern stand: from the first to behind the last."""

    def ends(step: int, place: int) -> Iterator[int]:
        if step == len(pattern):
            yield place
            return
        if _END in pattern[step] and place == len(tokens):
            yield from ends(step + 1, place)
        for at in range(place, min(place + _BETWEEN + 1, len(tokens))):
            if tokens[at] in pattern[step]:
                yield from ends(step + 1, at + 1)

    for first, token in enumerate(tokens):
        if token in pattern[0]:
            yield from ((first, after) for after in ends(1, first + 1))

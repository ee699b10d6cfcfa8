"""A message in its parts: a person tells five needs in one breath, each part is weighed by itself."""

from __future__ import annotations

import re
from functools import cache

from directory.folding import AT_MOST, fold
from directory.words import load_words

_SENTENCE_END = re.compile(r"[.!?;:\n\r。…؛؟।።፤]+")
_CLAUSE_END = re.compile(
    r"[,،、፣()\[\]/|•–—+&]|\s-\s|\b(?:and|also|plus|but|und|oder|aber|außerdem|auch|sowie|і|й|та|або|але|також|ще|и|или|но|а|و|أو|لكن|بس|كمان)\b"
    r"|\s(?=و\w{4})",
    re.IGNORECASE,
)
_LONG, _WINDOW, _STEP = 9, 6, 2  # Nobody writes commas in a hurry: a long part is also read six words at a time.
_SPANS_AT_MOST = 400

Span = tuple[int, int]


@cache
def _town_words() -> frozenset[str]:
    """Our towns as people write them: where somebody lives says nothing about what they need."""
    spellings = load_words()
    names = {fold(name) for town, ways in spellings.places.items() for name in (town, *ways)}
    like_words = {fold(name) for name in spellings.like_words}
    return frozenset(name for name in names if " " not in name and name not in like_words)


def telling_words(text: str) -> list[str]:
    """The folded words of a text without the names of our towns."""
    towns = _town_words()
    return [word for word in fold(text).split() if word not in towns]


def parts(text: str) -> tuple[list[str], list[Span]]:
    """The telling words of a text, and the stretches of them (first, after the last) that may name one need each, sentences among them."""
    tokens: list[str] = []
    spans: dict[Span, None] = {}
    for sentence in _SENTENCE_END.split(text[:AT_MOST]):
        begun = len(tokens)
        for clause in _CLAUSE_END.split(sentence):
            first = len(tokens)
            tokens += telling_words(clause)
            after = len(tokens)
            if after > first:
                spans[first, after] = None
            if after - first > _LONG:
                spans.update(((start, min(after, start + _WINDOW)), None) for start in range(first, after - _STEP, _STEP))
        if len(tokens) > begun:
            spans[begun, len(tokens)] = None
    return tokens, list(spans)[:_SPANS_AT_MOST]

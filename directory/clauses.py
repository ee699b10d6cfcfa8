"""A message in its parts: a person tells five needs in one breath, each part is weighed by itself."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from directory.folding import AT_MOST, fold
from directory.words import load_words

_SENTENCE_END = re.compile(r"[.!?;:\n\r。…؛؟।።፤]+")
_CLAUSE_END = re.compile(
    r"[,،、፣()\[\]/|•–—+&]|\s-\s|\b(?:and|also|plus|but|und|oder|aber|außerdem|auch|sowie|і|й|та|або|але|також|ще|и|или|но|а|و|أو|لكن|بس|كمان)\b"
    r"|\s(?=و\w{4})",
    re.IGNORECASE,
)
# Nobody writes commas in a hurry: a long part is also read some words at a time. Needs told in one breath are told in few words each.
IN_ONE_BREATH = 25  # words; a longer message is a story
WINDOW = 4  # words of a short message that are read at a time
# Words: a longer part is cut, into windows of so many, each so many after the one before, none shorter than this.
_IN_BREATH, _IN_STORY = (5, WINDOW, 1, WINDOW), (9, 6, 2, 3)
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


class Parts(NamedTuple):
    """A text's telling words, and the stretches of them (first, after the last) that may name one need each."""

    tokens: list[str]
    spans: list[Span]
    sentences: list[Span]
    clauses: list[Span]
    said: list[str]  # the sentences, as they were typed
    apart: frozenset[Span]  # those that are sentences or clauses; the others are some words at a time of what was told in one go


def parts(text: str) -> Parts:
    """The parts of a text."""
    tokens: list[str] = []
    apart: dict[Span, None] = {}
    clauses: list[Span] = []
    said: list[str] = []
    for sentence in _SENTENCE_END.split(text[:AT_MOST]):
        begun = len(tokens)
        for clause in _CLAUSE_END.split(sentence):
            first = len(tokens)
            tokens += telling_words(clause)
            if len(tokens) > first:
                clauses.append((first, len(tokens)))
        if len(tokens) > begun:
            apart[begun, len(tokens)] = None
            said.append(sentence)
    sentences = list(apart)
    apart.update(dict.fromkeys(clauses))
    long, window, step, shortest = _IN_STORY if len(tokens) > IN_ONE_BREATH else _IN_BREATH
    cut = [clause for clause in clauses if clause[1] - clause[0] > long]
    windows = [(start, min(after, start + window)) for first, after in cut for start in range(first, after - shortest + 1, step)]
    return Parts(tokens, list(dict.fromkeys((*apart, *windows)))[:_SPANS_AT_MOST], sentences, clauses, said, frozenset(apart))

"""A message in its parts: a person tells five needs in one breath, each part is matched by itself."""

from __future__ import annotations

import re

from directory.folding import AT_MOST
from directory.vocabulary import words_of

_SENTENCE_END = re.compile(r"[.!?;:\n\r。…؛؟।።፤]+")
_CLAUSE_END = re.compile(
    r"[,،、፣()\[\]/|•–—+&]|\s-\s|\b(?:and|also|plus|but|und|oder|aber|außerdem|auch|sowie|і|й|та|або|але|також|ще|и|или|но|а|و|أو|لكن|بس|كمان)\b"
    r"|\s(?=و\w{4})",
    re.IGNORECASE,
)
_WHOLE = 12  # words; a longer part says more than one thing
_LONG, _WINDOW, _STEP = 9, 6, 2  # Nobody writes commas in a hurry: a long part is also read six words at a time.
_PARTS_AT_MOST = 160

Tokens = tuple[str, ...]


def clauses(text: str) -> list[Tokens]:
    """The parts of a text that may name one need each, as folded words. The whole of a short text is among them."""
    parts: dict[Tokens, None] = {}
    for sentence in _SENTENCE_END.split(text[:AT_MOST]):
        whole = tuple(words_of(sentence))
        if not whole:
            continue
        if len(whole) <= _WHOLE:
            parts[whole] = None
        for clause in _CLAUSE_END.split(sentence):
            tokens = tuple(words_of(clause))
            if len(tokens) <= _WHOLE:
                parts[tokens] = None
            if len(tokens) > _LONG:
                parts.update((tokens[start : start + _WINDOW], None) for start in range(0, len(tokens) - _STEP, _STEP))
        if len(parts) > _PARTS_AT_MOST:
            break
    return [part for part in parts if any(token.isalpha() for token in part)]

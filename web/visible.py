"""What people typed, as staff read it: literal, and with the characters shown that would otherwise play tricks."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_PLAIN = "\n\t"
_FILLERS = "\N{COMBINING GRAPHEME JOINER}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\N{BRAILLE PATTERN BLANK}"
_INVISIBLE = frozenset(_FILLERS + "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")
_MARKS_AT_MOST = 8  # on one letter; Tibetan and Vietnamese need fewer


def visible(text: str) -> Markup:
    """Escaped text in which control characters are readable as ⟦U+202E⟧ and no letter carries a tower of marks."""
    shown: list[Markup] = []
    marks = 0
    for place, char in enumerate(text):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MARKS_AT_MOST:
            if marks == _MARKS_AT_MOST + 1:
                shown.append(_named("…"))
        elif _plays_tricks(text, place, category):
            shown.append(_named(f"⟦U+{ord(char):04X}⟧"))
        else:
            shown.append(escape(char))
    return Markup("").join(shown)


def _named(name: str) -> Markup:
    return Markup('<span class="control">{}</span>').format(name)


def _plays_tricks(text: str, place: int, category: str) -> bool:
    char = text[place]
    if char in _JOINERS:  # Persian, Indian scripts and emoji need them between their own characters
        return not (_joins(text[place - 1 : place]) and _joins(text[place + 1 : place + 2]))
    nobody = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return (category in ("Cc", "Cf", "Cs", "Co") and char not in _PLAIN) or char in _INVISIBLE or nobody


def _joins(char: str) -> bool:
    return char != "" and not char.isascii() and unicodedata.category(char)[0] in "LMS"

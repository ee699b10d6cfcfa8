"""In which direction a line is read. Telegram and browsers go by its first letter: a sign or a German word there turns all of it around."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from locales.speech import languages, spoken

RIGHT_TO_LEFT_MARK = "\N{RIGHT-TO-LEFT MARK}"
_ISOLATED, _END = frozenset(("LRI", "RLI", "FSI")), "PDI"  # what stands between them says nothing about the line (UAX 9, P2)


def turned_around(text: str) -> list[int]:
    """Where lines begin that would be read from the left although their language is read from the right; none in other languages.

    ℹ and 🆘 count as Latin letters (Unicode, Bidi_Class L), as do "KIM" and the names of services.
    """
    language = languages().get(spoken())
    if language is None or not language.right_to_left:
        return []
    found, start = [], 0
    for line in text.split("\n"):
        letters = _directions(line)
        if letters[:1] == ["L"] and set(letters) > {"L"}:
            found.append(start)
        start += len(line) + 1
    return found


def read_rightly(text: str) -> str:
    """The text with a mark, which nobody sees, before each line that would be turned around."""
    return marked(text, turned_around(text))


def marked(text: str, starts: Sequence[int]) -> str:
    """The text with a mark at each of these places, given in their order."""
    for start in reversed(starts):
        text = text[:start] + RIGHT_TO_LEFT_MARK + text[start:]
    return text


def _directions(line: str) -> list[str]:
    """The directions of the letters of a line, in their order: L, R or AL (an Arabic one)."""
    letters, within = [], 0
    for letter in line:
        direction = unicodedata.bidirectional(letter)
        if direction in _ISOLATED:
            within += 1
        elif direction == _END:
            within = max(0, within - 1)
        elif not within and direction in ("L", "R", "AL"):
            letters.append(direction)
    return letters

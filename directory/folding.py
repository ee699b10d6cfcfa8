"""Folding words so that the many ways of writing them meet: one string in, one plain string out. Never raises."""

from __future__ import annotations

import re
import unicodedata

AT_MOST = 4_000  # Characters looked at when needs are matched; the crisis screen reads everything.
_REMEMBERED = 20_000  # Characters whose fold is kept; a flood of rare ones must not fill the memory.

# Marks that change nothing for a reader in a hurry. Those of Indic scripts are vowels and stay.
_MARKS = (
    *((0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F)),
    *((0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF)),
    *((0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF)),
)
# The many signs people type for an apostrophe, and the hamza that stands alone: dropped, so "м'ясо" and "мясо" meet.
_DROPPED = frozenset("'`´‘’‛′ʹʻʼʽˈ＇\u05f3\u0621\u0674")
_SAME = str.maketrans(
    {
        "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه",
        "ٱ": "ا", "ڤ": "ف", "ґ": "г", "ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "a", "œ": "o", "ə": "e",
    }
)  # fmt: skip
# Ethiopic letters that sound the same today and are typed for one another, with each of their vowels: se, tse, and h of the throat.
_SAME |= {other + vowel: chr(one + vowel) for other, one in ((0x1220, 0x1230), (0x1340, 0x1338), (0x1280, 0x1210)) for vowel in range(8)}
_LONG_RUN = re.compile(r"(\w)\1\1+")
# Letters that look the same in both scripts, small or large. Who types Cyrillic on a Latin keyboard takes one for the other.
_LATIN, _CYRILLIC = "abcehijkmoptxy", "авсеніјкмортху"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)
_BOTH_SCRIPTS = re.compile(r"[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]|\b[a-z] [\u0400-\u04ff]")
_IS_LATIN, _IS_CYRILLIC = re.compile(r"[a-z]"), re.compile(r"[\u0400-\u04ff]")


def _is_mark(point: int) -> bool:
    return any(first <= point <= last for first, last in _MARKS)


def _fold_character(point: int) -> str:
    letter = chr(point)
    if letter in _DROPPED or _is_mark(point):
        return ""
    folded = []
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", letter).casefold()).casefold().translate(_SAME):
        if part in _DROPPED or _is_mark(ord(part)):
            continue
        kind = unicodedata.category(part)
        if kind[0] in "LM":
            folded.append(part)
        elif kind[0] == "N":
            folded.append(str(unicodedata.digit(part, part)))
        elif kind != "Cf":  # Invisible signs vanish, all the rest parts words.
            folded.append(" ")
    return "".join(folded)


class _Table(dict[int, str]):
    """Learns the fold of a character when it is met first, so that starting costs nothing."""

    def __missing__(self, point: int) -> str:
        folded = _fold_character(point)
        if len(self) < _REMEMBERED:
            self[point] = folded
        return folded


_TABLE = _Table()


def fold(text: str, at_most: int | None = AT_MOST) -> str:
    """Lower case, no marks, one letter for its variants, words parted by one blank. Looks at the first at_most characters."""
    plain = " ".join(text[:at_most].translate(_TABLE).split())
    if _BOTH_SCRIPTS.search(plain):
        plain = _in_one_script(plain)
    # German umlauts are typed as ä or ae; both become the bare letter.
    plain = plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return _LONG_RUN.sub(r"\1\1", plain)


def _in_one_script(text: str) -> str:
    """Each word that mixes Latin and Cyrillic letters in one script, where the letters of the other look the same.

    "школi" with a Latin i, "passpоrt" with a Cyrillic o; one Latin letter before a Cyrillic word ("c ребенком") is meant to be Cyrillic.
    """
    words = text.split(" ")
    for at, word in enumerate(words):
        latin, cyrillic = set(_IS_LATIN.findall(word)), set(_IS_CYRILLIC.findall(word))
        before_cyrillic = len(word) == 1 and at + 1 < len(words) and _IS_CYRILLIC.match(words[at + 1])
        if latin and latin.issubset(_LATIN) and (cyrillic or before_cyrillic):
            words[at] = word.translate(_TO_CYRILLIC)
        elif latin and cyrillic and cyrillic.issubset(_CYRILLIC):
            words[at] = word.translate(_TO_LATIN)
    return " ".join(words)


def is_blank(text: str) -> bool:
    """True when nothing of the text can be seen: blanks, zero-width signs, variation selectors, control characters."""
    return all(letter.isspace() or _is_mark(ord(letter)) or unicodedata.category(letter) in ("Cf", "Cc") for letter in text)

"""Phrases in the other script people type their language in: Serbian in Latin and Cyrillic, Tigrinya in Latin letters.

Only teaching uses it, so that whoever types "tražim posao" and whoever types "тражим посао" meet the same words. Tigrinya is written as
people do on a phone, not by a standard. Russian, Ukrainian and Bulgarian won nothing by it: their words in Latin letters are taught as
people wrote them.
"""

from __future__ import annotations

import unicodedata

_SERBIAN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)) | {"љ": "lj", "њ": "nj", "џ": "dž"}
_SERBIAN_PAIRS = {"dž": "џ", "lj": "љ", "nj": "њ"}
_SERBIAN_BACK = {latin: letter for letter, latin in _SERBIAN.items() if len(latin) == 1}
_MARKED = frozenset("đžćčš")
_MAY_LACK_MARK = frozenset("cszd")  # Without a mark anywhere in the phrase nobody knows which of two letters is meant.

# The vowels of an Ethiopic letter as Unicode names them, and as people type them; the sixth is mostly left out.
_VOWELS = (("AA", "a"), ("EE", "e"), ("A", "e"), ("U", "u"), ("I", "i"), ("E", ""), ("O", "o"))
_CONSONANTS = {  # by their names, where people do not type these
    "GLOTTAL ": "", "PHARYNGEAL ": "", "HH": "h", "X": "h", "SZ": "s", "Q": "q", "QH": "q", "C": "ch", "CHH": "ch", "NY": "n", "KX": "k",
    "ZH": "j", "TH": "t", "PH": "p", "TZ": "ts", "GG": "g", "DD": "d",
}  # fmt: skip
_BARE = frozenset(("H", "HH", "X", "GLOTTAL ", "PHARYNGEAL "))  # whose first vowel is spoken like the fourth
_SYLLABLE = "ETHIOPIC SYLLABLE "


def in_other_script(language: str, phrase: str) -> str | None:
    """The phrase as it is typed in the other script; None when it has none, or when nobody could tell how."""
    if language == "ti":
        typed = "".join(_ethiopic(letter) for letter in phrase)
    elif language == "sr":
        typed = "".join(_SERBIAN.get(letter, letter) for letter in phrase.lower())
        if typed == phrase.lower():
            return _in_serbian_cyrillic(typed)
    else:
        return None
    return typed if typed.lower() != phrase.lower() else None


def _ethiopic(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if not name.startswith(_SYLLABLE):
        return letter
    name = name.removeprefix(_SYLLABLE)
    for vowel, typed in _VOWELS:
        if name.endswith(vowel):
            consonant = name.removesuffix(vowel)
            if vowel == "A" and consonant in _BARE:
                typed = "a"
            if vowel == "E" and consonant.endswith(" "):
                typed = "e"
            rounded = "" if not consonant.endswith("W") or len(consonant) == 1 else "u"
            consonant = consonant.removesuffix("W") if rounded else consonant
            return _CONSONANTS.get(consonant, consonant.lower()) + rounded + typed
    return letter


def _in_serbian_cyrillic(phrase: str) -> str | None:
    if _MARKED.isdisjoint(phrase) and not _MAY_LACK_MARK.isdisjoint(phrase):
        return None
    for pair, letter in _SERBIAN_PAIRS.items():
        phrase = phrase.replace(pair, letter)
    return "".join(_SERBIAN_BACK.get(letter, letter) for letter in phrase)

"""Which language is a message in? Told by the pieces of its words, as learned from all languages. Better none than a wrong one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from directory.clauses import telling_words
from directory.folding import AT_MOST, fold
from directory.foreign import foreign_language
from directory.function_words import SPEAKERS
from directory.learned import LANGUAGE, learned

SURE = 0.6  # From here on the answer is written in this language without asking.
_GUESS = 0.25  # Below it the guess would be wrong too often to be said.
# A language is sure with this score, so far ahead of the next: of 1,833 messages set apart 98 in 100 were sure, 999 in 1,000 of them right.
_SCORE, _AHEAD = -0.1, 0.5
_FEWEST_LETTERS = 4
# German office words stand alone in every language, and neighbours share words: fewer are sure only with a small word among them.
_FEWEST_WORDS = {"latin": 3, "cyrillic": 2, "arabic": 2, "ethiopic": 1}
_UNSURE = 0.5
_HOPELESS = -0.6  # the score with which nothing speaks for a language any more

_SCRIPTS = {"latin": (0x41, 0x24F), "cyrillic": (0x400, 0x52F), "arabic": (0x600, 0x77F), "ethiopic": (0x1200, 0x137F)}
# The scripts a language is typed in besides Latin, in which people type all of them.
_SCRIPTS_OF = {
    **dict.fromkeys(("bg", "ru", "sr", "uk"), "cyrillic"),
    **dict.fromkeys(("ar", "ckb", "fa", "ku", "ps"), "arabic"),
    "ti": "ethiopic",
}


@lru_cache(4_096)
def _script(letter: str) -> str | None:
    point = ord(letter)
    if not letter.isalpha():
        return None
    return next((script for script, (first, last) in _SCRIPTS.items() if first <= point <= last), "other")


def _main_script(text: str) -> str | None:
    """The script of the message. German office words are mixed into every language, so Latin letters weigh least."""
    counts: Counter[str] = Counter()
    for letter, count in Counter(text).items():
        script = _script(letter)
        if script:
            counts[script] += count
    if not counts:
        return None
    foreign = [(count, script) for script, count in counts.items() if script != "latin"]
    most = max(foreign, default=(0, ""))
    return most[1] if most[0] * 3 >= counts["latin"] else "latin"


@cache
def _typed_in(script: str) -> NDArray[np.bool_]:
    """For each learned language whether it is typed in this script."""
    return np.array([script in ("latin", _SCRIPTS_OF.get(language)) for language in learned().classes[LANGUAGE]])


def guess_language(text: str) -> tuple[str | None, float]:
    """The code of the language and how sure that is, 0 to 1. (None, 0.0) when it cannot be told. Never raises."""
    text = text[:AT_MOST]
    script = _main_script(text)
    words = telling_words(text)
    if script is None or script == "other" or sum(map(len, words)) < _FEWEST_LETTERS or foreign_language(text):
        return None, 0.0
    weighed = learned().weigh(words)
    if not weighed.known:
        return None, 0.0
    scores = np.where(_typed_in(script), weighed.scores(LANGUAGE), -np.inf)
    second, first = np.argsort(scores, kind="stable")[-2:]
    ahead = min(float(scores[first] - scores[second]), 2.0)
    how_sure = SURE * min((float(scores[first]) - _HOPELESS) / (_SCORE - _HOPELESS), ahead / _AHEAD)
    language = learned().classes[LANGUAGE][first]
    most = _UNSURE if len(words) < _FEWEST_WORDS[script] and not _small_word(words, language) else 1.0
    confidence = round(min(most, max(0.0, how_sure)), 3)
    return (language, confidence) if confidence >= _GUESS else (None, confidence)


def plainly(text: str, guess: tuple[str | None, float]) -> str | None:
    """The language of `guess` when the message is plainly in it, enough to answer in another language than before; else None.

    German office words, and names of towns, stand in messages of every language: words in Latin letters count only when they are
    a sentence, three or more with a small word among them.
    """
    language, how_sure = guess
    if language is None or how_sure < SURE:
        return None
    words = fold(text).split()
    if _main_script(text) != "latin" or (len(words) >= _FEWEST_WORDS["latin"] and _small_word(words, language)):
        return language
    return None


def _small_word(words: Sequence[str], language: str) -> bool:
    return any(language in SPEAKERS.get(word, ()) for word in words)

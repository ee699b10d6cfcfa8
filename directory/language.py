"""Which language is a message in? By its letters, its small words and the words we know. Better none than a wrong one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from directory.folding import AT_MOST, fold
from directory.function_words import SPEAKERS
from directory.lexicon import Words, lexicon
from directory.vocabulary import bare

SURE = 0.6  # From here on the answer is written in this language without asking.
_GUESS = 0.25  # Below it the guess would be wrong too often to be said.

_SCRIPTS = {"latin": (0x41, 0x24F), "cyrillic": (0x400, 0x52F), "arabic": (0x600, 0x77F), "ethiopic": (0x1200, 0x137F)}
_SCRIPT_OF = {
    **dict.fromkeys(("uk", "ru", "bg"), "cyrillic"),
    **dict.fromkeys(("ar", "fa", "ckb", "ps", "ur"), "arabic"),
    **dict.fromkeys(("ti", "am"), "ethiopic"),
}
# Letters only some languages have. A letter counts once, however often it stands there.
_LETTER_GROUPS: Mapping[str, Mapping[str, float]] = {
    "їєґ": {"uk": 3.0},
    "і": {"uk": 2.5},
    "ы": {"ru": 3.0, "uk": -2.0},
    "э": {"ru": 3.0, "uk": -1.0},
    "ё": {"ru": 3.0},
    "ъ": {"ru": 1.0, "bg": 2.0, "uk": -1.0},
    "پچژگ": {"fa": 1.5, "ar": -0.5, "ckb": 0.5, "ps": 0.5, "ur": 0.5},
    "کی": {"fa": 0.7, "ckb": 0.4, "ps": 0.3, "ur": 0.4},
    "ڕڵۆێ": {"ckb": 3.0},
    "ە": {"ckb": 2.0},
    "ټډړښځڅڼېۍ": {"ps": 3.0},
    "ٹڈڑے": {"ur": 3.0},
    "ة": {"ar": 1.5},
    "ß": {"de": 2.0},
    "ä": {"de": 0.8},
    "öü": {"de": 0.5, "tr": 0.3},
    "ğı": {"tr": 2.0},
    "ş": {"tr": 1.0, "ku": 0.8, "ro": 0.3},
    "țșă": {"ro": 2.0},
    "êî": {"ku": 0.8, "fr": 0.5},
    "û": {"ku": 1.2, "fr": 0.2},
    "łąęśźż": {"pl": 2.0},
    "ñ¿¡": {"es": 2.0},
    "ë": {"sq": 1.5},
    "čćšžđ": {"sr": 1.5},
}
_LETTERS = {letter: weights for letters, weights in _LETTER_GROUPS.items() for letter in letters}


@lru_cache(maxsize=4096)
def _script(letter: str) -> str | None:
    point = ord(letter)
    if not letter.isalpha():
        return None
    return next((script for script, (first, last) in _SCRIPTS.items() if first <= point <= last), "other")


def _main_script(text: str) -> str | None:
    """The script of the message. German office words are mixed into every language, so Latin letters weigh least."""
    counts = Counter(script for script in map(_script, text) if script)
    if not counts:
        return None
    foreign = [(count, script) for script, count in counts.items() if script != "latin"]
    most = max(foreign, default=(0, ""))
    return most[1] if most[0] * 3 >= counts["latin"] else "latin"


def _all_phrases(words: Words) -> Iterable[str]:
    for group in (words.needs, words.commands, words.crisis):
        for phrases in group.values():
            yield from phrases
    yield from (*words.chat, *words.human, *words.someone_else, *words.not_crisis)


@cache
def _known() -> Mapping[str, Mapping[str, float]]:
    """word -> how much it speaks for each language, by what share of the language's phrases have it."""
    shares: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for words in lexicon():
        phrases = list(_all_phrases(words))
        counts = Counter(token for phrase in phrases for token in set(fold(phrase).split()))
        for token, count in counts.items():
            shares[token][words.language] = count / max(1, len(phrases)) + 1e-3
    return {token: {language: share / sum(by.values()) for language, share in by.items()} for token, by in shares.items()}


def _speaks_for(token: str) -> Mapping[str, float]:
    small = SPEAKERS.get(token, ())
    known = _known().get(token) or _known().get(bare(token), {})
    if not small:
        return {language: 0.7 * share for language, share in known.items()} if len(token) > 1 else {}
    # A small word we list for a language weighs more than a loan word in the phrases of another.
    return {language: 1.0 / len(small) ** 0.7 for language in small}


def guess_language(text: str) -> tuple[str | None, float]:
    """The code of the language and how sure that is, 0 to 1. (None, 0.0) when it cannot be told. Never raises."""
    text = text[:AT_MOST].lower()
    script = _main_script(text)
    if script is None or script == "other":
        return None, 0.0
    tokens = [token for token in fold(text).split() if _script(token[0]) == script]
    scores: defaultdict[str, float] = defaultdict(float)
    for token in tokens:
        for language, weight in _speaks_for(token).items():
            scores[language] += weight
        if script == "arabic" and token.startswith(("ال", "وال", "بال", "لل")) and len(token) > 4:
            scores["ar"] += 0.4
    for letter in set(text) & _LETTERS.keys():
        for language, weight in _LETTERS[letter].items():
            scores[language] += weight
    ranked = sorted(
        ((score, language) for language, score in scores.items() if score > 0 and _SCRIPT_OF.get(language, "latin") == script), reverse=True
    )
    if not ranked:
        return None, 0.0
    best, language = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    covered = min(1.0, best / (0.45 * len(tokens) + 0.2))
    confidence = round(covered * (1.0 - second / best) ** 0.5 if best > second else 0.0, 3)
    return (language, confidence) if confidence >= _GUESS else (None, confidence)

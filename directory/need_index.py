"""Which need do these few words name? An index over the phrases of one language: words first, rapidfuzz only for the nearest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from math import log

from rapidfuzz.fuzz import partial_ratio

from directory.function_words import SPEAKERS
from directory.lexicon import Words, lexicon
from directory.needs import taxonomy
from directory.vocabulary import EXACT, Vocabulary, words_of
from directory.word_parts import WordParts

CHAT, HUMAN = "#chat", "#human"  # Meanings that are no needs stand in the same index, so that the stronger one wins.
_NEAREST = 24  # Phrases compared letter by letter; more changes no figure.
_LETTERS = 0.25  # How much the letters count beside the words.
_SMALL_WORD = 0.12  # "I", "where", "please" decide nothing, yet they tell "work" from "may I work".
_LISTED = 0.95  # The words are a listed phrase, no more and no less.
_PARTS = 0.4  # How much parts of words count against whole phrases; measured on phrases left out of the index.
_UNKNOWN_WORD = 0.45  # How much a word nobody listed counts against a phrase, of what a telling word would.


Meant = dict[str, dict[int, float]]


@dataclass(frozen=True, slots=True)
class _Phrase:
    code: str
    text: str
    numbers: tuple[int, ...]
    weight: float


class NeedIndex:
    """The phrases of one language by their words."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        told = {(tuple(words_of(phrase)), code) for code, phrase in phrases}
        ordered = sorted((tokens, code) for tokens, code in told if tokens)
        self._vocabulary = Vocabulary(token for tokens, _ in ordered for token in tokens)
        number = self._vocabulary.number
        by_word: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for tokens, code in ordered:
            for token in set(tokens):
                by_word[number[token]][code] += 1
        codes = len({code for _, code in ordered}) or 1
        self._unknown = _UNKNOWN_WORD * log(1 + codes)
        self._small = [word in SPEAKERS for word in self._vocabulary.words]
        self._weight = [
            log(1 + codes / len(by_word[each])) * (_SMALL_WORD if word in SPEAKERS else 1.0)
            for each, word in enumerate(self._vocabulary.words)
        ]
        self._whole: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for tokens, code in ordered:
            self._whole[tokens].add(code)
        self._grams = WordParts(ordered)
        self._phrases: list[_Phrase] = []
        self._holding: defaultdict[int, set[int]] = defaultdict(set)
        for tokens, code in ordered:
            numbers = tuple(number[token] for token in tokens)
            for each in set(numbers):
                self._holding[each].add(len(self._phrases))
            self._phrases.append(_Phrase(code, " ".join(tokens), numbers, sum(self._weight[each] for each in numbers)))
        self._lightness = [1 / phrase.weight for phrase in self._phrases]

    def scores(self, tokens: Sequence[str], meant: Meant) -> dict[str, float]:
        """How well the words fit each need, 0 to 1. Needs that do not fit at all are left out.

        What each word means is kept in `meant`: the parts of one message share it.
        """
        for token in tokens:
            if token not in meant:
                meant[token] = self._find(token)
        best: dict[int, float] = {}
        said = 0.0
        for token in tokens:
            found = meant[token]
            said += max((self._weight[each] for each in found), default=0.0 if token in SPEAKERS else self._unknown)
            for each, how_sure in found.items():
                best[each] = max(how_sure, best.get(each, 0.0))
        held: dict[int, float] = {}
        telling = sorted(best, key=lambda each: -self._weight[each])
        for each in telling:
            gain = best[each] * self._weight[each]
            if held and self._small[each]:  # "I", "where": they only add to what a telling word found
                for index in held.keys() & self._holding[each]:
                    held[index] += gain
            else:
                for index in self._holding[each]:
                    held[index] = held.get(index, 0.0) + gain
        lightness = self._lightness
        nearest = nlargest(_NEAREST, [(sum_held * sum_held * lightness[index], -index) for index, sum_held in held.items()])
        text = " ".join(tokens)
        scores: dict[str, float] = {}
        for _, minus_index in nearest:
            phrase, has = self._phrases[-minus_index], held[-minus_index]
            already = scores.get(phrase.code, 0.0)
            words, weight = _fit(phrase, has, said)
            if (words + _LETTERS) * weight > already:  # comparing letters costs most, and often cannot help any more
                scores[phrase.code] = max(already, (words + _LETTERS * partial_ratio(phrase.text, text) / 100) * weight)
        for code, share in self._grams.shares(tokens).items():
            scores[code] = scores.get(code, 0.0) * (1 - _PARTS) + share * _PARTS
        for code in self._whole.get(tuple(tokens), ()):
            scores[code] = max(_LISTED, scores[code])
        return scores

    def _find(self, token: str) -> dict[int, float]:
        """A small word is never a slip of another one ("suche" is not "Sucht"), nor is a word that is listed."""
        if token in SPEAKERS:
            return {self._vocabulary.number[token]: EXACT} if token in self._vocabulary.number else {}
        return self._vocabulary.find(token, slips=token not in self._vocabulary.number)


def _fit(phrase: _Phrase, held: float, said: float) -> tuple[float, float]:
    """How much of the phrase was said, and how much that counts: by how much else was said, and how telling the phrase is."""
    covered = min(1.0, held / phrase.weight)
    of_all = min(1.0, held / max(said, held))
    weighty = phrase.weight / (phrase.weight + 1.0)
    return (1 - _LETTERS) * covered, (0.7 + 0.3 * of_all) * min(1.0, 0.35 + 0.8 * weighty)


def _phrases_of(words: Words) -> Iterable[tuple[str, str]]:
    for code, phrases in words.needs.items():
        yield from ((code, phrase) for phrase in phrases)
    yield from ((CHAT, phrase) for phrase in words.chat)
    yield from ((HUMAN, phrase) for phrase in words.human)


def labels(language: str) -> Iterable[tuple[str, str]]:
    """The names of the needs in German or English, and the key words of their scope notes."""
    for need in taxonomy().needs if language in ("de", "en") else ():
        yield need.code, need.label_de if language == "de" else need.label_en
        yield from (
            (need.code, note) for note in need.note.partition(";")[0].replace("(", ",").replace(")", ",").split(",") if note.strip()
        )


@cache
def need_index(language: str) -> NeedIndex:
    """The index of one language, built when it is first asked for."""
    told = [pair for words in lexicon() if words.language == language for pair in _phrases_of(words)]
    return NeedIndex([*told, *labels(language)])

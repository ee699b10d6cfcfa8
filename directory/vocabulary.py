"""Known words, found again when they are inflected, carry an Arabic article or have one slip of the finger."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA, Prefix

from directory.folding import fold

EXACT, CLOSE, INFLECTED, SLIP = 1.0, 0.9, 0.85, 0.7  # CLOSE: inflected by one letter
ANY_ENDING = "*"
_ARABIC_FRONT = re.compile(r"^(?:[وف](?=.{3})|[وف]?(?:[بك]?ال|لل)(?=.{3}))+")
_SHORTEST_SLIP = 5  # One letter off in a shorter word is too often another word.
_SHORTEST_STEM = 4
_FIRST = 3  # letters by which words with a star are found; no such word is shorter
_SAME_STEM = 0.65  # Words that share less of the longer one are two words.


def bare(token: str) -> str:
    """An Arabic word without the and, the and with-the that are written together with it; other words as they are."""
    return _ARABIC_FRONT.sub("", token) if token[0] > "\u05ff" else token


def words_of(text: str) -> list[str]:
    """The folded words of a text, ready to be looked up."""
    tokens = fold(text, None).split()
    return tokens if text.isascii() else [bare(token) for token in tokens]


def _one_less(word: str) -> list[str]:
    """The word and what is left when one letter is missing."""
    return [word, *[word[:position] + word[position + 1 :] for position in range(len(word))]]


class Vocabulary:
    """Numbers words. Looking one up costs a handful of dictionary reads, however many words there are.

    A word that ends with * stands for every word that begins so.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words: list[str] = list(dict.fromkeys(words))
        self.number = {word: number for number, word in enumerate(self.words)}
        self._begins: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, word in enumerate(self.words):
            if word.endswith(ANY_ENDING):
                self._begins[word[:_FIRST]].append((word[:-1], number))
        near: defaultdict[int, list[int]] = defaultdict(list)  # by hash: the words are compared anyway, and hashes are small
        stems: defaultdict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            if word.endswith(ANY_ENDING):
                continue
            if len(word) >= _SHORTEST_SLIP:
                for shorter in set(_one_less(word)):
                    near[hash(shorter)].append(number)
            for cut in range(3):
                if len(word) - cut >= _SHORTEST_STEM:
                    stems[word[: len(word) - cut]].append(number)
        self._near = {key: tuple(numbers) for key, numbers in near.items()}
        self._stems = {word: tuple(numbers) for word, numbers in stems.items()}

    def find(self, token: str) -> dict[int, float]:
        """The numbers of the words that are meant, each with how sure that is."""
        found: dict[int, float] = {}
        length = len(token)
        if length >= _SHORTEST_SLIP:
            near = self._near
            for key in map(hash, _one_less(token)):
                if key in near:
                    for number in near[key]:
                        if number not in found and OSA.distance(token, self.words[number], score_cutoff=1) <= 1:
                            found[number] = SLIP
        if length > _SHORTEST_STEM:
            stems = self._stems
            for cut in range(4):
                for number in stems.get(token[: length - cut], ()) if length - cut >= _SHORTEST_STEM else ():
                    word = self.words[number]
                    longer = max(length, len(word))
                    if Prefix.similarity(token, word) >= max(longer - 3, _SAME_STEM * longer):
                        found[number] = CLOSE if found.get(number) in (SLIP, CLOSE) else INFLECTED
        for begun, number in self._begins.get(token[:_FIRST], ()):
            if token.startswith(begun):
                found[number] = EXACT
        exact = self.number.get(token)
        if exact is not None:
            found[exact] = EXACT
        return found

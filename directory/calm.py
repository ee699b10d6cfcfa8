"""What is harmless though it sounds like danger: `calm` in locales/<language>/words.yaml, taken out before danger is listened for.

A pattern is a row of words, "/" between those that may stand for one another, "word*" for all that begin so. They stand in one sentence
near each other, in any order; only they are taken out, so that danger told beside them is heard. A pattern that ends with "$" is the
whole message, or all but a word. Nothing is learned from them: they take effect at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from directory.folding import AT_MOST
from directory.function_words import CONTRASTS
from directory.heard import danger_heard
from directory.lexicon import Words, asides
from directory.read_once import read_once
from directory.vocabulary import ANY_ENDING, words_of

_LINE = 60  # letters; whoever writes more does not only ask if anybody is there
_REMEMBERED = 4  # texts
_PIECES_REMEMBERED, _LONGEST_REMEMBERED = 8_192, 40  # words as they were typed; letters: endless ones must not fill the memory
_NEAR = 12  # words between the first and the last of a pattern, at most
_BEGIN = 3  # letters by which words with a star are found
_OR, _WHOLE = "/", "$"
_SENTENCE_ENDS = frozenset(".?!؟።۔")
_SENTENCE, _CLAUSE = re.compile(r"(?<=[.?!؟।۔\n;])\s+"), re.compile(r"(?<=[.?!؟।۔\n;,،፡])\s+")
_END = re.compile(r"^.*?(?=[^\w\s]*$)")  # what goes of a word that is taken out: all but the signs at its end
# Words: a message of so many tells hardly more than what is harmless in it. What was learned has to be so sure then as danger_heard counts.
# Of 41 alarms on the messages of bench/matching 25 were left, one danger of 390 was missed, and of dangers told in one breath with
# something harmless 8 in 396. (With 24 instead of 17; 17 alarms no oftener and swallows no danger that is learned from.)
_SHORT = 15
_SURE_IN_SHORT, _SURE = 40.0, 17.0


@dataclass(frozen=True, slots=True)
class _Pattern:
    slots: int
    whole: bool


class _Words(NamedTuple):
    """The folded words of a text, and beside each the piece of the text, as it is parted by blanks, and the sentence in which it stands."""

    folded: list[str]
    pieces: list[int]
    sentences: list[int]


_folded = lru_cache(_PIECES_REMEMBERED)(words_of)


def _words(pieces: Sequence[str]) -> _Words:
    words = _Words([], [], [])
    sentence = 0
    for number, piece in enumerate(pieces):
        for word in _folded(piece) if len(piece) <= _LONGEST_REMEMBERED else words_of(piece):
            words.folded.append(word)
            words.pieces.append(number)
            words.sentences.append(sentence)
        sentence += piece[-1] in _SENTENCE_ENDS
    return words


class _Calm:
    """The patterns of all languages, found by their words."""

    def __init__(self, languages: Iterable[Words]) -> None:
        self._patterns: list[_Pattern] = []
        self._exact: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._begun: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for phrase in dict.fromkeys(phrase for words in languages for phrase in words.calm):
            slots = phrase.split()
            whole = slots[-1] == _WHOLE
            slots = slots[: len(slots) - whole]
            for at, choices in enumerate(slots):
                for choice in choices.split(_OR):
                    self._know(" ".join(words_of(choice)), choice.endswith(ANY_ENDING), len(self._patterns), at)
            self._patterns.append(_Pattern(len(slots), whole))

    def _know(self, word: str, begins: bool, pattern: int, slot: int) -> None:
        if begins:
            self._begun[word[:_BEGIN]].append((word, pattern, slot))
        else:
            self._exact[word].append((pattern, slot))

    def found(self, words: _Words, only_whole: bool = False) -> set[int]:
        """The places of the words that belong to a pattern, or to one that is the whole message."""
        hits: list[tuple[int, int, int]] = []
        for place, word in enumerate(words.folded):
            hits += [(pattern, slot, place) for pattern, slot in self._exact.get(word, ())]
            hits += [(pattern, slot, place) for begun, pattern, slot in self._begun.get(word[:_BEGIN], ()) if word.startswith(begun)]
        places: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for pattern, slot, place in hits:
            places[pattern][slot].append(place)
        taken: set[int] = set()
        for number, of_slots in places.items():
            known = self._patterns[number]
            if len(of_slots) == known.slots and (len(words.folded) <= known.slots + 1 if known.whole else not only_whole):
                taken.update(_together(list(of_slots.values()), words))
        return taken


def _together(of_slots: list[list[int]], words: _Words) -> set[int]:
    """A place for each slot, near each other in one sentence with no "but" between them; empty when there is none."""
    fewest = min(of_slots, key=len)
    taken: set[int] = set()
    for start in fewest:
        places = {start}
        for slot in of_slots:
            if slot is not fewest:
                near = [at for at in slot if at not in places and words.sentences[at] == words.sentences[start]]
                places.update(sorted(near, key=lambda at: abs(at - start))[:1])
        first, last = min(places), max(places)
        if len(places) == len(of_slots) and last - first <= _NEAR and CONTRASTS.isdisjoint(words.folded[first:last]):
            taken |= places
    return taken


@read_once
def _calm() -> _Calm:
    return _Calm(asides())


@lru_cache(_REMEMBERED)
def without_calm(text: str) -> str:
    """The text without the words of what is harmless; a text with nothing of that, or a very long one, as it is. Never raises."""
    if len(text) > AT_MOST:
        return text
    pieces = text.split()
    taken = _calm().found(words := _words(pieces))
    gone = {words.pieces[place] for place in taken}
    return " ".join(_END.sub("", piece) if number in gone else piece for number, piece in enumerate(pieces)) if gone else text


def is_small_talk(text: str) -> bool:
    """Whether a message only asks if anybody is there."""
    return len(text) <= _LINE and bool(_calm().found(_words(text.split()), only_whole=True))


def danger_beside_calm(text: str) -> dict[str, float]:
    """What `danger_heard` hears in a text that tells of something harmless, too: what is sure, or what the rest of it tells by itself."""
    heard = danger_heard(text)
    short = len(text.split()) <= _SHORT
    if max(heard.values(), default=0.0) >= (_SURE_IN_SHORT if short else _SURE):
        return heard
    rest = " ".join(part for part in (_SENTENCE if short else _CLAUSE).split(text) if without_calm(part) == part)
    return danger_heard(rest) if heard and without_calm(rest) == rest else {}

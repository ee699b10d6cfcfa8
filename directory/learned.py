"""What the house has learned from the words in locales/: how much each piece of a word speaks for each need, for danger, for a language.

The weights are trained by directory/teaching.py and shipped as one file; here they are only read. numpy, no training library.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from directory.pieces import found_in, pairs, pieces, whole
from directory.read_once import read_once

FILE = Path(__file__).parent / "data" / "learned.npz"
NEED, ALARM, DANGER, LANGUAGE = TASKS = ("need", "alarm", "danger", "language")
CHAT, HUMAN, IDIOM = "#chat", "#human", "#idiom"  # meanings of the task "need" that are no needs

NOUGHT = 8  # what stands for 0 in half a byte
LEAK = 0.1  # what passes of a hidden unit below zero
_SAY = 0.15  # of the nets beside the machine: measured, 0.1 to 0.2 find the same
_NEVER = -12.0
AT_MOST_BY_NETS = -_SAY * _NEVER  # one need gains no more on another by what the nets say
_REMEMBERED, _LONG_REMEMBERED = 256, 4  # texts; more than a poll brings are screened before the first of them is understood
_SHORT = 40  # words; a text is remembered with a kilobyte for each
_WORDS_REMEMBERED = 4_000  # and so many pairs, and pieces; a kilobyte each
_NOWHERE = np.empty(0, np.intp)

Scores = NDArray[np.float32]


class LearnedUnreadable(RuntimeError):
    """The file of weights is missing or broken. The house must not start deaf."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What was learned for one task: which columns of the weights are its classes, what a step of each is worth, where each begins."""

    columns: slice
    scale: Scores
    bias: Scores


class Weights:
    """A row of weights of one byte for each piece. Most are 0, and only the others are kept: a third of the memory."""

    def __init__(self, starts: NDArray[np.uint32], columns: NDArray[np.uint8], values: NDArray[np.int8], width: int) -> None:
        self._starts, self._columns, self._values, self.width = starts, columns, values, width

    def of(self, at: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.uint8], NDArray[np.int8]]:
        """The weights of some pieces that are not 0: for each the index of its piece in `at`, its column, its value."""
        first = self._starts[at].astype(np.intp)
        counts = self._starts[at + 1].astype(np.intp) - first
        before = np.cumsum(counts) - counts
        kept = np.arange(counts.sum()) + np.repeat(first - before, counts)
        return np.repeat(np.arange(len(at)), counts), self._columns[kept], self._values[kept]


@dataclass(frozen=True, slots=True)
class _Nets:
    """What a few nets learned of needs: a row of weights for each piece to the hidden units of all, from those of each net to the needs."""

    into: NDArray[np.uint8]  # two weights of half a byte: of one half of the hidden units, and above them of the other
    scale: Scores
    out: Scores  # net, hidden unit, class
    bias: Scores  # net, class

    def to_hidden(self, at: NDArray[np.intp], rarity: Scores) -> Scores:
        """What some pieces that weigh so much say to the hidden units of all nets."""
        rows = self.into[at]
        said: Scores = np.concatenate((rarity @ (rows & 15), rarity @ (rows >> 4))) - NOUGHT * rarity.sum()
        return said

    def behind(self, sums: Scores) -> Scores:
        """How far each need is behind the likeliest, as a logarithm, on average over the nets.

        For sums of pieces of texts of length one, row by row.
        """
        hidden = sums * self.scale
        passed = np.maximum(hidden, LEAK * hidden).reshape(len(sums), *self.out.shape[:2]).swapaxes(0, 1)
        scores = passed @ self.out + self.bias[:, None]
        scores -= scores.max(axis=2, keepdims=True)
        behind: Scores = np.add.reduce(np.maximum(scores, _NEVER), axis=0) / np.float32(len(scores))
        return behind


class _Piece(NamedTuple):
    """What was learned of one piece: where it stands, its row of all columns and behind it that to the hidden units, its length squared."""

    place: NDArray[np.intp]
    says: Scores
    square: float


class _Word(NamedTuple):
    """The same of all pieces of one word together. `whole`: it was met as it stands."""

    at: NDArray[np.intp]
    says: Scores
    square: float
    whole: bool


class Weighed:
    """A text whose words have been looked up: the whole, where what is said twice counts once, and any stretch of it can be scored."""

    def __init__(self, learned: Learned, tokens: Sequence[str]) -> None:
        words = learned.words(tokens)
        self._learned, self._met = learned, [word.whole for word in words]
        self._by_word = np.array([word.says for word in words], np.float32) if words else learned.no_words
        squares = [word.square for word in words]
        at, of_word = [word.at for word in words], np.arange(len(words)).repeat([len(word.at) for word in words])
        ends: list[int] = []  # the words that end a pair
        for number, pair in enumerate(learned.pairs(tokens)):
            if pair is not None:
                self._by_word[number] += pair.says
                squares[number] += pair.square
                at.append(pair.place)
                ends.append(number)
        every = np.concatenate([_NOWHERE, *at])
        self.known = len(every) > 0  # whether any piece of the text was ever met
        order = every.argsort(kind="stable")
        in_order = every[order]
        again = order[1:][in_order[1:] == in_order[:-1]]
        # What the text said before counts in no whole: those pieces, and for each time that one comes again which it is and in which word.
        times = every[again].tolist()
        which = {piece: number for number, piece in enumerate(dict.fromkeys(times))}
        self._which = [which[piece] for piece in times]
        self._again = [learned.piece(piece) for piece in which]
        self._again_in = np.concatenate([of_word, np.array(ends, np.intp)])[again]
        self._squares = np.array(squares)
        counted = sum(squares) - sum([self._again[piece].square for piece in self._which])
        self._length = np.float32(max(counted, 1e-6) ** 0.5)
        self._wholes: dict[float, Scores] = {}

    def scores(self, task: str, strange: float = 1.0) -> Scores:
        """How much the whole text speaks for each class of a task. Above 0: more for than against.

        A word never met as it stands counts `strange` of what its pieces say: that leaves the text nearer to saying nothing.
        """
        of = self._learned.tasks[task]
        scores: Scores = self._whole(strange)[of.columns] * of.scale + of.bias
        return scores

    def said_by_nets(self, strange: float = 1.0) -> Scores:
        """What the nets add to the scores of the whole text for NEED: 0 for the likeliest, less for the others."""
        said: Scores = _SAY * self._learned.nets.behind(self._whole(strange)[None, self._learned.to_nets])[0]
        return said

    def _whole(self, strange: float) -> Scores:
        """The rows of all words added up, without those of the pieces that came before, for a text of length one."""
        if (known := self._wholes.get(strange)) is None:
            heeded = np.array([1.0 if met else strange for met in self._met], np.float32)
            known = heeded @ self._by_word
            if self._again:
                known -= np.bincount(self._which, heeded[self._again_in]).astype(np.float32) @ np.array(
                    [piece.says for piece in self._again]
                )
            known /= self._length
            self._wholes[strange] = known
        return known

    def each(self, task: str, spans: Sequence[tuple[int, int]]) -> Scores:
        """The scores of many stretches (first word, the one after the last), one row each."""
        of = self._learned.tasks[task]
        scores: Scores = self._of_spans(self._by_word[:, of.columns], spans) * of.scale + of.bias
        return scores

    def said_by_nets_of_each(self, spans: Sequence[tuple[int, int]]) -> Scores:
        """What the nets add to the scores of many stretches for NEED, one row each."""
        said: Scores = _SAY * self._learned.nets.behind(self._of_spans(self._by_word[:, self._learned.to_nets], spans))
        return said

    def _of_spans(self, by_word: Scores, spans: Sequence[tuple[int, int]]) -> Scores:
        """The rows of the words of each stretch added up, for a stretch of length one."""
        first, after = np.array(spans, np.intp).reshape(-1, 2).T
        lengths: Scores = np.sqrt(np.maximum(_between(self._squares[:, None], first, after), 1e-6)).astype(np.float32)
        of_length_one: Scores = _between(by_word, first, after) / lengths
        return of_length_one

    def told_by(self, task: str, number: int) -> list[int]:
        """The indexes of the words that speak for a class, the one that speaks most for it first."""
        gains = self._by_word[:, self._learned.tasks[task].columns.start + number]
        return [int(at) for at in np.argsort(-gains, kind="stable") if gains[at] > 0]


def _between(rows: NDArray[Any], first: NDArray[np.intp], after: NDArray[np.intp]) -> Scores:
    sums = np.zeros((len(rows) + 1, rows.shape[1]), np.float32)
    np.cumsum(rows, axis=0, out=sums[1:])
    between: Scores = sums[after] - sums[first]
    return between


class Learned:
    """The weights, ready to be asked."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self.classes: dict[str, tuple[str, ...]] = {task: tuple(map(str, parts[f"{task}_classes"])) for task in TASKS}
        self.digest = str(parts["digest"])
        self.numbers: NDArray[np.uint32] = parts["numbers"]
        self.rarity: Scores = parts["rarity"].astype(np.float32)
        self.tasks: dict[str, _Task] = {}
        width = 0
        for task in TASKS:
            columns = slice(width, width := width + len(self.classes[task]))
            self.tasks[task] = _Task(columns, parts[f"{task}_scale"], parts[f"{task}_bias"])
        self.weights = Weights(parts["weights_starts"], parts["weights_columns"], parts["weights_values"], width)
        self.nets = _Nets(parts["nets_into"], parts["nets_scale"], parts["nets_out"], parts["nets_bias"])
        self.to_nets = slice(width, None)  # where the row of a piece or word goes to the hidden units
        self.no_words: Scores = np.empty((0, width + len(self.nets.scale)), np.float32)
        self._words: dict[str, _Word] = {}
        self._pairs: dict[int, _Piece | None] = {}
        self._pieces: dict[int, _Piece] = {}
        self._weigh = lru_cache(_LONG_REMEMBERED)(lambda tokens: Weighed(self, tokens))
        self._weigh_short = lru_cache(_REMEMBERED)(lambda tokens: Weighed(self, tokens))

    def weigh(self, tokens: Sequence[str]) -> Weighed:
        """Looks words up once for all that is asked about them; the last texts are remembered: what was screened is understood soon."""
        return (self._weigh_short if len(tokens) <= _SHORT else self._weigh)(tuple(tokens))

    def words(self, tokens: Sequence[str]) -> list[_Word]:
        """What was learned of each word. Most words are said again and again, and are only looked up once."""
        known = self._words
        if new := [token for token in dict.fromkeys(tokens) if token not in known]:
            if len(known) > _WORDS_REMEMBERED:
                known = self._words = {token: word for token in tokens if (word := known.get(token))}
            known.update(zip(new, self._look_up(new), strict=True))
        return [known[token] for token in tokens]

    def _look_up(self, tokens: Sequence[str]) -> Iterator[_Word]:
        numbers, of_word = pieces(tokens)
        at, known = found_in(self.numbers, numbers)
        at, of_word = at[known], of_word[known]
        rarity = self.rarity[at]
        piece, columns, values = self.weights.of(at)
        width, count = self.weights.width, len(tokens)
        says = np.bincount(of_word[piece] * width + columns, values * rarity[piece], count * width).reshape(count, width).astype(np.float32)
        squares = np.bincount(of_word, rarity * rarity, count).tolist()
        ends = np.searchsorted(of_word, np.arange(count + 1)).tolist()
        met = found_in(self.numbers, whole(tokens))[1].tolist()
        for number, (first, after) in enumerate(pairwise(ends)):
            mine = at[first:after]
            row = np.concatenate((says[number], self.nets.to_hidden(mine, rarity[first:after])))
            yield _Word(mine, row, squares[number], met[number])

    def pairs(self, tokens: Sequence[str]) -> list[_Piece | None]:
        """What was learned of the pair each word ends; None: it was never met."""
        numbers = pairs(tokens)
        known = self._pairs
        if new := [number for number in numbers if number not in known]:
            if len(known) > _WORDS_REMEMBERED:
                known = self._pairs = {number: known[number] for number in numbers if number in known}
            at, met = found_in(self.numbers, np.array(new, np.uint32))
            known.update(zip(new, (self.piece(one) if there else None for one, there in zip(at.tolist(), met, strict=True)), strict=True))
        return [known[number] for number in numbers]

    def piece(self, at: int) -> _Piece:
        """What was learned of one piece."""
        if (known := self._pieces.get(at)) is None:
            place = np.array([at], np.intp)
            rarity = self.rarity[place]
            says = np.zeros(self.weights.width, np.float32)
            _, columns, values = self.weights.of(place)
            says[columns] = values * rarity
            known = _Piece(place, np.concatenate((says, self.nets.to_hidden(place, rarity))), float(rarity[0] * rarity[0]))
            if len(self._pieces) > _WORDS_REMEMBERED:
                self._pieces.clear()
            self._pieces[at] = known
        return known


def read(file: Path) -> Learned:
    """The weights of a file. Raises LearnedUnreadable."""
    try:
        with np.load(file, allow_pickle=False) as parts:
            return Learned({name: parts[name] for name in parts.files})
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise LearnedUnreadable(f"{file.name}: {error}") from error


@read_once
def learned() -> Learned:
    """The weights the house ships, read once per process."""
    return read(FILE)

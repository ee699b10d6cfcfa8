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

LEAK = 0.1  # what passes of a hidden unit below zero
_SAY = 0.15  # of the net beside the machine: measured, 0.1 to 0.2 find the same
_NEVER = -12.0
_REMEMBERED, _LONG_REMEMBERED = 256, 4  # texts; more than a poll brings are screened before the first of them is understood
_SHORT = 40  # words; a text is remembered with a kilobyte for each
_WORDS_REMEMBERED = 4_000

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
class _Net:
    """What the net learned of needs: a row of weights for each piece to the hidden units, and from these to the classes of NEED."""

    into: NDArray[np.int8]
    scale: Scores
    out: Scores
    bias: Scores

    def behind(self, sums: Scores) -> Scores:
        """How far each need is behind the likeliest, as a logarithm; for sums of pieces of texts of length one, row by row."""
        hidden = sums * self.scale
        scores = np.where(hidden > 0, hidden, LEAK * hidden) @ self.out + self.bias
        behind: Scores = np.maximum(scores - scores.max(axis=1, keepdims=True), _NEVER)
        return behind


class _Word(NamedTuple):
    """What was learned of one word by itself."""

    at: NDArray[np.intp]  # which pieces of it were ever met
    says: Scores  # what they say together, for all columns
    to_net: Scores  # and to each hidden unit of the net
    square: float  # of its length
    whole: bool  # it was met as it stands


class Weighed:
    """A text whose words have been looked up: the whole, where what is said twice counts once, and any stretch of it can be scored."""

    def __init__(self, learned: Learned, tokens: Sequence[str]) -> None:
        self._learned, self._words = learned, learned.words(tokens)
        count, width = len(tokens), learned.weights.width
        at, known = found_in(learned.numbers, pairs(tokens))
        of_pair, pair = np.flatnonzero(known), at[known]
        every = np.concatenate([*(word.at for word in self._words), pair])
        lengths = np.fromiter((len(word.at) for word in self._words), np.intp, count)
        of_word = np.concatenate([np.repeat(np.arange(count), lengths), of_pair])
        order = np.argsort(every, kind="stable")
        again = order[1:][every[order[1:]] == every[order[:-1]]]  # pieces that came before in the text
        self.known = len(every) > 0
        # The words were looked up with all their pieces; what is told by pairs of them comes on top, what comes again counts for no whole.
        self._besides, self._of_besides = np.concatenate([pair, every[again]]), np.concatenate([of_pair, of_word[again]])
        self._rarity = learned.rarity[self._besides]
        self._pairs = len(pair)
        self._by_word, twice = self._with_pairs(count, width)
        self._once: Scores = self._by_word - twice
        squares = np.bincount(self._of_besides, self._rarity * np.where(np.arange(len(self._besides)) < len(pair), self._rarity, 0), count)
        self._squares = squares + [word.square for word in self._words]
        counted = self._squares.sum() - float(self._rarity[len(pair) :] @ self._rarity[len(pair) :])
        self._length = np.float32(max(counted, 1e-6) ** 0.5)
        self._wholes: dict[float, Scores] = {}

    def _with_pairs(self, count: int, width: int) -> tuple[Scores, Scores]:
        """What each word says with the pair it ends, a row of all columns for each; and what of that was said before."""
        piece, columns, values = self._learned.weights.of(self._besides)
        rows = self._of_besides + count * (np.arange(len(self._besides)) >= self._pairs)
        both = np.bincount(rows[piece] * width + columns, values * self._rarity[piece], 2 * count * width).astype(np.float32)
        pairs_say, twice = both.reshape(2, count, width)
        return np.array([word.says for word in self._words], np.float32).reshape(count, width) + pairs_say, twice

    def scores(self, task: str, strange: float = 1.0) -> Scores:
        """How much the whole text speaks for each class of a task. Above 0: more for than against.

        A word never met as it stands counts `strange` of what its pieces say: that leaves the text nearer to saying nothing.
        """
        of = self._learned.tasks[task]
        if strange not in self._wholes:
            self._wholes[strange] = self._heeded(strange) @ self._once / self._length
        scores: Scores = self._wholes[strange][of.columns] * of.scale + of.bias
        return scores

    def said_by_net(self, strange: float = 1.0) -> Scores:
        """What the net adds to the scores of the whole text for NEED: 0 for the likeliest, less for the others."""
        heeded, net = self._heeded(strange), self._learned.net
        sign = np.where(np.arange(len(self._besides)) < self._pairs, np.float32(1), np.float32(-1))
        sums = heeded @ self._to_net + (self._rarity * sign * heeded[self._of_besides]) @ net.into[self._besides]
        said: Scores = _SAY * net.behind((sums / self._length)[None])[0]
        return said

    def _heeded(self, strange: float) -> Scores:
        """How much of each word counts: less of one never met."""
        return np.array([1.0 if word.whole else strange for word in self._words], np.float32)

    @property
    def _to_net(self) -> Scores:
        return np.array([word.to_net for word in self._words], np.float32).reshape(len(self._words), -1)

    def each(self, task: str, spans: Sequence[tuple[int, int]]) -> Scores:
        """The scores of many stretches (first word, the one after the last), one row each."""
        of = self._learned.tasks[task]
        scores: Scores = self._of_spans(self._by_word[:, of.columns], spans) * of.scale + of.bias
        return scores

    def said_by_net_of_each(self, spans: Sequence[tuple[int, int]]) -> Scores:
        """What the net adds to the scores of many stretches for NEED, one row each."""
        net, pairs_ = self._learned.net, slice(self._pairs)
        by_word = self._to_net
        np.add.at(by_word, self._of_besides[pairs_], net.into[self._besides[pairs_]] * self._rarity[pairs_, None])
        said: Scores = _SAY * net.behind(self._of_spans(by_word, spans))
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
        self.net = _Net(parts["net_into"], parts["net_scale"], parts["net_out"], parts["net_bias"])
        self._words: dict[str, _Word] = {}
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
        whole_ones = found_in(self.numbers, whole(tokens))[1].tolist()
        for number, (first, after) in enumerate(pairwise(ends)):
            mine = at[first:after]
            yield _Word(mine, says[number].copy(), rarity[first:after] @ self.net.into[mine], squares[number], whole_ones[number])


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

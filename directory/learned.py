"""What the house has learned from the words in locales/: how much each piece of a word speaks for each need, for danger, for a language.

The weights are trained by directory/teaching.py and shipped as one file; here they are only read. numpy, no training library.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.pieces import found_in, pieces, whole
from directory.read_once import read_once

FILE = Path(__file__).parent / "data" / "learned.npz"
NEED, ALARM, DANGER, LANGUAGE = TASKS = ("need", "alarm", "danger", "language")
CHAT, HUMAN, IDIOM = "#chat", "#human", "#idiom"  # meanings of the task "need" that are no needs

LEAK = 0.1  # what passes of a hidden unit below zero
_SAY = 0.15  # of the net beside the machine: measured, 0.1 to 0.2 find the same
_NEVER = -12.0
_REMEMBERED = 4  # texts

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


class Weighed:
    """A text whose words have been looked up: the whole, where what is said twice counts once, and any stretch of it can be scored."""

    def __init__(self, learned: Learned, tokens: Sequence[str]) -> None:
        numbers, of_word = pieces(tokens)
        at, known = found_in(learned.numbers, numbers)
        self._learned, self._tokens, self._at, self._of_word = learned, tokens, at[known], of_word[known]
        self._rarity = learned.rarity[self._at]
        self._piece, self._columns, values = learned.weights.of(self._at)
        self._gains: Scores = values * self._rarity[self._piece]
        first = np.unique(self._at, return_index=True)[1]
        self._once = np.zeros(len(self._at), np.float32)
        self._once[first] = 1.0
        self._length = np.sqrt(np.maximum(self._rarity[first] @ self._rarity[first], np.float32(1e-6)))
        self._wholes: dict[float, Scores] = {}

    @property
    def known(self) -> bool:
        """Whether any piece of the text was ever met."""
        return len(self._at) > 0

    def scores(self, task: str, strange: float = 1.0) -> Scores:
        """How much the whole text speaks for each class of a task. Above 0: more for than against.

        A word never met as it stands counts `strange` of what its pieces say: that leaves the text nearer to saying nothing.
        """
        of = self._learned.tasks[task]
        if strange not in self._wholes:
            gains = self._gains * self._heeded(strange)[self._piece]
            self._wholes[strange] = np.bincount(self._columns, gains, self._learned.weights.width).astype(np.float32) / self._length
        scores: Scores = self._wholes[strange][of.columns] * of.scale + of.bias
        return scores

    def said_by_net(self, strange: float = 1.0) -> Scores:
        """What the net adds to the scores of the whole text for NEED: 0 for the likeliest, less for the others."""
        net = self._learned.net
        sums = (self._rarity * self._heeded(strange)) @ net.into[self._at] / self._length
        said: Scores = _SAY * net.behind(sums[None])[0]
        return said

    def _heeded(self, strange: float) -> Scores:
        """How much of each piece counts in the whole: of one that comes twice only the first, and less in a word never met."""
        if strange == 1.0:
            return self._once
        heeded: Scores = self._once * np.where(self._of_known_word, np.float32(1), np.float32(strange))
        return heeded

    @cached_property
    def _of_known_word(self) -> NDArray[np.bool_]:
        """For each piece whether its word was met as it stands."""
        return found_in(self._learned.numbers, whole(self._tokens))[1][self._of_word]

    @cached_property
    def _by_word(self) -> Scores:
        """What the pieces of each word say, a row of all columns for each word."""
        width = self._learned.weights.width
        cells = self._of_word[self._piece].astype(np.intp) * width + self._columns
        return np.bincount(cells, self._gains, len(self._tokens) * width).reshape(-1, width).astype(np.float32)

    def each(self, task: str, spans: Sequence[tuple[int, int]]) -> Scores:
        """The scores of many stretches (first word, the one after the last), one row each."""
        of = self._learned.tasks[task]
        scores: Scores = self._of_spans(self._by_word[:, of.columns], spans) * of.scale + of.bias
        return scores

    def said_by_net_of_each(self, spans: Sequence[tuple[int, int]]) -> Scores:
        """What the net adds to the scores of many stretches for NEED, one row each."""
        by_word = np.zeros((len(self._tokens), self._learned.net.into.shape[1]), np.float32)
        np.add.at(by_word, self._of_word, self._learned.net.into[self._at] * self._rarity[:, None])
        said: Scores = _SAY * self._learned.net.behind(self._of_spans(by_word, spans))
        return said

    def _of_spans(self, by_word: Scores, spans: Sequence[tuple[int, int]]) -> Scores:
        """The rows of the words of each stretch added up, for a stretch of length one."""
        squares = np.bincount(self._of_word, self._rarity * self._rarity, len(self._tokens))
        first, after = np.array(spans, np.intp).reshape(-1, 2).T
        lengths: Scores = np.sqrt(np.maximum(_between(squares[:, None], first, after), 1e-6)).astype(np.float32)
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
        self._weigh = lru_cache(_REMEMBERED)(lambda tokens: Weighed(self, tokens))

    def weigh(self, tokens: Sequence[str]) -> Weighed:
        """Looks words up once for all that is asked about them; the last few texts are remembered, danger and needs are asked in turn."""
        return self._weigh(tuple(tokens))


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

"""What the house has learned from the words in locales/: how much each piece of a word speaks for each need, for danger, for a language.

The weights are trained by directory/teaching.py and shipped as one file; here they are only read. numpy, no training library.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.pieces import found_in, pieces, whole

FILE = Path(__file__).parent / "data" / "learned.npz"
NEED, ALARM, DANGER, LANGUAGE = TASKS = ("need", "alarm", "danger", "language")
CHAT, HUMAN, IDIOM = "#chat", "#human", "#idiom"  # meanings of the task "need" that are no needs

LEAK = 0.1  # what passes of a hidden unit below zero
_SAY = 0.15  # of the net beside the machine: measured, 0.1 to 0.2 find the same
_NEVER = -12.0

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
        self._starts, self._columns, self._values, self._width = starts, columns, values, width

    def of(self, at: NDArray[np.intp]) -> NDArray[np.int8]:
        """The rows of some pieces, all columns."""
        first = self._starts[at].astype(np.intp)
        counts = self._starts[at + 1].astype(np.intp) - first
        before = np.cumsum(counts) - counts
        kept = np.arange(counts.sum()) + np.repeat(first - before, counts)
        rows = np.zeros((len(at), self._width), np.int8)
        rows[np.repeat(np.arange(len(at)), counts), self._columns[kept]] = self._values[kept]
        return rows


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

    def __init__(self, learned: Learned, at: NDArray[np.intp], of_word: NDArray[np.int32], heeded: Scores) -> None:
        self._tasks, self._net, self._at, self._of_word, self._words = learned.tasks, learned.net, at, of_word, len(heeded)
        self._rarity = learned.rarity[at]
        self._once, self._again = np.unique(at, return_inverse=True)
        self._weights = learned.weights.of(self._once)
        rarity = learned.rarity[self._once]
        most = np.zeros(len(self._once), np.float32)
        np.maximum.at(most, self._again, heeded[of_word])
        self._rarity_once: Scores = most * rarity / np.sqrt(np.maximum(rarity @ rarity, np.float32(1e-6)))

    @property
    def known(self) -> bool:
        """Whether any piece of the text was ever met."""
        return len(self._at) > 0

    def scores(self, task: str) -> Scores:
        """How much the whole text speaks for each class of a task. Above 0: more for than against."""
        of = self._tasks[task]
        scores: Scores = self._rarity_once @ self._weights[:, of.columns] * of.scale + of.bias
        return scores

    def said_by_net(self) -> Scores:
        """What the net adds to the scores of the whole text for NEED: 0 for the likeliest, less for the others."""
        said: Scores = _SAY * self._net.behind((self._rarity_once @ self._net.into[self._once])[None])[0]
        return said

    def each(self, task: str, spans: Sequence[tuple[int, int]]) -> Scores:
        """The scores of many stretches (first word, the one after the last), one row each."""
        of = self._tasks[task]
        sums, lengths = self._sums(self._weights[:, of.columns][self._again], spans)
        scores: Scores = sums * of.scale / lengths + of.bias
        return scores

    def said_by_net_of_each(self, spans: Sequence[tuple[int, int]]) -> Scores:
        """What the net adds to the scores of many stretches for NEED, one row each."""
        sums, lengths = self._sums(self._net.into[self._at], spans)
        said: Scores = _SAY * self._net.behind(sums / lengths)
        return said

    def _sums(self, weights: NDArray[np.int8], spans: Sequence[tuple[int, int]]) -> tuple[Scores, Scores]:
        """What the pieces of stretches weigh, added up, and how long each stretch is; `weights` has a row for each piece of the text."""
        sums = self._running(weights * self._rarity[:, None])
        squares = self._running((self._rarity * self._rarity)[:, None])[:, 0]
        first, after = np.array(spans, np.intp).reshape(-1, 2).T
        lengths: Scores = np.sqrt(np.maximum(squares[after] - squares[first], 1e-6))[:, None]
        return sums[after] - sums[first], lengths

    def told_by(self, task: str, number: int) -> list[int]:
        """The indexes of the words that speak for a class, the one that speaks most for it first."""
        weights = self._weights[self._again, self._tasks[task].columns.start + number]
        gains = np.diff(self._running((weights * self._rarity)[:, None])[:, 0])
        return [int(at) for at in np.argsort(-gains, kind="stable") if gains[at] > 0]

    def _running(self, gains: Scores) -> Scores:
        """What stands before each word, added up: words + 1 rows."""
        sums = np.zeros((self._words + 1, gains.shape[1]), np.float32)
        if len(gains):
            words, starts = np.unique(self._of_word, return_index=True)
            sums[words + 1] = np.add.reduceat(gains, starts, axis=0)
            np.cumsum(sums, axis=0, out=sums)
        return sums


class Learned:
    """The weights, ready to be asked."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self.classes: dict[str, tuple[str, ...]] = {task: tuple(map(str, parts[f"{task}_classes"])) for task in TASKS}
        self.digest = str(parts["digest"])
        self._numbers: NDArray[np.uint32] = parts["numbers"]
        self.rarity: Scores = parts["rarity"].astype(np.float32)
        self.tasks: dict[str, _Task] = {}
        width = 0
        for task in TASKS:
            columns = slice(width, width := width + len(self.classes[task]))
            self.tasks[task] = _Task(columns, parts[f"{task}_scale"], parts[f"{task}_bias"])
        self.weights = Weights(parts["weights_starts"], parts["weights_columns"], parts["weights_values"], width)
        self.net = _Net(parts["net_into"], parts["net_scale"], parts["net_out"], parts["net_bias"])

    def weigh(self, tokens: Sequence[str], strange: float = 1.0) -> Weighed:
        """Looks words up once for all that is asked about them.

        In the scores of the whole text, a word never met as it stands counts `strange` of what its pieces say: that leaves the text nearer
        to saying nothing.
        """
        numbers, of_word = pieces(tokens)
        at, known = found_in(self._numbers, numbers)
        heeded = np.ones(len(tokens), np.float32)
        if strange != 1.0:
            heeded[~found_in(self._numbers, whole(tokens))[1]] = strange
        return Weighed(self, at[known], of_word[known], heeded)


def read(file: Path) -> Learned:
    """The weights of a file. Raises LearnedUnreadable."""
    try:
        with np.load(file, allow_pickle=False) as parts:
            return Learned({name: parts[name] for name in parts.files})
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise LearnedUnreadable(f"{file.name}: {error}") from error


@cache
def learned() -> Learned:
    """The weights the house ships, read once per process."""
    return read(FILE)

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

from directory.pieces import pieces

FILE = Path(__file__).parent / "data" / "learned.npz"
NEED, ALARM, DANGER, LANGUAGE = TASKS = ("need", "alarm", "danger", "language")
CHAT, HUMAN = "#chat", "#human"  # meanings of the task "need" that are no needs

Scores = NDArray[np.float32]


class LearnedUnreadable(RuntimeError):
    """The file of weights is missing or broken. The house must not start deaf."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text whose words have been weighed: the whole, where what is said twice counts once, and any stretch of it at once."""

    _whole: Scores
    _sums: Scores  # words + 1 by classes: what stands before each word, added up
    _squares: Scores  # words + 1
    _bias: Scores
    _columns: Mapping[str, slice]

    def scores(self, task: str) -> Scores:
        """How much the whole text speaks for each class of a task. Above 0: more for than against."""
        return self._whole[self._columns[task]]

    def each(self, task: str, spans: Sequence[tuple[int, int]]) -> Scores:
        """The scores of many stretches, one row each."""
        columns = self._columns[task]
        first, after = np.array(spans, np.intp).reshape(-1, 2).T
        lengths = np.sqrt(np.maximum(self._squares[after] - self._squares[first], 1e-6))
        scores: Scores = (self._sums[after, columns] - self._sums[first, columns]) / lengths[:, None] + self._bias[columns]
        return scores

    def told_by(self, task: str, number: int) -> list[int]:
        """The indexes of the words that speak for a class, the one that speaks most for it first."""
        gains = np.diff(self._sums[:, self._columns[task].start + number])
        return [int(at) for at in np.argsort(-gains, kind="stable") if gains[at] > 0]


class Learned:
    """The weights, ready to be asked."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self.classes: dict[str, tuple[str, ...]] = {task: tuple(map(str, parts[f"{task}_classes"])) for task in TASKS}
        self.digest = str(parts["digest"])
        self._numbers: NDArray[np.uint32] = parts["numbers"]
        self._rarity: Scores = parts["rarity"].astype(np.float32)
        self._weights: NDArray[np.int8] = parts["weights"]
        self._scale: Scores = parts["scale"]
        self._bias: Scores = parts["bias"]
        start = 0
        self._columns: dict[str, slice] = {}
        for task in TASKS:
            self._columns[task] = slice(start, start + len(self.classes[task]))
            start += len(self.classes[task])

    def weigh(self, tokens: Sequence[str]) -> Weighed:
        """Weighs words once for all that is asked about them."""
        numbers, of_word = pieces(tokens)
        at = np.searchsorted(self._numbers, numbers)
        at[at == len(self._numbers)] = 0
        known = self._numbers[at] == numbers
        once = np.unique(at[known])
        rarity = self._rarity[once]
        length = float(np.sqrt(rarity @ rarity)) or 1.0
        whole: Scores = rarity @ self._weights[once] * self._scale / length + self._bias
        at, of_word = at[known], of_word[known]
        order = np.argsort(of_word, kind="stable")
        at, of_word = at[order], of_word[order]
        rarity = self._rarity[at]
        sums = np.zeros((len(tokens) + 1, len(self._bias)), np.float32)
        squares = np.zeros(len(tokens) + 1, np.float32)
        if len(at):
            words, starts = np.unique(of_word, return_index=True)
            sums[words + 1] = np.add.reduceat(self._weights[at] * rarity[:, None], starts, axis=0)
            squares[words + 1] = np.add.reduceat(rarity * rarity, starts)
            np.cumsum(sums, axis=0, out=sums)
            np.cumsum(squares, out=squares)
        return Weighed(whole, sums * self._scale, squares, self._bias, self._columns)


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

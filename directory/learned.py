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

from directory.pieces import found_in, pieces

FILE = Path(__file__).parent / "data" / "learned.npz"
NEED, ALARM, DANGER, LANGUAGE = TASKS = ("need", "alarm", "danger", "language")
CHAT, HUMAN, IDIOM = "#chat", "#human", "#idiom"  # meanings of the task "need" that are no needs

Scores = NDArray[np.float32]


class LearnedUnreadable(RuntimeError):
    """The file of weights is missing or broken. The house must not start deaf."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What was learned for one task: a row of weights for each piece, a column for each class."""

    weights: NDArray[np.int8]
    scale: Scores
    bias: Scores


class Weighed:
    """A text whose words have been looked up: the whole, where what is said twice counts once, and any stretch of it can be scored."""

    def __init__(self, tasks: Mapping[str, _Task], at: NDArray[np.intp], of_word: NDArray[np.int32], rarity: Scores, words: int) -> None:
        self._tasks, self._at, self._of_word, self._rarity, self._words = tasks, at, of_word, rarity, words

    @property
    def known(self) -> bool:
        """Whether any piece of the text was ever met."""
        return len(self._at) > 0

    def scores(self, task: str) -> Scores:
        """How much the whole text speaks for each class of a task. Above 0: more for than against."""
        of = self._tasks[task]
        at, first = np.unique(self._at, return_index=True)
        rarity = self._rarity[first]
        length = np.sqrt(np.maximum(rarity @ rarity, np.float32(1e-6)))
        scores: Scores = rarity @ of.weights[at] * (of.scale / length) + of.bias
        return scores

    def each(self, task: str, spans: Sequence[tuple[int, int]]) -> Scores:
        """The scores of many stretches (first word, the one after the last), one row each."""
        of = self._tasks[task]
        sums = self._running(of.weights[self._at] * self._rarity[:, None])
        squares = self._running((self._rarity * self._rarity)[:, None])[:, 0]
        first, after = np.array(spans, np.intp).reshape(-1, 2).T
        lengths = np.sqrt(np.maximum(squares[after] - squares[first], 1e-6))
        scores: Scores = (sums[after] - sums[first]) * of.scale / lengths[:, None] + of.bias
        return scores

    def told_by(self, task: str, number: int) -> list[int]:
        """The indexes of the words that speak for a class, the one that speaks most for it first."""
        gains = np.diff(self._running((self._tasks[task].weights[self._at, number] * self._rarity)[:, None])[:, 0])
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
        self._rarity: Scores = parts["rarity"].astype(np.float32)
        self._tasks = {task: _Task(parts[f"{task}_weights"], parts[f"{task}_scale"], parts[f"{task}_bias"]) for task in TASKS}

    def weigh(self, tokens: Sequence[str]) -> Weighed:
        """Looks words up once for all that is asked about them."""
        numbers, of_word = pieces(tokens)
        at, known = found_in(self._numbers, numbers)
        return Weighed(self._tasks, at[known], of_word[known], self._rarity[at[known]], len(tokens))


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

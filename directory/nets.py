"""Small nets, trained with numpy: the sum of a text's pieces, one hidden layer, a likelihood for each meaning.

A net of this form beside a machine of directory/teaching.py finds more than either alone (docs/decisions/0009). It is taught with pieces
left out at random, so that it never leans on a single word. Only `lotse words teach` trains nets; directory/learned.py asks them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from directory.learned import LEAK

HIDDEN = 64
_ROUNDS, _TOGETHER = 5, 128
_LEFT_OUT = 0.3  # of the pieces of each phrase, others in each round
_STEP, _LAST_STEP, _STEP_OUT = 0.45, 0.015, 0.1
_FIRST = 0.15  # spread of the first weights

Floats = NDArray[np.float32]


@dataclass(slots=True)
class Net:
    """Weights of pieces to hidden units, and of hidden units to meanings."""

    into: Floats
    out: Floats
    bias: Floats

    def hidden(self, rows: sparse.csr_matrix) -> Floats:
        """The hidden units of phrases before what lies below zero leaks."""
        hidden: Floats = rows @ self.into
        return hidden


def train(rows: sparse.csr_matrix, meanings: NDArray[np.intp], safe: NDArray[np.bool_], seed: int) -> Net:
    """A net for phrases of length one. `meanings` is a number for each phrase; -1: only that it is one of the `safe` meanings."""
    chance = np.random.default_rng(seed)
    pieces, number = rows.shape[1], len(safe)
    net = Net(
        (chance.standard_normal((pieces, HIDDEN)) * _FIRST).astype(np.float32),
        (chance.standard_normal((HIDDEN, number)) / np.sqrt(HIDDEN)).astype(np.float32),
        np.zeros(number, np.float32),
    )
    # Adagrad: the more a weight has moved, the smaller its steps. One sum for all weights of a piece.
    moved = (np.full(pieces, 1e-6, np.float32), np.full_like(net.out, 1e-6), np.full_like(net.bias, 1e-6))
    for round_ in range(_ROUNDS):
        step = _STEP * (1 - round_ / _ROUNDS) + _LAST_STEP
        order = chance.permutation(rows.shape[0])
        for start in range(0, len(order), _TOGETHER):
            taken = order[start : start + _TOGETHER]
            few = rows[taken]
            few.data *= (chance.random(few.nnz) >= _LEFT_OUT) / np.float32(1 - _LEFT_OUT)
            _learn(net, moved, few, meanings[taken], safe, step)
    return net


def _learn(
    net: Net,
    moved: tuple[Floats, Floats, Floats],
    rows: sparse.csr_matrix,
    meanings: NDArray[np.intp],
    safe: NDArray[np.bool_],
    step: float,
) -> None:
    hidden = net.hidden(rows)
    passed = np.where(hidden > 0, hidden, LEAK * hidden)
    wrong = likelihoods(passed @ net.out + net.bias)
    told = meanings >= 0
    among_safe = wrong[~told] * safe
    wrong[~told] -= among_safe / np.maximum(among_safe.sum(axis=1, keepdims=True), 1e-6)
    wrong[told, meanings[told]] -= 1
    wrong *= 8 / len(meanings)
    back = (wrong @ net.out.T) * np.where(hidden > 0, np.float32(1), np.float32(LEAK))
    by_piece = rows.tocsc()
    met = np.unique(rows.indices)
    change = by_piece[:, met].T @ back
    moved[0][met] += (change * change).mean(axis=1)
    net.into[met] -= step * change / np.sqrt(moved[0][met])[:, None]
    for weights, sums, change in ((net.out, moved[1], passed.T @ wrong), (net.bias, moved[2], wrong.sum(axis=0))):
        sums += change * change
        weights -= _STEP_OUT * step * change / np.sqrt(sums)


def likelihoods(scores: Floats) -> Floats:
    """Scores as numbers above 0 that add up to 1, row by row."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = grown / grown.sum(axis=1, keepdims=True)
    return shares

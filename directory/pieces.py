"""A text as the pieces of its words: runs of two to five letters, whole words and pairs of words, each as one number.

Pieces find a word again when it is inflected, joined to another or mistyped; that is all the learned parts ever see of a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_SHORTEST, _LONGEST = 2, 5  # letters of a run, a blank before and after the word among them
_BEGINNING = 5

Numbers = NDArray[np.uint32]
_NOTHING: Numbers = np.empty(0, np.uint32)


@lru_cache(20_000)
def _of_word(word: str) -> Numbers:
    framed = f" {word} "
    runs = {framed[at : at + length] for length in range(_SHORTEST, _LONGEST + 1) for at in range(len(framed) - length + 1)}
    runs |= {f"={word}", f"^{word[:_BEGINNING]}"}
    return np.fromiter((crc32(run.encode()) for run in sorted(runs)), np.uint32, len(runs))


def pieces(tokens: Sequence[str]) -> tuple[Numbers, NDArray[np.intp]]:
    """The pieces of folded words by themselves, and beside each the index of the word it belongs to, in order."""
    words = [_of_word(token) for token in tokens]
    return np.concatenate([_NOTHING, *words]), np.repeat(np.arange(len(words)), np.fromiter(map(len, words), np.intp, len(words)))


def pairs(tokens: Sequence[str]) -> list[int]:
    """For each folded word the piece that is the pair it ends; the first one ends a pair with nothing."""
    return [crc32(f"{before} {token}".encode()) for before, token in pairwise(("", *tokens))]


def whole(tokens: Sequence[str]) -> Numbers:
    """For each folded word the piece that is the word itself."""
    return np.fromiter((crc32(f"={token}".encode()) for token in tokens), np.uint32, len(tokens))


def found_in(known: Numbers, numbers: Numbers) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each number stands among the known ones, which are sorted, and whether it stands there at all."""
    at = np.searchsorted(known, numbers)
    at[at == len(known)] = 0
    return at, known[at] == numbers

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


@lru_cache(20_000)
def _of_word(word: str) -> Numbers:
    framed = f" {word} "
    runs = {framed[at : at + length] for length in range(_SHORTEST, _LONGEST + 1) for at in range(len(framed) - length + 1)}
    runs |= {f"={word}", f"^{word[:_BEGINNING]}"}
    return np.fromiter((crc32(run.encode()) for run in sorted(runs)), np.uint32, len(runs))


def pieces(tokens: Sequence[str]) -> tuple[Numbers, NDArray[np.int32]]:
    """The pieces of folded words, and beside each the index of the word it belongs to; a pair belongs to its second word."""
    found = [_of_word(token) for token in tokens]
    lengths = np.fromiter((len(one) for one in found), np.int32, len(found))
    of_word = np.repeat(np.arange(len(found), dtype=np.int32), lengths)
    pairs = np.fromiter((crc32(f"{one} {other}".encode()) for one, other in pairwise(tokens)), np.uint32)
    return np.concatenate([*found, pairs]), np.concatenate([of_word, np.arange(1, len(pairs) + 1, dtype=np.int32)])

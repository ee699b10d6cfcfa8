"""What parts of words point to: four letters in a row tell the need of a word that nobody listed in this form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

from directory.function_words import SPEAKERS

_LETTERS = 4  # Three find more and mean less; measured on phrases left out of the index.
_UNKNOWN = 0.5


def _parts(tokens: Iterable[str]) -> set[str]:
    parts: set[str] = set()
    for token in tokens:
        if token not in SPEAKERS or len(token) > _LETTERS:
            marked = f" {token} "
            parts.update(marked[start : start + _LETTERS] for start in range(max(1, len(marked) - _LETTERS + 1)))
    return parts


class WordParts:
    """How often the phrases of each need have four letters in a row."""

    def __init__(self, phrases: Sequence[tuple[Sequence[str], str]]) -> None:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for tokens, code in phrases:
            for part in _parts(tokens):
                counts[part][code] += 1
        codes = len({code for _, code in phrases}) or 1
        self._tells = {part: log(1 + codes / len(by_code)) for part, by_code in counts.items()}
        self._points_to: Mapping[str, tuple[tuple[str, float], ...]] = {
            part: tuple((code, self._tells[part] * count / sum(by_code.values())) for code, count in by_code.items())
            for part, by_code in counts.items()
        }
        self._unknown = _UNKNOWN * log(1 + codes / 2)

    def shares(self, tokens: Sequence[str]) -> dict[str, float]:
        """What share of the parts of these words points to each need, 0 to 1."""
        shares: defaultdict[str, float] = defaultdict(float)
        total = 0.0
        for part in _parts(tokens):
            total += self._tells.get(part, self._unknown)
            for code, gain in self._points_to.get(part, ()):
                shares[code] += gain
        return {code: share / total for code, share in shares.items()}

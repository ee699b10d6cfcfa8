"""The district's own words: a sentence that staff took in is understood from then on, also with a slip. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Indel
from rapidfuzz.process import extractOne

from directory.folding import fold

AT_MOST = 200  # letters of a sentence that is kept; a longer one tells a story of somebody
_ALIKE = 0.88  # share of letters that two sentences have in common, in order, from which they are the same
_NO_SLIP = 10  # shorter sentences must be the same


class OwnWords:
    """Sentences and the needs they mean, ready to be asked."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Pairs of sentence and need code. Of two equal sentences the first counts."""
        self._needs: dict[str, str] = {}
        for phrase, need in phrases:
            self._needs.setdefault(fold(phrase), need)
        self._needs.pop("", None)
        self._long: Sequence[str] = [phrase for phrase in self._needs if len(phrase) >= _NO_SLIP]

    def need_of(self, text: str) -> str | None:
        """The need a message means by itself, as staff said; None for everything else. Never raises."""
        if not self._needs or len(text) > 2 * AT_MOST:
            return None
        said = fold(text)
        if said in self._needs:
            return self._needs[said]
        if len(said) < _NO_SLIP:
            return None
        near = extractOne(said, self._long, scorer=Indel.normalized_similarity, score_cutoff=_ALIKE)
        return None if near is None else self._needs[near[0]]

"""The bot learns with people: what they chose when it asked, and sentences they let it keep."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from directory.match import Scored, Understood
from directory.needs import taxonomy
from directory.own_words import AT_MOST, OwnWords
from storage.own_words import TAKEN
from storage.unit import Unit

if TYPE_CHECKING:
    from storage.own_words import OwnWordRow

# What may lead to a person, or is none of ours: numbers, addresses of mail and web.
_TELLS_WHO = re.compile(r"\d{3}|@|https?:|www\.", re.IGNORECASE)
_FEWEST = 2  # words; one word alone is no sentence to learn from


def may_be_kept(words: str) -> bool:
    """Whether a sentence is short enough and shows no number or address."""
    return len(words) <= AT_MOST and len(words.split()) >= _FEWEST and not _TELLS_WHO.search(words)


def understood_here(unit: Unit, words: str, understood: Understood) -> Understood:
    """What the district's own words make of it. They never take danger away, nor somebody's wish for a person."""
    if understood.crisis or understood.decision == "human":
        return understood
    need = _own_words(unit).need_of(words)
    if need is None or need not in taxonomy():
        return understood
    others = [scored for scored in understood.needs if scored.code != need]
    return replace(understood, decision="match", needs=(Scored(need, 1.0), *others[:7]), several=(need,), reason="own words")


def _own_words(unit: Unit) -> OwnWords:
    revision = unit.own_words.revision()
    return _NONE if revision[0] == 0 else _read(_Asked(unit, revision))


_NONE = OwnWords(())


class _Asked:
    """Asks the database once for each revision of a district's words."""

    def __init__(self, unit: Unit, revision: tuple[int, int]) -> None:
        self.unit: Unit | None = unit
        self.key = (unit.district, unit.ring.fingerprint, revision)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@lru_cache(8)
def _read(asked: _Asked) -> OwnWords:
    assert asked.unit is not None
    rows: list[OwnWordRow] = asked.unit.own_words.all()
    asked.unit = None  # what is cached must not hold a unit that is over
    return OwnWords((row.phrase, row.need) for row in rows if row.state == TAKEN)

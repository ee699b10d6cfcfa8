"""The bot learns with people: what they chose when it asked, and sentences they let it keep."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

from directory.match import Scored, Understood
from directory.needs import taxonomy
from directory.own_words import AT_MOST, OwnWords
from storage.own_words import TAKEN
from storage.seal import KeyRing
from storage.unit import Unit

# What may lead to a person, or is none of ours: numbers, addresses of mail and web.
_TELLS_WHO = re.compile(r"\d{3}|@|https?:|www\.", re.IGNORECASE)
_FEWEST = 2  # words; one word alone is no sentence to learn from

_ASKED_EVERY = 1_000  # milliseconds


class _Kept(NamedTuple):
    asked_at: int
    revision: tuple[int, ...]
    words: OwnWords


_kept: WeakKeyDictionary[KeyRing, dict[str, _Kept]] = WeakKeyDictionary()


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
    """The district's own words, opened when they have changed; whether they have is asked once a second, not for each message."""
    of_district = _kept.setdefault(unit.ring, {})
    kept = of_district.get(unit.district)
    if kept is not None and 0 <= unit.now_ms - kept.asked_at < _ASKED_EVERY:
        return kept.words
    revision = unit.own_words.revision()
    if kept is None or kept.revision != revision:
        words = OwnWords((row.phrase, row.need) for row in unit.own_words.all() if row.state == TAKEN)
    else:
        words = kept.words
    of_district[unit.district] = _Kept(unit.now_ms, revision, words)
    return words

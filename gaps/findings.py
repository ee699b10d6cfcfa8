"""What case managers found (Befunde), as it is published: need, cause and place of a period that is over, once each, without a count.

A finding is in no count (gaps/signals.py), so what is decided here hangs on no number and no number hangs on it: neither can give the other
back. Of a sensitive need only the regional team is said, and of a half-year only. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from directory.needs import SENSITIVE

FEWEST_PLACES = 2  # in a team: with one only, the team is the municipality


class Published(NamedTuple):
    """A finding as anybody may read it. `place` is a municipality, of a sensitive need a regional team; "": not said."""

    need: str
    cause: str
    place: str = ""


def of_quarter(found: Iterable[Published]) -> tuple[Published, ...]:
    """Those about ordinary needs, each once; how often it was found nobody can tell."""
    return tuple(sorted({one for one in found if one.need not in SENSITIVE}))


def of_half_year(found: Iterable[Published], team_of: Mapping[str, str]) -> tuple[Published, ...]:
    """Those about sensitive needs, by regional team ("" for a municipality of `team_of` that is in none).

    When any team has a single municipality no team is said at all: with the others named, the one that is not would be known.
    """
    told = min(Counter(team_of.values()).values(), default=0) >= FEWEST_PLACES
    places = {one: team_of.get(one.place, "") if told else "" for one in found if one.need in SENSITIVE}
    return tuple(sorted({one._replace(place=place) for one, place in places.items()}))

"""Suggested bundles: what early warning found, for a human to accept or to decline. What was declined is not shown again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from gaps.early_warning import SuggestedBundle
from gaps.fields import SignalState
from gaps.warnings import warnings
from storage.gap_rows import SignalRow
from storage.unit import Unit

SHOWN_FOR = 13  # weeks; what nobody took up by then is found again if it goes on
UNBUNDLED = (SignalState.RECORDED, SignalState.CHECKED, SignalState.STRUCTURAL)  # what somebody still has to do something with


def marks(need: str, cause: str, places: Iterable[str]) -> tuple[str, ...]:
    """How a declined suggestion is remembered: place by place, so that it is known again when its border moves."""
    return tuple(hashlib.sha256(f"{need}|{cause}|{place}".encode()).hexdigest() for place in places)


def open_suggestions(found: Iterable[SuggestedBundle], declined: set[str], covered: set[tuple[str, str]]) -> list[SuggestedBundle]:
    """Those that nobody declined, and that no open theme covers (need and place) already."""
    return [
        one
        for one in found
        if not declined.issuperset(marks(one.need, one.cause, one.municipalities))
        and not covered.issuperset((one.need, place) for place in one.municipalities)
    ]


def suggestions(unit: Unit) -> list[SuggestedBundle]:
    """What somebody may bundle now."""
    covered = {pair for row in unit.themes.all() if not row.closed_week for pair in unit.themes.scope(row.id)}
    return open_suggestions(warnings(unit, SHOWN_FOR)[0], unit.themes.declined_bundles(), covered)


def signals_of(unit: Unit, need: str, cause: str, places: Sequence[str], at_most: int) -> list[SignalRow]:
    """The signals a suggestion is made of, as far as nobody bundled or settled them, the newest first."""
    return unit.themes.unbundled(need, cause, places, UNBUNDLED, at_most)

"""The life of a signal and of a theme: which step may follow which. Every step has somebody, a moment and a reason; none is ever edited."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from gaps.fields import SignalState

RETURNED = 3  # signals that come after the week of closing: fewer are the tail of what was; with the third a theme reopens by itself


class ThemeState(StrEnum):
    """Where a theme is in its life (gaps.md)."""

    OBSERVED = "observed"
    ANALYSED = "analysed"
    WORKING_GROUP = "working group"
    DRAFT = "draft"
    DECIDED = "decided"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    FORWARDED = "forwarded"
    IMPLEMENTATION = "implementation"
    EFFECT_CHECKED = "effect checked"
    CLOSED = "closed"
    REOPENED = "reopened"


class Level(StrEnum):
    """Who can solve it."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    LAND = "land"
    BUND = "bund"


ENDS = (SignalState.CORRECTED, SignalState.SOLVED, SignalState.DUPLICATE, SignalState.STRUCTURAL)
SIGNAL_STEPS: dict[SignalState, tuple[SignalState, ...]] = {
    SignalState.RECORDED: (SignalState.CHECKED,),
    SignalState.CHECKED: ENDS,
    SignalState.STRUCTURAL: (SignalState.BUNDLED,),
}
DECISIONS = (ThemeState.DECIDED, ThemeState.DEFERRED, ThemeState.REJECTED, ThemeState.FORWARDED)
THEME_STEPS: dict[ThemeState, tuple[ThemeState, ...]] = {
    ThemeState.OBSERVED: (ThemeState.ANALYSED,),
    ThemeState.ANALYSED: (ThemeState.WORKING_GROUP,),
    ThemeState.WORKING_GROUP: (ThemeState.DRAFT,),
    ThemeState.DRAFT: DECISIONS,
    ThemeState.DECIDED: (ThemeState.IMPLEMENTATION,),
    ThemeState.DEFERRED: (ThemeState.DRAFT,),  # to a later meeting
    ThemeState.REJECTED: (ThemeState.CLOSED,),
    ThemeState.FORWARDED: (ThemeState.IMPLEMENTATION, ThemeState.DRAFT),  # the ministry's answer, or what is decided after it
    ThemeState.IMPLEMENTATION: (ThemeState.EFFECT_CHECKED,),
    ThemeState.EFFECT_CHECKED: (ThemeState.CLOSED, ThemeState.REOPENED),
    ThemeState.CLOSED: (ThemeState.REOPENED,),
    ThemeState.REOPENED: (ThemeState.ANALYSED,),
}


def signal_may(now: SignalState, then: SignalState) -> bool:
    """Whether a signal may take this step."""
    return then in SIGNAL_STEPS.get(now, ())


def way_to(now: SignalState, then: SignalState) -> tuple[SignalState, ...]:
    """The steps from one state to another, the last included, so that none is left out; () when no way leads there."""
    if signal_may(now, then):
        return (then,)
    for step in SIGNAL_STEPS.get(now, ()):
        rest = way_to(step, then)
        if rest:
            return (step, *rest)
    return ()


def theme_may(now: ThemeState, then: ThemeState) -> bool:
    """Whether a theme may take this step."""
    return then in THEME_STEPS[now]


def reopens(closed_week: str, weeks: Iterable[str]) -> bool:
    """Whether a theme closed in that ISO week reopens: signals of its scope came back, in these weeks."""
    return bool(closed_week) and sum(1 for week in weeks if week > closed_week) >= RETURNED

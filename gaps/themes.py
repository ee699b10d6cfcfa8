"""Themes (Strukturthemen): confirmed clusters of signals that a working group and the steering group decide on.

What reads them stands here, for the desk and for the report. Texts are written by staff; nothing in a theme leads to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from directory.needs import SENSITIVE, taxonomy
from gaps.fields import NOT_MISSING
from gaps.lives import ThemeState, reopens
from gaps.periods import iso_week
from gaps.releases import Release, releases
from gaps.views import by_need, together
from storage.gap_rows import SignalRow
from storage.theme_rows import LetterRow, StepRow, ThemeRow
from storage.unit import Unit

TEXTS = ("title", "office", "parties", "vignette", "proposal", "decision", "answer", "owner")
OPEN = tuple(state for state in ThemeState if state is not ThemeState.CLOSED)


@dataclass(frozen=True)
class Quarter:
    """What was published of a theme's needs in one quarter: at least so many hints, in steps of five; None: too few to say."""

    name: str
    signals: int | None


@dataclass(frozen=True)
class Theme:
    """A theme with everything that hangs on it, as it is read."""

    row: ThemeRow
    scope: tuple[tuple[str, str], ...]
    history: tuple[StepRow, ...]
    letters: tuple[LetterRow, ...]
    effect: tuple[Quarter, ...]

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The places it is about; one that was not said is left out."""
        return tuple(sorted({place for _, place in self.scope if place}))

    @property
    def needs(self) -> tuple[str, ...]:
        """The codes of the needs it is about."""
        return tuple(sorted({need for need, _ in self.scope}))

    @property
    def is_sensitive(self) -> bool:
        """Whether nothing of it may be counted here."""
        return any(need in SENSITIVE for need in self.needs)


def all_themes(unit: Unit) -> list[ThemeRow]:
    """Every theme of the district, the one that changed last on top."""
    return unit.themes.all()


def read_theme(unit: Unit, theme_id: int) -> Theme | None:
    """One theme; None: there is none."""
    row = unit.themes.one(theme_id)
    if row is None:
        return None
    scope = tuple(unit.themes.scope(theme_id))
    effect = effect_of(releases(unit), {need for need, _ in scope})
    return Theme(row, scope, tuple(unit.themes.history(theme_id)), tuple(unit.themes.letters(theme_id)), effect)


def effect_of(published: Iterable[Release], needs: Iterable[str]) -> tuple[Quarter, ...]:
    """What is published of these needs in each quarter, in the whole district: numbers of single places would give back what tables hide.

    A theme with a sensitive need has no numbers at all.
    """
    needs = sorted(set(needs))
    if any(need in SENSITIVE for need in needs):
        return ()
    return tuple(Quarter(one.period, together(needs, by_need([one]))) for one in published if "Q" in one.period)


def area_and_cause(signals: Sequence[SignalRow]) -> tuple[str, str]:
    """The area and the cause most of these signals have."""
    areas, causes = Counter(one.area for one in signals), Counter(one.cause for one in signals)
    return areas.most_common(1)[0][0], causes.most_common(1)[0][0]


def scope_of(signals: Iterable[SignalRow]) -> tuple[tuple[str, str], ...]:
    """The needs and places of these signals, each pair once."""
    return tuple(dict.fromkeys((one.need, one.municipality or "") for one in signals))


def returned(unit: Unit) -> list[ThemeRow]:
    """The closed themes whose signals came back."""
    found = []
    for row in unit.themes.all():
        if row.closed_week:
            weeks = [week for week, _, _, number in unit.themes.weeks(row.id, NOT_MISSING) for _ in range(number)]
            if reopens(row.closed_week, weeks):
                found.append(row)
    return found


def due_soon(unit: Unit, days: int = 14) -> list[ThemeRow]:
    """Open themes whose deadline is within so many days, or over; the earliest first."""
    until = (unit.now + timedelta(days=days)).date().isoformat()
    return sorted(
        (row for row in unit.themes.all() if row.due_day and row.due_day <= until and not row.closed_week), key=lambda row: row.due_day
    )


def known_areas() -> tuple[str, ...]:
    """The areas a theme can belong to."""
    return tuple(area.code for area in taxonomy().areas)


def this_week(unit: Unit) -> str:
    """The ISO week now."""
    return iso_week(unit.now)

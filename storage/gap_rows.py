"""Gap signals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select

from storage.gap_tables import gap_signals

if TYPE_CHECKING:
    from storage.unit import Unit


class NewSignal(NamedTuple):
    """One observed unmet need, as it is written down. Plain values of gaps/fields.py; `tried` is JSON."""

    need: str
    area: str
    municipality: str | None
    cause: str
    kind: str
    source: str
    language: str
    week: str
    sphere_from: str | None = None
    sphere_to: str | None = None
    trigger: str | None = None
    target_group: str | None = None
    age_band: str | None = None
    tried: str = "[]"
    urgency: str | None = None
    evidence: str = "single hint"
    note: str | None = None


class SignalRow(NamedTuple):
    """One observed unmet need. Nothing in it leads to a person."""

    id: int
    need: str
    area: str
    municipality: str | None
    cause: str
    kind: str
    source: str
    language: str
    week: str
    sphere_from: str | None
    sphere_to: str | None
    trigger: str | None
    target_group: str | None
    age_band: str | None
    tried: str
    urgency: str | None
    evidence: str
    note: str | None
    state: str
    theme_id: int | None
    life: str | None = None


class ObservedRow(NamedTuple):
    """So many signals of one kind in one week ('' = place not said)."""

    week: str
    need: str
    cause: str
    municipality: str
    language: str
    signals: int


class GapRows:
    """The gap log of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def add(self, signal: NewSignal) -> None:
        """One signal."""
        self._unit.connection.execute(insert(gap_signals).values(district=self._unit.district, **signal._asdict()))

    def newest(self, at_most: int = 100) -> list[SignalRow]:
        """The live list: newest first."""
        columns = [gap_signals.c[name] for name in SignalRow._fields]
        wanted = select(*columns).where(gap_signals.c.district == self._unit.district).order_by(gap_signals.c.id.desc()).limit(at_most)
        return [SignalRow(*row) for row in self._unit.connection.execute(wanted)]

    def last(self) -> int:
        """The number of the newest signal; 0: there is none."""
        mine = select(gap_signals.c.id).where(gap_signals.c.district == self._unit.district).order_by(gap_signals.c.id.desc())
        return self._unit.connection.execute(mine.limit(1)).scalar() or 0

    def observed(self, since: str, without_needs: Sequence[str]) -> list[ObservedRow]:
        """How many signals of each kind there were in each week from this one on, but of needs that are too sensitive for it."""
        c = gap_signals.c
        of = (c.week, c.need, c.cause, func.coalesce(c.municipality, ""), c.language)
        wanted = select(*of, func.count()).where(c.district == self._unit.district, c.week >= since, c.need.not_in(without_needs))
        return [ObservedRow(*row) for row in self._unit.connection.execute(wanted.group_by(*of))]

    def found(self, first: str, last: str, source: str, but_not: Sequence[str]) -> list[tuple[str, str, str]]:
        """Need, cause and municipality ('' = not said) of what this source noted in these weeks, once each, whatever else it said."""
        c = gap_signals.c
        of = (c.need, c.cause, func.coalesce(c.municipality, ""))
        mine = (c.district == self._unit.district, c.week >= first, c.week <= last, c.source == source, c.state.not_in(list(but_not)))
        rows = self._unit.connection.execute(select(*of).where(*mine).distinct().order_by(*of))
        return [(need, cause, place) for need, cause, place in rows]

    def forget_signals_before(self, week: str) -> int:
        """Signals of weeks before this one go. How many."""
        mine = delete(gap_signals).where(gap_signals.c.district == self._unit.district, gap_signals.c.week < week)
        return self._unit.connection.execute(mine).rowcount

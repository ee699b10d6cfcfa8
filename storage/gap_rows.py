"""Gap signals and the weekly tokens that count people without knowing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select

from storage.gap_tables import gap_counts, gap_salts, gap_signals, gap_tokens
from storage.once import insert_of

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


class CountRow(NamedTuple):
    """Distinct people of one week who missed something in this area, in this municipality ('' = not said)."""

    week: str
    area: str
    municipality: str
    people: int


class GapRows:
    """The gap log of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def salt(self, week: str, fresh: bytes) -> bytes:
        """The week's salt; `fresh` becomes it when the week has none yet."""
        unit = self._unit
        unit.connection.execute(
            insert_of(unit.connection, gap_salts).values(district=unit.district, week=week, salt=fresh).on_conflict_do_nothing()
        )
        found = select(gap_salts.c.salt).where(gap_salts.c.district == unit.district, gap_salts.c.week == week)
        return bytes(unit.connection.execute(found).scalar_one())

    def first_this_week(self, *, week: str, need: str, area: str, municipality: str, token: str) -> bool:
        """Remembers the token. False when this person already missed the same need there this week: it counts once."""
        unit = self._unit
        values = {"district": unit.district, "week": week, "need": need, "area": area, "municipality": municipality, "token": token}
        # PostgreSQL's driver counts no rows of such an insert, so the new row itself has to say that it is there.
        once = insert_of(unit.connection, gap_tokens).values(values).on_conflict_do_nothing().returning(gap_tokens.c.token)
        return unit.connection.execute(once).first() is not None

    def add(self, signal: NewSignal) -> None:
        """One signal."""
        self._unit.connection.execute(insert(gap_signals).values(district=self._unit.district, **signal._asdict()))

    def newest(self, at_most: int = 100) -> list[SignalRow]:
        """The live list: newest first."""
        columns = [gap_signals.c[name] for name in SignalRow._fields]
        wanted = select(*columns).where(gap_signals.c.district == self._unit.district).order_by(gap_signals.c.id.desc()).limit(at_most)
        return [SignalRow(*row) for row in self._unit.connection.execute(wanted)]

    def forget_signals_before(self, week: str) -> int:
        """Signals and counts of weeks before this one go. How many signals went."""
        execute, district = self._unit.connection.execute, self._unit.district
        execute(delete(gap_counts).where(gap_counts.c.district == district, gap_counts.c.week < week))
        return execute(delete(gap_signals).where(gap_signals.c.district == district, gap_signals.c.week < week)).rowcount

    def counts(self, without_needs: Sequence[str]) -> list[CountRow]:
        """Distinct people per week, area and municipality: closed weeks as counted then, open weeks from the tokens."""
        execute, district = self._unit.connection.execute, self._unit.district
        closed = select(gap_counts.c.week, gap_counts.c.area, gap_counts.c.municipality, gap_counts.c.people)
        rows = [CountRow(*row) for row in execute(closed.where(gap_counts.c.district == district))]
        return rows + self._open_counts(None, without_needs)

    def _open_counts(self, weeks: Sequence[str] | None, without_needs: Sequence[str]) -> list[CountRow]:
        people = func.count(gap_tokens.c.token.distinct())
        group = (gap_tokens.c.week, gap_tokens.c.area, gap_tokens.c.municipality)
        wanted = (
            select(*group, people)
            .where(gap_tokens.c.district == self._unit.district, gap_tokens.c.need.not_in(without_needs))
            .group_by(*group)
        )
        if weeks is not None:
            wanted = wanted.where(gap_tokens.c.week.in_(weeks))
        return [CountRow(*row) for row in self._unit.connection.execute(wanted)]

    def close_weeks_before(self, week: str, without_needs: Sequence[str]) -> list[str]:
        """Counts the people of the weeks that are over, then destroys their salts and tokens. Which weeks that were."""
        execute, district = self._unit.connection.execute, self._unit.district
        over = [row.week for row in execute(select(gap_salts.c.week).where(gap_salts.c.district == district, gap_salts.c.week < week))]
        counted = [{"district": district, **row._asdict()} for row in self._open_counts(over, without_needs)]
        if counted:
            execute(insert(gap_counts), counted)
        execute(delete(gap_tokens).where(gap_tokens.c.district == district, gap_tokens.c.week.in_(over)))
        execute(delete(gap_salts).where(gap_salts.c.district == district, gap_salts.c.week.in_(over)))
        return over

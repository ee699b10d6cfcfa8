"""Jobs that are due: one row per kind, with a lease, so that of many replicas one does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from storage.once import insert_of
from storage.tables import jobs

if TYPE_CHECKING:
    from storage.unit import Unit


class JobRows:
    """The jobs of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def ensure(self, kind: str, due_at: int) -> None:
        """There is such a job; when it was there already, its time stays."""
        unit = self._unit
        row = insert_of(unit.connection, jobs).values(district=unit.district, kind=kind, due_at=due_at)
        unit.connection.execute(row.on_conflict_do_nothing(index_elements=["district", "kind"]))

    def due(self) -> list[str]:
        """What is due now."""
        unit = self._unit
        wanted = select(jobs.c.kind).where(jobs.c.district == unit.district, jobs.c.due_at <= unit.now_ms).order_by(jobs.c.due_at)
        return [row.kind for row in unit.connection.execute(wanted)]

    def due_at(self, kind: str) -> int | None:
        """When this job is due; None: it was never looked at."""
        wanted = select(jobs.c.due_at).where(jobs.c.district == self._unit.district, jobs.c.kind == kind)
        found: int | None = self._unit.connection.execute(wanted).scalar()
        return found

    def put_off(self, kind: str, due_at: int) -> None:
        """It is due then, whatever was set before."""
        mine = update(jobs).where(jobs.c.district == self._unit.district, jobs.c.kind == bindparam("job"))
        self._unit.connection.execute(mine.values(due_at=due_at), {"job": kind})

    def take(self, kind: str, next_due_at: int) -> bool:
        """Takes a due job and sets its next time in one step. False when another replica was faster."""
        unit = self._unit
        due = update(jobs).where(jobs.c.district == unit.district, jobs.c.kind == bindparam("job"), jobs.c.due_at <= unit.now_ms)
        return unit.connection.execute(due.values(due_at=next_due_at), {"job": kind}).rowcount == 1

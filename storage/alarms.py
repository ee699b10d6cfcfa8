"""Alarms: somebody wrote a threat. What it said is in the thread, or nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select, update

from storage.alarm_tables import alarms
from storage.once import insert_of

if TYPE_CHECKING:
    from storage.unit import Unit


class AlarmRow(NamedTuple):
    """One alarm nobody has seen yet."""

    id: int
    case_id: int | None
    at: int


class AlarmRows:
    """The alarms of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def raise_one(self, case_id: int | None, once: str) -> int | None:
        """A new alarm; None when one with this key was raised already."""
        unit = self._unit
        values = {"district": unit.district, "case_id": case_id, "once": once, "at": unit.now_ms}
        row = insert_of(unit.connection, alarms).values(values).on_conflict_do_nothing(index_elements=["once"]).returning(alarms.c.id)
        found: int | None = unit.connection.execute(row).scalar()
        unit.mark("cases")
        return found

    def unseen(self) -> list[AlarmRow]:
        """What nobody has seen yet, the newest first."""
        wanted = select(alarms.c.id, alarms.c.case_id, alarms.c.at)
        mine = wanted.where(alarms.c.district == self._unit.district, alarms.c.seen_at.is_(None)).order_by(alarms.c.id.desc())
        return [AlarmRow(*row) for row in self._unit.connection.execute(mine)]

    def see(self, alarm_id: int, staff_id: int) -> AlarmRow | None:
        """This member saw it. None: there is no such alarm, or somebody else was faster."""
        unit = self._unit
        mine = update(alarms).where(alarms.c.id == alarm_id, alarms.c.district == unit.district, alarms.c.seen_at.is_(None))
        seen = mine.values(seen_by=staff_id, seen_at=unit.now_ms).returning(alarms.c.id, alarms.c.case_id, alarms.c.at)
        row = unit.connection.execute(seen).first()
        unit.mark("cases")
        return None if row is None else AlarmRow(*row)

    def forget_case(self, case_id: int) -> None:
        """The case is erased: that there was a threat stays, whose it was does not."""
        self._unit.connection.execute(update(alarms).where(alarms.c.case_id == case_id).values(case_id=None))

    def forget_before(self, moment: int) -> int:
        """Alarms from before this moment go. How many went."""
        old = delete(alarms).where(alarms.c.district == self._unit.district, alarms.c.at < moment)
        return self._unit.connection.execute(old).rowcount

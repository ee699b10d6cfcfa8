"""Interpreters asked for and booked, each for one case. The briefing is in storage/threads.py, sealed like everything said in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Select, delete, insert, select, update

from storage.numbers import new_id
from storage.tables import interpretings

if TYPE_CHECKING:
    from storage.unit import Unit


class InterpretingRow(NamedTuple):
    """What became of asking a person for their yes to an interpreter. `state` is asked, agreed, declined, booked or over."""

    id: int
    case_id: int
    asked_by: int
    wish: str
    not_from_community: bool
    state: str
    why: str
    staff_id: int | None
    expires_at: int | None
    at: int


_columns = [interpretings.c[name] for name in InterpretingRow._fields]


class InterpretingRows:
    """The interpreters of the cases of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def _select(self) -> Select[Any]:
        return select(*_columns).where(interpretings.c.district == self._unit.district)

    def _booked(self) -> Select[Any]:
        return self._select().where(interpretings.c.state == "booked", interpretings.c.expires_at > self._unit.now_ms)

    def ask(self, case_id: int, asked_by: int) -> int:
        """The person is asked now; the number of the asking."""
        values = {"district": self._unit.district, "case_id": case_id, "asked_by": asked_by, "at": self._unit.now_ms}
        return new_id(self._unit.connection.execute(insert(interpretings), values))

    def one(self, interpreting_id: int) -> InterpretingRow | None:
        """An asking by number."""
        row = self._unit.connection.execute(self._select().where(interpretings.c.id == interpreting_id)).first()
        return None if row is None else InterpretingRow(*row)

    def newest(self, case_id: int) -> InterpretingRow | None:
        """The newest asking of a case: the only one that may still be going on."""
        wanted = self._select().where(interpretings.c.case_id == case_id).order_by(interpretings.c.id.desc()).limit(1)
        row = self._unit.connection.execute(wanted).first()
        return None if row is None else InterpretingRow(*row)

    def booked(self, case_id: int) -> InterpretingRow | None:
        """Who interprets in a case at this moment."""
        row = self._unit.connection.execute(self._booked().where(interpretings.c.case_id == case_id)).first()
        return None if row is None else InterpretingRow(*row)

    def of_staff(self, staff_id: int) -> list[InterpretingRow]:
        """What this member is booked for at this moment, the one that ends first on top."""
        wanted = self._booked().where(interpretings.c.staff_id == staff_id).order_by(interpretings.c.expires_at, interpretings.c.id)
        return [InterpretingRow(*row) for row in self._unit.connection.execute(wanted)]

    def expired(self) -> list[InterpretingRow]:
        """Bookings whose time is over, and nobody was told yet."""
        wanted = self._select().where(interpretings.c.state == "booked", interpretings.c.expires_at <= self._unit.now_ms)
        return [InterpretingRow(*row) for row in self._unit.connection.execute(wanted.order_by(interpretings.c.id))]

    def ended_before(self, case_id: int, why: str) -> bool:
        """Whether an asking of this case ended so before."""
        wanted = select(interpretings.c.id).where(interpretings.c.case_id == case_id, interpretings.c.why == why).limit(1)
        return self._unit.connection.execute(wanted).first() is not None

    def change(self, interpreting_id: int, **changes: Any) -> None:
        """Changes columns of an asking; it changed now."""
        changed = update(interpretings).where(interpretings.c.id == interpreting_id)
        self._unit.connection.execute(changed.values(at=self._unit.now_ms, **changes))

    def forget_case(self, case_id: int) -> None:
        """Nobody was ever asked for or booked in this case."""
        self._unit.connection.execute(delete(interpretings).where(interpretings.c.case_id == case_id))

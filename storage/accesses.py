"""Who opened which case, and who was refused. Never any content."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from storage.tables import case_accesses, cases, staff

if TYPE_CHECKING:
    from storage.unit import Unit

OPENED, REFUSED = "opened", "refused"
STAYS_OPEN_MS = 10 * 60_000  # within that time it is the same access: an open page fetches itself
EXACT_MS = 60_000


class AccessRow(NamedTuple):
    """Who, which case, when. `reference` is None when there is no such case; `active` says whether they are still in the team."""

    id: int
    name: str
    active: bool
    case_id: int
    reference: str | None
    action: str
    at: int
    until_at: int


class AccessRows:
    """The accesses to the cases of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def note(self, staff_id: int, case_id: int, action: str) -> None:
        """Writes down that this member opened the case, or was refused. The same again within ten minutes makes the row longer."""
        unit = self._unit
        mine = (case_accesses.c.district == unit.district, case_accesses.c.staff_id == staff_id, case_accesses.c.case_id == case_id)
        same = select(case_accesses.c.id, case_accesses.c.until_at).where(
            *mine, case_accesses.c.action == action, case_accesses.c.until_at >= unit.now_ms - STAYS_OPEN_MS
        )
        last = unit.connection.execute(same.order_by(case_accesses.c.id.desc()).limit(1)).first()
        if last is None:
            values = {"district": unit.district, "staff_id": staff_id, "case_id": case_id, "action": action}
            unit.connection.execute(insert(case_accesses), {**values, "at": unit.now_ms, "until_at": unit.now_ms})
        elif unit.now_ms - last.until_at >= EXACT_MS:
            unit.connection.execute(update(case_accesses).where(case_accesses.c.id == last.id).values(until_at=unit.now_ms))

    def newest(self, *, before: int | None, at_most: int) -> list[AccessRow]:
        """The newest accesses, or the newest before row `before`."""
        rows = (
            select(
                case_accesses.c.id,
                staff.c.name,
                staff.c.deactivated_at.is_(None),
                case_accesses.c.case_id,
                cases.c.reference,
                case_accesses.c.action,
                case_accesses.c.at,
                case_accesses.c.until_at,
            )
            .join(staff, staff.c.id == case_accesses.c.staff_id)
            .outerjoin(cases, (cases.c.id == case_accesses.c.case_id) & (cases.c.district == case_accesses.c.district))
            .where(case_accesses.c.district == self._unit.district)
            .order_by(case_accesses.c.id.desc())
            .limit(at_most)
        )
        if before is not None:
            rows = rows.where(case_accesses.c.id < before)
        return [AccessRow(*row) for row in self._unit.connection.execute(rows)]

    def forget_before(self, moment: int) -> int:
        """Accesses from before `moment` go. How many went."""
        old = delete(case_accesses).where(case_accesses.c.district == self._unit.district, case_accesses.c.until_at < moment)
        return self._unit.connection.execute(old).rowcount

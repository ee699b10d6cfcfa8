"""Exports of cases: who asked, who released, what was taken. Nothing of what was exported stands here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from storage.numbers import new_id
from storage.tables import exports

if TYPE_CHECKING:
    from storage.unit import Unit


class ExportRow(NamedTuple):
    """One export of one case."""

    id: int
    case_id: int
    asked_by: int
    with_notes: bool
    asked_at: int
    released_by: int | None
    released_at: int | None
    file_at: int | None
    print_at: int | None


_columns = [exports.c[name] for name in ExportRow._fields]


class ExportRows:
    """The exports of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def ask(self, case_id: int, staff_id: int, *, with_notes: bool) -> int:
        """Somebody asks for an export."""
        values = {"district": self._unit.district, "case_id": case_id, "asked_by": staff_id, "asked_at": self._unit.now_ms}
        return new_id(self._unit.connection.execute(insert(exports), {**values, "with_notes": with_notes}))

    def newest(self, case_id: int) -> ExportRow | None:
        """The export of this case that was asked for last. Whoever changes it has locked the case."""
        wanted = select(*_columns).where(exports.c.district == self._unit.district, exports.c.case_id == case_id)
        row = self._unit.connection.execute(wanted.order_by(exports.c.id.desc()).limit(1)).first()
        return None if row is None else ExportRow(*row)

    def unreleased(self, since: int) -> list[ExportRow]:
        """Those that wait for somebody to release them, asked for after this moment; the oldest first."""
        waiting = (exports.c.district == self._unit.district, exports.c.released_at.is_(None), exports.c.asked_at > since)
        rows = self._unit.connection.execute(select(*_columns).where(*waiting).order_by(exports.c.id))
        return [ExportRow(*row) for row in rows]

    def change(self, export_id: int, **values: int) -> None:
        """Notes a step of an export."""
        self._unit.connection.execute(update(exports).where(exports.c.id == export_id).values(**values))

    def forget_before(self, moment: int) -> int:
        """What was asked for before this moment goes; the audit log keeps that it was. How many went."""
        over = (exports.c.district == self._unit.district, exports.c.asked_at < moment)
        return self._unit.connection.execute(delete(exports).where(*over)).rowcount

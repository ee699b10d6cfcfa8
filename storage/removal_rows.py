"""What an import would take away, and who agreed: one such import at a time."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from storage.care_tables import directory_removals
from storage.numbers import new_id

if TYPE_CHECKING:
    from storage.unit import Unit


class RemovalRow(NamedTuple):
    """Offers that would go, who asked for it and who agreed. `asked_by` None: nobody said who they are."""

    id: int
    source_ids: tuple[str, ...]
    offered: int
    asked_by: int | None
    asked_at: int
    agreed_by: int | None


_columns = [directory_removals.c[name] for name in RemovalRow._fields]


class RemovalRows:
    """The import of the unit's district that waits for a second person."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def waiting(self) -> RemovalRow | None:
        """The one that waits or is agreed to, if any."""
        found = self._unit.connection.execute(select(*_columns).where(directory_removals.c.district == self._unit.district)).first()
        return None if found is None else RemovalRow(*found)._replace(source_ids=tuple(json.loads(found.source_ids)))

    def ask(self, source_ids: Collection[str], offered: int, asked_by: int | None) -> int:
        """In place of what waited before."""
        unit = self._unit
        self.forget()
        values = {"district": unit.district, "source_ids": json.dumps(sorted(source_ids)), "offered": offered}
        return new_id(unit.connection.execute(insert(directory_removals), {**values, "asked_by": asked_by, "asked_at": unit.now_ms}))

    def agree(self, removal_id: int, staff_id: int) -> None:
        """The second person said yes."""
        mine = (directory_removals.c.district == self._unit.district, directory_removals.c.id == removal_id)
        values = {"agreed_by": staff_id, "agreed_at": self._unit.now_ms}
        self._unit.connection.execute(update(directory_removals).where(*mine).values(**values))

    def forget(self) -> None:
        """It was done, refused, or there is a newer one."""
        self._unit.connection.execute(delete(directory_removals).where(directory_removals.c.district == self._unit.district))

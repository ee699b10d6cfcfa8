"""What somebody has to look at before the directory can be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from storage.tables import verification_tasks


class TaskRow(NamedTuple):
    """One thing to look at: which entry, which field, why, and what the source said."""

    source_id: str
    field: str
    reason: str
    value: str


class TaskRows:
    """The verification tasks of one district."""

    def __init__(self, connection: Connection, district: str) -> None:
        self._connection = connection
        self._district = district

    def open(self) -> tuple[TaskRow, ...]:
        """What still waits, oldest first."""
        query = select(*(verification_tasks.c[name] for name in TaskRow._fields)).filter_by(district=self._district, state="open")
        return tuple(TaskRow(*row) for row in self._connection.execute(query.order_by(verification_tasks.c.id)))

    def note(self, tasks: Iterable[TaskRow]) -> None:
        """Opens the tasks. One that was done is opened again only when the source now says something else."""
        query = select(*(verification_tasks.c[name] for name in TaskRow._fields)).filter_by(district=self._district)
        known = {tuple(row[:3]): row[3] for row in self._connection.execute(query)}
        for task in tasks:
            key = task._asdict()
            value = key.pop("value")
            if task[:3] not in known:
                self._connection.execute(insert(verification_tasks), task._asdict() | {"district": self._district})
            elif known[task[:3]] != value:
                reopened = update(verification_tasks).filter_by(district=self._district, **key).values(value=value, state="open")
                self._connection.execute(reopened)

    def done(self, task: TaskRow) -> None:
        """Somebody has looked, or the source no longer gives a reason to."""
        key = {"source_id": task.source_id, "field": task.field, "reason": task.reason}
        self._connection.execute(update(verification_tasks).filter_by(district=self._district, **key).values(state="done"))

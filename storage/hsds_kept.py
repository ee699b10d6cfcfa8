"""What a source in the standard's form (HSDS) says beyond our columns, as it came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from storage.tables import hsds_kept

_AT_ONCE = 500  # parameters of one statement; SQLite takes 32,766


class KeptRow(NamedTuple):
    """One object or row of a source: `body` is its JSON."""

    kind: str
    key: str
    body: str


class KeptRows:
    """What is kept of the last import of one district."""

    def __init__(self, connection: Connection, district: str) -> None:
        self._connection = connection
        self._district = district

    def replace(self, rows: Iterable[KeptRow]) -> None:
        """Forgets what was kept and keeps these, in their order."""
        self._connection.execute(delete(hsds_kept).filter_by(district=self._district))
        values = [{"district": self._district, **row._asdict()} for row in rows]
        for start in range(0, len(values), _AT_ONCE):
            self._connection.execute(insert(hsds_kept), values[start : start + _AT_ONCE])

    def of_kind(self, kind: str) -> tuple[KeptRow, ...]:
        """All of one kind, in the order they came."""
        query = select(hsds_kept).filter_by(district=self._district, kind=kind).order_by(hsds_kept.c.id)
        return tuple(KeptRow(row.kind, row.key, row.body) for row in self._connection.execute(query))

    def some(self, kind: str, keys: Collection[str]) -> Mapping[str, str]:
        """The bodies of some, by key; at most a few hundred keys."""
        query = select(hsds_kept.c.key, hsds_kept.c.body).filter_by(district=self._district, kind=kind)
        return {row.key: row.body for row in self._connection.execute(query.where(hsds_kept.c.key.in_(keys)))}

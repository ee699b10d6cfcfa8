"""Statements that stand beside nearly every answer: spelled out once for each database.

SQLAlchemy needs longer to find out anew what a statement means than SQLite needs to run it (bench/throughput.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Executable


class _Spelled(NamedTuple):
    statement: Executable
    words: str
    names: Sequence[str]  # of the parameters, in the order of the words
    constants: Mapping[str, Any]  # those of them that stand in the statement


class Prepared:
    """A statement with named parameters, none of them a list. With `columns` it is an insert of these columns.

    Rows come as the driver gives them: SQLite's truths are 0 and 1.
    """

    def __init__(self, statement: Executable | Callable[[str], Executable], *columns: str) -> None:
        self._statement = statement  # or what makes it for a dialect
        self._columns = columns or None
        self._spelled: dict[str, _Spelled] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """What it gives."""
        done = self._run(connection, values)
        return cast("list[Any]", done.fetchall())

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, None when there is none."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def changed(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it changed. (An insert that may find its row there already is not counted by PostgreSQL.)"""
        return int(self._run(connection, values).rowcount)

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        dialect = connection.dialect.name
        if dialect not in self._spelled:
            self._spelled[dialect] = self._spell(connection)
        of = self._spelled[dialect]
        if dialect != "sqlite":
            return connection.execute(of.statement, values)
        raw: Any = connection.connection.dbapi_connection
        given = {**of.constants, **values}
        return raw.execute(of.words, [given[name] for name in of.names])

    def _spell(self, connection: Connection) -> _Spelled:
        statement: Any = self._statement(connection.dialect.name) if callable(self._statement) else self._statement
        compiled = statement.compile(dialect=connection.dialect, column_keys=self._columns)
        constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        return _Spelled(statement, str(compiled), compiled.positiontup or (), constants)

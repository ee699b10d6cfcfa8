"""Inserting what may already be there: both databases can, each by its own dialect of insert."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_of(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert into the table that knows `on_conflict_do_nothing`."""
    return insert_into(connection.dialect.name, table)


def insert_into(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The same, for whoever keeps the statement."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)

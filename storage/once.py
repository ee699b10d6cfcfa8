"""Inserting what may already be there: both databases can, each by its own dialect of insert."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_of(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert into the table that knows `on_conflict_do_nothing`."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)

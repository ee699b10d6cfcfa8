"""Databases that really do not work any more, and how they are mended."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from sqlalchemy.exc import OperationalError

from storage.inbox import Heard
from storage.tables import inbox
from storage.unit import Unit

Keep = Callable[[Callable[[Unit], Any]], Awaitable[Any]]

FULL, LOCKED, DROPPED = "the disk is full", "another program holds the lock", "the table is gone"
READ_ONLY, GONE = "the database is read-only", "the server is gone"
ON_SQLITE = (FULL, LOCKED, DROPPED)
ON_POSTGRES = (READ_ONLY, DROPPED, GONE)
MOST_PAGES = 1_073_741_823
FILLER = 5_000_000_000  # update ids no story uses


class Breakage:
    """Breaks the database of a running house in one way, and mends it again."""

    def __init__(self, url: str, keep: Keep, way: str) -> None:
        self.url, self.keep, self.way = url, keep, way

    async def breaks(self) -> None:
        """From now on nothing can be kept."""
        if self.way == FULL:
            await self._fill()
        elif self.way == DROPPED:
            await self.keep(lambda unit: inbox.drop(unit.connection))
        elif self.way == LOCKED:
            self._other = sqlite3.connect(self.url.removeprefix("sqlite:///"))
            self._other.execute("begin immediate")
        elif self.way == READ_ONLY:
            self._at_server("alter database {name} set default_transaction_read_only = on")
        else:
            self._at_server("alter database {name} with allow_connections false")

    async def is_mended(self) -> None:
        """Everything works again, and what had been kept is still there; unless the table itself was gone."""
        if self.way == FULL:
            await self._pragma(f"max_page_count = {MOST_PAGES}")
            await self.keep(lambda unit: unit.connection.execute(inbox.delete().where(inbox.c.update_id >= FILLER)))
        elif self.way == DROPPED:
            await self.keep(lambda unit: inbox.create(unit.connection))
        elif self.way == LOCKED:
            self._other.close()
        elif self.way == READ_ONLY:
            self._at_server("alter database {name} reset default_transaction_read_only")
        else:
            self._at_server("alter database {name} with allow_connections true")

    async def _fill(self) -> None:
        """As a disk fills up: SQLite gets no further page (SQLITE_FULL), and then the room left in its pages is used up too."""
        await self._pragma("max_page_count = 1")  # SQLite takes the present size for it: it never shrinks by this
        number = FILLER
        for size in (4_000, 40):
            while True:
                row = Heard("telegram", "filler", number, "filler", b"x" * size, "")
                try:
                    await self.keep(lambda unit, row=row: _fill_with(unit, row))
                except OperationalError as full:
                    assert "full" in str(full.orig)
                    break
                number += 1

    async def _pragma(self, pragma: str) -> None:
        await self.keep(lambda unit: unit.connection.exec_driver_sql(f"pragma {pragma}").close())

    def _at_server(self, statement: str) -> None:
        server, _, name = self.url.rpartition("/")
        assert re.fullmatch(r"lotse_\w+", name)
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(statement.format(name=f'"{name}"'))
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))


def _fill_with(unit: Unit, row: Heard) -> None:
    unit.inbox.hear([row])
    unit.marks.clear()
    unit.connection.execute(inbox.update().where(inbox.c.update_id == row.update_id).values(state="done"))

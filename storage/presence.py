"""Who is here: a process that is gone is told from one that lives, so that nobody waits for what a dead one held.

The operating system and the database let go of these locks by themselves when a process ends, however it ends.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol
from zlib import crc32

from sqlalchemy import Connection, Engine, bindparam, select, text, union, update
from sqlalchemy.exc import DBAPIError

from storage.tables import inbox, outbox

if TYPE_CHECKING:
    from storage.unit import Unit

ROOM = 7_301_003  # any fixed number: below it lie the locks of the processes that live
# Not at once: a process that lives and lost its connection has this long to be seen again, and what it is saying arrives.
LEFT_MS = 2_000


class AlreadyRunning(Exception):
    """Another process runs on this embedded database."""


class Presence(Protocol):
    """The sign that this process lives."""

    def show(self) -> None:
        """Call it at the start and again and again. The sign is put up anew where it was lost."""

    def close(self) -> None:
        """Takes the sign away."""


class SolePresence:
    """Embedded database: one process is all there is. A second one is refused."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._held: IO[bytes] | None = None

    def show(self) -> None:
        """Raises AlreadyRunning when another process is here."""
        if self._file is None or self._held is not None:
            return
        held = self._file.open("ab")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
            raise AlreadyRunning from None
        self._held = held

    def close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


class SharedPresence:
    """PostgreSQL: a lock of the session, on a connection that does nothing else."""

    def __init__(self, engine: Engine, me: str) -> None:
        self._engine, self._me = engine, me
        self._connection: Connection | None = None

    def show(self) -> None:
        """Raises when the database does not answer; the next call tries again."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._connection.detach()  # closing it really ends the session, and with it the lock
                sign = text("select pg_try_advisory_lock_shared(:room, :me)")
                self._connection.execute(sign, {"room": ROOM, "me": _number(self._me)})
            else:
                self._connection.execute(text("select 1"))
        except DBAPIError:
            self.close()
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def open_presence(engine: Engine, me: str) -> Presence:
    """The presence that fits the database; nothing is shown yet."""
    if engine.dialect.name != "sqlite":
        return SharedPresence(engine, me)
    kept_in = engine.url.database
    return SolePresence(Path(f"{kept_in}.running") if kept_in else None)


def let_go_of_the_gone(unit: Unit) -> int:
    """PostgreSQL: leases of processes that are gone end within `LEFT_MS`. How many processes that were."""
    until = unit.now_ms + LEFT_MS
    held = [select(rows.c.leased_by).where(rows.c.state == state, rows.c.leased_until > until) for rows, state in _LEASED]
    holders = [name for name in unit.connection.execute(union(*held)).scalars() if name is not None]
    if not holders:
        return 0
    here = set(unit.connection.execute(_here, {"room": ROOM}).scalars())
    gone = [name for name in holders if _number(name) not in here]
    if gone:
        for rows, state in _LEASED:
            theirs = update(rows).where(rows.c.state == state, rows.c.leased_by.in_(gone), rows.c.leased_until > until)
            unit.connection.execute(theirs.values(leased_until=until))
    return len(gone)


_LEASED = ((inbox, "open"), (outbox, "queued"))
_here = text(
    "select objid::bigint from pg_locks where locktype = 'advisory' and classid::bigint = :room and granted"
    " and database = (select oid from pg_database where datname = current_database())"
).bindparams(bindparam("room"))


def _number(name: str) -> int:
    """The number of a process's lock."""
    return crc32(name.encode()) >> 1  # 31 bits: the database takes signed numbers

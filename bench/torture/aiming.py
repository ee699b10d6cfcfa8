"""Where a kill hits: the harness looks into the database until the house is in the middle of something, and looks again when it is dead."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from typing import Any, NamedTuple

import psycopg

MOMENTS = ("heard", "taken", "taken", "said", "said", "said", "whenever")
PATIENCE, PATIENCE_AGAIN = 8.0, 1.0  # seconds; then the kill comes whatever the house is doing

_IN_HAND = """
select (select count(*) from inbox where state = 'open'),
       (select count(*) from inbox where state = 'open' and leased_by like '{who}-%' and leased_until > 0),
       (select count(*) from outbox where state = 'queued' and leased_by like '{who}-%' and leased_until > 0)
"""
_SESSIONS = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""


class InHand(NamedTuple):
    """What one process is doing: updates that wait for an answer, those it has taken, and what it is about to say."""

    open: int
    taken: int
    saying: int


class Lookout:
    """A connection that only reads, and never holds up the house."""

    def __init__(self, url: str) -> None:
        self.postgres = url.startswith("postgresql")
        self._connection: Any = (
            psycopg.connect(url, autocommit=True)
            if self.postgres
            else sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True, isolation_level=None)
        )

    def close(self) -> None:
        self._connection.close()

    def one(self, statement: str) -> tuple[Any, ...]:
        return tuple(self._connection.execute(statement).fetchone())

    def in_hand(self, process: int) -> InHand:
        return InHand(*self.one(_IN_HAND.format(who=process)))

    def wait_for(self, moment: str, process: int, dice: random.Random) -> None:
        """Ends when the process is at this moment of its work, and holds it there.

        Not always the first time it comes there, so that the kills are spread over the work.
        """
        if moment == "whenever":
            time.sleep(dice.uniform(0.05, 1.0))
            return
        self._see(moment, process)
        time.sleep(dice.uniform(0, 0.1) * dice.random())
        end = time.monotonic() + PATIENCE_AGAIN
        while time.monotonic() < end:
            self._see(moment, process, PATIENCE_AGAIN)
            os.kill(process, signal.SIGSTOP)  # it may have gone on since the look
            if self._is(moment, process):
                return
            os.kill(process, signal.SIGCONT)

    def _see(self, moment: str, process: int, patience: float = PATIENCE) -> None:
        end = time.monotonic() + patience
        while not self._is(moment, process) and time.monotonic() < end:
            time.sleep(0.001)

    def _is(self, moment: str, process: int) -> bool:
        now = self.in_hand(process)
        return {"heard": now.open, "taken": now.taken, "said": now.saying}[moment] > 0

    def left_behind(self, process: int) -> InHand:
        """What a dead process had in hand, as soon as the database has noticed that it is dead."""
        end = time.monotonic() + PATIENCE
        while self.postgres and self.one(_SESSIONS)[0] and time.monotonic() < end:
            time.sleep(0.001)
        return self.in_hand(process)

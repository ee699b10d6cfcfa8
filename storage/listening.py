"""PostgreSQL tells every replica what the others kept: LISTEN on a connection of its own, taken up again when it is lost."""

from __future__ import annotations

import logging
import selectors
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import URL

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)

CHANNEL = "lotse"
MISSED = "missed"  # the mark that says: something may have been kept that nobody told us of
LOOK_AGAIN = 20.0  # seconds of silence until we ask whether the connection is still there
GONE_MS = 10_000  # what nobody acknowledged for so long is gone; otherwise a cut cable is noticed after a quarter of an hour
BACK_OFF = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds between two tries to connect

Heard = Callable[[frozenset[str]], None]


def packed(sender: str, mark: str) -> str:
    """What is sent along with a NOTIFY: who says it, and the mark."""
    return f"{sender} {mark}"


class Listening:
    """Hears the marks of all keepers on this database but `me`, from any replica, and tells `heard` on a thread of its own.

    After a connection was lost it says MISSED once it listens again: whoever waits looks by themselves then.
    """

    def __init__(self, url: URL, me: str, heard: Heard) -> None:
        self._where = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._me, self._heard = me, heard
        self._wakes, self._woken = socket.socketpair()
        self._stopped = threading.Event()
        self.listens = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends at once."""
        self._stopped.set()
        self._wakes.send(b"x")
        self._thread.join()
        self._wakes.close()
        self._woken.close()

    def _run(self) -> None:
        import psycopg  # whoever keeps everything in one file does without it

        failures = 0
        before = False
        while not self._stopped.is_set():
            try:
                with psycopg.connect(self._where, autocommit=True, connect_timeout=3, tcp_user_timeout=GONE_MS) as connection:
                    connection.execute(f"listen {CHANNEL}")
                    if before:
                        log.info("what other replicas keep is heard again")
                        self._heard(frozenset({MISSED}))
                    before, failures = True, 0
                    self.listens.set()
                    self._listen(connection)
            except psycopg.Error as failure:
                self.listens.clear()
                if failures == 0:
                    log.warning("what other replicas keep is not heard (%s); trying again", type(failure).__name__)
                self._stopped.wait(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
                failures += 1

    def _listen(self, connection: psycopg.Connection) -> None:
        with selectors.DefaultSelector() as either:
            either.register(connection, selectors.EVENT_READ)
            either.register(self._woken, selectors.EVENT_READ)
            while not self._stopped.is_set():
                if not either.select(LOOK_AGAIN):
                    connection.execute("select 1")  # raises when nobody is there any more
                marks = {mark for sender, mark in self._told(connection) if sender != self._me}
                if marks:
                    self._heard(frozenset(marks))

    def _told(self, connection: psycopg.Connection) -> list[tuple[str, str]]:
        told = [one.payload.partition(" ") for one in connection.notifies(timeout=0)]
        return [(sender, mark) for sender, _, mark in told]

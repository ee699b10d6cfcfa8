"""The unit of work: the only place that begins and commits.

A unit is a function that takes a `Unit` and gives back facts, or a coroutine that never waits for anything outside.
All it writes is kept together or not at all. Nobody outside is told anything before the commit.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from storage.cases import CaseRows
from storage.gap_rows import GapRows
from storage.inbox import InboxRows
from storage.jobs import JobRows
from storage.moments import to_ms
from storage.outbox import OutboxRows
from storage.people import PeopleRows
from storage.seal import KeyRing
from storage.staff import StaffRows
from storage.web_lines import WebLineRows

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[["Unit"], T]
Walk = Callable[["Unit"], Coroutine[Any, Any, T]]

# What a unit fails with when the database does not work: full, gone, locked for too long, damaged.
DATABASE_FAILURES = (SQLAlchemyError, sqlite3.Error)
GROUP = 64  # units in one commit; more gains nothing and makes the first one wait


class Unit:
    """What a use case works with: the rows by noun, the moment, the district, and marks for whoever waits.

    `marks` names what changed ("inbox", "outbox", "lines:<chat>"); after the commit the house wakes who listens.
    """

    def __init__(self, connection: Connection, district: str, ring: KeyRing, now: datetime) -> None:
        self.connection = connection
        self.district = district
        self.ring = ring
        self.now = now
        self.now_ms = to_ms(now)
        self.marks: set[str] = set()

    def mark(self, what: str) -> None:
        """After the commit, wake whoever waits for this."""
        self.marks.add(what)

    @cached_property
    def inbox(self) -> InboxRows:
        return InboxRows(self)

    @cached_property
    def outbox(self) -> OutboxRows:
        return OutboxRows(self)

    @cached_property
    def people(self) -> PeopleRows:
        return PeopleRows(self)

    @cached_property
    def staff(self) -> StaffRows:
        return StaffRows(self)

    @cached_property
    def cases(self) -> CaseRows:
        return CaseRows(self)

    @cached_property
    def gaps(self) -> GapRows:
        return GapRows(self)

    @cached_property
    def lines(self) -> WebLineRows:
        return WebLineRows(self)

    @cached_property
    def jobs(self) -> JobRows:
        return JobRows(self)


class Keeper(Protocol):
    """Runs units and keeps what they wrote."""

    district: str
    ring: KeyRing

    def keep(self, work: Work[T]) -> Future[T]:
        """Runs the unit soon. The future ends after the commit; it fails with what the unit raised, and then nothing was kept."""

    def keep_walk(self, walk: Walk[T]) -> Future[T]:
        """The same for a coroutine that waits for nothing outside: aiogram's dispatch."""

    def close(self) -> None:
        """Ends after the units that were given in before."""


Listener = Callable[[frozenset[str]], None]


def _nobody_listens(_marks: frozenset[str]) -> None:
    return None


class _Runner:
    """Runs one unit on one connection, coroutine or not."""

    def __init__(self, district: str, ring: KeyRing, clock: Callable[[], datetime]) -> None:
        self.district, self.ring, self.clock = district, ring, clock
        self.loop = asyncio.new_event_loop()

    def run(self, work: Work[T], connection: Connection) -> tuple[T, Unit]:
        unit = Unit(connection, self.district, self.ring, self.clock())
        result: Any = work(unit)
        if inspect.iscoroutine(result):
            result = self.loop.run_until_complete(result)
        return cast("T", result), unit

    def close(self) -> None:
        self.loop.close()


class SqliteKeeper:
    """One writer thread; units that wait are committed as a group, each behind a savepoint of its own."""

    def __init__(
        self, engine: Engine, ring: KeyRing, district: str, clock: Callable[[], datetime], listener: Listener = _nobody_listens
    ) -> None:
        self.engine, self.ring, self.district = engine, ring, district
        self.listener = listener
        self._runner = _Runner(district, ring, clock)
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Work[Any]] | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="keeper", daemon=True)
        self._thread.start()

    def keep(self, work: Work[T]) -> Future[T]:
        if self._closed:
            raise RuntimeError("the keeper is closed")
        future: Future[T] = Future()
        self._jobs.put((future, work))
        return future

    def keep_walk(self, walk: Walk[T]) -> Future[T]:
        return cast("Future[T]", self.keep(walk))

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            self._thread.join()

    def _write(self) -> None:
        asyncio.set_event_loop(self._runner.loop)
        with self.engine.connect() as connection:
            running = True
            while running:
                group: list[tuple[Future[Any], Work[Any]]] = []
                job = self._jobs.get()
                while job is not None:
                    group.append(job)
                    if len(group) >= GROUP or self._jobs.empty():
                        break
                    job = self._jobs.get()
                running = job is not None
                if group:
                    self._commit_group(connection, group)
        self._runner.close()

    def _commit_group(self, connection: Connection, group: list[tuple[Future[Any], Work[Any]]]) -> None:
        """All units of the group in one commit; if the transaction itself breaks, each runs again alone."""
        if len(group) == 1:
            self._commit_alone(connection, *group[0])
            return
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        marks: set[str] = set()
        try:
            with connection.begin():
                for future, work in group:
                    savepoint = connection.begin_nested()
                    try:
                        result, unit = self._runner.run(work, connection)
                    except Exception as failure:
                        _still_in_transaction(connection)
                        savepoint.rollback()
                        outcomes.append((future, None, failure))
                    else:
                        savepoint.commit()
                        marks |= unit.marks
                        outcomes.append((future, result, None))
        except Exception as broken:
            log.warning("a group of %d units broke (%s); each runs again alone", len(group), type(broken).__name__)
            _forget(connection)
            for future, work in group:
                self._commit_alone(connection, future, work)
            return
        _resolve(outcomes)
        self._tell(marks)

    def _commit_alone(self, connection: Connection, future: Future[Any], work: Work[Any]) -> None:
        try:
            with connection.begin():
                result, unit = self._runner.run(work, connection)
        except Exception as failure:
            _forget(connection)
            _resolve([(future, None, failure)])
        else:
            _resolve([(future, result, None)])
            self._tell(unit.marks)

    def _tell(self, marks: set[str]) -> None:
        if marks:
            self.listener(frozenset(marks))


def _still_in_transaction(connection: Connection) -> None:
    """SQLITE_FULL and a few others roll back everything by themselves; then no savepoint is left to go back to."""
    if not getattr(connection.connection.dbapi_connection, "in_transaction", True):
        raise OperationalError("the transaction is gone", None, Exception("rolled back by SQLite"))


def _forget(connection: Connection) -> None:
    """Leaves no half-open transaction behind on the connection, whatever state it is in."""
    try:
        connection.rollback()
        raw = connection.connection.dbapi_connection
        if raw is not None and getattr(raw, "in_transaction", False):
            raw.rollback()
    except OperationalError:
        connection.invalidate()


def _resolve(outcomes: list[tuple[Future[Any], Any, BaseException | None]]) -> None:
    for future, result, failure in outcomes:
        if not future.set_running_or_notify_cancel():
            continue
        if failure is not None:
            future.set_exception(failure)
        else:
            future.set_result(result)


class PostgresKeeper:
    """A few threads, each with a connection and an event loop of its own; one transaction per unit."""

    def __init__(
        self,
        engine: Engine,
        ring: KeyRing,
        district: str,
        clock: Callable[[], datetime],
        listener: Listener = _nobody_listens,
        threads: int = 4,
    ) -> None:
        self.engine, self.ring, self.district, self.clock = engine, ring, district, clock
        self.listener = listener
        self._mine = threading.local()
        self._runners: list[_Runner] = []
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="keeper")

    def keep(self, work: Work[T]) -> Future[T]:
        return self._pool.submit(self._commit, work)

    def keep_walk(self, walk: Walk[T]) -> Future[T]:
        return cast("Future[T]", self.keep(walk))

    def close(self) -> None:
        self._pool.shutdown(wait=True)
        for runner in self._runners:
            runner.close()

    def _commit(self, work: Work[T]) -> T:
        runner: _Runner | None = getattr(self._mine, "runner", None)
        if runner is None:
            runner = self._mine.runner = _Runner(self.district, self.ring, self.clock)
            self._runners.append(runner)
        with self.engine.begin() as connection:
            result, unit = runner.run(work, connection)
            for mark in sorted(unit.marks):
                # Other replicas hear it when this transaction commits, and not at all when it does not.
                connection.execute(text("select pg_notify('lotse', :mark)"), {"mark": mark})
        if unit.marks:
            self.listener(frozenset(unit.marks))
        return result

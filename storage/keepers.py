"""The keepers: they run units of work, and are the only place that begins and commits."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import logging
import queue
import secrets
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from storage.listening import CHANNEL, Listening, packed
from storage.seal import KeyRing
from storage.unit import Outcome, Unit, Walk, Work

log = logging.getLogger(__name__)

T = TypeVar("T")

GROUP = 64  # units in one commit; more gains nothing and makes the first one wait

Listener = Callable[[frozenset[str]], None]


def _nobody_listens(_marks: frozenset[str]) -> None:
    return None


class _Runner:
    """Runs units on one thread, coroutines or not."""

    def __init__(self, district: str, ring: KeyRing, clock: Callable[[], datetime]) -> None:
        self.district, self.ring, self.clock = district, ring, clock
        self.loop = asyncio.new_event_loop()

    def run(self, work: Work[T], connection: Connection) -> tuple[T, Unit]:
        unit = Unit(connection, self.district, self.ring, self.clock())
        result: Any = work(unit)
        if inspect.iscoroutine(result):
            result = self._to_its_end(result)
        unit.write_down()
        return cast("T", result), unit

    def _to_its_end(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """aiogram wants a loop to ask for the time, but nothing may wait on it: the database would stand still meanwhile."""
        asyncio._set_running_loop(self.loop)
        try:
            coroutine.send(None)
        except StopIteration as end:
            return cast("T", end.value)
        finally:
            asyncio._set_running_loop(None)
        coroutine.close()
        raise RuntimeError("a unit waited for something outside")

    def close(self) -> None:
        self.loop.close()


@dataclass(frozen=True)
class _Job:
    works: Sequence[Work[Any]]
    ended: Callable[[list[Outcome]], None]


class SqliteKeeper:
    """One writer thread; units that wait are committed as a group, each behind a savepoint of its own."""

    def __init__(
        self, engine: Engine, ring: KeyRing, district: str, clock: Callable[[], datetime], listener: Listener = _nobody_listens
    ) -> None:
        self.engine, self.ring, self.district = engine, ring, district
        self.listener = listener
        self._runner = _Runner(district, ring, clock)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="keeper", daemon=True)
        self._thread.start()

    def keep(self, work: Work[T]) -> Future[T]:
        future: Future[T] = Future()
        self._give_in(_Job([work], lambda outcomes: _resolve(future, *outcomes[0])))
        return future

    def keep_walks(self, walks: Sequence[Walk[T]]) -> Future[list[Outcome]]:
        future: Future[list[Outcome]] = Future()
        self._give_in(_Job(walks, lambda outcomes: _resolve(future, outcomes, None)))
        return future

    def _give_in(self, job: _Job) -> None:
        if self._closed:
            raise RuntimeError("the keeper is closed")
        self._jobs.put(job)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            self._thread.join()

    def _write(self) -> None:
        with self.engine.connect() as connection:
            running = True
            while running:
                group: list[_Job] = []
                job = self._jobs.get()
                while job is not None:
                    group.append(job)
                    if sum(len(one.works) for one in group) >= GROUP or self._jobs.empty():
                        break
                    job = self._jobs.get()
                running = job is not None
                if group:
                    self._commit_group(connection, group)
        self._runner.close()

    def _commit_group(self, connection: Connection, group: list[_Job]) -> None:
        """All units of the group in one commit; if the transaction itself breaks, each runs again alone."""
        works = [work for job in group for work in job.works]
        try:
            outcomes, marks = self._together(connection, works)
        except Exception as broken:
            if len(works) > 1:
                log.warning("a group of %d units broke (%s); each runs again alone", len(works), type(broken).__name__)
            _forget(connection)
            outcomes, marks = self._alone(connection, works)
        for job in group:
            mine, outcomes = outcomes[: len(job.works)], outcomes[len(job.works) :]
            job.ended(mine)
        if marks:
            self.listener(frozenset(marks))

    def _together(self, connection: Connection, works: list[Work[Any]]) -> tuple[list[Outcome], set[str]]:
        outcomes: list[Outcome] = []
        marks: set[str] = set()
        with connection.begin():
            raw: Any = connection.connection.dbapi_connection
            for work in works:
                raw.execute("savepoint unit")
                try:
                    result, unit = self._runner.run(work, connection)
                except Exception as failure:
                    _still_in_transaction(raw)
                    raw.execute("rollback to unit")
                    outcomes.append((None, failure))
                else:
                    marks |= unit.marks
                    outcomes.append((result, None))
                raw.execute("release unit")
        return outcomes, marks

    def _alone(self, connection: Connection, works: list[Work[Any]]) -> tuple[list[Outcome], set[str]]:
        outcomes: list[Outcome] = []
        marks: set[str] = set()
        for work in works:
            try:
                with connection.begin():
                    result, unit = self._runner.run(work, connection)
            except Exception as failure:
                _forget(connection)
                outcomes.append((None, failure))
            else:
                marks |= unit.marks
                outcomes.append((result, None))
        return outcomes, marks


def _still_in_transaction(raw: Any) -> None:
    """SQLITE_FULL and a few others roll back everything by themselves; then no savepoint is left to go back to."""
    if not raw.in_transaction:
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


def _resolve(future: Future[Any], result: Any, failure: BaseException | None) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if failure is not None:
        future.set_exception(failure)
    else:
        future.set_result(result)


_notify = text("select pg_notify(:channel, told) from unnest(cast(:told as text[])) as told")


class PostgresKeeper:
    """A few threads, each with a connection and an event loop of its own; one transaction per unit.

    The listener also hears the marks of other replicas.
    """

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
        self.me = secrets.token_hex(4)
        self.listening = Listening(engine.url, self.me, listener) if listener is not _nobody_listens else None

    def keep(self, work: Work[T]) -> Future[T]:
        return self._pool.submit(self._commit, work)

    def keep_walks(self, walks: Sequence[Walk[T]]) -> Future[list[Outcome]]:
        all_of_them: Future[list[Outcome]] = Future()
        kept = [self.keep(walk) for walk in walks]
        left = itertools.count(1)

        def one_ended(_one: Future[Any]) -> None:
            if next(left) == len(kept):
                failures = [one.exception() for one in kept]
                outcomes = [(None if failure else one.result(), failure) for one, failure in zip(kept, failures, strict=True)]
                _resolve(all_of_them, outcomes, None)

        for one in kept:
            one.add_done_callback(one_ended)
        return all_of_them

    def close(self) -> None:
        if self.listening is not None:
            self.listening.close()
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
            if unit.marks:
                # Other replicas hear it when this transaction commits, and not at all when it does not.
                told = [packed(self.me, mark) for mark in sorted(unit.marks)]
                connection.execute(_notify, {"channel": CHANNEL, "told": told})
        if unit.marks:
            self.listener(frozenset(unit.marks))
        return result

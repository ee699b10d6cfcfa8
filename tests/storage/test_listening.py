"""Two replicas on one PostgreSQL: what one keeps, the other hears of."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage import database
from storage.keepers import PostgresKeeper
from storage.listening import MISSED
from storage.unit import Unit
from tests.conftest import TurnedClock
from tests.databases import Postgres

LISTENERS = "select {} from pg_stat_activity where query ilike 'listen%' and datname = current_database()"
PATIENCE = 20  # seconds a story waits; nothing is measured by it


class Replica:
    """A keeper of its own, and what it heard."""

    def __init__(self, url: str, key_file: Path, clock: TurnedClock) -> None:
        self.heard: queue.SimpleQueue[frozenset[str]] = queue.SimpleQueue()
        self.engine = database.open_engine(url)
        ring = database.unlock(self.engine, key_file, clock())
        keeper = database.open_keeper(self.engine, ring, "paderborn", clock, self.heard.put)
        assert isinstance(keeper, PostgresKeeper) and keeper.listening is not None
        self.keeper, self.listening = keeper, keeper.listening
        assert self.listening.listens.wait(PATIENCE)

    def hears(self) -> frozenset[str]:
        return self.heard.get(timeout=PATIENCE)

    def writes(self, chat: str) -> None:
        def line(unit: Unit) -> Any:
            return unit.lines.add(chat_hash=chat, sender="bot", line={"text": "hello"})

        self.keeper.keep(line).result()
        assert self.hears() == {f"lines:{chat}"}  # its own mark, without a way round

    def close(self) -> None:
        self.keeper.close()
        self.engine.dispose()


@pytest.fixture
def url(postgres: Postgres) -> str:
    return postgres.migrated()


@pytest.fixture
def replicas(url: str, tmp_path: Path, clock: TurnedClock) -> Iterator[tuple[Replica, Replica]]:
    both = Replica(url, tmp_path / "lotse.key", clock), Replica(url, tmp_path / "lotse.key", clock)
    yield both
    for one in both:
        one.close()


def cut_the_lines(url: str) -> None:
    """As when the database starts again: everybody who listens is thrown out."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(LISTENERS.format("pg_terminate_backend(pid)"))


def test_what_one_replica_keeps_wakes_the_other(replicas: tuple[Replica, Replica]) -> None:
    one, other = replicas
    one.writes("a")
    assert other.hears() == {"lines:a"}
    other.writes("b")
    assert one.hears() == {"lines:b"}


def test_nobody_hears_of_what_was_not_kept(replicas: tuple[Replica, Replica]) -> None:
    one, other = replicas

    def fails(unit: Unit) -> None:
        unit.mark("never")
        raise ValueError

    with pytest.raises(ValueError):
        one.keeper.keep(fails).result()
    one.writes("a")
    assert other.hears() == {"lines:a"}
    assert one.heard.empty()


def test_a_lost_line_is_taken_up_again_and_everybody_looks_for_what_they_missed(replicas: tuple[Replica, Replica], url: str) -> None:
    one, other = replicas
    cut_the_lines(url)
    assert one.hears() == {MISSED}
    assert other.hears() == {MISSED}
    one.writes("a")
    assert other.hears() == {"lines:a"}


def test_a_replica_ends_while_its_line_is_cut(url: str, tmp_path: Path, clock: TurnedClock) -> None:
    replica = Replica(url, tmp_path / "lotse.key", clock)
    cut_the_lines(url)
    replica.close()
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(100):  # a server process takes a moment to end
            if connection.execute(LISTENERS.format("count(*)")).fetchone() == (0,):
                return
            time.sleep(0.1)
    pytest.fail("somebody still listens")

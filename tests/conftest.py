"""What all stories share: databases, a keeper, a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import database
from storage.unit import Keeper
from tests.databases import Postgres, migrated_sqlite


class TurnedClock:
    """A clock that runs by itself and can be turned forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def turn(self, **by: float) -> None:
        """Turns the clock forward, e.g. `clock.turn(days=31)`."""
        self.ahead += timedelta(**by)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same stories on both databases."""
    if request.param == "sqlite":
        return migrated_sqlite(tmp_path / "lotse.db")
    server: Postgres = request.getfixturevalue("postgres")
    return server.migrated()


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = database.open_engine(database_url)
    database.migrate(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def keeper(engine: Engine, tmp_path: Path, clock: TurnedClock) -> Iterator[Keeper]:
    ring = database.unlock(engine, tmp_path / "lotse.key", clock())
    kept = database.open_keeper(engine, ring, "paderborn", clock)
    yield kept
    kept.close()

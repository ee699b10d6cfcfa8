"""Opening the database: an embedded SQLite file, or PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, select, text
from sqlalchemy.pool import NullPool

from storage.keepers import Listener, PostgresKeeper, SqliteKeeper
from storage.moments import to_ms
from storage.seal import KeyProblem, KeyRing, create_key_file, read_key_file
from storage.tables import installation
from storage.unit import Keeper

BUSY_MS = 15_000  # how long a write waits for another program that holds the file


def open_engine(url: str) -> Engine:
    """An engine for the URL. SQLite: WAL, synchronous=FULL, foreign keys, BEGIN IMMEDIATE. PostgreSQL: psycopg 3."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, poolclass=NullPool, connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(address, pool_pre_ping=True, pool_size=8)


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # the driver must not begin by itself: its deferred BEGIN loses updates
    raw.execute("pragma journal_mode=wal")
    raw.execute("pragma synchronous=full")
    raw.execute("pragma foreign_keys=on")
    raw.execute("pragma secure_delete=on")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("begin immediate")


def _alembic(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Brings the tables to a revision, up or down."""
    config = _alembic(engine)
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    if revision == "head" or (revision in known and known.index(revision) <= known.index(_revision(engine) or known[-1])):
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether the tables are what this version of the code expects."""
    return _revision(engine) == ScriptDirectory.from_config(_alembic(engine)).get_current_head()


def unlock(engine: Engine, key_file: Path, now: datetime) -> KeyRing:
    """The key ring of this database. A key is created only for an empty one; a key that does not fit refuses to start."""
    with engine.begin() as connection:
        known = connection.execute(select(installation.c.key_fingerprint)).scalar()
        if known is None:
            ring = read_key_file(key_file) if key_file.exists() else create_key_file(key_file)
            connection.execute(insert(installation), {"id": 1, "key_fingerprint": ring.fingerprint, "created_at": to_ms(now)})
            return ring
    ring = read_key_file(key_file)
    if ring.fingerprint != known:
        raise KeyProblem(f"the key file {key_file} is not the one this database was made with")
    return ring


def open_keeper(engine: Engine, ring: KeyRing, district: str, clock: Callable[[], datetime], listener: Listener | None = None) -> Keeper:
    """The keeper that fits the database."""
    keeper = SqliteKeeper if engine.dialect.name == "sqlite" else PostgresKeeper
    return keeper(engine, ring, district, clock) if listener is None else keeper(engine, ring, district, clock, listener)


def checkpoint(engine: Engine) -> None:
    """SQLite keeps deleted text readable in its log until this ran; elsewhere it does nothing."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.rollback()
            raw = connection.connection.dbapi_connection
            if raw is not None:
                raw.cursor().execute("pragma wal_checkpoint(truncate)")


def wipe(engine: Engine, at_most: int | None = None) -> bool:
    """Takes what was deleted out of SQLite's file and log for good. Of a file of more than `at_most` bytes only out of the log; then False.

    secure_delete overwrites what is deleted, but not the copy that stays behind where a cell was moved to another page before
    (seen with SQLite 3.40; tests/storage/test_wiping.py). Only a file that is written anew has none: some 10 ms for each megabyte,
    in which nothing else is written.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        connection.rollback()
        pages, size = (connection.exec_driver_sql(f"pragma {what}").scalar_one() for what in ("page_count", "page_size"))
        connection.rollback()
        raw = connection.connection.dbapi_connection
        anew = raw is not None and (at_most is None or pages * size <= at_most)
        if raw is not None and anew:
            raw.cursor().execute("vacuum")
    checkpoint(engine)
    return anew


def answers(engine: Engine) -> bool:
    """Whether the database answers at all."""
    with engine.connect() as connection:
        return bool(connection.execute(text("select 1")).scalar() == 1)

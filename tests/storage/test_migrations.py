"""Migrations go up, down and up again, with rows in the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import BigInteger, Boolean, Engine, Float, Integer, LargeBinary, MetaData, Table, func, insert, select

from storage import database
from storage.tables import metadata


def row_for(table: Table) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in table.columns:
        kind = column.type
        if isinstance(kind, Boolean):
            values[column.name] = False
        elif isinstance(kind, (Integer, BigInteger)):
            values[column.name] = 1
        elif isinstance(kind, Float):
            values[column.name] = 1.5
        elif isinstance(kind, LargeBinary):
            values[column.name] = b"x"
        else:
            values[column.name] = "x"
    return values


def test_up_down_and_up_again_with_rows_in_every_table(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), row_for(table))
    database.migrate(engine, "base")
    left = MetaData()
    left.reflect(engine)
    assert set(left.tables) <= {"alembic_version"}
    database.migrate(engine)
    assert database.is_current(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), row_for(table))
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 1


def test_one_step_down_and_up_again_loses_no_message(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), row_for(table))
    database.migrate(engine, "0001")
    database.migrate(engine)
    with engine.begin() as connection:
        [message] = connection.execute(select(metadata.tables["messages"])).all()
        assert (message.words, message.carried) == (b"x", None)
        assert connection.execute(select(func.count()).select_from(metadata.tables["audit"])).scalar_one() == 0
        [post] = connection.execute(select(metadata.tables["posts"])).all()
        assert (post.municipality, post.staff_id) == ("x", 1)


def test_the_number_of_a_deleted_row_never_comes_again(engine: Engine) -> None:
    outbox, messages = metadata.tables["outbox"], metadata.tables["messages"]
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), row_for(table))
    database.migrate(engine, "0007")
    with engine.begin() as connection:
        connection.execute(messages.update().values(outbox_id=7))  # carried long ago; the outbox has forgotten it
        connection.execute(outbox.delete())
    database.migrate(engine)
    with engine.begin() as connection:
        new = [{key: value for key, value in {**row_for(outbox), "dedupe": str(one)}.items() if key != "id"} for one in range(2)]
        first = connection.execute(insert(outbox).values(new[0])).inserted_primary_key
        connection.execute(outbox.delete())
        second = connection.execute(insert(outbox).values(new[1])).inserted_primary_key
    assert first is not None and second is not None
    assert second[0] > first[0]
    assert first[0] > 7 or engine.dialect.name == "postgresql"  # there the numbers went on all the time


def test_the_tables_are_what_the_code_says(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, metadata) == []


def test_sqlite_is_opened_so_that_what_is_kept_stays_kept(tmp_path: Path) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        asked = {name: connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")}
    engine.dispose()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}

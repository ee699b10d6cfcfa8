"""Alembic's entrance. Foreign keys are off while SQLite rebuilds tables, and checked afterwards."""

from __future__ import annotations

from alembic import context

from storage.tables import metadata


def run() -> None:
    """Runs the asked migrations on the engine that storage.database hands over."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        embedded = connection.dialect.name == "sqlite"
        if embedded:
            connection.exec_driver_sql("pragma foreign_keys=off")
            connection.rollback()
            raw = connection.connection.dbapi_connection
            raw.execute("pragma foreign_keys=off")
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=embedded)
        with context.begin_transaction():
            context.run_migrations()
            if embedded:
                broken = connection.exec_driver_sql("pragma foreign_key_check").all()
                if broken:
                    raise RuntimeError(f"{len(broken)} rows point to nothing after the migration")
        connection.commit()


run()

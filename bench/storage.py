"""How units of work are driven: what was measured before deciding (docs/decisions/0003-units-of-work.md).

The same unit (claim one inbox row as done, keep one outbox row) 2,000 times: by the house's keeper (synchronous Core, one writer thread,
group commit), by SQLAlchemy's asynchronous Core over aiosqlite (one transaction per unit), and by plain sqlite3 with one transaction per
unit as the named peer. Ratios of CPU seconds; synchronous=FULL everywhere. With --postgresql URL the same on PostgreSQL: a thread per
connection against asynchronous Core with psycopg.

    python -m bench.storage [--units N] [--postgresql URL]
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, insert, update
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import database
from storage.inbox import Heard
from storage.seal import KeyRing
from storage.tables import inbox, outbox
from storage.unit import Unit

PAYLOAD = b"x" * 400  # bytes, about what a sealed answer takes
ROW = {"district": "bench", "channel": "telegram", "chat_hash": "c", "lane": 1, "kind": "method", "payload": PAYLOAD, "created_at": 0}


class Took:
    """Seconds of CPU and of the wall."""

    def __init__(self, cpu: float, wall: float) -> None:
        self.cpu, self.wall = cpu, wall


def measure(work: Callable[[], None]) -> Took:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Took(time.process_time() - cpu, time.perf_counter() - wall)


def prepared(url: str, key_file: Path, units: int) -> tuple[Engine, KeyRing]:
    engine = database.open_engine(url)
    database.migrate(engine)
    ring = database.unlock(engine, key_file, datetime.now(UTC))
    keeper = database.open_keeper(engine, ring, "bench", lambda: datetime.now(UTC))
    heard = [Heard("telegram", "bench", number, f"chat {number}", b"{}", "") for number in range(units)]
    keeper.keep(lambda unit: unit.inbox.hear(heard)).result()
    keeper.close()
    return engine, ring


def by_keeper(url: str, folder: Path, units: int) -> Took:
    engine, ring = prepared(url, folder / "keeper.key", units)
    keeper = database.open_keeper(engine, ring, "bench", lambda: datetime.now(UTC))

    def one(number: int) -> Callable[[Unit], None]:
        def work(unit: Unit) -> None:
            unit.connection.execute(update(inbox).where(inbox.c.id == number).values(state="done", raw=None))
            unit.connection.execute(insert(outbox), ROW)

        return work

    def run() -> None:
        for future in [keeper.keep(one(number)) for number in range(1, units + 1)]:
            future.result()

    took = measure(run)
    keeper.close()
    engine.dispose()
    return took


def by_async_core(url: str, folder: Path, units: int, async_url: str, at_once: int) -> Took:
    engine, _ = prepared(url, folder / "async.key", units)
    engine.dispose()

    async def one(asynchronous: AsyncEngine, number: int) -> None:
        async with asynchronous.begin() as connection:
            await connection.execute(update(inbox).where(inbox.c.id == number).values(state="done", raw=None))
            await connection.execute(insert(outbox), ROW)

    async def run() -> None:
        asynchronous = create_async_engine(async_url)
        if async_url.startswith("sqlite"):
            async with asynchronous.connect() as connection:
                await connection.exec_driver_sql("pragma synchronous=full")
        seats = asyncio.Semaphore(at_once)

        async def seated(number: int) -> None:
            async with seats:
                await one(asynchronous, number)

        work: list[Awaitable[None]] = [seated(number) for number in range(1, units + 1)]
        await asyncio.gather(*work)
        await asynchronous.dispose()

    return measure(lambda: asyncio.run(run()))


def by_sqlite3(folder: Path, units: int) -> Took:
    url = f"sqlite:///{folder / 'plain.db'}"
    engine, _ = prepared(url, folder / "plain.key", units)
    engine.dispose()
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    connection.execute("pragma synchronous=full")
    names = ", ".join(ROW)
    marks = ", ".join(f":{name}" for name in ROW)

    def run() -> None:
        for number in range(1, units + 1):
            connection.execute("begin immediate")
            connection.execute("update inbox set state = 'done', raw = null where id = ?", (number,))
            connection.execute(f"insert into outbox ({names}) values ({marks})", ROW)
            connection.execute("commit")

    took = measure(run)
    connection.close()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=2_000)
    parser.add_argument("--postgresql", default="")
    options = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer = by_sqlite3(folder, options.units)
        keeper = by_keeper(f"sqlite:///{folder / 'keeper.db'}", folder, options.units)
        core = by_async_core(
            f"sqlite:///{folder / 'async.db'}", folder, options.units, f"sqlite+aiosqlite:///{folder / 'async.db'}", at_once=1
        )
        for label, took in (("sqlite3, a transaction each", peer), ("keeper, grouped", keeper), ("async Core, aiosqlite", core)):
            print(f"{label:<32} {took.cpu / options.units * 1000:7.3f} ms CPU {took.wall / options.units * 1000:7.3f} ms wall per unit")
        figures["keeper_to_async_core_cpu"] = core.cpu / keeper.cpu
        figures["keeper_to_sqlite3_cpu"] = peer.cpu / keeper.cpu
        figures["keeper_to_sqlite3_wall"] = peer.wall / keeper.wall
        if options.postgresql:
            threads = by_keeper(options.postgresql, folder, options.units)
            address = options.postgresql.replace("postgresql://", "postgresql+psycopg://", 1)
            asynchronous = by_async_core(options.postgresql, folder, options.units, address, at_once=4)
            for label, took in (("postgresql, 4 threads", threads), ("postgresql, async Core", asynchronous)):
                print(f"{label:<32} {took.cpu / options.units * 1000:7.3f} ms CPU {took.wall / options.units * 1000:7.3f} ms wall per unit")
            figures["postgresql_threads_to_async_cpu"] = asynchronous.cpu / threads.cpu
    print(" ".join(f"{name}={value:.2f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()

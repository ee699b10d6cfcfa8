"""Two replicas of the web on one PostgreSQL: whoever holds the open page, it is woken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from storage import database
from storage.keepers import PostgresKeeper
from tests.conftest import TurnedClock
from tests.databases import Postgres
from tests.web.conftest import Served, World
from web import streams
from web.bell import Bell

PATIENCE = 20  # seconds a story waits; nothing is measured by it


@pytest.fixture
def database_url(postgres: Postgres) -> str:
    return postgres.migrated()


@pytest_asyncio.fixture
async def elsewhere(world: World, database_url: str, tmp_path: Path, clock: TurnedClock) -> AsyncIterator[World]:
    """Another process with a keeper and a bell of its own."""
    bell = Bell()
    bell.attach()
    engine = database.open_engine(database_url)
    keeper = database.open_keeper(engine, database.unlock(engine, tmp_path / "lotse.key", clock()), "paderborn", clock, bell.ring)
    for one in (world.keeper, keeper):
        assert isinstance(one, PostgresKeeper) and one.listening is not None
        assert await asyncio.to_thread(one.listening.listens.wait, PATIENCE)
    yield World(keeper, clock, bell)
    keeper.close()
    engine.dispose()


@pytest.fixture
def only_when_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page looks by itself, so what it shows it was woken for."""
    monkeypatch.setattr(streams, "KEEP_ALIVE", 3600.0)


async def test_an_open_chat_is_woken_by_another_replica(served: Served, elsewhere: World, only_when_woken: None) -> None:
    async with httpx.AsyncClient(base_url=served.url) as client:
        token = (await client.post("/chat/api/sessions")).json()["token"]
        chat_hash = await elsewhere.chat_hash(token)
        async with client.stream("GET", "/chat/api/events", headers={"Authorization": f"Bearer {token}"}) as stream:
            rows = stream.aiter_lines()
            for number in range(8):
                await elsewhere.bot_says(chat_hash, f"line {number}")
                async with asyncio.timeout(PATIENCE):
                    assert await next_texts(rows) == [f"line {number}"]


async def next_texts(rows: AsyncIterator[str]) -> list[str]:
    async for row in rows:
        if row.startswith("data:"):
            return [line["text"] for line in json.loads(row[5:])["lines"]]
    raise AssertionError("the stream ended")


async def test_an_open_case_is_woken_by_another_replica(served: Served, elsewhere: World, only_when_woken: None) -> None:
    case = await elsewhere.case("Hallo")
    mia = await served.world.at_desk("case_manager", "Mia", "Büren")
    cookies = {"desk": mia.http.cookies["desk"]}
    async with (
        httpx.AsyncClient(base_url=served.url, cookies=cookies) as client,
        client.stream("GET", f"/desk/cases/{case}/events") as stream,
    ):
        rows = stream.aiter_lines()
        for number in range(8):
            await elsewhere.keep(lambda unit, words=f"words {number}": unit.threads.write(case_id=case, sender="person", words=words))
            async with asyncio.timeout(PATIENCE):
                assert await changed(rows)


async def changed(rows: AsyncIterator[str]) -> bool:
    async for row in rows:
        if row == "data: changed":
            return True
    raise AssertionError("the stream ended")


async def test_after_a_lost_line_every_page_looks_but_none_ends() -> None:
    bell = Bell()
    bell.attach()
    page, house_stops = asyncio.create_task(bell.wait("lines:a", PATIENCE)), asyncio.create_task(bell.wait("stop", PATIENCE))
    await asyncio.sleep(0)
    bell.ring(["missed"])
    assert await page
    assert not house_stops.done()
    bell.ring(["stop"])
    assert await house_stops

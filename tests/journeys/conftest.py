"""Stories are told from the outside, each by Telegram and in the web chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.conftest import TurnedClock
from tests.databases import migrated_sqlite
from tests.journeys.stage import PATIENCE, Newcomer, Stage
from tests.web.conftest import ARGS, CHROMIUM


@asynccontextmanager
async def opened(folder: Path, database_url: str, clock: TurnedClock) -> AsyncIterator[Stage]:
    stage = Stage(folder, database_url, clock)
    await stage.open()
    yield stage
    await stage.close()


@pytest_asyncio.fixture
async def stage(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[Stage]:
    """The house on the embedded database."""
    async with opened(tmp_path, migrated_sqlite(tmp_path / "lotse.db"), clock) as stage:
        yield stage


@pytest_asyncio.fixture
async def stage_on_each_database(tmp_path: Path, database_url: str, clock: TurnedClock) -> AsyncIterator[Stage]:
    """The house on the embedded database, and on PostgreSQL."""
    async with opened(tmp_path, database_url, clock) as stage:
        yield stage


@pytest.fixture(params=["telegram", "web"])
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def newcomer(stage: Stage, channel: str) -> Newcomer:
    return await stage.newcomer(channel)


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        await opened.close()

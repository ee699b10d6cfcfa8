"""The catalogue of bad input (promises, D), told from the outside. Many odd people in one house: whoever is odd disturbs nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.conftest import TurnedClock
from tests.databases import migrated_sqlite
from tests.journeys.stage import Newcomer, Stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One house for all stories of a file, as in life."""
    folder = tmp_path_factory.mktemp("house")
    opened = Stage(folder, migrated_sqlite(folder / "lotse.db"), TurnedClock())
    await opened.open()
    yield opened
    assert (await opened.house.keep(lambda unit: unit.inbox.counts())).get("open", 0) == 0
    await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def newcomer(stage: Stage, channel: str) -> Newcomer:
    return await stage.newcomer(channel)

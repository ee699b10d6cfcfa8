"""Stories are told from the outside, each by Telegram and in the web chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conftest import TurnedClock
from tests.journeys.stage import Newcomer, Stage


@pytest_asyncio.fixture
async def stage(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[Stage]:
    """The house on the embedded database."""
    opened = Stage(tmp_path, f"sqlite:///{tmp_path / 'lotse.db'}", clock)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture(params=["telegram", "web"])
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def newcomer(stage: Stage, channel: str) -> Newcomer:
    return await stage.newcomer(channel)

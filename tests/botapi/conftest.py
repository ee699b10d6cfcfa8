"""A started pretend Bot API and the barest client that can talk to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.botapi.bare import CHAT, Bare
from tests.botapi.server import PretendBotApi


@pytest.fixture
async def api() -> AsyncIterator[PretendBotApi]:
    async with PretendBotApi() as started:
        yield started


@pytest.fixture
async def bare(api: PretendBotApi) -> AsyncIterator[Bare]:
    api.meets(CHAT)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield Bare(api, session)

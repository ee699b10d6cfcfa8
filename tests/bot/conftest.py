"""The doors alone: a pretend Bot API, a real database, and no worker behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from bot import courier, ears
from bot.channels.telegram import TelegramApi
from bot.courier import Courier, Pace
from bot.ears import Ears, Inbox, Poller
from storage import database
from storage.unit import Keeper, Unit
from tests.botapi.server import PretendBotApi
from tests.smtp.server import SmtpServerOfTheTest
from web import doors as web_doors
from web.bell import Bell

TOKEN = "4242:doors"


class Doors:
    """What comes in and goes out, with the database behind it."""

    def __init__(self, keeper: Keeper, api: PretendBotApi) -> None:
        self.keeper, self.api = keeper, api
        self.channel = TelegramApi(api.base_url, TOKEN)
        self.inbox = Inbox(keeper, self.channel.bot, self.channel)
        self.ears = Ears(self.inbox)
        self.poller = Poller(self.inbox, self.channel)
        self.bell = Bell()
        self.courier = Courier(keeper, self.channel, self.bell, "test", Pace(10_000))

    async def keep(self, work: Callable[[Unit], Any]) -> Any:
        return await asyncio.wrap_future(self.keeper.keep(work))

    async def kept(self) -> list[int]:
        """The numbers of all updates in the inbox."""

        def numbers(unit: Unit) -> list[int]:
            return sorted(row.update_id for row in unit.inbox.claim("test", 1_000) if row.bot == self.channel.bot)

        found: list[int] = await self.keep(numbers)
        await self.keep(lambda unit: unit.inbox.release("test"))
        return found

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[Poller]:
        async with running(self.poller.run()):
            yield self.poller

    @asynccontextmanager
    async def carrying(self) -> AsyncIterator[Courier]:
        self.bell.attach()
        async with running(self.courier.run()):
            yield self.courier

    async def say(self, chat: int, text: str, **more: Any) -> int:
        """Something to be said, as a handler leaves it."""
        payload = {"method": "sendMessage", "chat_id": chat, "text": text, **more}
        number: int = await self.keep(
            lambda unit: unit.outbox.say(channel="telegram", chat_hash=f"chat {chat}", contact_id=None, kind="method", payload=payload)
        )
        return number


@asynccontextmanager
async def running(loop: Any) -> AsyncIterator[asyncio.Task[None]]:
    """Runs something that never ends by itself; if it does, the story fails with its reason."""
    task = asyncio.create_task(loop)
    try:
        yield task
    finally:
        ended = task.done()
        task.cancel()
        result = await asyncio.gather(task, return_exceptions=True)
        assert not ended, result


async def until(ask: Callable[[], Awaitable[bool]]) -> None:
    """Waits until the question is answered with yes."""
    async with asyncio.timeout(20):
        while not await ask():
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here waits as long as in earnest."""
    monkeypatch.setattr(ears, "BACK_OFF", (0.01, 0.02))
    monkeypatch.setattr(ears, "PATIENCE", 0.3)
    monkeypatch.setattr(ears, "KEEP_WITHIN", 0.6)
    monkeypatch.setattr(database, "BUSY_MS", 100)
    monkeypatch.setattr(courier, "FIRST_RETRY", 0.05)
    monkeypatch.setattr(courier, "LOOK_AGAIN", 0.05)
    assert web_doors.PATIENCE <= 2, "promises, E3"


@pytest_asyncio.fixture
async def api() -> AsyncIterator[PretendBotApi]:
    async with PretendBotApi(TOKEN) as started:
        yield started


@pytest_asyncio.fixture
async def doors(keeper: Keeper, api: PretendBotApi) -> AsyncIterator[Doors]:
    opened = Doors(keeper, api)
    yield opened
    await opened.channel.close()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[SmtpServerOfTheTest]:
    async with SmtpServerOfTheTest() as started:
        yield started

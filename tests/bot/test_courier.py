"""The courier holds few rows at once, says nothing twice only because it takes long, and lets nobody wait for somebody else's ban."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.telegram import Verdict
from bot.courier import CLAIMED, Courier, Pace
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock
from tests.journeys.stage import until
from web.bell import Bell

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class SlowTelegram:
    """Answers so many calls at once; the others wait until the line is free again."""

    def __init__(self) -> None:
        self.at_once = 0
        self.calls = 0
        self.free = asyncio.Event()
        self.said: Counter[str] = Counter()
        self.busy = 0

    async def call(self, _method: str, parameters: dict[str, Any]) -> Verdict:
        self.calls += 1
        if self.calls <= self.busy:
            return Verdict("again")
        if self.calls > self.at_once:
            await self.free.wait()
        self.said[parameters["text"]] += 1
        return Verdict("sent")


@pytest.fixture
def telegram() -> SlowTelegram:
    return SlowTelegram()


@pytest_asyncio.fixture
async def courier(keeper: Keeper, telegram: SlowTelegram) -> AsyncIterator[Courier]:
    bell = Bell()
    bell.attach()
    courier = Courier(keeper, telegram, bell, "me", Pace(10_000))  # type: ignore[arg-type]
    running = asyncio.create_task(courier.run())
    yield courier
    running.cancel()
    telegram.free.set()
    await courier.stop()


def ask(keeper: Keeper, work: Callable[[Unit], Any]) -> Any:
    return asyncio.wrap_future(keeper.keep(work))


def wait_to_be_said(number: int) -> Callable[[Unit], None]:
    def work(unit: Unit) -> None:
        for one in range(number):
            payload = {"method": "sendMessage", "text": f"to {one}", "chat_id": one}
            unit.outbox.say(channel="telegram", chat_hash=f"chat {one}", contact_id=None, kind="method", payload=payload)

    return work


def nobody_holds(unit: Unit) -> int:
    return len(unit.outbox.claim("somebody else", 1000))


async def test_a_long_queue_is_not_taken_all_at_once(keeper: Keeper, courier: Courier, telegram: SlowTelegram) -> None:
    telegram.at_once = 40
    await ask(keeper, wait_to_be_said(300))
    courier.bell.ring(["outbox"])

    async def all_seats_wait() -> bool:
        return telegram.calls >= 40 + 7

    await until(all_seats_wait, "a courier who waits")
    left = await ask(keeper, nobody_holds)
    assert left >= 300 - 40 - 2 * CLAIMED


async def test_who_has_to_wait_longer_than_the_lease_hears_it_once(
    keeper: Keeper, courier: Courier, telegram: SlowTelegram, clock: TurnedClock
) -> None:
    await ask(keeper, wait_to_be_said(3))
    courier.bell.ring(["outbox"])

    async def called() -> bool:
        return telegram.calls == 3

    await until(called, "three calls")
    clock.turn(minutes=1)
    looks: list[int] = []
    claim = courier.claim

    async def count_looks() -> Any:
        rows = await claim()
        looks.append(len(rows))
        return rows

    courier.claim = count_looks  # type: ignore[method-assign]
    courier.bell.ring(["outbox"])

    async def looked_again() -> bool:
        return 3 in looks and looks[-1] == 0

    await until(looked_again, "a courier who looks again")
    telegram.free.set()

    async def all_said() -> bool:
        return bool((await ask(keeper, lambda unit: unit.outbox.counts())) == {"sent": 3})

    await until(all_said, "three who heard it")
    assert telegram.said == {"to 0": 1, "to 1": 1, "to 2": 1}


async def test_a_ban_by_telegram_keeps_no_web_chat_waiting(keeper: Keeper, courier: Courier, telegram: SlowTelegram) -> None:
    courier.pace.blocked_until = asyncio.get_running_loop().time() + 300
    await ask(keeper, wait_to_be_said(3 * CLAIMED))
    await ask(keeper, lambda unit: unit.lines.open_session(token_hash="token", chat="1", chat_hash="page"))
    line = {"method": "sendMessage", "text": "hello", "chat_id": 1}
    await ask(keeper, lambda unit: unit.outbox.say(channel="web", chat_hash="page", contact_id=None, kind="method", payload=line))
    courier.bell.ring(["outbox"])

    async def read() -> bool:
        return bool(await ask(keeper, lambda unit: unit.lines.after("page", 0)))

    await until(read, "a line on the page")
    assert telegram.calls == 0
    assert await ask(keeper, lambda unit: unit.outbox.counts()) == {"queued": 3 * CLAIMED, "sent": 1}


async def test_after_a_day_on_which_nobody_carried_one_bad_answer_ends_nothing(
    keeper: Keeper, telegram: SlowTelegram, clock: TurnedClock
) -> None:
    await ask(keeper, wait_to_be_said(1))
    clock.turn(hours=25)
    telegram.busy, telegram.at_once = 1, 9
    courier = Courier(keeper, telegram, Bell(), "me", Pace(10_000))  # type: ignore[arg-type]
    [row] = await courier.claim()
    await courier.carry(row)
    clock.turn(seconds=2)
    [again] = await courier.claim()
    await courier.carry(again)
    assert telegram.said == {"to 0": 1}


async def test_what_is_refused_for_a_day_is_given_up(keeper: Keeper, telegram: SlowTelegram, clock: TurnedClock) -> None:
    await ask(keeper, wait_to_be_said(1))
    clock.turn(hours=25)
    telegram.busy = 100
    courier = Courier(keeper, telegram, Bell(), "me", Pace(10_000))  # type: ignore[arg-type]
    while rows := await courier.claim():
        await courier.carry(rows[0])
        clock.turn(hours=1)
    assert await ask(keeper, lambda unit: unit.outbox.counts()) == {"dead": 1}
    assert telegram.calls == 6


async def test_a_queue_is_claimed_further_in_the_commits_that_keep_what_was_said(
    keeper: Keeper, courier: Courier, telegram: SlowTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.at_once = 100
    by_itself: list[int] = []
    claim = courier.claim

    async def count() -> Any:
        rows = await claim()
        by_itself.append(len(rows))
        return rows

    monkeypatch.setattr(courier, "claim", count)
    await ask(keeper, wait_to_be_said(70))
    courier.bell.ring(["outbox"])

    async def all_said() -> bool:
        return bool((await ask(keeper, lambda unit: unit.outbox.counts())) == {"sent": 70})

    await until(all_said, "all that was said")
    assert sum(map(bool, by_itself)) <= 2
    assert set(telegram.said.values()) == {1}

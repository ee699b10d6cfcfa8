"""What is in flight when the process dies is said again: few at once, and room for a crisis."""

from __future__ import annotations

import asyncio

import pytest

from bot.seats import Seats


class Street:
    """Messages on their way, until each is told to arrive."""

    def __init__(self, seats: int) -> None:
        self.seats = Seats(seats)
        self.under_way: list[str] = []
        self.arrives: dict[str, asyncio.Event] = {}

    async def _carry(self, name: str, crisis: bool) -> None:
        async with self.seats.seat(crisis=crisis):
            self.under_way.append(name)
            await self.arrives[name].wait()
        self.under_way.remove(name)

    async def starts(self, *names: str, crisis: bool = False) -> list[asyncio.Task[None]]:
        self.arrives |= {name: asyncio.Event() for name in names}
        tasks = [asyncio.create_task(self._carry(name, crisis)) for name in names]
        await self.settles()
        return tasks

    async def arrive(self, name: str) -> None:
        self.arrives[name].set()
        await self.settles()

    async def settles(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
def street() -> Street:
    return Street(3)


async def test_the_last_seat_is_kept_for_a_crisis(street: Street) -> None:
    await street.starts("a", "b", "c")
    assert street.under_way == ["a", "b"]
    await street.starts("danger", crisis=True)
    assert street.under_way == ["a", "b", "danger"]


async def test_many_crises_at_once_take_no_more_than_there_are(street: Street) -> None:
    await street.starts("1", "2", "3", "4", crisis=True)
    assert street.under_way == ["1", "2", "3"]
    await street.arrive("1")
    assert street.under_way == ["2", "3", "4"]


async def test_a_crisis_does_not_wait_behind_others(street: Street) -> None:
    await street.starts("a", "b", "c")
    await street.starts("1", "2", crisis=True)
    await street.arrive("a")
    assert street.under_way == ["b", "1", "2"]
    await street.arrive("b")
    assert street.under_way == ["1", "2"]  # the last seat stays free
    await street.arrive("1")
    assert street.under_way == ["2", "c"]


async def test_who_stops_waiting_leaves_their_seat_to_the_next(street: Street) -> None:
    _, _, waits = await street.starts("a", "b", "c")
    await street.starts("d")
    waits.cancel()
    await street.arrive("a")
    assert street.under_way == ["b", "d"]

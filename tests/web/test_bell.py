"""The bell, and who waits for it."""

from __future__ import annotations

import asyncio

import pytest

from web.bell import Bell


async def listen(bell: Bell) -> None:
    while True:
        await bell.wait("outbox", 60)


@pytest.mark.parametrize("steps", range(6))
async def test_who_is_told_to_stop_while_it_rings_stops(steps: int) -> None:
    """The courier and the pages wait in a loop: a stop that got lost in the ringing would leave them running for ever."""
    bell = Bell()
    bell.attach()
    listening = asyncio.create_task(listen(bell))
    await asyncio.sleep(0)
    bell.ring(["outbox"])
    for _ in range(steps):
        await asyncio.sleep(0)
    listening.cancel()
    await asyncio.wait({listening}, timeout=1)
    assert listening.cancelled()

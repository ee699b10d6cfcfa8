"""The time of the pretend Telegram, which a test can turn, and a way to wait for something to happen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta


class PretendClock:
    """Wall time plus whatever it was turned by. Turning it never makes anybody wait."""

    def __init__(self) -> None:
        self._shift = 0.0
        self.turns = 0

    def now(self) -> float:
        return time.time() + self._shift

    def turn(self, by: timedelta) -> None:
        self._shift += by.total_seconds()
        self.turns += 1


class Happenings:
    """Lets a test wait for a condition without sleeping: it is asked again each time something happened."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def happened(self) -> None:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def until(self, condition: Callable[[], bool], within_s: float) -> None:
        """Returns once the condition holds; TimeoutError if it does not in time."""
        async with asyncio.timeout(within_s):
            while not condition():
                future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future

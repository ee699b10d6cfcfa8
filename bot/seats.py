"""Seats: how much may be in flight. What is in flight when the process dies is said again, so there are few."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Seats:
    """So many seats and no more. The last one is kept for a crisis, and a crisis never waits behind others."""

    def __init__(self, seats: int) -> None:
        self._free = seats
        self._crises: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def seat(self, *, crisis: bool) -> AsyncIterator[None]:
        """Waits for a seat, and gives it back at the end."""
        turn = asyncio.get_running_loop().create_future()
        (self._crises if crisis else self._others).append(turn)
        self._let_in()
        try:
            await turn
            yield
        finally:
            if not turn.cancelled():
                self._free += 1
                self._let_in()

    def _let_in(self) -> None:
        for waiting, kept_free in ((self._crises, 0), (self._others, 1)):
            while waiting and (waiting[0].done() or self._free > kept_free):
                turn = waiting.popleft()
                if not turn.done():  # done before its turn: whoever waited was cancelled
                    self._free -= 1
                    turn.set_result(None)

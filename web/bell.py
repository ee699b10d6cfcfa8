"""The bell: pages that wait for something are woken when it was kept."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable

from storage.listening import MISSED

STOP = "stop"  # the mark that is rung when the house stops


class Bell:
    """Wakes who waits for a mark. Ringing is safe from any thread once `attach` was called on the loop of those who wait."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    def attach(self) -> None:
        """Those who wait live on the loop that runs now."""
        self._loop = asyncio.get_running_loop()

    def ring(self, marks: Iterable[str]) -> None:
        """Wakes who waits for one of these marks. MISSED wakes everybody: they look whether something came."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ring, frozenset(marks))

    def _ring(self, marks: frozenset[str]) -> None:
        for mark in self._waiting.keys() - {STOP} if MISSED in marks else marks:
            for event in self._waiting.get(mark, ()):
                event.set()

    async def wait(self, mark: str, seconds: float) -> bool:
        """Waits for the mark. False when nothing rang in time."""
        event = asyncio.Event()
        self._waiting[mark].add(event)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._waiting[mark].discard(event)
            if not self._waiting[mark]:
                del self._waiting[mark]

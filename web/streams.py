"""Open event streams: woken by the bell, and ended before the house closes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi.responses import StreamingResponse

from web.bell import STOP, Bell

LASTS = 240.0  # seconds; then the page connects again, so that no stream outlives a session for long
KEEP_ALIVE = 20.0  # seconds; proxies close what is silent for longer
ONE_HOLDER = 4  # streams of one chat or one desk at once; an older one gives way
ALL = 2_000
RETRY = b"retry: 3000\n\n"


def reply_with(events: AsyncIterator[bytes]) -> StreamingResponse:
    """Events as a reply; no proxy may hold them back."""
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


class NothingMore(Exception):
    """Raised by whoever reads for a stream: its holder may not hear any more, so it ends."""


class Streams:
    """All open streams of this process."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._open: dict[str, list[asyncio.Event]] = {}
        self._number = 0
        self.closed = False

    def close(self) -> None:
        """Ends all streams and lets no new one begin: the house stops. Call it on the loop that serves them."""
        self.closed = True
        for ends in self._open.values():
            for end in ends:
                end.set()

    def full(self) -> bool:
        """Whether another stream would be one too many."""
        return self.closed or self._number >= ALL

    async def follow(self, holder: str, mark: str, read: Callable[[], Awaitable[bytes]]) -> AsyncIterator[bytes]:
        """Events, each what `read` gives when there is something. Ends after some minutes, or when `read` raises NothingMore."""
        end = asyncio.Event()
        mine = self._open.setdefault(holder, [])
        mine.append(end)
        for older in mine[:-ONE_HOLDER]:
            older.set()
        self._number += 1
        until = time.monotonic() + LASTS
        stopped = asyncio.create_task(self._bell.wait(STOP, LASTS))
        ended = asyncio.create_task(end.wait())
        try:
            yield RETRY
            while not (end.is_set() or self.closed or stopped.done()) and time.monotonic() < until:
                # The ear is at the bell before we read: nothing that is kept in between is missed.
                rung = asyncio.create_task(self._bell.wait(mark, KEEP_ALIVE))
                try:
                    try:
                        event = await read()
                    except NothingMore:
                        return
                    if event:
                        yield event
                        continue
                    await asyncio.wait({rung, ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
                    if rung.done() and not rung.result():
                        yield b": still here\n\n"
                finally:
                    rung.cancel()
        finally:
            stopped.cancel()
            ended.cancel()
            self._number -= 1
            mine.remove(end)
            if not mine:
                self._open.pop(holder, None)

"""The worker: the oldest open rows of each chat, one chat at a time, many chats at once. A unit that fails takes nobody down."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from bot.corridor import Corridor, Piece, Unreadable, Walked, pieces
from bot.raw_updates import glimpse, whence
from directory.find import Directory, load_directory
from storage.inbox import InboxRow, LeaseLost
from storage.unit import Keeper, Unit
from web.bell import Bell

log = logging.getLogger(__name__)

CHATS_AT_ONCE = 64
TRIES = 3  # then a row is set aside and its sender answered
LOOK_AGAIN = 1.0  # seconds; for rows whose lease ran out, and for other replicas' rows

Toast = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class Worker:
    """Answers what the ears wrote down."""

    def __init__(self, keeper: Keeper, corridor: Corridor, bell: Bell, me: str, toast: Toast) -> None:
        self.keeper, self.corridor, self.bell, self.me, self.toast = keeper, corridor, bell, me, toast
        self._toasts: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Works until it is cancelled."""
        while True:
            try:
                rows, directory = await self.claim()
            except Exception as failure:
                log.warning("the inbox cannot be read (%s); trying again", type(failure).__name__)
                await asyncio.sleep(LOOK_AGAIN)
                continue
            if rows:
                await self.answer(rows, directory)
            else:
                await self.bell.wait("inbox", LOOK_AGAIN)

    async def claim(self) -> tuple[list[InboxRow], Directory]:
        """The rows to answer next, and what help exists now."""
        return await asyncio.wrap_future(self.keeper.keep(lambda unit: (unit.inbox.claim(self.me, CHATS_AT_ONCE), self.directory(unit))))

    async def answer(self, rows: Sequence[InboxRow], directory: Directory) -> None:
        """Answers the rows of each chat in their order, the chats side by side, those in danger first."""
        chats: defaultdict[str, list[InboxRow]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: not row.danger):
            chats[row.chat_hash].append(row)
        waiting: list[deque[Piece]] = []
        for chat in chats.values():
            found, unreadable = pieces(sorted(chat))
            if unreadable:
                await self._set_aside(unreadable, glimpse(unreadable[-1].raw))
            waiting.append(deque(found))
        while waiting := [of_chat for of_chat in waiting if of_chat]:
            await self._walk(waiting, directory)

    async def _walk(self, chats: Sequence[deque[Piece]], directory: Directory) -> None:
        """Answers the first piece of each chat and takes it off; what cannot be read or fails three times is set aside."""
        first = [of_chat.popleft() for of_chat in chats]
        walks = [partial(self.corridor.walk, me=self.me, piece=piece, directory=directory) for piece in first]
        outcomes = await asyncio.wrap_future(self.keeper.keep_walks(walks))
        for piece, rest, (walked, failure) in zip(first, chats, outcomes, strict=True):
            if failure is None:
                self._toast(walked)
            elif isinstance(failure, LeaseLost):
                log.warning("%d rows were taken over by another worker", len(piece.rows))
                rest.clear()
            elif isinstance(failure, Unreadable):
                log.info("an update of kind %s could not be read", _kind(piece.update))
                await self._set_aside(piece.rows, piece.update)
            else:
                await self._failed(piece, rest, failure)

    def _toast(self, walked: Walked) -> None:
        for parameters in walked.toasts:
            task = asyncio.create_task(self.toast(parameters))
            self._toasts.add(task)
            task.add_done_callback(self._toasts.discard)

    def directory(self, unit: Unit) -> Directory:
        """What help exists, as it is now."""
        return load_directory(unit)

    async def _failed(self, piece: Piece, rest: deque[Piece], failure: BaseException) -> None:
        """It is tried again, and what the same person wrote after it stays behind it."""
        tries = max(row.attempts for row in piece.rows)
        log.error("an update failed at try %d of %d: %s at %s", tries, TRIES, type(failure).__name__, _where(failure))
        if tries >= TRIES:
            await self._set_aside(piece.rows, piece.update)
            return
        behind = [number for later in rest for number in later.ids]
        rest.clear()

        def give_back(unit: Unit) -> None:
            unit.inbox.give_back(self.me, piece.ids)
            unit.inbox.give_back(self.me, behind, tried=False)

        try:
            await asyncio.wrap_future(self.keeper.keep(give_back))
        except Exception as again:
            log.warning("rows could not be given back (%s)", type(again).__name__)
        await asyncio.sleep(0.05 * tries)

    async def _set_aside(self, rows: Sequence[InboxRow], update: dict[str, Any]) -> None:
        danger = tuple(dict.fromkeys(code for row in rows for code in row.danger.split()))
        where = whence(update)
        try:
            await asyncio.wrap_future(self.keeper.keep(lambda unit: self.corridor.set_aside(unit, self.me, rows, where, danger=danger)))
        except Exception as failure:
            log.error("rows could not be set aside: %s at %s", type(failure).__name__, _where(failure))


def _kind(update: dict[str, Any]) -> str:
    return ",".join(sorted(key for key in update if key != "update_id" and key.isidentifier()))[:60]


def _where(failure: BaseException) -> str:
    """File and line of a failure; never its text, which may hold what a person wrote."""
    trace = failure.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "?" if trace is None else f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"

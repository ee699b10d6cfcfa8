"""The worker: the oldest open rows of each chat, one chat at a time, many chats at once. A unit that fails takes nobody down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from itertools import groupby
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
                rows = await self.claim()
            except Exception as failure:
                log.warning("the inbox cannot be read (%s); trying again", type(failure).__name__)
                await asyncio.sleep(LOOK_AGAIN)
                continue
            if rows:
                chats = [
                    list(group) for _, group in groupby(sorted(rows, key=lambda row: (row.chat_hash, row.id)), lambda row: row.chat_hash)
                ]
                await asyncio.gather(*(self.chat(chat) for chat in chats))
            else:
                await self.bell.wait("inbox", LOOK_AGAIN)

    async def claim(self) -> list[InboxRow]:
        """The rows to answer next."""
        return await asyncio.wrap_future(self.keeper.keep(lambda unit: unit.inbox.claim(self.me, CHATS_AT_ONCE)))

    async def chat(self, rows: Sequence[InboxRow]) -> None:
        """Answers the rows of one chat in their order."""
        found, unreadable = pieces(rows)
        if unreadable:
            await self._set_aside(unreadable, glimpse(unreadable[-1].raw))
        for piece in found:
            await self.piece(piece)

    async def piece(self, piece: Piece) -> None:
        """Answers one piece; what cannot be read or fails three times is set aside."""
        try:
            walked = await asyncio.wrap_future(self.keeper.keep_walk(lambda unit: self._walk(unit, piece)))
        except LeaseLost:
            log.warning("%d rows were taken over by another worker", len(piece.rows))
        except Unreadable:
            log.info("an update of kind %s could not be read", _kind(piece.update))
            await self._set_aside(piece.rows, piece.update)
        except Exception as failure:
            await self._failed(piece, failure)
        else:
            for parameters in walked.toasts:
                task = asyncio.create_task(self.toast(parameters))
                self._toasts.add(task)
                task.add_done_callback(self._toasts.discard)

    def _walk(self, unit: Unit, piece: Piece) -> Coroutine[Any, Any, Walked]:
        return self.corridor.walk(unit, self.me, piece, self.directory(unit))

    def directory(self, unit: Unit) -> Directory:
        """What help exists, as it is now."""
        return load_directory(unit)

    async def _failed(self, piece: Piece, failure: Exception) -> None:
        tries = max(row.attempts for row in piece.rows)
        log.error("an update failed at try %d of %d: %s at %s", tries, TRIES, type(failure).__name__, _where(failure))
        if tries >= TRIES:
            await self._set_aside(piece.rows, piece.update)
            return
        try:
            await asyncio.wrap_future(self.keeper.keep(lambda unit: unit.inbox.give_back(self.me, piece.ids)))
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

"""The courier carries what is to be said: crisis first, order per chat, limits, retries, giving up politely."""

from __future__ import annotations

import asyncio
import logging
import random
from contextlib import suppress
from typing import Any, NamedTuple

from bot.channels import web_chat
from bot.channels.telegram import TelegramApi, Verdict
from bot.lean_aiogram import load_aiogram
from bot.seats import Seats
from cases.telling import FOR_STAFF, NoticeKind
from storage.outbox import CRISIS, OutboxRow
from storage.unit import Keeper, Unit
from web.bell import Bell

log = logging.getLogger(__name__)

IN_FLIGHT = 8  # the last seat is for a crisis; what is in flight when the process dies is said again, so few
CLAIMED = 16
SETTLED_WITHIN = 0.01  # seconds; what is answered within this time is kept together: a commit for each would cost more than the sending
HELD = 5.0  # seconds a claimed row may wait here; well below its lease
LOOK_AGAIN = 1.0  # seconds
FIRST_RETRY, LAST_RETRY = 1.0, 900.0  # seconds, doubling with jitter (promises, outbox)
GIVE_UP_MS = 24 * 3600 * 1000
TRIES_AT_LEAST = 6  # also when nobody carried for a day: one bad answer says nothing
DOUBT = "in doubt"  # in a payload: sent, no answer. Once more, then it is left: a double is better than a loss, three are not


class Pace:
    """How fast we may speak to Telegram: so many a second over all, and one a second to each chat."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        # Installations with a raised limit have it raised per chat as well.
        self._chat_gap = min(1.0, 25 / per_second)
        self._next = 0.0
        self._chats: dict[str, float] = {}
        self.blocked_until = 0.0

    def wait(self, chat: str, now: float, *, crisis: bool) -> float:
        """Takes a place and says how many seconds it is away. A crisis does not queue behind others, only behind a ban."""
        turn = max(now, self.blocked_until)
        if not crisis:
            turn = max(turn, self._next, self._chats.get(chat, 0.0))
            self._next = turn + self._gap
        self._chats[chat] = turn + self._chat_gap
        if len(self._chats) > 10_000:
            self._chats = {one: free for one, free in self._chats.items() if free > now}
        return turn - now


class Carried(NamedTuple):
    """What became of a row: the verdict of the Bot API, and of how many parts this was the first."""

    row: OutboxRow
    verdict: Verdict
    parts: int


class Courier:
    """One courier carries all channels."""

    def __init__(self, keeper: Keeper, api: TelegramApi | None, bell: Bell, me: str, pace: Pace) -> None:
        self.keeper, self.api, self.bell, self.me, self.pace = keeper, api, bell, me, pace
        self._seats = Seats(IN_FLIGHT)
        self._tasks: dict[int, asyncio.Task[None]] = {}  # by row
        self._room = asyncio.Event()
        self._full = False
        self._waits: dict[str, float] = {}
        self._carried: list[tuple[Carried, asyncio.Future[None]]] = []
        self._settling: asyncio.Task[None] | None = None
        self._speaking = 0
        self._all_answered = asyncio.Event()
        self._all_answered.set()
        self.token_refused = False

    async def run(self) -> None:
        """Carries until it is cancelled."""
        while True:
            try:
                rows = await self.claim()
            except Exception as failure:
                log.warning("the outbox cannot be read (%s); trying again", type(failure).__name__)
                await asyncio.sleep(LOOK_AGAIN)
                continue
            await self._take_up(rows)
            if not rows:
                await self.bell.wait("outbox", LOOK_AGAIN)
            self._full = len(self._tasks) >= CLAIMED  # what waits here too long loses its lease, and would be said again
            while self._full:
                self._room.clear()
                await self._room.wait()
                self._full = len(self._tasks) >= CLAIMED

    async def claim(self) -> list[OutboxRow]:
        """What is to be said next."""
        return await asyncio.wrap_future(self.keeper.keep(lambda unit: unit.outbox.claim(self.me, CLAIMED)))

    async def _take_up(self, rows: list[OutboxRow]) -> None:
        if here := [row for row in rows if row.channel != "telegram"]:
            await self._into_lines(here)
        for row in rows:
            if row.channel == "telegram":
                self._start(row)

    async def stop(self) -> None:
        """Lets what is in flight arrive."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=5)

    def _start(self, row: OutboxRow) -> None:
        if row.id in self._tasks:
            return  # it waits here so long that its lease ended: now it is leased anew
        task = self._tasks[row.id] = asyncio.create_task(self.carry(row))
        task.add_done_callback(lambda _: self._ended(row))

    def _ended(self, row: OutboxRow) -> None:
        del self._tasks[row.id]
        if len(self._tasks) <= CLAIMED // 2:
            self._room.set()

    async def carry(self, row: OutboxRow) -> None:
        """Says one row to Telegram, and keeps what became of it before the seat is free again."""
        if self.api is None:
            return
        try:
            method, parameters, parts = await self._words(row)
            crisis = row.lane == CRISIS
            wait = self.pace.wait(row.chat_hash, asyncio.get_running_loop().time(), crisis=crisis)
            if wait > HELD:  # a ban: what waits so long waits in the outbox, and stands in nobody's way
                await self._kept(Carried(row, Verdict("wait", seconds=wait), parts))
                return
            await asyncio.sleep(wait)
            async with self._seats.seat(crisis=crisis):
                await self._say(self.api, row, method, parameters, parts)
        except Exception as failure:
            log.error("row %d could not be carried: %s", row.id, type(failure).__name__)
            await self._keep(lambda unit: say_later(unit, row))

    async def _say(self, api: TelegramApi, row: OutboxRow, method: str, parameters: dict[str, Any], parts: int) -> None:
        self._speaking += 1
        self._all_answered.clear()
        try:
            verdict = await api.call(method, parameters)
        finally:
            self._speaking -= 1
            if not self._speaking:
                self._all_answered.set()
        self.token_refused = verdict.kind == "token"
        if verdict.kind == "wait":
            self._obey(row, verdict)
        await self._kept(Carried(row, verdict, parts))
        if verdict.kind != "sent":
            self.bell.ring(["outbox"])

    async def _kept(self, carried: Carried) -> None:
        """Ends when it is kept what became of the row. Rows that were carried meanwhile are kept in the same unit."""
        kept = asyncio.get_running_loop().create_future()
        self._carried.append((carried, kept))
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle_carried())
        await kept

    async def _settle_carried(self) -> None:
        while self._carried:
            with suppress(TimeoutError):
                async with asyncio.timeout(SETTLED_WITHIN):
                    await self._all_answered.wait()
            together, self._carried = self._carried, []
            await self._settle_all([carried for carried, _ in together])
            for _, kept in together:
                if not kept.done():
                    kept.set_result(None)

    def _obey(self, row: OutboxRow, verdict: Verdict) -> None:
        """One chat is told to wait: it waits. A second one meanwhile: the whole bot is meant."""
        now = asyncio.get_running_loop().time()
        self._waits = {chat: until for chat, until in self._waits.items() if until > now}
        self._waits[row.chat_hash] = now + verdict.seconds
        if len(self._waits) > 1:
            self.pace.blocked_until = max(self.pace.blocked_until, now + verdict.seconds)

    async def _words(self, row: OutboxRow) -> tuple[str, dict[str, Any], int]:
        """The API method and its parameters; for a notice in several parts also how many are left."""
        methods = await self._methods(row)
        part = int(row.payload.get("part", 0)) if row.kind != "method" else 0
        parameters = _without_doubt(methods[min(part, len(methods) - 1)])
        method = str(parameters.pop("method"))
        if row.contact_id is not None:
            parameters["chat_id"] = int(row.chat)
        return method, parameters, len(methods) - part

    async def _methods(self, row: OutboxRow) -> list[dict[str, Any]]:
        if row.kind == "method":
            return [row.payload]
        return await asyncio.wrap_future(self.keeper.keep(lambda unit: in_words(unit, row)))

    async def _settle_all(self, carried: list[Carried]) -> None:
        def settle_and_claim(unit: Unit) -> list[OutboxRow]:
            self._settle(unit, carried)
            return unit.outbox.claim(self.me, len(carried)) if self._full else []  # in the same commit: a queue is long

        try:
            next_ones = await asyncio.wrap_future(self.keeper.keep(settle_and_claim))
        except Exception:
            for one in carried:  # one that cannot be kept must not have the others said again
                await self._keep(lambda unit, one=one: self._settle(unit, [one]))
        else:
            await self._take_up(next_ones)

    def _settle(self, unit: Unit, carried: list[Carried]) -> None:
        unit.outbox.sent([one.row.id for one in carried if one.verdict.kind == "sent" and one.parts <= 1])
        for row, verdict, parts in carried:
            if verdict.kind == "sent":
                if parts > 1:
                    unit.outbox.progress(row.id, {**_without_doubt(row.payload), "part": int(row.payload.get("part", 0)) + 1})
            elif verdict.kind == "wait":
                unit.outbox.later(row.id, unit.now_ms + round(verdict.seconds * 1000))
            elif verdict.kind == "never" and (other := _said_otherwise(row, verdict)):
                unit.outbox.progress(row.id, other)
            elif verdict.kind == "never":
                unit.outbox.dead(row.id, verdict.why)
                if verdict.unreachable and row.contact_id is not None:
                    unit.people.unreachable(row.contact_id, since=unit.now_ms)
            elif verdict.kind == "unsure" and DOUBT in row.payload:
                unit.outbox.dead(row.id, f"unsure: {verdict.why}")
            elif verdict.kind == "unsure":
                unit.outbox.progress(row.id, {**row.payload, DOUBT: True})
                say_later(unit, row)
            else:
                say_later(unit, row)
        unit.mark("carried")

    async def _into_lines(self, rows: list[OutboxRow]) -> None:
        """Web chat: the line and "sent" in one transaction, so it is said exactly once."""
        try:
            await asyncio.wrap_future(self.keeper.keep(lambda unit: into_lines(unit, rows)))
        except Exception as failure:
            log.error("%d lines could not be written: %s", len(rows), type(failure).__name__)
            for row in rows:
                await self._keep(lambda unit, row=row: say_later(unit, row))

    async def _keep(self, work: Any) -> None:
        try:
            await asyncio.wrap_future(self.keeper.keep(work))
        except Exception as failure:
            # The lease runs out and the row is said again: better twice than never.
            log.warning("what became of a row could not be kept (%s)", type(failure).__name__)

    async def toast(self, parameters: dict[str, Any]) -> None:
        """Tells a pressed button that it was heard. Best effort; "query is too old" and the like are swallowed."""
        if self.api is not None:
            await self.api.call("answerCallbackQuery", parameters, seconds=5)


def say_later(unit: Unit, row: OutboxRow) -> bool:
    """Says a row again after a while, longer each time. False: after a day it is given up."""
    if unit.now_ms - row.created_at > GIVE_UP_MS and row.attempts >= TRIES_AT_LEAST:
        unit.outbox.dead(row.id, "given up after 24 hours")
        return False
    seconds = min(LAST_RETRY, FIRST_RETRY * 2 ** min(row.attempts - 1, 10)) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    unit.outbox.later(row.id, unit.now_ms + round(seconds * 1000))
    return True


def _without_doubt(payload: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key != DOUBT}


def _said_otherwise(row: OutboxRow, verdict: Verdict) -> dict[str, Any]:
    """A way to say it that Telegram has not refused yet; empty when there is none."""
    if row.kind != "method":
        return {}
    if "can't parse" in verdict.why and "entities" in row.payload:
        return {key: value for key, value in row.payload.items() if key != "entities"}
    if verdict.moved_to is not None and row.contact_id is None and row.payload.get("chat_id") != verdict.moved_to:
        return {**row.payload, "chat_id": verdict.moved_to}
    return {}


def in_words(unit: Unit, row: OutboxRow) -> list[dict[str, Any]]:
    """A notice as Bot API methods, in the language of whoever hears it now. aiogram is only imported when there is a notice."""
    load_aiogram()
    from handlers.notices import in_words as words

    language = _language(unit, row)
    methods = words(row.kind, row.payload, language)
    return [
        {"method": method.__api_method__, **method.model_dump(mode="json", exclude_unset=True, exclude_none=True)} for method in methods
    ]


def _language(unit: Unit, row: OutboxRow) -> str:
    if NoticeKind(row.kind) in FOR_STAFF:
        staff = unit.staff.by_chat(row.chat_hash)
        return staff.language if staff is not None else "de"
    contact = unit.people.contact(row.contact_id) if row.contact_id is not None else None
    return contact.language if contact is not None else "de"


def into_lines(unit: Unit, rows: list[OutboxRow]) -> None:
    """What is said to web chats becomes lines. What is said to a chat that is over did not arrive."""
    still_open = unit.lines.still_open({row.chat_hash for row in rows})
    for row in [row for row in rows if row.chat_hash not in still_open]:
        unit.outbox.dead(row.id, "the chat is over")
        if row.contact_id is not None:
            unit.people.unreachable(row.contact_id, since=unit.now_ms)
    rows = [row for row in rows if row.chat_hash in still_open]
    for row in rows:
        methods = [row.payload] if row.kind == "method" else in_words(unit, row)
        sender = "person" if row.kind == NoticeKind.STAFF_WROTE else "bot"
        for number, parameters in enumerate(methods):
            line = web_chat.as_line(str(parameters["method"]), parameters)
            if line is not None:
                unit.lines.add(chat_hash=row.chat_hash, sender=sender, line=line, outbox_id=row.id if number == 0 else None)
    unit.outbox.sent([row.id for row in rows])

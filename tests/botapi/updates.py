"""The queue of updates of one bot: what was not confirmed is handed out again, what is too old is gone."""

from __future__ import annotations

import asyncio
import random
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, Literal

from tests.botapi.answers import Refused, dump
from tests.botapi.clock import Happenings, PretendClock

KEPT_FOR = timedelta(hours=24)
FIRST_ID = 1000
INTO_THE_FUTURE = 10  # Telegram answers from the head of the queue when an offset is further ahead than this
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = NOT_BY_DEFAULT | frozenset((
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "inline_query", "chosen_inline_result", "callback_query",
    "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost",
))  # fmt: skip
TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_ID = re.compile(rb'"update_id"\s*:\s*(-?\d+)')

Fate = Literal["waiting", "confirmed", "expired", "dropped"]


@dataclass(slots=True)
class Waiting:
    """One update until it is confirmed. The body is kept as bytes, so a broken one can be handed out as it is."""

    update_id: int
    body: bytes
    kind: str
    born: float
    fate: Fate = "waiting"
    handed_out: int = 0


@dataclass(frozen=True)
class Disorder:
    """Hands each update out up to `copies` times, in shuffled order. The seed makes a bad run repeatable."""

    copies: int = 1
    seed: int = 0


class UpdateQueue:
    def __init__(self, clock: PretendClock, happenings: Happenings) -> None:
        self._clock = clock
        self._happenings = happenings
        self._seen_turns = clock.turns
        self._waiting: deque[Waiting] = deque()
        self._count = 0
        self._poll: asyncio.Future[None] | None = None
        self._dice = random.Random(0)
        self._disorder: Disorder | None = None
        self.next_id = FIRST_ID
        self.allowed: frozenset[str] = KINDS - NOT_BY_DEFAULT
        self.ended: list[Waiting] = []
        self.keep_ended = True
        self.filtered = 0
        self.listener: Callable[[Waiting], None] | None = None

    def allow(self, kinds: list[str]) -> None:
        """As in Telegram, this counts for updates that come from now on; an empty list is the default set."""
        self.allowed = frozenset(kinds) if kinds else KINDS - NOT_BY_DEFAULT

    def mix_up(self, disorder: Disorder | None) -> None:
        self._disorder = disorder
        self._dice = random.Random(disorder.seed if disorder else 0)

    def push(self, update: dict[str, Any]) -> int:
        """Queues an update. Without an update_id it gets the next one. Unknown kinds always pass: they are there to be tried."""
        update_id = update.get("update_id")
        if update_id is None:
            update = {"update_id": self.next_id, **update}
            update_id = self.next_id
        kind = next((key for key in update if key != "update_id"), "")
        return self._add(Waiting(int(update_id), dump(update), kind, self._clock.now()))

    def push_raw(self, body: bytes) -> int:
        """Queues bytes as they are; a JSON object without an update_id gets one, anything else is left alone."""
        found = _ID.search(body)
        update_id = int(found[1]) if found else self.next_id
        if not found and body.lstrip().startswith(b"{"):
            rest = body.lstrip()[1:]
            comma = b"" if rest.lstrip().startswith(b"}") else b","
            body = b'{"update_id":%d' % update_id + comma + rest
        return self._add(Waiting(update_id, body, "", self._clock.now()))

    def push_many(self, bodies: list[tuple[int, bytes]], kind: str) -> None:
        """For benchmarks: ready-made updates with ascending ids, announced once."""
        now = self._clock.now()
        new = [Waiting(update_id, body, kind, now) for update_id, body in bodies]
        self._waiting.extend(new)
        self._count += len(new)
        self.next_id = max(self.next_id, bodies[-1][0] + 1)
        for update in new if self.listener else ():
            self._announce(update)
        self._wake()

    def _add(self, update: Waiting) -> int:
        self.next_id = max(self.next_id, update.update_id + 1)
        if update.kind in KINDS and update.kind not in self.allowed:
            self.filtered += 1
            return update.update_id
        in_order = not self._waiting or self._waiting[-1].update_id <= update.update_id
        self._waiting.append(update)
        if not in_order:
            self._waiting = deque(sorted(self._waiting, key=lambda waiting: waiting.update_id))
        self._count += 1
        self._announce(update)
        self._wake()
        return update.update_id

    def _announce(self, update: Waiting) -> None:
        if self.listener:
            for _ in range(self.copies()):
                self.listener(update)

    def copies(self) -> int:
        return self._dice.randint(1, self._disorder.copies) if self._disorder else 1

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def waiting(self) -> list[Waiting]:
        self.expire()
        return [update for update in self._waiting if update.fate == "waiting"]

    def __len__(self) -> int:
        self.expire()
        return self._count

    def end(self, update: Waiting, fate: Fate) -> None:
        """Takes one update off the queue. It may lie in the middle, so it is only marked; the front is tidied later."""
        if update.fate != "waiting":
            return
        update.fate = fate
        self._count -= 1
        if self.keep_ended:
            self.ended.append(update)
        while self._waiting and self._waiting[0].fate != "waiting":
            self._waiting.popleft()
        self._happenings.happened()

    def drop_all(self) -> None:
        for update in self.waiting():
            self.end(update, "dropped")

    def expire(self) -> None:
        """Forgets what Telegram would no longer keep. Looks through everything only when the clock was turned."""
        oldest = self._clock.now() - KEPT_FOR.total_seconds()
        if self._seen_turns == self._clock.turns and not (self._waiting and self._waiting[0].born < oldest):
            return
        self._seen_turns = self._clock.turns
        for update in [update for update in self._waiting if update.born < oldest]:
            self.end(update, "expired")

    def _confirm(self, offset: int) -> None:
        self.expire()
        if offset < 0:
            for update in self.waiting()[:offset]:
                self.end(update, "confirmed")
        elif offset <= self.next_id + INTO_THE_FUTURE:
            while self._waiting and self._waiting[0].update_id < offset:
                self.end(self._waiting[0], "confirmed")

    async def poll(self, offset: int, limit: int, timeout_s: float) -> list[bytes]:
        """One getUpdates. Whoever asks last wins; an earlier poll that still waits is told so with 409."""
        self.interrupt(TERMINATED)
        self._confirm(offset)
        if not self._count and timeout_s > 0:
            self._poll = asyncio.get_running_loop().create_future()
            self._happenings.happened()
            try:
                async with asyncio.timeout(timeout_s):
                    await self._poll
            except TimeoutError:
                return []
            finally:
                self._happenings.happened()
            self.expire()
        batch = list(islice((update for update in self._waiting if update.fate == "waiting"), limit))
        if self._disorder:
            batch = [update for update in batch for _ in range(self.copies())]
            self._dice.shuffle(batch)
        for update in batch:
            update.handed_out += 1
        return [update.body for update in batch]

    @property
    def polled(self) -> bool:
        """Whether somebody waits in a long poll right now."""
        return self._poll is not None and not self._poll.done()

    def interrupt(self, why: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Refused(409, why))

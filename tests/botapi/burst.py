"""The cheap mode for benchmarks: many chats speak, the answers are only counted and timed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from tests.botapi.answers import dump
from tests.botapi.bots import PretendBot, number_of
from tests.botapi.checks import LONGEST_TEXT
from tests.botapi.parameters import Parameters

FIRST_CHAT = 10_000_000


@dataclass(frozen=True)
class BurstReport:
    """`sends` accepted within `wall_s`, counted from the first update being available. One latency per chat that was answered."""

    sends: int
    wall_s: float
    latencies_s: list[float]

    @property
    def per_second(self) -> float:
        return self.sends / self.wall_s if self.wall_s else 0.0

    def latency_s(self, percent: float) -> float:
        """How long that share of the chats waited at most for their first answer."""
        if not self.latencies_s:
            return 0.0
        return self.latencies_s[min(len(self.latencies_s) - 1, int(len(self.latencies_s) * percent / 100))]


@dataclass
class Burst:
    wanted: int
    done: asyncio.Future[None]
    sends: int = 0
    last: float = 0.0
    answered: dict[int, float] = field(default_factory=dict)

    def accept(self, bot: PretendBot, params: Parameters) -> bytes | None:
        """The answer to a short sendMessage to a chat of this burst, else None: then it goes the long way."""
        chat, text = number_of(params.get("chat_id")), params.get("text")
        if chat is None or chat < FIRST_CHAT or not isinstance(text, str) or not 0 < len(text) <= LONGEST_TEXT // 2:
            return None
        self.count(chat)
        message_id = bot.new_message_id()
        return (
            b'{"ok":true,"result":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private","first_name":"Olena"},"from":{"id":%d,'
            b'"is_bot":true,"first_name":"Pretend"},"text":%s}}'
        ) % (message_id, int(self.last), chat, bot.id, dump(text))

    def count(self, chat: int) -> None:
        self.last = time.time()
        self.sends += 1
        self.answered.setdefault(chat, time.perf_counter())
        if self.sends >= self.wanted and not self.done.done():
            self.done.set_result(None)


def bodies(bot: PretendBot, count: int, text: str) -> list[tuple[int, bytes]]:
    """One message from each of `count` chats; %d in the text becomes a number."""
    date = int(bot.clock.now())
    made = []
    for number in range(count):
        update_id, chat = bot.queue.next_id + number, FIRST_CHAT + number
        body = (
            b'{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"Olena","language_code":"uk"},'
            b'"chat":{"id":%d,"type":"private","first_name":"Olena"},"date":%d,"text":%s}}'
        ) % (update_id, bot.new_message_id(), chat, chat, date, dump(text.replace("%d", str(number))))
        made.append((update_id, body))
        bot.knows(chat)
    return made


async def run(bot: PretendBot, count: int, text: str, sends: int, per_second: float | None, within_s: float) -> BurstReport:
    """Queues the messages, all at once or at a pace, and waits for the answers, or until the time is up."""
    made = bodies(bot, count, text)
    burst = bot.burst = Burst(sends, asyncio.get_running_loop().create_future())
    bot.queue.keep_ended = False
    spoke: dict[int, float] = {}
    start = last = time.perf_counter()
    try:
        async with asyncio.timeout(within_s):
            done = 0
            while done < count:
                due = count if per_second is None else min(count, int((time.perf_counter() - start) * per_second) + 1)
                if due > done:
                    now = time.perf_counter()
                    spoke.update((FIRST_CHAT + number, now) for number in range(done, due))
                    bot.queue.push_many(made[done:due], "message")
                    done = due
                if done < count:
                    await asyncio.sleep(0.005)
            await burst.done
    except TimeoutError:
        pass
    finally:
        bot.burst, bot.queue.keep_ended = None, True
    last = max(burst.answered.values(), default=start) if burst.sends < sends else time.perf_counter()
    latencies = sorted(at - spoke[chat] for chat, at in burst.answered.items() if chat in spoke)
    return BurstReport(burst.sends, last - start, latencies)

"""Delivers updates to the address a bot has set: several at once, in no promised order, again until the answer is 2xx."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from typing import Any

import aiohttp

from tests.botapi.answers import BadRequest, Refused
from tests.botapi.bots import PretendBot
from tests.botapi.methods import carry_out
from tests.botapi.parameters import Parameters, number, structure, truth
from tests.botapi.updates import Waiting

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_WAIT_S = 2.0  # Telegram waits longer; a test would too


class Webhook:
    def __init__(self, bot: PretendBot, params: Parameters, first_wait_s: float) -> None:
        self._bot = bot
        self._first_wait_s = first_wait_s
        self.url = str(params["url"])
        self.secret = str(params.get("secret_token") or "")
        self.max_connections = number(params, "max_connections", 40)
        if self.secret and not SECRET.fullmatch(self.secret):
            raise BadRequest("secret token contains unallowed characters")
        if not 1 <= self.max_connections <= 100:
            raise BadRequest("wrong max_connections specified")
        if not self.url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
        self.replies: list[tuple[int, int]] = []  # (update_id, HTTP status; 0 for none), in the order they came
        self.last_error = ""
        self.last_error_date = 0
        self._todo: asyncio.Queue[Waiting] = asyncio.Queue()
        self._workers: list[asyncio.Task[None]] = []
        self._later: set[asyncio.TimerHandle] = set()

    def open(self) -> None:
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: self.secret} if self.secret else {})
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(headers=headers, connector=connector, timeout=aiohttp.ClientTimeout(total=60))
        for update in self._bot.queue.waiting():
            self._todo.put_nowait(update)
        self._bot.queue.listener = self._todo.put_nowait
        self._workers = [asyncio.create_task(self._work()) for _ in range(self.max_connections)]

    async def close(self) -> None:
        """What was not delivered stays in the queue: a poll will find it."""
        self._bot.queue.listener = None
        for timer in self._later:
            timer.cancel()
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await self._session.close()
        self._todo = asyncio.Queue()

    async def _work(self) -> None:
        while True:
            update = await self._todo.get()
            self._bot.queue.expire()
            if update.fate in ("expired", "dropped"):
                continue
            if await self._deliver(update):
                self._bot.queue.end(update, "confirmed")
            else:
                self._again(update, min(self._first_wait_s * 2 ** (update.handed_out - 1), LONGEST_WAIT_S))

    def _again(self, update: Waiting, after_s: float) -> None:
        def due() -> None:
            self._later.discard(timer)
            self._todo.put_nowait(update)

        timer = asyncio.get_running_loop().call_later(after_s, due)
        self._later.add(timer)

    async def _deliver(self, update: Waiting) -> bool:
        update.handed_out += 1
        try:
            async with self._session.post(self.url, data=update.body) as response:
                said = await _call_in(response)
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(update, 0, type(error).__name__)
            return False
        if not 200 <= status < 300:
            self._failed(update, status, f"Wrong response from the webhook: {status} {response.reason}")
            return False
        self.replies.append((update.update_id, status))
        if said.get("method"):
            with contextlib.suppress(Refused):  # the bot never learns whether a call in a reply worked
                method = str(said.pop("method"))
                if not (self._bot.burst and method == "sendMessage" and self._bot.burst.accept(self._bot, said)):
                    carry_out(self._bot, method, said)
        return True

    def _failed(self, update: Waiting, status: int, why: str) -> None:
        self.replies.append((update.update_id, status))
        self.last_error, self.last_error_date = why, int(self._bot.clock.now())
        self._bot.happenings.happened()


async def _call_in(response: aiohttp.ClientResponse) -> Parameters:
    """A bot may answer with a call instead of making one: as JSON, or as multipart (aiogram does)."""
    if response.content_type.startswith("multipart/"):
        found: Parameters = {}
        async for part in aiohttp.MultipartReader.from_response(response):
            if isinstance(part, aiohttp.BodyPartReader):
                found[part.name or ""] = (await part.read()).decode("utf-8", "replace")
        return found
    body = await response.read()
    if response.content_type != "application/json" or not body:
        return {}
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


async def set_webhook(bot: PretendBot, params: Parameters, first_wait_s: float) -> bool:
    new = Webhook(bot, params, first_wait_s) if params.get("url") else None
    if bot.webhook:
        await bot.webhook.close()
    allowed = structure(params, "allowed_updates")
    if allowed is not None:
        bot.queue.allow(allowed)
    if truth(params, "drop_pending_updates"):
        bot.queue.drop_all()
    bot.webhook = new
    if new:
        bot.queue.interrupt("Conflict: terminated by setWebhook request")
        new.open()
    return True


def webhook_info(bot: PretendBot) -> dict[str, Any]:
    hook = bot.webhook
    said: dict[str, Any] = {"url": hook.url if hook else "", "has_custom_certificate": False, "pending_update_count": len(bot.queue)}
    if hook:
        said |= {"max_connections": hook.max_connections, "allowed_updates": sorted(bot.queue.allowed)}
        if hook.last_error:
            said |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
    return said

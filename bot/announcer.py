"""Tells Telegram where to call us."""

from __future__ import annotations

import asyncio
import logging

from bot import emergency
from bot.channels.telegram import ALLOWED, TelegramApi
from bot.ears import ALARMS, Trouble, is_our_bot

log = logging.getLogger(__name__)

AGAIN = 10.0  # seconds


class Announcer:
    """Announces the webhook until Telegram has taken it. Nothing that waits there is dropped."""

    def __init__(self, api: TelegramApi, url: str, secret: str) -> None:
        self.api, self.url, self.secret = api, url, secret
        self.alarm = False

    async def run(self) -> None:
        """Announces, and then waits until it is cancelled: from now on Telegram comes by itself."""
        await asyncio.to_thread(emergency.be_ready)
        while True:
            try:
                await self._announce()
            except Trouble as trouble:
                log.error("the webhook could not be announced (%s). %s", trouble.why, ALARMS.get(trouble.kind, ""))
                self.alarm = trouble.kind in ALARMS or trouble.kind == "never"
                if trouble.kind == "other bot":
                    raise
                await asyncio.sleep(max(AGAIN, trouble.seconds))
            else:
                self.alarm = False
                await asyncio.Event().wait()

    async def _announce(self) -> None:
        await is_our_bot(self.api)
        parameters = {"url": self.url, "secret_token": self.secret, "max_connections": 8, "allowed_updates": ALLOWED}
        verdict = await self.api.call("setWebhook", parameters)
        if verdict.kind != "sent":
            raise Trouble.of(verdict)

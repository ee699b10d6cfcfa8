"""The ears: write down raw what came in, and nothing else. Every string is screened for danger here already, before parsing."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from bot import emergency
from bot.channels import web_chat
from bot.channels.telegram import TelegramApi, Verdict
from bot.emergency import PastTheInbox
from bot.raw_updates import RawUpdate, danger_in, read_update, split_updates, whence
from storage.inbox import Heard
from storage.seal import KeyRing
from storage.unit import Keeper, Unit
from web.doors import KEEP_WITHIN, PATIENCE, NotKept, look_at

log = logging.getLogger(__name__)

T = TypeVar("T")

POLL_SECONDS = 25
BACK_OFF = (0.5, 1, 2, 5, 10)  # seconds; never longer, so that polling is back 10 s after healing (promises, R7)
LOOK_FOR_DANGER = 2.0  # seconds between two looks while the inbox cannot be written: somebody in danger may write meanwhile
FORGIVEN = 60.0  # seconds
ALARMS = {
    "token": "Telegram refuses the bot's token (401). Nobody is heard by Telegram until LOTSE_TELEGRAM_TOKEN is the one BotFather shows",
    "conflict": "another program asks Telegram with the same token (409). Stop it; if nobody knows it, let BotFather make a new token",
    "webhook": "a webhook is set for this bot, so asking Telegram is refused (409). Nothing is lost: it waits there up to a day."
    " If no other installation needs the webhook, remove it with the method deleteWebhook, without dropping what waits",
    "other bot": "Telegram says that this token belongs to another bot than its number tells. Nothing is asked for",
}


class Trouble(Exception):
    """A poll that brought nothing, or nothing that could be kept."""

    def __init__(self, kind: str, why: str, seconds: float = 0) -> None:
        super().__init__(kind)
        self.kind, self.why, self.seconds = kind, why, seconds

    @classmethod
    def of(cls, verdict: Verdict) -> Trouble:
        """The trouble an answer of the Bot API means."""
        kind = "webhook" if verdict.kind == "conflict" and "webhook" in verdict.why else verdict.kind
        return cls(kind, verdict.why, verdict.seconds)


def heard(ring: KeyRing, channel: str, bot: str, one: RawUpdate) -> Heard:
    """The inbox row of an update, also of one that nobody can read."""
    where = whence(one.update)
    chat_hash = ring.lookup(channel, where.chat or f"nobody:{one.kept_as}")
    return Heard(channel, bot, one.kept_as, chat_hash, one.raw, " ".join(danger_in(one.update)))


async def _nothing() -> None:
    return None


class Inbox:
    """Keeps what comes in. Where that fails, whoever wrote in danger by Telegram has been answered without it."""

    def __init__(self, keeper: Keeper, bot: str, api: TelegramApi | None) -> None:
        self.keeper, self.bot = keeper, bot
        self.past_the_inbox = PastTheInbox(api)
        self._failed_at: float | None = None

    @property
    def works(self) -> bool:
        """False for a minute after something could not be kept, unless something else was kept since."""
        return self._failed_at is None or time.monotonic() - self._failed_at > FORGIVEN

    async def keep(self, work: Callable[[Unit], T], on_trouble: Callable[[], Awaitable[None]] = _nothing) -> T:
        """Ends after the commit. Raises whatever kept it from being kept; when it takes long, `on_trouble` ran before."""
        kept = asyncio.wrap_future(self.keeper.keep(work))
        kept.add_done_callback(look_at)
        try:
            await asyncio.wait({kept}, timeout=PATIENCE)
            if not kept.done() or kept.exception() is not None:
                await on_trouble()
            async with asyncio.timeout(KEEP_WITHIN - PATIENCE):
                result = await asyncio.shield(kept)
        except Exception:
            self._failed_at = time.monotonic()
            raise
        self._failed_at = None
        return result

    async def keep_updates(self, updates: Sequence[RawUpdate]) -> None:
        """Keeps what Telegram brought. Where it raises, Telegram has to bring it again."""
        rows = [heard(self.keeper.ring, "telegram", self.bot, one) for one in updates]
        await self.keep(lambda unit: unit.inbox.hear(rows), lambda: self.past_the_inbox.answer(updates))


class Poller:
    """Asks Telegram for updates, one poll after the other, and confirms only what was kept."""

    def __init__(self, inbox: Inbox, api: TelegramApi) -> None:
        self.inbox = inbox
        self.api = api
        self.last_success: float | None = None  # seconds of the loop's clock; None while nobody polls here
        self.trouble = ""
        self._known = False

    @property
    def alarm(self) -> bool:
        """Somebody has to do something: by itself it will not get better."""
        return self.trouble in ALARMS

    async def run(self) -> None:
        """Polls until it is cancelled."""
        offset: int | None = None  # the first poll goes out without one: what we know already is ignored by its id
        failures = 0
        self.last_success = asyncio.get_running_loop().time()
        await asyncio.to_thread(emergency.be_ready)
        while True:
            try:
                offset = await self.once(offset)
            except Trouble as trouble:
                self._complain(trouble)
                if trouble.kind == "other bot":
                    raise
                longest = LOOK_FOR_DANGER if trouble.kind == "inbox" else BACK_OFF[-1]
                await asyncio.sleep(max(trouble.seconds, min(longest, BACK_OFF[min(failures, len(BACK_OFF) - 1)])))
                failures += 1
                continue
            failures = 0
            if self.trouble:
                log.warning("polling works again")
            self.trouble = ""
            self.last_success = asyncio.get_running_loop().time()

    async def once(self, offset: int | None) -> int | None:
        """One poll; the offset that confirms it, None when there was nothing: ids may start again lower one day. Raises Trouble."""
        if not self._known:
            self._known = await is_our_bot(self.api)
        verdict, body = await self.api.poll(offset, POLL_SECONDS)
        if verdict.kind != "sent":
            raise Trouble.of(verdict)
        batch = split_updates(body)
        if not batch.updates:
            if not batch.whole:
                raise Trouble("again", "half an answer")
            return None
        try:
            await self.inbox.keep_updates(batch.updates)
        except Exception as failure:
            # Not kept, so not confirmed: Telegram gives it again.
            raise Trouble("inbox", type(failure).__name__) from None
        numbers = [one.number for one in batch.updates if one.number is not None]
        if not numbers:
            raise Trouble("again", "updates without a number")
        return max(numbers) + 1

    def _complain(self, trouble: Trouble) -> None:
        if trouble.kind == self.trouble:
            return
        self.trouble = trouble.kind
        if trouble.kind in ALARMS:
            log.error("%s", ALARMS[trouble.kind])
        elif trouble.kind == "inbox":
            log.error("what came in cannot be kept (%s). It is not confirmed, so Telegram brings it again", trouble.why)
        else:
            log.warning("asking Telegram does not work (%s: %s)", trouble.kind, trouble.why)


async def is_our_bot(api: TelegramApi) -> bool:
    """Whether Telegram says so; False when it says nothing now. Raises Trouble when the token is another bot's."""
    verdict = await api.call("getMe", {}, seconds=10)
    if verdict.kind != "sent" or not isinstance(verdict.result, dict):
        return False
    if f"telegram:{verdict.result.get('id')}" != api.bot:
        raise Trouble("other bot", "getMe")
    return True


class Ears:
    """Web chat and webhook: what the web hands over is written down here."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox

    async def webhook(self, body: bytes) -> None:
        """Keeps what Telegram sent, readable or not; ends after the commit. Raises NotKept: then Telegram has to send it again."""
        try:
            await self.inbox.keep_updates([read_update(body)])
        except Exception as failure:
            log.error("what Telegram sent cannot be kept (%s). It is not confirmed, so Telegram sends it again", type(failure).__name__)
            raise NotKept from None

    async def card_for(self, words: str, language: str) -> str:
        """The emergency card for what somebody wrote or pressed, without the database; empty when they are in no danger."""
        return await asyncio.to_thread(emergency.card_for, words, language)

    async def web_text(self, chat: str, chat_hash: str, text: str, client_id: str | None, language: str) -> int:
        """Keeps a typed message: line and inbox row together. A retry with the same client id changes nothing."""
        number = web_chat.new_update_id()

        def keep(unit: Unit) -> int:
            raw = web_chat.text_update(number, chat, text, language, unit.now_ms)
            return _keep_line(unit, chat_hash, {"text": text, "buttons": []}, client_id, raw)

        return await self.inbox.keep(keep)

    async def web_tap(self, chat: str, chat_hash: str, button: str, label: str, client_id: str | None, language: str) -> int:
        """Keeps a pressed button, like a message."""
        raw = web_chat.tap_update(web_chat.new_update_id(), chat, button, language)
        return await self.inbox.keep(lambda unit: _keep_line(unit, chat_hash, {"text": label, "buttons": []}, client_id, raw))


def _keep_line(unit: Unit, chat_hash: str, line: dict[str, Any], client_id: str | None, raw: bytes) -> int:
    shown = {**line, "text": line["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")}
    number = unit.lines.add(chat_hash=chat_hash, sender="me", line=shown, client_id=client_id)
    if number is None:
        return unit.lines.by_client_id(chat_hash, client_id or "")
    row = heard(unit.ring, "web", web_chat.BOT, RawUpdate(raw, json.loads(raw)))
    unit.inbox.hear([row])
    return number

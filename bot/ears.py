"""The ears: write down raw what came in, and nothing else. Every string is screened for danger here already, before parsing."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.channels import web_chat
from bot.channels.telegram import TelegramApi
from directory.crisis import screen_all_strings
from storage.inbox import Heard
from storage.seal import KeyRing
from storage.unit import Keeper, Unit

log = logging.getLogger(__name__)

POLL_SECONDS = 25
BACK_OFF = (0.5, 1, 2, 5, 10)  # seconds; never longer, so that polling is back 10 s after healing (promises, R7)
# What the bot said itself, and who people are, is not screened: only what somebody wrote or sent.
NOT_THEIRS = frozenset({"from", "chat", "via_bot", "reply_to_message", "pinned_message", "sender_chat", "forward_origin"})


@dataclass(frozen=True)
class Whence:
    """Where an update comes from, as far as it can be told without parsing it."""

    chat: str
    private: bool
    language_code: str


def whence(update: Any) -> Whence:
    """Reads chat and language leniently: whatever is missing or odd stays empty. Never raises."""
    for event in _events(update):
        sender = event.get("from")
        sender = sender if isinstance(sender, dict) else {}
        message = event.get("message")
        chat = event.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
        chat = chat if isinstance(chat, dict) else {}
        number = chat.get("id", sender.get("id"))
        if isinstance(number, int) and not isinstance(number, bool):
            language = sender.get("language_code")
            return Whence(str(number), chat.get("type", "private") == "private", language if isinstance(language, str) else "")
    return Whence("", False, "")


def _events(update: Any) -> Iterator[dict[str, Any]]:
    if isinstance(update, dict):
        for event in update.values():
            if isinstance(event, dict):
                yield event


def danger_in(update: Any) -> tuple[str, ...]:
    """The crisis codes of everything in the update that somebody wrote."""
    said = [{key: value for key, value in event.items() if key not in NOT_THEIRS} for event in _events(update)]
    for event in said:
        if isinstance(event.get("message"), dict):
            del event["message"]  # the bot's own message under a pressed button
    return screen_all_strings(said)


def heard(ring: KeyRing, channel: str, bot: str, update: Any, raw: bytes) -> Heard | None:
    """The inbox row of an update; None when it has no update id, so that nobody could tell it from others."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not -(2**63) <= number < 2**63:
        return None
    where = whence(update)
    chat_hash = ring.lookup(channel, where.chat or f"nobody:{number}")
    return Heard(channel, bot, number, chat_hash, raw, " ".join(danger_in(update)))


def split_updates(body: bytes) -> list[Any]:
    """The updates in an answer of getUpdates."""
    answer = json.loads(body)
    result = answer.get("result") if isinstance(answer, dict) else None
    return result if isinstance(result, list) else []


class Poller:
    """Asks Telegram for updates, one poll after the other, and confirms only what was kept."""

    def __init__(self, keeper: Keeper, api: TelegramApi) -> None:
        self.keeper = keeper
        self.api = api
        self.last_success = 0.0  # seconds of the loop's clock
        self.trouble = ""

    async def run(self) -> None:
        """Polls until it is cancelled."""
        offset: int | None = None  # the first poll goes out without one: what we know already is ignored by its id
        failures = 0
        while True:
            verdict, body = await self.api.poll(offset, POLL_SECONDS)
            if verdict.kind != "sent":
                self._complain(verdict.kind, verdict.why)
                await asyncio.sleep(max(verdict.seconds, BACK_OFF[min(failures, len(BACK_OFF) - 1)]))
                failures += 1
                continue
            try:
                offset = await self._keep(body)
            except Exception as failure:
                # Not kept, so not confirmed: Telegram gives it again.
                self._complain("inbox", type(failure).__name__)
                await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
                failures += 1
                continue
            failures = 0
            self.trouble = ""
            self.last_success = asyncio.get_running_loop().time()

    async def _keep(self, body: bytes) -> int | None:
        """Keeps a batch; the offset that confirms it, or None when there was nothing: ids may start again lower after a quiet week."""
        updates = split_updates(body)
        if not updates:
            return None
        rows = [heard(self.keeper.ring, "telegram", self.api.bot, update, json.dumps(update).encode()) for update in updates]
        await asyncio.wrap_future(self.keeper.keep(lambda unit: unit.inbox.hear([row for row in rows if row is not None])))
        numbers = [row.update_id for row in rows if row is not None]
        return max(numbers) + 1 if numbers else None

    def _complain(self, kind: str, why: str) -> None:
        trouble = f"{kind}: {why}"
        if trouble != self.trouble:
            self.trouble = trouble
            log.warning("polling does not work (%s)", trouble)


class Ears:
    """Web chat and webhook: what the web hands over is written down here."""

    def __init__(self, keeper: Keeper, bot: str) -> None:
        self.keeper = keeper
        self.bot = bot

    async def webhook(self, body: bytes) -> bool:
        """Keeps an update that Telegram sent; True after the commit. False when it is none."""
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return False
        row = heard(self.keeper.ring, "telegram", self.bot, update, body)
        if row is None:
            return False
        await asyncio.wrap_future(self.keeper.keep(lambda unit: unit.inbox.hear([row])))
        return True

    async def web_text(self, chat: str, chat_hash: str, text: str, client_id: str | None) -> int:
        """Keeps a typed message: line and inbox row together. A retry with the same client id changes nothing."""
        number = web_chat.new_update_id()

        def keep(unit: Unit) -> int:
            raw = web_chat.text_update(number, chat, text, unit.now_ms)
            return _keep_line(unit, chat_hash, {"text": text, "buttons": []}, client_id, raw)

        return await asyncio.wrap_future(self.keeper.keep(keep))

    async def web_tap(self, chat: str, chat_hash: str, button: str, label: str, client_id: str | None) -> int:
        """Keeps a pressed button, like a message."""
        raw = web_chat.tap_update(web_chat.new_update_id(), chat, button)
        return await asyncio.wrap_future(
            self.keeper.keep(lambda unit: _keep_line(unit, chat_hash, {"text": label, "buttons": []}, client_id, raw))
        )


def _keep_line(unit: Unit, chat_hash: str, line: dict[str, Any], client_id: str | None, raw: bytes) -> int:
    shown = {**line, "text": line["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")}
    number = unit.lines.add(chat_hash=chat_hash, sender="me", line=shown, client_id=client_id)
    if number is None:
        return unit.lines.by_client_id(chat_hash, client_id or "")
    row = heard(unit.ring, "web", web_chat.BOT, json.loads(raw), raw)
    unit.inbox.hear([row] if row is not None else [])
    return number

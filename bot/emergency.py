"""When nothing can be kept: whoever is in danger gets the emergency numbers all the same, past inbox and outbox.

This is the one place that speaks before it has kept. It needs no database.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from bot.channels.telegram import TelegramApi
from bot.raw_updates import RawUpdate, danger_in, whence
from directory.commands import command_of
from directory.crisis import screen
from directory.language import SURE, guess_language
from handlers.static_card import static_card
from locales.speech import FALLBACK, answer_in, languages

log = logging.getLogger(__name__)

REMEMBERED = 10_000  # updates that were answered; while they are not confirmed, Telegram brings them again and again
AT_ONCE = 8
SOS_TAP = "m:sos"  # what the SOS button carries


def asks_for_help(text: str) -> bool:
    """The SOS button, its command, or the words people use for it."""
    return text == SOS_TAP or "\N{SQUARED SOS}" in text or text.lower().startswith("/sos") or command_of(text) == "sos"


def card_for(words: str, language: str) -> str:
    """The card for what somebody wrote or pressed; empty when they are in no danger. `language`: when the words do not tell theirs."""
    danger = screen(words)
    return static_card(danger, language_of(words, language)) if danger or asks_for_help(words) else ""


def language_of(words: str, hint: str) -> str:
    """The language to answer in: that of the words when it is clear, else that of the phone, else the best guess."""
    guessed, how_sure = guess_language(words)
    return answer_in(guessed if how_sure >= SURE else None, hint, guessed)


def be_ready() -> None:
    """Reads all words and numbers now, while the disk is well."""
    for code in languages():
        static_card((), code)
    card_for("sos", FALLBACK)


def words_of(update: dict[str, Any]) -> str:
    """What somebody wrote, captioned or pressed."""
    said = [event.get(field) for event in update.values() if isinstance(event, dict) for field in ("text", "caption", "data")]
    said += [word for event in update.values() if isinstance(event, dict) for word in event.get("strings") or ()]
    return "\n".join(word for word in said if isinstance(word, str))


class PastTheInbox:
    """Answers whoever is in danger directly. To each update once, however often it comes again."""

    def __init__(self, api: TelegramApi | None) -> None:
        self.api = api
        self._answered: OrderedDict[int, None] = OrderedDict()

    async def answer(self, updates: Iterable[RawUpdate]) -> None:
        """Says the static card to those of them who need it now. Never raises; what did not go out is tried when the update comes again."""
        seats = asyncio.Semaphore(AT_ONCE)

        async def in_turn(one: RawUpdate, chat: str, card: str) -> None:
            async with seats:
                await self._say(one, chat, card)

        await asyncio.gather(*[in_turn(*needed) for one in updates if (needed := self._needed(one))])

    def _needed(self, one: RawUpdate) -> tuple[RawUpdate, str, str] | None:
        where = whence(one.update)
        if self.api is None or not where.private or not where.chat or one.kept_as in self._answered:
            return None
        words = words_of(one.update)
        danger = danger_in(one.update)
        if not danger and not asks_for_help(words):
            return None
        return one, where.chat, static_card(danger, language_of(words, where.language_code))

    async def _say(self, one: RawUpdate, chat: str, card: str) -> None:
        if self.api is None or one.kept_as in self._answered:
            return
        self._answered[one.kept_as] = None
        verdict = await self.api.call("sendMessage", {"chat_id": int(chat), "text": card}, seconds=10)
        if verdict.kind in ("sent", "unsure", "never"):
            log.error("somebody in danger was answered without the inbox (%s)", verdict.kind)
            while len(self._answered) > REMEMBERED:
                self._answered.popitem(last=False)
        else:
            log.error("somebody in danger could not be answered yet (%s)", verdict.kind)
            del self._answered[one.kept_as]

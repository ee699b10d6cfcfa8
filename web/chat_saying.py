"""Taking in what a person says in the web chat: by program, by our page, or by a plain form."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from directory.crisis import screen
from storage.web_lines import WebSessionRow
from web.bodies import clean
from web.chat_lines import label_of
from web.chat_words import ChatProblem
from web.doors import Doors
from web.pace import Pace
from web.pages import keep

MESSAGES, SECONDS = 20, 60.0
IN_DANGER = 100  # in a minute: nobody types that fast, but until then nobody in danger is turned away
_CLIENT_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}", re.ASCII)
_BUTTON_AT_MOST = 256


class Saying:
    """One place for all three ways: the same limits, the same ears."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self.pace = Pace(MESSAGES, SECONDS)
        self.danger_pace = Pace(IN_DANGER, SECONDS)

    async def text(self, chat: WebSessionRow, text: Any, client_id: Any, language: str) -> int:
        """Keeps a typed message; the number of its line. Raises ChatProblem."""
        if not isinstance(text, str):
            raise ChatProblem(400, "not_understood")
        words, known_as = clean(text), _client_id(client_id)
        if not words.strip():
            raise ChatProblem(400, "empty")
        await self._not_too_fast(chat, words)
        return await self._doors.ears.web_text(chat.chat, chat.chat_hash, words, known_as, language)

    async def tap(self, chat: WebSessionRow, button: Any, client_id: Any, language: str) -> int:
        """Keeps a pressed button that was offered in this chat; the number of its line. Raises ChatProblem."""
        known_as = _client_id(client_id)
        if not isinstance(button, str) or not 0 < len(button) <= _BUTTON_AT_MOST:
            raise ChatProblem(400, "not_understood")
        label = await keep(self._doors, lambda unit: label_of(unit, chat.chat_hash, button))
        if label is None:
            raise ChatProblem(404, "unknown_button")
        await self._not_too_fast(chat, label)
        return await self._doors.ears.web_tap(chat.chat, chat.chat_hash, button, label, known_as, language)

    async def _not_too_fast(self, chat: WebSessionRow, words: str) -> None:
        wait = self.pace.wait(chat.chat_hash)
        if wait and not (await asyncio.to_thread(in_danger, words) and not self.danger_pace.wait(chat.chat_hash)):
            raise ChatProblem(429, "too_fast", wait)


def in_danger(words: str) -> bool:
    """Whether someone may be in danger: then no limit counts."""
    return words.strip().lower().startswith("/sos") or "\N{SQUARED SOS}" in words or bool(screen(words))


def _client_id(said: Any) -> str | None:
    if said is None:
        return None
    if not isinstance(said, str) or not _CLIENT_ID.fullmatch(said):
        raise ChatProblem(400, "not_understood")
    return said

"""Keeping what a person says in the web chat; and where that fails, the emergency card for whoever is in danger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from starlette.requests import Request

from storage.unit import DATABASE_FAILURES
from web.chat_sessions import NoSession
from web.chat_words import ChatProblem
from web.doors import KEEP_WITHIN, PATIENCE, Doors, look_at
from web.pace import Pace
from web.reading import language_of

NOT_KEPT_WAIT = 5  # seconds until it may work again, as Retry-After says
CARDS, SECONDS = 600, 60.0  # for everybody together: looking for danger costs more than saying no


class Kept:
    """Waits until something is kept. Raises ChatProblem with the emergency card when somebody in danger cannot be heard."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._cards = Pace(CARDS, SECONDS)

    async def kept(self, request: Request, words: Any, keeping: Awaitable[int]) -> int:
        """The number of the line. `words` is what was typed or pressed, whatever it is."""
        work = asyncio.ensure_future(keeping)
        await asyncio.wait({work}, timeout=PATIENCE)
        try:
            if not work.done() and (card := await self._card(request, words)):
                work.add_done_callback(look_at)
                raise ChatProblem(503, "not_kept", NOT_KEPT_WAIT, card)
            async with asyncio.timeout(KEEP_WITHIN - PATIENCE):
                return await work
        except NoSession:
            # Nobody knows this chat. If there is danger in the words, that is more important than how to start one.
            if card := await self._card(request, words):
                raise ChatProblem(401, "no_session", card=card) from None
            raise
        except (TimeoutError, *DATABASE_FAILURES):
            raise ChatProblem(503, "not_kept", NOT_KEPT_WAIT, await self._card(request, words)) from None

    async def _card(self, request: Request, words: Any) -> str:
        if not isinstance(words, str) or self._cards.wait("everybody"):
            return ""
        return await self._doors.ears.card_for(words, language_of(request).code)

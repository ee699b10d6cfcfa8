"""What the web needs from the front door: who assembles the house hands it over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from storage.unit import Keeper
from web.bell import Bell

PATIENCE = 2.0  # seconds the database has before whoever is in danger is answered without it (promises, E3)
KEEP_WITHIN = 10.0  # seconds; what the database did not keep by then counts as not kept


def look_at(kept: asyncio.Future[Any]) -> None:
    """For a future nobody may wait for any more: its failure was told to whoever did."""
    if not kept.cancelled():
        kept.exception()


class NotKept(Exception):
    """The database takes nothing in now. Whoever brought something has to bring it again."""


class Ears(Protocol):
    """Writes down raw what came in. Each call ends after the commit."""

    async def web_text(self, chat: str, chat_hash: str, text: str, client_id: str | None, language: str) -> int:
        """Keeps a typed message: its line in the chat and its row in the inbox, together. The line's id.

        `language` is the one the page is in: the first answer is in it when the message does not decide.
        """

    async def web_tap(self, chat: str, chat_hash: str, button: str, label: str, client_id: str | None, language: str) -> int:
        """Keeps a pressed button, like a message; `label` is what the person saw on it."""

    async def webhook(self, body: bytes) -> None:
        """Keeps what Telegram sent, readable or not. Raises NotKept."""

    async def card_for(self, words: str, language: str) -> str:
        """The emergency card for what somebody wrote or pressed, without the database; empty when they are in no danger."""


class NotTranslated(Exception):
    """The machine did not translate. `why` is a class of failure, never words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Translator(Protocol):
    """A machine of the district's own that turns what people write into German. It answers within seconds, and keeps nothing."""

    async def knows(self, language: str) -> bool:
        """Whether it can, now."""

    async def into_german(self, words: str, language: str) -> str:
        """The words in German. Raises NotTranslated."""


@dataclass(frozen=True)
class Doors:
    """All that the pages need. `healthy` is ok or not; `webhook_secret` empty means there is no webhook.

    `chat_text`: staff answers may stand as text in somebody else's chat (Telegram), where the need is not delicate.
    `mails`: a mail server is set up, so staff can be told by e-mail.
    `mail_from`: the address mails come from; empty where people cannot be written to.
    `report_template`: the district's own Word template for reports.
    `translator`: a machine that translates for staff; None where the district has none.
    `second_factor`: a one-time link alone opens nothing but the page to set up how somebody signs in.
    """

    keeper: Keeper
    ears: Ears
    bell: Bell
    healthy: Callable[[], Awaitable[bool]]
    public_url: str
    district_name: str
    chat_origins: tuple[str, ...] = ()
    webhook_secret: str = ""
    demo: bool = False
    second_factor: bool = True
    chat_text: bool = False
    mails: bool = False
    mail_from: str = ""
    translator: Translator | None = None
    report_template: Path | None = None
    demo_links: Callable[[], tuple[tuple[str, str], ...]] = tuple

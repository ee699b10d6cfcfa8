"""One bot as the pretend Telegram knows it: its chats, what is on the screens, its profile, its queue."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.botapi.answers import BadRequest, Forbidden
from tests.botapi.clock import Happenings, PretendClock
from tests.botapi.ledger import SENDS, Ledger
from tests.botapi.parameters import Parameters
from tests.botapi.rates import RateWatch
from tests.botapi.updates import UpdateQueue

if TYPE_CHECKING:
    from tests.botapi.burst import Burst
    from tests.botapi.webhook import Webhook

Message = dict[str, Any]


@dataclass
class Chat:
    """A chat that exists for this bot. `refuses` is why nothing can be sent there any more."""

    id: int
    first_name: str = "Olena"
    language_code: str | None = "uk"
    type: str = "private"
    title: str = ""
    refuses: str = ""
    migrated_to: int | None = None

    def described(self) -> dict[str, Any]:
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": self.first_name}
        return {"id": self.id, "type": self.type, "title": self.title or "A group"}

    def person(self) -> dict[str, Any]:
        said: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.language_code:
            said["language_code"] = self.language_code
        return said


@dataclass(slots=True)
class Query:
    """A pressed button that can be answered until it is too old."""

    chat: int
    born: float


@dataclass
class PretendBot:
    token: str
    clock: PretendClock
    happenings: Happenings
    monotonic: Callable[[], float] = time.monotonic
    username: str = "pretend_lotse_bot"
    name: str = "Pretend Lotse"
    chats: dict[int, Chat] = field(default_factory=dict)
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    profile: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_message_id: int = 0
    last_query_id: int = 4_000_000_000_000_000_000  # as long as Telegram's, so nobody parses it into 32 bits
    webhook: Webhook | None = None
    burst: Burst | None = None

    def __post_init__(self) -> None:
        self.id = int(self.token.partition(":")[0])
        self.queue = UpdateQueue(self.clock, self.happenings)
        self.ledger = Ledger(self.happenings, self.monotonic)
        self.rates = RateWatch()

    def me(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def new_message_id(self) -> int:
        self.last_message_id += 1
        return self.last_message_id

    def knows(self, chat_id: int) -> Chat:
        """The chat, which from now on exists."""
        chat = self.chats.get(chat_id)
        if chat is None:
            chat = self.chats[chat_id] = Chat(chat_id, type="private" if chat_id > 0 else "supergroup")
        return chat

    def chat_of(self, params: Parameters) -> Chat:
        """The chat a call is about, or the refusal Telegram would answer with."""
        chat_id = number_of(params.get("chat_id"))
        if chat_id is None and "chat_id" not in params:
            raise BadRequest("chat_id is empty")
        chat = None if chat_id is None else self.chats.get(chat_id)
        if chat is None:
            raise BadRequest("chat not found")
        if chat.migrated_to is not None:
            raise BadRequest("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.refuses:
            raise Forbidden(chat.refuses)
        return chat

    def writes(self, chat: Chat, **content: Any) -> Message:
        """A message of the bot appears in the chat."""
        message: Message = {
            "message_id": self.new_message_id(),
            "from": self.me(),
            "chat": chat.described(),
            "date": int(self.clock.now()),
            **{key: value for key, value in content.items() if value},
        }
        self.messages[chat.id, message["message_id"]] = message
        return message

    def own_messages(self, chat_id: int) -> list[Message]:
        """What the bot has written and is still to be seen, oldest first, as it stands now."""
        return [message for (chat, _), message in self.messages.items() if chat == chat_id and message["from"]["id"] == self.id]

    def waits(self, method: str, chat_id: int | None) -> int:
        """Seconds the rate watch wants this call to wait."""
        counts = method in SENDS or (self.rates.limits.edits_count and method.startswith("edit"))
        return self.rates.wait_for(chat_id, self.monotonic()) if counts and chat_id is not None else 0


def number_of(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None

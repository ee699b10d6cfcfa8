"""Staff in a chat of their own, without Telegram: an update goes through inbox, corridor and handlers, and what is said comes back."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from bench.roles.table import ROLES
from bench.roles.town import Town
from bot.corridor import Corridor
from bot.ears import heard
from bot.patience import Patience
from bot.raw_updates import RawUpdate
from bot.worker import Worker
from cases.people import who
from handlers import staff_chat
from handlers.notices import in_words
from storage.unit import Unit

FIRST_CHAT = 5001


async def _no_toast(_parameters: dict[str, Any]) -> None:
    return None


class Chats:
    """The chats of everybody who tries something; those of staff were confirmed at the desk."""

    def __init__(self, town: Town) -> None:
        self.town, self.keeper = town, town.world.keeper
        corridor = Corridor()
        minutes = count(0, 60)
        corridor.patience = Patience(lambda: float(next(minutes)))  # nobody is told to wait here
        self.worker = Worker(self.keeper, corridor, town.world.bell, "roles", _no_toast)
        self.of = {role: number for number, role in enumerate(ROLES, start=FIRST_CHAT)}
        self._updates = count(1)

    async def bind(self) -> None:
        """Staff have confirmed their chats; somebody who left the team had, too."""

        def work(unit: Unit) -> None:
            for role, member in self.town.staff.items():
                chat = str(self.of[role])
                person = who(unit, channel="telegram", chat_hash=unit.ring.lookup("telegram", chat), chat=chat, language="de")
                unit.staff.bind(member.id, person.contact_id)

        await self.town.world.keep(work)

    async def says(self, role: str, text: str) -> str:
        """What somebody hears who writes this."""
        chat = self.of[role]
        message = {"message_id": next(self._updates), "date": 1, "chat": _chat(chat), "from": _person(chat), "text": text}
        return await self._answer(chat, {"message": message})

    async def presses(self, role: str, data: str, below: str = "") -> str:
        """What somebody hears who presses this button, shown or not; `below` a message in the chat of another one."""
        chat = self.of[below or role]
        message = {"message_id": 1, "date": 1, "chat": _chat(chat), "text": "?"}
        query = {"id": "1", "from": _person(self.of[role]), "chat_instance": "1", "data": data, "message": message}
        return await self._answer(chat, {"callback_query": query})

    async def _answer(self, chat: int, update: dict[str, Any]) -> str:
        update = {"update_id": next(self._updates), **update}
        row = heard(self.keeper.ring, "telegram", "telegram:1", RawUpdate(json.dumps(update).encode(), update))
        await self.town.world.keep(lambda unit: unit.inbox.hear([row]))
        rows, directory = await self.worker.claim()
        await self.worker.answer(rows, directory)
        return await self.town.world.keep(lambda unit: _said(unit, row.chat_hash))


def _said(unit: Unit, chat_hash: str) -> str:
    """Everything that waits to be said to this chat; what waits for others is said to them, too."""
    lines: list[str] = []
    while rows := unit.outbox.claim("roles", 100):
        for row in rows:
            if row.chat_hash == chat_hash:
                lines.append(
                    json.dumps(row.payload, ensure_ascii=False) if row.kind == "method" else str(in_words(row.kind, row.payload, "de"))
                )
        unit.outbox.sent([row.id for row in rows])
    return "\n".join(lines)


def _chat(number: int) -> dict[str, Any]:
    return {"id": number, "type": "private"}


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "A", "language_code": "de"}


def actions_of_staff() -> set[str]:
    """The handlers there are for staff in the chat, by name."""
    router = staff_chat.routes()
    return {handler.callback.__name__ for observer in router.observers.values() for handler in observer.handlers}

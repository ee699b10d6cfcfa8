"""Newcomers, and what they do with their phones."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from bench.relay.desks import MEMBERS, Desk
from bench.relay.district import TOWNS, District, town_of
from bot.raw_updates import read_update
from cases.desk_access import hash_token
from cases.forgetting import leave_web_chat
from cases.people import live_in, who
from handlers.buttons import Forget, InCase, PassOn
from storage.tables import cases, contacts
from storage.unit import Unit

NEEDS = ("housing.find_home", "language.course", "residence.permit", "work.find_job")  # the third is delicate: answers are sealed
NEWCOMERS = 200
FIRST_CHAT = 500_000


class Newcomers:
    """All newcomers by number: the even ones write by Telegram, the odd ones in the web chat."""

    def __init__(self, district: District) -> None:
        self.district, self.truth = district, district.truth
        self.chats: dict[int, str] = {}
        self.written: dict[int, list[tuple[int, str]]] = {}  # messages of their own, which they can edit
        self._chat, self._update = FIRST_CHAT, 0

    def channel(self, number: int) -> str:
        return "web" if number % 2 else "telegram"

    def address(self, number: int) -> str:
        return f"{self.channel(number)}:{self.chats[number]}"

    def life(self, number: int) -> int:
        return self.truth.lives[self.address(number)]

    def cases(self, number: int) -> list[int]:
        return self.truth.open_cases(self.life(number))

    def comes(self, number: int) -> None:
        """Somebody new with a chat of their own; where they live is known."""
        self._chat += 1
        chat, channel = str(self._chat), self.channel(number)
        self.chats[number], self.written[number] = chat, []
        self.truth.somebody_new(self.district.meet(channel, chat))

        def work(unit: Unit) -> None:
            chat_hash = unit.ring.lookup(channel, chat)
            if channel == "web":
                unit.lines.open_session(token_hash=hash_token(chat), chat=chat, chat_hash=chat_hash)
            live_in(unit, who(unit, channel=channel, chat_hash=chat_hash, chat=chat, language="de"), town_of(number))

        self.district.keep(work)

    async def types(self, number: int, text: str) -> None:
        """Writes something; nobody has answered yet."""
        chat = self.chats[number]
        if self.channel(number) == "web":
            chat_hash = self.district.keeper.ring.lookup("web", chat)
            await self.district.house.ears.web_text(chat, chat_hash, text, None, "de")
        else:
            self._update += 1
            self.written[number].append((self._update, text))
            await self._by_telegram(chat, "message", self._message(chat, self._update, text))

    async def edits(self, number: int, text: str) -> bool:
        """Edits what they wrote last; there is no such thing in the web chat."""
        if not self.written[number]:
            return False
        chat, (message_id, _) = self.chats[number], self.written[number][-1]
        self._update += 1
        await self._by_telegram(chat, "edited_message", self._message(chat, message_id, text))
        return True

    async def presses(self, number: int, data: str) -> None:
        """Presses a button, and is answered."""
        await self._presses(number, data)
        await self.district.answer()

    async def _presses(self, number: int, data: str) -> None:
        chat = self.chats[number]
        if self.channel(number) == "web":
            chat_hash = self.district.keeper.ring.lookup("web", chat)
            await self.district.house.ears.web_tap(chat, chat_hash, data, "-", None, "de")
        else:
            self._update += 1
            about = {"id": str(self._update), "from": self._sender(chat), "chat_instance": chat, "data": data}
            where = {"message_id": 1, "date": 0, "chat": {"id": int(chat), "type": "private"}}
            await self._by_telegram(chat, "callback_query", {**about, "message": where})

    def _message(self, chat: str, number: int, text: str) -> dict[str, Any]:
        when = int(self.district.now.timestamp())
        return {"message_id": number, "date": when, "chat": {"id": int(chat), "type": "private"}, "from": self._sender(chat), "text": text}

    def _sender(self, chat: str) -> dict[str, Any]:
        return {"id": int(chat), "is_bot": False, "first_name": "-", "language_code": "de"}

    async def _by_telegram(self, chat: str, kind: str, what: dict[str, Any]) -> None:
        self.district.phones.blocked.discard(chat)  # who writes lets us in again
        update = json.dumps({"update_id": self._update, kind: what}).encode()
        await self.district.house.ears.inbox.keep_updates([read_update(update)])

    async def hands_over(self, number: int, need: str) -> None:
        """Asks for a person and says yes: a case of theirs, unless there is one for the same need."""
        await self.presses(number, PassOn(step="start", need=need).pack())
        await self.presses(number, PassOn(step="yes").pack())
        for case_id, reference, _ in self._new_cases():
            self.truth.opened(case_id, self.life(number), reference)

    async def all_hand_over(self) -> None:
        """All of them at once."""
        for step in ("start", "yes"):
            for number in self.chats:
                need = NEEDS[number // len(TOWNS) % len(NEEDS)] if step == "start" else ""
                await self._presses(number, PassOn(step=step, need=need).pack())  # type: ignore[arg-type]
            await self.district.answer()
        for case_id, reference, chat_hash in self._new_cases():
            self.truth.opened(case_id, self.truth.lives[self.district.addresses[chat_hash]], reference)

    def _new_cases(self) -> list[Any]:
        wanted = select(cases.c.id, cases.c.reference, contacts.c.chat_hash).join(contacts, contacts.c.id == cases.c.contact_id)
        newest = max(self.truth.cases, default=0)
        return self.district.keep(lambda unit: list(unit.connection.execute(wanted.where(cases.c.id > newest).order_by(cases.c.id))))

    async def ends(self, number: int, case_id: int) -> None:
        """Presses "end" in a case, whether it is their own or not, and says yes."""
        mine = case_id in self.cases(number)
        talks_in = self.district.keep(lambda unit: self._talks_in(unit, number))
        await self.presses(number, InCase(step="really", case=case_id).pack())
        if mine and talks_in == case_id:
            self.truth.cases[case_id].owner = "closed"

    def _talks_in(self, unit: Unit, number: int) -> int | None:
        person = unit.people.by_chat(unit.ring.lookup(self.channel(number), self.chats[number]))
        mine = [] if person is None else self.cases(number)
        wanted = None if person is None else person.draft.get("case")
        return wanted if wanted in mine else max(mine, default=None)

    async def erases(self, number: int) -> None:
        """Deletes everything; whoever writes from this chat later is somebody new."""
        life = self.life(number)
        await self.presses(number, Forget(answer="yes").pack())
        self.truth.over(life)
        self.truth.somebody_new(self.address(number))
        self.written[number] = []

    def takes_it_off(self, number: int) -> None:
        """Takes the web chat off their device, and opens another one there. Cases stay with whoever has them."""
        chat_hash = self.district.keeper.ring.lookup("web", self.chats[number])
        had_cases = any(case.life == self.life(number) for case in self.truth.cases.values())
        self.district.keep(lambda unit: leave_web_chat(unit, chat_hash, for_good=True))
        if not had_cases:
            self.truth.over(self.life(number))
        self.truth.gone.add(self.address(number))
        self.comes(number)


def everybody_is_here(district: District, so_many: int) -> tuple[Newcomers, Desk]:
    """So many newcomers wait for somebody, and all staff sit at their desks."""
    newcomers, desk = Newcomers(district), Desk(district)

    async def come() -> None:
        for seat in range(MEMBERS):
            await desk.joins(seat)
        for number in range(so_many):
            newcomers.comes(number)
        await newcomers.all_hand_over()

    district.do(come())
    return newcomers, desk

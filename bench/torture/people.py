"""What people do while the house is killed: they ask, they are handed over, and now and then something comes that nobody can read."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from cases.desk_access import invite
from cases.people import who
from directory.municipalities import paderborn
from storage.unit import Unit
from tests.botapi.remote import RemoteBotApi

FIRST_STAFF, FIRST_CHAT = 100, 10_000
DANGER = "Ich will nicht mehr leben"
LITERACY = "Ich wohne in Lichtenau und kann nicht lesen und schreiben"


def towns() -> list[str]:
    """The municipalities; each has one case manager here."""
    return [town.name for town in paderborn()]


def housing(town: str) -> str:
    return f"Ich wohne in {town} und suche eine Wohnung"


def staff_on_the_roster(unit: Unit) -> None:
    """A case manager for each municipality, told of handovers in a chat of their own."""
    for number, town in enumerate(towns()):
        invite(unit, role="case_manager", name=f"Case Management {town}", municipalities=(town,))
        chat = str(FIRST_STAFF + number)
        person = who(unit, channel="telegram", chat_hash=unit.ring.lookup("telegram", chat), chat=chat, language="de")
        newest = max(one.id for one in unit.staff.by_role("case_manager"))
        unit.staff.bind(newest, person.contact_id)


def staff_pick_up_their_phones(api: RemoteBotApi) -> None:
    """Their chats exist, so that they can be told."""
    for number in range(len(towns())):
        api.call("meets", chat=FIRST_STAFF + number)


@dataclass
class People:
    """Everybody who wrote so far, by chat. Nobody writes twice, so nothing is meant to be said twice to a chat."""

    api: RemoteBotApi
    dice: random.Random
    questions: list[int] = field(default_factory=list)
    handovers: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    updates: int = 0
    _chats: int = FIRST_CHAT

    def _somebody(self) -> int:
        self._chats += 1
        return self._chats

    def write(self) -> None:
        """A few people at once."""
        for _ in range(self.dice.randint(20, 60)):
            kind = self.dice.random()
            if kind < 0.15:
                self.ask_for_a_person()
            elif kind < 0.2:
                self.send_what_nobody_can_read()
            elif kind < 0.4:
                self.ask(DANGER)
            else:
                self.ask(self.dice.choice([housing(self.dice.choice(towns())), LITERACY]))

    def ask(self, words: str = LITERACY) -> int:
        chat = self._somebody()
        self.questions.append(chat)
        self.api.call("says", chat=chat, text=words)
        self.updates += 1
        return chat

    def ask_for_a_person(self) -> None:
        """Three updates in a row: the question, "talk to a person", "yes, pass it on"."""
        chat = self._somebody()
        self.handovers.append(chat)
        self.api.call("says", chat=chat, text=housing(self.dice.choice(towns())))
        self.api.call("presses", chat=chat, data="h:start:housing.find_home")
        self.api.call("presses", chat=chat, data="h:yes:")
        self.updates += 3

    def send_what_nobody_can_read(self) -> int:
        """The typed parser refuses this message: its origin is incomplete."""
        chat = self._somebody()
        self.unreadable.append(chat)
        where = {"id": chat, "type": "private"}
        self.api.call("meets", chat=chat)
        self.api.call("update", raw={"message": {"message_id": 1, "date": 1, "chat": where, "forward_origin": {"type": "hidden_user"}}})
        self.updates += 1
        return chat

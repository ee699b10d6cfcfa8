"""What came of it: the ledger of the pretend Bot API against the database."""

from __future__ import annotations

import json
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from bench.torture.aiming import InHand
from bench.torture.people import FIRST_CHAT, People
from handlers.buttons import AcceptCase
from storage import database
from storage.seal import KeyRing
from storage.tables import cases, contacts, inbox, outbox

BEHIND = 50  # people who write right behind a message nobody can read
NEVER = (
    "updates_lost", "unanswered", "given_up", "handovers_lost", "handovers_doubled", "staff_untold", "unreadable_unanswered",
    "out_of_order",
)  # fmt: skip
AT_MOST = {"most_repeats_in_a_chat": 1, "most_repeats_after_a_kill": 8}
OFTEN = ("kills_hit_taken", "kills_hit_saying")
ENOUGH = 0.2  # of all kills have to hit each of these, else nothing is proved
COULD_NOT_READ = "Das konnte ich nicht lesen. Bitte schreiben Sie es als Text."


@dataclass
class Figures:
    """What has to be zero, what is bounded, and how much of it was tried."""

    kills: int
    kills_hit_taken: int
    kills_hit_saying: int
    kills_hit_waiting: int
    kills_hit_idle: int
    kills_with_repeats: int
    updates: int
    updates_lost: int
    unanswered: int
    given_up: int
    handovers: int
    handovers_lost: int
    handovers_doubled: int
    staff_untold: int
    unreadable: int
    unreadable_unanswered: int
    answered_behind_unreadable: int
    out_of_order: int
    repeats: int
    most_repeats_in_a_chat: int
    most_repeats_after_a_kill: int
    intact: bool

    def missed(self) -> list[str]:
        """The figures that are not as they must be."""
        missed = [name for name in NEVER if getattr(self, name)]
        missed += [name for name in OFTEN if getattr(self, name) < ENOUGH * self.kills]
        missed += [name for name, most in AT_MOST.items() if getattr(self, name) > most]
        missed += [] if self.answered_behind_unreadable == BEHIND else ["answered_behind_unreadable"]
        return missed + ([] if self.intact else ["intact"])


@dataclass
class Killed:
    """When the kills were (by the clock of the ledger), and what each hit."""

    at: list[float]
    hit: list[InHand]


def compare(url: str, ring: KeyRing, people: People, killed: Killed, behind: list[int]) -> Figures:
    """`behind` are the chats that wrote right behind a message nobody can read."""
    engine = database.open_engine(url)
    with engine.connect() as connection:
        execute = connection.execute
        ended = execute(select(func.count()).select_from(inbox).where(inbox.c.state != "open")).scalar_one()
        told = execute(select(outbox.c.chat_hash, func.count()).where(outbox.c.state == "sent").group_by(outbox.c.chat_hash)).all()
        given_up = execute(select(func.count()).select_from(outbox).where(outbox.c.state == "dead")).scalar_one()
        opened = Counter(execute(select(contacts.c.chat_hash).join(cases, contacts.c.id == cases.c.contact_id)).scalars())
        numbers = set(execute(select(cases.c.id)).scalars())
        intact = connection.dialect.name != "sqlite" or connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    engine.dispose()
    said = [Said.of(one) for one in people.api.call("accepted", method="sendMessage")]
    heard = by_chat(said)
    kept: dict[str, int] = dict(told)

    def without_answer(chats: list[int]) -> int:
        """Nothing was said, or less than the outbox holds as said."""
        return sum(not heard.get(chat) or len(heard[chat]) < kept[ring.lookup("telegram", str(chat))] for chat in chats)

    repeats = repeats_by_kill(said, killed.at)
    after: Counter[int] = Counter()
    for (kill, _chat), number in repeats.items():
        after[kill] += number
    asked = [ring.lookup("telegram", str(chat)) for chat in people.handovers]
    staff_heard = {case for one in said if one.chat < FIRST_CHAT for case in one.cases}
    return Figures(
        kills=len(killed.at),
        kills_hit_taken=sum(hit.taken > 0 for hit in killed.hit),
        kills_hit_saying=sum(hit.saying > 0 for hit in killed.hit),
        kills_hit_waiting=sum(hit.open > 0 and not hit.taken and not hit.saying for hit in killed.hit),
        kills_hit_idle=sum(not any(hit) for hit in killed.hit),
        kills_with_repeats=len(after),
        updates=people.updates,
        updates_lost=people.updates - ended,
        unanswered=without_answer(people.questions + people.handovers),
        given_up=given_up,
        handovers=len(asked),
        handovers_lost=sum(opened[chat] == 0 for chat in asked),
        handovers_doubled=len(numbers) - len(opened),
        staff_untold=len(numbers - staff_heard),
        unreadable=len(people.unreadable),
        unreadable_unanswered=sum(not any(COULD_NOT_READ in text for text in heard.get(chat, [])) for chat in people.unreadable),
        answered_behind_unreadable=len(behind) - without_answer(behind),
        out_of_order=out_of_order([heard.get(chat, []) for chat in people.handovers]),
        repeats=sum(repeats.values()),
        most_repeats_in_a_chat=max(repeats.values(), default=0),
        most_repeats_after_a_kill=max(after.values(), default=0),
        intact=intact,
    )


@dataclass(frozen=True)
class Said:
    """One message a chat heard. Two with the same words and the same buttons are one thing that was said twice."""

    chat: int
    text: str
    buttons: str
    at: float

    @classmethod
    def of(cls, accepted: dict[str, Any]) -> Said:
        return cls(accepted["chat"], accepted["text"], json.dumps(accepted["rows"]), accepted["at"])

    @property
    def cases(self) -> list[int]:
        """The cases staff may accept with a button of this message."""
        data = [button["data"] or "" for row in json.loads(self.buttons) for button in row]
        return [AcceptCase.unpack(one).case for one in data if one.startswith(f"{AcceptCase.__prefix__}:")]


def by_chat(said: list[Said]) -> dict[int, list[str]]:
    """What each chat heard, in order, without the repeats."""
    heard: dict[int, dict[tuple[str, str], None]] = {}
    for one in said:
        heard.setdefault(one.chat, {})[one.text, one.buttons] = None
    return {chat: [text for text, _ in texts] for chat, texts in heard.items()}


def repeats_by_kill(said: list[Said], killed_at: list[float]) -> Counter[tuple[int, int]]:
    """How often something was said again, by the chat and by the first kill after it was said before: the one that interrupted it."""
    before: dict[tuple[int, str, str], float] = {}
    repeats: Counter[tuple[int, int]] = Counter()
    for one in said:
        same = (one.chat, one.text, one.buttons)
        if same in before:
            repeats[bisect(killed_at, before[same]), one.chat] += 1
        before[same] = one.at
    return repeats


def out_of_order(heard: list[list[str]]) -> int:
    """How many chats heard the steps of a handover in another order than most; a step is known by how it begins."""
    steps = Counter(tuple(text[:20] for text in texts) for texts in heard)
    return len(heard) - max(steps.values(), default=0)

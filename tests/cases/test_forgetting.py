"""Erasing a person: nothing they sent outlives it, also not what nobody could read."""

from __future__ import annotations

from sqlalchemy import select

from cases.forgetting import erase
from cases.people import who
from storage.inbox import Heard
from storage.tables import inbox
from storage.unit import Keeper, Unit


def heard(chat: str, number: int) -> Heard:
    return Heard("telegram", "bot", number, chat, b"what they sent", "suicide")


def test_what_was_set_aside_unread_goes_with_the_person_and_still_counts_once(keeper: Keeper) -> None:
    def come_in(unit: Unit) -> None:
        for number, chat in enumerate(("theirs", "another's"), start=1):
            who(unit, channel="telegram", chat_hash=chat, chat=chat, language="de")
            unit.inbox.hear([heard(chat, number)])
        rows = unit.inbox.claim("me", 10)
        unit.inbox.set_aside("me", [row.id for row in rows])

    def go(unit: Unit) -> None:
        erase(unit, who(unit, channel="telegram", chat_hash="theirs", chat="theirs", language="de"))
        unit.inbox.hear([heard("theirs", 1)])  # Telegram brings it once more

    def left(unit: Unit) -> dict[str, tuple[bool, str, str]]:
        rows = unit.connection.execute(select(inbox))
        return {row.chat_hash: (row.raw is not None, row.danger, row.state) for row in rows}

    keeper.keep(come_in).result()
    keeper.keep(go).result()
    assert keeper.keep(left).result() == {"theirs": (False, "", "aside"), "another's": (True, "suicide", "aside")}

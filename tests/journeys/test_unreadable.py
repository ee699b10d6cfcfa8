"""A message the typed parser refuses hurts nobody else, and whoever sent it is told."""

from __future__ import annotations

from typing import Any

from tests.journeys.stage import Stage


def unreadable(chat: int, **sender: Any) -> dict[str, Any]:
    """It says where it was forwarded from, and leaves out by whom."""
    message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "forward_origin": {"type": "hidden_user"}}
    return {"message": {**message, **sender}}


async def test_fifty_people_behind_what_nobody_can_read_are_all_answered(stage_on_each_database: Stage) -> None:
    stage = stage_on_each_database
    sender = stage.telegram()
    await stage.api.update(unreadable(sender.chat))
    behind = [stage.telegram() for _ in range(50)]
    for newcomer in behind:
        await stage.api.says(newcomer.chat, "Ich wohne in Büren und suche eine Wohnung")

    for newcomer in behind:
        await newcomer.hears("Wohnung")
    await sender.hears("Das konnte ich nicht lesen. Bitte schreiben Sie es als Text.")
    assert await stage.house.keep(lambda unit: unit.inbox.counts()) == {"aside": 1, "done": 50}


COULD_NOT_READ = {
    "de": "Das konnte ich nicht lesen.",
    "en": "I could not read this.",
    "ar": "لم أستطع قراءة هذا.",
    "uk": "Не вдалося це прочитати.",
    "xx": "Das konnte ich nicht lesen.",
}


async def test_who_sent_what_nobody_can_read_is_told_in_their_language_and_gets_a_way_on(stage: Stage) -> None:
    for code, words in COULD_NOT_READ.items():
        sender = stage.telegram()
        person = {"id": sender.chat, "is_bot": False, "first_name": "A", "language_code": code}
        await stage.api.update(unreadable(sender.chat, **{"from": person}))
        told = await sender.hears(words)
        assert any("🆘" in label for label in told.buttons)

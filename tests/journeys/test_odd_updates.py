"""Updates nobody has seen before (promises R8, A10; M7, M16, M17, M31): nobody else waits, every row ends, nothing is lost."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.botapi import builders
from tests.journeys.stage import Stage, until

Path = tuple[str | int, ...]
PERSON = {"id": 7, "is_bot": False, "first_name": "A", "last_name": "B", "username": "ab", "language_code": "de"}
CHAT = {"id": 7, "type": "private", "first_name": "A"}
MESSAGE = {"message_id": 3, "date": 1_700_000_000, "chat": CHAT, "from": PERSON}
OTHER = {"message_id": 2, "date": 1, "chat": CHAT, "from": {**PERSON, "id": 1, "is_bot": True}, "text": "Menü"}
SAMPLES: dict[str, dict[str, Any]] = {
    "text": {"message": {**MESSAGE, "text": "Ich suche Arbeit", "entities": [{"type": "bold", "offset": 0, "length": 3}]}},
    "photo": {"message": {**MESSAGE, **builders.photo("mein Brief")}},
    "voice": {"message": {**MESSAGE, **builders.voice()}},
    "location": {"message": {**MESSAGE, **builders.location()}},
    "contact": {"message": {**MESSAGE, **builders.contact(user_id=7)}},
    "forwarded": {"message": {**MESSAGE, **builders.forwarded("weitergeleitet")}},
    "reply": {"message": {**MESSAGE, "text": "ja", "reply_to_message": OTHER}},
    "edited": {"edited_message": {**MESSAGE, "edit_date": 5, "text": "geändert"}},
    "tap": {"callback_query": {"id": "9", "from": PERSON, "chat_instance": "x", "data": "m:topics", "message": OTHER}},
    "blocked": {
        "my_chat_member": {
            "chat": CHAT,
            "from": PERSON,
            "date": 1,
            "old_chat_member": {"user": PERSON, "status": "member"},
            "new_chat_member": {"user": PERSON, "status": "kicked", "until_date": 0},
        }
    },
}
INSTEAD: dict[str, Any] = {
    "a new kind": "brand_new_kind",
    "null": None,
    "a list": [],
    "an object": {},
    "2^53": 2**53,
    "far below zero": -(10**13),
    "beyond 64 bits": 2**70,
    "half a character": "\ud83d",
    "NUL": "a\0b",
    "true": True,
}
ODD_KINDS: list[dict[str, Any]] = [
    {"message": {**MESSAGE, "external_reply": {"origin": {"type": "user", "date": 1, "sender_user": PERSON}, "story": {}}, "text": "x"}},
    {"message": {**MESSAGE, "story": {}}},
    {"message": {**MESSAGE, "brand_new_thing": {"a": [1, {"b": 2}]}}},
    {"message": {**MESSAGE, "poll": {"id": "1"}}},
    {"message": {**MESSAGE, "passport_data": {"data": [], "credentials": {}}}},
    {"message": {**MESSAGE, "gift": {}, "checklist": {}, "paid_media": {}, "giveaway": {}}},
    {"message": {**MESSAGE, "date": 2**40, "text": "aus der Zukunft"}},
    {"message": {**MESSAGE, "date": 0, "text": "von 1970"}},
    {"brand_new_kind": {"chat": CHAT, "from": PERSON, "text": "hallo"}},
    {"message": "a word"},
    {"message": None},
    {},
    {"message": {**MESSAGE, "text": "a"}, "callback_query": {"id": "1", "from": PERSON, "data": "m:topics"}},
    {"channel_post": {**MESSAGE, "chat": {"id": -1, "type": "channel", "title": "x"}, "from": None, "text": "x"}},
    {"business_message": {**MESSAGE, "business_connection_id": "x", "text": "x"}},
]


def paths(part: Any, here: Path = ()) -> Iterator[Path]:
    """Every place in an update."""
    keys = list(part) if isinstance(part, dict) else list(range(len(part))) if isinstance(part, list) else []
    for key in keys:
        yield (*here, key)
        yield from paths(part[key], (*here, key))


def changed(update: dict[str, Any], path: Path, value: Any = ...) -> dict[str, Any]:
    """A copy with another value at one place; without a value the place is taken out."""
    whole: Any = copy.deepcopy(update)
    part = whole
    for key in path[:-1]:
        part = part[key]
    if value is ...:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return dict(whole)


def of_chat(update: dict[str, Any], chat: int) -> dict[str, Any]:
    """The same update of somebody else: every 7 that is a person or a chat."""
    return dict(json.loads(json.dumps(update).replace('"id": 7', f'"id": {chat}')))


async def all_end(stage: Stage, variants: list[dict[str, Any]]) -> dict[str, int]:
    """Brings them mixed with ordinary messages of others, who are all answered; how many rows ended in which way."""
    good = [stage.telegram() for _ in range(12)]
    every = max(1, len(variants) // len(good))
    for number, variant in enumerate(variants):
        if number % every == 0 and number // every < len(good):
            await stage.api.says(good[number // every].chat, "Ich suche eine Wohnung")
        chat = 100_000 + number
        stage.api.meets(chat)
        await stage.api.update(of_chat(variant, chat))
    for someone in good[: (len(variants) - 1) // every + 1]:
        await someone.hears("Wohnung")

    async def ended() -> dict[str, int] | None:
        counted = await stage.house.keep(lambda unit: unit.inbox.counts())
        return counted if not counted.get("open") and not stage.api.pending() else None

    found: dict[str, int] = await until(ended, "every row to end")
    return found


@pytest.mark.parametrize("sample", SAMPLES)
async def test_every_field_missing_or_odd_once(stage: Stage, sample: str) -> None:
    update = SAMPLES[sample]
    variants = [changed(update, path) for path in paths(update)]
    variants += [changed(update, path, value) for path in paths(update) for value in INSTEAD.values()]
    counted = await all_end(stage, variants)
    assert sum(counted.values()) >= len(variants)


async def test_kinds_nobody_knows(stage: Stage) -> None:
    counted = await all_end(stage, ODD_KINDS)
    assert sum(counted.values()) >= len(ODD_KINDS)

"""What each answer of the Bot API means (promises T1-T10): a table; nothing in it raises."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.telegram import LONGEST_WAIT, verdict


def no(code: Any, description: Any = "", **parameters: Any) -> bytes:
    return json.dumps({"ok": False, "error_code": code, "description": description, "parameters": parameters}).encode()


def wait(told: str) -> bytes:
    return b'{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":%s}}' % told.encode()


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("1", 1),
        ("5", 5),
        ("300", 300),
        ("0", 1),
        ("-7", 1),
        ("2.5", 2.5),
        ('"7"', 7),
        ('"soon"', 1),
        ('""', 1),
        ("null", 1),
        ("[]", 1),
        ("{}", 1),
        ("true", 1),
        ("NaN", 1),
        ("Infinity", LONGEST_WAIT),
        ("-Infinity", 1),
        ("1e400", LONGEST_WAIT),
        ("86400", LONGEST_WAIT),
        ("9" * 400, LONGEST_WAIT),
        ('"' + "9" * 400 + '"', LONGEST_WAIT),
    ],
)
def test_429_waits_as_long_as_it_says_and_never_for_nothing_or_for_ever(told: str, seconds: float) -> None:
    said = verdict(429, wait(told))
    assert (said.kind, said.seconds) == ("wait", seconds)


@pytest.mark.parametrize(
    "body",
    [
        b'{"ok":false,"error_code":429}',
        b'{"ok":false,"error_code":429,"parameters":null}',
        b'{"ok":false,"error_code":429,"parameters":[5]}',
        b'{"ok":false,"error_code":429,"parameters":{}}',
    ],
)
def test_429_without_seconds_waits_one(body: bytes) -> None:
    assert (verdict(429, body).kind, verdict(429, body).seconds) == ("wait", 1)


GATEWAY = b"<html><body>nginx</body></html>"


@pytest.mark.parametrize(
    ("status", "body", "kind", "why"),
    [
        # T2, T5: a gateway or a hotel network speaks; Telegram has not seen the message.
        (500, no(500, "Internal Server Error"), "again", "error 500"),
        (500, GATEWAY, "again", "http 500, unreadable"),
        (502, GATEWAY, "again", "http 502, unreadable"),
        (504, b"", "again", "http 504, unreadable"),
        (200, GATEWAY, "again", "http 200, unreadable"),
        (200, b"\n  <!doctype html>", "again", "http 200, unreadable"),
        (413, GATEWAY, "again", "http 413, unreadable"),
        # T3, T4: it may have arrived.
        (200, b"", "unsure", "http 200, unreadable"),
        (200, b'{"ok":true,"result":{"messa', "unsure", "http 200, unreadable"),
        (200, b"\x1f\x8b\x08\x00", "unsure", "http 200, unreadable"),
        (200, b"[" * 10_000, "unsure", "http 200, unreadable"),
        (200, b"[]", "unsure", "http 200, unreadable"),
        (200, b"null", "unsure", "http 200, unreadable"),
        # T6
        (200, b'{"ok":false}', "again", "error 200"),
        (200, b"{}", "again", "error 200"),
        (200, b'{"ok":"true"}', "again", "error 200"),
        (200, no("403", "x"), "again", "error 200"),
        # T7, T8
        (409, no(409, "Conflict: terminated by other getUpdates request"), "conflict", "somebody else polls"),
        (409, no(409, "Conflict: can't use getUpdates method while webhook is active"), "conflict", "webhook is set"),
        (401, no(401, "Unauthorized"), "token", "401"),
        (404, no(404, "Not Found"), "token", "404"),
        # T9, T10
        (403, no(403, "Forbidden: bot was blocked by the user"), "never", "403 blocked"),
        (403, no(403, "Forbidden: user is deactivated"), "never", "403 deactivated"),
        (403, no(403, "Forbidden: bot can't initiate conversation with a user"), "never", "403 initiate"),
        (400, no(400, "Bad Request: chat not found"), "never", "400 chat not found"),
        (400, no(400, "Bad Request: message is too long"), "never", "400 too long"),
        (400, no(400, "Bad Request: can't parse entities: Mein Mann schlägt mich"), "never", "400 can't parse"),
        (400, no(400, "Bad Request: message to be replied not found"), "never", "400"),
        (400, no(400, None), "never", "400"),
        (413, no(413, "Request Entity Too Large"), "never", "413"),
    ],
)
def test_every_answer_has_a_class(status: int, body: bytes, kind: str, why: str) -> None:
    said = verdict(status, body)
    assert (said.kind, said.why) == (kind, why)


@pytest.mark.parametrize(
    ("description", "code", "unreachable"),
    [
        ("bot was blocked by the user", 403, True),
        ("user is deactivated", 403, True),
        ("chat not found", 400, True),
        ("too long", 400, False),
    ],
)
def test_who_cannot_be_reached_is_known(description: str, code: int, unreachable: bool) -> None:
    assert verdict(code, no(code, description)).unreachable is unreachable


@pytest.mark.parametrize(("told", "moved_to"), [(-100500, -100500), ("-100500", None), (None, None), (True, None), ([1], None)])
def test_a_group_that_moved_says_where_to(told: Any, moved_to: int | None) -> None:
    assert verdict(400, no(400, "group chat was upgraded to a supergroup chat", migrate_to_chat_id=told)).moved_to == moved_to

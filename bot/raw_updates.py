"""Updates as raw bytes, each on its own: one that cannot be read takes nobody with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from directory.crisis import screen_all_strings

_decoder = json.JSONDecoder()
_RESULT = re.compile(r'"result"\s*:\s*\[')
_BLANK = re.compile(r"[\s,]*")
# Inside a string every quote is escaped, so this is where an update starts, and nobody can write one into a message.
_START = re.compile(r'\{\s*"update_id"\s*:')
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[\[\]{}]', re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]++|\\.?)*+"?', re.DOTALL)  # an open end matches too: looking for one that is closed could take for ever
_FIELD = re.compile(r'"[a-z_0-9]+"\s*:')
_NUMBER = re.compile(r'"update_id"\s*:\s*(-?\d{1,18})(?!\d)')
_CHAT = re.compile(r'"chat"\s*:\s*\{([^{}]*)\}')
_ID = re.compile(r'"id"\s*:\s*(-?\d{1,18})(?!\d)')
_TYPE = re.compile(r'"type"\s*:\s*"(\w{1,20})"')
_LANGUAGE = re.compile(r'"language_code"\s*:\s*"([A-Za-z-]{2,12})"')

# What the bot said itself, and who people are, is not screened: only what somebody wrote or sent.
NOT_THEIRS = frozenset({"from", "chat", "via_bot", "reply_to_message", "pinned_message", "sender_chat", "forward_origin"})


@dataclass(frozen=True)
class RawUpdate:
    """One update: its bytes as they came, and what could be read of it."""

    raw: bytes
    update: dict[str, Any]

    @property
    def number(self) -> int | None:
        """Telegram's number; None when it has none that can be kept."""
        number = self.update.get("update_id")
        return number if isinstance(number, int) and not isinstance(number, bool) and -(2**63) <= number < 2**63 else None

    @property
    def kept_as(self) -> int:
        """The number it is kept under. Without one of its own it gets one from its bytes, below all of Telegram's: it counts once, too."""
        if self.number is not None:
            return self.number
        return -1 - int.from_bytes(hashlib.sha256(self.raw).digest()[:7])


@dataclass(frozen=True)
class Batch:
    """An answer of getUpdates. Not whole: it broke off, and Telegram has more."""

    updates: tuple[RawUpdate, ...]
    whole: bool


def read_update(raw: bytes) -> RawUpdate:
    """One update. What is no JSON object is glimpsed at. Never raises."""
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        update = None
    return RawUpdate(raw, update if isinstance(update, dict) else glimpse(raw))


def split_updates(body: bytes) -> Batch:
    """The updates in an answer of getUpdates, each with its own bytes. Never raises."""
    text = body.decode("utf-8", "surrogateescape")
    opening = _RESULT.search(text)
    if opening is None:
        return Batch((), whole=False)
    found: list[RawUpdate] = []
    place = _past_blanks(text, opening.end())
    while place < len(text) and text[place] != "]":
        try:
            update, end = _decoder.raw_decode(text, place)
            whole = True
        except (ValueError, RecursionError):
            update = None
            end, whole = _end_of_broken(text, place)
        if not whole:
            return Batch(tuple(found), whole=False)
        raw = text[place:end].encode("utf-8", "surrogateescape")
        found.append(RawUpdate(raw, update if isinstance(update, dict) else glimpse(raw)))
        place = _past_blanks(text, end)
    return Batch(tuple(found), whole=place < len(text) and _START.search(text, place) is None)


def _past_blanks(text: str, place: int) -> int:
    blank = _BLANK.match(text, place)
    return blank.end() if blank else place


def _end_of_broken(text: str, place: int) -> tuple[int, bool]:
    """Where something unreadable ends: before the next update, else before the end of the list. False when it only broke off."""
    following = _START.search(text, place + 1)
    if following is not None:
        return place + len(text[place : following.start()].rstrip(" \t\r\n,")), True
    depth = 0
    for token in _TOKEN.finditer(text, place):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth < 0:  # never in what only broke off
            end = token.start() if token[0] == "]" else text.rfind("]", place, token.start())
            return end, end > place
    return len(text), False


def glimpse(raw: bytes) -> dict[str, Any]:
    """What can be told of an unreadable update: chat, language, and every string but names of fields. Shaped like one. Never raises."""
    text = raw.decode("utf-8", "replace")
    seen: dict[str, Any] = {}
    if number := _NUMBER.search(text):
        seen["update_id"] = int(number[1])
    chat: dict[str, Any] = {}
    if (known := _CHAT.search(text)) and (number := _ID.search(known[1])) and (kind := _TYPE.search(known[1])):
        chat = {"id": int(number[1]), "type": kind[1]}
    language = _LANGUAGE.search(text)
    sender = {"language_code": language[1]} if language else {}
    strings = [_plain(one[0]) for one in _STRING.finditer(text) if not _FIELD.match(text, one.start())]
    return {**seen, "message": {"chat": chat, "from": sender, "strings": strings or [text]}}


def _plain(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted


@dataclass(frozen=True)
class Whence:
    """Where an update comes from, as far as it can be told without parsing it."""

    chat: str
    private: bool
    language_code: str


def whence(update: Any) -> Whence:
    """Reads chat and language leniently: whatever is missing or odd stays empty. Never raises."""
    for event in _events(update):
        sender = event.get("from")
        sender = sender if isinstance(sender, dict) else {}
        message = event.get("message")
        chat = event.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
        chat = chat if isinstance(chat, dict) else {}
        number = chat.get("id", sender.get("id"))
        if isinstance(number, int) and not isinstance(number, bool):
            language = sender.get("language_code")
            return Whence(str(number), chat.get("type", "private") == "private", language if isinstance(language, str) else "")
    return Whence("", False, "")


def _events(update: Any) -> Iterator[dict[str, Any]]:
    if isinstance(update, dict):
        for event in update.values():
            if isinstance(event, dict):
                yield event


def danger_in(update: Any) -> tuple[str, ...]:
    """The crisis codes of everything in the update that somebody wrote."""
    said = [{key: value for key, value in event.items() if key not in NOT_THEIRS} for event in _events(update)]
    for event in said:
        if isinstance(event.get("message"), dict):
            del event["message"]  # the bot's own message under a pressed button
    return screen_all_strings(said)

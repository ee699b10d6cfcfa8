"""What people can send besides words: the content of a message, as Telegram would describe it."""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.checks import LONGEST_TEXT, units

Content = dict[str, Any]
_COMMAND = re.compile(r"(?:^|(?<=\s))/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]+)?(?=\s|$)")
_FILE = {"file_id": "pretend-file", "file_unique_id": "pretend-unique", "file_size": 2048}


def text(words: str) -> Content:
    """Words, with commands marked: python-telegram-bot believes only the marks."""
    marks = [{"type": "bot_command", "offset": units(words[: at.start()]), "length": len(at[0])} for at in _COMMAND.finditer(words)]
    return {"text": words, "entities": marks} if marks else {"text": words}


def parts(words: str) -> list[str]:
    """A long text as the apps send it: in several messages. Never splits a surrogate pair."""
    found, start, length = [], 0, 0
    for at, letter in enumerate(words):
        width = 2 if ord(letter) > 0xFFFF else 1
        if length + width > LONGEST_TEXT:
            found.append(words[start:at])
            start, length = at, 0
        length += width
    return [*found, words[start:]]


def photo(caption: str | None = None) -> Content:
    sizes = [{**_FILE, "file_id": f"pretend-photo-{side}", "width": side, "height": side} for side in (90, 320, 800)]
    return {"photo": sizes, **({"caption": caption} if caption else {})}


def voice(seconds: int = 4) -> Content:
    return {"voice": {**_FILE, "duration": seconds, "mime_type": "audio/ogg"}}


def video(seconds: int = 4) -> Content:
    return {"video": {**_FILE, "duration": seconds, "width": 320, "height": 240}}


def document(name: str = "letter.pdf", size: int | None = 2048) -> Content:
    said = {**_FILE, "file_name": name, "file_size": size}
    return {"document": {key: value for key, value in said.items() if value is not None}}


def sticker(emoji: str = "👍") -> Content:
    flags = {"is_animated": False, "is_video": False, "type": "regular"}
    return {"sticker": {**_FILE, **flags, "width": 512, "height": 512, "emoji": emoji}}


def contact(phone: str = "+4952510000", user_id: int | None = None, first_name: str = "Olena") -> Content:
    """Somebody's number. Without user_id it is a number typed into the address book."""
    return {"contact": {"phone_number": phone, "first_name": first_name, **({"user_id": user_id} if user_id is not None else {})}}


def location(latitude: float = 51.7189, longitude: float = 8.7575, live_s: int | None = None) -> Content:
    return {"location": {"latitude": latitude, "longitude": longitude, **({"live_period": live_s} if live_s else {})}}


def forwarded(words: str, origin: dict[str, Any] | None = None) -> Content:
    """Forwarded words. The default origin lacks the hidden sender's name, which Telegram has been seen to do."""
    return {**text(words), "forward_origin": {"type": "hidden_user", "date": 1_420_070_400} if origin is None else origin}

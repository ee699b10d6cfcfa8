"""An update reduced to who wrote what: for when the typed parser stumbles over something beside the words."""

from __future__ import annotations

from typing import Any

from bot.raw_updates import Whence
from web.bodies import clean

LATEST = 2**31 - 1  # seconds; later than that no calendar here reads


def make_whole(update: dict[str, Any]) -> None:
    """Replaces halves of characters and NUL in what was written, so that it can be kept, shown and sent anywhere."""
    for kind in ("message", "edited_message"):
        message = update.get(kind)
        for field in ("text", "caption"):
            if isinstance(message, dict) and isinstance(message.get(field), str):
                message[field] = clean(message[field])


def words_only(update: dict[str, Any], where: Whence) -> dict[str, Any] | None:
    """The same message with its words, its sender and its time, and nothing else. None when there are no words in it."""
    message = update.get("message")
    if not where.private or not isinstance(message, dict):
        return None
    words = message.get("text") or message.get("caption")
    if not isinstance(words, str):
        return None
    chat, number, date = int(where.chat), message.get("message_id"), message.get("date")
    plain: dict[str, Any] = {
        "message_id": number if type(number) is int else 0,
        "date": date if type(date) is int and 0 <= date <= LATEST else 0,
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": "-"},
        "text": words,
    }
    if "forward_origin" in message:
        plain["forward_origin"] = {"type": "hidden_user", "sender_user_name": "-", "date": 0}
    return {"update_id": update.get("update_id", 0), "message": plain}

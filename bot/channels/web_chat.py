"""The web chat speaks the same vocabulary as the Bot API: what is typed becomes an update, what is said becomes a line."""

from __future__ import annotations

import json
import secrets
from typing import Any

BOT = "web"


def text_update(update_id: int, chat: str, text: str, language: str, now: int) -> bytes:
    """A typed message as an update; `language` is the one the page is in, as a client of Telegram would tell it."""
    number = int(chat)
    message = {
        "message_id": update_id % 2**31,
        "date": now // 1000,
        "chat": {"id": number, "type": "private"},
        "from": _sender(number, language),
        "text": text,
    }
    return json.dumps({"update_id": update_id, "message": message}).encode()


def tap_update(update_id: int, chat: str, button: str, language: str) -> bytes:
    """A pressed button as an update."""
    number = int(chat)
    query = {
        "id": str(update_id),
        "from": _sender(number, language),
        "chat_instance": chat,
        "data": button,
    }
    return json.dumps({"update_id": update_id, "callback_query": query}).encode()


def _sender(number: int, language: str) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "-", "language_code": language}


def new_update_id() -> int:
    """Update ids of the web chat only have to differ: the page's own id makes a retry harmless."""
    return secrets.randbits(62)


def as_line(method: str, parameters: dict[str, Any]) -> dict[str, Any] | None:
    """What a Bot API method shows in the web chat; None when it shows nothing."""
    text = parameters.get("caption") if method == "sendPhoto" else parameters.get("text")
    if not isinstance(text, str) or not text:
        return None
    markup = parameters.get("reply_markup") if method == "sendMessage" else None
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    buttons = [[_button(one) for one in row] for row in rows]
    return {"text": text, "buttons": buttons}


def _button(one: dict[str, Any]) -> dict[str, str]:
    if "url" in one:
        return {"id": "", "label": one["text"], "url": one["url"]}
    return {"id": one["callback_data"], "label": one["text"]}

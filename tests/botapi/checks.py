"""What Telegram refuses in a message: lengths, entities, buttons. The words are Telegram's, clients look at them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from tests.botapi.answers import BadRequest
from tests.botapi.ledger import Button
from tests.botapi.parameters import Parameters, structure

LONGEST_TEXT = 4096  # UTF-16 units
LONGEST_CAPTION = 1024
LONGEST_DATA = 64  # bytes
LINKABLE = ("http", "https", "tg", "ton")  # tel: is refused in buttons, so a phone number has to be text

Rows = tuple[tuple[Button, ...], ...]


def units(text: str) -> int:
    """Length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def message_text(params: Parameters) -> str:
    text = params.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadRequest("message text is empty")
    _speakable(text)
    if len(text) * 2 > LONGEST_TEXT and units(text) > LONGEST_TEXT:
        raise BadRequest("message is too long")
    return text


def caption(params: Parameters) -> str:
    text = str(params.get("caption") or "")
    _speakable(text)
    if units(text) > LONGEST_CAPTION:
        raise BadRequest("message caption is too long")
    return text


def _speakable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRequest("strings must be encoded in UTF-8") from None


def entities(params: Parameters, text: str, name: str = "entities") -> tuple[dict[str, Any], ...]:
    """Stricter than Telegram, which quietly drops entities beyond the end: ours are computed, so that would be our mistake."""
    found = structure(params, name)
    if not found:
        return ()
    if not isinstance(found, list):
        raise BadRequest(f"can't parse {name}: expected an Array")
    encoded = text.encode("utf-16-le")
    for entity in found:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise BadRequest("can't parse MessageEntity: type is expected")
        start, length = entity.get("offset"), entity.get("length")
        if not isinstance(start, int) or not isinstance(length, int) or start < 0 or length <= 0:
            raise BadRequest("receive an entity with incorrect offset or length")
        if (start + length) * 2 > len(encoded):
            raise BadRequest(f"can't parse entities: entity ends at {start + length}, beyond the end of the text")
        for at in (start, start + length):
            if 0xDC <= next(iter(encoded[at * 2 + 1 : at * 2 + 2]), 0) <= 0xDF:
                raise BadRequest(f"entity begins in a middle of a UTF-16 symbol at byte offset {at}")
    _nested(found)
    return tuple(found)


def _nested(found: list[dict[str, Any]]) -> None:
    spans = sorted(((entity["offset"], entity["offset"] + entity["length"]) for entity in found), key=lambda span: (span[0], -span[1]))
    for (start, end), (next_start, next_end) in pairwise(spans):
        if start < next_start < end < next_end:
            raise BadRequest("can't parse entities: entities overlap without nesting")


def reply_markup(params: Parameters) -> tuple[Rows, dict[str, Any] | None]:
    """The buttons, and the markup as the message will carry it: only an inline keyboard becomes part of a message."""
    markup = structure(params, "reply_markup")
    if not markup:
        return (), None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], _inline_button)
        return rows, {"inline_keyboard": markup["inline_keyboard"]} if rows else None
    if "keyboard" in markup:
        return _rows(markup["keyboard"], _plain_button), None
    return (), None


def _rows(rows: Any, read: Any) -> Rows:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise BadRequest("can't parse keyboard: expected an Array of Arrays")
    return tuple(tuple(read(button) for button in row) for row in rows if row)


def _plain_button(button: Any) -> Button:
    text = button if isinstance(button, str) else button.get("text") if isinstance(button, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise BadRequest("keyboard button text must be non-empty")
    return Button(text)


def _inline_button(button: Any) -> Button:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise BadRequest('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise BadRequest("inline keyboard button text is empty")
    data, url = button.get("callback_data"), button.get("url")
    if data:
        if len(str(data).encode("utf-8", "surrogatepass")) > LONGEST_DATA:
            raise BadRequest("BUTTON_DATA_INVALID")
        return Button(button["text"], data=str(data))
    if url:
        _linkable(str(url))
        return Button(button["text"], url=str(url))
    if not set(button) - {"text", "callback_data", "url"}:
        raise BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return Button(button["text"])


def _linkable(url: str) -> None:
    parts = urlsplit(url if ":" in url else f"http://{url}")
    if parts.scheme not in LINKABLE:
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme.startswith("http") and "." not in (parts.hostname or "") and ":" not in (parts.hostname or ""):
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")

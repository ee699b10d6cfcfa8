"""What the OpenAPI document says about the chat API, beyond what FastAPI finds out by itself."""

from __future__ import annotations

from typing import Any

Part = dict[str, Any]
Replies = dict[int | str, Part]


def _object(required: list[str], **properties: Part) -> Part:
    return {"type": "object", "required": required, "properties": properties}


def _reply(description: str, schema: Part, kind: str = "application/json") -> Part:
    return {"description": description, "content": {kind: {"schema": schema}}}


def _body(schema: Part) -> Part:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


_TEXT: Part = {"type": "string"}
_CLIENT_ID: Part = {
    "type": "string",
    "pattern": "^[A-Za-z0-9_.:-]{1,64}$",
    "description": "Your own id of this message: sent again after a broken connection, it counts once.",
}
_URL: Part = {**_TEXT, "description": "Open this instead of tapping: https, http, tel, mailto or geo."}
_BUTTON = _object(["id", "label"], id=_TEXT, label=_TEXT, url=_URL)
_LINE = _object(
    ["id", "from", "text", "buttons"],
    id={"type": "integer"},
    **{"from": {"type": "string", "enum": ["bot", "me", "person"]}},
    text={**_TEXT, "description": "Plain text with line breaks. Never HTML."},
    buttons={"type": "array", "items": {"type": "array", "items": _BUTTON}},
    replaces={"type": "integer", "description": "The line with this id is out of date: show this one instead."},
)
_LINES = _object(["lines"], lines={"type": "array", "items": _LINE})
_NO = _object(
    ["error", "say"],
    error={**_TEXT, "description": "A code for your program."},
    say={**_TEXT, "description": "A sentence to show."},
)

_NOT_UNDERSTOOD: Replies = {400: _reply("Not understood.", _NO)}
_TOO_FAST: Replies = {429: _reply("Too fast; Retry-After says when to try again.", _NO)}
_NO_SESSION: Replies = {401: _reply("No token, or one that opens nothing any more.", _NO)}
_CARD = _object(["from", "text", "buttons"], **{"from": _TEXT}, text=_TEXT, buttons={"type": "array", "items": {}})
_NOT_KEPT: Replies = {
    503: _reply(
        "Not kept: keep it and send it again. `lines` is there when the words speak of danger: show it at once.",
        _object(["error", "say"], error=_TEXT, say=_TEXT, lines={"type": "array", "items": _CARD}),
    )
}
_TOO_LARGE: Replies = {413: _reply("More than 64 KB.", _NO)}

OPENED: Replies = {201: _reply("A new chat.", _object(["token"], token=_TEXT)), **_TOO_LARGE, **_TOO_FAST}
ACCEPTED: Replies = {
    202: _reply("Kept. The id is the number of the line it became.", _object(["id"], id={"type": "integer"})),
    **_NOT_UNDERSTOOD,
    **_NO_SESSION,
    404: _reply("This button was not offered in this chat.", _NO),
    **_TOO_LARGE,
    **_TOO_FAST,
    **_NOT_KEPT,
}
LINES: Replies = {200: _reply("Lines, oldest first.", _LINES), **_NOT_UNDERSTOOD, **_NO_SESSION}
EVENTS: Replies = {
    200: _reply("Events; the data of each is like a reply of /lines.", _TEXT, "text/event-stream"),
    **_NOT_UNDERSTOOD,
    **_NO_SESSION,
}

SAID = _body(_object(["text"], text=_TEXT, client_id=_CLIENT_ID))
TAPPED = _body(_object(["button"], button=_TEXT, client_id=_CLIENT_ID))
_NUMBER: Part = {"type": "integer", "minimum": 0, "default": 0}
AFTER: Part = {"parameters": [{"name": "after", "in": "query", "required": False, "schema": _NUMBER}]}
BEARER: Part = {"security": [{"session": []}]}
_TOKEN: Part = {"type": "http", "scheme": "bearer", "description": "The token of POST /chat/api/sessions."}
SCHEMES: Part = {"securitySchemes": {"session": _TOKEN}}

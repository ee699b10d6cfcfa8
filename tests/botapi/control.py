"""The control routes: another process injects and reads through the same methods a test calls.

POST /control/<method> with a JSON object of arguments (raw_bytes takes the bytes as they are), or GET without arguments.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.botapi.answers import Reply

if TYPE_CHECKING:
    from tests.botapi.server import PretendBotApi

OPEN = frozenset((
    "says", "sends", "edits", "presses", "says_in_group", "posts", "blocks", "unblocks", "migrates", "meets", "update", "raw_bytes",
    "turn", "idle_week", "bench", "revoke", "sent", "texts", "buttons", "screen", "toasts", "accepted", "calls", "attempts",
    "pending", "ended", "violations", "webhook_replies", "profile", "limit", "fault", "heal", "mix_up", "hears", "settled",
    "forget", "impatient", "downloads", "token",
))  # fmt: skip


async def serve(api: PretendBotApi, request: web.BaseRequest, name: str) -> Reply:
    if name not in OPEN:
        return _answer(404, error=f"no such control: {name}")
    try:
        wanted = getattr(api, name)
        result = wanted(**await _arguments(request)) if callable(wanted) else wanted
        if inspect.isawaitable(result):
            result = await result
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        return _answer(400, error=f"{type(error).__name__}: {error}")
    except TimeoutError:
        return _answer(504, error="it did not happen in time")
    return _answer(200, result=result)


async def _arguments(request: web.BaseRequest) -> dict[str, Any]:
    body = await request.read() if request.body_exists else b""
    if request.content_type == "application/octet-stream" and request.method == "POST" and request.path.endswith("/raw_bytes"):
        return {"body": body, **request.query}
    return dict(json.loads(body)) if body else {}


def _answer(status: int, **said: Any) -> Reply:
    return Reply(status, json.dumps(said, default=_plain).encode("ascii"))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, bytes):
        return value.decode("latin-1")
    raise TypeError(f"cannot be told over HTTP: {type(value).__name__}")

"""The parameters of a call, in whichever of the four ways they came: query, JSON, form or multipart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.botapi.answers import BadRequest

Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file."""

    name: str
    body: bytes


async def read(request: web.BaseRequest) -> Parameters:
    """Raises BadRequest for what the Bot API could not read either."""
    found: Parameters = dict(request.query) if request.query_string else {}
    if request.method != "POST" or not request.body_exists:
        return found
    kind = request.content_type
    if kind == "application/json":
        said = parse(await request.read())
        if not isinstance(said, dict):
            raise BadRequest("can't parse request body as a JSON object")
        found.update(said)
    elif kind.startswith("multipart/"):
        for name, value in (await request.post()).items():
            found[name] = File(value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    else:
        body = await request.read()
        found.update(parse_qsl(body.decode("utf-8", "surrogateescape"), keep_blank_values=True, errors="surrogateescape"))
    return found


def parse(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("can't parse request body as JSON") from None


def integer(params: Parameters, name: str, default: int | None = None) -> int | None:
    value = params.get(name)
    if value is None or value == "":
        return default
    try:
        return int(value)
    except (TypeError, ValueError):
        raise BadRequest(f"invalid {name} specified") from None


def number(params: Parameters, name: str, default: int) -> int:
    found = integer(params, name, default)
    return default if found is None else found


def truth(params: Parameters, name: str) -> bool:
    return str(params.get(name, "")).lower() in ("true", "1")


def structure(params: Parameters, name: str) -> Any:
    """Lists and objects arrive as such in JSON and as JSON text in forms."""
    value = params.get(name)
    if isinstance(value, str):
        if not value:
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise BadRequest(f"can't parse {name} JSON object") from None
    return value

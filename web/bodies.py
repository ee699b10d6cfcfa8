"""Reading what a browser or a program sent, within limits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

CHAT_BYTES = 64 * 1024
DESK_BYTES = 256 * 1024
WEBHOOK_BYTES = 1024 * 1024
READ_ON = 1024 * 1024  # what is still taken in and thrown away, so that a browser reads our answer instead of a broken line
SECONDS = 30.0  # slower than that is nobody's phone
FIELDS = 100  # more fields than any form of ours has


class BodyTooLarge(Exception):
    """More was sent than this door takes."""


class BodyTooSlow(Exception):
    """It did not arrive in time, or broke off."""


class BodyUnreadable(Exception):
    """It is not what this door takes."""


async def body_of(request: Request, at_most: int) -> bytes:
    """The whole body. Raises BodyTooLarge or BodyTooSlow."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _read(request, at_most)
    except (TimeoutError, ClientDisconnect):
        raise BodyTooSlow from None


async def _read(request: Request, at_most: int) -> bytes:
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and len(said) < 20 and int(said) > at_most + READ_ON:
        raise BodyTooLarge
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > at_most + READ_ON:
            raise BodyTooLarge
    if len(body) > at_most:
        raise BodyTooLarge
    return bytes(body)


async def json_of(request: Request) -> dict[str, Any]:
    """The JSON object of a chat request. Raises BodyUnreadable when it is none."""
    body = await body_of(request, CHAT_BYTES)
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise BodyUnreadable from None
    if not isinstance(read, dict):
        raise BodyUnreadable
    return read


async def form_of(request: Request, at_most: int = DESK_BYTES) -> dict[str, str]:
    """The fields of a form; of several with one name the last. Raises BodyUnreadable when there are too many."""
    return dict(await fields_of(request, at_most))


async def fields_of(request: Request, at_most: int = DESK_BYTES) -> list[tuple[str, str]]:
    """The fields of a form in their order."""
    body = await body_of(request, at_most)
    try:
        return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        raise BodyUnreadable from None


async def upload_of(request: Request, at_most: int) -> tuple[list[tuple[str, str]], str, bytes]:
    """The fields of a form with one file, the file's name and its bytes; without one both are empty. Raises BodyUnreadable."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await fields_of(request), "", b""
    body = await body_of(request, at_most)

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        form = await MultiPartParser(request.headers, whole(), max_files=1, max_fields=FIELDS).parse()
    except (MultiPartException, KeyError):  # a KeyError: it names no boundary
        raise BodyUnreadable from None
    name, raw = "", b""
    for value in form.values():
        if isinstance(value, UploadFile):
            name, raw = value.filename or "", await value.read()
    await form.close()
    return [(field, value) for field, value in form.multi_items() if isinstance(value, str)], name, raw


def clean(text: str) -> str:
    """The text as it can be kept and shown anywhere: half characters and NUL become the replacement character."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\r\n", "\n")

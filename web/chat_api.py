"""The chat as JSON, for our own page and for the pages of municipalities."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.requests import Request

from storage.unit import Unit
from storage.web_lines import WebSessionRow
from web.bodies import CHAT_BYTES, BodyTooLarge, BodyUnreadable, body_of, json_of
from web.chat_kept import Kept
from web.chat_lines import lines_after
from web.chat_sessions import Chat, open_session, session_of
from web.chat_words import ChatProblem
from web.openapi import ACCEPTED, AFTER, BEARER, EVENTS, LINES, OPENED, SAID, TAPPED
from web.pages import House, keep
from web.reading import language_of
from web.streams import NothingMore, Streams, reply_with

LARGEST = 2**53  # larger numbers are not exact in every program that reads JSON
EVERYBODY = "everybody"


async def on_session(request: Request, doors: House) -> JSONResponse:
    """Opens a new chat. Keep the token: nobody can give it to you again."""
    await body_of(request, CHAT_BYTES)
    if wait := request.app.state.opening.wait(EVERYBODY):
        raise ChatProblem(429, "too_fast", wait)
    return JSONResponse({"token": await keep(doors, open_session)}, 201)


async def on_message(request: Request, doors: House) -> JSONResponse:
    """Takes a message in. It is kept when this answers; the answer to it comes as a line."""
    return await _taken_in(request, doors, "text", request.app.state.saying.text)


async def on_tap(request: Request, doors: House) -> JSONResponse:
    """Takes a pressed button in. Its id must have been offered in this chat."""
    return await _taken_in(request, doors, "button", request.app.state.saying.tap)


async def _taken_in(request: Request, doors: House, field: str, take: Callable[..., Awaitable[int]]) -> JSONResponse:
    """Session and message together, so that danger is seen even when nobody can look up the session."""
    kept: Kept = request.app.state.kept
    try:
        said = await json_of(request)
    except (BodyTooLarge, BodyUnreadable):
        await session_of(request, doors)  # a stranger hears only that they are one
        raise

    async def keep_it() -> int:
        return await take(await session_of(request, doors), said.get(field), said.get("client_id"), language_of(request).code)

    return JSONResponse({"id": await kept.kept(request, said.get(field), keep_it())}, 202)


async def on_lines(request: Request, doors: House, chat: Chat) -> JSONResponse:
    """The lines after number `after`, oldest first. When there are 200, ask again after the last."""
    after = _number(request.query_params.get("after", "0"))
    return JSONResponse({"lines": await keep(doors, lambda unit: lines_after(unit, chat.chat_hash, after))})


async def on_events(request: Request, doors: House, chat: Chat) -> StreamingResponse:
    """The same as server-sent events. The stream ends after some minutes; connect again, Last-Event-ID is understood."""
    after = _number(request.query_params.get("after", "0"))
    last = request.headers.get("last-event-id")
    place = max(after, _number(last)) if last else after
    streams: Streams = request.app.state.streams
    if streams.full():
        raise ChatProblem(429, "too_fast", 5)

    async def read() -> bytes:
        nonlocal place
        lines = await keep(doors, lambda unit: _lines_of_open(unit, chat, place))
        if not lines:
            return b""
        place = lines[-1]["id"]
        return _event(place, lines)

    events = streams.follow(chat.chat_hash, f"lines:{chat.chat_hash}", read)
    return reply_with(events)


def _lines_of_open(unit: Unit, chat: WebSessionRow, after: int) -> list[dict[str, Any]]:
    """Raises NothingMore when the chat is over, or was opened again elsewhere: nothing goes to a page that was left behind."""
    if unit.lines.session(chat.token_hash) is None:
        raise NothingMore
    return lines_after(unit, chat.chat_hash, after)


def _event(number: int, lines: list[dict[str, Any]]) -> bytes:
    return f"id: {number}\ndata: {json.dumps({'lines': lines})}\n\n".encode()


def _number(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 17 and int(said) <= LARGEST):
        raise ChatProblem(400, "not_understood")
    return int(said)


def routes() -> APIRouter:
    """The chat API."""
    router = APIRouter(prefix="/chat/api", tags=["chat"])
    router.add_api_route("/sessions", on_session, methods=["POST"], status_code=201, responses=OPENED)
    router.add_api_route("/messages", on_message, methods=["POST"], status_code=202, responses=ACCEPTED, openapi_extra=SAID | BEARER)
    router.add_api_route("/taps", on_tap, methods=["POST"], status_code=202, responses=ACCEPTED, openapi_extra=TAPPED | BEARER)
    router.add_api_route("/lines", on_lines, methods=["GET"], responses=LINES, openapi_extra=AFTER | BEARER)
    router.add_api_route("/events", on_events, methods=["GET"], responses=EVENTS, openapi_extra=AFTER | BEARER)
    return router

"""The page of the web chat. It works without JavaScript; with it, it also survives a bad connection."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.forgetting import leave_web_chat
from locales.speech import Language, speaking
from storage.unit import DATABASE_FAILURES
from storage.web_lines import WebSessionRow
from web.bodies import CHAT_BYTES, BodyTooLarge, BodyUnreadable, form_of
from web.chat_kept import Kept
from web.chat_lines import newest_lines
from web.chat_saying import Saying
from web.chat_sessions import COOKIE, NoSession, open_session, session_by
from web.chat_words import ChatProblem, sentence
from web.doors import KEEP_WITHIN, Doors
from web.origins import A_MONTH, cookie_name, drop_cookie, require_own_page, set_cookie
from web.pages import House, keep, page
from web.reading import language_of, on_pages

log = logging.getLogger(__name__)

SHOWN = 100  # lines in the page itself; a small phone has to lay them out
LOOKS = (2, 3, 5, 10)  # seconds until a page without JavaScript looks for the answer, after a message was sent
END_WITHIN = 2.0  # seconds
ELSEWHERE = "https://www.wetter.de/"  # where the quick exit leads: what anybody might be reading


async def on_page(request: Request, doors: House) -> HTMLResponse:
    """The chat, with what was said so far."""
    return await _chat_page(request, doors, looks=_looks(request))


async def on_session(request: Request, doors: House) -> Response:
    """Opens a chat for our own page; the token goes into a cookie no script can read."""
    require_own_page(request, doors)
    reply = Response(status_code=204)
    if await _session(request, doors) is None:
        _, token = await _open(request, doors)
        set_cookie(reply, doors, COOKIE, token, A_MONTH)
    return reply


async def on_form(request: Request, doors: House) -> Response:
    """A message or a tap from the page without JavaScript."""
    require_own_page(request, doors)
    try:
        said = await form_of(request, CHAT_BYTES)
    except BodyTooLarge:
        return await _refused(request, doors, ChatProblem(413, "too_large"), "")
    except BodyUnreadable:
        return await _refused(request, doors, ChatProblem(400, "not_understood"), "")
    saying: Saying = request.app.state.saying
    kept: Kept = request.app.state.kept
    language, token = language_of(request).code, None

    async def keep_it() -> int:
        nonlocal token
        chat = await _session(request, doors)
        if chat is None:
            chat, token = await _open(request, doors)
        if "button" in said:
            return await saying.tap(chat, said["button"], said.get("client_id"), language)
        return await saying.text(chat, said.get("text"), said.get("client_id"), language)

    try:
        await kept.kept(request, said.get("button", said.get("text")), keep_it())
    except ChatProblem as no:
        return await _refused(request, doors, no, said.get("text", ""))
    reply = RedirectResponse(f"/chat?lang={language}&look=0#end", 303)
    if token is not None:
        set_cookie(reply, doors, COOKIE, token, A_MONTH)
    return reply


async def on_clear(request: Request, doors: House) -> Response:
    """Ends the chat, here and in the house; what was handed over to a person stays with them."""
    require_own_page(request, doors)
    await _end(request, doors, for_good=True)
    reply = RedirectResponse(f"/chat?lang={language_of(request).code}", 303)
    reply.headers["Clear-Site-Data"] = '"storage"'
    drop_cookie(reply, doors, COOKIE)
    return reply


async def on_leave(request: Request, doors: House) -> HTMLResponse:
    """The quick exit: ends the chat and goes somewhere harmless."""
    require_own_page(request, doors)
    await _end(request, doors, for_good=False)
    reply = page("left.html", elsewhere=ELSEWHERE)
    reply.headers["Clear-Site-Data"] = '"storage"'
    drop_cookie(reply, doors, COOKIE)
    return reply


async def _end(request: Request, doors: Doors, *, for_good: bool) -> None:
    """Nobody who has to go is kept waiting: after two seconds, or without the database, only the phone forgets at once."""
    try:
        async with asyncio.timeout(END_WITHIN):
            chat = await _session(request, doors)
            if chat is not None:
                await asyncio.shield(keep(doors, lambda unit: leave_web_chat(unit, chat.chat_hash, for_good=for_good)))
    except (TimeoutError, *DATABASE_FAILURES) as failure:
        log.warning("a chat was left but not ended (%s); it goes when its time is over", type(failure).__name__)


async def _session(request: Request, doors: Doors) -> WebSessionRow | None:
    cookie = request.cookies.get(cookie_name(doors, COOKIE), "")
    try:
        return await session_by(doors, cookie) if cookie else None
    except NoSession:
        return None


async def _open(request: Request, doors: Doors) -> tuple[WebSessionRow, str]:
    if wait := request.app.state.opening.wait("everybody"):
        raise ChatProblem(429, "too_fast", wait)
    token = await keep(doors, open_session)
    return await session_by(doors, token), token


async def _refused(request: Request, doors: Doors, no: ChatProblem, text: str) -> HTMLResponse:
    """The page again, with the reason, and what was typed still in the box."""
    with speaking(language_of(request).code):
        say = no.card or sentence(no.code)
    reply = await _chat_page(request, doors, status=no.status, say=say, text=text, at_once=bool(no.card))
    if no.wait:
        reply.headers["Retry-After"] = str(no.wait)
    return reply


async def _chat_page(
    request: Request,
    doors: Doors,
    *,
    status: int = 200,
    say: str = "",
    text: str = "",
    looks: int | None = None,
    at_once: bool = False,
) -> HTMLResponse:
    language: Language = language_of(request)
    with speaking(language.code):
        try:
            lines = [] if at_once else await _lines(request, doors)
        except (TimeoutError, *DATABASE_FAILURES):
            lines, status, say = [], 503, say or sentence("not_now")
        return page(
            "chat.html",
            status,
            language=language,
            languages=list(on_pages().values()),
            lines=lines,
            say=say,
            text=text,
            look=None if looks is None else (LOOKS[looks], looks + 1 if looks + 1 < len(LOOKS) else None),
            elsewhere=ELSEWHERE,
            district=doors.district_name,
        )


async def _lines(request: Request, doors: Doors) -> list[dict[str, Any]]:
    async with asyncio.timeout(KEEP_WITHIN):
        chat = await _session(request, doors)
        return [] if chat is None else await keep(doors, lambda unit: newest_lines(unit, chat.chat_hash, SHOWN))


def _looks(request: Request) -> int | None:
    said = request.query_params.get("look", "")
    return int(said) if said in {str(number) for number in range(len(LOOKS))} else None


def routes() -> APIRouter:
    """The page of the web chat and what it posts."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/chat", on_page, methods=["GET"])
    router.add_api_route("/chat/session", on_session, methods=["POST"])
    router.add_api_route("/chat/form", on_form, methods=["POST"])
    router.add_api_route("/chat/clear", on_clear, methods=["POST"])
    router.add_api_route("/chat/leave", on_leave, methods=["POST"])
    return router

"""What a reply says when the answer is no: for programs, for newcomers, for the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request

from cases.refusals import CaseAlreadyAccepted
from directory.refusals import Refusal
from locales.speech import speaking
from storage.unit import DATABASE_FAILURES
from web.bodies import BodyTooLarge, BodyTooSlow, BodyUnreadable
from web.chat_kept import NOT_KEPT_WAIT
from web.chat_sessions import NoSession
from web.chat_words import ChatProblem, problem, sentence
from web.desk_door import SetUpNeeded, SignInNeeded
from web.desk_sign_in import takes_passkeys
from web.desk_words import No, no_of
from web.doors import NotKept
from web.headers import put_on
from web.origins import CrossSite
from web.pages import doors_of, page
from web.reading import language_of

Answer = Callable[[Request, Exception], Awaitable[Response]]

_BY_STATUS = {400: "not_understood", 401: "no_session", 403: "cross_site", 404: "not_found", 405: "not_found", 413: "too_large"}
_BY_KIND: dict[type[Exception], tuple[int, str]] = {
    BodyTooLarge: (413, "too_large"),
    BodyTooSlow: (408, "too_slow"),
    BodyUnreadable: (400, "not_understood"),
    NoSession: (401, "no_session"),
    CrossSite: (403, "cross_site"),
}


async def on_no(request: Request, no: Exception) -> Response:
    """Something of the web itself was refused."""
    return _no(request, *_BY_KIND[type(no)])


async def on_chat_problem(request: Request, no: Exception) -> Response:
    """The chat says no."""
    assert isinstance(no, ChatProblem)
    return _no(request, no.status, no.code, no.wait, no.card)


async def on_nothing_kept(request: Request, _failure: Exception) -> Response:
    """The database takes nothing in, or gives nothing out."""
    return _no(request, 503, "not_now", NOT_KEPT_WAIT)


async def on_status(request: Request, no: Exception) -> Response:
    """The framework says no: no such page, another method."""
    assert isinstance(no, HTTPException)
    reply = _no(request, no.status_code, _BY_STATUS.get(no.status_code, "not_understood"))
    for name, value in (no.headers or {}).items():
        reply.headers[name] = value
    return reply


async def on_refusal(_request: Request, no: Exception) -> Response:
    """A use case says no; only the desk reaches them."""
    assert isinstance(no, Refusal)
    return page("desk/no.html", no_of(no).status, no=no_of(no), by=no.by if isinstance(no, CaseAlreadyAccepted) else "", back="/desk")


async def on_sign_in_needed(request: Request, _no: Exception) -> Response:
    """Nobody sits at the desk with this cookie."""
    again = request.url.path if request.method == "GET" else "/desk"
    return page("desk/sign_in.html", 401, again=again, say="", login="", passkeys=takes_passkeys(doors_of(request)))


async def on_set_up_needed(_request: Request, _no: Exception) -> Response:
    """They came by a link and have to set up how they sign in."""
    return RedirectResponse("/desk/me/access", 303)


async def on_broken(request: Request, _broken: Exception) -> Response:
    """A mistake of ours. This runs outside of everything else, so it puts the headers on by itself."""
    reply = _no(request, 500, "broken")
    https = doors_of(request).public_url.startswith("https://")
    put_on(MutableHeaders(raw=reply.raw_headers), request.url.path, https=https)
    return reply


def _no(request: Request, status: int, code: str, wait: int = 0, card: str = "") -> Response:
    path = request.url.path
    if path.startswith("/chat/api/"):
        return problem(request, status, code, wait, card)
    if path.startswith("/hsds/"):
        return JSONResponse({"error": code}, status, {"Retry-After": str(wait)} if wait else None)
    if path.startswith("/telegram/"):
        return PlainTextResponse("no", status)
    if path == "/desk" or path.startswith("/desk/"):
        return page("desk/no.html", status, no=No.of_status(status, code), by="", back="/desk")
    language = language_of(request)
    with speaking(language.code):
        reply = page("no.html", status, language=language, say=sentence(code))
    if wait:
        reply.headers["Retry-After"] = str(wait)
    return reply


def answer_in(app: FastAPI) -> None:
    """Registers who answers what."""
    answers: list[tuple[type[Exception], Answer]] = [(kind, on_no) for kind in _BY_KIND]
    answers += [(kind, on_nothing_kept) for kind in (NotKept, *DATABASE_FAILURES)]
    answers += [
        (ChatProblem, on_chat_problem),
        (HTTPException, on_status),
        (Refusal, on_refusal),
        (SignInNeeded, on_sign_in_needed),
        (SetUpNeeded, on_set_up_needed),
    ]
    for kind, answer in answers:
        app.add_exception_handler(kind, answer)
    app.add_exception_handler(Exception, on_broken)

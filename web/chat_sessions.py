"""A web chat's session: a token that only its holder knows, and the chat it opens."""

from __future__ import annotations

import hashlib
import secrets
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from storage.unit import Unit
from storage.web_lines import WebSessionRow
from web.doors import Doors
from web.origins import cookie_name, require_own_page
from web.pages import House, keep

COOKIE = "chat"
SAFE = ("GET", "HEAD", "OPTIONS")


class NoSession(Exception):
    """No token, or one that opens nothing (any more)."""


def hash_token(token: str) -> str:
    """What is kept of a token. It carries 256 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def open_session(unit: Unit) -> str:
    """A new chat; the token that opens it. The chat's address is chance, so it says nothing about anybody."""
    chat = str(secrets.randbelow(2**52 - 1) + 1)  # positive and exact in every program that reads JSON numbers
    return new_session(unit, chat, unit.ring.lookup("web", chat))


def new_session(unit: Unit, chat: str, chat_hash: str) -> str:
    """A new token that opens this chat."""
    token = secrets.token_urlsafe(32)
    unit.lines.open_session(token_hash=hash_token(token), chat=chat, chat_hash=chat_hash)
    return token


async def session_by(doors: Doors, token: str) -> WebSessionRow:
    """The chat this token opens. Raises NoSession."""
    hashed = hash_token(token)
    session = await keep(doors, lambda unit: unit.lines.session(hashed))
    if session is None:
        raise NoSession
    return session


async def session_of(request: Request, doors: House) -> WebSessionRow:
    """The chat of a request: by bearer token, or by our own page's cookie. Raises NoSession or CrossSite.

    From then on what is refused is said in the language the person speaks there (web/chat_words.py).
    """
    session = await session_by(doors, _token(request, doors))
    request.state.spoken = session.language
    return session


def _token(request: Request, doors: Doors) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    cookie = request.cookies.get(cookie_name(doors, COOKIE), "")
    if not cookie:
        raise NoSession
    if request.method not in SAFE:
        require_own_page(request, doors)
    return cookie


Chat = Annotated[WebSessionRow, Depends(session_of)]

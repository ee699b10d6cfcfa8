"""Signing in by a one-time link, and signing out."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.desk_access import hash_token, sign_in, sign_out
from cases.refusals import LinkUsedUp
from storage.unit import Unit
from web.bodies import form_of
from web.desk_door import COOKIE, Sent, SignedIn
from web.origins import drop_cookie, refuse_other_pages, set_cookie
from web.pages import House, keep, page


async def on_link(token: str, doors: House) -> HTMLResponse:
    """A page with one button. Being fetched uses nothing up: mail programs open links before people do."""
    await keep(doors, lambda unit: _require_usable(unit, token))
    return page("desk/link.html")


def _require_usable(unit: Unit, token: str) -> None:
    link = unit.staff.link(hash_token(token))
    if link is None or link.purpose != "desk" or link.used_at is not None or link.expires_at < unit.now_ms:
        raise LinkUsedUp


async def on_sign_in(request: Request, token: str, doors: House) -> Response:
    """Uses the link up and opens the desk."""
    refuse_other_pages(request, doors)
    await form_of(request)
    cookie = await keep(doors, lambda unit: sign_in(unit, token))
    reply = RedirectResponse("/desk", 303)
    set_cookie(reply, doors, COOKIE, cookie)
    return reply


async def on_sign_out(desk: SignedIn, _sent: Sent) -> Response:
    """Ends the session; nothing of it stays in the browser."""
    await keep(desk.doors, lambda unit: sign_out(unit, desk.cookie))
    reply = page("desk/signed_out.html")
    reply.headers["Clear-Site-Data"] = '"cache", "storage"'
    drop_cookie(reply, desk.doors, COOKIE)
    return reply


def routes() -> APIRouter:
    """The way in and out."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/in/{token}", on_link, methods=["GET"])
    router.add_api_route("/desk/in/{token}", on_sign_in, methods=["POST"])
    router.add_api_route("/desk/out", on_sign_out, methods=["POST"])
    return router

"""The page of a sealed message: our own, with nothing from elsewhere. Being fetched opens nothing; a press of the button does."""

from __future__ import annotations

import base64
import secrets

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.requests import Request

from cases.sealed import Waiting, open_once, waiting
from locales.moments import spoken_moment
from locales.speech import Language, _, speaking
from web.bodies import form_of
from web.origins import cookie_name, require_own_page, set_cookie
from web.pages import House, keep, page
from web.reading import language_of, on_pages

DEVICE = "device"  # a cookie that says only that this is the same device
LASTS = 4 * 24 * 3600  # seconds; longer than any message


async def on_page(request: Request, token: str, doors: House) -> HTMLResponse:
    """Says that there is a message, and how long; programs that look at links use nothing up."""
    found = await keep(doors, lambda unit: waiting(unit, token))
    language = _language(request, found)
    with speaking(language.code):
        until = "" if found is None else _("It opens on one device only, until {when}.").format(when=spoken_moment(found.expires_at))
        return page("sealed.html", 200 if found else 404, language=language, found=found, until=until, token=token)


def _language(request: Request, found: Waiting | None) -> Language:
    return on_pages().get(found.language, language_of(request)) if found is not None else language_of(request)


async def on_open(request: Request, token: str, doors: House) -> Response:
    """The sealed words for the first device that asks; a script of the page opens them with the key in the address."""
    require_own_page(request, doors)
    code = (await form_of(request, 4096)).get("code", "")[:20]
    device = request.cookies.get(cookie_name(doors, DEVICE), "") or secrets.token_urlsafe(24)
    found = await keep(doors, lambda unit: waiting(unit, token))
    answer = await keep(doors, lambda unit: open_once(unit, token, device, code))
    with speaking(_language(request, found).code):
        if isinstance(answer, str):
            wrong, gone = _("This code is wrong."), _("This message cannot be opened here. Please write to KIM in the chat.")
            return JSONResponse({"say": wrong if answer == "code" else gone}, 403 if answer == "code" else 404)
    reply = JSONResponse({"sealed": base64.b64encode(answer).decode()})
    set_cookie(reply, doors, DEVICE, device, LASTS)
    return reply


def routes() -> APIRouter:
    """Sealed messages."""
    router = APIRouter(prefix="/m", include_in_schema=False)
    router.add_api_route("/{token}", on_page, methods=["GET"])
    router.add_api_route("/{token}/open", on_open, methods=["POST"])
    return router

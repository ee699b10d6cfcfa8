"""Signing in: by passkey, by password with the code of an app, by a one-time link to set one of these up; and signing out."""

from __future__ import annotations

import asyncio

import segno
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.desk_access import hash_token, sign_in, sign_out, signed_in
from cases.refusals import CaseNotFound, LinkUsedUp, NotUnderstood, SignInRefused
from cases.sign_in import (
    LOGIN_AT_MOST,
    PASSWORD_AT_LEAST,
    PASSWORD_AT_MOST,
    Try,
    add_passkey,
    app_address,
    begin,
    begin_passkey,
    begin_with_passkey,
    check_password,
    finish,
    fits,
    hashed,
    new_secret,
    relying_party,
    set_password,
    sign_in_with_passkey,
)
from storage.unit import Unit
from web.bodies import form_of
from web.desk_door import COOKIE, Desk, Fields, Opening, Sent, SignedIn, number
from web.desk_words import moment, no_of
from web.doors import Doors
from web.origins import drop_cookie, refuse_other_pages, set_cookie
from web.pages import House, keep, page

AT_ONCE = asyncio.Semaphore(2)  # passwords that are checked at the same time: each takes 19 MiB
WRONG = "Name, Passwort oder Code stimmen nicht. Nach fünf Versuchen müssen Sie warten."


async def on_link(token: str, doors: House) -> HTMLResponse:
    """A page with one button. Being fetched uses nothing up: mail programs open links before people do."""
    await keep(doors, lambda unit: _require_usable(unit, token))
    return page("desk/link.html")


def _require_usable(unit: Unit, token: str) -> None:
    link = unit.staff.link(hash_token(token))
    if link is None or link.purpose != "desk" or link.used_at is not None or link.expires_at < unit.now_ms:
        raise LinkUsedUp


async def on_use_link(request: Request, token: str, doors: House) -> Response:
    """Uses the link up and opens the desk."""
    refuse_other_pages(request, doors)
    await form_of(request)
    return await _welcome(doors, await keep(doors, lambda unit: sign_in(unit, token)))


async def _first_page(doors: Doors, cookie: str) -> str:
    """Coordinators begin with what changed, everybody else with what waits."""
    found = await keep(doors, lambda unit: signed_in(unit, cookie))
    return "/desk/today" if found is not None and found[0].role == "coordinator" else "/desk"


async def _welcome(doors: Doors, cookie: str) -> Response:
    reply = RedirectResponse(await _first_page(doors, cookie), 303)
    set_cookie(reply, doors, COOKIE, cookie)
    return reply


# --- by password, or passkey


async def on_form(doors: House) -> HTMLResponse:
    """The form."""
    return _form(doors)


def _form(doors: Doors, status: int = 200, say: str = "", login: str = "") -> HTMLResponse:
    return page("desk/sign_in.html", status, again="", say=say, login=login, passkeys=takes_passkeys(doors))


def takes_passkeys(doors: Doors) -> bool:
    """Passkeys are bound to a name; a bare address has none."""
    name, origin = relying_party(doors.public_url)
    return not name.replace(".", "").isdigit() and ":" not in name and (origin.startswith("https://") or name == "localhost")


async def on_password(request: Request, doors: House) -> Response:
    """Name, password and code. What was wrong is never said."""
    refuse_other_pages(request, doors)
    sent = await form_of(request)
    login, password, code = sent.get("login", "")[:LOGIN_AT_MOST], sent.get("password", "")[:PASSWORD_AT_MOST], sent.get("code", "")[:20]
    try:
        tried: Try = await keep(doors, lambda unit: begin(unit, login))
    except SignInRefused as no:
        return _form(doors, 429, no_of(no).say, login)
    async with AT_ONCE:
        right = await asyncio.to_thread(fits, tried.password_hash, password)
    cookie = await keep(doors, lambda unit: finish(unit, tried, code, password_fits=right))
    return _form(doors, 403, WRONG, login) if cookie is None else await _welcome(doors, cookie)


async def on_passkey_options(request: Request, doors: House) -> Response:
    """What the browser asks the authenticator for."""
    refuse_other_pages(request, doors)
    await form_of(request)
    options = await keep(doors, lambda unit: begin_with_passkey(unit, doors.public_url))
    return Response(options, media_type="application/json")


async def on_passkey(request: Request, doors: House) -> Response:
    """The authenticator answered. A program reads this reply, so it names the page to go to."""
    refuse_other_pages(request, doors)
    credential = (await form_of(request)).get("credential", "")
    try:
        cookie = await keep(doors, lambda unit: sign_in_with_passkey(unit, credential, doors.public_url))
    except SignInRefused as no:
        return JSONResponse({"say": no_of(no).say}, 403)
    reply = JSONResponse({"go": await _first_page(doors, cookie)})
    set_cookie(reply, doors, COOKIE, cookie)
    return reply


# --- setting it up


async def on_own(desk: Opening) -> HTMLResponse:
    """How I sign in; whoever came by a link has to set it up first."""
    return await _own_page(desk)


async def on_set_password(desk: Opening, sent: Sent) -> Response:
    """Name, password, and the code that shows that the app knows the secret."""
    login, password, secret = sent.one("login", LOGIN_AT_MOST), sent.one("password", PASSWORD_AT_MOST + 1), sent.one("secret", 64)
    try:
        check_password(login, password, desk.staff.name)
        if not (secret.isascii() and secret.isalnum() and len(secret) == len(new_secret())):
            raise NotUnderstood("code")
        async with AT_ONCE:
            kept = await asyncio.to_thread(hashed, password)
        await desk.keep(
            lambda unit, staff: set_password(
                unit, staff, hash_token(desk.cookie), login=login, password_hash=kept, secret=secret, code=sent.one("code", 20)
            )
        )
    except NotUnderstood as no:
        return await _own_page(desk, status=400, say=no_of(no).say, sent=sent)
    return RedirectResponse("/desk/me/access", 303)


async def on_new_passkey_options(desk: Opening, _sent: Sent) -> Response:
    """What the browser asks the authenticator for, to make a passkey."""
    options = await desk.keep(lambda unit, staff: begin_passkey(unit, staff, desk.doors.public_url))
    return Response(options, media_type="application/json")


async def on_new_passkey(desk: Opening, sent: Sent) -> Response:
    """The authenticator made one."""
    credential = sent.one("credential", 20_000)
    try:
        await desk.keep(lambda unit, staff: add_passkey(unit, staff, hash_token(desk.cookie), credential, desk.doors.public_url))
    except SignInRefused as no:
        return JSONResponse({"say": no_of(no).say}, 403)
    return JSONResponse({"go": "/desk/me/access"})


async def on_drop_passkey(passkey_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """A device was lost or given away."""
    if not await desk.keep(lambda unit, staff: unit.credentials.drop_passkey(number(passkey_id), staff.id)):
        raise CaseNotFound
    return RedirectResponse("/desk/me/access", 303)


async def _own_page(desk: Desk, *, status: int = 200, say: str = "", sent: Fields | None = None) -> HTMLResponse:
    def read(unit: Unit, staff_id: int) -> tuple[str | None, list[tuple[int, str]]]:
        return unit.credentials.login_of(staff_id), [(one.id, moment(one.created_at)) for one in unit.credentials.passkeys_of(staff_id)]

    login, passkeys = await desk.keep(lambda unit, staff: read(unit, staff.id))
    typed = sent.one("login", LOGIN_AT_MOST) if sent else ""
    # The secret goes through the form: until the app has shown that it knows it, nothing of it is kept here.
    kept = sent.one("secret", 64) if sent else ""
    secret = kept if kept.isascii() and kept.isalnum() and len(kept) == len(new_secret()) else new_secret()
    return page(
        "desk/access.html",
        status,
        desk=desk,
        here="me",
        say=say,
        login=login,
        typed=typed,
        passkeys=passkeys,
        takes_passkeys=takes_passkeys(desk.doors),
        secret=secret,
        picture=segno.make(app_address(secret, desk.staff.name)).svg_inline(scale=4, border=2, dark="#000", light="#fff"),
        least=PASSWORD_AT_LEAST,
        most=PASSWORD_AT_MOST,
        login_at_most=LOGIN_AT_MOST,
    )


async def on_sign_out(desk: Opening, _sent: Sent) -> Response:
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
    router.add_api_route("/desk/in/{token}", on_use_link, methods=["POST"])
    router.add_api_route("/desk/sign-in", on_form, methods=["GET"])
    router.add_api_route("/desk/sign-in", on_password, methods=["POST"])
    router.add_api_route("/desk/sign-in/passkey/options", on_passkey_options, methods=["POST"])
    router.add_api_route("/desk/sign-in/passkey", on_passkey, methods=["POST"])
    router.add_api_route("/desk/me/access", on_own, methods=["GET"])
    router.add_api_route("/desk/me/access/password", on_set_password, methods=["POST"])
    router.add_api_route("/desk/me/access/passkey/options", on_new_passkey_options, methods=["POST"])
    router.add_api_route("/desk/me/access/passkey", on_new_passkey, methods=["POST"])
    router.add_api_route("/desk/me/access/passkeys/{passkey_id}/drop", on_drop_passkey, methods=["POST"])
    router.add_api_route("/desk/out", on_sign_out, methods=["POST"])
    return router

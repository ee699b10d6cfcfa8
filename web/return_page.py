"""The way back into a web chat: the code to note down, the page where it is typed, and the mail that something waits. No scripts."""

from __future__ import annotations

import ipaddress
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.coming_back import case_to_come_back_to, come_back, forget_address, leave_address, new_return_code, stop_mails
from cases.people import Person
from cases.refusals import NothingToComeBackTo, NotUnderstood
from cases.staff_mail import ADDRESS_AT_MOST
from locales.speech import _, speaking
from storage.unit import Unit
from web.bodies import CHAT_BYTES, form_of
from web.chat_sessions import COOKIE, NoSession, new_session, session_by
from web.chat_thread import show_threads
from web.doors import Doors
from web.origins import A_MONTH, cookie_name, require_own_page, set_cookie
from web.pace import Pace
from web.pages import House, keep, page
from web.reading import language_of

TRIES, TRIES_OF_ALL, SECONDS = 20, 120, 600.0  # right ones count, too: who is told to wait learns nothing by it
_OWN = tuple(map(ipaddress.ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")))
APART = 5  # letters of a code that stand together


class Returning:
    """How fast codes are tried: from one network address, and from all together."""

    def __init__(self) -> None:
        self._one, self._all = Pace(TRIES, SECONDS), Pace(TRIES_OF_ALL, SECONDS)

    def wait(self, address: str) -> int:
        """Counts one more try. In how many seconds the next one is heard; 0: this one is."""
        who = _who(address)
        own = self._one.wait(who) if who else 0
        return own or self._all.wait("all")


def _who(address: str) -> str:
    """Whose tries are counted together; empty behind a proxy of our own, from which everybody comes."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if any(known in network for network in _OWN if network.version == known.version):
        return ""
    return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


async def on_page(request: Request) -> HTMLResponse:
    """Where the code is typed."""
    return _typing(request)


async def on_code(request: Request, doors: House) -> Response:
    """Opens the chat of a code on this device. A wrong code and one whose chat is gone look the same."""
    require_own_page(request, doors)
    typed = (await form_of(request, CHAT_BYTES)).get("code", "")[:100]
    returning: Returning = request.app.state.returning
    if wait := returning.wait(request.client.host if request.client else ""):
        reply = _typing(request, 429, "many")
        reply.headers["Retry-After"] = str(wait)
        return reply
    language = language_of(request).code
    token = await keep(doors, lambda unit: _opened(unit, typed, language))
    if token is None:
        return _typing(request, 404, "wrong")
    opened = RedirectResponse(f"/chat?lang={language}#end", 303)
    set_cookie(opened, doors, COOKIE, token, A_MONTH)
    return opened


def _opened(unit: Unit, typed: str, language: str) -> str | None:
    back = come_back(unit, typed)
    if back is None:
        return None
    with speaking(language):
        show_threads(unit, back)
    return new_session(unit, back.contact.chat, back.contact.chat_hash)


def _typing(request: Request, status: int = 200, no: str = "") -> HTMLResponse:
    language = language_of(request)
    with speaking(language.code):
        say = {
            "": "",
            "wrong": _("This code opens nothing. Please check it, or write to KIM in the chat."),
            "many": _("These were many tries. Please wait a few minutes. In danger call 112 or 110."),
        }[no]
        return page("return.html", status, language=language, say=say)


async def on_later(request: Request, doors: House) -> HTMLResponse:
    """Before anybody leaves: a code, and if wished a mail. Nothing is made by looking."""
    return await _later(request, doors)


async def on_new_code(request: Request, doors: House) -> HTMLResponse:
    """A code, shown now and never again."""
    require_own_page(request, doors)
    try:
        chat_hash = await _chat(request, doors)
        code = await keep(doors, lambda unit: new_return_code(unit, _person(unit, chat_hash)))
    except (NoSession, NothingToComeBackTo):
        return await _later(request, doors, 404)
    return await _later(request, doors, code=f"{code[:APART]}-{code[APART:]}")


async def on_address(request: Request, doors: House) -> HTMLResponse:
    """An address for the mail that something waits, with a yes of its own."""
    require_own_page(request, doors)
    said = await form_of(request, CHAT_BYTES)
    address = said.get("address", "").strip()
    if not doors.mail_from:
        return await _later(request, doors, 404)
    if "yes" not in said:
        return await _later(request, doors, 400, typed=address)
    try:
        chat_hash = await _chat(request, doors)
        await keep(doors, lambda unit: leave_address(unit, _person(unit, chat_hash), address, named="named" in said))
    except NotUnderstood:
        return await _later(request, doors, 400, no_address=True, typed=address)
    except (NoSession, NothingToComeBackTo):
        return await _later(request, doors, 404)
    return await _later(request, doors)


async def on_no_address(request: Request, doors: House) -> HTMLResponse:
    """Their address goes at once."""
    require_own_page(request, doors)
    try:
        chat_hash = await _chat(request, doors)
        await keep(doors, lambda unit: forget_address(unit, _person(unit, chat_hash).id))
    except (NoSession, NothingToComeBackTo):
        return await _later(request, doors, 404)
    return await _later(request, doors)


async def on_stop_page(request: Request, token: str) -> HTMLResponse:
    """Where the link at the end of a mail leads. Being fetched stops nothing: mail programs open links before people do."""
    return _stop(request, token, stopped=False)


async def on_stop(request: Request, token: str, doors: House) -> HTMLResponse:
    """No more mails. The same is said whether there were any or not."""
    require_own_page(request, doors)
    await keep(doors, lambda unit: stop_mails(unit, token[:100]))
    return _stop(request, token, stopped=True)


def _stop(request: Request, token: str, *, stopped: bool) -> HTMLResponse:
    language = language_of(request)
    with speaking(language.code):
        return page("stop_mails.html", language=language, token=token, stopped=stopped)


async def _chat(request: Request, doors: Doors) -> str:
    """The chat of our own page's cookie. Raises NoSession."""
    return (await session_by(doors, request.cookies.get(cookie_name(doors, COOKIE), ""))).chat_hash


def _person(unit: Unit, chat_hash: str) -> Person:
    person = unit.people.by_chat(chat_hash)
    if person is None:
        raise NothingToComeBackTo
    return person


async def _later(
    request: Request, doors: Doors, status: int = 200, *, code: str = "", no_address: bool = False, typed: str = ""
) -> HTMLResponse:
    language = language_of(request)
    try:
        chat_hash = await _chat(request, doors)
        facts: dict[str, Any] = await keep(doors, lambda unit: _facts(unit, chat_hash))
    except NoSession:
        facts = {"case": False, "quiet": True, "address": ""}
    with speaking(language.code):
        return page(
            "later.html",
            status if facts["case"] else 404,
            language=language,
            code=code,
            say=_("This address cannot be used. Please check it.") if no_address else "",
            typed=typed,
            here=f"{doors.public_url}/return",
            mail_from=doors.mail_from,
            at_most=ADDRESS_AT_MOST,
            **facts,
        )


def _facts(unit: Unit, chat_hash: str) -> dict[str, Any]:
    person = unit.people.by_chat(chat_hash)
    mail = None if person is None else unit.returns.mail_of(person.id)
    return {
        "case": case_to_come_back_to(unit, person) is not None,
        "quiet": person is None or person.quiet,
        "address": "" if mail is None else mail.address,
    }


def routes() -> APIRouter:
    """Coming back."""
    router = APIRouter(prefix="/return", include_in_schema=False)
    router.add_api_route("", on_page, methods=["GET"])
    router.add_api_route("", on_code, methods=["POST"])
    router.add_api_route("/later", on_later, methods=["GET"])
    router.add_api_route("/later/code", on_new_code, methods=["POST"])
    router.add_api_route("/later/address", on_address, methods=["POST"])
    router.add_api_route("/later/no-address", on_no_address, methods=["POST"])
    router.add_api_route("/stop/{token}", on_stop_page, methods=["GET"])
    router.add_api_route("/stop/{token}", on_stop, methods=["POST"])
    return router

"""What concerns the member who sits here: the chat in which they are told that something waits."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.desk_access import LINK_FOR_CHAT, confirm_binding, new_link
from cases.refusals import CaseNotFound
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Desk, Sent, SignedIn, number
from web.desk_words import CHANNELS, ROLES
from web.pages import page


def _facts(unit: Unit, staff: StaffRow) -> tuple[list[tuple[int, str]], list[str]]:
    asked = [(contact_id, CHANNELS.get(channel, channel)) for contact_id, channel, _ in unit.staff.asked_bindings(staff.id)]
    bound = [CHANNELS.get(channel, channel) for _, _, channel, _ in unit.staff.contacts_of([staff.id])]
    return asked, bound


async def on_me(desk: SignedIn) -> HTMLResponse:
    """Which chats are mine, and which ask to be."""
    return await _me_page(desk)


async def on_chat_link(desk: SignedIn, _sent: Sent) -> HTMLResponse:
    """A code to send to the bot, good for ten minutes. The chat becomes mine only when I confirm it here."""
    token = await desk.keep(lambda unit, staff: new_link(unit, staff.id, "chat", LINK_FOR_CHAT))
    return await _me_page(desk, code=f"/start staff_{token}")


async def on_confirm(contact_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """Yes, this chat is mine."""
    if not await desk.keep(lambda unit, staff: confirm_binding(unit, staff, number(contact_id))):
        raise CaseNotFound
    return RedirectResponse("/desk/me", 303)


async def _me_page(desk: Desk, code: str = "") -> HTMLResponse:
    asked, bound = await desk.keep(_facts)
    minutes = int(LINK_FOR_CHAT.total_seconds() // 60)
    return page("desk/me.html", desk=desk, here="me", asked=asked, bound=bound, code=code, minutes=minutes, roles=ROLES)


def routes() -> APIRouter:
    """My own chat."""
    router = APIRouter(prefix="/desk/me", include_in_schema=False)
    router.add_api_route("", on_me, methods=["GET"])
    router.add_api_route("/chat-link", on_chat_link, methods=["POST"])
    router.add_api_route("/chats/{contact_id}", on_confirm, methods=["POST"])
    return router

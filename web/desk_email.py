"""Where somebody hears that something waits: at the desk only, by e-mail, in their chat. An address counts once its link came back."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.refusals import NotUnderstood
from cases.staff_mail import ADDRESS_AT_MOST, ask_to_confirm, be_told_by, confirm, require_usable
from storage.outbox import MAIL
from storage.staff import StaffRow
from storage.staff_mail import AddressRow
from storage.unit import Unit
from web.desk_door import Desk, Sent, SignedIn
from web.desk_words import CHANNELS, moment, no_of
from web.pages import page

OFF = "Auf dieser Installation ist kein E-Mail-Versand eingerichtet."


def _facts(unit: Unit, staff: StaffRow) -> tuple[AddressRow | None, AddressRow | None, list[str], tuple[str, ...]]:
    bound = dict.fromkeys(channel for _, _, channel, _ in unit.staff.contacts_of([staff.id]))
    return unit.staff_mail.of(staff.id), unit.staff_mail.asked(staff.id), list(bound), unit.staff.told_by(staff.id)


async def on_told(desk: SignedIn) -> HTMLResponse:
    """The address, and where they are told."""
    return await _told_page(desk)


async def on_address(desk: SignedIn, sent: Sent) -> Response:
    """Mails a link to an address."""
    typed = sent.one("address", 400).strip()
    if not desk.doors.mails:
        return await _told_page(desk, status=409, say=OFF)
    try:
        await desk.keep(lambda unit, staff: ask_to_confirm(unit, staff, typed))
    except NotUnderstood as no:
        return await _told_page(desk, status=400, say=no_of(no).say, typed=typed)
    return RedirectResponse("/desk/me/told", 303)


async def on_channels(desk: SignedIn, sent: Sent) -> Response:
    """Where they want to be told; nowhere but at the desk when nothing is ticked. What is not connected stays as it was."""

    def choose(unit: Unit, staff: StaffRow) -> None:
        _, _, bound, before = _facts(unit, staff)
        be_told_by(unit, staff, [*sent.all("channel"), *(one for one in before if one not in bound)])

    await desk.keep(choose)
    return RedirectResponse("/desk/me/told", 303)


async def on_drop(desk: SignedIn, _sent: Sent) -> Response:
    """Their address goes."""
    await desk.keep(lambda unit, staff: unit.staff_mail.drop(staff.id))
    return RedirectResponse("/desk/me/told", 303)


async def on_link(token: str, desk: SignedIn) -> HTMLResponse:
    """A page with one button. Being fetched uses nothing up: mail programs open links before people do."""
    await desk.keep(lambda unit, staff: require_usable(unit, staff, token))
    return page("desk/confirm_email.html", desk=desk, here="me", token=token)


async def on_confirm(token: str, desk: SignedIn, _sent: Sent) -> Response:
    """The address is theirs."""
    await desk.keep(lambda unit, staff: confirm(unit, staff, token))
    return RedirectResponse("/desk/me/told", 303)


async def _told_page(desk: Desk, *, status: int = 200, say: str = "", typed: str = "") -> HTMLResponse:
    mine, asked, bound, told_by = await desk.keep(_facts)
    return page(
        "desk/told.html",
        status,
        desk=desk,
        here="me",
        mails=desk.doors.mails,
        off=OFF,
        mine=mine,
        fails_since=moment(mine.unreachable_at) if mine is not None and mine.unreachable_at is not None else "",
        asked=asked,
        channels=[(one, CHANNELS[one] + (f" ({mine.address})" if mine is not None and one == MAIL else "")) for one in bound],
        told_by=told_by,
        at_most=ADDRESS_AT_MOST,
        say=say,
        typed=typed,
    )


def routes() -> APIRouter:
    """My address, and where I am told."""
    router = APIRouter(prefix="/desk/me/told", include_in_schema=False)
    router.add_api_route("", on_told, methods=["GET"])
    router.add_api_route("", on_channels, methods=["POST"])
    router.add_api_route("/address", on_address, methods=["POST"])
    router.add_api_route("/drop", on_drop, methods=["POST"])
    router.add_api_route("/link/{token}", on_link, methods=["GET"])
    router.add_api_route("/link/{token}", on_confirm, methods=["POST"])
    return router

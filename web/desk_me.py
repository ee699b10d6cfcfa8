"""What concerns the member who sits here: absences, how they work, and the chat in which they are told that something waits."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.desk_access import LINK_FOR_CHAT, confirm_binding, new_link
from cases.refusals import CaseNotFound, NotUnderstood
from cases.team import be_absent, colleagues, describe
from directory.needs import taxonomy
from gaps.periods import from_german
from locales.speech import languages
from storage.outbox import MAIL
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Desk, Fields, Sent, SignedIn, number
from web.desk_roster import AwayLine, away_lines
from web.desk_words import CHANNELS, ROLES, language_name, no_of
from web.pages import page

GENDERS = {"woman": "Ich bin eine Frau", "man": "Ich bin ein Mann", "": "Keine Angabe"}


def _facts(unit: Unit, staff: StaffRow) -> tuple[list[tuple[int, str]], list[str]]:
    asked = [(contact_id, CHANNELS.get(channel, channel)) for contact_id, channel, _ in unit.staff.asked_bindings(staff.id)]
    bound = [CHANNELS[channel] for _, _, channel, _ in unit.staff.contacts_of([staff.id]) if channel != MAIL]
    return asked, bound


async def on_me(desk: SignedIn) -> HTMLResponse:
    """Which chats are mine, and which ask to be."""
    return await _me_page(desk)


async def on_chat_link(desk: SignedIn, _sent: Sent) -> HTMLResponse:
    """A code to send to the bot, good for ten minutes. The chat becomes mine only when I confirm it here."""
    token = await desk.keep(lambda unit, staff: new_link(unit, staff.id, "chat", LINK_FOR_CHAT, staff))
    return await _me_page(desk, code=f"/start staff_{token}")


async def on_confirm(contact_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """Yes, this chat is mine."""
    if not await desk.keep(lambda unit, staff: confirm_binding(unit, staff, number(contact_id))):
        raise CaseNotFound
    return RedirectResponse("/desk/me", 303)


async def on_absence(desk: SignedIn, sent: Sent) -> Response:
    """They will be away on these days."""
    first, last, substitute = day_of(sent.one("first", 10)), day_of(sent.one("last", 10)), sent.one("substitute", 20)
    try:
        if first is None or last is None:
            raise NotUnderstood("days")
        stands_in = number(substitute) if substitute else None
        await desk.keep(lambda unit, staff: be_absent(unit, staff.id, first, last, stands_in, staff))
    except NotUnderstood as no:
        return await _me_page(desk, status=400, say=no_of(no).say, sent=sent)
    return RedirectResponse("/desk/me", 303)


async def on_drop_absence(absence_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """They are there after all."""
    if not await desk.keep(lambda unit, staff: unit.roster.drop_absence(number(absence_id), staff.id)):
        raise CaseNotFound
    return RedirectResponse("/desk/me", 303)


async def on_work(desk: SignedIn, sent: Sent) -> Response:
    """What they work in, know best, and can take."""
    said = sent.one("capacity", 10).strip()
    try:
        if said and not (said.isascii() and said.isdigit()):
            raise NotUnderstood("capacity")
        capacity = int(said) if said else None
        await desk.keep(
            lambda unit, staff: describe(
                unit, staff.id, speaks=sent.all("language"), areas=sent.all("area"), capacity=capacity, gender=sent.one("gender", 10)
            )
        )
    except NotUnderstood as no:
        return await _me_page(desk, status=400, say=no_of(no).say, sent=sent)
    return RedirectResponse("/desk/me", 303)


def day_of(said: str) -> date | None:
    """A day as a date field sends it or as it is written here; None for anything else."""
    try:
        return date.fromisoformat(day) if len(day := from_german(said)) == 10 else None
    except ValueError:
        return None


async def _me_page(desk: Desk, code: str = "", *, status: int = 200, say: str = "", sent: Fields | None = None) -> HTMLResponse:
    asked, bound = await desk.keep(_facts)
    mail = await desk.keep(lambda unit, staff: unit.staff_mail.of(staff.id))
    absences, others = await desk.keep(lambda unit, staff: _away(unit, staff))
    return page(
        "desk/me.html",
        status,
        desk=desk,
        here="me",
        asked=asked,
        bound=bound,
        mail_fails=mail is not None and mail.unreachable_at is not None,
        code=code,
        minutes=int(LINK_FOR_CHAT.total_seconds() // 60),
        roles=ROLES,
        say=say,
        absences=absences,
        others=others,
        typed={name: sent.one(name, 20) if sent else "" for name in ("first", "last", "substitute")},
        capacity=(sent.one("capacity", 10) if sent else "") or ("" if desk.staff.capacity is None else desk.staff.capacity),
        languages={one: language_name(one) for one in languages()},
        areas={area.code: area.label_de for area in taxonomy().areas},
        genders=GENDERS,
    )


def _away(unit: Unit, staff: StaffRow) -> tuple[list[AwayLine], list[StaffRow]]:
    mine = [line for line in away_lines(unit) if line.staff_id == staff.id]
    return mine, [one for one in colleagues(unit) if one.id != staff.id]


def routes() -> APIRouter:
    """My own chat, absences and work."""
    router = APIRouter(prefix="/desk/me", include_in_schema=False)
    router.add_api_route("", on_me, methods=["GET"])
    router.add_api_route("/chat-link", on_chat_link, methods=["POST"])
    router.add_api_route("/chats/{contact_id}", on_confirm, methods=["POST"])
    router.add_api_route("/absences", on_absence, methods=["POST"])
    router.add_api_route("/absences/{absence_id}/drop", on_drop_absence, methods=["POST"])
    router.add_api_route("/work", on_work, methods=["POST"])
    return router

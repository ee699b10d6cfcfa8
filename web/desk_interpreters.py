"""Interpreters at the desk: whoever has a case asks, books and ends; whoever is booked reads the one case, and writes to the person."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.requests import Request

from cases.access import access_as_interpreter
from cases.auditing import Action, note_reading
from cases.conversation import Ways, is_sealed, take_back_as_interpreter, write_as_interpreter
from cases.interpreting import ask, book, end, nobody_found
from cases.refusals import CaseNotAccepted, CaseNotFound, EmptyWords, NotUnderstood, NoYes, TooLate
from storage.staff import StaffRow
from storage.unit import Unit
from web import desk_words as words_of
from web.bodies import clean
from web.desk_cases import WORDS_AT_MOST, show_case, ways_of
from web.desk_door import Desk, Fields, Sent, SignedIn, number, require_role
from web.desk_facts import Talk, thread_of
from web.desk_live import tell_of_changes
from web.once import new_form_key
from web.pages import page

ROLE = "interpreter"


# --- whoever has the case


async def on_ask(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """The person is asked for their yes."""
    await desk.about(case_id, ask)
    return _to_case(case_id)


async def on_book(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Somebody interprets from now on. Whatever is in the way, what was typed stands in the box again."""
    try:
        await desk.about(case_id, lambda unit, staff, wanted: _book(unit, staff, wanted, sent))
    except (NotUnderstood, NoYes) as no:
        answer = words_of.no_of(no)
        say = f"{answer.say} Es wurde niemand gebucht."
        return await show_case(desk, case_id, status=answer.status, say=say, briefing=clean(sent.one("briefing")))
    return _to_case(case_id)


def _book(unit: Unit, staff: StaffRow, case_id: int, sent: Fields) -> None:
    chosen, days = sent.one("interpreter", 20), sent.one("days", 3)
    if not (chosen.isascii() and chosen.isdigit()):
        chosen = "0"  # nobody has it: the use case says no, after it looked whether the case is theirs
    if not (days.isascii() and days.isdigit()):
        days = "0"
    briefing, confirmed = clean(sent.one("briefing")), sent.one("confirmed", 1) == "1"
    book(unit, staff, case_id, int(chosen), days=int(days), briefing=briefing, confirmed=confirmed)


async def on_nobody(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """None was found: the person hears it, and it counts as missing."""
    await desk.about(case_id, nobody_found)
    return _to_case(case_id)


async def on_end(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """Nobody interprets any more."""
    await desk.about(case_id, end)
    return _to_case(case_id)


def _to_case(case_id: str) -> Response:
    return RedirectResponse(f"/desk/cases/{number(case_id)}", 303)


# --- whoever is booked


@dataclass(frozen=True)
class BookedLine:
    """One case in the list of whoever is booked for it."""

    id: int
    reference: str
    need: str
    language: str
    who: str
    until: str


@dataclass(frozen=True)
class BookedCase(Talk):
    """The one case, as an interpreter sees it: what was said, and what they were told. No notes, no number to call, no other case."""

    line: BookedLine
    briefing: str
    can_write: bool
    channel: str
    sealed: bool


def _line(unit: Unit, staff: StaffRow, case_id: int) -> BookedLine:
    case = access_as_interpreter(unit, staff, case_id)
    booked = unit.interpretings.booked(case.id)
    who = unit.staff.one(case.accepted_by) if case.accepted_by is not None else None
    return BookedLine(
        id=case.id,
        reference=case.reference,
        need=words_of.need_label(case.need),
        language=words_of.language_name(case.language),
        who="" if who is None else who.name,
        until="" if booked is None or booked.expires_at is None else words_of.moment(booked.expires_at),
    )


def _lines(unit: Unit, staff: StaffRow) -> list[BookedLine]:
    lines = []
    for row in unit.interpretings.of_staff(staff.id):
        try:
            lines.append(_line(unit, staff, row.case_id))
        except CaseNotFound:  # closed in between
            continue
    return lines


def _case(unit: Unit, staff: StaffRow, case_id: int, ways: Ways) -> BookedCase:
    case, line = access_as_interpreter(unit, staff, case_id), _line(unit, staff, case_id)
    booked = unit.interpretings.booked(case.id)
    contact = None if case.contact_id is None else unit.people.contact(case.contact_id)
    channel = "" if contact is None else contact.channel
    return BookedCase(
        line=line,
        briefing="" if booked is None else unit.threads.briefing(case.id, booked.id),
        thread=thread_of(unit, case, staff, unit.staff.names(), channel),
        can_write=case.state == "accepted" and contact is not None,
        channel=words_of.CHANNELS.get(channel, channel),
        sealed=is_sealed(unit, case, ways),
    )


def _opened(unit: Unit, staff: StaffRow, case_id: int, ways: Ways) -> BookedCase:
    found = _case(unit, staff, case_id, ways)
    note_reading(unit, Action.OPENED, staff, case_id)
    return found


async def on_booked(desk: SignedIn) -> HTMLResponse:
    """What I am booked for now."""
    require_role(desk, ROLE)
    return page("desk/interpretings.html", desk=desk, here="interpreting", cases=await desk.keep(_lines))


async def on_case(case_id: str, desk: SignedIn) -> HTMLResponse:
    """The one case."""
    return await _case_page(desk, case_id)


async def _case_page(desk: Desk, case_id: str, *, status: int = 200, say: str = "", words: str = "", form_key: str = "") -> HTMLResponse:
    facts = await desk.about(case_id, lambda unit, staff, wanted: _opened(unit, staff, wanted, ways_of(desk)))
    return page(
        "desk/interpreting.html",
        status,
        desk=desk,
        here="interpreting",
        case=facts,
        say=say,
        words=words,
        form_key=form_key or new_form_key(),
        words_at_most=WORDS_AT_MOST,
    )


async def on_reply(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Writes to the person. What was typed stands in the box again when it was not sent."""
    words, form_key = clean(sent.one("words")), sent.one("form_key", 40) or new_form_key()
    if len(words) > WORDS_AT_MOST:
        say = f"Der Text hat {len(words)} Zeichen, {WORDS_AT_MOST} sind möglich. Es wurde nichts gesendet."
        return await _case_page(desk, case_id, status=400, say=say, words=words, form_key=form_key)
    try:
        await desk.about(case_id, lambda unit, staff, wanted: write_as_interpreter(unit, staff, wanted, words, form_key, ways_of(desk)))
    except EmptyWords as no:
        return await _case_page(desk, case_id, status=400, say=words_of.no_of(no).say)
    except CaseNotAccepted:
        say = "Gerade hat niemand diesen Fall angenommen. Es wurde nichts gesendet."
        return await _case_page(desk, case_id, status=409, say=say, words=words)
    return RedirectResponse(f"/desk/interpreting/{number(case_id)}#end", 303)


async def on_take_back(case_id: str, message_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """Takes back what I wrote within its ten seconds; its words stand in the box again."""
    try:
        words = await desk.about(case_id, lambda unit, staff, wanted: take_back_as_interpreter(unit, staff, wanted, number(message_id)))
    except TooLate as no:
        return await _case_page(desk, case_id, status=409, say=words_of.no_of(no).say)
    return await _case_page(desk, case_id, say="Zurückgenommen. Es wurde nichts gesendet.", words=words)


async def on_events(request: Request, case_id: str, desk: SignedIn) -> StreamingResponse:
    """Tells an open page that something was written, without content; ends in the moment the booking does."""
    wanted = number(case_id)

    def look(unit: Unit, staff: StaffRow) -> object:
        return _case(unit, staff, wanted, ways_of(desk))

    shown = await desk.about(case_id, lambda unit, staff, _one: look(unit, staff))
    return tell_of_changes(request, desk, f"case:{wanted}", shown, look)


def routes() -> APIRouter:
    """Interpreters at the desk."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/cases/{case_id}/interpreter/ask", on_ask, methods=["POST"])
    router.add_api_route("/cases/{case_id}/interpreter/book", on_book, methods=["POST"])
    router.add_api_route("/cases/{case_id}/interpreter/nobody", on_nobody, methods=["POST"])
    router.add_api_route("/cases/{case_id}/interpreter/end", on_end, methods=["POST"])
    router.add_api_route("/interpreting", on_booked, methods=["GET"])
    router.add_api_route("/interpreting/{case_id}", on_case, methods=["GET"])
    router.add_api_route("/interpreting/{case_id}/events", on_events, methods=["GET"])
    router.add_api_route("/interpreting/{case_id}/reply", on_reply, methods=["POST"])
    router.add_api_route("/interpreting/{case_id}/messages/{message_id}/take-back", on_take_back, methods=["POST"])
    return router

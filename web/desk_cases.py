"""Cases at the desk: who waits, what was said, accept, answer, close."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request

from cases.access import access_case, open_case
from cases.conversation import Outcome, accept_case, close_case, write_as_staff
from cases.desk_access import still_signed_in
from cases.refusals import CaseClosed, CaseNotAccepted, CaseNotFound, EmptyWords
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Fields, Sent, SignedIn, number
from web.desk_facts import CasePage, case_list, case_page
from web.desk_words import OUTCOMES, no_of
from web.once import new_form_key
from web.pages import keep, page
from web.streams import NothingMore, Streams

WORDS_AT_MOST = 12_000  # characters of one answer; a channel that takes less gets it in parts


class SomethingNew(Exception):
    """A message came while somebody was typing; it should be read first."""


async def on_list(desk: SignedIn) -> Response:
    """Who waits, and what is going on."""
    if desk.staff.role == "admin":
        return RedirectResponse("/desk/staff", 303)
    return page("desk/cases.html", desk=desk, here="cases", cases=await desk.keep(case_list))


async def on_case(case_id: str, desk: SignedIn) -> HTMLResponse:
    """One case with its thread."""
    return await _case_page(desk, case_id)


async def on_accept(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """From now on this member answers."""
    await desk.about(case_id, accept_case)
    return RedirectResponse(f"/desk/cases/{number(case_id)}", 303)


async def on_reply(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Answers the person. What was typed is never lost: whatever is in the way, it stands in the box again."""
    words, form_key = clean(sent.one("words")), sent.one("form_key", 40)
    if len(words) > WORDS_AT_MOST:
        say = f"Der Text hat {len(words)} Zeichen, {WORDS_AT_MOST} sind möglich. Es wurde nichts gesendet."
        return await _case_page(desk, case_id, status=400, say=say, words=words, form_key=form_key)
    try:
        await desk.about(case_id, lambda unit, staff, wanted: _write(unit, staff, wanted, sent))
    except SomethingNew:
        say = "Inzwischen kam eine neue Nachricht. Bitte lesen Sie sie, dann senden Sie noch einmal. Es wurde noch nichts gesendet."
        return await _case_page(desk, case_id, status=409, say=say, words=words, form_key=form_key)
    except (EmptyWords, CaseClosed, CaseNotAccepted) as no:
        answer = no_of(no)
        return await _case_page(desk, case_id, status=answer.status, say=f"{answer.say} Es wurde nichts gesendet.", words=words)
    except LookupError:
        say = "Die Person hat ihre Daten gelöscht. Es wurde nichts gesendet."
        return await _case_page(desk, case_id, status=409, say=say, words=words)
    return RedirectResponse(f"/desk/cases/{number(case_id)}#end", 303)


def _write(unit: Unit, staff: StaffRow, case_id: int, sent: Fields) -> None:
    access_case(unit, staff, case_id)
    seen = sent.one("seen", 20)
    known = int(seen) if seen.isascii() and seen.isdigit() else 0
    thread = unit.cases.thread(case_id)
    if any(said.id > known and said.sender == "person" for said in thread):
        raise SomethingNew
    write_as_staff(unit, staff, case_id, clean(sent.one("words")), sent.one("form_key", 40) or new_form_key())


async def on_close(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Ends the case with what came of it."""
    chosen = sent.one("outcome", 40)
    if chosen not in {outcome.value for outcome in Outcome}:
        return await _case_page(desk, case_id, status=400, say="Bitte wählen Sie, was aus dem Anliegen geworden ist.")
    await desk.about(case_id, lambda unit, staff, wanted: close_case(unit, staff, wanted, Outcome(chosen)))
    return RedirectResponse(f"/desk/cases/{number(case_id)}", 303)


async def on_events(request: Request, case_id: str, desk: SignedIn) -> StreamingResponse:
    """Tells an open page that something was written, without content: the page fetches itself."""
    wanted = number(case_id)
    shown: CasePage | None = await desk.about(case_id, case_page)
    streams: Streams = request.app.state.streams
    if streams.full():
        raise HTTPException(503)

    async def read() -> bytes:
        nonlocal shown
        now = await keep(desk.doors, lambda unit: _still(unit, desk, wanted))
        if shown is not None and (now.thread, now.line.state) == (shown.thread, shown.line.state):
            return b""
        shown = now
        return b"data: changed\n\n"

    events = streams.follow(f"desk:{desk.staff.id}", f"case:{wanted}", read)
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _still(unit: Unit, desk: Desk, case_id: int) -> CasePage:
    """The case for whoever still sits there. Raises NothingMore: they signed out, left the team, or it is not theirs any more."""
    staff = still_signed_in(unit, desk.cookie)
    if staff is None:
        raise NothingMore
    try:
        return case_page(unit, staff, case_id)
    except CaseNotFound:
        raise NothingMore from None


def _opened(unit: Unit, staff: StaffRow, case_id: int) -> CasePage:
    open_case(unit, staff, case_id)
    return case_page(unit, staff, case_id)


async def _case_page(desk: Desk, case_id: str, *, status: int = 200, say: str = "", words: str = "", form_key: str = "") -> HTMLResponse:
    facts = await desk.about(case_id, _opened)
    return page(
        "desk/case.html",
        status,
        desk=desk,
        here="cases",
        case=facts,
        outcomes={outcome.value: label for outcome, label in OUTCOMES.items()},
        say=say,
        words=words,
        form_key=form_key or new_form_key(),
        words_at_most=WORDS_AT_MOST,
    )


def routes() -> APIRouter:
    """Cases at the desk."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("", on_list, methods=["GET"])
    router.add_api_route("/cases/{case_id}", on_case, methods=["GET"])
    router.add_api_route("/cases/{case_id}/accept", on_accept, methods=["POST"])
    router.add_api_route("/cases/{case_id}/reply", on_reply, methods=["POST"])
    router.add_api_route("/cases/{case_id}/close", on_close, methods=["POST"])
    router.add_api_route("/cases/{case_id}/events", on_events, methods=["GET"])
    return router

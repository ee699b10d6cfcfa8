"""Cases at the desk: who waits, what was said, accept, answer, close."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.requests import Request

from cases.access import access_case, find_case, open_case
from cases.conversation import Outcome, Ways, accept_case, close_case, take_back, transfer, write_as_staff, write_note
from cases.refusals import CaseClosed, CaseNotAccepted, EmptyWords, SentBefore, TooLate
from gaps.fields import Cause
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_alarms import alarms_for
from web.desk_door import Desk, Fields, Sent, SignedIn, number, require_role
from web.desk_facts import CasePage, case_list, case_page
from web.desk_live import tell_of_changes
from web.desk_paths import paths_of_case
from web.desk_templates import choices
from web.desk_words import CAUSES, FOR_MANAGERS, GROUPS, OUTCOMES, no_of
from web.once import new_form_key
from web.pages import page
from web.quick_replies import language_of, quick_replies
from web.report_fields import ReportForm, form_of_case

ELSEWHERE = {
    "admin": "/desk/staff",
    "auditor": "/desk/audit",
    "office_contact": "/desk/questions",
    "interpreter": "/desk/interpreting",
    "steering": "/desk/meetings",
}  # who sees no case begins there
WORDS_AT_MOST = 12_000  # characters of one answer; a channel that takes less gets it in parts


class SomethingNew(Exception):
    """A message came while somebody was typing; it should be read first."""


async def on_list(desk: SignedIn) -> Response:
    """Who waits, and what is going on."""
    if desk.staff.role in ELSEWHERE:
        return RedirectResponse(ELSEWHERE[desk.staff.role], 303)
    return await _list_page(desk)


async def _list_page(desk: Desk, status: int = 200, say: str = "", wanted: str = "") -> HTMLResponse:
    cases, alarms = await desk.keep(lambda unit, staff: (case_list(unit, staff), alarms_for(unit, staff)))
    return page("desk/cases.html", status, desk=desk, here="cases", cases=cases, alarms=alarms, groups=GROUPS, say=say, wanted=wanted)


async def on_find(desk: SignedIn, number: str = "") -> Response:
    """Somebody says their number at the desk or on the phone, so that they need not tell everything again."""
    require_role(desk, "case_manager", "coordinator")
    found = await desk.keep(lambda unit, staff: find_case(unit, staff, number[:40]))
    if found is not None:
        return RedirectResponse(f"/desk/cases/{found}", 303)
    say = "Zu dieser Nummer gibt es hier keinen Fall. Vielleicht gehört er zu einer anderen Kommune, oder er ist gelöscht."
    return await _list_page(desk, 404, say, number[:40])


async def on_list_events(request: Request, desk: SignedIn) -> StreamingResponse:
    """Tells an open list that something changed, without content: the page fetches itself."""
    shown = await desk.keep(_signature)
    return tell_of_changes(request, desk, "cases", shown, _signature)


def _signature(unit: Unit, _staff: StaffRow) -> object:
    return unit.cases.signature()


async def on_case(case_id: str, desk: SignedIn, template: str = "", reported: str = "", cause: str = "") -> HTMLResponse:
    """One case with its thread; a template stands in the box already. Of what helped others, what fits this cause comes first."""
    say = "Gemeldet, ohne Namen." if reported == "1" else ""
    words = (await desk.keep(choices)).words_of(template) if template else ""
    return await _case_page(desk, case_id, say=say, words=words, cause=cause[:40])


async def on_accept(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """From now on this member answers."""
    await desk.about(case_id, accept_case)
    return RedirectResponse(f"/desk/cases/{number(case_id)}", 303)


async def on_reply(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Answers the person. What was typed is never lost: whatever is in the way, it stands in the box again."""
    words, form_key, code = clean(sent.one("words")), sent.one("form_key", 40), None
    if len(words) > WORDS_AT_MOST:
        say = f"Der Text hat {len(words)} Zeichen, {WORDS_AT_MOST} sind möglich. Es wurde nichts gesendet."
        return await _case_page(desk, case_id, status=400, say=say, words=words, form_key=form_key)
    try:
        code = await desk.about(case_id, lambda unit, staff, wanted: _write(unit, staff, wanted, sent, ways_of(desk)))
    except SomethingNew:
        say = "Inzwischen kam eine neue Nachricht. Bitte lesen Sie sie, dann senden Sie noch einmal. Es wurde noch nichts gesendet."
        return await _case_page(desk, case_id, status=409, say=say, words=words, form_key=form_key)
    except SentBefore as no:
        return await _case_page(desk, case_id, status=409, say=no_of(no).say, words=words)
    except (EmptyWords, CaseClosed, CaseNotAccepted) as no:
        answer = no_of(no)
        return await _case_page(desk, case_id, status=answer.status, say=f"{answer.say} Es wurde nichts gesendet.", words=words)
    except LookupError:
        say = "Die Person hat ihre Daten gelöscht. Es wurde nichts gesendet."
        return await _case_page(desk, case_id, status=409, say=say, words=words)
    if code is not None:
        say = f"Gesendet. Der Code ist {code}. Sagen Sie ihn der Person am Telefon oder im Gespräch; er wird nur jetzt gezeigt."
        return await _case_page(desk, case_id, say=say)
    return RedirectResponse(f"/desk/cases/{number(case_id)}#end", 303)


def ways_of(desk: Desk) -> Ways:
    """How answers may leave from here."""
    return Ways(desk.doors.chat_text, desk.doors.public_url)


def _write(unit: Unit, staff: StaffRow, case_id: int, sent: Fields, ways: Ways) -> str | None:
    case = access_case(unit, staff, case_id)
    seen = sent.one("seen", 20)
    known = int(seen) if seen.isascii() and seen.isdigit() else 0
    thread = unit.threads.messages(case_id)
    if any(said.id > known and said.sender == "person" for said in thread):
        raise SomethingNew
    words, form_key = clean(sent.one("words")), sent.one("form_key", 40) or new_form_key()
    german = quick_replies().get(sent.one("quick", 20))
    if german is not None:
        words = quick_replies(language_of(unit, case))[sent.one("quick", 20)]
    sealed, with_code = sent.one("sealed", 1) == "1", sent.one("with_code", 1) == "1"
    return write_as_staff(unit, staff, case_id, words, form_key, ways, sealed=sealed, with_code=with_code, german=german)


async def on_close(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Ends the case with what came of it."""
    chosen = sent.one("outcome", 40)
    if chosen not in {outcome.value for outcome in Outcome}:
        return await _case_page(desk, case_id, status=400, say="Bitte wählen Sie, was aus dem Anliegen geworden ist.")
    missing = sent.one("missing", 40)
    cause = Cause(missing) if missing in {cause.value for cause in FOR_MANAGERS} else None
    await desk.about(case_id, lambda unit, staff, wanted: close_case(unit, staff, wanted, Outcome(chosen), cause))
    return RedirectResponse(f"/desk/cases/{number(case_id)}", 303)


async def on_take_back(case_id: str, message_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """Takes a reply back within its ten seconds; its words stand in the box again."""
    try:
        words = await desk.about(case_id, lambda unit, staff, wanted: take_back(unit, staff, wanted, number(message_id)))
    except TooLate as no:
        return await _case_page(desk, case_id, status=409, say=no_of(no).say)
    return await _case_page(desk, case_id, say="Zurückgenommen. Es wurde nichts gesendet.", words=words)


async def on_note(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """A note for colleagues. It has no way to the person."""
    words = clean(sent.one("note"))
    if len(words) > WORDS_AT_MOST:
        return await _case_page(
            desk, case_id, status=400, say=f"Die Notiz hat {len(words)} Zeichen, {WORDS_AT_MOST} sind möglich.", note=words
        )
    try:
        await desk.about(case_id, lambda unit, staff, wanted: write_note(unit, staff, wanted, words))
    except EmptyWords as no:
        return await _case_page(desk, case_id, status=400, say=no_of(no).say)
    except LookupError:
        return await _case_page(desk, case_id, status=409, say="Die Person hat ihre Daten gelöscht. Es wurde nichts notiert.", note=words)
    return RedirectResponse(f"/desk/cases/{number(case_id)}#notes", 303)


async def on_transfer(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Another town is responsible. Whoever gave it away may not see it any more, so they get back to the list."""
    await desk.about(case_id, lambda unit, staff, wanted: transfer(unit, staff, wanted, sent.one("municipality", 60)))
    return RedirectResponse("/desk", 303)


async def on_events(request: Request, case_id: str, desk: SignedIn) -> StreamingResponse:
    """Tells an open page that something was written, without content: the page fetches itself."""
    wanted = number(case_id)

    def look(unit: Unit, staff: StaffRow) -> object:
        return _what_counts(case_page(unit, staff, wanted, ways_of(desk)))

    shown = await desk.about(case_id, lambda unit, staff, _one: look(unit, staff))
    return tell_of_changes(request, desk, f"case:{wanted}", shown, look)


def _what_counts(shown: CasePage) -> object:
    """What makes an open page fetch itself; a time that passes does not."""
    noticed = shown.thread, shown.notes, shown.asked, shown.line.state, shown.line.promise, shown.interpreting
    return (*noticed, shown.alarms, shown.muting)


def _opened(unit: Unit, staff: StaffRow, case_id: int, ways: Ways) -> CasePage:
    open_case(unit, staff, case_id)
    return case_page(unit, staff, case_id, ways)


async def _case_page(
    desk: Desk,
    case_id: str,
    *,
    status: int = 200,
    say: str = "",
    words: str = "",
    form_key: str = "",
    note: str = "",
    briefing: str = "",
    translated: Mapping[int, str] | None = None,
    report: ReportForm | None = None,
    cause: str = "",
) -> HTMLResponse:
    cause = cause or (report.chosen("cause") if report is not None else "")
    facts = await desk.about(case_id, lambda unit, staff, one: _opened(unit, staff, one, ways_of(desk)))
    return page(
        "desk/case.html",
        status,
        desk=desk,
        here="cases",
        case=facts,
        outcomes={outcome.value: label for outcome, label in OUTCOMES.items()},
        causes={cause.value: CAUSES[cause] for cause in FOR_MANAGERS},
        say=say,
        words=words,
        note=note,
        briefing=briefing,
        form_key=form_key or new_form_key(),
        words_at_most=WORDS_AT_MOST,
        choices=await desk.keep(choices),
        report=report or await desk.about(case_id, form_of_case),
        paths=await desk.about(case_id, lambda unit, staff, one: paths_of_case(unit, staff, one, cause)),
        translated=translated or {},
        translates=desk.doors.translator is not None and await desk.doors.translator.knows(facts.language_code),
    )


async def show_case(
    desk: Desk,
    case_id: str,
    *,
    status: int = 200,
    say: str = "",
    briefing: str = "",
    translated: Mapping[int, str] | None = None,
    report: ReportForm | None = None,
) -> HTMLResponse:
    """The page of a case, for other ways to it."""
    return await _case_page(desk, case_id, status=status, say=say, briefing=briefing, translated=translated, report=report)


def routes() -> APIRouter:
    """Cases at the desk."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("", on_list, methods=["GET"])
    router.add_api_route("/find", on_find, methods=["GET"])
    router.add_api_route("/events", on_list_events, methods=["GET"])
    router.add_api_route("/cases/{case_id}", on_case, methods=["GET"])
    router.add_api_route("/cases/{case_id}/accept", on_accept, methods=["POST"])
    router.add_api_route("/cases/{case_id}/reply", on_reply, methods=["POST"])
    router.add_api_route("/cases/{case_id}/messages/{message_id}/take-back", on_take_back, methods=["POST"])
    router.add_api_route("/cases/{case_id}/notes", on_note, methods=["POST"])
    router.add_api_route("/cases/{case_id}/transfer", on_transfer, methods=["POST"])
    router.add_api_route("/cases/{case_id}/close", on_close, methods=["POST"])
    router.add_api_route("/cases/{case_id}/events", on_events, methods=["GET"])
    return router

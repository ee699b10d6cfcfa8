"""Questions about procedures: case managers ask, the offices' contacts answer. No person, no case, no names."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.procedure import ASKERS, CONTACT, WORDS_AT_MOST, answer, ask, questions, topics
from cases.refusals import EmptyWords, LeadsToSomebody
from storage.procedure_questions import QuestionRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_words import moment, need_label
from web.pages import page

NO_NAMES = "Bitte ohne Namen und ohne Nummern von Telefonen, Konten oder Papieren. Es wurde nichts gespeichert."


def _facts(unit: Unit, staff: StaffRow) -> list[tuple[QuestionRow, str]]:
    names = unit.staff.names()
    return [(row, names.get(row.answered_by or 0, ("", False))[0]) for row in questions(unit, staff)]


async def on_questions(desk: SignedIn) -> HTMLResponse:
    """What waits for an answer, and the answers so far."""
    return await _page(desk)


async def _page(desk: Desk, status: int = 200, say: str = "", words: str = "", about: str = "") -> HTMLResponse:
    require_role(desk, *ASKERS, CONTACT)
    rows = await desk.keep(_facts)
    shown = [
        {
            "id": row.id,
            "need": need_label(row.need),
            "words": row.words,
            "asked": moment(row.asked_at),
            "answer": row.answer or "",
            "answered": moment(row.answered_at) if row.answered_at is not None else "",
            "by": by,
        }
        for row, by in rows
    ]
    return page(
        "desk/questions.html",
        status,
        desk=desk,
        here="questions",
        questions=shown,
        topics=[(code, need_label(code)) for code in topics()],
        answers=desk.staff.role == CONTACT,
        say=say,
        words=words,
        about=about,
        words_at_most=WORDS_AT_MOST,
    )


async def on_ask(desk: SignedIn, sent: Sent) -> Response:
    """A question; what was typed is never lost."""
    require_role(desk, *ASKERS)
    need, words = sent.one("need", 60), clean(sent.one("words"))
    if need not in topics():
        return await _page(desk, 400, "Bitte wählen Sie, worum es geht.", words)
    try:
        await desk.keep(lambda unit, staff: ask(unit, staff, need, words))
    except (EmptyWords, LeadsToSomebody) as no:
        say = NO_NAMES if isinstance(no, LeadsToSomebody) else "Bitte schreiben Sie Ihre Frage."
        return await _page(desk, 400, say, words, need)
    return RedirectResponse("/desk/questions", 303)


async def on_answer(question_id: str, desk: SignedIn, sent: Sent) -> Response:
    """An answer; what was typed is never lost."""
    require_role(desk, CONTACT)
    words = clean(sent.one("words"))
    try:
        await desk.keep(lambda unit, staff: answer(unit, staff, number(question_id), words))
    except (EmptyWords, LeadsToSomebody) as no:
        say = NO_NAMES if isinstance(no, LeadsToSomebody) else "Bitte schreiben Sie Ihre Antwort."
        return await _page(desk, 400, say, words, question_id)
    return RedirectResponse("/desk/questions", 303)


def routes() -> APIRouter:
    """Questions about procedures."""
    router = APIRouter(prefix="/desk/questions", include_in_schema=False)
    router.add_api_route("", on_questions, methods=["GET"])
    router.add_api_route("", on_ask, methods=["POST"])
    router.add_api_route("/{question_id}", on_answer, methods=["POST"])
    return router

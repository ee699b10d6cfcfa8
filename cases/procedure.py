"""Questions about procedures (third pillar): case managers ask, contacts at the immigration and naturalisation offices answer.

A contact never sees a person or a case. A question holds a topic and words about the procedure, no names; a number that could lead to
somebody is refused.
"""

from __future__ import annotations

from cases.auditing import Action, note
from cases.identifying import shows_number
from cases.refusals import CaseNotFound, EmptyWords, LeadsToSomebody, NotAllowed
from cases.telling import NoticeKind, tell_staff
from directory.needs import taxonomy
from storage.procedure_questions import QuestionRow
from storage.staff import StaffRow
from storage.unit import Unit

ASKERS = ("case_manager", "coordinator")
CONTACT = "office_contact"
AREA = "residence"  # what the immigration and naturalisation offices decide
WORDS_AT_MOST = 2_000


def topics() -> tuple[str, ...]:
    """What can be asked about."""
    return tuple(need.code for need in taxonomy().of_area(AREA))


def ask(unit: Unit, staff: StaffRow, need: str, words: str) -> int:
    """A question for all contacts. Raises NotAllowed, EmptyWords, LeadsToSomebody."""
    if staff.role not in ASKERS or need not in topics():
        raise NotAllowed
    number = unit.questions.add(need=need, words=_without_people(words), asked_by=staff.id)
    note(unit, Action.ASKED_OFFICE, staff, about=str(number))
    tell_staff(unit, unit.staff.by_role(CONTACT), NoticeKind.QUESTION_WAITS, f"question:{number}")
    return number


def answer(unit: Unit, staff: StaffRow, number: int, words: str) -> None:
    """The answer, for everybody who may ask; a later one takes the place of an earlier one. Raises CaseNotFound, and what ask() raises."""
    if staff.role != CONTACT:
        raise NotAllowed
    words = _without_people(words)
    question = unit.questions.one(number)
    if question is None:
        raise CaseNotFound
    unit.questions.answer(number, words=words, by=staff.id)
    note(unit, Action.OFFICE_ANSWERED, staff, about=str(number))
    asker = unit.staff.one(question.asked_by)
    if asker is not None:
        tell_staff(unit, [asker], NoticeKind.QUESTION_ANSWERED, f"question:{number}:answered:{unit.now_ms}")


def questions(unit: Unit, staff: StaffRow) -> list[QuestionRow]:
    """All questions, those without an answer first. Raises NotAllowed."""
    if staff.role not in (*ASKERS, CONTACT):
        raise NotAllowed
    return unit.questions.all()


def _without_people(words: str) -> str:
    words = words.strip()
    if not words:
        raise EmptyWords
    if shows_number(words):
        raise LeadsToSomebody
    return words[:WORDS_AT_MOST]

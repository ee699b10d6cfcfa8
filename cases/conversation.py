"""The talk between a person and whoever accepted their case. Routing goes by the case's number in the database only."""

from __future__ import annotations

from enum import StrEnum

from cases.access import access_case
from cases.people import Person
from cases.refusals import CaseAlreadyAccepted, CaseClosed, CaseNotAccepted, EmptyWords
from cases.telling import NoticeKind, tell_person, tell_staff
from storage.cases import CaseRow
from storage.staff import StaffRow
from storage.unit import Unit


class Outcome(StrEnum):
    """How a case ended. The words are the desk's."""

    SOLVED = "solved"
    PARTLY = "partly"
    REFERRED = "referred"
    NOT_SOLVED = "not_solved"
    NO_CONTACT = "no_contact"


def accept_case(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    """This member answers from now on, and the person is told who it is. Of two at once exactly one gets the case."""
    case = access_case(unit, staff, case_id)
    if case.state == "closed":
        raise CaseClosed
    if case.accepted_by == staff.id:
        return case
    if case.state != "waiting" or not unit.cases.accept(case_id, staff.id):
        by = unit.staff.one(case.accepted_by) if case.accepted_by else None
        raise CaseAlreadyAccepted(by.name if by else "?")
    tell_person(unit, case.contact_id, NoticeKind.CASE_ACCEPTED, f"case:{case.id}:accepted", manager=staff.name, case=case.id)
    unit.mark(f"case:{case.id}")
    return case._replace(state="accepted", accepted_by=staff.id, accepted_at=unit.now_ms)


def _accepted(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    case = access_case(unit, staff, case_id)
    if case.state == "closed":
        raise CaseClosed
    if case.state == "waiting":
        raise CaseNotAccepted
    return case


def write_as_staff(unit: Unit, staff: StaffRow, case_id: int, words: str, form_key: str) -> None:
    """The case manager answers. `form_key` is the form's own number: sent twice, it counts once."""
    words = words.strip()
    if not words:
        raise EmptyWords
    case = _accepted(unit, staff, case_id)
    key = f"case:{case.id}:staff:{form_key}"
    outbox_id = tell_person(unit, case.contact_id, NoticeKind.STAFF_WROTE, key, manager=staff.name, words=words, case=case.id)
    if outbox_id is None and case.contact_id is not None:
        return  # the same form came twice
    unit.cases.write(case_id=case.id, sender="staff", words=words, staff_id=staff.id, outbox_id=outbox_id)
    if case.person_id is not None:
        bring_back(unit, case)


def bring_back(unit: Unit, case: CaseRow) -> None:
    """What the person writes next belongs to this case, unless they are in the middle of something."""
    contact = None if case.contact_id is None else unit.people.contact(case.contact_id)
    person = None if contact is None else unit.people.by_chat(contact.chat_hash)
    if person is not None and person.conversation_place in ("", "human"):
        unit.people.update(person.id, draft={**person.draft, "case": case.id}, conversation_place="human")


def close_case(unit: Unit, staff: StaffRow, case_id: int, outcome: Outcome) -> CaseRow:
    """Ends a case with what came of it; the person is told."""
    case = _accepted(unit, staff, case_id)
    unit.cases.change(case.id, state="closed", outcome=outcome.value, closed_at=unit.now_ms)
    tell_person(unit, case.contact_id, NoticeKind.CASE_CLOSED, f"case:{case.id}:closed", case=case.id)
    _leave(unit, case)
    unit.mark(f"case:{case.id}")
    return case._replace(state="closed", outcome=outcome.value, closed_at=unit.now_ms)


def open_case_of(unit: Unit, person: Person) -> CaseRow | None:
    """The open case the person is talking in, or their newest one."""
    mine = unit.cases.open_of_person(person.id)
    wanted = person.draft.get("case")
    return next((case for case in mine if case.id == wanted), mine[0] if mine else None)


def write_as_person(unit: Unit, case: CaseRow, words: str, inbox_id: int | None) -> None:
    """What the person writes to whoever answers them; they are told without content."""
    unit.cases.write(case_id=case.id, sender="person", words=words, inbox_id=inbox_id)
    if case.accepted_by is not None:
        by = unit.staff.one(case.accepted_by)
        if by is not None:
            key = f"case:{case.id}:person:{inbox_id}"
            tell_staff(unit, [by], NoticeKind.PERSON_WROTE, key, case=case.id, reference=case.reference)


def end_by_person(unit: Unit, person: Person, case: CaseRow) -> None:
    """The person ends it themselves and takes their consent back for the future."""
    unit.cases.change(case.id, state="closed", outcome="ended_by_person", closed_at=unit.now_ms)
    unit.cases.withdraw(case.id)
    by = unit.staff.one(case.accepted_by) if case.accepted_by is not None else None
    if by is not None:
        tell_staff(unit, [by], NoticeKind.PERSON_ENDED, f"case:{case.id}:ended", case=case.id, reference=case.reference)
    draft = {key: value for key, value in person.draft.items() if key != "case"}
    unit.people.update(person.id, draft=draft, conversation_place="")
    unit.mark(f"case:{case.id}")


def _leave(unit: Unit, case: CaseRow) -> None:
    contact = None if case.contact_id is None else unit.people.contact(case.contact_id)
    person = None if contact is None else unit.people.by_chat(contact.chat_hash)
    if person is not None and person.draft.get("case") == case.id:
        draft = {key: value for key, value in person.draft.items() if key != "case"}
        place = "" if person.conversation_place == "human" else person.conversation_place
        unit.people.update(person.id, draft=draft, conversation_place=place)

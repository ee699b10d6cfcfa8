"""Muting: for a day at most a person's chat gets no answers but in an emergency. What they write stays with their case."""

from __future__ import annotations

from datetime import timedelta

from cases.access import access_case
from cases.auditing import Action, note
from cases.people import Person, person_at
from cases.refusals import CaseClosed, CaseNotFound
from cases.telling import NoticeKind, tell_person
from storage.cases import CaseRow
from storage.moments import to_ms
from storage.staff import StaffRow
from storage.unit import Unit

MUTED_FOR = timedelta(hours=24)


def is_muted(unit: Unit, person: Person) -> bool:
    """Whether this person gets no ordinary answers now. It ends by itself."""
    return person.muted_until is not None and unit.now_ms < person.muted_until


def muted_until(unit: Unit, case: CaseRow) -> int | None:
    """Until when the person of this case is muted; None: they are not."""
    person = person_at(unit, case.contact_id)
    return person.muted_until if person is not None and is_muted(unit, person) else None


def mute(unit: Unit, staff: StaffRow, case_id: int) -> None:
    """From now on, for a day. The person is told once; muted already, nothing changes. Raises CaseNotFound, CaseClosed."""
    case, person = _whose(unit, staff, case_id)
    if case.state == "closed":
        raise CaseClosed
    if is_muted(unit, person):
        return
    until = to_ms(unit.now + MUTED_FOR)
    note(unit, Action.MUTED, staff, case.id)
    unit.people.mute(person.id, until)
    tell_person(unit, case.contact_id, NoticeKind.MUTED, f"person:{person.id}:muted:{unit.now_ms}", until=until)
    unit.mark(f"case:{case.id}")


def unmute(unit: Unit, staff: StaffRow, case_id: int) -> None:
    """From now on everything is answered again. Raises CaseNotFound."""
    case, person = _whose(unit, staff, case_id)
    if not is_muted(unit, person):
        return
    note(unit, Action.UNMUTED, staff, case.id)
    unit.people.mute(person.id, None)
    unit.mark(f"case:{case.id}")


def _whose(unit: Unit, staff: StaffRow, case_id: int) -> tuple[CaseRow, Person]:
    case = access_case(unit, staff, case_id)
    person = person_at(unit, case.contact_id)
    if person is None:
        raise CaseNotFound
    return case, person


def keep_while_muted(unit: Unit, case: CaseRow, words: str, inbox_id: int) -> None:
    """What a muted person writes stands in the thread of their case; nobody is told of it."""
    unit.threads.write(case_id=case.id, sender="person", words=words, inbox_id=inbox_id)

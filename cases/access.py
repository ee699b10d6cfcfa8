"""The one way to what is private: a case for a member of the staff, and a person's own data for the person."""

from __future__ import annotations

from dataclasses import dataclass

from cases.handover import responsible
from cases.people import Person
from cases.refusals import CaseNotFound
from storage.accesses import OPENED, REFUSED
from storage.cases import CaseRow, MessageRow
from storage.staff import StaffRow
from storage.unit import Unit


def may_see(unit: Unit, staff: StaffRow, case: CaseRow) -> bool:
    """Case managers see the cases of their municipalities; coordinators those nobody else is responsible for."""
    if case.accepted_by == staff.id:
        return True
    return any(one.id == staff.id for one in responsible(unit, case.municipality))


def access_case(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    """The only way to a case. Locks it, so that two people cannot act on it together. Raises CaseNotFound."""
    case = unit.cases.one(case_id, lock=True)
    if case is None or not may_see(unit, staff, case):
        raise CaseNotFound
    return case


def open_case(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    """For whoever reads what was said: the same as access_case, and it is written down who read. Raises CaseNotFound."""
    case = access_case(unit, staff, case_id)
    unit.accesses.note(staff.id, case.id, OPENED)
    return case


def note_refused(unit: Unit, staff: StaffRow, case_id: int) -> None:
    """Somebody asked for a case that is not theirs, or not there. In a unit of its own: of the refused one nothing is kept."""
    unit.accesses.note(staff.id, case_id, REFUSED)


def cases_of(unit: Unit, staff: StaffRow) -> list[CaseRow]:
    """What this member may see: all that wait first, the one that waits longest on top."""
    if staff.role == "case_manager":
        return unit.cases.listed(staff.municipalities, also_without=False, accepted_by=staff.id)
    if staff.role == "coordinator":
        others = unit.staff.municipalities_with_somebody()
        return unit.cases.listed(None, also_without=True, but_not=others, accepted_by=staff.id)
    return []


@dataclass(frozen=True)
class OwnData:
    """All that is kept of a person, for themselves."""

    language: str
    municipality: str | None
    place_declined: bool
    draft_words: str
    cases: tuple[tuple[CaseRow, tuple[MessageRow, ...]], ...]


def own_data(unit: Unit, person: Person) -> OwnData:
    """Everything we keep of this person, with the threads of their cases."""
    mine = unit.cases.all_of_person(person.id)
    package = person.draft.get("package") or {}
    words = str(package.get("words") or person.draft.get("words") or "")
    threads = tuple((case, tuple(unit.cases.thread(case.id))) for case in mine)
    return OwnData(person.language, person.municipality, person.place_declined, words, threads)

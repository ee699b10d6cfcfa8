"""The one way to what is private: a case for a member of the staff, and a person's own data for the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases import wishes
from cases.auditing import Action, note_reading
from cases.people import Person
from cases.refusals import CaseNotFound, NotAllowed
from storage.cases import CaseRow
from storage.staff import StaffRow
from storage.threads import MessageRow
from storage.unit import Unit

REFERENCE_LENGTH = 6  # letters after "K-"


def may_see(unit: Unit, staff: StaffRow, case: CaseRow) -> bool:
    """Case managers see the cases of their towns, coordinators those where nobody is on the roster, and both what they were asked about."""
    if case.accepted_by == staff.id:
        return True
    if staff.role == "case_manager" and case.municipality in staff.municipalities:
        return True
    if staff.role == "coordinator" and (case.municipality is None or case.municipality not in unit.staff.municipalities_with_somebody()):
        return True
    return staff.role in ("case_manager", "coordinator") and unit.cases.was_asked(case.id, staff.id)


def require_coordinator(staff: StaffRow) -> None:
    """What only coordinators do. Raises NotAllowed."""
    if staff.role != "coordinator":
        raise NotAllowed


def access_case(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    """The only way to a case. Locks it, so that two people cannot act on it together. Raises CaseNotFound."""
    case = unit.cases.one(case_id, lock=True)
    if case is None or not may_see(unit, staff, case):
        raise CaseNotFound
    return case


def may_interpret(unit: Unit, staff: StaffRow, case: CaseRow) -> bool:
    """An interpreter sees the one case they are booked for, until the booking ends or the case does. It opens nothing else of it."""
    if staff.role != "interpreter" or case.state == "closed":
        return False
    booked = unit.interpretings.booked(case.id)
    return booked is not None and booked.staff_id == staff.id


def access_as_interpreter(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    """The only way of an interpreter to a case. Locks it. Raises CaseNotFound."""
    case = unit.cases.one(case_id, lock=True)
    if case is None or not may_interpret(unit, staff, case):
        raise CaseNotFound
    return case


def open_case(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    """For whoever reads what was said: the same as access_case, and it is written down who read. Raises CaseNotFound."""
    case = access_case(unit, staff, case_id)
    note_reading(unit, Action.OPENED, staff, case.id)
    return case


def find_case(unit: Unit, staff: StaffRow, told: str) -> int | None:
    """The case whose number somebody says at the desk or on the phone, however it is typed. None: there is none this member may see."""
    letters = "".join(letter for letter in told.upper() if letter.isascii() and letter.isalnum())
    case = unit.cases.by_reference(f"K-{letters[-REFERENCE_LENGTH:]}") if len(letters) in (REFERENCE_LENGTH, REFERENCE_LENGTH + 1) else None
    if case is None:
        return None
    if not may_see(unit, staff, case):
        note_refused(unit, staff, case.id)
        return None
    return case.id


def note_refused(unit: Unit, staff: StaffRow, case_id: int) -> None:
    """Somebody asked for a case that is not theirs, or not there. In a unit of its own: of the refused one nothing is kept."""
    note_reading(unit, Action.REFUSED, staff, case_id)


def interpreter_of(unit: Unit, case: CaseRow) -> StaffRow | None:
    """Who interprets in this case now, so that both sides can see it."""
    booked = unit.interpretings.booked(case.id)
    who = None if booked is None or booked.staff_id is None else unit.staff.one(booked.staff_id)
    return who if who is not None and may_interpret(unit, who, case) else None


def cases_of(unit: Unit, staff: StaffRow) -> list[CaseRow]:
    """What this member may see: all that wait first, the one that waits longest on top."""
    if staff.role == "case_manager":
        return unit.cases.listed(staff.municipalities, also_without=False, staff_id=staff.id)
    if staff.role == "coordinator":
        others = unit.staff.municipalities_with_somebody()
        return unit.cases.listed(None, also_without=True, but_not=others, staff_id=staff.id)
    return []


@dataclass(frozen=True)
class OwnData:
    """All that is kept of a person, for themselves. With each case: its thread, and how many notes KIM wrote about it.

    `shown`: the needs for which places were shown, until the person says whether it helped. `interpreters`: who interprets in which case.
    `wishes`: what they want to be told of, and until when.
    `mail`: where they want to hear that a message waits.
    """

    language: str
    municipality: str | None
    place_declined: bool
    draft_words: str
    cases: tuple[tuple[CaseRow, tuple[MessageRow, ...], int], ...]
    shown: tuple[str, ...] = ()
    interpreters: Mapping[int, str] = field(default_factory=dict)
    mail: str = ""
    wishes: tuple[tuple[str, int], ...] = ()


def own_data(unit: Unit, person: Person) -> OwnData:
    """Everything we keep of this person, with the threads of their cases."""
    mine = unit.cases.all_of_person(person.id)
    package = person.draft.get("package") or {}
    words = str(package.get("words") or person.draft.get("words") or "")
    threads = tuple((case, tuple(unit.threads.messages(case.id)), len(unit.threads.notes(case.id))) for case in mine)
    shown = tuple(row.need for row in unit.referrals.of_person(person.id))
    there = {case.id: who.name for case in mine if (who := interpreter_of(unit, case)) is not None}
    mail = unit.returns.mail_of(person.id)
    address = "" if mail is None else mail.address
    wanted = tuple((row.need, row.expires_at) for row in wishes.standing(unit, person.id))
    return OwnData(person.language, person.municipality, person.place_declined, words, threads, shown, there, address, wanted)

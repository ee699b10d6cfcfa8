"""The yes of a person: what they agreed to is in a receipt, and one tap takes it back. Somebody else is asked for with their own yes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from cases import interpreting
from cases.auditing import Action, note
from cases.people import Person
from cases.telling import NoticeKind, tell_staff
from storage.cases import CaseRow
from storage.moments import to_ms
from storage.unit import Unit

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads like something else
CODE_LENGTH = 8  # of 31 letters: 40 bits, for one day, once
CODE_LASTS = timedelta(hours=24)
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Receipt:
    """What somebody agreed to: the case, and when they said yes."""

    case: CaseRow
    given_at: int


def receipt(unit: Unit, person: Person, case_id: int) -> Receipt | None:
    """The receipt of a case this person said yes to. None: it is somebody else's, or the yes was taken back or forgotten."""
    case = unit.cases.one(case_id)
    given = None if case is None or case.person_id is None else unit.consents.given_by(case.id, person.id)
    return None if case is None or given is None else Receipt(case, given)


def withdraw(unit: Unit, person: Person, case_id: int) -> CaseRow | None:
    """The person takes their yes back: the case ends, and what was said in it is erased at once. None: there is nothing to take back."""
    mine = receipt(unit, person, case_id)
    if mine is None:
        return None
    case = mine.case
    note(unit, Action.WITHDRAWN, None, case.id)
    if case.state != "closed":
        unit.cases.change(case.id, state="closed", outcome=WITHDRAWN, closed_at=unit.now_ms)
    unit.consents.withdraw(case.id)
    interpreting.end_with_case(unit, case)
    by = unit.staff.one(case.accepted_by) if case.accepted_by is not None else None
    if by is not None:
        tell_staff(unit, [by], NoticeKind.PERSON_WITHDREW, f"case:{case.id}:withdrawn", case=case.id, reference=case.reference)
    unit.cases.erase(case.id)
    if person.id == case.person_id:
        draft = {key: value for key, value in person.draft.items() if key != "case"}
        unit.people.update(person.id, draft=draft, conversation_place="")
    unit.mark(f"case:{case.id}")
    unit.mark("forgotten")
    return case


def new_code(unit: Unit, person: Person) -> str:
    """A code with which somebody else may ask KIM for this person, once, within a day. An older one ends."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    unit.consents.add_code(_hashed(unit, code), person.id, to_ms(unit.now + CODE_LASTS))
    return code


def whose_code(unit: Unit, person: Person, words: str) -> int | None:
    """Whose code was typed; it works no second time. None: it is wrong, too old, or one's own."""
    code = "".join(letter for letter in words.upper() if letter.isalnum())
    if len(code) != CODE_LENGTH:
        return None
    return unit.consents.use_code(_hashed(unit, code), but_not=person.id)


def _hashed(unit: Unit, code: str) -> str:
    return unit.ring.lookup("yes code", code)

"""Interpreters (Dolmetschen): invited to one case with the person's own yes, for some days, and gone in the moment either ends."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Literal

from cases.access import access_case, interpreter_of
from cases.auditing import Action, note
from cases.people import Person
from cases.promise import has_it
from cases.refusals import AlreadyAsked, CaseClosed, CaseNotAccepted, NotUnderstood, NotYourCase, NoYes
from cases.telling import NoticeKind, tell_person, tell_staff
from gaps import signals
from gaps.fields import Cause, Source
from storage.cases import CaseRow
from storage.interpretings import InterpretingRow
from storage.moments import from_ms, to_ms
from storage.staff import StaffRow
from storage.unit import Unit

PURPOSE = "interpreter"
CONSENT_VERSION = "2026-11"  # raise it when the wording of what is agreed to changes
DAYS = 14
DAYS_AT_MOST = 30  # the sentence that is agreed to says it (handlers/notices.py)
ASK_AGAIN = timedelta(days=7)  # nobody is asked twice in a week: a no that has to be repeated is none
BRIEFING_AT_MOST = 500  # characters

Said = Literal["any", "woman", "man", "other", "no"]  # "other": nobody from the own community


class Why(StrEnum):
    """Why it is over. The words are the desk's."""

    EXPIRED = "expired"
    ENDED = "ended"  # by whoever has the case
    WITHDRAWN = "withdrawn"  # by the person
    CLOSED = "closed"  # with the case
    LEFT = "left"  # the interpreter left
    NOBODY = "nobody"  # none was found
    ASKED_AGAIN = "asked_again"  # it was never answered


def _mine(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    case = access_case(unit, staff, case_id)
    if case.state == "closed":
        raise CaseClosed
    if case.state == "waiting":
        raise CaseNotAccepted
    if not has_it(unit, staff.id, case):
        raise NotYourCase
    return case


def standing(unit: Unit, case_id: int) -> InterpretingRow | None:
    """What was asked for last in a case; a booking whose time is over counts as over, whether the clock was there or not."""
    row = unit.interpretings.newest(case_id)
    expired = row is not None and row.state == "booked" and (row.expires_at or 0) <= unit.now_ms
    return row._replace(state="over", why=Why.EXPIRED.value) if row is not None and expired else row


def may_ask(unit: Unit, case: CaseRow) -> bool:
    """Whether the person may be asked now: not while a yes stands, and not again within a week."""
    last = standing(unit, case.id)
    if last is None:
        return True
    lately = unit.now - from_ms(last.at) < ASK_AGAIN
    unwanted = last.state in ("asked", "declined") or last.why == Why.WITHDRAWN
    return last.state not in ("agreed", "booked") and not (unwanted and lately)


def ask(unit: Unit, staff: StaffRow, case_id: int) -> None:
    """Whoever has the case, or stands in, asks the person for their yes. Raises NotYourCase, AlreadyAsked."""
    case = _mine(unit, staff, case_id)
    if not may_ask(unit, case):
        raise AlreadyAsked
    last = unit.interpretings.newest(case.id)
    if last is not None and last.state == "booked":
        _end(unit, case, last, Why.EXPIRED)
    elif last is not None and last.state == "asked":
        _end(unit, case, last, Why.ASKED_AGAIN)
    number = unit.interpretings.ask(case.id, staff.id)
    note(unit, Action.INTERPRETER_ASKED, staff, case.id)
    key = f"interpreting:{number}:asked"
    tell_person(unit, case.contact_id, NoticeKind.INTERPRETER_WANTED, key, manager=staff.name, interpreting=number)
    unit.mark(f"case:{case.id}")


def _of(unit: Unit, person: Person, interpreting_id: int) -> tuple[CaseRow, InterpretingRow] | None:
    """What a button is about. None: it is somebody else's, over, or there is a newer one."""
    row = unit.interpretings.one(interpreting_id)
    case = None if row is None else unit.cases.one(row.case_id, lock=True)
    if case is None or case.person_id != person.id or case.state == "closed":
        return None
    now = standing(unit, case.id)
    return None if now is None or now.id != interpreting_id else (case, now)


def answer(unit: Unit, person: Person, interpreting_id: int, said: Said) -> InterpretingRow | None:
    """The person says yes, and to whom, or no. Until somebody is booked they may say it differently. None: nothing is asked any more.

    "woman", "man" and "other" add to each other; "any" starts anew.
    """
    found = _of(unit, person, interpreting_id)
    if found is None or found[1].state not in ("asked", "agreed", "declined"):
        return None
    case, row = found
    if said == "no":
        unit.consents.withdraw(case.id, PURPOSE)
        new = row._replace(wish="", not_from_community=False, state="declined")
    else:
        if row.state != "agreed":
            unit.consents.give(case_id=case.id, purpose=PURPOSE, version=CONSENT_VERSION, language=person.language)
        wish = (row.wish or "any") if said == "other" else said
        new = row._replace(wish=wish, not_from_community=said == "other" or (said != "any" and row.not_from_community), state="agreed")
    unit.interpretings.change(row.id, wish=new.wish, not_from_community=new.not_from_community, state=new.state)
    _tell_owner(unit, case, NoticeKind.INTERPRETER_ANSWERED, f"interpreting:{row.id}:{new.state}:{unit.now_ms}")
    unit.mark(f"case:{case.id}")
    return new


def withdraw(unit: Unit, person: Person, interpreting_id: int) -> bool:
    """The person takes their yes back: whoever was booked sees nothing from this moment on. False: there is nothing to take back."""
    found = _of(unit, person, interpreting_id)
    if found is None or found[1].state not in ("agreed", "booked"):
        return False
    unit.consents.withdraw(found[0].id, PURPOSE)
    _end(unit, *found, Why.WITHDRAWN)
    return True


def candidates(unit: Unit, case: CaseRow, row: InterpretingRow) -> list[StaffRow]:
    """The interpreters who speak the case's language and fit the wish as far as it can be known."""
    return [one for one in unit.staff.by_role("interpreter") if case.language in one.languages and row.wish in ("any", one.gender)]


def book(
    unit: Unit, staff: StaffRow, case_id: int, interpreter_id: int, *, days: int = DAYS, briefing: str = "", confirmed: bool = False
) -> None:
    """Whoever has the case or stands in books a candidate. `confirmed`: they know that it is nobody from the person's community.

    Raises NoYes, NotUnderstood.
    """
    case = _mine(unit, staff, case_id)
    row = standing(unit, case.id)
    if row is None or row.state != "agreed":
        raise NoYes
    who = next((one for one in candidates(unit, case, row) if one.id == interpreter_id), None)
    if who is None:
        raise NotUnderstood("interpreter")
    if row.not_from_community and not confirmed:
        raise NotUnderstood("community")
    if not 1 <= days <= DAYS_AT_MOST:
        raise NotUnderstood("booking")
    briefing = briefing.strip()
    if len(briefing) > BRIEFING_AT_MOST:
        raise NotUnderstood("briefing")
    until = to_ms(unit.now + timedelta(days=days))
    unit.interpretings.change(row.id, state="booked", staff_id=who.id, expires_at=until)
    if briefing:
        unit.threads.write_briefing(case.id, row.id, briefing)
    note(unit, Action.INTERPRETER_BOOKED, staff, case.id, str(who.id))
    key, about = f"interpreting:{row.id}:booked", {"reference": case.reference, "language": case.language}
    tell_staff(unit, [who], NoticeKind.INTERPRETING_YOURS, key, until=until, **about)
    tell_person(unit, case.contact_id, NoticeKind.INTERPRETER_HERE, key, interpreter=who.name, interpreting=row.id)
    unit.mark(f"case:{case.id}")


def end(unit: Unit, staff: StaffRow, case_id: int) -> None:
    """Whoever has the case ends the booking. Raises NoYes: nobody is booked."""
    case = _mine(unit, staff, case_id)
    row = standing(unit, case.id)
    if row is None or row.state != "booked":
        raise NoYes
    _end(unit, case, row, Why.ENDED, staff)


def nobody_found(unit: Unit, staff: StaffRow, case_id: int) -> None:
    """There is no interpreter for what the person said yes to: they hear it, and once for each case it is a gap signal. Raises NoYes."""
    case = _mine(unit, staff, case_id)
    row = standing(unit, case.id)
    if row is None or row.state != "agreed":
        raise NoYes
    if not unit.interpretings.ended_before(case.id, Why.NOBODY.value):
        signals.note_from_case(unit, case.person_id, case.need, case.municipality, Cause.LANGUAGE, case.language, Source.CASE_MANAGER)
    _end(unit, case, row, Why.NOBODY, staff)
    tell_person(unit, case.contact_id, NoticeKind.INTERPRETER_NONE, f"interpreting:{row.id}:none", case=case.id)


def end_with_case(unit: Unit, case: CaseRow) -> None:
    """The case has ended, and with it whatever was asked for or booked in it."""
    row = unit.interpretings.newest(case.id)
    if row is not None and row.state in ("asked", "agreed", "booked"):
        _end(unit, case, row, Why.CLOSED)


def end_with_interpreter(unit: Unit, staff_id: int) -> None:
    """They leave: nobody counts on them any more. Called while they are still there."""
    for row in unit.interpretings.of_staff(staff_id):
        _end_row(unit, row, Why.LEFT)


def end_what_is_over(unit: Unit) -> int:
    """What the clock owes: the time of these is over. Nobody could see anything before it was said; how many there were."""
    expired = unit.interpretings.expired()
    for row in expired:
        _end_row(unit, row, Why.EXPIRED)
    return len(expired)


def _end_row(unit: Unit, row: InterpretingRow, why: Why) -> None:
    case = unit.cases.one(row.case_id, lock=True)
    if case is not None:
        _end(unit, case, row, why)


def _end(unit: Unit, case: CaseRow, row: InterpretingRow, why: Why, by: StaffRow | None = None) -> None:
    unit.interpretings.change(row.id, state="over", why=why.value, briefing=None)
    unit.mark(f"case:{case.id}")
    if row.state == "booked" or why is Why.NOBODY:
        note(unit, Action.INTERPRETER_ENDED, by, case.id, why.value)
    if row.state != "booked" or row.staff_id is None:
        return
    key = f"interpreting:{row.id}:over"
    who = unit.staff.one(row.staff_id)
    if who is not None and why is not Why.LEFT:
        tell_staff(unit, [who], NoticeKind.INTERPRETING_OVER, key, reference=case.reference)
    if why in (Why.WITHDRAWN, Why.EXPIRED, Why.LEFT):
        _tell_owner(unit, case, NoticeKind.INTERPRETING_OVER, key)
    if why in (Why.EXPIRED, Why.ENDED, Why.LEFT):  # else they know: they did it themselves, or the case is closed
        name = unit.staff.names().get(row.staff_id, ("", False))[0]
        tell_person(unit, case.contact_id, NoticeKind.INTERPRETER_GONE, key, interpreter=name, case=case.id)


def _tell_owner(unit: Unit, case: CaseRow, kind: NoticeKind, key: str) -> None:
    owner = unit.staff.one(case.accepted_by) if case.accepted_by is not None else None
    if owner is not None:
        tell_staff(unit, [owner], kind, key, case=case.id, reference=case.reference)


def tell_of_message(unit: Unit, case: CaseRow, message_id: int, by: StaffRow) -> None:
    """Somebody at KIM wrote: the interpreter hears of it without content, and whoever has the case when the interpreter did."""
    key = f"case:{case.id}:message:{message_id}"
    if by.role == "interpreter":
        _tell_owner(unit, case, NoticeKind.PERSON_WROTE, key)
    elif (who := interpreter_of(unit, case)) is not None:
        tell_staff(unit, [who], NoticeKind.PERSON_WROTE, key, case=case.id, reference=case.reference)

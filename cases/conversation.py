"""The talk between a person and whoever accepted their case. Routing goes by the case's number in the database only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from cases import interpreting, promise
from cases.access import access_as_interpreter, access_case, interpreter_of
from cases.auditing import Action, note
from cases.people import Person, person_at
from cases.refusals import CaseAlreadyAccepted, CaseClosed, CaseNotAccepted, EmptyWords, NotUnderstood, SentBefore, TooLate
from cases.responsibility import Rung
from cases.sealed import is_delicate, seal
from cases.sealed import leave as leave_sealed
from cases.telling import NoticeKind, tell_person, tell_staff
from directory.hours import BERLIN
from directory.service_hours import there_from
from gaps import signals
from gaps.fields import Cause, Source
from storage.cases import CaseRow
from storage.moments import from_ms, to_ms
from storage.municipalities import MunicipalityRows
from storage.staff import StaffRow
from storage.unit import Unit


class Outcome(StrEnum):
    """How a case ended. The words are the desk's."""

    SOLVED = "solved"
    PARTLY = "partly"
    REFERRED = "referred"
    NOT_SOLVED = "not_solved"
    NO_CONTACT = "no_contact"
    NOT_ELIGIBLE = "not_eligible"  # not one of the groups this town's case management has agreed to take on


SILENT = timedelta(days=7)  # after so long without a word of whoever accepted it the program answers again, too
HELD_MS = 10_000  # a reply can be taken back so long (promises, A27)


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
    note(unit, Action.ACCEPTED, staff, case.id)
    tell_person(
        unit, case.contact_id, NoticeKind.CASE_ACCEPTED, f"case:{case.id}:accepted:{case.asked_at}", manager=staff.name, case=case.id
    )
    unit.mark(f"case:{case.id}")
    return case._replace(state="accepted", accepted_by=staff.id, accepted_at=unit.now_ms)


def _accepted(unit: Unit, staff: StaffRow, case_id: int) -> CaseRow:
    case = access_case(unit, staff, case_id)
    if case.state == "closed":
        raise CaseClosed
    if case.state == "waiting":
        raise CaseNotAccepted
    return case


@dataclass(frozen=True)
class Ways:
    """How answers may leave: `chat_text`, whether the district allows them as text in somebody else's chat; where our own pages are."""

    chat_text: bool
    public_url: str


def is_sealed(unit: Unit, case: CaseRow, ways: Ways) -> bool:
    """Whether an answer in this case is read on our own page. The web chat is our own page already."""
    contact = None if case.contact_id is None else unit.people.contact(case.contact_id)
    return contact is not None and contact.channel != "web" and (not ways.chat_text or is_delicate(case.need))


def write_as_staff(
    unit: Unit,
    staff: StaffRow,
    case_id: int,
    words: str,
    form_key: str,
    ways: Ways,
    *,
    sealed: bool = False,
    with_code: bool = False,
    german: str | None = None,
) -> str | None:
    """The case manager answers; it is carried ten seconds later. `form_key` is the form's own number: sent twice, it counts once.

    Raises SentBefore when it comes again with other words, as after a way back in the browser: they must not be lost unseen.
    The answer is sealed where is_sealed says so, and when they ask for it. With `with_code`: the code they tell the person, said once.
    `german`: what the words mean, where they are a fixed sentence in the person's language.
    """
    if not words.strip():
        raise EmptyWords
    case = _accepted(unit, staff, case_id)
    return _send(unit, staff, case, words, form_key, ways, sealed=sealed, with_code=with_code, german=german)


def write_as_interpreter(unit: Unit, staff: StaffRow, case_id: int, words: str, form_key: str, ways: Ways) -> None:
    """The interpreter who is booked writes to the person, by name; carried, sealed and counted once like an answer, but it is none."""
    case = access_as_interpreter(unit, staff, case_id)
    if not words.strip():
        raise EmptyWords
    if case.state != "accepted":
        raise CaseNotAccepted
    _send(unit, staff, case, words, form_key, ways)


def _send(
    unit: Unit,
    staff: StaffRow,
    case: CaseRow,
    words: str,
    form_key: str,
    ways: Ways,
    *,
    sealed: bool = False,
    with_code: bool = False,
    german: str | None = None,
) -> str | None:
    words, interprets = words.strip(), staff.role == "interpreter"
    key, due = f"case:{case.id}:staff:{form_key}", unit.now_ms + HELD_MS
    contact = None if case.contact_id is None else unit.people.contact(case.contact_id)
    envelope = None
    if contact is not None and contact.channel != "web" and (sealed or with_code or is_sealed(unit, case, ways)):
        envelope = seal(words, with_code=with_code)
        facts: dict[str, str] = {"link": envelope.link(ways.public_url)}
        kind = NoticeKind.STAFF_WROTE_SEALED
    else:
        facts, kind = {"manager": staff.name, "words": words}, NoticeKind.STAFF_WROTE
        if interprets:
            facts["interprets"] = "yes"
    outbox_id = tell_person(unit, case.contact_id, kind, key, due_at=due, case=case.id, **facts)
    if outbox_id is None and case.contact_id is not None:
        if unit.threads.sent_as(case.id, key) != words:
            raise SentBefore
        return None  # the same form came twice
    note(unit, Action.REPLIED, staff, case.id, "" if envelope is None else "sealed")
    sender = "interpreter" if interprets else "staff"
    message_id = unit.threads.write(case_id=case.id, sender=sender, words=words, staff_id=staff.id, outbox_id=outbox_id, german=german)
    interpreting.tell_of_message(unit, case, message_id, staff)
    if envelope is not None:
        leave_sealed(unit, case, message_id, envelope)
    if case.person_id is not None:
        bring_back(unit, case)
    return None if envelope is None else envelope.code


def take_back(unit: Unit, staff: StaffRow, case_id: int, message_id: int) -> str:
    """Takes a reply back that was sent less than ten seconds ago: its words. Raises TooLate, also for what somebody else wrote."""
    return _take_back(unit, staff, access_case(unit, staff, case_id), message_id)


def take_back_as_interpreter(unit: Unit, staff: StaffRow, case_id: int, message_id: int) -> str:
    """The same for what an interpreter wrote."""
    return _take_back(unit, staff, access_as_interpreter(unit, staff, case_id), message_id)


def _take_back(unit: Unit, staff: StaffRow, case: CaseRow, message_id: int) -> str:
    words = unit.threads.take_back(case.id, message_id, staff.id)
    if words is None:
        raise TooLate
    note(unit, Action.TOOK_BACK, staff, case.id)
    return words


def write_note(unit: Unit, staff: StaffRow, case_id: int, words: str) -> None:
    """A note for colleagues. It is no message and has no way to the person."""
    words = words.strip()
    if not words:
        raise EmptyWords
    case = access_case(unit, staff, case_id)
    note(unit, Action.NOTED, staff, case.id)
    unit.threads.write_note(case_id=case.id, staff_id=staff.id, words=words)


def transfer(unit: Unit, staff: StaffRow, case_id: int, municipality: str) -> CaseRow:
    """Another town is responsible, for instance after a move. Thread and consent go along; the person hears it, and by when."""
    case = access_case(unit, staff, case_id)
    if case.state == "closed":
        raise CaseClosed
    if municipality == case.municipality or not MunicipalityRows(unit.connection, unit.district).has(municipality):
        raise NotUnderstood("municipality")
    note(unit, Action.TRANSFERRED, staff, case.id)
    unit.cases.change(case.id, municipality=municipality, broken=0)
    moved = case._replace(municipality=municipality, broken=0)
    return promise.pass_to_someone_else(unit, moved, NoticeKind.TRANSFERRED, f"case:{case.id}:to:{municipality}:{unit.now_ms}")


def bring_back(unit: Unit, case: CaseRow) -> None:
    """What the person writes next belongs to this case, unless they are in the middle of something."""
    person = person_at(unit, case.contact_id)
    if person is not None and person.conversation_place in ("", "human"):
        unit.people.update(person.id, draft={**person.draft, "case": case.id}, conversation_place="human")


def close_case(unit: Unit, staff: StaffRow, case_id: int, outcome: Outcome, missing: Cause | None = None) -> CaseRow:
    """Ends a case with what came of it; the person is told. What was `missing` becomes a gap signal.

    Nobody is turned away without a place to go: whoever the town does not take on hears where else to ask, and that is counted.
    """
    case = _accepted(unit, staff, case_id)
    note(unit, Action.CLOSED, staff, case.id, outcome.value)
    unit.cases.change(case.id, state="closed", outcome=outcome.value, closed_at=unit.now_ms)
    kind = NoticeKind.NOT_FOR_US if outcome is Outcome.NOT_ELIGIBLE else NoticeKind.CASE_CLOSED
    key, due = f"case:{case.id}:closed", unit.now_ms + HELD_MS  # never before a reply that is still held
    tell_person(unit, case.contact_id, kind, key, due_at=due, case=case.id, need=case.need, municipality=case.municipality)
    if outcome is Outcome.NOT_ELIGIBLE:
        missing = Cause.NOT_ELIGIBLE
    interpreting.end_with_case(unit, case)
    if missing is not None:
        signals.note_from_case(unit, case.person_id, case.need, case.municipality, missing, case.language, Source.CASE_MANAGER)
    _leave(unit, case)
    unit.mark(f"case:{case.id}")
    return case._replace(state="closed", outcome=outcome.value, closed_at=unit.now_ms)


def open_case_of(unit: Unit, person: Person) -> CaseRow | None:
    """The open case the person is talking in, or their newest one."""
    mine = unit.cases.open_of_person(person.id)
    wanted = person.draft.get("case")
    return next((case for case in mine if case.id == wanted), mine[0] if mine else None)


def write_as_person(unit: Unit, case: CaseRow, words: str, inbox_id: int | None) -> None:
    """What the person writes to whoever answers them, stands in while they are away, or interprets; told without content."""
    unit.threads.write(case_id=case.id, sender="person", words=words, inbox_id=inbox_id)
    by = unit.staff.one(case.accepted_by) if case.accepted_by is not None else None
    if by is not None:
        interpreter = interpreter_of(unit, case)
        readers = [by, *_stand_in(unit, case, by), *([] if interpreter is None else [interpreter])]
        key = f"case:{case.id}:person:{inbox_id}"
        tell_staff(unit, readers, NoticeKind.PERSON_WROTE, key, case=case.id, reference=case.reference)


def is_silent(unit: Unit, case: CaseRow) -> bool:
    """Whether nobody at KIM has written for so long that the program answers again, too. Asked before the new words are kept."""
    last = unit.threads.last_of_staff(case.id) or case.accepted_at
    return case.state == "accepted" and last is not None and unit.now - from_ms(last) > SILENT


def _stand_in(unit: Unit, case: CaseRow, owner: StaffRow) -> list[StaffRow]:
    """Who reads while the owner is away; the person hears it once for each absence."""
    away = promise.stands_in(unit, case)
    if away is None:
        return []
    absence, number = away
    other = unit.staff.one(number) if number is not None else None
    if other is not None:
        unit.cases.ask(case.id, [other.id], Rung.SUBSTITUTE.value)
    key = f"case:{case.id}:away:{absence.first.isoformat()}"
    back = there_from(promise.agreed(unit, case.municipality).spans, datetime.combine(absence.last + timedelta(days=1), time(), BERLIN))
    tell_person(
        unit,
        case.contact_id,
        NoticeKind.AWAY,
        key,
        manager=owner.name,
        until=to_ms(back),
        other=other.name if other else None,
        case=case.id,
    )
    return [other] if other is not None else []


def end_by_person(unit: Unit, person: Person, case: CaseRow) -> None:
    """The person ends it themselves and takes their consent back for the future."""
    note(unit, Action.ENDED, None, case.id)
    unit.cases.change(case.id, state="closed", outcome="ended_by_person", closed_at=unit.now_ms)
    unit.consents.withdraw(case.id)
    unit.returns.forget_case(case.id)
    interpreting.end_with_case(unit, case)
    by = unit.staff.one(case.accepted_by) if case.accepted_by is not None else None
    if by is not None:
        tell_staff(unit, [by], NoticeKind.PERSON_ENDED, f"case:{case.id}:ended", case=case.id, reference=case.reference)
    draft = {key: value for key, value in person.draft.items() if key != "case"}
    unit.people.update(person.id, draft=draft, conversation_place="")
    unit.mark(f"case:{case.id}")


def _leave(unit: Unit, case: CaseRow) -> None:
    person = person_at(unit, case.contact_id)
    if person is not None and person.draft.get("case") == case.id:
        draft = {key: value for key, value in person.draft.items() if key != "case"}
        place = "" if person.conversation_place == "human" else person.conversation_place
        unit.people.update(person.id, draft=draft, conversation_place=place)

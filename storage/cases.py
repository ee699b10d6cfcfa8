"""Cases and what was promised. What was said in them is in storage/threads.py, what was agreed to in storage/consents.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, insert, or_, select, update

from storage.numbers import new_id
from storage.people import new_data_key
from storage.tables import case_askings, cases, consents, contacts, data_keys, exports, interpretings, messages

if TYPE_CHECKING:
    from storage.unit import Unit


class CaseRow(NamedTuple):
    """One case, without its thread."""

    id: int
    reference: str
    person_id: int | None
    contact_id: int | None
    municipality: str | None
    need: str | None
    language: str
    for_someone_else: bool
    state: str
    accepted_by: int | None
    outcome: str | None
    created_at: int
    accepted_at: int | None
    closed_at: int | None
    responsible_id: int | None
    rung: str
    reasons: str
    asked_at: int | None
    promised_at: int | None
    next_step_at: int | None
    broken: int


_columns = (
    cases.c.id,
    cases.c.reference,
    cases.c.person_id,
    cases.c.contact_id,
    cases.c.municipality,
    cases.c.need,
    cases.c.language,
    cases.c.for_someone_else,
    cases.c.state,
    cases.c.accepted_by,
    cases.c.outcome,
    cases.c.created_at,
    cases.c.accepted_at,
    cases.c.closed_at,
    cases.c.responsible_id,
    cases.c.rung,
    cases.c.reasons,
    cases.c.asked_at,
    cases.c.promised_at,
    cases.c.next_step_at,
    cases.c.broken,
)


class CaseRows:
    """The cases of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def _select(self) -> Select[Any]:
        return select(*_columns).where(cases.c.district == self._unit.district)

    def open(
        self,
        *,
        reference: str,
        person_id: int,
        contact_id: int,
        municipality: str | None,
        need: str | None,
        language: str,
        for_someone_else: bool,
    ) -> CaseRow:
        """A new case that waits, with a key of its own."""
        unit = self._unit
        values = {
            "district": unit.district,
            "reference": reference,
            "person_id": person_id,
            "contact_id": contact_id,
            "key_id": new_data_key(unit),
            "municipality": municipality,
            "need": need,
            "language": language,
            "for_someone_else": for_someone_else,
            "created_at": unit.now_ms,
        }
        number = new_id(unit.connection.execute(insert(cases), values))
        unit.mark("cases")
        return CaseRow(*unit.connection.execute(self._select().where(cases.c.id == number)).one())

    def one(self, case_id: int, *, lock: bool = False) -> CaseRow | None:
        """A case by number. With `lock`, nobody else changes it before this unit ends."""
        wanted = self._select().where(cases.c.id == case_id)
        row = self._unit.connection.execute(wanted.with_for_update() if lock else wanted).first()
        return None if row is None else CaseRow(*row)

    def by_reference(self, reference: str) -> CaseRow | None:
        """The case with this number as people read it."""
        row = self._unit.connection.execute(self._select().where(cases.c.reference == reference)).first()
        return None if row is None else CaseRow(*row)

    def open_of_person(self, person_id: int) -> list[CaseRow]:
        """The cases of a person that are not closed, newest first."""
        wanted = self._select().where(cases.c.person_id == person_id, cases.c.state != "closed").order_by(cases.c.id.desc())
        return [CaseRow(*row) for row in self._unit.connection.execute(wanted)]

    def all_of_person(self, person_id: int) -> list[CaseRow]:
        """Every case of a person."""
        wanted = self._select().where(cases.c.person_id == person_id).order_by(cases.c.id)
        return [CaseRow(*row) for row in self._unit.connection.execute(wanted)]

    def listed(
        self,
        municipalities: Sequence[str] | None,
        *,
        also_without: bool,
        but_not: Sequence[str] = (),
        staff_id: int | None = None,
        at_most: int = 200,
    ) -> list[CaseRow]:
        """Cases of these municipalities (None: of all `but_not` these), and those this member accepted or was asked about.

        All that wait come first, the one that waits longest on top; then at most `at_most` others, open ones first, newest on top.
        `also_without`: also those whose place was not said.
        """
        where: ColumnElement[bool]
        where = cases.c.municipality.not_in(list(but_not)) if municipalities is None else cases.c.municipality.in_(list(municipalities))
        if also_without:
            where = or_(where, cases.c.municipality.is_(None))
        if staff_id is not None:
            asked = select(case_askings.c.case_id).where(case_askings.c.staff_id == staff_id)
            where = or_(where, cases.c.accepted_by == staff_id, cases.c.id.in_(asked))
        wanted = self._select().where(where)
        waiting = wanted.where(cases.c.state == "waiting").order_by(cases.c.created_at, cases.c.id)
        others = wanted.where(cases.c.state != "waiting").order_by(cases.c.state, cases.c.id.desc()).limit(at_most)  # accepted, closed
        execute = self._unit.connection.execute
        return [CaseRow(*row) for rows in (waiting, others) for row in execute(rows)]

    def signature(self) -> tuple[Any, ...]:
        """Something that changes whenever the list of cases does."""
        mine = cases.c.district == self._unit.district
        counted = select(cases.c.state, func.count(), func.max(cases.c.id), func.max(cases.c.asked_at), func.max(cases.c.accepted_at))
        newest = select(func.max(messages.c.id)).where(messages.c.district == self._unit.district)
        execute = self._unit.connection.execute
        lists = map(tuple, execute(counted.where(mine).group_by(cases.c.state).order_by(cases.c.state)))
        return (*lists, execute(newest).scalar(), tuple(self._unit.alarms.unseen()))

    def change(self, case_id: int, **changes: Any) -> None:
        """Changes columns of a case."""
        self._unit.mark("cases")
        self._unit.connection.execute(update(cases).where(cases.c.id == case_id).values(**changes))

    def accept(self, case_id: int, staff_id: int) -> bool:
        """Accepts a waiting case. False when somebody else did: of two at once exactly one gets True."""
        self._unit.mark("cases")
        waiting = update(cases).where(cases.c.id == case_id, cases.c.state == "waiting")
        result = self._unit.connection.execute(
            waiting.values(state="accepted", accepted_by=staff_id, accepted_at=self._unit.now_ms, next_step_at=None)
        )
        return result.rowcount == 1

    # --- the promise

    def ask(self, case_id: int, staff_ids: Sequence[int], rung: str) -> list[int]:
        """These members are asked about the case, and may see it from now on. Those who were not asked before."""
        unit = self._unit
        execute = unit.connection.execute
        known = set(execute(select(case_askings.c.staff_id).where(case_askings.c.case_id == case_id)).scalars())
        new = [number for number in dict.fromkeys(staff_ids) if number not in known]
        rows = [{"case_id": case_id, "staff_id": number, "district": unit.district, "rung": rung, "at": unit.now_ms} for number in new]
        if rows:
            execute(insert(case_askings), rows)
        return new

    def forget_askings(self, case_id: int) -> None:
        """Nobody is asked about the case any more."""
        self._unit.connection.execute(delete(case_askings).where(case_askings.c.case_id == case_id))

    def was_asked(self, case_id: int, staff_id: int) -> bool:
        """Whether this member was asked about the case."""
        wanted = select(case_askings.c.case_id).where(case_askings.c.case_id == case_id, case_askings.c.staff_id == staff_id)
        return self._unit.connection.execute(wanted).first() is not None

    def askings(self, case_id: int) -> list[tuple[int, str, int]]:
        """Who was asked: (staff, rung, when), in that order."""
        columns = (case_askings.c.staff_id, case_askings.c.rung, case_askings.c.at)
        rows = self._unit.connection.execute(select(*columns).where(case_askings.c.case_id == case_id).order_by(case_askings.c.at))
        return [tuple(row) for row in rows]

    def due_steps(self, at_most: int) -> list[CaseRow]:
        """Waiting cases the promise clock has to look at now, the longest due first."""
        due = self._select().where(cases.c.next_step_at <= self._unit.now_ms, cases.c.state == "waiting")
        return [CaseRow(*row) for row in self._unit.connection.execute(due.order_by(cases.c.next_step_at, cases.c.id).limit(at_most))]

    def look_again_now(self) -> None:
        """The promise clock looks at once at those that wait for nobody: somebody new may be there."""
        mine = (cases.c.district == self._unit.district, cases.c.state == "waiting", cases.c.responsible_id.is_(None))
        self._unit.connection.execute(update(cases).where(*mine).values(next_step_at=self._unit.now_ms))

    def of_staff(self, staff_id: int) -> list[CaseRow]:
        """Open cases this member accepted, and those that wait for them."""
        mine = or_(cases.c.accepted_by == staff_id, (cases.c.responsible_id == staff_id) & (cases.c.state == "waiting"))
        return [CaseRow(*row) for row in self._unit.connection.execute(self._select().where(mine, cases.c.state != "closed"))]

    def kept_and_broken(self, since: int) -> tuple[int, int, int]:
        """Handovers since this moment: how many were accepted in time, how many not, how many still wait in time."""
        late = (cases.c.broken > 0) | (
            cases.c.promised_at.is_not(None) & (cases.c.promised_at < self._unit.now_ms) & (cases.c.state == "waiting")
        )
        known = (cases.c.district == self._unit.district, cases.c.created_at >= since, cases.c.asked_at.is_not(None))
        columns = (late.label("late"), cases.c.accepted_at.is_not(None).label("accepted"), func.count())
        kept = broken = waiting = 0
        for is_late, accepted, number in self._unit.connection.execute(select(*columns).where(*known).group_by("late", "accepted")):
            if is_late:
                broken += number
            elif accepted:
                kept += number
            else:
                waiting += number
        return kept, broken, waiting

    # --- reaching and forgetting

    def unreachable(self, case_ids: Sequence[int]) -> set[int]:
        """Those of these cases whose person cannot be written to by the way they asked."""
        wanted = select(cases.c.id).join(contacts, contacts.c.id == cases.c.contact_id)
        gone = wanted.where(cases.c.id.in_(list(case_ids)), contacts.c.unreachable_at.is_not(None))
        return set(self._unit.connection.execute(gone).scalars())

    def erase(self, case_id: int) -> None:
        """Throws the key of the thread away; what is left is a tombstone with need, place and outcome."""
        execute = self._unit.connection.execute
        key_id = execute(select(cases.c.key_id).where(cases.c.id == case_id)).scalar()
        self._unit.threads.erase(case_id)
        self._unit.sealed.forget_case(case_id)
        self._unit.interpretings.forget_case(case_id)
        self._unit.returns.forget_case(case_id)
        self._unit.alarms.forget_case(case_id)
        execute(update(cases).where(cases.c.id == case_id).values(person_id=None, contact_id=None, key_id=None, call_back=None))
        if key_id is not None:
            execute(delete(data_keys).where(data_keys.c.id == key_id))

    def forget_call_backs(self, closed_before: int) -> int:
        """Numbers to call of cases that were closed before this moment go. How many went."""
        over = (cases.c.district == self._unit.district, cases.c.state == "closed", cases.c.closed_at < closed_before)
        forgotten = update(cases).where(*over, cases.c.call_back.is_not(None)).values(call_back=None)
        return self._unit.connection.execute(forgotten).rowcount

    def untouched_since(self, moment: int, among: Sequence[int] | None = None) -> list[int]:
        """Open cases (or of `among` these) in which nobody wrote and nothing was accepted or passed on since `moment`."""
        open_ones = (cases.c.district == self._unit.district, cases.c.state != "closed", cases.c.created_at < moment)
        written = select(messages.c.id).where(messages.c.case_id == cases.c.id, messages.c.at >= moment).exists()
        still = (func.coalesce(cases.c.accepted_at, 0) < moment, func.coalesce(cases.c.asked_at, 0) < moment)
        wanted = select(cases.c.id).where(*open_ones, *still, ~written)
        if among is not None:
            wanted = wanted.where(cases.c.id.in_(list(among)))
        return list(self._unit.connection.execute(wanted).scalars())

    def forget_tombstones(self, closed_before: int) -> int:
        """What is left of erased cases that were closed before this moment goes, with the proof of what was agreed to. How many went."""
        execute = self._unit.connection.execute
        old = (
            cases.c.district == self._unit.district,
            cases.c.state == "closed",
            cases.c.key_id.is_(None),
            cases.c.closed_at < closed_before,
        )
        numbers = list(execute(select(cases.c.id).where(*old)).scalars())
        for table in (case_askings, consents, exports, interpretings):
            execute(delete(table).where(table.c.case_id.in_(numbers)))
        execute(delete(cases).where(cases.c.id.in_(numbers)))
        return len(numbers)

    def closed_before(self, moment: int) -> list[int]:
        """Closed cases that still hold a thread and were closed before `moment`."""
        wanted = select(cases.c.id).where(cases.c.state == "closed", cases.c.key_id.is_not(None), cases.c.closed_at < moment)
        return [row.id for row in self._unit.connection.execute(wanted)]

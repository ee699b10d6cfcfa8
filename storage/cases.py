"""Cases, their consent and their thread. The thread is sealed with a key of the case's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, insert, or_, select, update

from storage.numbers import new_id
from storage.people import new_data_key
from storage.seal import Sealed
from storage.tables import cases, consents, contacts, data_keys, messages, outbox

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


class MessageRow(NamedTuple):
    """One message of a thread, opened. `carried` says what became of it: queued, sent, dead, or None."""

    id: int
    sender: str
    staff_id: int | None
    words: str
    carried: str | None
    at: int


_carried = func.coalesce(outbox.c.state, messages.c.carried)
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
)


class CaseRows:
    """The cases of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._keys: dict[int, Sealed | None] = {}

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
        return CaseRow(*unit.connection.execute(self._select().where(cases.c.id == number)).one())

    def one(self, case_id: int, *, lock: bool = False) -> CaseRow | None:
        """A case by number. With `lock`, nobody else changes it before this unit ends."""
        wanted = self._select().where(cases.c.id == case_id)
        row = self._unit.connection.execute(wanted.with_for_update() if lock else wanted).first()
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
        accepted_by: int | None = None,
        at_most: int = 200,
    ) -> list[CaseRow]:
        """Cases of these municipalities (None: of all `but_not` these), and those this member accepted.

        All that wait come first, the one that waits longest on top; then at most `at_most` others, open ones first, newest on top.
        `also_without`: also those whose place was not said.
        """
        where: ColumnElement[bool]
        where = cases.c.municipality.not_in(list(but_not)) if municipalities is None else cases.c.municipality.in_(list(municipalities))
        if also_without:
            where = or_(where, cases.c.municipality.is_(None))
        if accepted_by is not None:
            where = or_(where, cases.c.accepted_by == accepted_by)
        wanted = self._select().where(where)
        waiting = wanted.where(cases.c.state == "waiting").order_by(cases.c.created_at, cases.c.id)
        others = wanted.where(cases.c.state != "waiting").order_by(cases.c.state, cases.c.id.desc()).limit(at_most)  # accepted, closed
        execute = self._unit.connection.execute
        return [CaseRow(*row) for rows in (waiting, others) for row in execute(rows)]

    def change(self, case_id: int, **changes: Any) -> None:
        """Changes columns of a case."""
        self._unit.connection.execute(update(cases).where(cases.c.id == case_id).values(**changes))

    def accept(self, case_id: int, staff_id: int) -> bool:
        """Accepts a waiting case. False when somebody else did: of two at once exactly one gets True."""
        waiting = update(cases).where(cases.c.id == case_id, cases.c.state == "waiting")
        result = self._unit.connection.execute(waiting.values(state="accepted", accepted_by=staff_id, accepted_at=self._unit.now_ms))
        return result.rowcount == 1

    # --- consent

    def consent(self, *, case_id: int, purpose: str, version: str, language: str) -> None:
        """The person said yes to this wording, for this purpose, now."""
        values = {"district": self._unit.district, "case_id": case_id, "purpose": purpose, "version": version, "language": language}
        self._unit.connection.execute(insert(consents), {**values, "given_at": self._unit.now_ms})

    def withdraw(self, case_id: int) -> None:
        """The person took their yes back."""
        standing = update(consents).where(consents.c.case_id == case_id, consents.c.withdrawn_at.is_(None))
        self._unit.connection.execute(standing.values(withdrawn_at=self._unit.now_ms))

    def consents_of(self, case_id: int) -> list[tuple[str, str, str, int, int | None]]:
        """What was agreed to: (purpose, version, language, given, withdrawn)."""
        columns = (consents.c.purpose, consents.c.version, consents.c.language, consents.c.given_at, consents.c.withdrawn_at)
        rows = self._unit.connection.execute(select(*columns).where(consents.c.case_id == case_id).order_by(consents.c.id))
        return [tuple(row) for row in rows]

    # --- the thread

    def _key(self, case_id: int) -> Sealed | None:
        if case_id not in self._keys:
            found = select(data_keys.c.wrapped).join(cases, cases.c.key_id == data_keys.c.id).where(cases.c.id == case_id)
            wrapped = self._unit.connection.execute(found).scalar()
            self._keys[case_id] = None if wrapped is None else self._unit.ring.data_key(wrapped)
        return self._keys[case_id]

    def write(
        self,
        *,
        case_id: int,
        sender: str,
        words: str,
        staff_id: int | None = None,
        outbox_id: int | None = None,
        inbox_id: int | None = None,
    ) -> int:
        """Adds to the thread. Raises LookupError when the case was erased: erased content does not come back."""
        key = self._key(case_id)
        if key is None:
            raise LookupError("this case was erased")
        values = {
            "district": self._unit.district,
            "case_id": case_id,
            "sender": sender,
            "staff_id": staff_id,
            "words": key.seal(words.encode("utf-8", "replace")),
            "outbox_id": outbox_id,
            "inbox_id": inbox_id,
            "at": self._unit.now_ms,
        }
        self._unit.mark(f"case:{case_id}")
        return new_id(self._unit.connection.execute(insert(messages), values))

    def thread(self, case_id: int) -> list[MessageRow]:
        """The thread, oldest first. Empty when it was erased."""
        key = self._key(case_id)
        if key is None:
            return []
        wanted = (
            select(messages.c.id, messages.c.sender, messages.c.staff_id, messages.c.words, _carried, messages.c.at)
            .outerjoin(outbox, outbox.c.id == messages.c.outbox_id)
            .where(messages.c.case_id == case_id)
            .order_by(messages.c.id)
        )
        rows = self._unit.connection.execute(wanted)
        return [MessageRow(row[0], row[1], row[2], key.open(row[3]).decode(), row[4], row[5]) for row in rows]

    def undelivered(self, case_ids: Sequence[int]) -> set[int]:
        """Those of these cases whose newest answer did not arrive."""
        newest = select(func.max(messages.c.id)).where(messages.c.case_id.in_(list(case_ids)), messages.c.sender == "staff")
        dead = (
            select(messages.c.case_id)
            .outerjoin(outbox, outbox.c.id == messages.c.outbox_id)
            .where(messages.c.id.in_(newest.group_by(messages.c.case_id)), _carried == "dead")
        )
        return set(self._unit.connection.execute(dead).scalars())

    def unreachable(self, case_ids: Sequence[int]) -> set[int]:
        """Those of these cases whose person cannot be written to by the way they asked."""
        wanted = select(cases.c.id).join(contacts, contacts.c.id == cases.c.contact_id)
        gone = wanted.where(cases.c.id.in_(list(case_ids)), contacts.c.unreachable_at.is_not(None))
        return set(self._unit.connection.execute(gone).scalars())

    def erase(self, case_id: int) -> None:
        """Throws the key of the thread away; what is left is a tombstone with need, place and outcome."""
        execute = self._unit.connection.execute
        key_id = execute(select(cases.c.key_id).where(cases.c.id == case_id)).scalar()
        execute(delete(messages).where(messages.c.case_id == case_id))
        execute(update(cases).where(cases.c.id == case_id).values(person_id=None, contact_id=None, key_id=None))
        if key_id is not None:
            execute(delete(data_keys).where(data_keys.c.id == key_id))
        self._keys.pop(case_id, None)

    def closed_before(self, moment: int) -> list[int]:
        """Closed cases that still hold a thread and were closed before `moment`."""
        wanted = select(cases.c.id).where(cases.c.state == "closed", cases.c.key_id.is_not(None), cases.c.closed_at < moment)
        return [row.id for row in self._unit.connection.execute(wanted)]

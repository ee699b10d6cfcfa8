"""What was said in a case, and what the staff noted. Both are sealed with a key of the case's own; nothing else is alike."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from storage.numbers import new_id
from storage.seal import Sealed
from storage.tables import cases, data_keys, interpretings, messages, notes, outbox

if TYPE_CHECKING:
    from storage.unit import Unit


class NoteRow(NamedTuple):
    """A note of the staff, opened. It is no message: nothing that carries words to people takes one."""

    id: int
    staff_id: int
    words: str
    at: int


class MessageRow(NamedTuple):
    """One message of a thread, opened. `carried` says what became of it: queued, sent, dead, or None.

    `held`: it waits a few seconds, and whoever wrote it can still take it back. `german`: what a fixed sentence in another language means.
    `read_at`: when the person's own page fetched it (web chat).
    """

    id: int
    sender: str
    staff_id: int | None
    words: str
    carried: str | None
    at: int
    held: bool = False
    german: str | None = None
    outbox_id: int | None = None
    read_at: int | None = None


_carried = func.coalesce(outbox.c.state, messages.c.carried)
_held = and_(outbox.c.state == "queued", outbox.c.attempts == 0, outbox.c.due_at > bindparam("now"))


class ThreadRows:
    """The threads of the cases of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._keys: dict[int, Sealed | None] = {}

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
        german: str | None = None,
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
            "german": None if german is None else key.seal(german.encode()),
            "outbox_id": outbox_id,
            "inbox_id": inbox_id,
            "at": self._unit.now_ms,
        }
        self._unit.mark(f"case:{case_id}")
        self._unit.mark("cases")
        return new_id(self._unit.connection.execute(insert(messages), values))

    def messages(self, case_id: int) -> list[MessageRow]:
        """The thread, oldest first. Empty when it was erased."""
        key = self._key(case_id)
        if key is None:
            return []
        wanted = (
            select(
                messages.c.id,
                messages.c.sender,
                messages.c.staff_id,
                messages.c.words,
                _carried,
                messages.c.at,
                _held,
                messages.c.german,
                messages.c.outbox_id,
                messages.c.read_at,
            )
            .outerjoin(outbox, outbox.c.id == messages.c.outbox_id)
            .where(messages.c.case_id == case_id)
            .order_by(messages.c.id)
        )
        rows = self._unit.connection.execute(wanted, {"now": self._unit.now_ms})
        return [
            MessageRow(
                row[0],
                row[1],
                row[2],
                key.open(row[3]).decode(),
                row[4],
                row[5],
                bool(row[6]),
                None if row[7] is None else key.open(row[7]).decode(),
                row[8],
                row[9],
            )
            for row in rows
        ]

    def take_back(self, case_id: int, message_id: int, staff_id: int) -> str | None:
        """Takes back what this member wrote while it is still held: its words. None when it is on its way, or not theirs.

        Of a fixed sentence no words come back: it is chosen again, not written on in another language.
        """
        key = self._key(case_id)
        execute = self._unit.connection.execute
        mine = (messages.c.id == message_id, messages.c.case_id == case_id, messages.c.staff_id == staff_id)
        row = execute(select(messages.c.words, messages.c.outbox_id, messages.c.german).where(*mine)).first()
        if key is None or row is None or row.outbox_id is None or not self._unit.outbox.take_back(row.outbox_id):
            return None
        execute(delete(messages).where(*mine))
        self._unit.sealed.forget_message(message_id)
        self._unit.mark(f"case:{case_id}")
        return key.open(row.words).decode() if row.german is None else ""

    def sent_as(self, case_id: int, dedupe: str) -> str | None:
        """The words of the message whose outbox row was kept under this key."""
        key = self._key(case_id)
        wanted = select(messages.c.words).join(outbox, outbox.c.id == messages.c.outbox_id)
        row = self._unit.connection.execute(wanted.where(messages.c.case_id == case_id, outbox.c.dedupe == dedupe)).first()
        return None if key is None or row is None else key.open(row.words).decode()

    def waits_for_answer(self, case_ids: Sequence[int]) -> dict[int, int]:
        """Those of these cases in which the person wrote last, and since when they wait for an answer."""
        answered = (
            select(messages.c.case_id, func.max(messages.c.id).label("last"))
            .where(messages.c.case_id.in_(list(case_ids)), messages.c.sender == "staff")
            .group_by(messages.c.case_id)
            .subquery()
        )
        unanswered = (
            select(messages.c.case_id, func.min(messages.c.at))
            .outerjoin(answered, answered.c.case_id == messages.c.case_id)
            .where(messages.c.case_id.in_(list(case_ids)), messages.c.sender == "person", messages.c.id > func.coalesce(answered.c.last, 0))
            .group_by(messages.c.case_id)
        )
        return {int(row[0]): int(row[1]) for row in self._unit.connection.execute(unanswered)}

    def newest(self, case_id: int) -> int:
        """The number of the newest message of the thread; 0 when there is none."""
        return int(self._unit.connection.execute(select(func.max(messages.c.id)).where(messages.c.case_id == case_id)).scalar() or 0)

    def last_of_staff(self, case_id: int) -> int | None:
        """When the staff last wrote in this case."""
        mine = (messages.c.case_id == case_id, messages.c.sender == "staff")
        found: int | None = self._unit.connection.execute(select(func.max(messages.c.at)).where(*mine)).scalar()
        return found

    # --- the call back

    def write_call_back(self, case_id: int, facts: Mapping[str, str]) -> None:
        """Keeps how the person wants to be called. Raises LookupError when the case was erased."""
        key = self._key(case_id)
        if key is None:
            raise LookupError("this case was erased")
        sealed = key.seal(json.dumps(dict(facts)).encode())
        self._unit.connection.execute(update(cases).where(cases.c.id == case_id).values(call_back=sealed))

    def call_back(self, case_id: int) -> dict[str, str]:
        """How the person wants to be called; empty when they do not, or when it was forgotten."""
        key = self._key(case_id)
        sealed = self._unit.connection.execute(select(cases.c.call_back).where(cases.c.id == case_id)).scalar()
        return {} if key is None or sealed is None else dict(json.loads(key.open(sealed)))

    # --- what an interpreter is told beforehand

    def write_briefing(self, case_id: int, interpreting_id: int, words: str) -> None:
        """Keeps what the interpreter reads first. Raises LookupError when the case was erased."""
        key = self._key(case_id)
        if key is None:
            raise LookupError("this case was erased")
        sealed = key.seal(words.encode("utf-8", "replace"))
        self._unit.connection.execute(update(interpretings).where(interpretings.c.id == interpreting_id).values(briefing=sealed))

    def briefing(self, case_id: int, interpreting_id: int) -> str:
        """What the interpreter reads first; empty when there is nothing, or it was forgotten."""
        key = self._key(case_id)
        wanted = select(interpretings.c.briefing).where(interpretings.c.id == interpreting_id, interpretings.c.case_id == case_id)
        sealed = self._unit.connection.execute(wanted).scalar()
        return "" if key is None or sealed is None else key.open(sealed).decode()

    # --- notes of the staff

    def write_note(self, *, case_id: int, staff_id: int, words: str) -> None:
        """Keeps a note. Raises LookupError when the case was erased."""
        key = self._key(case_id)
        if key is None:
            raise LookupError("this case was erased")
        values = {"district": self._unit.district, "case_id": case_id, "staff_id": staff_id, "at": self._unit.now_ms}
        self._unit.connection.execute(insert(notes), {**values, "words": key.seal(words.encode("utf-8", "replace"))})
        self._unit.mark(f"case:{case_id}")

    def notes(self, case_id: int) -> list[NoteRow]:
        """The notes, oldest first. Empty when the case was erased."""
        key = self._key(case_id)
        if key is None:
            return []
        columns = (notes.c.id, notes.c.staff_id, notes.c.words, notes.c.at)
        rows = self._unit.connection.execute(select(*columns).where(notes.c.case_id == case_id).order_by(notes.c.id))
        return [NoteRow(row[0], row[1], key.open(row[2]).decode(), row[3]) for row in rows]

    def undelivered(self, case_ids: Sequence[int]) -> set[int]:
        """Those of these cases whose newest answer did not arrive."""
        newest = select(func.max(messages.c.id)).where(messages.c.case_id.in_(list(case_ids)), messages.c.sender == "staff")
        dead = (
            select(messages.c.case_id)
            .outerjoin(outbox, outbox.c.id == messages.c.outbox_id)
            .where(messages.c.id.in_(newest.group_by(messages.c.case_id)), _carried == "dead")
        )
        return set(self._unit.connection.execute(dead).scalars())

    def erase(self, case_id: int) -> None:
        """Throws away what was said and noted, and what is not carried yet; whoever erases the case throws the key away, too."""
        execute = self._unit.connection.execute
        carried = select(messages.c.outbox_id).where(messages.c.case_id == case_id, messages.c.outbox_id.is_not(None))
        held = update(outbox).where(outbox.c.id.in_(carried), outbox.c.state == "queued")
        execute(held.values(state="dead", why="erased", payload=None, ended_at=self._unit.now_ms))
        execute(delete(messages).where(messages.c.case_id == case_id))
        execute(delete(notes).where(notes.c.case_id == case_id))
        self._keys.pop(case_id, None)

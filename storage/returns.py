"""Coming back into a web chat: codes as keyed hashes, addresses sealed with the person's key, and what was not read yet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update

from storage.outbox import MAIL
from storage.return_tables import return_codes, return_mails
from storage.tables import cases, contacts, messages, outbox, persons

if TYPE_CHECKING:
    from storage.unit import Unit


class MailRow(NamedTuple):
    """An address, opened. `stop` is what ends the mails; `mailed_at`: a mail was written and they were not here since."""

    person_id: int
    case_id: int
    address: str
    stop: str
    named: bool
    mailed_at: int | None


_by_staff = messages.c.sender.in_(("staff", "interpreter"))


class ReturnRows:
    """The ways back of the people of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    # --- codes

    def add_code(self, code_hash: str, person_id: int, case_id: int) -> None:
        """From now on this code opens the person's chat, and no older one of theirs."""
        execute = self._unit.connection.execute
        execute(delete(return_codes).where(return_codes.c.person_id == person_id))
        values = {"code_hash": code_hash, "district": self._unit.district, "person_id": person_id, "case_id": case_id}
        execute(insert(return_codes), values)

    def by_code(self, code_hash: str) -> tuple[int, int] | None:
        """Whose code it is, and of which case."""
        wanted = select(return_codes.c.person_id, return_codes.c.case_id)
        mine = wanted.where(return_codes.c.district == self._unit.district, return_codes.c.code_hash == code_hash)
        row = self._unit.connection.execute(mine).first()
        return None if row is None else (row.person_id, row.case_id)

    def has_code(self, person_id: int) -> bool:
        """Whether this person noted a code down."""
        wanted = select(return_codes.c.person_id).where(return_codes.c.person_id == person_id)
        return self._unit.connection.execute(wanted).first() is not None

    # --- addresses

    def write_mail(self, *, person_id: int, case_id: int, address: str, stop: str, named: bool) -> None:
        """Keeps the address of this person, in place of an older one."""
        unit = self._unit
        unit.connection.execute(delete(return_mails).where(return_mails.c.person_id == person_id))
        sealed = unit.people.key_of(person_id).seal(json.dumps({"address": address, "stop": stop}).encode())
        values = {"person_id": person_id, "district": unit.district, "case_id": case_id, "sealed": sealed, "named": named}
        unit.connection.execute(insert(return_mails), {**values, "stop_hash": self._hashed(stop)})

    def _hashed(self, stop: str) -> str:
        return self._unit.ring.lookup("stop mails", stop)

    def mail_of(self, person_id: int) -> MailRow | None:
        """The address of this person."""
        return self._mail(return_mails.c.person_id == person_id)

    def mail_by_stop(self, stop: str) -> MailRow | None:
        """The address whose mails this ends."""
        return self._mail(return_mails.c.stop_hash == self._hashed(stop))

    def _mail(self, condition: ColumnElement[bool]) -> MailRow | None:
        mine = select(return_mails).where(return_mails.c.district == self._unit.district, condition)
        row = self._unit.connection.execute(mine).first()
        if row is None:
            return None
        told = json.loads(self._unit.people.key_of(row.person_id).open(row.sealed))
        return MailRow(row.person_id, row.case_id, told["address"], told["stop"], row.named, row.mailed_at)

    def forget_mail(self, person_id: int) -> None:
        """The address goes, and what waits to be mailed there is not mailed any more."""
        self._forget_mails([person_id])

    def _forget_mails(self, person_ids: Sequence[int]) -> None:
        for person_id in person_ids:
            self._unit.outbox.forget_chat(self.mail_hash(person_id))
        self._unit.connection.execute(delete(return_mails).where(return_mails.c.person_id.in_(list(person_ids))))

    def mail_hash(self, person_id: int) -> str:
        """What the outbox knows the address by; the address itself is not there."""
        return self._unit.ring.lookup(MAIL, "person", str(person_id))

    def mailed(self, person_id: int) -> None:
        """A mail was written; there is no other one until they come back."""
        mine = update(return_mails).where(return_mails.c.person_id == person_id)
        self._unit.connection.execute(mine.values(mailed_at=self._unit.now_ms))

    def came_back(self, person_id: int) -> None:
        """They were here: the next time something waits there may be a mail again."""
        mine = update(return_mails).where(return_mails.c.person_id == person_id, return_mails.c.mailed_at.is_not(None))
        self._unit.connection.execute(mine.values(mailed_at=None))

    def to_mail(self, written_before: int) -> list[int]:
        """People with an address and an answer from before that moment that they did not read; nobody who is left alone."""
        wanted = (
            select(return_mails.c.person_id)
            .join(persons, persons.c.id == return_mails.c.person_id)
            .where(return_mails.c.district == self._unit.district, return_mails.c.mailed_at.is_(None), persons.c.quiet.is_(False))
        )
        waits = self._unread(written_before).where(cases.c.person_id == return_mails.c.person_id).exists()
        return list(self._unit.connection.execute(wanted.where(waits)).scalars())

    # --- what was read

    def _unread(self, written_before: int) -> Select[Any]:
        """Cases with an answer that was carried to a web chat and that nobody fetched there."""
        carried = func.coalesce(outbox.c.state, messages.c.carried, "sent") != "queued"
        return (
            select(messages.c.case_id)
            .join(cases, cases.c.id == messages.c.case_id)
            .join(contacts, contacts.c.id == cases.c.contact_id)
            .outerjoin(outbox, outbox.c.id == messages.c.outbox_id)
            .where(contacts.c.channel == "web", _by_staff, messages.c.read_at.is_(None), messages.c.at < written_before, carried)
        )

    def unread(self, case_ids: Sequence[int], written_before: int) -> set[int]:
        """Those of these cases with an answer in a web chat from before that moment that the person did not fetch."""
        mine = self._unread(written_before).where(messages.c.case_id.in_(list(case_ids)))
        return set(self._unit.connection.execute(mine).scalars())

    def read(self, outbox_ids: Sequence[int]) -> None:
        """The person's own page fetched what these rows carried."""
        execute = self._unit.connection.execute
        theirs = update(messages).where(messages.c.outbox_id.in_(list(outbox_ids)), messages.c.read_at.is_(None))
        for case_id in dict.fromkeys(execute(theirs.values(read_at=self._unit.now_ms).returning(messages.c.case_id)).scalars()):
            self._unit.mark(f"case:{case_id}")
            self._unit.mark("cases")
            person_id = execute(select(cases.c.person_id).where(cases.c.id == case_id)).scalar()
            if person_id is not None:
                self.came_back(person_id)

    def arrived(self, case_id: int) -> None:
        """What did not arrive in the person's chat stands there again, so it did."""
        unit, execute = self._unit, self._unit.connection.execute
        dead = select(outbox.c.id).join(messages, messages.c.outbox_id == outbox.c.id)
        unit.outbox.sent(list(execute(dead.where(messages.c.case_id == case_id, outbox.c.state == "dead")).scalars()))
        execute(update(messages).where(messages.c.case_id == case_id, messages.c.carried == "dead").values(carried="sent"))

    # --- forgetting

    def forget_person(self, person_id: int) -> None:
        """Code and address of this person go."""
        self.forget_mail(person_id)
        self._unit.connection.execute(delete(return_codes).where(return_codes.c.person_id == person_id))

    def forget_case(self, case_id: int) -> None:
        """Code and address that were left in this case go."""
        execute = self._unit.connection.execute
        self._forget_mails(list(execute(select(return_mails.c.person_id).where(return_mails.c.case_id == case_id)).scalars()))
        execute(delete(return_codes).where(return_codes.c.case_id == case_id))

"""The e-mail addresses of staff: contacts like others, sealed, and theirs only once a link that was mailed there came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from storage.numbers import new_id
from storage.outbox import MAIL
from storage.tables import contacts, staff, staff_links

if TYPE_CHECKING:
    from storage.unit import Unit


class AddressRow(NamedTuple):
    """An address, opened. `unreachable_at`: since when the mail server says that it takes nothing."""

    contact_id: int
    address: str
    unreachable_at: int | None


class StaffMailRows:
    """The addresses of the staff of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def of(self, staff_id: int) -> AddressRow | None:
        """Their confirmed address."""
        return self._address(contacts.c.staff_id == staff_id)

    def asked(self, staff_id: int) -> AddressRow | None:
        """The address that waits for its link to come back."""
        links = select(staff_links.c.contact_id).where(
            staff_links.c.staff_id == staff_id,
            staff_links.c.purpose == MAIL,
            staff_links.c.used_at.is_(None),
            staff_links.c.expires_at >= self._unit.now_ms,
        )
        return self._address(contacts.c.id.in_(links))

    def _address(self, condition: object) -> AddressRow | None:
        wanted = select(contacts.c.id, contacts.c.chat_sealed, contacts.c.unreachable_at).where(contacts.c.channel == MAIL)
        row = self._unit.connection.execute(wanted.where(condition).order_by(contacts.c.id.desc())).first()  # type: ignore[arg-type]
        return None if row is None else AddressRow(row.id, self._unit.ring.house.open(row.chat_sealed).decode(), row.unreachable_at)

    def ask(self, staff_id: int, address: str, token_hash: str) -> tuple[int, str]:
        """The link of this token confirms the address; an earlier question counts no more. The contact and the hash it is found by."""
        unit = self._unit
        execute = unit.connection.execute
        others = update(staff_links).where(staff_links.c.staff_id == staff_id, staff_links.c.purpose == MAIL)
        execute(others.where(staff_links.c.used_at.is_(None), staff_links.c.token_hash != token_hash).values(used_at=unit.now_ms))
        self._drop_unasked(staff_id)
        chat_hash = unit.ring.lookup(MAIL, str(staff_id), address)  # several members may share a mailbox, so theirs is in it
        known = execute(select(contacts.c.id).where(contacts.c.chat_hash == chat_hash)).scalar()
        if known is None:
            sealed = unit.ring.house.seal(address.encode())
            values = {"district": unit.district, "channel": MAIL, "chat_hash": chat_hash, "chat_sealed": sealed}
            known = new_id(execute(insert(contacts), values))
        unit.staff.ask_binding(token_hash, int(known))
        return int(known), chat_hash

    def _drop_unasked(self, staff_id: int) -> None:
        mine = select(staff_links.c.contact_id).where(
            staff_links.c.staff_id == staff_id, staff_links.c.purpose == MAIL, staff_links.c.used_at.is_not(None)
        )
        self._drop(contacts.c.id.in_(mine) & contacts.c.staff_id.is_(None))

    def asked_since(self, staff_id: int, expires_after: int) -> int:
        """How many links they had mailed that expire after this moment."""
        counted = select(func.count()).select_from(staff_links)
        mine = counted.where(staff_links.c.staff_id == staff_id, staff_links.c.purpose == MAIL, staff_links.c.expires_at > expires_after)
        return int(self._unit.connection.execute(mine).scalar_one())

    def bind(self, staff_id: int, contact_id: int) -> None:
        """The link came back: from now on this is their address, and no other one."""
        self._drop((contacts.c.staff_id == staff_id) & (contacts.c.id != contact_id))
        mine = update(contacts).where(contacts.c.id == contact_id, contacts.c.channel == MAIL)
        self._unit.connection.execute(mine.values(staff_id=staff_id, unreachable_at=None))

    def drop(self, staff_id: int) -> None:
        """Their address goes, also one that is not confirmed, and what waits to be mailed there is not mailed any more."""
        execute = self._unit.connection.execute
        others = update(staff_links).where(staff_links.c.staff_id == staff_id, staff_links.c.purpose == MAIL)
        execute(others.where(staff_links.c.used_at.is_(None)).values(used_at=self._unit.now_ms))
        self._drop_unasked(staff_id)
        self._drop(contacts.c.staff_id == staff_id)

    def _drop(self, condition: object) -> int:
        execute = self._unit.connection.execute
        gone = execute(select(contacts.c.id, contacts.c.chat_hash).where(contacts.c.channel == MAIL, condition)).all()  # type: ignore[arg-type]
        for row in gone:
            self._unit.outbox.forget_chat(row.chat_hash)
        execute(delete(contacts).where(contacts.c.id.in_([row.id for row in gone])))
        return len(gone)

    def unreachable(self) -> list[str]:
        """The names of active members whose address takes nothing."""
        names = select(staff.c.name).join(contacts, contacts.c.staff_id == staff.c.id)
        theirs = names.where(staff.c.district == self._unit.district, contacts.c.channel == MAIL, contacts.c.unreachable_at.is_not(None))
        return list(self._unit.connection.execute(theirs.where(staff.c.deactivated_at.is_(None)).order_by(staff.c.name)).scalars())

    def forget_unconfirmed(self) -> int:
        """Addresses whose link did not come back in time go. How many went."""
        usable = select(staff_links.c.contact_id).where(
            staff_links.c.purpose == MAIL,
            staff_links.c.used_at.is_(None),
            staff_links.c.expires_at >= self._unit.now_ms,
            staff_links.c.contact_id.is_not(None),
        )
        mine = contacts.c.district == self._unit.district
        return self._drop(mine & contacts.c.staff_id.is_(None) & contacts.c.id.not_in(usable))

"""Persons and the contacts they are reached by. No name, no number in the clear."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, case, delete, func, insert, select, update

from storage.numbers import new_id
from storage.prepared import Prepared
from storage.seal import Sealed
from storage.tables import consents, contacts, data_keys, persons, referrals, yes_codes

if TYPE_CHECKING:
    from storage.unit import Unit


class PersonRow(NamedTuple):
    """A person as one contact of theirs shows them. `draft` is what the conversation still needs, opened."""

    id: int
    contact_id: int
    channel: str
    chat_hash: str
    language: str
    language_chosen: bool
    municipality: str | None
    place_declined: bool
    notice_at: int | None
    conversation_place: str
    draft: dict[str, Any]
    unreachable_at: int | None
    quiet: bool
    muted_until: int | None = None


class ContactRow(NamedTuple):
    """One way to reach somebody. `chat` is the opened address in the channel."""

    id: int
    channel: str
    chat_hash: str
    chat: str
    language: str
    unreachable_at: int | None


_by_chat = Prepared(
    select(
        persons.c.id,
        contacts.c.id.label("contact_id"),
        contacts.c.channel,
        contacts.c.chat_hash,
        persons.c.language,
        persons.c.language_chosen,
        persons.c.municipality,
        persons.c.place_declined,
        persons.c.notice_at,
        persons.c.conversation_place,
        persons.c.draft,
        contacts.c.unreachable_at,
        persons.c.quiet,
        persons.c.muted_until,
        data_keys.c.wrapped,
    )
    .join(persons, persons.c.id == contacts.c.person_id)
    .join(data_keys, data_keys.c.id == persons.c.key_id)
    .where(contacts.c.chat_hash == bindparam("chat"))
)
_seen = update(persons).where(persons.c.id == bindparam("person")).values(last_seen_at=bindparam("now"))


@cache
def _change(columns: tuple[str, ...]) -> Prepared:
    """The statement that changes these columns."""
    values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
    return Prepared(update(persons).where(persons.c.id == bindparam("person")).values(last_seen_at=bindparam("now"), **values))


class PeopleRows:
    """The people of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._keys: dict[int, Sealed] = {}
        self._changes: dict[int, dict[str, Any]] = {}

    def by_chat(self, chat_hash: str) -> PersonRow | None:
        """The person who writes from this chat, if they wrote before."""
        row = _by_chat.first(self._unit.connection, {"chat": chat_hash})
        if row is None:
            return None
        number, contact, channel, chat, language, chosen, municipality, declined, notice, place, *rest = row
        sealed, unreachable, quiet, muted, wrapped = rest
        draft = {} if sealed is None else json.loads(self.key_of(number, wrapped).open(sealed))
        known = (number, contact, channel, chat, language, bool(chosen), municipality, bool(declined), notice, place, draft)
        return PersonRow(*known, unreachable, bool(quiet), muted)

    def key_of(self, person_id: int, wrapped: bytes | None = None) -> Sealed:
        """The key that seals what is kept of this person."""
        if person_id not in self._keys:
            if wrapped is None:
                found = select(data_keys.c.wrapped).join(persons, persons.c.key_id == data_keys.c.id).where(persons.c.id == person_id)
                wrapped = self._unit.connection.execute(found).scalar_one()
            self._keys[person_id] = self._unit.ring.data_key(wrapped)
        return self._keys[person_id]

    def welcome(self, *, channel: str, chat_hash: str, chat: str, language: str) -> PersonRow:
        """A new person with this chat as their contact. A staff member's own chat becomes a person's too when they write a need."""
        unit = self._unit
        key_id = new_data_key(unit)
        about = {"district": unit.district, "key_id": key_id, "language": language, "last_seen_at": unit.now_ms}
        person_id = new_id(unit.connection.execute(insert(persons), about))
        known = unit.connection.execute(select(contacts.c.id).where(contacts.c.chat_hash == chat_hash)).scalar()
        if known is None:
            contact_id = self._new_contact(channel, chat_hash, chat, person_id)
        else:
            contact_id = int(known)
            unit.connection.execute(update(contacts).where(contacts.c.id == contact_id).values(person_id=person_id))
        return PersonRow(person_id, contact_id, channel, chat_hash, language, False, None, False, None, "", {}, None, False)

    def _new_contact(self, channel: str, chat_hash: str, chat: str, person_id: int) -> int:
        unit = self._unit
        values = {
            "district": unit.district,
            "person_id": person_id,
            "channel": channel,
            "chat_hash": chat_hash,
            "chat_sealed": unit.ring.house.seal(chat.encode()),
        }
        return new_id(unit.connection.execute(insert(contacts), values))

    def update(self, person_id: int, **changes: Any) -> None:
        """Changes columns of the person; `draft` is sealed. Written once for all changes of a unit."""
        self._changes.setdefault(person_id, {}).update(changes)
        self._unit.put_off(self._write)

    def _write(self) -> None:
        changed, self._changes = self._changes, {}
        for person_id, changes in changed.items():
            if "draft" in changes:
                draft = changes["draft"]
                changes["draft"] = self.key_of(person_id).seal(json.dumps(draft).encode()) if draft else None
            about = {f"new_{column}": value for column, value in changes.items()}
            _change(tuple(sorted(changes))).changed(self._unit.connection, {"person": person_id, "now": self._unit.now_ms, **about})

    def seen(self, person_id: int) -> None:
        """They wrote now."""
        self._unit.connection.execute(_seen, {"person": person_id, "now": self._unit.now_ms})

    def contact(self, contact_id: int) -> ContactRow | None:
        """One contact, opened, with the language its person reads."""
        row = self._unit.connection.execute(
            select(
                contacts.c.id,
                contacts.c.channel,
                contacts.c.chat_hash,
                contacts.c.chat_sealed,
                persons.c.language,
                contacts.c.unreachable_at,
            )
            .outerjoin(persons, persons.c.id == contacts.c.person_id)
            .where(contacts.c.id == contact_id)
        ).first()
        if row is None:
            return None
        chat = self._unit.ring.house.open(row.chat_sealed).decode()
        return ContactRow(row.id, row.channel, row.chat_hash, chat, row.language or "de", row.unreachable_at)

    def newest_contact_of(self, person_id: int) -> ContactRow | None:
        """The contact this person wrote from last made; None when they were erased."""
        newest = select(func.max(contacts.c.id)).where(contacts.c.person_id == person_id)
        number: int | None = self._unit.connection.execute(newest).scalar()
        return None if number is None else self.contact(number)

    def language_of(self, person_id: int) -> str | None:
        """The language of somebody who may be written to unasked; None: they are gone, or want to be left alone."""
        wanted = select(persons.c.language).where(persons.c.id == person_id, persons.c.quiet.is_(False))
        found: str | None = self._unit.connection.execute(wanted).scalar()
        return found

    def mute(self, person_id: int, until: int | None) -> None:
        """Until when this person gets no ordinary answers; not a moment they were here."""
        mine = update(persons).where(persons.c.id == person_id)
        self._unit.connection.execute(mine.values(muted_until=until))

    def unreachable(self, contact_id: int, *, since: int | None) -> None:
        """The channel says this contact cannot be written to (or can again: None)."""
        self._unit.connection.execute(update(contacts).where(contacts.c.id == contact_id).values(unreachable_at=since))

    def erase(self, person_id: int) -> list[str]:
        """Forgets a person: the row, the contacts, the key. Gives back the chat hashes whose queues must be emptied too."""
        execute = self._unit.connection.execute
        key_id = execute(select(persons.c.key_id).where(persons.c.id == person_id)).scalar()
        if key_id is None:
            return []
        chats = [row.chat_hash for row in execute(select(contacts.c.chat_hash).where(contacts.c.person_id == person_id))]
        self._unit.returns.forget_person(person_id)
        self._unit.wishes.forget_person(person_id)
        execute(delete(referrals).where(referrals.c.person_id == person_id))
        execute(delete(yes_codes).where(yes_codes.c.person_id == person_id))
        execute(update(consents).where(consents.c.person_id == person_id).values(person_id=None))
        execute(delete(contacts).where(contacts.c.person_id == person_id, contacts.c.staff_id.is_(None)))
        execute(update(contacts).where(contacts.c.person_id == person_id).values(person_id=None))
        execute(delete(persons).where(persons.c.id == person_id))
        execute(delete(data_keys).where(data_keys.c.id == key_id))
        return chats

    def forget_drafts_before(self, moment: int) -> int:
        """What the conversation needed of whoever has not written since `moment` goes. Of how many it went."""
        idle = (persons.c.district == self._unit.district, persons.c.last_seen_at < moment)
        place = case((persons.c.conversation_place == "human", "human"), else_="")
        forgotten = update(persons).where(*idle, persons.c.draft.is_not(None)).values(draft=None, conversation_place=place)
        return self._unit.connection.execute(forgotten).rowcount

    def idle_since(self, moment: int) -> list[int]:
        """Who has not written since `moment`."""
        found = select(persons.c.id).where(persons.c.district == self._unit.district, persons.c.last_seen_at < moment)
        return [row.id for row in self._unit.connection.execute(found)]


def new_data_key(unit: Unit) -> int:
    """A fresh data key; its number in `data_keys`."""
    wrapped, _ = unit.ring.new_data_key()
    result = unit.connection.execute(insert(data_keys), {"district": unit.district, "wrapped": wrapped})
    return new_id(result)

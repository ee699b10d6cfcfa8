"""Staff: who they are, where they work, how they sign in and where they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.numbers import new_id
from storage.tables import absences, cases, contacts, posts, staff, staff_links, staff_sessions

if TYPE_CHECKING:
    from storage.unit import Unit

_by_chat = select(contacts.c.staff_id).where(contacts.c.chat_hash == bindparam("chat"))


class StaffRow(NamedTuple):
    """One member of the staff with the municipalities they hold a post in (a coordinator: all).

    `languages` and `areas` are what they work in and know best; `capacity` is how many open cases they can have, None when not said.
    `gender` is what an interpreter says of themselves: woman, man, or nothing.
    """

    id: int
    role: str
    name: str
    language: str
    municipalities: tuple[str, ...]
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    capacity: int | None = None
    gender: str = ""


class LinkRow(NamedTuple):
    """A one-time link."""

    staff_id: int
    purpose: str
    expires_at: int
    used_at: int | None
    contact_id: int | None


class SessionRow(NamedTuple):
    """A signed-in desk."""

    staff_id: int
    csrf: str
    last_seen_at: int
    settled: bool


class StaffRows:
    """The staff of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def add(self, *, role: str, name: str, language: str, municipalities: Iterable[str]) -> int:
        """A new member of the staff; their number. They take a vacant post in each of these municipalities, or a new one."""
        unit = self._unit
        values = {"district": unit.district, "role": role, "name": name, "language": language, "created_at": unit.now_ms}
        staff_id = new_id(unit.connection.execute(insert(staff), values))
        for municipality in municipalities:
            unit.roster.take_post(staff_id, municipality)
        return staff_id

    def change(self, staff_id: int, *, languages: Iterable[str], areas: Iterable[str], capacity: int | None, gender: str = "") -> None:
        """What they work in, what they know best, how much they can take, and what they say of themselves."""
        changed = update(staff).where(staff.c.id == staff_id, staff.c.district == self._unit.district)
        values = {"languages": " ".join(languages), "areas": " ".join(areas), "capacity": capacity, "gender": gender}
        self._unit.connection.execute(changed.values(values))

    def one(self, staff_id: int) -> StaffRow | None:
        """An active member of the staff."""
        found = self._where(staff.c.id == staff_id)
        return found[0] if found else None

    def by_role(self, role: str) -> list[StaffRow]:
        """All active members with this role."""
        return self._where(staff.c.role == role)

    def for_municipality(self, municipality: str) -> list[StaffRow]:
        """The active case managers of a municipality."""
        there = select(posts.c.staff_id).where(posts.c.district == self._unit.district, posts.c.municipality == municipality)
        return self._where((staff.c.role == "case_manager") & staff.c.id.in_(there))

    def municipalities_with_somebody(self) -> list[str]:
        """The municipalities an active case manager is responsible for."""
        there = (
            select(posts.c.municipality)
            .join(staff, staff.c.id == posts.c.staff_id)
            .where(staff.c.district == self._unit.district, staff.c.role == "case_manager", staff.c.deactivated_at.is_(None))
            .distinct()
        )
        return list(self._unit.connection.execute(there).scalars())

    def names(self) -> dict[int, tuple[str, bool]]:
        """The name of everybody who is or was in the team, and whether they still are."""
        known = select(staff.c.id, staff.c.name, staff.c.deactivated_at.is_(None)).where(staff.c.district == self._unit.district)
        return {number: (name, bool(still)) for number, name, still in self._unit.connection.execute(known)}

    def by_chat(self, chat_hash: str) -> StaffRow | None:
        """The active member of the staff who confirmed this chat as theirs."""
        number = self._unit.connection.execute(_by_chat, {"chat": chat_hash}).scalar()
        return None if number is None else self.one(int(number))

    def _where(self, condition: object) -> list[StaffRow]:
        execute = self._unit.connection.execute
        wanted = select(*(staff.c[name] for name in ("id", "role", "name", "language", "languages", "areas", "capacity", "gender")))
        rows = execute(
            wanted.where(staff.c.district == self._unit.district, staff.c.deactivated_at.is_(None), condition).order_by(staff.c.id)  # type: ignore[arg-type]
        ).all()
        ids = [row.id for row in rows]
        where: dict[int, list[str]] = {number: [] for number in ids}
        places = select(posts.c.staff_id, posts.c.municipality).where(posts.c.staff_id.in_(ids))
        for number, municipality in execute(places.distinct().order_by("municipality")):
            where[number].append(municipality)
        return [
            StaffRow(
                row.id,
                row.role,
                row.name,
                row.language,
                tuple(where[row.id]),
                tuple(row.languages.split()),
                tuple(row.areas.split()),
                row.capacity,
                row.gender,
            )
            for row in rows
        ]

    def contacts_of(self, staff_ids: Iterable[int]) -> list[tuple[int, int, str, str]]:
        """The confirmed chats of these members: (staff, contact, channel, chat hash)."""
        wanted = select(contacts.c.staff_id, contacts.c.id, contacts.c.channel, contacts.c.chat_hash)
        rows = self._unit.connection.execute(wanted.where(contacts.c.staff_id.in_(list(staff_ids)), contacts.c.unreachable_at.is_(None)))
        return [tuple(row) for row in rows]

    def told_by(self, staff_id: int) -> tuple[str, ...]:
        """The channels in which they want to hear that something waits; none: at the desk only."""
        said = self._unit.connection.execute(select(staff.c.told_by).where(staff.c.id == staff_id)).scalar() or ""
        return tuple(said.split())

    def tell_by(self, staff_id: int, channels: Iterable[str]) -> None:
        """From now on they hear it in these channels."""
        mine = update(staff).where(staff.c.id == staff_id, staff.c.district == self._unit.district)
        self._unit.connection.execute(mine.values(told_by=" ".join(channels)))

    def deactivate(self, staff_id: int) -> None:
        """They left: sessions and chats end in the same moment, their posts are vacant, and nobody counts on them as a substitute."""
        execute = self._unit.connection.execute
        execute(update(staff).where(staff.c.id == staff_id).values(deactivated_at=self._unit.now_ms))
        execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))
        self._unit.staff_mail.drop(staff_id)
        execute(update(contacts).where(contacts.c.staff_id == staff_id).values(staff_id=None))
        execute(update(posts).where(posts.c.staff_id == staff_id).values(staff_id=None))
        self._unit.credentials.forget(staff_id)
        execute(delete(absences).where(absences.c.staff_id == staff_id))
        execute(update(absences).where(absences.c.substitute_id == staff_id).values(substitute_id=None))

    def forget_left_before(self, moment: int) -> int:
        """Who left before `moment` has no name here any more; what they did stays under their number. Of how many it went."""
        unit = self._unit
        over = (staff.c.district == unit.district, staff.c.deactivated_at < moment, staff.c.name != "")
        nobody = {
            "name": "",
            "login": None,
            "password_hash": None,
            "totp": None,
            "languages": "",
            "areas": "",
            "capacity": None,
            "gender": "",
        }
        gone = unit.connection.execute(update(staff).where(*over).values(**nobody)).rowcount
        nobodys = (contacts.c.district == unit.district, contacts.c.person_id.is_(None), contacts.c.staff_id.is_(None))
        asked = select(cases.c.id).where(cases.c.contact_id == contacts.c.id).exists()
        binding = select(staff_links.c.token_hash).where(staff_links.c.contact_id == contacts.c.id).exists()
        unit.connection.execute(delete(contacts).where(*nobodys, ~asked, ~binding))
        return gone

    def forget_doors_before(self, moment: int) -> None:
        """Links that expired and sessions that were last used before `moment` go."""
        execute, district = self._unit.connection.execute, self._unit.district
        execute(delete(staff_links).where(staff_links.c.district == district, staff_links.c.expires_at < moment))
        execute(delete(staff_sessions).where(staff_sessions.c.district == district, staff_sessions.c.last_seen_at < moment))

    # --- one-time links

    def add_link(self, *, token_hash: str, staff_id: int, purpose: str, expires_at: int) -> None:
        """A link that may be used once before `expires_at`."""
        values = {
            "district": self._unit.district,
            "token_hash": token_hash,
            "staff_id": staff_id,
            "purpose": purpose,
            "expires_at": expires_at,
        }
        self._unit.connection.execute(insert(staff_links), values)

    def link(self, token_hash: str) -> LinkRow | None:
        """The link of this token, used or not."""
        columns = (staff_links.c.staff_id, staff_links.c.purpose, staff_links.c.expires_at, staff_links.c.used_at, staff_links.c.contact_id)
        row = self._unit.connection.execute(select(*columns).where(staff_links.c.token_hash == token_hash)).first()
        return None if row is None else LinkRow(*row)

    def use_link(self, token_hash: str) -> bool:
        """Uses a link up. False when it was used or has expired: then nothing changed."""
        now = self._unit.now_ms
        usable = update(staff_links).where(
            staff_links.c.token_hash == token_hash, staff_links.c.used_at.is_(None), staff_links.c.expires_at >= now
        )
        return self._unit.connection.execute(usable.values(used_at=now)).rowcount == 1

    def ask_binding(self, token_hash: str, contact_id: int) -> None:
        """This chat asks to be the staff member's; the desk has to confirm it."""
        self._unit.connection.execute(update(staff_links).where(staff_links.c.token_hash == token_hash).values(contact_id=contact_id))

    def asked_bindings(self, staff_id: int) -> list[tuple[int, str, str]]:
        """Chats that ask to be bound to this member: (contact, channel, chat hash)."""
        wanted = (
            select(contacts.c.id, contacts.c.channel, contacts.c.chat_hash)
            .join(staff_links, staff_links.c.contact_id == contacts.c.id)
            .where(staff_links.c.staff_id == staff_id, staff_links.c.purpose == "chat", contacts.c.staff_id.is_(None))
        )
        return [tuple(row) for row in self._unit.connection.execute(wanted)]

    def bind(self, staff_id: int, contact_id: int) -> None:
        """Confirmed on the desk: from now on this chat is the staff member's."""
        execute = self._unit.connection.execute
        execute(update(contacts).where(contacts.c.id == contact_id).values(staff_id=staff_id))
        execute(update(staff_links).where(staff_links.c.contact_id == contact_id).values(contact_id=None))

    # --- desk sessions

    def open_session(self, *, token_hash: str, staff_id: int, csrf: str, settled: bool) -> None:
        """A signed-in desk; only the hash of its cookie is kept."""
        now = self._unit.now_ms
        values = {
            "district": self._unit.district,
            "token_hash": token_hash,
            "staff_id": staff_id,
            "csrf": csrf,
            "created_at": now,
            "last_seen_at": now,
            "settled": settled,
        }
        self._unit.connection.execute(insert(staff_sessions), values)

    def session(self, token_hash: str) -> SessionRow | None:
        """The session of a cookie."""
        columns = (staff_sessions.c.staff_id, staff_sessions.c.csrf, staff_sessions.c.last_seen_at, staff_sessions.c.settled)
        row = self._unit.connection.execute(select(*columns).where(staff_sessions.c.token_hash == token_hash)).first()
        return None if row is None else SessionRow(*row)

    def settle(self, token_hash: str) -> None:
        """A second factor was set up in this session."""
        mine = update(staff_sessions).where(staff_sessions.c.token_hash == token_hash)
        self._unit.connection.execute(mine.values(settled=True))

    def session_seen(self, token_hash: str) -> None:
        """The desk was used now."""
        seen = update(staff_sessions).where(staff_sessions.c.token_hash == token_hash)
        self._unit.connection.execute(seen.values(last_seen_at=self._unit.now_ms))

    def close_session(self, token_hash: str) -> None:
        """Signed out."""
        self._unit.connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == token_hash))

    def number(self) -> int:
        """How many active members there are."""
        counted = select(func.count()).select_from(staff).where(staff.c.district == self._unit.district, staff.c.deactivated_at.is_(None))
        return int(self._unit.connection.execute(counted).scalar_one())

"""Who may sit at the desk: invitations, one-time links, sessions, chats of staff."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from cases.auditing import Action, note
from cases.refusals import LinkUsedUp
from storage.moments import to_ms
from storage.staff import StaffRow
from storage.unit import Unit

LINK_FOR_DESK = timedelta(hours=24)
LINK_FOR_CHAT = timedelta(minutes=10)
IDLE_SESSION = timedelta(hours=8)  # a working day
ROLES = ("case_manager", "coordinator", "admin", "auditor", "office_contact", "interpreter", "steering")


def hash_token(token: str) -> str:
    """What is kept of a token. Tokens carry 128 bits or more of chance, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def invite(
    unit: Unit, *, role: str, name: str, municipalities: tuple[str, ...] = (), language: str = "de", by: StaffRow | None = None
) -> str:
    """A new member of the staff and their first one-time link's token, good for 24 hours. `by` None: invited at the command line.

    Whoever waits because nobody was there gets them at the next look of the promise clock.
    """
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    staff_id = unit.staff.add(role=role, name=name, language=language, municipalities=municipalities)
    unit.cases.look_again_now()
    note(unit, Action.INVITED, by, about=str(staff_id))
    return new_link(unit, staff_id, "desk", LINK_FOR_DESK, by)


def new_link(unit: Unit, staff_id: int, purpose: str, lasts: timedelta, by: StaffRow | None = None) -> str:
    """A one-time token for an existing member: to sign in at the desk, or to bind a chat."""
    token = secrets.token_urlsafe(24)
    unit.staff.add_link(token_hash=hash_token(token), staff_id=staff_id, purpose=purpose, expires_at=to_ms(unit.now + lasts))
    note(unit, Action.LINK_MADE, by, about=f"{purpose} {staff_id}")
    return token


def sign_in(unit: Unit, token: str) -> str:
    """Uses the link up and opens a session: the cookie's value. Raises LinkUsedUp."""
    hashed = hash_token(token)
    link = unit.staff.link(hashed)
    if link is None or link.purpose != "desk" or unit.staff.one(link.staff_id) is None or not unit.staff.use_link(hashed):
        raise LinkUsedUp
    note(unit, Action.SIGNED_IN, unit.staff.one(link.staff_id))
    return open_session(unit, link.staff_id, settled=False)


def open_session(unit: Unit, staff_id: int, *, settled: bool) -> str:
    """A new session: the cookie's value. `settled`: a second factor was shown; a one-time link alone is none."""
    cookie = secrets.token_urlsafe(32)
    unit.staff.open_session(token_hash=hash_token(cookie), staff_id=staff_id, csrf=secrets.token_urlsafe(24), settled=settled)
    return cookie


def is_settled(unit: Unit, cookie: str) -> bool:
    """Whether this session was opened with a second factor, or one was set up in it."""
    session = unit.staff.session(hash_token(cookie))
    return session is not None and session.settled


def signed_in(unit: Unit, cookie: str) -> tuple[StaffRow, str] | None:
    """Who sits at the desk with this cookie, and the session's CSRF token. None when it ended or they left."""
    hashed = hash_token(cookie)
    session = unit.staff.session(hashed)
    if session is None:
        return None
    idle = unit.now_ms - session.last_seen_at
    if idle > IDLE_SESSION.total_seconds() * 1000:
        unit.staff.close_session(hashed)
        return None
    staff = unit.staff.one(session.staff_id)
    if staff is not None and idle > 60_000:  # once a minute is exact enough
        unit.staff.session_seen(hashed)
    return None if staff is None else (staff, session.csrf)


def still_signed_in(unit: Unit, cookie: str) -> StaffRow | None:
    """Who sits at the desk with this cookie, for a page that is only open: looking does not count as using it."""
    session = unit.staff.session(hash_token(cookie))
    if session is None or unit.now_ms - session.last_seen_at > IDLE_SESSION.total_seconds() * 1000:
        return None
    return unit.staff.one(session.staff_id)


def sign_out(unit: Unit, cookie: str) -> None:
    """Ends the session at once."""
    session = unit.staff.session(hash_token(cookie))
    if session is not None:
        note(unit, Action.SIGNED_OUT, unit.staff.one(session.staff_id))
    unit.staff.close_session(hash_token(cookie))


def ask_to_bind(unit: Unit, token: str, contact_id: int) -> bool:
    """A chat asks to be a staff member's. It becomes theirs only when they confirm it on the desk."""
    hashed = hash_token(token)
    link = unit.staff.link(hashed)
    if link is None or link.purpose != "chat" or not unit.staff.use_link(hashed):
        return False
    unit.staff.ask_binding(hashed, contact_id)
    return True


def confirm_binding(unit: Unit, staff: StaffRow, contact_id: int) -> bool:
    """The member confirms on the desk that this chat is theirs."""
    if contact_id not in {number for number, _, _ in unit.staff.asked_bindings(staff.id)}:
        return False
    unit.staff.bind(staff.id, contact_id)
    note(unit, Action.CHAT_BOUND, staff, about=str(contact_id))
    return True

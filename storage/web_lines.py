"""The lines of a web chat, and the sessions that may read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, insert, or_, select

from storage.once import insert_of
from storage.tables import cases, contacts, persons, web_lines, web_sessions
from storage.theme_tables import told_wishes

if TYPE_CHECKING:
    from storage.unit import Unit


class LineRow(NamedTuple):
    """One line as the page shows it. `line` holds text and buttons; `outbox_id` is the row that carried it."""

    id: int
    sender: str
    line: dict[str, Any]
    replaces: int | None
    outbox_id: int | None = None


class WebSessionRow(NamedTuple):
    """An open web chat. `chat` is its address in the channel; the session is known by `token_hash`.

    `language`: what the person speaks there; None: nothing was said yet.
    """

    chat_hash: str
    chat: str
    token_hash: str
    language: str | None


_session = (
    select(web_sessions.c.chat_hash, web_sessions.c.chat_sealed, persons.c.language)
    .outerjoin(contacts, contacts.c.chat_hash == web_sessions.c.chat_hash)
    .outerjoin(persons, persons.c.id == contacts.c.person_id)
    .where(web_sessions.c.token_hash == bindparam("token"))
)
_columns = (web_lines.c.id, web_lines.c.sender, web_lines.c.line, web_lines.c.replaces, web_lines.c.outbox_id)


class WebLineRows:
    """The web chats of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def open_session(self, *, token_hash: str, chat: str, chat_hash: str) -> None:
        """Keeps a new session; only the hash of its token."""
        unit = self._unit
        values = {
            "district": unit.district,
            "token_hash": token_hash,
            "chat_hash": chat_hash,
            "chat_sealed": unit.ring.house.seal(chat.encode()),
            "created_at": unit.now_ms,
        }
        unit.connection.execute(insert(web_sessions), values)

    def session(self, token_hash: str) -> WebSessionRow | None:
        """The session of a token, or nothing."""
        row = self._unit.connection.execute(_session, {"token": token_hash}).first()
        if row is None:
            return None
        return WebSessionRow(row.chat_hash, self._unit.ring.house.open(row.chat_sealed).decode(), token_hash, row.language)

    def add(
        self,
        *,
        chat_hash: str,
        sender: str,
        line: dict[str, Any],
        outbox_id: int | None = None,
        client_id: str | None = None,
        replaces: int | None = None,
    ) -> int | None:
        """Adds a line. One that was added before (same outbox row, same client id) changes nothing and gives None."""
        unit = self._unit
        values = {
            "district": unit.district,
            "chat_hash": chat_hash,
            "sender": sender,
            "line": unit.ring.house.seal(json.dumps(line).encode()),
            "outbox_id": outbox_id,
            "client_id": client_id,
            "replaces": replaces,
            "at": unit.now_ms,
        }
        unit.mark(f"lines:{chat_hash}")
        once = insert_of(unit.connection, web_lines).values(values).on_conflict_do_nothing().returning(web_lines.c.id)
        return unit.connection.execute(once).scalar()

    def by_client_id(self, chat_hash: str, client_id: str) -> int:
        """The line a page has sent before."""
        wanted = select(web_lines.c.id).where(web_lines.c.chat_hash == chat_hash, web_lines.c.client_id == client_id)
        return int(self._unit.connection.execute(wanted).scalar_one())

    def after(self, chat_hash: str, number: int, at_most: int = 200) -> list[LineRow]:
        """The lines of a chat that came after line `number`, oldest first."""
        wanted = (
            select(*_columns).where(web_lines.c.chat_hash == chat_hash, web_lines.c.id > number).order_by(web_lines.c.id).limit(at_most)
        )
        rows = self._unit.connection.execute(wanted)
        return [self._opened(row) for row in rows]

    def _opened(self, row: Any) -> LineRow:
        return LineRow(row.id, row.sender, json.loads(self._unit.ring.house.open(row.line)), row.replaces, row.outbox_id)

    def one(self, chat_hash: str, line_id: int) -> LineRow | None:
        """One line of a chat."""
        wanted = select(*_columns)
        row = self._unit.connection.execute(wanted.where(web_lines.c.chat_hash == chat_hash, web_lines.c.id == line_id)).first()
        return None if row is None else self._opened(row)

    def forget(self, chat_hash: str) -> None:
        """All lines of a chat go; the session stays open, so that the page can say so."""
        self._unit.connection.execute(delete(web_lines).where(web_lines.c.chat_hash == chat_hash))

    def end(self, chat_hash: str) -> None:
        """The chat is over: its lines and its session go, so its token opens nothing any more."""
        self.forget(chat_hash)
        self._unit.connection.execute(delete(web_sessions).where(web_sessions.c.chat_hash == chat_hash))
        self._unit.mark(f"lines:{chat_hash}")

    def end_sessions(self, chat_hash: str) -> None:
        """Nobody who had this chat open has it open any more; its lines stay."""
        self._unit.connection.execute(delete(web_sessions).where(web_sessions.c.chat_hash == chat_hash))
        self._unit.mark(f"lines:{chat_hash}")

    def still_open(self, chat_hashes: Iterable[str]) -> set[str]:
        """Those of these chats that somebody can still open."""
        known = select(web_sessions.c.chat_hash).where(web_sessions.c.chat_hash.in_(list(chat_hashes)))
        return set(self._unit.connection.execute(known).scalars())

    def forget_before(self, own: int, others: int) -> int:
        """A person's own lines from before `own` go, all others from before `others`, and sessions without lines and open case.

        How many lines went.
        """
        execute, district = self._unit.connection.execute, self._unit.district
        old = or_(and_(web_lines.c.sender == "me", web_lines.c.at < own), web_lines.c.at < others)
        gone = execute(delete(web_lines).where(web_lines.c.district == district, old)).rowcount
        still = select(web_lines.c.chat_hash).where(web_lines.c.chat_hash == web_sessions.c.chat_hash).exists()
        case = select(cases.c.id).join(contacts, contacts.c.id == cases.c.contact_id).where(cases.c.state != "closed")
        waits = case.where(contacts.c.chat_hash == web_sessions.c.chat_hash).exists()
        wish = select(told_wishes.c.id).join(contacts, contacts.c.id == told_wishes.c.contact_id).where(told_wishes.c.said_yes)
        to_be_told = wish.where(contacts.c.chat_hash == web_sessions.c.chat_hash).exists()
        execute(delete(web_sessions).where(web_sessions.c.created_at < others, ~still, ~waits, ~to_be_told))
        return gone

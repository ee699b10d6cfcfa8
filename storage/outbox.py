"""What is to be said: kept in the same transaction as the reason for it, carried by the courier."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Boolean, and_, bindparam, delete, func, or_, select, text, update

from storage.once import insert_into
from storage.prepared import Prepared
from storage.tables import contacts, messages, outbox

if TYPE_CHECKING:
    from storage.unit import Unit

LEASE_MS = 40_000  # longer than the courier waits for one answer
CRISIS, ORDINARY = 0, 1
MAIL = "email"  # the channel that is carried apart from the others: its server may hang
CLAIM_LOCK = 7_301_002  # one claim of outbox rows at a time, see storage/inbox.py


class OutboxRow(NamedTuple):
    """One claimed row. `chat` is the address in the channel, `payload` the opened JSON."""

    id: int
    channel: str
    chat_hash: str
    contact_id: int | None
    chat: str
    lane: int
    kind: str
    payload: dict[str, Any]
    attempts: int
    created_at: int


_say = Prepared(
    lambda dialect: insert_into(dialect, outbox).on_conflict_do_nothing(index_elements=["dedupe"]).returning(outbox.c.id),
    *("district", "channel", "chat_hash", "contact_id", "lane", "kind", "payload", "dedupe", "due_at", "created_at"),
)
_earlier = outbox.alias("earlier")
_due = (
    select(outbox, contacts.c.chat_sealed)
    .outerjoin(contacts, contacts.c.id == outbox.c.contact_id)
    .where(
        outbox.c.state == "queued",
        outbox.c.district == bindparam("district"),
        outbox.c.due_at <= bindparam("now"),
        outbox.c.leased_until < bindparam("now"),
        (outbox.c.channel == MAIL) == bindparam("mail", type_=Boolean),
        ~select(_earlier.c.id)
        .where(
            _earlier.c.state == "queued",
            _earlier.c.chat_hash == outbox.c.chat_hash,
            or_(_earlier.c.attempts > 0, _earlier.c.due_at <= bindparam("now")),  # what is held to be taken back stops nobody
            or_(_earlier.c.lane < outbox.c.lane, and_(_earlier.c.lane == outbox.c.lane, _earlier.c.id < outbox.c.id)),
        )
        .exists(),
    )
    .order_by(outbox.c.lane, outbox.c.id)
    .limit(bindparam("at_most"))
)
_lease = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(leased_by=bindparam("me"), leased_until=bindparam("until"), attempts=outbox.c.attempts + 1)
)
_sent = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="sent", payload=None, ended_at=bindparam("now"), leased_until=0)
)
_later = update(outbox).where(outbox.c.id == bindparam("row")).values(due_at=bindparam("due"), leased_by=None, leased_until=0)
_dead = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state="dead", why=bindparam("reason"), payload=None, ended_at=bindparam("now"), leased_until=0)
)


class OutboxRows:
    """The outbox of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def say(
        self,
        *,
        channel: str,
        chat_hash: str,
        contact_id: int | None,
        kind: str,
        payload: dict[str, Any],
        lane: int = ORDINARY,
        dedupe: str | None = None,
        due_at: int = 0,
    ) -> int | None:
        """Keeps one thing to be said, not before `due_at`. With `dedupe`, a second one with the same key changes nothing and gives None."""
        unit = self._unit
        values = {
            "district": unit.district,
            "channel": channel,
            "chat_hash": chat_hash,
            "contact_id": contact_id,
            "lane": lane,
            "kind": kind,
            "payload": unit.ring.house.seal(json.dumps(payload).encode()),
            "dedupe": dedupe,
            "due_at": due_at,
            "created_at": unit.now_ms,
        }
        unit.mark("outbox")
        kept = _say.first(unit.connection, values)
        return None if kept is None else int(kept[0])

    def claim(self, me: str, at_most: int, *, mail: bool = False) -> list[OutboxRow]:
        """Takes what may be said now: of each chat only what comes next, crisis first. With `mail` only mails, else all but mails."""
        unit = self._unit
        if unit.connection.dialect.name == "postgresql":
            unit.connection.execute(text("select pg_advisory_xact_lock(:n)"), {"n": CLAIM_LOCK})
        found = unit.connection.execute(_due, {"district": unit.district, "now": unit.now_ms, "at_most": at_most, "mail": mail}).all()
        if found:
            unit.connection.execute(_lease, {"ids": [row.id for row in found], "me": me, "until": unit.now_ms + LEASE_MS})
        return [self._opened(row) for row in found]

    def _opened(self, row: Any) -> OutboxRow:
        house = self._unit.ring.house
        payload = json.loads(house.open(row.payload))
        chat = house.open(row.chat_sealed).decode() if row.chat_sealed is not None else str(payload.get("chat_id", ""))
        return OutboxRow(
            row.id, row.channel, row.chat_hash, row.contact_id, chat, row.lane, row.kind, payload, row.attempts + 1, row.created_at
        )

    def sent(self, ids: Sequence[int]) -> None:
        """These were said; what they said is forgotten."""
        if ids:
            self._unit.connection.execute(_sent, {"ids": list(ids), "now": self._unit.now_ms})

    def later(self, row: int, due_at: int) -> None:
        """Say it again at `due_at`."""
        self._unit.connection.execute(_later, {"row": row, "due": due_at})

    def progress(self, row: int, payload: dict[str, Any]) -> None:
        """One part of several was said; the rest follows at once."""
        sealed = self._unit.ring.house.seal(json.dumps(payload).encode())
        part = update(outbox).where(outbox.c.id == row)
        self._unit.connection.execute(part.values(payload=sealed, leased_by=None, leased_until=0, attempts=1))
        self._unit.mark("outbox")

    def dead(self, row: int, why: str) -> None:
        """It cannot be said. `why` is a class of failure, never words."""
        self._unit.connection.execute(_dead, {"row": row, "reason": why, "now": self._unit.now_ms})

    def release(self, me: str) -> None:
        """Gives back everything this courier holds: at an orderly stop."""
        mine = update(outbox).where(outbox.c.state == "queued", outbox.c.leased_by == me)
        self._unit.connection.execute(mine.values(leased_by=None, leased_until=0))

    def release_all(self) -> None:
        """Gives back everything: only where one process is all there is, at its start."""
        self._unit.connection.execute(update(outbox).where(outbox.c.state == "queued").values(leased_by=None, leased_until=0))

    def take_back(self, row: int) -> bool:
        """Takes back what nobody began to carry and is not due yet. False when it is too late."""
        held = delete(outbox).where(outbox.c.id == row, outbox.c.state == "queued", outbox.c.attempts == 0)
        return self._unit.connection.execute(held.where(outbox.c.due_at > self._unit.now_ms)).rowcount == 1

    def said_last(self, chat_hash: str, kinds: Iterable[str]) -> int | None:
        """When something of these kinds was last said to this chat."""
        ended = select(func.max(outbox.c.ended_at)).where(outbox.c.chat_hash == chat_hash, outbox.c.state == "sent")
        return self._unit.connection.execute(ended.where(outbox.c.kind.in_(list(kinds)))).scalar()

    def waits_with(self, row: OutboxRow, kinds: Iterable[str]) -> list[tuple[int, dict[str, Any]]]:
        """What else of these kinds waits to be said to the same chat: (row, payload)."""
        others = select(outbox.c.id, outbox.c.payload).where(outbox.c.chat_hash == row.chat_hash, outbox.c.state == "queued")
        found = self._unit.connection.execute(others.where(outbox.c.id != row.id, outbox.c.kind.in_(list(kinds))).order_by(outbox.c.id))
        return [(one.id, json.loads(self._unit.ring.house.open(one.payload))) for one in found]

    def counts(self) -> dict[str, int]:
        """How many rows are in which state."""
        counted = select(outbox.c.state, func.count()).where(outbox.c.district == self._unit.district).group_by(outbox.c.state)
        return {row[0]: row[1] for row in self._unit.connection.execute(counted)}

    def forget_chat(self, chat_hash: str) -> None:
        """What was not said yet to this chat is not said any more."""
        unit = self._unit
        waiting = update(outbox).where(outbox.c.chat_hash == chat_hash, outbox.c.state == "queued")
        unit.connection.execute(waiting.values(state="dead", why="erased", payload=None, ended_at=unit.now_ms))

    def drop(self, chat_hash: str, kinds: Iterable[str]) -> None:
        """What of these kinds was not said yet to this chat is not said any more."""
        unit = self._unit
        waiting = update(outbox).where(outbox.c.chat_hash == chat_hash, outbox.c.state == "queued", outbox.c.kind.in_(list(kinds)))
        unit.connection.execute(waiting.values(state="dead", why="left", payload=None, ended_at=unit.now_ms))

    def forget_before(self, moment: int) -> int:
        """Rows that ended before `moment` go; whether an answer of the staff arrived stays with the answer. How many went."""
        execute = self._unit.connection.execute
        over = (outbox.c.state != "queued", outbox.c.ended_at < moment)
        became = select(outbox.c.state).where(outbox.c.id == messages.c.outbox_id).scalar_subquery()
        execute(update(messages).where(messages.c.outbox_id.in_(select(outbox.c.id).where(*over))).values(carried=became))
        return execute(delete(outbox).where(*over)).rowcount

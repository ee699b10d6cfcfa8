"""What came in, as it came: raw, sealed, and open until it was answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, case, delete, func, select, text, update

from storage.once import insert_of
from storage.prepared import Prepared
from storage.tables import inbox

if TYPE_CHECKING:
    from storage.unit import Unit

LEASE_MS = 10_000  # a unit ends in milliseconds; a worker that needs longer is dead or stopped


class Heard(NamedTuple):
    """One update as the ears heard it."""

    channel: str
    bot: str
    update_id: int
    chat_hash: str
    raw: bytes
    danger: str


class InboxRow(NamedTuple):
    """One claimed row. `raw` is opened."""

    id: int
    channel: str
    bot: str
    update_id: int
    chat_hash: str
    raw: bytes
    danger: str
    attempts: int
    received_at: int


class LeaseLost(Exception):
    """Somebody else holds the row now; this unit must not be kept."""


_waiting = and_(inbox.c.state == "open", inbox.c.district == bindparam("district"))
_held = inbox.alias("held")
_chats = (
    select(inbox.c.chat_hash)
    .where(
        _waiting,
        inbox.c.leased_until < bindparam("now"),
        ~select(_held.c.id)
        .where(_held.c.state == "open", _held.c.chat_hash == inbox.c.chat_hash, _held.c.leased_until >= bindparam("now"))
        .exists(),
    )
    .group_by(inbox.c.chat_hash)
    .order_by(func.min(case((inbox.c.danger != "", 0), else_=1)), func.min(inbox.c.id))
    .limit(bindparam("at_most"))
)
_lease = (
    update(inbox)
    .where(inbox.c.state == "open", inbox.c.chat_hash.in_(bindparam("chats", expanding=True)))
    .values(leased_by=bindparam("me"), leased_until=bindparam("until"), attempts=inbox.c.attempts + 1)
)
_mine = (
    select(
        inbox.c.id,
        inbox.c.channel,
        inbox.c.bot,
        inbox.c.update_id,
        inbox.c.chat_hash,
        inbox.c.raw,
        inbox.c.danger,
        inbox.c.attempts,
        inbox.c.received_at,
    )
    .where(inbox.c.state == "open", inbox.c.chat_hash.in_(bindparam("chats", expanding=True)), inbox.c.leased_by == bindparam("me"))
    .order_by(inbox.c.id)
)
_end = Prepared(
    update(inbox)
    .where(inbox.c.id == bindparam("row"), inbox.c.leased_by == bindparam("me"), inbox.c.state == "open")
    .values(state=bindparam("new_state"), raw=case((bindparam("forget"), None), else_=inbox.c.raw))
)
_release = update(inbox).where(inbox.c.state == "open", inbox.c.leased_by == bindparam("me")).values(leased_by=None, leased_until=0)
_give_back = (
    update(inbox)
    .where(inbox.c.id.in_(bindparam("ids", expanding=True)), inbox.c.leased_by == bindparam("me"), inbox.c.state == "open")
    .values(leased_by=None, leased_until=0, attempts=inbox.c.attempts - bindparam("untried"))
)

CLAIM_LOCK = 7_301_001  # any fixed number: one claim of inbox rows at a time, so that a chat is never split between replicas


class InboxRows:
    """The inbox of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def hear(self, heard: Sequence[Heard]) -> None:
        """Keeps updates, sealed. One that is already here is left as it is: updates may arrive twice, they count once."""
        if not heard:
            return
        unit = self._unit
        rows = [
            {
                "district": unit.district,
                "channel": one.channel,
                "bot": one.bot,
                "update_id": one.update_id,
                "chat_hash": one.chat_hash,
                "raw": unit.ring.house.seal(one.raw),
                "danger": one.danger,
                "received_at": unit.now_ms,
            }
            for one in heard
        ]
        unit.connection.execute(insert_of(unit.connection, inbox).on_conflict_do_nothing(index_elements=["bot", "update_id"]), rows)
        unit.mark("inbox")

    def claim(self, me: str, at_most_chats: int) -> list[InboxRow]:
        """Takes all open rows of the chats that wait longest, danger first. Rows of one chat are never split between two workers."""
        unit = self._unit
        if unit.connection.dialect.name == "postgresql":
            unit.connection.execute(text("select pg_advisory_xact_lock(:n)"), {"n": CLAIM_LOCK})
        about = {"district": unit.district, "now": unit.now_ms, "at_most": at_most_chats}
        chats = [row.chat_hash for row in unit.connection.execute(_chats, about)]
        if not chats:
            return []
        unit.connection.execute(_lease, {"chats": chats, "me": me, "until": unit.now_ms + LEASE_MS})
        rows = unit.connection.execute(_mine, {"chats": chats, "me": me})
        return [InboxRow(*row[:5], unit.ring.house.open(row[5]), *row[6:]) for row in rows]

    def done(self, me: str, ids: Sequence[int]) -> None:
        """Ends rows and forgets what they held. Raises LeaseLost when one is no longer ours."""
        self._finish(me, ids, "done", forget=True)

    def set_aside(self, me: str, ids: Sequence[int]) -> None:
        """Ends rows nobody could read; they stay sealed for a few days, so that somebody can learn from them."""
        self._finish(me, ids, "aside", forget=False)

    def _finish(self, me: str, ids: Sequence[int], state: str, *, forget: bool) -> None:
        about = {"me": me, "new_state": state, "forget": forget}
        for one in ids:  # mostly it is one; a list inside the statement would be spelled out again each time
            if _end.changed(self._unit.connection, {"row": one, **about}) != 1:
                raise LeaseLost

    def give_back(self, me: str, ids: Sequence[int], *, tried: bool = True) -> None:
        """Lets others, or us later, try these rows again. Untried: that they were taken does not count as an attempt."""
        self._unit.connection.execute(_give_back, {"ids": list(ids), "me": me, "untried": 0 if tried else 1})

    def release(self, me: str) -> None:
        """Gives back everything this worker holds: at an orderly stop."""
        self._unit.connection.execute(_release, {"me": me})

    def release_all(self) -> None:
        """Gives back everything: only where one process is all there is, at its start."""
        self._unit.connection.execute(update(inbox).where(inbox.c.state == "open").values(leased_by=None, leased_until=0))

    def counts(self) -> dict[str, int]:
        """How many rows are in which state."""
        rows = self._unit.connection.execute(
            select(inbox.c.state, func.count()).where(inbox.c.district == self._unit.district).group_by(inbox.c.state)
        )
        return {row[0]: row[1] for row in rows}

    def oldest_open_at(self) -> int | None:
        """When the oldest row that still waits came in."""
        return self._unit.connection.execute(select(func.min(inbox.c.received_at)).where(inbox.c.state == "open")).scalar()

    def forget_chat(self, chat_hash: str) -> None:
        """What this chat sent and nobody could read goes, and that somebody was in danger. The numbers stay: repetitions count once."""
        ended = update(inbox).where(inbox.c.chat_hash == chat_hash, inbox.c.state != "open")
        self._unit.connection.execute(ended.values(raw=None, danger=""))

    def forget_before(self, moment: int) -> int:
        """Ended rows from before `moment` go; what was set aside goes with them. How many went."""
        ended = delete(inbox).where(inbox.c.state != "open", inbox.c.received_at < moment)
        return self._unit.connection.execute(ended).rowcount

"""How many new chats came in this hour and the last one, by channel: numbers only, and nothing older."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from storage.gap_counts import SLOT_MS
from storage.gap_tables import new_chats
from storage.once import insert_of

if TYPE_CHECKING:
    from storage.unit import Unit


class NewChatRows:
    """New chats of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._slot = unit.now_ms // SLOT_MS

    def count(self, channel: str) -> int:
        """One more came by this channel. How many that makes within this hour and the last one."""
        unit, c = self._unit, new_chats.c
        key = {"district": unit.district, "channel": channel}
        fresh = insert_of(unit.connection, new_chats).values(**key, slot=self._slot, now=0, before=0)
        unit.connection.execute(fresh.on_conflict_do_nothing())
        mine = (c.district == unit.district, c.channel == channel)
        row = unit.connection.execute(select(c.slot, c.now, c.before).where(*mine).with_for_update()).one()
        now, before = (row.now + 1, row.before) if row.slot == self._slot else (1, row.now if row.slot == self._slot - 1 else 0)
        unit.connection.execute(update(new_chats).where(*mine).values(slot=self._slot, now=now, before=before))
        return int(now + before)

    def most(self) -> int:
        """The most that came by one channel within this hour and the last one."""
        c = new_chats.c
        mine = select(func.max(c.now + c.before)).where(c.district == self._unit.district, c.slot == self._slot)
        return int(self._unit.connection.execute(mine).scalar() or 0)

    def forget(self) -> int:
        """The numbers of hours that are over go."""
        c = new_chats.c
        old = delete(new_chats).where(c.district == self._unit.district, c.slot < self._slot - 1)
        return self._unit.connection.execute(old).rowcount

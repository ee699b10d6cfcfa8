"""How many new chats came in this hour and the last one, by channel: numbers only, and nothing older."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, func, select

from storage.gap_counts import SLOT_MS
from storage.gap_tables import new_chats
from storage.once import insert_into

if TYPE_CHECKING:
    from storage.unit import Unit


@cache
def _one_more(dialect: str) -> Any:
    """The statement that counts a new chat, built once: it stands beside everybody's first answer."""
    kept, c = insert_into(dialect, new_chats).values(now=1, before=0), new_chats.c
    same, last = c.slot == kept.excluded.slot, c.slot == kept.excluded.slot - 1
    counted = {
        "before": case((same, c.before), (last, c.now), else_=0),
        "now": case((same, c.now + 1), else_=1),
        "slot": kept.excluded.slot,
    }
    return kept.on_conflict_do_update(index_elements=["district", "channel"], set_=counted).returning(c.now + c.before)


class NewChatRows:
    """New chats of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._slot = unit.now_ms // SLOT_MS

    def count(self, channel: str) -> int:
        """One more came by this channel. How many that makes within this hour and the last one."""
        unit = self._unit
        about = {"district": unit.district, "channel": channel, "slot": self._slot}
        return int(unit.connection.execute(_one_more(unit.connection.dialect.name), about).scalar_one())

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

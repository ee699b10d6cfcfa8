"""The district's own words: sentences the bot did not understand, kept with a yes, and what people chose when it asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from storage.once import insert_of
from storage.tables import asked_back, own_words

if TYPE_CHECKING:
    from storage.unit import Unit

OFFERED, TAKEN = "offered", "taken"


class OwnWordRow(NamedTuple):
    """A sentence, opened, and the need it means. Nothing in it leads to who wrote it."""

    id: int
    need: str
    language: str
    state: str
    offered_at: int
    phrase: str


class AskedRow(NamedTuple):
    """How often people who were offered one need first chose another, or that one."""

    offered: str
    chosen: str
    language: str
    times: int


class OwnWordRows:
    """The own words of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def add(self, *, need: str, language: str, phrase: str, state: str = OFFERED, by: int | None = None) -> None:
        """A sentence that waits for staff, or that staff `by` has taken in."""
        unit = self._unit
        sealed = unit.ring.house.seal(phrase.encode("utf-8", "replace"))
        values = {
            "district": unit.district,
            "need": need,
            "language": language,
            "phrase": sealed,
            "state": state,
            "offered_at": unit.now_ms,
        }
        unit.connection.execute(insert(own_words), values | {"decided_at": unit.now_ms if by else None, "decided_by": by})

    def all(self) -> list[OwnWordRow]:
        """What waits and what was taken in, newest first."""
        columns = [own_words.c[name] for name in OwnWordRow._fields]
        found = select(*columns).filter_by(district=self._unit.district).order_by(own_words.c.id.desc())
        opened = self._unit.ring.house.open
        return [
            OwnWordRow(row.id, row.need, row.language, row.state, row.offered_at, opened(row.phrase).decode())
            for row in self._unit.connection.execute(found)
        ]

    def revision(self) -> tuple[int, ...]:
        """Changes whenever what was taken in does: SQLite gives the number of a deleted row anew, so the moment counts, too."""
        counted = (func.count(), func.sum(own_words.c.id), func.max(own_words.c.decided_at))
        found = self._unit.connection.execute(select(*counted).filter_by(district=self._unit.district, state=TAKEN)).one()
        return tuple(int(number or 0) for number in found)

    def take(self, number: int, *, by: int) -> bool:
        """Takes in what waits. False when it is no longer there."""
        mine = update(own_words).filter_by(district=self._unit.district, id=number, state=OFFERED)
        return self._unit.connection.execute(mine.values(state=TAKEN, decided_at=self._unit.now_ms, decided_by=by)).rowcount == 1

    def drop(self, number: int) -> bool:
        """Throws a sentence away, whether it waits or was taken in. False when it is no longer there."""
        gone = delete(own_words).filter_by(district=self._unit.district, id=number)
        return self._unit.connection.execute(gone).rowcount == 1

    def forget_before(self, moment: int) -> int:
        """Throws away what nobody took in by then; how many."""
        old = delete(own_words).filter_by(district=self._unit.district, state=OFFERED).where(own_words.c.offered_at < moment)
        return self._unit.connection.execute(old).rowcount

    def count_choice(self, *, offered: str, chosen: str, language: str) -> None:
        """Somebody was asked and chose: only the codes are kept."""
        unit = self._unit
        key = {"district": unit.district, "offered": offered, "chosen": chosen, "language": language}
        once = insert_of(unit.connection, asked_back).values(**key, times=1)
        again = once.on_conflict_do_update(index_elements=list(key), set_={"times": asked_back.c.times + 1})
        unit.connection.execute(again)

    def choices(self, at_least: int, without_needs: Sequence[str], at_most: int = 100) -> list[AskedRow]:
        """What was chosen most often first; not what was chosen less often, nor to or from these needs."""
        found = select(*(asked_back.c[name] for name in AskedRow._fields)).filter_by(district=self._unit.district)
        order = (asked_back.c.times.desc(), asked_back.c.offered, asked_back.c.chosen, asked_back.c.language)
        c, left_out = asked_back.c, list(without_needs)
        enough = found.where(c.times >= at_least, c.offered.not_in(left_out), c.chosen.not_in(left_out))
        return [AskedRow(*row) for row in self._unit.connection.execute(enough.order_by(*order).limit(at_most))]

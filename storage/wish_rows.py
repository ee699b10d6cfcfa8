"""Who wants to be told when there is an offer. Apart from the signals; gone with the person, with the telling, or after its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from storage.numbers import new_id
from storage.once import insert_of
from storage.theme_tables import told_counts, told_wishes

if TYPE_CHECKING:
    from storage.unit import Unit


class WishRow(NamedTuple):
    """A question that was asked, and whether the person said yes. Without a yes, need and place are soon empty."""

    id: int
    person_id: int
    contact_id: int
    need: str
    municipality: str
    asked_at: int
    said_yes: bool
    expires_at: int


_wish = [told_wishes.c[name] for name in WishRow._fields]


class WishRows:
    """The wishes of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def _mine(self, *where: Any) -> list[WishRow]:
        wanted = select(*_wish).where(told_wishes.c.district == self._unit.district, *where).order_by(told_wishes.c.id)
        return [WishRow(*row) for row in self._unit.connection.execute(wanted)]

    def ask(self, person_id: int, contact_id: int, need: str, municipality: str, expires_at: int) -> int:
        """The person is asked; the number of the question."""
        unit = self._unit
        about = {"person_id": person_id, "contact_id": contact_id, "need": need, "municipality": municipality}
        when = {"district": unit.district, "asked_at": unit.now_ms, "said_yes": False, "expires_at": expires_at}
        return new_id(unit.connection.execute(insert(told_wishes), {**about, **when}))

    def one(self, wish_id: int) -> WishRow | None:
        """A question by number."""
        return next(iter(self._mine(told_wishes.c.id == wish_id)), None)

    def of_person(self, person_id: int) -> list[WishRow]:
        """What a person was asked."""
        return self._mine(told_wishes.c.person_id == person_id)

    def standing(self) -> list[WishRow]:
        """Every yes."""
        return self._mine(told_wishes.c.said_yes)

    def say_yes(self, wish_id: int) -> None:
        """The person wants to be told."""
        self._unit.connection.execute(update(told_wishes).where(told_wishes.c.id == wish_id).values(said_yes=True))

    def empty(self, wish_id: int) -> None:
        """What it was about is forgotten; that the person was asked is not, so that nobody asks again."""
        nothing = {"need": "", "municipality": "", "said_yes": False}
        self._unit.connection.execute(update(told_wishes).where(told_wishes.c.id == wish_id).values(**nothing))

    def forget(self, asked_before: int) -> int:
        """Questions that were asked before then and not answered are emptied; what is over its time goes. How many went."""
        district = told_wishes.c.district == self._unit.district
        unanswered = update(told_wishes).where(district, told_wishes.c.said_yes.is_(False), told_wishes.c.asked_at < asked_before)
        self._unit.connection.execute(unanswered.values(need="", municipality=""))
        over = delete(told_wishes).where(district, told_wishes.c.expires_at < self._unit.now_ms)
        return self._unit.connection.execute(over).rowcount

    def forget_person(self, person_id: int) -> None:
        """Everything of this person goes."""
        self._unit.connection.execute(delete(told_wishes).where(told_wishes.c.person_id == person_id))

    def count_told(self, quarter: str, need: str, municipality: str) -> None:
        """One more person was told."""
        unit = self._unit
        values = {"district": unit.district, "quarter": quarter, "need": need, "municipality": municipality, "people": 1}
        row = insert_of(unit.connection, told_counts).values(values)
        more = {"people": told_counts.c.people + 1}
        key = ["district", "quarter", "need", "municipality"]
        unit.connection.execute(row.on_conflict_do_update(index_elements=key, set_=more))

    def told(self) -> dict[tuple[str, str], int]:
        """How many were told, by need and municipality ('' = not said)."""
        c = told_counts.c
        wanted = (
            select(c.need, c.municipality, func.sum(c.people)).where(c.district == self._unit.district).group_by(c.need, c.municipality)
        )
        return {(need, place): int(people) for need, place, people in self._unit.connection.execute(wanted)}

    def forget_counts_before(self, quarter: str) -> int:
        """Counts of quarters before this one go. How many rows went."""
        old = delete(told_counts).where(told_counts.c.district == self._unit.district, told_counts.c.quarter < quarter)
        return self._unit.connection.execute(old).rowcount

"""Referrals: what was proposed to whom, until they say what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.once import insert_into
from storage.prepared import Prepared
from storage.tables import referrals

if TYPE_CHECKING:
    from storage.unit import Unit


class ReferralRow(NamedTuple):
    """What was proposed to a person for one need. `services` are ids of the directory's source; `state` is proposed, asked or reached."""

    id: int
    person_id: int
    contact_id: int
    need: str
    municipality: str | None
    language: str
    services: tuple[str, ...]
    state: str
    reached: str
    wanted: bool
    asked: int
    proposed_at: int
    next_at: int


_columns = [referrals.c[name] for name in ReferralRow._fields]


def _kept(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """The statement that keeps a proposal. What was asked about stays as it is."""
    kept = insert_into(dialect, referrals)
    again = {name: kept.excluded[name] for name in ("municipality", "language", "services", "proposed_at", "next_at")}
    return kept.on_conflict_do_update(index_elements=["person_id", "need"], set_=again, where=referrals.c.state == "proposed")


_proposed = Prepared(
    _kept, *("district", "person_id", "contact_id", "need", "municipality", "language", "services", "proposed_at", "next_at")
)


def _row(values: Any) -> ReferralRow:
    row = ReferralRow(*values)
    return row._replace(services=tuple(json.loads(str(values.services))))


class ReferralRows:
    """The referrals of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def _select(self) -> Select[Any]:
        return select(*_columns).where(referrals.c.district == self._unit.district)

    def propose(
        self, *, person_id: int, contact_id: int, need: str, municipality: str | None, language: str, services: Sequence[str], next_at: int
    ) -> None:
        """These services were proposed now. What was proposed for the same need before is what the person looks at no more."""
        unit = self._unit
        about = {
            "district": unit.district,
            "person_id": person_id,
            "contact_id": contact_id,
            "need": need,
            "municipality": municipality,
            "language": language,
            "services": json.dumps(services),
            "proposed_at": unit.now_ms,
            "next_at": next_at,
        }
        _proposed.changed(unit.connection, about)

    def one(self, referral_id: int) -> ReferralRow | None:
        """A referral by number; locked until the unit ends."""
        row = self._unit.connection.execute(self._select().where(referrals.c.id == referral_id).with_for_update()).first()
        return None if row is None else _row(row)

    def of_person(self, person_id: int) -> list[ReferralRow]:
        """What was proposed to a person and is not forgotten yet."""
        rows = self._unit.connection.execute(self._select().where(referrals.c.person_id == person_id).order_by(referrals.c.id))
        return [_row(row) for row in rows]

    def due(self, at_most: int) -> list[ReferralRow]:
        """Those to look at now, the longest due first."""
        now = self._select().where(referrals.c.next_at <= self._unit.now_ms).order_by(referrals.c.next_at, referrals.c.id)
        return [_row(row) for row in self._unit.connection.execute(now.limit(at_most))]

    def change(self, referral_id: int, **changes: Any) -> None:
        """Changes columns of a referral."""
        self._unit.connection.execute(update(referrals).where(referrals.c.id == referral_id).values(**changes))

    def end(self, referral_id: int) -> None:
        """It is forgotten."""
        self._unit.connection.execute(delete(referrals).where(referrals.c.id == referral_id))

    def end_all(self, person_id: int) -> None:
        """All of this person are forgotten."""
        self._unit.connection.execute(delete(referrals).where(referrals.c.person_id == person_id))

"""Partner organisations: who may report gaps by a link, and whether it still works."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, select, update

from storage.numbers import new_id
from storage.source_tables import partners

if TYPE_CHECKING:
    from storage.unit import Unit


class PartnerRow(NamedTuple):
    """One organisation. Of its link only a hash is kept."""

    id: int
    name: str
    made_by: int
    made_at: int
    revoked_at: int | None


_columns = [partners.c[name] for name in PartnerRow._fields]


class PartnerRows:
    """The partners of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def add(self, *, name: str, token_hash: str, made_by: int) -> int:
        """A new one; its number."""
        unit = self._unit
        values = {"district": unit.district, "name": name, "token_hash": token_hash, "made_by": made_by, "made_at": unit.now_ms}
        return new_id(unit.connection.execute(insert(partners), values))

    def all(self) -> list[PartnerRow]:
        """Those whose link works first, then by name."""
        mine = select(*_columns).where(partners.c.district == self._unit.district)
        rows = [PartnerRow(*row) for row in self._unit.connection.execute(mine)]
        return sorted(rows, key=lambda row: (row.revoked_at is not None, row.name.casefold(), row.id))

    def by_link(self, token_hash: str) -> PartnerRow | None:
        """Whose link it is. None: nobody's, or it was revoked."""
        mine = (partners.c.district == self._unit.district, partners.c.token_hash == token_hash, partners.c.revoked_at.is_(None))
        row = self._unit.connection.execute(select(*_columns).where(*mine)).first()
        return None if row is None else PartnerRow(*row)

    def revoke(self, number: int) -> bool:
        """Its link works no more. False: there is none that worked."""
        unit = self._unit
        mine = (partners.c.district == unit.district, partners.c.id == number, partners.c.revoked_at.is_(None))
        return unit.connection.execute(update(partners).where(*mine).values(revoked_at=unit.now_ms)).rowcount == 1

"""Who reviewed which text of the model of legal spheres."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select

from storage.source_tables import sphere_reviews

if TYPE_CHECKING:
    from storage.unit import Unit


class ReviewRow(NamedTuple):
    """One review: of the text with this digest, and of no other."""

    code: str
    digest: str
    staff_id: int
    reviewed_at: int


class SphereReviewRows:
    """The reviews of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def all(self) -> dict[str, ReviewRow]:
        """The last review of each entry, whatever its text is now."""
        wanted = select(*(sphere_reviews.c[name] for name in ReviewRow._fields)).where(sphere_reviews.c.district == self._unit.district)
        return {row.code: row for row in (ReviewRow(*values) for values in self._unit.connection.execute(wanted))}

    def put(self, *, code: str, digest: str, staff_id: int) -> None:
        """Somebody reviewed this text now; it takes the place of an earlier review."""
        unit = self._unit
        self.take_back(code)
        values = {"district": unit.district, "code": code, "digest": digest, "staff_id": staff_id, "reviewed_at": unit.now_ms}
        unit.connection.execute(insert(sphere_reviews), values)

    def take_back(self, code: str) -> bool:
        """The review of an entry is gone. False: there was none."""
        mine = (sphere_reviews.c.district == self._unit.district, sphere_reviews.c.code == code)
        return self._unit.connection.execute(delete(sphere_reviews).where(*mine)).rowcount == 1

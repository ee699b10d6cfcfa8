"""Templates: German texts staff write once and send often. Sealed, since nobody can be sure what somebody writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from storage.tables import reply_templates

if TYPE_CHECKING:
    from storage.unit import Unit


class TemplateRow(NamedTuple):
    """One template, opened."""

    id: int
    title: str
    words: str
    changed_at: int
    changed_by: int | None


class TemplateRows:
    """The templates of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def all(self) -> list[TemplateRow]:
        """All of them, by title."""
        wanted = select(*(reply_templates.c[name] for name in TemplateRow._fields)).where(reply_templates.c.district == self._unit.district)
        open_ = self._unit.ring.house.open
        rows = [row._replace(words=open_(row.words).decode()) for row in map(TemplateRow._make, self._unit.connection.execute(wanted))]  # type: ignore[arg-type]
        return sorted(rows, key=lambda row: (row.title.casefold(), row.id))

    def number(self) -> int:
        """How many there are."""
        mine = select(func.count()).select_from(reply_templates).where(reply_templates.c.district == self._unit.district)
        return int(self._unit.connection.execute(mine).scalar_one())

    def add(self, *, title: str, words: str, by: int) -> None:
        """One more."""
        self._unit.connection.execute(insert(reply_templates), {"district": self._unit.district, **self._values(title, words, by)})

    def change(self, template_id: int, *, title: str, words: str, by: int) -> bool:
        """Other words for one. False when it is not there."""
        mine = update(reply_templates).where(reply_templates.c.id == template_id, reply_templates.c.district == self._unit.district)
        return self._unit.connection.execute(mine.values(self._values(title, words, by))).rowcount == 1

    def drop(self, template_id: int) -> bool:
        """It goes. False when it is not there."""
        mine = delete(reply_templates).where(reply_templates.c.id == template_id, reply_templates.c.district == self._unit.district)
        return self._unit.connection.execute(mine).rowcount == 1

    def _values(self, title: str, words: str, by: int) -> dict[str, object]:
        sealed = self._unit.ring.house.seal(words.encode("utf-8", "replace"))
        return {"title": title, "words": sealed, "changed_at": self._unit.now_ms, "changed_by": by}

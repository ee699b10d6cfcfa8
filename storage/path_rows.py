"""What helped: notes of the teams about which way led to a solution. No person and no case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, or_, select, update

from storage.numbers import new_id
from storage.theme_tables import solved_paths

if TYPE_CHECKING:
    from storage.unit import Unit


class PathRow(NamedTuple):
    """One way that led to a solution. `everywhere`: the team says other teams may read it."""

    id: int
    need: str
    cause: str
    team: str
    words: str
    everywhere: bool
    by_id: int
    at: int


_columns = [solved_paths.c[name] for name in PathRow._fields]


class PathRows:
    """The solved paths of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def add(self, *, need: str, cause: str, team: str, words: str, everywhere: bool, by_id: int) -> int:
        """A new note; its number."""
        unit = self._unit
        about = {"need": need, "cause": cause, "team": team, "words": words, "everywhere": everywhere, "by_id": by_id}
        return new_id(unit.connection.execute(insert(solved_paths), {"district": unit.district, "at": unit.now_ms, **about}))

    def one(self, path_id: int) -> PathRow | None:
        """A note by number."""
        mine = (solved_paths.c.district == self._unit.district, solved_paths.c.id == path_id)
        row = self._unit.connection.execute(select(*_columns).where(*mine)).first()
        return None if row is None else PathRow(*row)

    def readable(self, teams: Sequence[str] | None, need: str | None = None) -> list[PathRow]:
        """What these teams wrote and what others opened to everybody (None: all of it), the newest first."""
        wanted = select(*_columns).where(solved_paths.c.district == self._unit.district)
        if teams is not None:
            wanted = wanted.where(or_(solved_paths.c.everywhere, solved_paths.c.team.in_(list(teams))))
        if need is not None:
            wanted = wanted.where(solved_paths.c.need == need)
        return [PathRow(*row) for row in self._unit.connection.execute(wanted.order_by(solved_paths.c.id.desc()).limit(100))]

    def open_to_all(self, path_id: int, *, everywhere: bool) -> None:
        """Other teams may read it from now on, or not any more."""
        mine = update(solved_paths).where(solved_paths.c.district == self._unit.district, solved_paths.c.id == path_id)
        self._unit.connection.execute(mine.values(everywhere=everywhere))

    def drop(self, path_id: int) -> None:
        """The note goes."""
        mine = delete(solved_paths).where(solved_paths.c.district == self._unit.district, solved_paths.c.id == path_id)
        self._unit.connection.execute(mine)

    def forget_before(self, moment: int) -> int:
        """Notes from before `moment` go. How many went."""
        old = (solved_paths.c.district == self._unit.district, solved_paths.c.at < moment)
        return self._unit.connection.execute(delete(solved_paths).where(*old)).rowcount

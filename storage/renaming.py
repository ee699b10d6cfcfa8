"""Giving needs and municipalities another name wherever they are kept; what two names counted is counted together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, delete, insert, select, update

from storage.gap_tables import gap_answers, gap_bursts, gap_counts, gap_signals, gap_tokens, gap_warnings
from storage.tables import (
    cases,
    municipality_settings,
    own_words,
    persons,
    posts,
    procedure_questions,
    referrals,
    verification_tasks,
)
from storage.theme_tables import applied_renames, solved_paths, theme_scopes, told_counts, told_wishes

if TYPE_CHECKING:
    from storage.unit import Unit

# Where the old name may simply be written over.
PLAIN: Mapping[str, tuple[Table, ...]] = {
    "need": (cases, procedure_questions, gap_signals, own_words, solved_paths, told_wishes, verification_tasks),
    "municipality": (persons, cases, referrals, posts, gap_answers, gap_signals, told_wishes, verification_tasks),
}
# Where it is part of a key; the columns that add up when both names stand there. Without such columns one of the rows is enough.
KEYED: Mapping[str, Mapping[Table, tuple[str, ...]]] = {
    "need": {
        referrals: (),
        theme_scopes: (),
        gap_tokens: (),
        gap_bursts: (),
        gap_answers: (),
        told_counts: ("people",),
    },
    "municipality": {
        municipality_settings: (),
        theme_scopes: (),
        gap_tokens: (),
        gap_bursts: (),
        told_counts: ("people",),
    },
}
# Of the counts of closed weeks: in which tables a name stands in which column (gaps/weekly.py).
COUNTED: Mapping[str, Mapping[str, str]] = {
    "need": {"need": "column", "sensitive": "row"},
    "municipality": {"municipality": "column", "reach": "row"},
}
_SPEAK_OF = {"need": ("need",), "municipality": ("municipality", "municipalities")}  # fields of what early warning found
_UNIQUE = {referrals: ("person_id", "need")}


class Renaming:
    """Renames in the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def is_applied(self, kind: str, old: str, new: str) -> bool:
        """Whether this was done before."""
        c = applied_renames.c
        mine = (c.district == self._unit.district, c.kind == kind, c.old == old, c.new == new)
        return self._unit.connection.execute(select(c.at).where(*mine)).first() is not None

    def apply(self, kind: str, old: str, new: str, area: str | None) -> None:
        """From now on `old` is called `new` everywhere, once. `area`: the area of the new need."""
        unit = self._unit
        for table in PLAIN[kind]:
            values = {kind: new} | ({"area": area} if area is not None and "area" in table.c else {})
            unit.connection.execute(update(table).where(table.c.district == unit.district, table.c[kind] == old).values(**values))
        for table, sums in KEYED[kind].items():
            more = {"area": area} if area is not None and "area" in table.c else {}
            self._merge(table, {kind: old}, {kind: new, **more}, sums)
        for by, column in COUNTED[kind].items():
            self._merge(gap_counts, {"by": by, column: old}, {column: new}, ("hints", "people", "firsts"))
        self._bursts(kind, old, new)
        self._warnings(kind, old, new)
        unit.connection.execute(
            insert(applied_renames), {"district": unit.district, "kind": kind, "old": old, "new": new, "at": unit.now_ms}
        )

    def _bursts(self, kind: str, old: str, new: str) -> None:
        """What waits for a human is found again by need and municipality, joined (gap_bursts)."""
        c, at = gap_counts.c, ("need", "municipality").index(kind)
        waiting = select(c.burst).where(c.district == self._unit.district, c.burst != "").distinct()
        for (burst,) in self._unit.connection.execute(waiting).all():
            parts = burst.split("|")
            if parts[at] == old:
                parts[at] = new
                self._merge(gap_counts, {"burst": burst}, {"burst": "|".join(parts)}, ("hints", "people", "firsts"))

    def _warnings(self, kind: str, old: str, new: str) -> None:
        """What early warning found speaks of needs and places in its `about` and in its body."""
        execute, c = self._unit.connection.execute, gap_warnings.c
        for row in execute(select(gap_warnings).where(c.district == self._unit.district)).mappings().all():
            about = "|".join(new if part == old else part for part in row["about"].split("|"))
            body = {
                name: _renamed(value, old, new) if name in _SPEAK_OF[kind] else value for name, value in json.loads(row["body"]).items()
            }
            if about != row["about"]:
                self._merge(gap_warnings, {"week": row["week"], "kind": row["kind"], "about": row["about"]}, {"about": about}, ())
            there = (c.district == row["district"], c.week == row["week"], c.kind == row["kind"], c.about == about)
            execute(update(gap_warnings).where(*there).values(body=json.dumps(body)))

    def _merge(self, table: Table, where: Mapping[str, str], changed: Mapping[str, str], sums: tuple[str, ...]) -> None:
        execute = self._unit.connection.execute
        mine = [table.c.district == self._unit.district, *(table.c[name] == value for name, value in where.items())]
        key = _UNIQUE.get(table) or tuple(column.name for column in table.primary_key)
        for row in execute(select(table).where(*mine)).mappings().all():
            moved = {**row, **changed}
            there = [table.c[name] == moved[name] for name in key]
            same = [table.c[name] == row[name] for name in key]
            kept = execute(select(table).where(*there)).mappings().first()
            if kept is None:
                execute(update(table).where(*same).values(**changed))
                continue
            added = _added(table, dict(kept), dict(row), sums)
            if added:
                execute(update(table).where(*there).values(**added))
            execute(delete(table).where(*same))


def _renamed(value: Any, old: str, new: str) -> Any:
    """A name, or a list of names each of which stands there once."""
    if isinstance(value, list):
        return list(dict.fromkeys(new if one == old else one for one in value))
    return new if value == old else value


def _added(table: Table, kept: dict[str, Any], row: dict[str, Any], sums: tuple[str, ...]) -> dict[str, int]:
    """The numbers of both. Of weekly counts nobody knows how many people stood in both; at least so many as `firsts` did not."""
    added = {name: int(kept[name]) + int(row[name]) for name in sums}
    if table is gap_counts:
        added["people"] = max(int(kept["people"]), int(row["people"]), added["firsts"])
    return added

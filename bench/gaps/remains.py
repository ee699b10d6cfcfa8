"""What is left in a real database once a week is over: tokens to try every id against, an order, a way to a person, a second answer."""

from __future__ import annotations

import hashlib
import hmac
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import insert, select, update

from bench.gaps.__main__ import Clock, house
from directory.needs import SENSITIVE, taxonomy
from gaps.fields import Cause, Gap
from gaps.periods import iso_week
from gaps.releases import release_what_is_over, releases
from gaps.signals import close_weeks, note
from storage import database
from storage.gap_tables import gap_counts, gap_salts, gap_signals, gap_tokens
from storage.tables import metadata
from storage.unit import Keeper, Unit

SIGNALS = 10_000  # whose order is looked at
PEOPLE = {"persons", "contacts", "cases", "inbox", "outbox", "messages", "consents", "web_sessions"}


@dataclass(frozen=True)
class Remains:
    """Ids that match something that is left, correlation of order, ways from a signal to a person, periods that were answered twice."""

    matches: int
    rho: float
    paths: int
    changed: int


def remains(people: int) -> Remains:
    """Lives through a quarter with so many people, and looks at what is left."""
    clock = Clock()
    clock.now = datetime(2026, 1, 12, 9, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder, house(Path(folder), clock) as keeper:
        week = iso_week(clock.now)
        needs = [need.code for need in taxonomy().needs if not need.crisis and need.code not in SENSITIVE]
        keeper.keep(
            lambda unit: [note(unit, one, Gap(needs[one % 9], "Büren", Cause.COSTS, "ar")) for one in range(1, people + 1)]
        ).result()
        salt: bytes = keeper.keep(lambda unit: unit.connection.scalar(select(gap_salts.c.salt))).result()
        tokens = [hmac.new(salt, str(one).encode(), hashlib.sha256).hexdigest() for one in range(1, people + 1)]
        there: int = keeper.keep(lambda unit: len({*tokens} & {row.token for row in unit.gap_counts.tokens(week)})).result()
        assert there == people, "the attack does not know how tokens are made"
        before = keeper.keep(lambda unit: _many(unit, week)).result()
        clock.now = clock.now.replace(day=20)
        keeper.keep(close_weeks).result()
        database.checkpoint(database.open_engine(f"sqlite:///{Path(folder) / 'gaps.db'}"))  # as the house does when something is forgotten
        rho = keeper.keep(lambda unit: _correlation(unit, before)).result()
        left = keeper.keep(_bytes_left).result()
        raw = b"".join(file.read_bytes() for file in sorted(Path(folder).iterdir()) if ".db" in file.name)
        matches = sum(token in left or token.encode() in raw for token in tokens) + (salt in raw)
        return Remains(matches, rho, _paths(), _changed(keeper, clock))


def _many(unit: Unit, week: str) -> list[int]:
    """Signals that say in their note as the how-manieth they came; then nobody but this note knows it."""
    values = {"district": unit.district, "area": "work", "cause": "costs", "kind": "missing offer", "source": "partner", "language": "ar"}
    rows = [{**values, "need": "work.find_job", "week": week, "note": str(number)} for number in range(SIGNALS)]
    unit.connection.execute(insert(gap_signals), rows)
    return list(range(SIGNALS))


def _correlation(unit: Unit, came: list[int]) -> float:
    """Spearman's: of the order in which they came and the order in which they lie now."""
    wanted = select(gap_signals.c.note).where(gap_signals.c.note.is_not(None)).order_by(gap_signals.c.id)
    lies = [int(row.note) for row in unit.connection.execute(wanted)]
    assert sorted(lies) == came
    return float(np.corrcoef(np.arange(len(lies)), np.array(lies))[0, 1])


def _bytes_left(unit: Unit) -> str:
    """All text that stands in the tables of the gap log."""
    tables = [table for name, table in metadata.tables.items() if name.startswith("gap_")]
    assert gap_tokens in tables
    return "\n".join(str(tuple(row)) for table in tables for row in unit.connection.execute(select(table)))


def _paths() -> int:
    """Foreign keys that lead from a signal, its counts or whatever refers to them to something that is a person's."""
    refers = {name: {key.column.table.name for key in table.foreign_keys} for name, table in metadata.tables.items()}
    ways = 0
    for start in [name for name in refers if name.startswith("gap_")]:
        reached, todo = set[str](), [start, *(name for name, to in refers.items() if start in to)]
        while todo:
            name = todo.pop()
            if name not in reached:
                reached.add(name)
                todo += refers[name]
        ways += len(reached & PEOPLE)
    return ways


def _changed(keeper: Keeper, clock: Clock) -> int:
    """Periods that are answered otherwise after a correction: none."""
    clock.now = clock.now.replace(month=5)
    keeper.keep(release_what_is_over).result()
    first = keeper.keep(releases).result()
    assert first
    keeper.keep(lambda unit: unit.connection.execute(update(gap_counts).values(hints=gap_counts.c.hints + 1))).result()
    keeper.keep(release_what_is_over).result()
    return sum(one != other for one, other in zip(first, keeper.keep(releases).result(), strict=True))

"""An import is all of it or none of it, wherever it ends; a second one waits (I15)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from directory.entries import Entry, Kept, ServedArea
from directory.importing import as_entry, load
from storage import database
from storage.hsds_kept import KeptRows
from storage.services import ServiceRows
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock
from tests.databases import migrated_sqlite


class Died(Exception):
    """The process ends here."""


def entries(name: str) -> list[Entry]:
    area = (ServedArea("municipality", "Büren"),)
    return [
        Entry(
            source_id=f"offer-{at}",
            organization=f"{name} {at}",
            name=name,
            areas=area,
            phones=("02951 1",),
            hours="Mo 9-12",
            kind="practical_offer",
        )
        for at in range(40)
    ]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = database.open_engine(migrated_sqlite(tmp_path / "lotse.db"))
    yield engine
    engine.dispose()


@pytest.fixture
def keeper(engine: Engine, tmp_path: Path) -> Iterator[Keeper]:
    clock = TurnedClock()
    keeper = database.open_keeper(engine, database.unlock(engine, tmp_path / "key", clock()), "paderborn", clock)
    yield keeper
    keeper.close()


def there(keeper: Keeper) -> tuple[list[Entry], list[str]]:
    def work(unit: Unit) -> tuple[list[Entry], list[str]]:
        rows = ServiceRows(unit.connection, unit.district).all()
        kept = KeptRows(unit.connection, unit.district).of_kind("service")
        return [as_entry(row) for row in rows if row.status == "active"], [row.body for row in kept]

    return keeper.keep(work).result()


def take(keeper: Keeper, name: str) -> None:
    kept = [Kept("service", entry.source_id, f'"{name}"') for entry in entries(name)]
    keeper.keep(lambda unit: load(unit, entries(name), kept=kept)).result()


def test_wherever_an_import_ends_the_old_directory_is_whole(engine: Engine, keeper: Keeper) -> None:
    take(keeper, "Alt")
    old = there(keeper)
    ends_after, seen = 0, 0

    @event.listens_for(engine, "before_cursor_execute")
    def die(*_: object) -> None:
        nonlocal seen
        seen += 1
        if ends_after and seen == ends_after:
            raise Died

    for ends_after in range(2, 300, 3):  # a hundred points, from the first statement of the unit to the last ones
        seen = 0
        with pytest.raises(Died):
            take(keeper, "Neu")
        seen, after, ends_after = 0, ends_after, 0
        assert there(keeper) == old, f"not whole after statement {after}"
    ends_after = 0
    take(keeper, "Neu")
    assert there(keeper) == (entries("Neu"), ['"Neu"'] * 40)


def test_of_two_imports_at_once_one_is_whole_in_the_end(keeper: Keeper) -> None:
    together = [threading.Thread(target=take, args=(keeper, name)) for name in ("Eins", "Zwei")]
    for one in together:
        one.start()
    for one in together:
        one.join()

    now, kept = there(keeper)
    assert (now, kept) in [(entries(name), [f'"{name}"'] * 40) for name in ("Eins", "Zwei")]

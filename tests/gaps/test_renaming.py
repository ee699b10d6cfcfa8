"""A need or a municipality gets another name: signals, themes and counts follow, once; what was counted apart is counted together."""

from __future__ import annotations

import pytest

from cases.themes import bundle, handle
from directory.municipalities import load_municipalities, paderborn
from directory.renamed import Renamed, load_renamed, read_renamed
from gaps.fields import Cause, Gap
from gaps.renaming import apply_renamed
from gaps.signals import note
from storage.renaming import KEYED, PLAIN
from storage.tables import metadata
from storage.unit import Keeper, Unit

TOWNS = Renamed("municipality", "Altdorf", "Büren")
OF_THE_DIRECTORY = {"municipality_parts", "service_needs"}  # written anew by every import


def history(unit: Unit) -> None:
    load_municipalities(unit, paderborn())
    kim = unit.staff.one(unit.staff.add(role="coordinator", name="Kim", language="de", municipalities=()))
    assert kim is not None
    for person, town in ((1, "Büren"), (2, "Altdorf")):
        note(unit, person, Gap("housing.find_home", town, Cause.FULL, "ar"))
        unit.wishes.count_told("2026-Q4", "housing.find_home", town)
    bundle(unit, kim, [handle(row) for row in unit.gaps.newest()], "Zwei", title="Wohnungen", checked=True)


def test_a_merged_municipality_keeps_its_signals_themes_and_counts(keeper: Keeper) -> None:
    keeper.keep(history).result()
    assert keeper.keep(lambda unit: apply_renamed(unit, [TOWNS])).result() == [TOWNS]
    assert {row.municipality for row in keeper.keep(lambda unit: unit.gaps.newest()).result()} == {"Büren"}
    assert keeper.keep(lambda unit: unit.themes.scope(1)).result() == [("housing.find_home", "Büren")]
    assert keeper.keep(lambda unit: unit.wishes.told()).result() == {("housing.find_home", "Büren"): 2}
    assert keeper.keep(lambda unit: apply_renamed(unit, [TOWNS])).result() == []


def test_a_renamed_need_takes_its_area_along(keeper: Keeper) -> None:
    keeper.keep(history).result()
    back = Renamed("need", "housing.find_home", "work.find_job")
    assert keeper.keep(lambda unit: apply_renamed(unit, [back])).result() == [back]
    rows = keeper.keep(lambda unit: unit.gaps.newest()).result()
    assert {(row.need, row.area) for row in rows} == {("work.find_job", "work")}
    assert {need for need, _ in keeper.keep(lambda unit: unit.themes.scope(1)).result()} == {"work.find_job"}


def test_what_nobody_knows_yet_waits(keeper: Keeper) -> None:
    waits = [Renamed("municipality", "Büren", "Neustadt"), Renamed("need", "housing.find_home", "housing.new_code")]
    assert keeper.keep(lambda unit: apply_renamed(unit, waits)).result() == []


def test_chains_end_at_the_last_name_and_nonsense_is_refused() -> None:
    entries = [{"kind": "need", "old": "a", "new": "b"}, {"kind": "need", "old": "b", "new": "c"}]
    assert read_renamed(entries) == (Renamed("need", "a", "c"), Renamed("need", "b", "c"))
    for wrong in (
        [*entries, {"kind": "need", "old": "c", "new": "a"}],
        [*entries, {"kind": "need", "old": "a", "new": "x"}],
        [{"kind": "x"}],
    ):
        with pytest.raises(ValueError):
            read_renamed(wrong)
    assert load_renamed() == ()


def test_no_table_with_a_name_in_it_is_forgotten() -> None:
    for kind in ("need", "municipality"):
        there = {table.name for table in metadata.sorted_tables if kind in table.columns} - OF_THE_DIRECTORY
        assert there == {table.name for table in (*PLAIN[kind], *KEYED[kind])}, kind

"""A need or a municipality gets another name: signals, themes and counts follow, once; what was counted apart is counted together."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from sqlalchemy import insert

from cases.themes import bundle, handle
from directory.municipalities import load_municipalities, paderborn
from directory.renamed import Renamed, load_renamed, read_renamed
from gaps.early_warning import Silence, SuggestedBundle
from gaps.fields import Cause, Gap
from gaps.periods import iso_week
from gaps.renaming import apply_renamed
from gaps.signals import note
from gaps.warnings import SILENCE, SURGE, warnings
from storage.gap_counts import CountRow
from storage.gap_tables import gap_bursts, gap_counts
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


def count(unit: Unit, town: str, people: int, firsts: int, burst: str = "") -> None:
    row = CountRow("2026-W40", "gap", "municipality", "housing", town, burst, people, people, firsts)
    values = {"district": unit.district, **row._asdict()}
    unit.connection.execute(insert(gap_counts), values)


def counted(unit: Unit) -> list[CountRow]:
    return [row for row in unit.gap_counts.counts(["2026-W40"]) if row.by == "municipality"]


def test_people_of_two_towns_that_are_one_now_are_not_counted_twice(keeper: Keeper) -> None:
    """Three asked in both; they are three, not six, and stay below what may be shown."""
    keeper.keep(lambda unit: (load_municipalities(unit, paderborn()), count(unit, "Altdorf", 3, 3), count(unit, "Büren", 3, 0))).result()
    keeper.keep(lambda unit: apply_renamed(unit, [TOWNS])).result()
    [row] = keeper.keep(counted).result()
    assert (row.column, row.hints, row.people, row.firsts) == ("Büren", 6, 3, 3)


@pytest.mark.parametrize("renamed", [TOWNS, Renamed("need", "housing.old_home", "housing.find_home")])
def test_what_a_human_lets_count_is_found_under_its_new_name(keeper: Keeper, renamed: Renamed) -> None:
    need, town = ("housing.old_home", "Büren") if renamed.kind == "need" else ("housing.find_home", "Altdorf")

    def flood(unit: Unit) -> None:
        load_municipalities(unit, paderborn())
        key = {"district": unit.district, "week": "2026-W40", "need": need, "municipality": town}
        unit.connection.execute(insert(gap_bursts), {**key, "slot": 0, "now": 0, "before": 0, "people": 40, "flagged": True})
        count(unit, town, 40, 40, f"{need}|{town}")

    keeper.keep(flood).result()
    keeper.keep(lambda unit: apply_renamed(unit, [renamed])).result()
    assert keeper.keep(counted).result() == []
    assert keeper.keep(lambda unit: unit.gap_counts.decide_burst("2026-W40", "housing.find_home", "Büren", counts=True)).result()
    [row] = keeper.keep(counted).result()
    assert (row.column, row.hints) == ("Büren", 40)


def test_what_early_warning_found_is_called_by_its_new_name_and_known_again(keeper: Keeper) -> None:
    towns = ("Altdorf", "Büren")
    surge = SuggestedBundle("housing.old_home", Cause.FULL, towns, (), "2026-W40", "2026-W47", 4, 9, 1.5, 0.001)

    def found(unit: Unit) -> None:
        load_municipalities(unit, paderborn())
        for town in towns:
            unit.gap_counts.warn(iso_week(unit.now), SURGE, f"{surge.need}|{surge.cause}|{town}", json.dumps(asdict(surge)))
        unit.gap_counts.warn(
            iso_week(unit.now), SILENCE, "Altdorf|ti", json.dumps(asdict(Silence("Altdorf", "ti", "2026-W40", "", 4, 0, 9.0, 0.1)))
        )

    keeper.keep(found).result()
    keeper.keep(lambda unit: apply_renamed(unit, [TOWNS, Renamed("need", "housing.old_home", "housing.find_home")])).result()
    [[one], [silent]] = keeper.keep(lambda unit: warnings(unit, 4)).result()
    assert (one.need, one.municipalities, silent.municipality) == ("housing.find_home", ("Büren",), "Büren")
    abouts = {row.about for row in keeper.keep(lambda unit: unit.gap_counts.warnings("2000-W01")).result()}
    assert abouts == {f"housing.find_home|{Cause.FULL}|Büren", "Büren|ti"}

"""What was published under names that are called otherwise now: every page, file and picture still opens, and numbers follow the name."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from directory.renamed import Renamed
from gaps import releases as released
from gaps.csvw import files
from gaps.releases import Release, releases
from gaps.safe_tables import OTHER, SafeTable
from gaps.themes import effect_of
from handlers.gap_picture import gap_picture
from storage.unit import Unit
from tests.web.conftest import World
from web.papers.facts import read_facts

OLD = ("housing.old_home", "Altdorf", "formerly")
NAMES = (
    Renamed("need", "housing.old_home", "housing.find_home"),
    Renamed("need", "housing.older_home", "housing.find_home"),
    Renamed("municipality", "Altdorf", "Büren"),
)


def of_before(period: str) -> Release:
    """A quarter that was published when things had other names, and a need of it was lost without one."""
    table = SafeTable(("housing", OTHER), ("Altdorf", OTHER), (40, 10), (35, 15), ((30, None), (None, None)))
    causes = SafeTable(("housing", OTHER), ("out of stock", OTHER), (40, 10), (35, 15), ((30, None), (None, None)))
    months = SafeTable(("housing", OTHER), (f"{period[:4]}-M01",), (40, 10), (50,))
    parts = {"gap": {"housing": {"housing.old_home": 15, "housing.older_home": 10, "housing.lost": 15}}, "met": {"housing": {OTHER: 20}}}
    names = ("municipality", "kind", "language", "evidence")
    tables = {"gap.cause": causes, "gap.month": months, "gap.sphere": causes, **{f"gap.{name}": table for name in names}}
    return Release(period, tables, parts)


async def given(world: World) -> None:
    def publish(unit: Unit) -> None:
        for period in ("2026-Q1", "2026-Q2"):
            unit.gap_counts.release(period, of_before(period).to_json())

    await world.keep(publish)


async def test_every_page_of_numbers_opens_whatever_it_was_called(world: World) -> None:
    await given(world)
    kim = await world.at_desk("coordinator", "Kim")
    for by in ("municipality", "team", "cause", "kind", "language", "evidence", "month", "sphere"):
        for asked in ({"by": by}, {"by": by, "period": "2026-H1"}, {"by": by, "area": "housing"}):
            assert (await kim.get(f"/desk/gaps/numbers?{urlencode(asked)}")).status_code == 200, asked
            assert (await kim.get(f"/desk/gaps/charts/table.svg?{urlencode(asked)}")).status_code in (200, 404), asked
    for path in ("/desk/gaps", "/desk/gaps/charts/trend.svg?area=housing", "/desk/gaps/charts/trend.svg"):
        assert (await kim.get(path)).status_code == 200, path
    published = await world.keep(releases)
    assert gap_picture(published) is not None and len(list(files(published))) == 3
    assert (await world.keep(lambda unit: read_facts(unit, "2026-H1"))).annex


async def test_what_was_published_under_another_name_is_read_under_the_one_of_now(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(released, "load_renamed", lambda: NAMES)
    await given(world)
    published = await world.keep(releases)
    assert [one.signals for one in effect_of(published, ["housing.find_home"])] == [25, 25]  # two names, one need: what both had
    kim = await world.at_desk("coordinator", "Kim")
    page = (await kim.get("/desk/gaps/numbers?by=municipality")).text
    assert "Büren" in page and "Altdorf" not in page
    facts = await world.keep(lambda unit: read_facts(unit, "2026-H1"))
    assert "Büren" not in facts.silent
    assert re.search("Wohnung finden", str(facts.annex))


async def test_two_names_of_the_same_table_stay_apart_where_both_were_published(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added up, a number that is shown and one that is hidden would be neither."""
    monkeypatch.setattr(released, "load_renamed", lambda: NAMES)
    table = SafeTable(("housing", OTHER), ("Altdorf", "Büren"), (40, 10), (35, 15), ((30, None), (None, None)))
    await world.keep(lambda unit: unit.gap_counts.release("2026-Q1", Release("2026-Q1", {"gap.municipality": table}).to_json()))
    [release] = await world.keep(releases)
    found = release.table("municipality")
    assert found is not None and found.columns == ("Altdorf", "Büren")

"""What case managers found is published beside the numbers: without a count, once, and as coarse as its need allows."""

from __future__ import annotations

from sqlalchemy import update

from directory.municipalities import load_municipalities, paderborn
from gaps.fields import Cause, Gap, SignalState, Source
from gaps.findings import Published, of_half_year
from gaps.releases import Release, release_what_is_over, releases
from gaps.signals import close_weeks, note, note_finding
from gaps.views import findings
from storage.gap_tables import gap_releases, gap_signals
from storage.municipalities import MunicipalityRows
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

HOME, MENTAL = "housing.find_home", "health.mental"
TEAMS = {"Büren": "Süd", "Salzkotten": "Süd", "Delbrück": "West", "Hövelhof": "West", "Lichtenau": "", "Altenbeken": ""}


def found(unit: Unit, need: str, place: str | None, cause: Cause = Cause.FULL, source: Source = Source.CASE_MANAGER) -> None:
    note_finding(unit, Gap(need, place, cause, "ar", note="Warteliste seit Mai"), source)


def half_a_year_later(keeper: Keeper, clock: TurnedClock) -> list[Release]:
    clock.turn(days=190)
    keeper.keep(close_weeks).result()
    keeper.keep(release_what_is_over).result()
    return keeper.keep(releases).result()


def of_quarters(published: list[Release]) -> tuple[Published, ...]:
    return tuple(one for release in published if "Q" in release.period for one in release.findings)


def of_halves(published: list[Release]) -> tuple[Published, ...]:
    return tuple(one for release in published if "H" in release.period for one in release.findings)


def test_a_finding_stands_once_however_often_and_though_nobody_asked(keeper: Keeper, clock: TurnedClock) -> None:
    for _ in range(7):
        keeper.keep(lambda unit: found(unit, HOME, "Büren")).result()
    keeper.keep(lambda unit: found(unit, HOME, None, Cause.COSTS)).result()
    published = half_a_year_later(keeper, clock)
    assert of_quarters(published) == (Published(HOME, Cause.COSTS, ""), Published(HOME, Cause.FULL, "Büren"))
    assert not any(release.tables or release.parts for release in published)
    [quarter] = [release for release in published if "Q" in release.period]
    half = f"{quarter.period[:4]}-H{1 if quarter.period[-1] in '12' else 2}"
    assert findings(published, quarter.period) == findings(published, half) == quarter.findings
    assert Release.from_json(quarter.period, quarter.to_json()) == quarter


def test_what_others_noted_or_what_was_no_gap_is_no_finding(keeper: Keeper, clock: TurnedClock) -> None:
    keeper.keep(lambda unit: found(unit, HOME, "Büren", source=Source.PARTNER)).result()
    keeper.keep(lambda unit: note(unit, 1, Gap(HOME, "Delbrück", Cause.FULL, "ar"), Source.DID_NOT_HELP)).result()
    keeper.keep(lambda unit: found(unit, "work.find_job", "Büren")).result()
    entry = update(gap_signals).where(gap_signals.c.need == "work.find_job").values(state=SignalState.CORRECTED)
    keeper.keep(lambda unit: unit.connection.execute(entry)).result()
    assert of_quarters(half_a_year_later(keeper, clock)) == ()


def test_a_sensitive_need_is_said_by_team_and_half_year_only(keeper: Keeper, clock: TurnedClock) -> None:
    keeper.keep(lambda unit: load_municipalities(unit, paderborn())).result()

    def assign(unit: Unit) -> None:
        towns = MunicipalityRows(unit.connection, unit.district)
        for number, town in enumerate(towns.all()):
            towns.assign_team(town.name, "Süd" if number % 2 or town.name == "Büren" else "Nord")

    keeper.keep(assign).result()
    keeper.keep(lambda unit: found(unit, MENTAL, "Büren")).result()
    published = half_a_year_later(keeper, clock)
    assert of_quarters(published) == ()
    assert of_halves(published) == (Published(MENTAL, Cause.FULL, "Süd"),)


def test_a_team_of_one_municipality_is_not_said_and_no_other_one_either() -> None:
    two = [Published(MENTAL, Cause.FULL, "Büren"), Published(MENTAL, Cause.FULL, "Delbrück")]
    assert {one.place for one in of_half_year(two, TEAMS)} == {"Süd", "West"}
    assert {one.place for one in of_half_year(two, TEAMS | {"Hövelhof": "Mitte"})} == {""}
    assert {one.place for one in of_half_year(two, {name: team for name, team in TEAMS.items() if name != "Altenbeken"})} == {""}
    assert {one.place for one in of_half_year(two, {})} == {""}


def test_what_is_published_stays_also_when_more_is_found_or_a_finding_goes(keeper: Keeper, clock: TurnedClock) -> None:
    keeper.keep(lambda unit: found(unit, HOME, "Büren")).result()
    week = keeper.keep(lambda unit: unit.gaps.newest()[0].week).result()
    before = half_a_year_later(keeper, clock)
    keeper.keep(lambda unit: found(unit, HOME, "Delbrück")).result()
    keeper.keep(lambda unit: unit.connection.execute(update(gap_signals).values(week=week, state=SignalState.DUPLICATE))).result()
    keeper.keep(release_what_is_over).result()
    assert keeper.keep(releases).result() == before


def test_nothing_is_published_before_its_weeks_are_counted(keeper: Keeper, clock: TurnedClock) -> None:
    keeper.keep(lambda unit: [note(unit, one, Gap(HOME, "Büren", Cause.COSTS, "ar")) for one in range(9)]).result()
    keeper.keep(lambda unit: found(unit, HOME, "Büren")).result()
    clock.turn(days=190)
    assert keeper.keep(release_what_is_over).result() == []
    keeper.keep(close_weeks).result()
    assert len(keeper.keep(release_what_is_over).result()) >= 1


def test_what_was_published_before_there_were_findings_can_still_be_read(keeper: Keeper) -> None:
    old = {"district": "paderborn", "period": "2025-Q1", "body": '{"parts": {}, "tables": {}}', "released_at": 1}
    keeper.keep(lambda unit: unit.connection.execute(gap_releases.insert().values(old))).result()
    assert keeper.keep(releases).result() == [Release("2025-Q1")]

"""Counts of weeks that are over, and what may be published of them."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from cases.people import who
from directory.needs import SENSITIVE, taxonomy
from gaps.fields import Cause, Evidence, Gap, Kind, Source
from gaps.periods import closed, half_of, iso_week, later, month_of, quarter_of
from gaps.releases import release_what_is_over, releases
from gaps.safe_tables import OTHER, Week, grouped, people_together, safe_table
from gaps.signals import CROWD, SUSPICIOUS, close_weeks, note, note_met
from gaps.weekly import ALL, UNMET, Hint, count_week
from storage.gap_tables import gap_counts, gap_salts, gap_signals, gap_tokens, new_chats
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

WEEK = "2026-W40"


@pytest.mark.parametrize(
    ("week", "month", "quarter", "half"),
    [
        ("2026-W01", "2026-M01", "2026-Q1", "2026-H1"),
        ("2026-W27", "2026-M07", "2026-Q3", "2026-H2"),
        ("2026-W53", "2026-M12", "2026-Q4", "2026-H2"),
    ],
)
def test_a_week_belongs_to_the_period_of_its_thursday(week: str, month: str, quarter: str, half: str) -> None:
    assert (month_of(week), quarter_of(week), half_of(week)) == (month, quarter, half)
    assert later(later(week, 30), -30) == week


def test_only_what_can_get_no_more_signals_is_closed() -> None:
    assert closed(["2026-Q2", "2026-Q3", "2026-Q4", "2026-H1", "2026-H2"], "2026-W40") == ["2026-H1", "2026-Q2", "2026-Q3"]


def hint(token: str, need: str = "housing.find_home", place: str = "Büren", cause: str = "costs") -> Hint:
    return Hint(token, UNMET, need, need.partition(".")[0], place, cause, "missing offer", "ar", "", "", "single hint")


def test_one_person_is_one_however_often_and_one_in_every_margin() -> None:
    hints = [hint("a"), hint("a", "housing.rent"), hint("a", place="Salzkotten"), hint("b")]
    counts = {(one.by, one.row, one.column): one for one in count_week(hints, SENSITIVE, {}, Kind.BREAK)}
    cell = counts["municipality", "housing", "Büren"]
    assert (cell.hints, cell.people, cell.firsts) == (3, 2, 2)
    assert (counts["municipality", ALL, ALL].hints, counts["municipality", ALL, ALL].people) == (4, 2)
    assert counts["municipality", "housing", "Salzkotten"].firsts == 0  # this person counts in Büren already


def test_a_sensitive_need_stands_in_its_own_table_only() -> None:
    counts = count_week([hint("a", "health.mental"), hint("b")], SENSITIVE, {"Büren": "Süd"}, Kind.BREAK)
    assert {(one.row, one.column) for one in counts if one.by == "sensitive"} >= {("health.mental", "Süd")}
    assert not [one for one in counts if one.by != "sensitive" and one.row == "health"]


def weeks(*people: int) -> dict[str, Week]:
    return {later(WEEK, number): Week(one, one, one) for number, one in enumerate(people)}


def test_one_person_in_five_weeks_does_not_look_like_five() -> None:
    assert grouped({"housing": weeks(1, 1, 1, 1, 1)}, 5).names == ()
    assert grouped({"housing": weeks(1, 1, 5)}, 5).names == ("housing",)


def test_what_is_too_small_takes_the_smallest_of_the_others_along() -> None:
    groups = grouped({"housing": weeks(20), "work": weeks(6), "health": weeks(2)}, 5)
    assert groups.alone == ("housing",) and groups.names == ("housing", OTHER)
    assert people_together([weeks(3), weeks(3)]) == 6


def test_a_small_cell_is_no_sum_of_what_is_shown() -> None:
    """Without the rectangle, 24 - 20 would give the four away."""
    number = {("a", "x"): 4, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40, ("c", "x"): 8, ("c", "y"): 9}
    counts = {cell: weeks(one) for cell, one in number.items()}
    for row in "abc":
        counts[row, ALL] = weeks(sum(one for (down, _), one in number.items() if down == row))
    for column in "xy":
        counts[ALL, column] = weeks(sum(one for (_, across), one in number.items() if across == column))
    table = safe_table(counts, 5)
    assert table is not None
    assert table.row_total("a") == 20 and table.cell("a", "x") is None and table.cell("a", "y") is None
    assert [table.cell(row, "x") for row in "bc"].count(None) == 1
    assert table.cell("b", "x") == 30  # the cheaper rectangle is taken


def begin(clock: TurnedClock, when: str) -> None:
    clock.turn(seconds=(datetime.fromisoformat(when).replace(tzinfo=UTC) - clock()).total_seconds())


def people_ask(keeper: Keeper, first: int, number: int, gap: Gap) -> None:
    keeper.keep(lambda unit: [note(unit, person, gap) for person in range(first, first + number)]).result()


HOME = Gap("housing.find_home", "Büren", Cause.NOT_IN_THIS_MUNICIPALITY, "ar")
JOB = Gap("work.find_job", "Salzkotten", Cause.NOTHING_LISTED, "uk")


def test_a_quarter_is_published_once_whatever_is_corrected_later(keeper: Keeper, clock: TurnedClock) -> None:
    begin(clock, "2027-01-11 09:00")
    people_ask(keeper, 1, 12, HOME)
    people_ask(keeper, 1, 7, JOB)
    keeper.keep(lambda unit: note_met(unit, 99, ["work.find_job", "safety.suicide"], "Büren", "ar")).result()
    clock.turn(days=7)
    assert keeper.keep(close_weeks).result() == ["2027-W02"]
    assert keeper.keep(release_what_is_over).result() == []  # the quarter is not over
    clock.turn(days=80)
    assert keeper.keep(release_what_is_over).result() == ["2027-Q1"]
    [release] = keeper.keep(releases).result()
    table = release.table("municipality")
    assert table is not None and table.cell("housing", "Büren") == 10 and table.row_total("work") == 5
    assert release.needs()["housing"] == {"housing.find_home": 10}
    keeper.keep(lambda unit: unit.connection.execute(update(gap_counts).values(hints=90, people=90))).result()
    assert keeper.keep(release_what_is_over).result() == []
    assert keeper.keep(releases).result() == [release]


def test_salt_and_tokens_are_gone_when_the_week_is_over_and_the_order_of_the_signals_too(keeper: Keeper, clock: TurnedClock) -> None:
    begin(clock, "2027-01-11 09:00")
    needs = [need.code for need in taxonomy().needs if not need.crisis][:60]
    for person, need in enumerate(needs):
        people_ask(keeper, person, 1, Gap(need, "Büren", Cause.NOTHING_LISTED, "ar"))
    people_ask(keeper, 1, 1, HOME)
    clock.turn(days=7)
    keeper.keep(close_weeks).result()
    for table in (gap_salts, gap_tokens):
        assert keeper.keep(lambda unit, table=table: unit.connection.scalar(select(func.count()).select_from(table))).result() == 0
    kept = keeper.keep(lambda unit: [row.need for row in unit.connection.execute(select(gap_signals).order_by(gap_signals.c.id))]).result()
    assert sorted({*kept}) == sorted({*needs, "housing.find_home"}) and kept[: len(needs)] != needs


def test_a_flood_waits_for_a_human(keeper: Keeper, clock: TurnedClock) -> None:
    begin(clock, "2027-01-11 09:00")
    people_ask(keeper, 1, 50, HOME)
    people_ask(keeper, 1, 7, JOB)
    people_ask(keeper, 1, 1, JOB)  # one person a thousand times is one
    [burst] = keeper.keep(lambda unit: unit.gap_counts.bursts()).result()
    assert (burst.need, burst.municipality, burst.people, burst.counts) == (HOME.need, "Büren", 50, None) and SUSPICIOUS <= 50
    clock.turn(days=7)
    keeper.keep(close_weeks).result()

    def counted() -> int:
        rows = keeper.keep(lambda unit: unit.gap_counts.counts(["2027-W02"])).result()
        return sum(row.hints for row in rows if (row.by, row.row, row.column) == ("need", ALL, ALL))

    assert counted() == 7
    assert keeper.keep(lambda unit: unit.gap_counts.decide_burst(burst.week, burst.need, burst.municipality, counts=True)).result()
    assert counted() == 57


def test_people_who_come_over_days_are_no_flood(keeper: Keeper, clock: TurnedClock) -> None:
    begin(clock, "2027-01-11 09:00")
    for day in range(5):
        people_ask(keeper, 10 * day, 10, HOME)
        clock.turn(hours=3)
    assert keeper.keep(lambda unit: unit.gap_counts.bursts()).result() == []


NEEDS = [need.code for need in taxonomy().needs if not need.crisis and need.code not in SENSITIVE][:10]


def newcomer_misses(keeper: Keeper, number: int, channel: str = "telegram") -> None:
    """Somebody writes for the first time, and there is nothing for them; one after the other they ask for ten needs in five towns."""

    def work(unit: Unit) -> None:
        chat = f"{channel}-{number}"
        them = who(unit, channel=channel, chat_hash=chat, chat=chat, language="ar")
        town = ("Büren", "Salzkotten", "Delbrück", "Lichtenau", "Paderborn")[number % 5]
        note(unit, them.id, Gap(NEEDS[number % 10], town, Cause.NOTHING_LISTED, "ar"))

    keeper.keep(work).result()


def test_fifty_accounts_in_an_hour_are_flagged_whatever_they_ask_for(keeper: Keeper, clock: TurnedClock) -> None:
    begin(clock, "2027-01-11 08:30")
    keeper.keep(lambda unit: note(unit, 10**6, JOB)).result()  # somebody known, hours before
    clock.turn(hours=3)
    for number in range(CROWD):  # from half past to half past
        newcomer_misses(keeper, number)
        clock.turn(minutes=60 / CROWD)
    bursts = keeper.keep(lambda unit: unit.gap_counts.bursts()).result()
    assert len(bursts) == 10 and all(one.crowd and one.counts is None and one.people < SUSPICIOUS for one in bursts)
    newcomer_misses(keeper, CROWD + 1)  # and who comes then
    assert {one.need for one in keeper.keep(lambda unit: unit.gap_counts.bursts()).result()} == {*NEEDS}
    clock.turn(days=7)
    keeper.keep(close_weeks).result()

    def counted() -> int:
        rows = keeper.keep(lambda unit: unit.gap_counts.counts(["2027-W02"])).result()
        return sum(row.hints for row in rows if (row.side, row.by, row.row, row.column) == (UNMET, "need", ALL, ALL))

    assert counted() == 1
    assert keeper.keep(lambda unit: unit.gap_counts.decide_crowd("2027-W02", counts=True)).result()
    assert counted() == CROWD + 2


def test_fifty_accounts_over_a_week_are_no_flood(keeper: Keeper, clock: TurnedClock) -> None:
    begin(clock, "2027-01-11 08:00")
    for number in range(CROWD):
        newcomer_misses(keeper, number, "web" if number % 2 else "telegram")
        clock.turn(hours=2)
    assert keeper.keep(lambda unit: unit.gap_counts.bursts()).result() == []


def test_people_known_before_are_no_crowd_and_its_hours_are_forgotten(keeper: Keeper, clock: TurnedClock) -> None:
    begin(clock, "2027-01-11 08:00")
    for number in range(CROWD):
        newcomer_misses(keeper, number)
        clock.turn(hours=1)
    clock.turn(days=7)
    for number in range(CROWD):
        newcomer_misses(keeper, number)
    assert keeper.keep(lambda unit: unit.gap_counts.bursts()).result() == []
    keeper.keep(lambda unit: unit.new_chats.forget()).result()
    assert keeper.keep(lambda unit: unit.connection.scalar(select(func.count()).select_from(new_chats))).result() == 0


def test_what_a_case_manager_found_is_in_no_count(keeper: Keeper, clock: TurnedClock) -> None:
    begin(clock, "2027-01-11 09:00")
    found = Gap("health.mental", "Büren", Cause.FULL, "ar", evidence=Evidence.CONFIRMED)
    keeper.keep(lambda unit: note(unit, 1, found, Source.CASE_MANAGER)).result()
    assert keeper.keep(lambda unit: unit.gap_counts.tokens(iso_week(clock()))).result() == []


def test_no_small_number_stands_in_what_is_published() -> None:
    seed = random.Random(11)
    for _ in range(200):
        counts = {(row, column): weeks(seed.choice((0, 1, 2, 4, 6, 9))) for row in "abcd" for column in "wxyz"}
        for row in "abcd":
            counts[row, ALL] = weeks(sum(one[WEEK].hints for (down, across), one in counts.items() if down == row and across != ALL))
        for column in "wxyz":
            counts[ALL, column] = weeks(sum(one[WEEK].hints for (down, across), one in counts.items() if across == column and down != ALL))
        table = safe_table(counts, 5)
        if table is not None:
            shown = [*table.row_totals, *table.column_totals, *(one for line in table.cells for one in line if one is not None)]
            assert all(number >= 5 for number in shown)

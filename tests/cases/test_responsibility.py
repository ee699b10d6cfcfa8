"""Who is responsible: the rules one by one, and what holds for every roster."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.responsibility import (
    RUNGS,
    Absence,
    Decision,
    Member,
    Reason,
    Roster,
    Rung,
    WhiteSpot,
    Why,
    asked_at,
    decide,
    white_spots,
)

TODAY = date(2026, 11, 26)
AWAY = (Absence(TODAY, TODAY + timedelta(days=3)),)


def manager(number: int, *towns: str, **more: object) -> Member:
    return Member(number, frozenset(towns), **more)  # type: ignore[arg-type]


def whose(roster: Roster, town: str | None = "Büren", language: str = "ar", area: str | None = "housing", **more: bool) -> Decision:
    return decide(roster, town, language, area, TODAY, **more)


def test_the_case_manager_of_the_town_is_responsible() -> None:
    found = whose(Roster((manager(1, "Büren"), manager(2, "Salzkotten")), (Member(9),)))
    assert (found.responsible, found.rung) == (1, Rung.OWN)
    assert found.reasons == (Reason(Why.IN_TOWN, 1, name="Büren"),)


def test_of_four_in_paderborn_language_goes_before_area_and_area_before_load() -> None:
    four = (
        manager(1, "Paderborn", load=0),
        manager(2, "Paderborn", areas=frozenset({"housing"}), load=3),
        manager(3, "Paderborn", languages=frozenset({"ar"}), load=9),
        manager(4, "Paderborn", languages=frozenset({"ar"}), areas=frozenset({"housing"}), load=10),
    )
    assert whose(Roster(four), "Paderborn").responsible == 4
    assert whose(Roster(four[:3]), "Paderborn").responsible == 3
    assert whose(Roster(four[:2]), "Paderborn").responsible == 2
    assert whose(Roster(four), "Paderborn", "pl", "work").responsible == 1
    assert [reason.why for reason in whose(Roster(four), "Paderborn").reasons] == [Why.IN_TOWN, Why.SPEAKS, Why.KNOWS]


def test_whoever_is_absent_has_a_substitute_and_the_reason_is_told() -> None:
    absent = manager(1, "Büren", absences=(Absence(TODAY, TODAY + timedelta(days=1), substitute=2),))
    found = whose(Roster((absent, manager(2, "Salzkotten")), (Member(9),)))
    assert (found.responsible, found.rung) == (2, Rung.SUBSTITUTE)
    assert found.reasons == (Reason(Why.ABSENT, 1, TODAY + timedelta(days=1)), Reason(Why.SUBSTITUTE, 2))


def test_a_substitute_who_is_absent_hands_on_and_a_circle_ends() -> None:
    one = manager(1, "Büren", absences=(Absence(TODAY, TODAY, 2),))
    two = manager(2, "Delbrück", absences=(Absence(TODAY, TODAY, 3),))
    assert whose(Roster((one, two, manager(3, "Borchen")), (Member(9),))).responsible == 3
    round_again = manager(2, "Delbrück", absences=(Absence(TODAY, TODAY, 1),))
    assert whose(Roster((one, round_again), (Member(9),))).responsible == 9


def test_without_a_substitute_the_regional_team_and_then_a_coordinator() -> None:
    people = (manager(1, "Büren", absences=AWAY), manager(2, "Salzkotten"))
    team = Roster(people, (Member(9),), {"Büren": "Team Süd", "Salzkotten": "Team Süd"})
    assert (whose(team).responsible, whose(team).rung) == (2, Rung.TEAM)
    alone = Roster(people, (Member(9),))
    assert (whose(alone).responsible, whose(alone).rung) == (9, Rung.COORDINATOR)
    assert whose(alone).reasons[-1] == Reason(Why.COORDINATOR, 9)


def test_a_town_without_a_post_and_a_person_without_a_place_get_a_coordinator() -> None:
    assert whose(Roster((), (Member(9),))).reasons == (Reason(Why.NO_POST, name="Büren"), Reason(Why.COORDINATOR, 9))
    assert whose(Roster((manager(1, "Büren"),), (Member(9),)), None).responsible == 9


def test_a_full_town_takes_on_nobody_but_somebody_in_danger() -> None:
    full = Roster((manager(1, "Büren", capacity=2, load=2),), (Member(9),))
    assert (whose(full).responsible, whose(full).full) == (None, True)
    assert (whose(full, urgent=True).responsible, whose(full, urgent=True).full) == (9, False)


def test_where_nobody_is_there_nothing_is_promised() -> None:
    assert (whose(Roster()).responsible, whose(Roster()).rung, whose(Roster()).full) == (None, Rung.NOBODY, False)


def test_holes_of_the_roster_are_seen_before_anybody_asks() -> None:
    august = [date(2026, 8, 1) + timedelta(days=number) for number in range(31)]
    working = {day for day in august if day.weekday() < 5}
    away = Absence(date(2026, 8, 10), date(2026, 8, 21))
    covered = Absence(date(2026, 8, 24), date(2026, 8, 26), substitute=2)
    roster = Roster((manager(1, "Lichtenau", absences=(away, covered)), manager(2, "Borchen")))
    found = white_spots(roster, ["Lichtenau", "Borchen", "Altenbeken"], august[0], 31, working)
    assert found == [
        WhiteSpot("Lichtenau", date(2026, 8, 10), date(2026, 8, 21), vacant=False),
        WhiteSpot("Altenbeken", date(2026, 8, 3), date(2026, 8, 31), vacant=True),
    ]


numbers = st.integers(1, 6)
towns = st.sampled_from(["Büren", "Salzkotten", "Borchen"])
absences = st.lists(st.builds(Absence, st.just(TODAY), st.just(TODAY), st.none() | numbers), max_size=1).map(tuple)
members = st.builds(
    Member,
    numbers,
    st.frozensets(towns, min_size=1, max_size=2),
    st.frozensets(st.sampled_from(["ar", "pl"])),
    st.frozensets(st.sampled_from(["housing", "work"])),
    st.none() | st.integers(0, 3),
    st.integers(0, 4),
    absences,
)
rosters = st.builds(
    Roster,
    st.lists(members, max_size=5, unique_by=lambda member: member.id).map(tuple),
    st.lists(st.builds(Member, st.integers(10, 12), absences=absences), max_size=2, unique_by=lambda member: member.id).map(tuple),
    st.dictionaries(towns, st.sampled_from(["Nord", "Süd"])),
)


@given(rosters, towns | st.none(), st.sampled_from(["ar", "pl"]))
def test_whoever_is_responsible_is_there_and_has_room_and_it_is_explained(roster: Roster, town: str | None, language: str) -> None:
    found = decide(roster, town, language, "housing", TODAY)
    assert found.reasons
    if found.responsible is None:
        assert found.rung is Rung.NOBODY
        return
    everybody = {member.id: member for member in (*roster.managers, *roster.coordinators)}
    chosen = everybody[found.responsible]
    assert chosen.absence(TODAY) is None
    assert not chosen.full or found.rung is Rung.COORDINATOR
    assert not found.full


@given(rosters, towns | st.none())
def test_while_there_is_a_coordinator_the_ladder_ends_with_somebody(roster: Roster, town: str | None) -> None:
    asked = {number for rung in RUNGS for number in asked_at(roster, town, rung, TODAY)}
    assert asked >= {member.id for member in roster.coordinators if member.absence(TODAY) is None}
    assert asked or not roster.coordinators

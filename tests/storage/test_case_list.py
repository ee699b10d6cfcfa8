"""The list of cases: whoever waits is on top, and nobody who waits is left out."""

from __future__ import annotations

from cases.access import cases_of
from cases.conversation import accept_case
from cases.desk_access import invite
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from storage.staff import StaffRow
from storage.unit import Keeper, Unit


def member(keeper: Keeper, role: str, *municipalities: str) -> StaffRow:
    def work(unit: Unit) -> StaffRow:
        invite(unit, role=role, name=role, municipalities=municipalities)
        return unit.staff.by_role(role)[-1]

    return keeper.keep(work).result()


def handed_over(keeper: Keeper, chat: str, municipality: str | None = "Büren") -> int:
    def work(unit: Unit) -> int:
        person = who(unit, channel="web", chat_hash=chat, chat="1", language="ar")
        if municipality is not None:
            person = live_in(unit, person, municipality)
        prepare(unit, person, need="housing.find_home", words="")
        return hand_over(unit, who(unit, channel="web", chat_hash=chat, chat="1", language="ar")).id

    return keeper.keep(work).result()


def accept(keeper: Keeper, staff: StaffRow, case: int) -> None:
    keeper.keep(lambda unit: accept_case(unit, staff, case)).result()


def seen_by(keeper: Keeper, staff: StaffRow) -> list[int]:
    return [case.id for case in keeper.keep(lambda unit: cases_of(unit, staff)).result()]


def test_whoever_waits_longest_is_on_top_and_never_cut_off(keeper: Keeper) -> None:
    mia = member(keeper, "case_manager", "Büren")
    waits_longest, *others = [handed_over(keeper, f"chat {number}") for number in range(7)]
    for case in others[:4]:
        accept(keeper, mia, case)
    waits_too = others[4:]

    listed = keeper.keep(lambda unit: unit.cases.listed(["Büren"], also_without=False, at_most=2)).result()
    assert [case.id for case in listed] == [waits_longest, *waits_too, others[3], others[2]]
    assert [case.state for case in listed] == ["waiting"] * 3 + ["accepted"] * 2


def test_open_cases_come_before_closed_ones(keeper: Keeper) -> None:
    mia = member(keeper, "case_manager", "Büren")
    first, second = handed_over(keeper, "a"), handed_over(keeper, "b")
    accept(keeper, mia, first)
    keeper.keep(lambda unit: unit.cases.change(second, state="closed")).result()
    assert seen_by(keeper, mia) == [first, second]


def test_coordinators_see_what_nobody_else_is_responsible_for_and_what_they_accepted(keeper: Keeper) -> None:
    kim = member(keeper, "coordinator")
    before_anybody_was_there = handed_over(keeper, "a", "Büren")
    accept(keeper, kim, before_anybody_was_there)
    mia = member(keeper, "case_manager", "Büren")
    of_mia = handed_over(keeper, "b", "Büren")
    nobodys = handed_over(keeper, "c", "Delbrück")
    nowhere = handed_over(keeper, "d", None)

    assert seen_by(keeper, kim) == [nobodys, nowhere, before_anybody_was_there]
    assert seen_by(keeper, mia) == [of_mia, before_anybody_was_there]
    assert seen_by(keeper, member(keeper, "admin")) == []


def test_a_case_that_was_accepted_stays_with_its_case_manager(keeper: Keeper) -> None:
    mia = member(keeper, "case_manager", "Büren")
    case = handed_over(keeper, "a", "Büren")
    accept(keeper, mia, case)
    keeper.keep(lambda unit: unit.cases.change(case, municipality="Delbrück")).result()
    assert seen_by(keeper, mia) == [case]

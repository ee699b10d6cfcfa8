"""An import that would take many offers away: two people, and exactly what they saw (I7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.desk_access import invite
from cases.refusals import CaseNotFound, NeedsSecondPerson, NobodyCalledSo, NotAllowed, NotUnderstood, SecondPersonMissing
from cases.removing import LASTS, are_many, ask, contact_changes, decide, somebody_called, take_away, to_agree, waiting_for_yes
from directory.diffs import plan
from directory.entries import Entry
from storage.staff import StaffRow
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

GOING = [f"offer-{at}" for at in range(412)]


def member(keeper: Keeper, role: str, name: str) -> StaffRow:
    def work(unit: Unit) -> StaffRow:
        invite(unit, role=role, name=name)
        return max(unit.staff.by_role(role), key=lambda one: one.id)

    return keeper.keep(work).result()


def waits(keeper: Keeper) -> int:
    found = keeper.keep(waiting_for_yes).result()
    assert found is not None
    return found.id


def yes(keeper: Keeper, who: StaffRow, typed: str = "412", *, agree: bool = True) -> None:
    number = waits(keeper)
    keeper.keep(lambda unit: decide(unit, who, number, typed, agree=agree)).result()


def goes(keeper: Keeper, going: list[str] = GOING, operator: StaffRow | None = None) -> None:
    keeper.keep(lambda unit: take_away(unit, going, [], 460, operator)).result()


def told(keeper: Keeper) -> list[tuple[str, str | None, str]]:
    rows = keeper.keep(lambda unit: unit.audit.newest(before=None, at_most=20)).result()
    return [(row.action, row.name, row.about) for row in reversed(rows) if row.action in ("offers_go", "removal_asked", "removal_decided")]


@pytest.mark.parametrize(
    ("gone", "offered", "many"), [(0, 0, False), (1, 5, True), (15, 157, False), (16, 157, True), (20, 900, False), (21, 900, True)]
)
def test_how_many_are_many(gone: int, offered: int, many: bool) -> None:
    assert are_many(gone, offered) is many


def test_many_go_when_somebody_else_typed_the_number(keeper: Keeper) -> None:
    ada, ben = member(keeper, "admin", "Ada"), member(keeper, "coordinator", "Ben")
    with pytest.raises(SecondPersonMissing, match="412 services would disappear"):
        goes(keeper, operator=ada)
    keeper.keep(lambda unit: ask(unit, GOING, 460, ada)).result()

    with pytest.raises(NeedsSecondPerson):
        yes(keeper, ada)
    for typed in ("", "41", "4120", "yes"):
        with pytest.raises(NotUnderstood):
            yes(keeper, ben, typed)
    with pytest.raises(SecondPersonMissing):
        goes(keeper, operator=ada)
    number = waits(keeper)
    yes(keeper, ben, " 412 ")
    goes(keeper, operator=ada)

    assert told(keeper) == [
        ("removal_asked", "Ada", f"412 asked {number}"),
        ("removal_decided", "Ben", f"yes {number}"),
        ("offers_go", "Ada", f"412 agreed {number}"),
    ]
    with pytest.raises(SecondPersonMissing):  # a yes is for once
        goes(keeper, operator=ada)


def test_a_yes_is_for_exactly_these_offers_and_for_some_days(keeper: Keeper, clock: TurnedClock) -> None:
    ben = member(keeper, "coordinator", "Ben")
    keeper.keep(lambda unit: ask(unit, GOING, 460, None)).result()
    yes(keeper, ben)
    for others in (GOING[:-1], [*GOING[:-1], "another"]):
        with pytest.raises(SecondPersonMissing):
            goes(keeper, others)
    clock.turn(days=LASTS / timedelta(days=1))
    with pytest.raises(SecondPersonMissing):
        goes(keeper)


def test_what_was_asked_for_anew_has_to_be_seen_anew(keeper: Keeper) -> None:
    ben = member(keeper, "coordinator", "Ben")
    keeper.keep(lambda unit: ask(unit, GOING, 460, None)).result()
    seen = waits(keeper)
    keeper.keep(lambda unit: ask(unit, GOING, 460, None)).result()
    assert waits(keeper) == seen  # the same offers go on waiting
    keeper.keep(lambda unit: ask(unit, GOING[:200], 460, None)).result()
    with pytest.raises(CaseNotFound):
        keeper.keep(lambda unit: decide(unit, ben, seen, "412", agree=True)).result()


def test_a_no_ends_it_and_others_have_no_say(keeper: Keeper) -> None:
    ben = member(keeper, "coordinator", "Ben")
    keeper.keep(lambda unit: ask(unit, GOING, 460, None)).result()
    for role in ("auditor", "interpreter", "office_contact"):
        with pytest.raises(NotAllowed):
            yes(keeper, member(keeper, role, role))
    yes(keeper, ben, agree=False)
    assert keeper.keep(waiting_for_yes).result() is None
    with pytest.raises(SecondPersonMissing):
        goes(keeper)


def test_few_need_nobody_and_where_nobody_else_is_there_the_typed_number_is_enough(keeper: Keeper) -> None:
    goes(keeper)
    ada = member(keeper, "admin", "Ada")
    goes(keeper, operator=ada)
    goes(keeper, GOING[:3], ada)
    keeper.keep(lambda unit: take_away(unit, [], [], 460, ada)).result()

    assert told(keeper) == [("offers_go", None, "412 alone"), ("offers_go", "Ada", "412 alone"), ("offers_go", "Ada", "3 few")]
    with pytest.raises(SecondPersonMissing):  # somebody at the machine who does not say that they are Ada
        goes(keeper)


def test_who_sits_at_the_machine_is_one_member_by_name(keeper: Keeper) -> None:
    ada = member(keeper, "admin", "Ada")
    member(keeper, "coordinator", "Kim")
    member(keeper, "admin", "Kim")
    assert keeper.keep(lambda unit: somebody_called(unit, "Ada")).result() == ada
    assert keeper.keep(lambda unit: somebody_called(unit, "")).result() is None
    for name in ("Kim", "Eva"):
        with pytest.raises(NobodyCalledSo, match=name):
            keeper.keep(lambda unit, name=name: somebody_called(unit, name)).result()


def test_one_changed_contact_of_an_offer_for_people_in_danger_needs_two(keeper: Keeper) -> None:
    """I12."""
    ada, ben = member(keeper, "admin", "Ada"), member(keeper, "coordinator", "Ben")
    shelter = Entry(source_id="shelter", organization="Verein", name="Frauenhaus", needs=("safety.domestic_violence",), phones=("05251 1",))
    course = replace(shelter, source_id="course", needs=("language.literacy",))
    other = {"phones": ("0900 1",), "fees": "frei"}
    changes = contact_changes(plan([shelter, course], [replace(shelter, **other), replace(course, **other)]).changed)
    assert changes == ["shelter\tphones\t05251 1\t0900 1"]

    with pytest.raises(SecondPersonMissing, match="1 contacts for people in danger would change: somebody else has to type 1"):
        keeper.keep(lambda unit: take_away(unit, [], changes, 460, ada)).result()
    keeper.keep(lambda unit: ask(unit, to_agree([], changes, 460), 460, ada)).result()
    yes(keeper, ben, "1")
    with pytest.raises(SecondPersonMissing):  # another number than the one that was seen
        keeper.keep(lambda unit: take_away(unit, [], ["shelter\tphones\t05251 1\t0900 2"], 460, ada)).result()
    keeper.keep(lambda unit: take_away(unit, ["one"], changes, 460, ada)).result()
    assert told(keeper)[-1] == ("offers_go", "Ada", f"1 agreed {keeper_number(keeper)}")


def keeper_number(keeper: Keeper) -> str:
    return next(about for action, _, about in told(keeper) if action == "removal_decided").split()[1]

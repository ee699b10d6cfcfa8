"""Gap signals are written down once per person, need, place and week, on both databases."""

from __future__ import annotations

from gaps.fields import Cause, Gap
from gaps.signals import live_list, note
from storage.unit import Keeper

HOME_IN_BUEREN = Gap("housing.find_home", "Büren", Cause.NOTHING_LISTED, "ar")


def test_the_same_person_counts_once_and_another_one_again(keeper: Keeper) -> None:
    new = [keeper.keep(lambda unit, person=person: note(unit, person, HOME_IN_BUEREN)).result() for person in (1, 1, 2)]
    assert new == [True, False, True]
    assert len(keeper.keep(live_list).result()) == 2

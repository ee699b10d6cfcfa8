"""Why not: the smallest change under which there is an offer, its cause, and what is asked."""

from __future__ import annotations

from datetime import date

import pytest

from directory.eligibility import Ages, Eligibility, Group
from directory.entries import ServedArea
from directory.found import Service
from directory.hours_text import parse
from gaps.fields import AgeBand, Cause, Kind, TargetGroup
from gaps.why_not import BANDS, Step, Wanted, as_gap, asks, depends, why_not

NEED = "language.literacy"
CENTRES = {"Büren": (51.551, 8.559), "Paderborn": (51.719, 8.754), "Delbrück": (51.766, 8.562)}
WANTED = Wanted(NEED, "Büren", "ar", date(2026, 11, 27), group=Group.TOLERATED, ages=BANDS[AgeBand.YOUNG])
HERE, THERE = (ServedArea("municipality", "Büren"),), (ServedArea("municipality", "Paderborn"),)


def offer(number=1, **differs):
    facts = {"areas": HERE, "phones": ("1",), "assured_date": "2026-10-01", "needs": frozenset({NEED})} | differs
    return Service(id=number, source_id=str(number), name="Kurs", organization="Verein", **facts)


OTHERS = Eligibility(frozenset({Group.RECOGNISED}))
CHILDREN = Eligibility(ages=Ages(None, 12))
MORNINGS = parse("Mo-Fr 8:00-12:00")


@pytest.mark.parametrize(
    ("differs", "steps", "cause"),
    [
        ({"assured_date": None}, (Step.UNVERIFIED,), Cause.NOTHING_LISTED),
        ({"languages": ("de",), "interpreter": "on request"}, (Step.INTERPRETER,), Cause.LANGUAGE),
        ({"waiting_weeks": 12}, (Step.WAIT,), Cause.FULL),
        ({"areas": THERE}, (Step.PLACE,), Cause.NOT_IN_THIS_MUNICIPALITY),
        ({"languages": ("de",), "interpreter": "no"}, (Step.LANGUAGE,), Cause.LANGUAGE),
        ({"cost": "paid"}, (Step.COSTS,), Cause.COSTS),
        ({"assured_date": "2024-11-01"}, (Step.OUTDATED,), Cause.NOTHING_LISTED),
        ({"who": CHILDREN}, (Step.AGE,), Cause.NOT_ELIGIBLE),
        ({"who": OTHERS}, (Step.GROUP,), Cause.NOT_ELIGIBLE),
        ({"areas": THERE, "assured_date": None}, (Step.PLACE, Step.UNVERIFIED), Cause.NOT_IN_THIS_MUNICIPALITY),
        ({"areas": THERE, "cost": "paid"}, (Step.COSTS, Step.PLACE), Cause.COSTS),
        ({"areas": THERE, "cost": "paid", "waiting_weeks": 12}, (), Cause.NOTHING_LISTED),  # three at once are none
        ({"phones": ()}, (), Cause.NOTHING_LISTED),  # nobody could reach it
        ({"for_detention": True}, (), Cause.NOTHING_LISTED),
    ],
)
def test_what_stands_in_the_way_of_the_only_offer(differs, steps, cause):
    why = why_not(WANTED, [offer(**differs)], CENTRES)
    assert why is not None
    assert (why.steps, why.cause) == (steps, cause)
    assert (why.kind is Kind.DIRECTORY_ERROR) == (why.steps in {(Step.UNVERIFIED,), (Step.OUTDATED,)})


@pytest.mark.parametrize(
    "differs",
    [
        {},
        {"waiting_weeks": 2},
        {"cost": "paid", "kind": "deciding_authority"},
        {"languages": ("de",)},  # whether they have an interpreter is not known: it depends
        {"languages": ("de",), "interpreter": "yes"},
        {"who": Eligibility(understood=False)},
    ],
)
def test_an_offer_that_may_fit_is_no_gap(differs):
    assert why_not(WANTED, [offer(**differs)], CENTRES) is None


def test_hours_count_only_for_who_said_when_they_can_come():
    works_then = offer(spans=MORNINGS)
    assert why_not(WANTED, [works_then], CENTRES) is None
    evenings = Wanted(NEED, "Büren", "ar", WANTED.today, can_come=parse("Mo-Fr 17:00-20:00"))
    assert why_not(evenings, [works_then], CENTRES).cause is Cause.NOT_REACHABLE


def test_an_offer_for_others_does_not_hide_a_gap_and_the_easiest_change_wins():
    why = why_not(WANTED, [offer(1, who=OTHERS), offer(2, areas=THERE), offer(3, areas=(ServedArea("municipality", "Delbrück"),))], CENTRES)
    assert (why.steps, why.place, why.km, why.none_here) == ((Step.PLACE,), "Paderborn", 23, False)
    assert why_not(WANTED, [offer(2, areas=THERE), offer(4)], CENTRES) is None


def test_a_place_of_residence_is_a_place():
    why = why_not(WANTED, [offer(areas=(ServedArea("district"),), who=Eligibility(residence=("Paderborn",)))], CENTRES)
    assert (why.cause, why.place, why.none_here) == (Cause.NOT_IN_THIS_MUNICIPALITY, "Paderborn", True)


def test_the_fields_of_the_signal_are_coarse_and_left_out_for_delicate_needs():
    why = why_not(WANTED, [offer(who=OTHERS)], CENTRES)
    gap, delicate = as_gap(why), as_gap(why, coarse=False)
    assert (gap.cause, gap.kind, gap.target_group, gap.age_band) == (
        Cause.NOT_ELIGIBLE, Kind.OUT_OF_REACH, TargetGroup.TOLERATED, AgeBand.YOUNG,
    )  # fmt: skip
    assert (delicate.target_group, delicate.age_band) == (None, None)


def test_only_what_would_change_the_answer_is_asked_and_once():
    nobody_told = Wanted(NEED, "Büren", "ar", WANTED.today)
    assert asks(nobody_told, [offer()], ()) == ""
    assert asks(nobody_told, [offer(1, who=OTHERS), offer(2)], ()) == ""  # there is one for everybody
    assert asks(nobody_told, [offer(who=OTHERS)], ()) == "group"
    assert asks(nobody_told, [offer(who=OTHERS)], ("group",)) == ""
    assert asks(nobody_told, [offer(who=Eligibility(OTHERS.groups, ages=Ages(14, 20)))], ("group",)) == "age"
    assert asks(nobody_told, [offer(who=Eligibility(ages=Ages(None, 26), more=True))], ()) == ""  # roughly known only


def test_rather_not_say_is_never_a_no():
    nobody_told = Wanted(NEED, "Büren", "ar", WANTED.today)
    assert why_not(nobody_told, [offer(who=OTHERS)], CENTRES) is None
    assert depends(nobody_told, offer(who=OTHERS))
    assert not depends(WANTED, offer(who=OTHERS))


def test_how_far_it_is_is_told_to_the_offer_itself_where_its_source_says_where_it_is():
    elsewhere = {"areas": THERE, "latitude": 51.60, "longitude": 8.60}
    at_its_own_place = why_not(WANTED, [offer(city="Paderborn", **elsewhere)], CENTRES)
    office_in_another_town = why_not(WANTED, [offer(city="Delbrück", **elsewhere)], CENTRES)

    assert (at_its_own_place.place, at_its_own_place.km) == ("Paderborn", 6)
    assert (office_in_another_town.place, office_in_another_town.km) == ("Paderborn", 23)

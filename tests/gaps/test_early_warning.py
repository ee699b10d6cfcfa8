"""What surges and what falls silent, against what is usual."""

from __future__ import annotations

from math import comb

import pytest

from gaps.early_warning import Asked, at_most, silences, suggested_bundles
from gaps.periods import later
from storage.gap_rows import ObservedRow

NOW = "2027-W20"
WEEKS = [later(NOW, -back) for back in range(60)]
NEXT_TO = {"Büren": ("Salzkotten",), "Salzkotten": ("Büren",), "Delbrück": ()}


def noise() -> list[ObservedRow]:
    """Each week a few signals of ever other needs in other places."""
    return [
        ObservedRow(week, f"work.{(7 * at + one) % 23}", "costs", place, "ar", 1)
        for at, week in enumerate(WEEKS)
        for one, place in enumerate(("Büren", "Salzkotten", "Delbrück", "Delbrück"))
    ]


def test_nothing_is_suggested_when_nothing_changes() -> None:
    assert suggested_bundles(noise(), {}, NEXT_TO, NOW) == []


def test_what_rises_in_neighbouring_places_is_one_bundle() -> None:
    rising = [ObservedRow(week, "housing.rent", "costs", place, "uk", 1) for week in WEEKS[:3] for place in ("Büren", "Salzkotten")]
    [bundle] = suggested_bundles(noise() + rising, {}, NEXT_TO, NOW)
    assert (bundle.need, bundle.cause, bundle.municipalities) == ("housing.rent", "costs", ("Büren", "Salzkotten"))
    assert (bundle.first_week, bundle.last_week, bundle.seen, bundle.languages) == (WEEKS[2], NOW, 6, ("uk",))
    assert bundle.expected < 1 and bundle.chance < 1e-5


def test_what_rises_with_everything_that_is_asked_is_season() -> None:
    usual = [ObservedRow(week, "education.school", "costs", "Büren", "ar", 2) for week in WEEKS]
    more = [ObservedRow(week, "education.school", "costs", "Büren", "ar", 7) for week in WEEKS[:3]]
    load = {("education", week): 400.0 if week in WEEKS[:3] else 90.0 for week in WEEKS}
    assert suggested_bundles(noise() + usual + more, load, NEXT_TO, NOW) == []
    assert [one.need for one in suggested_bundles(noise() + usual + more, {}, NEXT_TO, NOW)] == ["education.school"]


def test_a_language_of_a_place_that_falls_silent_is_found_and_a_quiet_one_is_not() -> None:
    asked = [Asked(week, "Büren", "ar", 4) for week in WEEKS[5:]] + [Asked(week, "Büren", "uk", 9) for week in WEEKS]
    asked += [Asked(week, "Delbrück", "ar", 9) for week in WEEKS] + [Asked(WEEKS[20], "Delbrück", "so", 2)]
    [silence] = silences(asked, NOW)
    assert (silence.municipality, silence.language, silence.seen) == ("Büren", "ar", 0)


@pytest.mark.parametrize("number", [0, 1, 5])
def test_the_chance_is_that_of_the_negative_binomial(number: int) -> None:
    shape, stays = 3, 0.4
    exactly = sum(comb(shape + count - 1, count) * stays**shape * (1 - stays) ** count for count in range(number + 1))
    assert at_most(number, shape, stays) == pytest.approx(exactly)


def test_the_chance_is_there_for_large_numbers_too() -> None:
    assert 0.0 < at_most(5_000, 50_000.0, 0.9) < 1e-9 < at_most(5_500, 50_000.0, 0.9) < at_most(5_700, 50_000.0, 0.9)

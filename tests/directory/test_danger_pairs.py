"""Danger told as a situation is heard; the harmless thing in the same words is not taken for it."""

from __future__ import annotations

import pytest

from directory.crisis import screen
from tests.directory.danger_pairs import PAIRS, pairs

ALARMED_AT_MOST = 4  # of 18: they were written to have the words of the danger beside them, and missing it would be worse


@pytest.mark.parametrize("language", PAIRS)
def test_a_situation_of_danger_is_heard_without_its_name(language: str) -> None:
    assert [cry for _kind, cry, _calm in pairs(language) if not screen(cry)] == []


@pytest.mark.parametrize("language", PAIRS)
def test_the_harmless_neighbour_hardly_ever_alarms(language: str) -> None:
    alarmed = [(calm, screen(calm)) for _kind, _cry, calm in pairs(language) if screen(calm)]
    assert len(alarmed) <= ALARMED_AT_MOST, alarmed


@pytest.mark.parametrize("language", PAIRS)
def test_the_danger_has_its_right_name_nearly_always(language: str) -> None:
    wrong = [(cry, screen(cry)) for kind, cry, _calm in pairs(language) if kind not in screen(cry)]
    assert len(wrong) <= 1, wrong  # A stranger in a child's bed is named sexual violence or danger to a child.


def test_each_language_has_the_same_situations() -> None:
    assert len({tuple(kind for kind, _cry, _calm in pairs(language)) for language in PAIRS}) == 1

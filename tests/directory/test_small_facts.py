"""Whoever tells where they live and with whom is not in danger for it, and asked for nothing yet."""

from __future__ import annotations

import pytest

from directory.match import understand
from directory.places import Atlas
from tests.directory.small_facts import FACTS, facts

# Measured when these were written: 0.03 of all, at most 0.17 of one language, of which a line with each of our towns is nearly a quarter.
ALARMED_AT_MOST = 0.03
ALARMED_AT_MOST_IN_ONE = 0.20


def _told(language: str, atlas: Atlas) -> list[str]:
    named = [name for place in atlas.places for name in (place.name, *place.parts)]
    return [line.format(town=town) for line in facts(language) for town in (named if "{town}" in line else named[:1])]


@pytest.fixture(scope="module")
def alarms(atlas: Atlas) -> dict[str, list[bool]]:
    return {language: [bool(understand(line).crisis) for line in _told(language, atlas)] for language in FACTS}


def test_small_facts_hardly_ever_alarm(alarms: dict[str, list[bool]]) -> None:
    of_all = [alarmed for each in alarms.values() for alarmed in each]
    assert sum(of_all) / len(of_all) <= ALARMED_AT_MOST


@pytest.mark.parametrize("language", FACTS)
def test_in_no_language_they_do(alarms: dict[str, list[bool]], language: str) -> None:
    assert sum(alarms[language]) / len(alarms[language]) <= ALARMED_AT_MOST_IN_ONE


def test_every_language_tells_the_same_facts() -> None:
    assert len(FACTS) == 18
    assert len({tuple("{town}" in line for line in facts(language)) for language in FACTS}) == 1

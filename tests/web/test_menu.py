"""The menu of the desk: each role finds what it may open, and nothing that is refused."""

from __future__ import annotations

import pytest

from bench.roles.table import PAGES, SIGNED_IN
from web.desk_menu import AREAS, EVERYBODY, menu

ROLE_OF = {
    "own manager": "case_manager",
    "foreign manager": "case_manager",
    "office contact": "office_contact",
    "booked": "interpreter",
    "steering member": "steering",
}


@pytest.mark.parametrize("who", SIGNED_IN)
def test_everything_in_the_menu_opens(who: str) -> None:
    places = [place for area in menu(ROLE_OF.get(who, who)) for place in area.places]
    assert places
    assert {place.href: PAGES["GET", place.href].get(who) for place in places} == {place.href: 200 for place in places}


def test_every_page_stands_once_and_names_its_roles() -> None:
    places = [place for area in AREAS for place in area.places]
    assert len({place.href for place in places}) == len({place.here for place in places}) == len(places)
    assert all(set(place.roles) <= set(EVERYBODY) for place in places)

"""Somebody says their number at a desk or on the phone, and need not tell everything again."""

from __future__ import annotations

import pytest

from cases.auditing import Action
from storage.cases import CaseRow
from tests.web.conftest import World


async def the_case(world: World, number: int) -> CaseRow:
    case = await world.keep(lambda unit: unit.cases.one(number))
    assert case is not None
    return case


@pytest.mark.parametrize("as_told", ["{0}", "k{1}", "{2}", " {1} ", "K {1}", "k – {2}"])
async def test_the_number_opens_the_case_however_it_is_typed(world: World, as_told: str) -> None:
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    number = await world.case("Wir suchen eine Wohnung")
    letters = (await the_case(world, number)).reference.removeprefix("K-")
    told = as_told.format(f"K-{letters}", letters, letters.lower())
    found = await mia.http.get("/desk/find", params={"number": told})
    assert (found.status_code, found.headers["location"]) == (303, f"/desk/cases/{number}")


async def test_the_number_of_another_town_opens_nothing_and_that_it_was_tried_is_written_down(world: World) -> None:
    ole = await world.at_desk("case_manager", "Ole", "Salzkotten")
    await world.staff("case_manager", "Mia Brandt", "Büren")
    number = await world.case("Wir suchen eine Wohnung")
    reference = (await the_case(world, number)).reference
    refused = await ole.http.get("/desk/find", params={"number": reference})
    invented = await ole.http.get("/desk/find", params={"number": "K-222222"})
    assert (refused.status_code, invented.status_code) == (404, 404)
    assert refused.text.replace(reference, "K-222222") == invented.text  # not theirs and not there look alike
    rows = await world.keep(lambda unit: unit.audit.newest(before=None, at_most=50))
    assert [row.case_id for row in rows if row.action == Action.REFUSED] == [number]


@pytest.mark.parametrize("odd", ["", "K-", "' OR 1=1", "%", "\u202ek", "K-" + "A" * 5_000])
async def test_odd_numbers_find_nothing(world: World, odd: str) -> None:
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    await world.case("Wir suchen eine Wohnung")
    assert (await mia.http.get("/desk/find", params={"number": odd})).status_code == 404

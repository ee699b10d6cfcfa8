"""What helped stays in its team until the team opens it, and stands where somebody meets the same need."""

from __future__ import annotations

import re

from directory.municipalities import load_municipalities, paderborn
from storage.unit import Unit
from tests.web.conftest import DeskClient, World

NOTE = {
    "need": "housing.find_home",
    "cause": "papers or procedure stuck",
    "words": "Erst Wohnungsamt, dann Jobcenter; die Mietbescheinigung half",
}


def towns(unit: Unit) -> None:
    load_municipalities(unit, paderborn())


async def test_a_way_that_worked_is_proposed_in_the_case_of_a_colleague(world: World) -> None:
    await world.keep(towns)
    mia, ole = await world.at_desk("case_manager", "Mia", "Büren"), await world.at_desk("case_manager", "Ole", "Salzkotten")
    pia = await world.at_desk("case_manager", "Pia", "Büren")
    here, there = await world.case("Wir suchen", "Büren", chat="1"), await world.case("Wir suchen", "Salzkotten", chat="2")
    other = await world.case("Wir suchen Arbeit", "Büren", chat="3", need="work.find_job")
    assert (await mia.post("/desk/paths", **NOTE)).status_code == 303
    assert "Mietbescheinigung" in (await pia.get(f"/desk/cases/{here}")).text
    assert "Mietbescheinigung" not in (await pia.get(f"/desk/cases/{other}")).text
    assert "Mietbescheinigung" not in (await ole.get(f"/desk/cases/{there}")).text
    assert (await ole.post("/desk/paths/1", what="open")).status_code == 404
    assert (await pia.post("/desk/paths/1", what="open")).status_code == 303  # the same team
    assert "Mietbescheinigung" in (await ole.get(f"/desk/cases/{there}")).text
    assert (await ole.post("/desk/paths/1", what="drop")).status_code == 404
    assert (await mia.post("/desk/paths/1", what="drop")).status_code == 303
    assert "Mietbescheinigung" not in (await ole.get("/desk/paths")).text


async def with_notes(world: World) -> tuple[DeskClient, int]:
    """Somebody with a case, and seven notes for its need, of which the oldest is about costs."""
    await world.keep(towns)
    mia = await world.at_desk("case_manager", "Mia", "Büren")
    assert (await mia.post("/desk/paths", **{**NOTE, "cause": "costs", "words": "Ein Darlehen half"})).status_code == 303
    for number in range(6):
        assert (await mia.post("/desk/paths", **{**NOTE, "words": f"Weg {number}"})).status_code == 303
    return mia, await world.case("Wir suchen", "Büren")


def shown(page: str) -> list[str]:
    """What the list on the page of a case says, in its order."""
    part = page.partition('id="path-lines"')[2].partition("</ul>")[0]
    return re.findall(r'<bdi class="words" dir="auto">([^<]*)</bdi>', part)


async def test_what_fits_the_chosen_cause_comes_first(world: World) -> None:
    mia, case = await with_notes(world)
    before = (await mia.get(f"/desk/cases/{case}")).text
    assert shown(before) == ["Weg 5", "Weg 4", "Weg 3", "Weg 2", "Weg 1"] and "gleiche Ursache" not in before
    after = (await mia.get(f"/desk/cases/{case}?cause=costs")).text
    assert shown(after) == ["Ein Darlehen half", "Weg 5", "Weg 4", "Weg 3", "Weg 2"] and after.count("gleiche Ursache") == 1
    assert '<option value="costs" selected>' in after and "need=housing.find_home&amp;cause=costs" in after
    assert shown((await mia.get(f"/desk/cases/{case}?cause=nonsense")).text) == shown(before)
    passing_on = (await mia.get("/desk/paths?need=housing.find_home&cause=costs")).text
    assert '<option value="costs" selected>' in passing_on


async def test_a_reported_cause_sorts_the_list_too(world: World) -> None:
    mia, case = await with_notes(world)
    reported = await mia.post(f"/desk/cases/{case}/report", cause="costs")
    assert reported.status_code == 303
    assert shown((await mia.get(reported.headers["location"])).text)[0] == "Ein Darlehen half"
    refused = await mia.post(f"/desk/cases/{case}/report", cause="costs", note="0151 23456789")
    assert refused.status_code == 400 and shown(refused.text)[0] == "Ein Darlehen half"


async def test_a_note_that_leads_to_somebody_is_refused_and_its_words_stay_in_the_box(world: World) -> None:
    mia = await world.at_desk("case_manager", "Mia", "Büren")
    refused = await mia.post("/desk/paths", **{**NOTE, "words": "Frau K. anrufen, 0151 23456789"})
    assert refused.status_code == 400 and "Frau K. anrufen" in refused.text
    crisis = await mia.post("/desk/paths", **{**NOTE, "need": "safety.violence_acute"})
    assert crisis.status_code == 400

"""What helped stays in its team until the team opens it, and stands where somebody meets the same need."""

from __future__ import annotations

from directory.municipalities import load_municipalities, paderborn
from storage.unit import Unit
from tests.web.conftest import World

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


async def test_a_note_that_leads_to_somebody_is_refused_and_its_words_stay_in_the_box(world: World) -> None:
    mia = await world.at_desk("case_manager", "Mia", "Büren")
    refused = await mia.post("/desk/paths", **{**NOTE, "words": "Frau K. anrufen, 0151 23456789"})
    assert refused.status_code == 400 and "Frau K. anrufen" in refused.text
    crisis = await mia.post("/desk/paths", **{**NOTE, "need": "safety.violence_acute"})
    assert crisis.status_code == 400

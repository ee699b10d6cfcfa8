"""A question about a procedure: case managers ask, the office's contact answers, and nobody's case is seen."""

from __future__ import annotations

import pytest

from cases.auditing import Action
from tests.web.conftest import DeskClient, World

NEED = "residence.naturalisation"


@pytest.fixture
async def mia(world: World) -> DeskClient:
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


@pytest.fixture
async def office(world: World) -> DeskClient:
    return await world.at_desk("office_contact", "Einbürgerung")


async def test_a_question_is_answered_and_everybody_who_may_ask_reads_it(world: World, mia: DeskClient, office: DeskClient) -> None:
    kim = await world.at_desk("coordinator", "Kim")
    assert (await mia.post("/desk/questions", need=NEED, words="Reicht B1 vom Kursträger als Nachweis?")).status_code == 303
    assert "Reicht B1 vom Kursträger" in (await office.get("/desk/questions")).text
    assert (await office.post("/desk/questions/1", words="Ja, mit Zertifikat.")).status_code == 303
    for desk in (mia, kim):
        page = (await desk.get("/desk/questions")).text
        assert "Ja, mit Zertifikat." in page and "Einbürgerung" in page
    rows = await world.keep(lambda unit: unit.audit.newest(before=None, at_most=50))
    assert {Action.ASKED_OFFICE, Action.OFFICE_ANSWERED} <= {Action(row.action) for row in rows}


@pytest.mark.parametrize(
    "words",
    ["", "  ", "Frau mit Pass C01X00T47 fragt", "Bitte 0151 23456789 anrufen", "IBAN DE89 3704 0044 0532 0130 00"],
)
async def test_what_leads_to_somebody_is_refused_and_the_words_stand_in_the_box_again(mia: DeskClient, words: str) -> None:
    refused = await mia.post("/desk/questions", need=NEED, words=words)
    assert refused.status_code == 400
    assert words.strip() in refused.text and "Noch keine Frage." in refused.text


async def test_the_office_sees_no_case_no_roster_and_no_person(world: World, office: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    assert (await office.get("/desk")).headers["location"] == "/desk/questions"
    assert (await office.get(f"/desk/cases/{case}")).status_code == 404
    for path in ("/desk/roster", "/desk/gaps", "/desk/audit", "/desk/staff", "/desk/words", "/desk/tasks", "/desk/find?number=K-222222"):
        assert (await office.get(path)).status_code == 403, path
    assert (await office.post("/desk/questions", need=NEED, words="Darf ich fragen?")).status_code == 403


async def test_only_the_office_answers_and_only_what_was_asked(mia: DeskClient, office: DeskClient) -> None:
    await mia.post("/desk/questions", need=NEED, words="Wie lange dauert es?")
    assert (await mia.post("/desk/questions/1", words="Ein Jahr")).status_code == 403
    assert (await office.post("/desk/questions/4711", words="Ein Jahr")).status_code == 404
    assert (await mia.post("/desk/questions", need="housing.find_home", words="Wie lange dauert es?")).status_code == 400


async def test_words_of_any_kind_stay_words(mia: DeskClient, office: DeskClient) -> None:
    await mia.post("/desk/questions", need=NEED, words="<script>alert(1)</script> \u202e {{7*7}}")
    page = (await office.get("/desk/questions")).text
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "⟦U+202E⟧" in page and "{{7*7}}" in page

"""A page at the desk may be hours old when its button is pressed: nothing is lost, and nothing goes out that was not meant."""

from __future__ import annotations

import re

import pytest

from storage.outbox import OutboxRow
from tests.web.conftest import DeskClient, World


@pytest.fixture
async def mia(world: World) -> DeskClient:
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def said_to_people(world: World) -> list[str]:
    world.clock.turn(seconds=11)

    def work(unit: object) -> list[OutboxRow]:
        rows: list[OutboxRow] = unit.outbox.claim("test", 50)  # type: ignore[attr-defined]
        unit.outbox.sent([row.id for row in rows])  # type: ignore[attr-defined]
        return rows

    said: list[str] = []
    while rows := await world.keep(work):
        said += [row.payload["words"] for row in rows if row.kind == "staff_wrote"]
    return said


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html.partition('id="reply"')[2])
    assert found is not None
    return found[1]


async def test_another_text_from_the_same_form_is_shown_again_and_not_lost(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    await mia.post(f"/desk/cases/{case}/accept")
    page = (await mia.get(f"/desk/cases/{case}")).text
    form = {name: field(page, name) for name in ("form_key", "seen")}

    assert (await mia.post(f"/desk/cases/{case}/reply", words="Der erste Text", **form)).status_code == 303
    back = await mia.post(f"/desk/cases/{case}/reply", words="Ein anderer Text", **form)  # as after a way back in the browser

    assert back.status_code == 409
    assert "Ein anderer Text</textarea>" in back.text
    assert "wurde noch nicht gesendet" in back.text
    again = {name: field(back.text, name) for name in ("form_key", "seen")}
    assert (await mia.post(f"/desk/cases/{case}/reply", words="Ein anderer Text", **again)).status_code == 303
    assert await said_to_people(world) == ["Der erste Text", "Ein anderer Text"]


async def test_the_same_text_from_the_same_form_is_said_once_without_a_word(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    await mia.post(f"/desk/cases/{case}/accept")
    for _ in range(3):
        assert (await mia.post(f"/desk/cases/{case}/reply", words="Guten Tag", form_key="k1", seen="99")).status_code == 303
    assert await said_to_people(world) == ["Guten Tag"]

"""A page at the desk may be hours old when its button is pressed: nothing is lost, and nothing goes out that was not meant."""

from __future__ import annotations

import re

import pytest

from bot.courier import into_lines
from cases.conversation import Ways, accept_case, take_back, write_as_staff
from cases.forgetting import forget_what_is_over
from cases.refusals import TooLate
from storage.outbox import OutboxRow
from storage.staff import StaffRow
from storage.unit import Unit
from tests.web.conftest import DeskClient, World

WAYS = Ways(chat_text=True, public_url="http://localhost")


@pytest.fixture
async def mia(world: World) -> DeskClient:
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def said_to_people(world: World) -> list[str]:
    world.clock.turn(seconds=11)

    def work(unit: Unit) -> list[OutboxRow]:
        rows = unit.outbox.claim("test", 50)
        unit.outbox.sent([row.id for row in rows])
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


async def test_what_was_taken_back_leaves_no_number_for_what_nobody_has_read(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    await mia.post(f"/desk/cases/{case}/accept")
    await mia.post(f"/desk/cases/{case}/reply", words="Ein Versehen", form_key="k1", seen="99")
    old = (await mia.get(f"/desk/cases/{case}")).text  # this window stays open
    [*_, mistake] = await world.keep(lambda unit: unit.threads.messages(case))
    await mia.post(f"/desk/cases/{case}/messages/{mistake.id}/take-back")
    await world.keep(lambda unit: unit.threads.write(case_id=case, sender="person", words="Es hat sich erledigt"))

    reply = await mia.post(f"/desk/cases/{case}/reply", words="Guten Tag", form_key=field(old, "form_key"), seen=field(old, "seen"))
    assert reply.status_code == 409
    assert "Es hat sich erledigt" in reply.text


async def two_answered_cases(world: World) -> tuple[list[StaffRow], list[int]]:
    """Mia has answered in hers, and all of it is so long ago that the outbox has forgotten it."""
    for name in ("Mia Brandt", "Ole Sand"):
        await world.staff("case_manager", name, "Büren")
    members = await world.keep(lambda unit: unit.staff.by_role("case_manager"))
    cases = [await world.case("Hallo", chat="77"), await world.case("Guten Tag", chat="78")]
    for staff, case in zip(members, cases, strict=True):
        await world.keep(lambda unit, staff=staff, case=case: accept_case(unit, staff, case))
    await world.keep(lambda unit: unit.lines.open_session(token_hash="t", chat="77", chat_hash=unit.ring.lookup("web", "77")))
    await world.keep(lambda unit: write_as_staff(unit, members[0], cases[0], "Bis nach Weihnachten", "k1", WAYS))
    world.clock.turn(seconds=11)
    while rows := await world.keep(lambda unit: unit.outbox.claim("test", 50)):
        await world.keep(lambda unit, rows=rows: into_lines(unit, rows))
    world.clock.turn(days=8)
    await world.keep(forget_what_is_over)
    return members, cases


async def test_after_quiet_days_nobody_takes_back_what_somebody_else_wrote(world: World) -> None:
    (mia, ole), (first, second) = await two_answered_cases(world)
    [*_, old] = await world.keep(lambda unit: unit.threads.messages(first))
    for number in range(9):
        await world.keep(lambda unit, number=number: write_as_staff(unit, ole, second, f"Antwort {number}", f"o{number}", WAYS))

    with pytest.raises(TooLate):
        await world.keep(lambda unit: take_back(unit, mia, first, old.id))
    assert [said.held for said in await world.keep(lambda unit: unit.threads.messages(first))] == [False, False]


async def test_after_quiet_days_an_answer_still_gets_into_the_web_chat(world: World) -> None:
    (mia, _), (first, _) = await two_answered_cases(world)
    for number in range(9):
        await world.keep(lambda unit, number=number: write_as_staff(unit, mia, first, f"Antwort {number}", f"m{number}", WAYS))
    world.clock.turn(seconds=11)
    while rows := await world.keep(lambda unit: unit.outbox.claim("test", 50)):
        await world.keep(lambda unit, rows=rows: into_lines(unit, rows))

    lines = await world.keep(lambda unit: unit.lines.after(unit.ring.lookup("web", "77"), 0))
    answers = [line.line["text"].splitlines()[-1] for line in lines if line.sender == "person"]
    assert answers == ["Bis nach Weihnachten", *(f"Antwort {number}" for number in range(9))]

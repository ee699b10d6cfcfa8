"""Where somebody is told: an address counts once its own link came back to its own member, and what fails is shown."""

from __future__ import annotations

import json

import pytest
import pytest_asyncio
from sqlalchemy import Engine, text

from storage.staff import StaffRow
from storage.unit import Unit
from tests.web.conftest import DeskClient, World

ADDRESS = "mia.brandt@bueren.example"


@pytest_asyncio.fixture
async def mia(world: World) -> DeskClient:
    world.rebuild(mails=True)
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def staff_of(world: World, name: str = "Mia Brandt") -> StaffRow:
    return await world.keep(lambda unit: next(one for one in unit.staff.by_role("case_manager") if one.name == name))


async def mailed_token(world: World) -> str:
    """The token of the newest link that waits to be mailed."""

    def look(unit: Unit) -> str:
        tokens = [row.payload["token"] for row in unit.outbox.claim("test", 9, mail=True)]
        unit.outbox.release("test")
        return str(tokens[-1])

    return await world.keep(look)


async def channels(world: World, name: str = "Mia Brandt") -> list[str]:
    staff = await staff_of(world, name)
    return await world.keep(lambda unit: [channel for _, _, channel, _ in unit.staff.contacts_of([staff.id])])


async def test_an_address_counts_when_its_link_came_back_to_its_member(world: World, mia: DeskClient) -> None:
    assert (await mia.post("/desk/me/told/address", address=f" {ADDRESS} ")).status_code == 303
    page = (await mia.get("/desk/me/told")).text
    assert f"An <bdi>{ADDRESS}</bdi> geht eine E-Mail" in page
    assert await channels(world) == []
    token = await mailed_token(world)
    ole = await world.at_desk("case_manager", "Ole", "Salzkotten")
    assert (await ole.get(f"/desk/me/told/link/{token}")).status_code == 410
    assert (await ole.post(f"/desk/me/told/link/{token}")).status_code == 410
    for _ in range(2):  # a mail program that looks at links uses nothing up
        assert "Das ist meine Adresse" in (await mia.get(f"/desk/me/told/link/{token}")).text
    assert (await mia.post(f"/desk/me/told/link/{token}")).status_code == 303
    assert await channels(world) == ["email"]
    assert await channels(world, "Ole") == []
    assert (await mia.post(f"/desk/me/told/link/{token}")).status_code == 410
    assert f'value="email" checked> E-Mail ({ADDRESS})' in (await mia.get("/desk/me/told")).text
    rows = await world.keep(lambda unit: unit.audit.newest(before=None, at_most=9))
    assert next((row.name, row.action) for row in rows) == ("Mia Brandt", "email_bound")
    assert ADDRESS not in json.dumps([str(row) for row in rows])


async def test_the_address_and_its_link_are_nowhere_in_the_database(world: World, mia: DeskClient, engine: Engine) -> None:
    await mia.post("/desk/me/told/address", address=ADDRESS)
    token = await mailed_token(world)
    with engine.connect() as connection:
        for table in ("contacts", "outbox", "staff_links", "audit"):
            kept = str(
                [
                    [bytes(one) if isinstance(one, memoryview) else one for one in row]
                    for row in connection.execute(text(f"select * from {table}"))
                ]
            )
            assert ADDRESS not in kept
            assert "bueren.example" not in kept
            assert token not in kept


async def test_a_link_ends_after_a_day_and_with_the_next_one(world: World, mia: DeskClient) -> None:
    await mia.post("/desk/me/told/address", address=ADDRESS)
    first = await mailed_token(world)
    await mia.post("/desk/me/told/address", address="neu@bueren.example")
    assert (await mia.post(f"/desk/me/told/link/{first}")).status_code == 410
    second = await mailed_token(world)
    world.clock.turn(hours=7)
    await mia.get("/desk/me")
    for _ in range(2):
        world.clock.turn(hours=7.9)
        await mia.get("/desk/me")
    world.clock.turn(hours=1.1)
    assert (await mia.get(f"/desk/me/told/link/{second}")).status_code == 200
    world.clock.turn(hours=0.2)
    assert (await mia.post(f"/desk/me/told/link/{second}")).status_code == 410
    assert await channels(world) == []


async def test_a_chat_link_confirms_no_address_and_a_mailed_one_opens_no_desk(world: World, mia: DeskClient) -> None:
    await mia.post("/desk/me/told/address", address=ADDRESS)
    token, staff = await mailed_token(world), await staff_of(world)
    assert (await world.client(**{"sec-fetch-site": "same-origin"}).post(f"/desk/in/{token}")).status_code == 410
    assert await world.keep(lambda unit: unit.staff.asked_bindings(staff.id)) == []
    asked = await world.keep(lambda unit: unit.staff_mail.asked(staff.id))
    assert asked is not None
    assert (await mia.post(f"/desk/me/chats/{asked.contact_id}")).status_code == 404
    assert await channels(world) == []


@pytest.mark.parametrize(
    "odd",
    ["", "mia", "mia@bueren", "@bueren.de", "mia@bueren.de\r\nBcc: x@example.org", "mia@bueren.de, x@example.org", "<mia@bueren.de>",
     '"mia x"@bueren.de', "mia@büren.de", "mïa@bueren.de", "mia @bueren.de", "mia@bueren.de\0", "mia@" + "b" * 300 + ".de",
     "mia@bueren.de?x"],
)  # fmt: skip
async def test_odd_addresses_get_no_mail(world: World, mia: DeskClient, odd: str) -> None:
    reply = await mia.post("/desk/me/told/address", address=odd)
    assert reply.status_code == 400
    assert "Das ist keine Adresse" in reply.text
    assert await world.keep(lambda unit: unit.outbox.claim("test", 9, mail=True)) == []


async def test_nobody_fills_a_mailbox_from_here(world: World, mia: DeskClient) -> None:
    for number in range(3):
        assert (await mia.post("/desk/me/told/address", address=f"a{number}@bueren.example")).status_code == 303
    reply = await mia.post("/desk/me/told/address", address=ADDRESS)
    assert (reply.status_code, "höchstens drei E-Mails" in reply.text) == (400, True)
    waiting = await world.keep(lambda unit: unit.outbox.claim("test", 9, mail=True))
    assert [row.chat for row in waiting] == ["a2@bueren.example"]  # the earlier questions count no more
    world.clock.turn(hours=1.1)
    assert (await mia.post("/desk/me/told/address", address=ADDRESS)).status_code == 303


async def confirmed(world: World, client: DeskClient) -> None:
    await client.post("/desk/me/told/address", address=ADDRESS)
    await client.post(f"/desk/me/told/link/{await mailed_token(world)}")


async def test_desk_only_is_a_choice_and_an_address_can_go(world: World, mia: DeskClient) -> None:
    await confirmed(world, mia)
    staff = await staff_of(world)
    assert (await mia.post("/desk/me/told")).status_code == 303
    assert await world.keep(lambda unit: unit.staff.told_by(staff.id)) == ("telegram", "web")  # not connected, so nobody was asked
    assert 'value="email"> E-Mail' in (await mia.get("/desk/me/told")).text
    await mia.post("/desk/me/told", channel="email")
    assert "email" in await world.keep(lambda unit: unit.staff.told_by(staff.id))
    await mia.post("/desk/me/told/drop")
    assert await channels(world) == []
    assert ADDRESS not in (await mia.get("/desk/me/told")).text


async def test_an_address_that_takes_nothing_is_shown_to_its_member_and_in_the_roster(world: World, mia: DeskClient) -> None:
    await confirmed(world, mia)
    staff = await staff_of(world)

    def fail(unit: Unit) -> None:
        mine = unit.staff_mail.of(staff.id)
        assert mine is not None
        unit.people.unreachable(mine.contact_id, since=unit.now_ms)

    assert "E-Mail kommt nicht an" not in (await mia.get("/desk/roster")).text
    await world.keep(fail)
    assert "nimmt diese Adresse nichts mehr an" in (await mia.get("/desk/me/told")).text
    assert "Ihre E-Mail-Adresse nimmt nichts mehr an" in (await mia.get("/desk/me")).text
    roster = (await mia.get("/desk/roster")).text
    assert "E-Mail kommt nicht an:</strong> <bdi>Mia Brandt</bdi>" in roster
    assert ADDRESS not in roster

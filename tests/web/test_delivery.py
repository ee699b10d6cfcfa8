"""Whether an answer arrived: the case manager sees it in the case and in the list, for as long as the answer is kept."""

from __future__ import annotations

import re

import pytest

from cases.forgetting import forget_what_is_over
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from storage.outbox import OutboxRow
from storage.unit import Unit
from tests.web.conftest import DeskClient, World

NOT_ARRIVED = "Die letzte Antwort wurde nicht zugestellt"


@pytest.fixture
async def mia(world: World) -> DeskClient:
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def telegram_case(world: World) -> int:
    """Somebody hands over by Telegram."""

    def work(unit: Unit) -> int:
        person = live_in(unit, who(unit, channel="telegram", chat_hash="t", chat="5", language="uk"), "Büren")
        prepare(unit, person, need="housing.find_home", words="Hallo")
        return hand_over(unit, who(unit, channel="telegram", chat_hash="t", chat="5", language="uk")).id

    return await world.keep(work)


async def answers(world: World, desk: DeskClient, case: int, words: str) -> OutboxRow:
    """Writes; the row that is to be carried. What was to be said before it has been said."""
    await desk.post(f"/desk/cases/{case}/accept")
    for row in await world.keep(lambda unit: unit.outbox.claim("test", 50)):
        await sent(world, row)
    reply = await desk.post(f"/desk/cases/{case}/reply", words=words, form_key=words, seen="99")
    assert reply.status_code == 303
    world.clock.turn(seconds=11)  # then it cannot be taken back any more
    [row] = await world.keep(lambda unit: unit.outbox.claim("test", 50))
    return row


async def sent(world: World, row: OutboxRow) -> None:
    await world.keep(lambda unit: unit.outbox.sent([row.id]))


async def given_up(world: World, row: OutboxRow) -> None:
    await world.keep(lambda unit: unit.outbox.dead(row.id, "blocked"))


async def marks(desk: DeskClient, case: int) -> list[str]:
    return re.findall(r'<span class="carried \w+">(.*?)</span>', (await desk.get(f"/desk/cases/{case}")).text)


async def test_an_answer_waits_then_arrives_and_that_is_still_known_weeks_later(world: World, mia: DeskClient) -> None:
    case = await telegram_case(world)
    row = await answers(world, mia, case, "Guten Tag")
    assert await marks(mia, case) == ["wird zugestellt"]
    await sent(world, row)
    assert await marks(mia, case) == ["zugestellt"]
    assert NOT_ARRIVED not in (await mia.get("/desk")).text

    world.clock.turn(days=20)
    await world.keep(forget_what_is_over)
    assert await world.keep(lambda unit: unit.outbox.counts()) == {}
    desk = await world.at_desk("case_manager", "Ole", "Büren")
    assert await marks(desk, case) == ["zugestellt"]


async def test_an_answer_that_did_not_arrive_is_seen_in_the_case_and_in_the_list_and_stays_so(world: World, mia: DeskClient) -> None:
    case = await telegram_case(world)
    await given_up(world, await answers(world, mia, case, "Guten Tag"))
    assert await marks(mia, case) == ["nicht zugestellt"]
    assert NOT_ARRIVED in (await mia.get("/desk")).text

    world.clock.turn(days=20)
    await world.keep(forget_what_is_over)
    desk = await world.at_desk("case_manager", "Ole", "Büren")
    assert await marks(desk, case) == ["nicht zugestellt"]
    assert NOT_ARRIVED in (await desk.get("/desk")).text

    await sent(world, await answers(world, desk, case, "Noch einmal"))
    assert await marks(desk, case) == ["nicht zugestellt", "zugestellt"]
    assert NOT_ARRIVED not in (await desk.get("/desk")).text


async def test_who_cannot_be_reached_is_seen_before_the_case_is_opened(world: World, mia: DeskClient) -> None:
    case = await telegram_case(world)
    row = await answers(world, mia, case, "Guten Tag")
    await sent(world, row)
    assert row.contact_id is not None
    contact = row.contact_id
    await world.keep(lambda unit: unit.people.unreachable(contact, since=unit.now_ms))
    assert "Die Person ist nicht erreichbar" in (await mia.get("/desk")).text

    await world.keep(lambda unit: unit.people.unreachable(contact, since=None))
    assert "nicht erreichbar" not in (await mia.get("/desk")).text


async def test_what_is_over_needs_no_warning(world: World, mia: DeskClient) -> None:
    case = await telegram_case(world)
    await given_up(world, await answers(world, mia, case, "Guten Tag"))
    await mia.post(f"/desk/cases/{case}/close", outcome="no_contact")
    assert NOT_ARRIVED not in (await mia.get("/desk")).text


async def test_in_the_web_chat_an_answer_lies_ready(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    await sent(world, await answers(world, mia, case, "Guten Tag"))
    assert await marks(mia, case) == ["liegt im Web-Chat bereit, noch nicht gelesen"]

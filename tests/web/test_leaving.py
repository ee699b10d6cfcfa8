"""Clearing the chat, or leaving it quickly, ends it in the house as well; a case that was handed over stays."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from sqlalchemy import select

from bot.courier import into_lines
from cases.conversation import Ways, accept_case, write_as_staff
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from storage.tables import persons, web_lines
from storage.unit import Unit
from tests.web.conftest import Served, World
from web import chat_page
from web.chat_sessions import hash_token

WAYS = ("/chat/clear", "/chat/leave")


class Visitor:
    """Somebody with our own page open."""

    def __init__(self, world: World, http: httpx.AsyncClient) -> None:
        self.world, self.http = world, http
        self.token = http.cookies["chat"]

    async def chat_hash(self) -> str:
        return await self.world.chat_hash(self.token)

    async def hands_over(self) -> int:
        session = await self.world.keep(lambda unit: unit.lines.session(hash_token(self.token)))
        assert session is not None

        def work(unit: Unit) -> int:
            person = live_in(unit, who(unit, channel="web", chat_hash=session.chat_hash, chat=session.chat, language="ar"), "Büren")
            prepare(unit, person, need="housing.find_home", words="Geheime Worte")
            return hand_over(unit, who(unit, channel="web", chat_hash=session.chat_hash, chat=session.chat, language="ar")).id

        return await self.world.keep(work)


@pytest.fixture
async def visitor(world: World) -> Visitor:
    http = world.client(**{"sec-fetch-site": "same-origin"})
    assert (await http.post("/chat/session")).status_code == 204
    someone = Visitor(world, http)
    assert (await http.post("/chat/api/messages", json={"text": "my secret"})).status_code == 202
    await world.bot_says(await someone.chat_hash(), "an answer")
    return someone


async def number_of(world: World, table: object) -> int:
    return await world.keep(lambda unit: len(unit.connection.execute(select(table)).all()))  # type: ignore[call-overload]


@pytest.mark.parametrize("way", WAYS)
async def test_afterwards_the_lines_are_gone_and_the_token_opens_nothing(world: World, visitor: Visitor, way: str) -> None:
    reply = await visitor.http.post(way)
    assert reply.status_code in (200, 303)
    assert 'chat=""' in reply.headers["set-cookie"]
    assert reply.headers["clear-site-data"] == '"storage"'

    assert await number_of(world, web_lines) == 0
    copied = world.client(authorization=f"Bearer {visitor.token}")
    assert (await copied.get("/chat/api/lines")).status_code == 401
    assert (await copied.post("/chat/api/messages", json={"text": "again"})).status_code == 401


@pytest.mark.parametrize("way", WAYS)
async def test_another_page_cannot_end_a_chat(world: World, visitor: Visitor, way: str) -> None:
    thief = world.client(**{"sec-fetch-site": "cross-site"})
    thief.cookies.set("chat", visitor.token)
    assert (await thief.post(way)).status_code == 403
    assert (await visitor.http.get("/chat/api/lines")).status_code == 200


@pytest.mark.parametrize("way", WAYS)
async def test_whoever_handed_nothing_over_is_forgotten_at_once(world: World, visitor: Visitor, way: str) -> None:
    chat_hash = await visitor.chat_hash()
    await world.keep(lambda unit: who(unit, channel="web", chat_hash=chat_hash, chat="7", language="ar"))
    await visitor.http.post(way)
    assert await number_of(world, persons) == 0


async def test_a_case_stays_with_its_case_manager_who_sees_that_nobody_is_reached_there_any_more(world: World, visitor: Visitor) -> None:
    case, mia = await visitor.hands_over(), await world.at_desk("case_manager", "Mia Brandt", "Büren")
    await mia.post(f"/desk/cases/{case}/accept")
    await visitor.http.post("/chat/clear")

    page = (await mia.get(f"/desk/cases/{case}")).text
    assert "Geheime Worte" in page
    assert "nicht erreichbar" in page
    assert "Die Person ist nicht erreichbar" in (await mia.get("/desk")).text


async def test_what_waited_to_be_said_there_is_not_said_and_staff_see_it(world: World, visitor: Visitor) -> None:
    case, mia = await visitor.hands_over(), await world.at_desk("case_manager", "Mia Brandt", "Büren")
    [staff] = await world.keep(lambda unit: unit.staff.by_role("case_manager"))
    await world.keep(lambda unit: accept_case(unit, staff, case))
    await world.keep(lambda unit: write_as_staff(unit, staff, case, "Guten Tag", "k1", Ways(chat_text=True, public_url="")))
    await visitor.http.post("/chat/clear")
    assert await world.keep(lambda unit: unit.outbox.counts()) == {"dead": 2}
    assert "nicht zugestellt" in (await mia.get(f"/desk/cases/{case}")).text


async def test_what_is_written_afterwards_does_not_pass_for_delivered(world: World, visitor: Visitor) -> None:
    case, mia = await visitor.hands_over(), await world.at_desk("case_manager", "Mia Brandt", "Büren")
    await mia.post(f"/desk/cases/{case}/accept")
    await visitor.http.post("/chat/clear")
    await mia.post(f"/desk/cases/{case}/reply", words="Guten Tag", form_key="k1", seen="99")
    world.clock.turn(seconds=11)
    await world.keep(lambda unit: into_lines(unit, unit.outbox.claim("courier", 9)))

    assert "nicht zugestellt" in (await mia.get(f"/desk/cases/{case}")).text
    assert await number_of(world, web_lines) == 0


async def test_a_session_with_an_open_case_outlives_a_quiet_month(world: World, visitor: Visitor) -> None:
    await visitor.hands_over()
    other = world.client(**{"sec-fetch-site": "same-origin"})
    await other.post("/chat/session")
    world.clock.turn(days=31)
    await world.keep(lambda unit: unit.lines.forget_before(unit.now_ms, unit.now_ms - 1))
    assert (await visitor.http.get("/chat/api/lines")).json() == {"lines": []}
    assert (await other.get("/chat/api/lines")).status_code == 401


async def test_nobody_who_has_to_go_waits_for_a_database(world: World, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(chat_page, "END_WITHIN", 0.05)
    monkeypatch.setattr(chat_page, "session_by", hangs)
    reply = await visitor.http.post("/chat/leave")
    assert (reply.status_code, 'chat=""' in reply.headers["set-cookie"]) == (200, True)


async def test_an_open_stream_ends_with_the_chat(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.url, headers={"sec-fetch-site": "same-origin"}) as client:
        assert (await client.post("/chat/session")).status_code == 204
        token = client.cookies["chat"]
        await served.world.bot_says(await served.world.chat_hash(token), "an answer")
        async with client.stream("GET", "/chat/api/events") as stream:
            rows = stream.aiter_lines()
            async for row in rows:
                if row.startswith("data:"):
                    assert json.loads(row[5:])["lines"][0]["text"] == "an answer"
                    break
            await client.post("/chat/clear")
            left = [row async for row in rows]
        assert [row for row in left if row.startswith("data:")] == []

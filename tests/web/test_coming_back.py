"""A web chat that was closed comes back: by a code on any device, and nobody else's chat ever does."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser
from sqlalchemy import select

from bot.courier import into_lines
from cases.conversation import Outcome, Ways, accept_case, close_case, end_by_person, write_as_staff
from cases.forgetting import erase, forget_what_is_over
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from storage.return_tables import return_codes, return_mails
from storage.unit import Unit
from tests.web.conftest import DeskClient, Served, World
from web.chat_sessions import hash_token
from web.return_page import TRIES, TRIES_OF_ALL, Returning

ADDRESS = "amal@mail.example"


class Guest:
    """Somebody with our own page open in one browser."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.http = world.client(**{"sec-fetch-site": "same-origin"})

    async def opens(self) -> Guest:
        assert (await self.http.post("/chat/session")).status_code == 204
        return self

    async def hands_over(self, words: str = "Geheime Worte") -> int:
        token = hash_token(self.http.cookies["chat"])

        def work(unit: Unit) -> int:
            session = unit.lines.session(token)
            assert session is not None
            known = {"channel": "web", "chat_hash": session.chat_hash, "chat": session.chat, "language": "en"}
            prepare(unit, live_in(unit, who(unit, **known), "Büren"), need="housing.find_home", words=words)
            return hand_over(unit, who(unit, **known)).id

        return await self.world.keep(work)

    async def code(self) -> str:
        page = await self.http.post("/return/later/code?lang=en")
        found = re.search(r'id="new-code"[^>]*>([A-Z0-9-]+)<', page.text)
        assert page.status_code == 200 and found is not None, page.text
        return found[1]

    async def types(self, code: str) -> httpx.Response:
        return await self.http.post("/return?lang=en", data={"code": code})

    async def texts(self) -> list[str]:
        return [line["text"] for line in (await self.http.get("/chat/api/lines")).json()["lines"]]


@pytest_asyncio.fixture
async def guest(world: World) -> Guest:
    world.rebuild(mail_from="post@kreis.example")
    return await Guest(world).opens()


@pytest_asyncio.fixture
async def desk(world: World) -> AsyncIterator[DeskClient]:
    yield await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def answers(world: World, case_id: int, words: str) -> None:
    """Mia answers, and the courier carries it."""

    def work(unit: Unit) -> None:
        [mia] = unit.staff.by_role("case_manager")
        accept_case(unit, mia, case_id)
        write_as_staff(unit, mia, case_id, words, words, Ways(True, "https://kim.example"))

    await world.keep(work)
    world.clock.turn(seconds=11)
    await carried(world)


async def carried(world: World) -> None:
    """The courier carries what is due."""

    def carry(unit: Unit) -> int:
        rows = unit.outbox.claim("test", 100)
        into_lines(unit, rows)
        return len(rows)

    while await world.keep(carry):
        pass


async def test_the_code_opens_the_conversation_on_another_phone_and_ends_it_on_the_first(
    world: World, guest: Guest, desk: DeskClient
) -> None:
    case_id = await guest.hands_over()
    await answers(world, case_id, "First answer")
    code = await guest.code()
    await answers(world, case_id, "Second answer")

    other = Guest(world)
    opened = await other.types(code.lower().replace("-", " "))
    assert (opened.status_code, opened.headers["location"]) == (303, "/chat?lang=en#end")
    assert await other.texts() == [
        "Geheime Worte",
        "\u2068Mia Brandt\u2069 (KIM):\nFirst answer",
        "\u2068Mia Brandt\u2069 (KIM):\nSecond answer",
    ]
    assert (await guest.http.get("/chat/api/lines")).status_code == 401
    await answers(world, case_id, "Third answer")
    assert "Third answer" in (await other.texts())[-1]
    assert "mit Rückkehr-Code wieder da" in (await (await world.at_desk("auditor", "Ada")).get("/desk/audit")).text


async def test_what_was_answered_after_leaving_quickly_waits_and_is_then_no_longer_undelivered(
    world: World, guest: Guest, desk: DeskClient
) -> None:
    case_id = await guest.hands_over()
    code = await guest.code()
    await guest.http.post("/chat/leave")
    await answers(world, case_id, "Come on Monday")
    page = (await desk.get(f"/desk/cases/{case_id}")).text
    assert "nicht zugestellt" in page and "Rückkehr-Code" in page

    other = Guest(world)
    assert (await other.types(code)).status_code == 303
    assert "Come on Monday" in (await other.texts())[-1]
    page = (await desk.get(f"/desk/cases/{case_id}")).text
    assert "nicht zugestellt" not in page and "nicht erreichbar" not in page and "gelesen" in page


async def test_wrong_replaced_and_gone_look_the_same(world: World, guest: Guest, desk: DeskClient) -> None:
    case_id = await guest.hands_over()
    old, new = await guest.code(), await guest.code()
    other = Guest(world)
    wrong = await other.types("ABCDE-FGHJK")
    replaced = await other.types(old)
    await world.keep(lambda unit: unit.cases.erase(case_id))
    gone = await other.types(new)
    assert {(one.status_code, one.text) for one in (wrong, replaced, gone, await other.types(""), await other.types("ß" * 99))} == {
        (404, wrong.text)
    }
    assert "This code opens nothing" in wrong.text
    assert "chat" not in other.http.cookies


async def test_only_its_keyed_hash_is_kept_and_nothing_is_made_by_looking(world: World, guest: Guest) -> None:
    await guest.hands_over()
    assert "Show my code" in (await guest.http.get("/return/later?lang=en")).text
    assert await world.keep(lambda unit: unit.connection.execute(select(return_codes)).all()) == []
    code = (await guest.code()).replace("-", "")
    [row] = await world.keep(lambda unit: unit.connection.execute(select(return_codes)).all())
    assert code not in str(row)
    assert code not in str(await guest.texts())


async def test_without_a_handover_there_is_no_code(world: World, guest: Guest) -> None:
    assert (await guest.http.post("/return/later/code")).status_code == 404
    assert (await world.client(**{"sec-fetch-site": "same-origin"}).post("/return/later/code")).status_code == 404
    assert (await world.client().get("/return/later")).status_code == 404


async def test_another_page_can_neither_make_nor_use_a_code(world: World, guest: Guest) -> None:
    await guest.hands_over()
    code = await guest.code()
    thief = world.client(**{"sec-fetch-site": "cross-site"})
    thief.cookies.set("chat", guest.http.cookies["chat"])
    for path in ("/return/later/code", "/return/later/address", "/return/later/no-address", "/return", "/return/stop/x"):
        assert (await thief.post(path, data={"code": code, "address": ADDRESS, "yes": "1"})).status_code == 403
    assert (await Guest(world).types(code)).status_code == 303


@pytest.mark.parametrize("way", ["clear", "end", "delete", "withdraw"])
async def test_whoever_ends_it_for_good_ends_code_and_address_too(world: World, guest: Guest, way: str) -> None:
    case_id = await guest.hands_over()
    code = await guest.code()
    await guest.http.post("/return/later/address", data={"address": ADDRESS, "yes": "1"})
    chat_hash = await world.chat_hash(guest.http.cookies["chat"])

    def ends(unit: Unit) -> None:
        person, case = unit.people.by_chat(chat_hash), unit.cases.one(case_id)
        assert person is not None and case is not None
        if way == "end":
            end_by_person(unit, person, case)
        elif way == "delete":
            erase(unit, person)
        else:
            unit.cases.erase(case_id)

    await (guest.http.post("/chat/clear") if way == "clear" else world.keep(ends))
    assert (await Guest(world).types(code)).status_code == 404
    assert await world.keep(lambda unit: unit.connection.execute(select(return_mails)).all()) == []


async def test_a_closed_case_is_read_until_it_is_forgotten(world: World, guest: Guest, desk: DeskClient) -> None:
    case_id = await guest.hands_over()
    code = await guest.code()
    await answers(world, case_id, "All done")
    await world.keep(lambda unit: close_case(unit, unit.staff.by_role("case_manager")[0], case_id, Outcome.SOLVED))
    assert (await Guest(world).types(code)).status_code == 303
    world.clock.turn(days=31)
    await world.keep(forget_what_is_over)
    assert (await Guest(world).types(code)).status_code == 404


async def test_guessing_is_slow_from_one_address_and_from_all_together(world: World, guest: Guest) -> None:
    paced = Returning()
    assert [paced.wait("203.0.113.7") for _ in range(TRIES)] == [0] * TRIES
    assert paced.wait("203.0.113.7") > 0
    assert paced.wait("203.0.113.8") == 0  # somebody else is not kept waiting
    assert [paced.wait(f"2001:db8::{number}") for number in range(1, TRIES + 1)] == [0] * TRIES
    assert paced.wait("2001:db8::ffff") > 0  # one connection has as many such addresses as it likes
    left = TRIES_OF_ALL - 2 * TRIES - 1
    assert [paced.wait("10.0.0.1") for _ in range(left)] == [0] * left  # a proxy of our own: everybody comes from there
    assert paced.wait("203.0.113.9") > 0

    await guest.hands_over()
    code, other = await guest.code(), Guest(world)
    for _ in range(TRIES_OF_ALL):
        assert (await other.types("ABCDE-FGHJK")).status_code == 404
    late = await other.types(code)
    assert late.status_code == 429 and int(late.headers["retry-after"]) > 0


async def test_an_answer_nobody_read_for_a_day_is_seen_at_the_desk(world: World, guest: Guest, desk: DeskClient) -> None:
    case_id = await guest.hands_over()
    await answers(world, case_id, "Come on Monday")
    unread = "seit einem Tag ungelesen"
    assert "noch nicht gelesen" in (await desk.get(f"/desk/cases/{case_id}")).text
    assert unread not in (await desk.get("/desk")).text
    world.clock.turn(hours=25)
    desk = await world.at_desk("case_manager", "Jo Lenz", "Büren")
    assert unread in (await desk.get("/desk")).text
    assert unread in (await desk.get(f"/desk/cases/{case_id}")).text
    await guest.http.get("/chat")  # the page without scripts counts as well
    assert unread not in (await desk.get("/desk")).text
    assert unread not in (await desk.get(f"/desk/cases/{case_id}")).text


async def test_an_address_needs_a_yes_of_its_own_and_is_seen_and_taken_away(world: World, guest: Guest, desk: DeskClient) -> None:
    case_id = await guest.hands_over()
    assert "post@kreis.example" in (await guest.http.get("/return/later?lang=en")).text
    assert (await guest.http.post("/return/later/address?lang=en", data={"address": ADDRESS})).status_code == 400
    bad = await guest.http.post("/return/later/address?lang=en", data={"address": "a@b\r\nBcc: c@d.e", "yes": "1"})
    assert bad.status_code == 400 and "cannot be used" in bad.text
    assert await world.keep(lambda unit: unit.connection.execute(select(return_mails)).all()) == []
    kept = await guest.http.post("/return/later/address?lang=en", data={"address": ADDRESS, "yes": "1"})
    assert ADDRESS in kept.text
    [row] = await world.keep(lambda unit: unit.connection.execute(select(return_mails)).all())
    assert ADDRESS.encode() not in row.sealed
    page = (await desk.get(f"/desk/cases/{case_id}")).text
    assert "E-Mail ohne Inhalt" in page and ADDRESS not in page
    gone = await guest.http.post("/return/later/no-address?lang=en")
    assert ADDRESS not in gone.text
    assert "zurückgenommen" in (await desk.get(f"/desk/cases/{case_id}")).text


async def test_whoever_is_left_alone_is_not_asked_for_an_address(world: World, guest: Guest) -> None:
    await guest.hands_over()
    chat_hash = await world.chat_hash(guest.http.cookies["chat"])

    def quiet(unit: Unit) -> None:
        person = unit.people.by_chat(chat_hash)
        assert person is not None
        unit.people.update(person.id, quiet=True)

    await world.keep(quiet)
    assert 'name="address"' not in (await guest.http.get("/return/later")).text
    assert (await guest.http.post("/return/later/address", data={"address": ADDRESS, "yes": "1"})).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_scripts_in_arabic_on_a_small_phone(served: Served, browser: Browser, screenshots: object) -> None:
    world = served.world
    first = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640}, locale="ar")
    page = await first.new_page()
    await page.goto(f"{served.url}/chat?lang=ar")
    await page.fill("#text", "مرحبا")
    await page.click("#send")
    token = next(cookie["value"] for cookie in await first.cookies() if cookie["name"] == "chat")
    guest = Guest(world)
    guest.http.cookies.set("chat", token)
    await guest.hands_over("أبحث عن بيت")
    await page.goto(f"{served.url}/return/later?lang=ar")
    assert await page.get_attribute("html", "dir") == "rtl"
    await page.click("form[action^='/return/later/code'] button")
    code = await page.inner_text("#new-code")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360

    second = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640}, locale="ar")
    page = await second.new_page()
    await page.goto(f"{served.url}/return?lang=ar")
    await page.fill("#code", code)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/chat?lang=ar*")
    assert "أبحث عن بيت" in await page.inner_text("#log")

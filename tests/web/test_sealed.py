"""Sealed messages: the chat says only that there is one; it is read once, on our own page, by one device."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from sqlalchemy import select

from cases.forgetting import forget_what_is_over
from handlers.notices import in_words
from storage.tables import sealed_messages
from tests.ports import free_port
from tests.web.conftest import DeskClient, Served, World

WORDS = "Ihr Antrag wurde abgelehnt. Kommen Sie bitte am Dienstag, <b>10 Uhr</b> ❤"
ARABIC = "تم رفض طلبكم. تعالوا من فضلكم يوم الثلاثاء"


@pytest_asyncio.fixture
async def address(world: World) -> AsyncIterator[str]:
    """The house as it is outside of tests, served: no answers as text in Telegram."""
    port = free_port()
    world.rebuild(public_url=f"http://localhost:{port}", chat_text=False)
    async with Served(world, port).running():
        yield world.doors.public_url


async def telegram_case(world: World, need: str = "housing.find_home", language: str = "uk") -> int:
    return await world.case("Hallo", need=need, channel="telegram", language=language)


async def mia_answers(world: World, case: int, words: str = WORDS, **fields: str) -> DeskClient:
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    await mia.post(f"/desk/cases/{case}/accept")
    await world.keep(lambda unit: unit.outbox.sent([row.id for row in unit.outbox.claim("test", 50)]))
    reply = await mia.post(f"/desk/cases/{case}/reply", words=words, form_key="k1", seen="99", **fields)
    mia.last = reply.text  # type: ignore[attr-defined]
    world.clock.turn(seconds=11)
    return mia


async def told(world: World) -> Any:
    """What the person hears in Telegram."""
    [row] = await world.keep(lambda unit: unit.outbox.claim("test", 50))
    [said] = in_words(row.kind, row.payload, "de")
    return said


def link_in(said: Any) -> str:
    return str(said.reply_markup.inline_keyboard[0][0].url)


async def test_the_chat_says_only_that_there_is_a_message(world: World) -> None:
    world.rebuild(chat_text=False)
    case = await telegram_case(world)
    mia = await mia_answers(world, case)
    said = await told(world)
    assert said.text == "Sie haben eine Nachricht."
    assert "Antrag" not in repr(said) and "Mia" not in repr(said)
    assert "versiegelt, noch nicht geöffnet" in (await mia.get(f"/desk/cases/{case}")).text


async def test_where_the_district_allows_text_delicate_needs_are_sealed_all_the_same(world: World) -> None:
    await mia_answers(world, await telegram_case(world, "health.mental"))
    assert (await told(world)).text == "Sie haben eine Nachricht."


async def test_where_text_is_allowed_it_is_text_unless_staff_mark_it(world: World) -> None:
    await mia_answers(world, await telegram_case(world))
    assert "Antrag" in (await told(world)).text


async def test_staff_can_mark_one_answer(world: World) -> None:
    await mia_answers(world, await telegram_case(world), sealed="1")
    assert (await told(world)).text == "Sie haben eine Nachricht."


async def test_what_looks_at_links_burns_nothing_and_the_second_device_gets_nothing(world: World) -> None:
    world.rebuild(chat_text=False)
    case = await telegram_case(world)
    mia = await mia_answers(world, case)
    path = link_in(await told(world)).removeprefix(world.doors.public_url).partition("#")[0]
    for _ in range(100):
        seen = await world.client().get(path)
        assert seen.status_code == 200 and "Antrag" not in seen.text
    assert seen.headers["cache-control"] == "no-store" and seen.headers["referrer-policy"] == "no-referrer"
    first, second = (world.client(**{"sec-fetch-site": "same-origin"}) for _ in range(2))
    assert (await world.client(**{"sec-fetch-site": "cross-site"}).post(f"{path}/open")).status_code == 403
    assert "sealed" in (await first.post(f"{path}/open")).json()
    assert "sealed" in (await first.post(f"{path}/open")).json()  # the same device may look again
    refused = await second.post(f"{path}/open")
    assert refused.status_code == 404 and "sealed" not in refused.text
    assert "versiegelt, geöffnet" in (await mia.get(f"/desk/cases/{case}")).text


async def test_three_wrong_codes_end_it(world: World) -> None:
    case = await telegram_case(world)
    mia = await mia_answers(world, case, with_code="1")
    found = re.search(r"Der Code ist (\d{6})", mia.last)  # type: ignore[attr-defined]
    assert found
    path = link_in(await told(world)).removeprefix(world.doors.public_url).partition("#")[0]
    device = world.client(**{"sec-fetch-site": "same-origin"})
    wrong = f"{(int(found[1]) + 1) % 1_000_000:06d}"
    assert [(await device.post(f"{path}/open", data={"code": code})).status_code for code in (wrong, "", wrong)] == [403, 403, 404]
    assert (await device.post(f"{path}/open", data={"code": found[1]})).status_code == 404
    await world.keep(forget_what_is_over)
    assert await number_kept(world) == 0


async def test_the_right_code_opens_it_even_with_blanks(world: World) -> None:
    mia = await mia_answers(world, await telegram_case(world), with_code="1")
    code = re.search(r"Der Code ist (\d{6})", mia.last)[1]  # type: ignore[attr-defined, index]
    path = link_in(await told(world)).removeprefix(world.doors.public_url).partition("#")[0]
    device = world.client(**{"sec-fetch-site": "same-origin"})
    assert "sealed" in (await device.post(f"{path}/open", data={"code": f" {code[:3]} {code[3:]} "})).json()


async def number_kept(world: World) -> int:
    return await world.keep(lambda unit: len(unit.connection.execute(select(sealed_messages.c.token_hash)).all()))


@pytest.mark.parametrize(("hours", "read"), [(73, False), (25, True)])
async def test_after_its_time_it_is_gone(world: World, hours: int, read: bool) -> None:
    world.rebuild(chat_text=False)
    case = await telegram_case(world)
    await mia_answers(world, case)
    path = link_in(await told(world)).removeprefix(world.doors.public_url).partition("#")[0]
    device = world.client(**{"sec-fetch-site": "same-origin"})
    if read:
        assert (await device.post(f"{path}/open")).status_code == 200
    world.clock.turn(hours=hours)
    assert (await world.client().get(path)).status_code == 404
    assert (await device.post(f"{path}/open")).status_code == 404
    await world.keep(forget_what_is_over)
    assert await number_kept(world) == 0
    assert len(await world.keep(lambda unit: unit.threads.messages(case))) == 2  # the thread keeps it until the case is forgotten


async def test_taken_back_it_cannot_be_opened(world: World) -> None:
    world.rebuild(chat_text=False)
    case = await telegram_case(world)
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    await mia.post(f"/desk/cases/{case}/accept")
    await mia.post(f"/desk/cases/{case}/reply", words=WORDS, form_key="k1", seen="99")
    message = await world.keep(lambda unit: unit.threads.messages(case)[-1].id)
    await mia.post(f"/desk/cases/{case}/messages/{message}/take-back")
    assert await number_kept(world) == 0


async def test_after_a_day_unread_staff_are_told(world: World) -> None:
    world.rebuild(chat_text=False)
    case = await telegram_case(world)
    await mia_answers(world, case)
    world.clock.turn(hours=25)
    mia = await world.at_desk("case_manager", "Ole", "Büren")
    assert "seit einem Tag ungelesen" in (await mia.get("/desk")).text


async def test_the_database_alone_does_not_open_it(world: World) -> None:
    """The words of the sealed row open with the key in the link only; not with the key file."""
    world.rebuild(chat_text=False)
    await mia_answers(world, await telegram_case(world))

    def opens(unit: Any) -> bool:
        words = unit.connection.execute(select(sealed_messages.c.words)).scalar_one()
        try:
            unit.ring.house.open(words)
        except Exception:
            return False
        return True

    assert not await world.keep(opens)


@pytest.mark.parametrize(("language", "words"), [("uk", WORDS), ("ar", ARABIC)])
async def test_it_is_opened_in_a_real_browser_in_the_language_of_the_person(
    world: World, address: str, browser: Browser, language: str, words: str
) -> None:
    case = await telegram_case(world, language=language)
    await mia_answers(world, case, words)
    link = link_in(await told(world))
    context = await browser.new_context(viewport={"width": 390, "height": 760}, is_mobile=True)
    page = await context.new_page()
    loaded = []
    page.on("response", lambda response: loaded.append(response))
    await page.goto(link)
    assert await page.evaluate("document.documentElement.lang") == language
    assert await page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    await page.click("button")
    await expect(page.locator("#words")).to_have_text(words)
    assert all(response.url.startswith(address) for response in loaded)
    sizes = [len(await response.body()) for response in loaded if response.status == 200]
    assert sum(sizes) < 150 * 1024
    other = await (await browser.new_context()).new_page()
    await other.goto(link)
    await other.click("button")
    await expect(other.locator("#say")).to_be_visible()
    await expect(other.locator("#words")).to_be_hidden()
    await context.close()

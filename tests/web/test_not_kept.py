"""The page while the database takes nothing in: whoever is in danger reads whom to call, and what was typed is not lost."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.broken import DROPPED, FULL, READ_ONLY, Breakage
from tests.web.conftest import Served, World
from tests.web.test_browser import PHONE, heard
from web import chat_kept

DANGER = "Mein Mann schlägt mich"
CARD = "Im Moment kann niemand Ihre Nachricht lesen"


@pytest.fixture(params=["nothing can be written", DROPPED])
def breakage(request: pytest.FixtureRequest, database_url: str, world: World) -> Breakage:
    unwritable = FULL if database_url.startswith("sqlite") else READ_ONLY
    return Breakage(database_url, world.keep, request.param if request.param == DROPPED else unwritable)


async def opened(served: Served, browser: Browser, script: bool = True) -> tuple[BrowserContext, Page]:
    context = await browser.new_context(**PHONE, locale="de", java_script_enabled=script)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=de")
    return context, page


async def says(page: Page, words: str) -> None:
    await page.fill("#text", words)
    await page.click("#send")


async def test_the_page_shows_the_card_once_and_sends_again_by_itself(served: Served, browser: Browser, breakage: Breakage) -> None:
    context, page = await opened(served, browser)
    await says(page, "hallo")
    await heard(served.world, 1)
    await expect(page.locator(".pending")).to_have_count(0)

    await breakage.breaks()
    await says(page, DANGER)
    card = page.locator("[data-card]")
    await expect(card).to_contain_text(CARD)
    await expect(card).to_contain_text("112")
    await expect(page.locator("#banner")).to_contain_text("bleibt auf dieser Seite")
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await asyncio.sleep(1.5)
    await expect(card).to_have_count(1)
    await expect(page.locator(".pending")).to_have_count(1)
    assert await page.evaluate("JSON.parse(sessionStorage.getItem('outgoing'))[0].text") == DANGER

    await breakage.is_mended()
    await heard(served.world, 2)
    await expect(page.locator(".pending")).to_have_count(0, timeout=15_000)
    await expect(card).to_have_count(0)
    await expect(page.locator("#banner")).to_be_hidden()
    assert [one[2] for one in served.world.ears.heard] == ["hallo", DANGER]
    await context.close()


async def test_who_comes_for_the_first_time_and_is_in_danger_sees_the_card_too(
    served: Served, browser: Browser, breakage: Breakage
) -> None:
    await served.world.keep(lambda unit: unit.connection.exec_driver_sql("alter table web_sessions rename to away").close())
    context, page = await opened(served, browser)
    await says(page, DANGER)
    await expect(page.locator("[data-card]")).to_contain_text(CARD)
    await page.click("button.sos")
    await expect(page.locator("[data-card]")).to_have_count(2)

    await served.world.keep(lambda unit: unit.connection.exec_driver_sql("alter table away rename to web_sessions").close())
    await heard(served.world, 2)
    await expect(page.locator("[data-card]")).to_have_count(0, timeout=15_000)
    await context.close()


async def test_without_javascript_the_card_stands_above_and_the_words_stay_in_the_box(
    served: Served, browser: Browser, breakage: Breakage
) -> None:
    context, page = await opened(served, browser, script=False)
    await breakage.breaks()
    await says(page, DANGER)
    await expect(page.locator("#banner")).to_contain_text(CARD)
    assert await page.input_value("#text") == DANGER
    await says(page, "Ich suche eine Wohnung")
    await expect(page.locator("#banner")).to_contain_text("nicht gesendet")
    assert await page.input_value("#text") == "Ich suche eine Wohnung"

    await breakage.is_mended()
    await page.click("#send")
    await heard(served.world, 1)
    assert served.world.ears.heard[-1][2] == "Ich suche eine Wohnung"
    await context.close()


async def chat_of(world: World) -> httpx.AsyncClient:
    client = world.client()
    client.headers["Authorization"] = f"Bearer {(await client.post('/chat/api/sessions')).json()['token']}"
    return client


@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
async def test_the_reason_is_said_in_the_language_of_the_person(world: World, breakage: Breakage, language: str) -> None:
    from locales.speech import speaking
    from web.chat_words import sentence

    chat = await chat_of(world)
    chat.headers["Accept-Language"] = language
    await breakage.breaks()
    reply = await chat.post("/chat/api/messages", json={"text": "1234"})
    with speaking(language):
        assert reply.json() == {"error": "not_kept", "say": sentence("not_kept")}
    assert reply.status_code == 503


async def test_a_pressed_sos_button_is_danger_too(world: World) -> None:
    chat = await chat_of(world)
    await Breakage("", world.keep, DROPPED).breaks()
    await world.keep(lambda unit: unit.connection.exec_driver_sql("drop table web_lines").close())
    reply = await chat.post("/chat/api/taps", json={"button": "m:sos"})
    other = await chat.post("/chat/api/taps", json={"button": "m:topics"})
    assert (reply.status_code, "112" in reply.json()["lines"][0]["text"]) == (503, True)
    assert (other.status_code, "lines" in other.json()) == (503, False)


async def test_who_is_in_danger_does_not_wait_for_a_database_that_hangs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chat_kept.PATIENCE <= 2, "promises, E3"
    monkeypatch.setattr(chat_kept, "PATIENCE", 0.1)
    chat = await chat_of(world)
    release = asyncio.Event()
    keep = world.ears.web_text

    async def slow(*what: str) -> int:
        await release.wait()
        return await keep(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(world.ears, "web_text", slow)
    ordinary = asyncio.create_task(chat.post("/chat/api/messages", json={"text": "Ich suche Arbeit"}))
    in_danger = await chat.post("/chat/api/messages", json={"text": DANGER, "client_id": "a-1"})
    assert (in_danger.status_code, CARD in in_danger.json()["say"]) == (503, True)
    assert not ordinary.done()
    release.set()
    assert (await ordinary).status_code == 202
    again = await chat.post("/chat/api/messages", json={"text": DANGER, "client_id": "a-1"})
    assert again.status_code == 202
    assert [one[2] for one in world.ears.heard].count(DANGER) == 1


async def test_strangers_cannot_have_everything_screened(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_kept, "CARDS", 3)
    world.rebuild()
    replies = [(await world.client().post("/chat/api/messages", json={"text": DANGER})).json() for _ in range(5)]
    assert ["lines" in reply for reply in replies] == [True, True, True, False, False]


async def test_reading_and_the_desk_say_that_it_is_not_their_fault(world: World) -> None:
    chat = await chat_of(world)
    desk = await world.at_desk("coordinator", "Koordination")
    for table in ("web_lines", "staff_sessions"):
        await world.keep(lambda unit, table=table: unit.connection.exec_driver_sql(f"drop table {table}").close())
    lines = await chat.get("/chat/api/lines")
    assert (lines.status_code, lines.json()["error"], lines.headers["retry-after"]) == (503, "not_now", "5")
    page = await desk.get("/desk")
    assert page.status_code == 503 and "Die Datenbank ist gestört" in page.text

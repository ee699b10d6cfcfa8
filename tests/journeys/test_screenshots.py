"""The pictures of the README, taken of the whole house: `make screenshots`. They show what the bot really says."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from cases.desk_access import invite
from locales.speech import _, speaking
from storage.unit import Unit
from tests.journeys.stage import PATIENCE, Stage
from tests.web.conftest import ARGS, CHROMIUM

AT_MOST = 200 * 1024  # bytes of one picture
NEED = "أبحث عن شقة لعائلتي، نحن خمسة أشخاص"
WITHOUT_NAMES = "Case Management Büren (Demo)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    wanted = Path(os.environ.get("LOTSE_SCREENSHOTS") or tmp_path)
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        await opened.close()


async def asks(page: Page, address: str) -> None:
    """An Arabic speaking family looks for a flat in Büren."""
    await page.goto(f"{address}/chat?lang=ar")
    await page.fill("#text", NEED)
    await page.click("#send")
    await page.get_by_role("button", name="Büren").click()
    await expect(page.locator(".line.bot").last).to_contain_text("33142")


async def takes_the_desk(page: Page, stage: Stage) -> None:
    """The case manager of Büren signs in by a one-time link."""

    def link(unit: Unit) -> str:
        return invite(unit, role="case_manager", name=WITHOUT_NAMES, municipalities=("Büren",))

    await page.goto(f"{stage.house.settings.url}/desk/in/{await stage.house.keep(link)}")
    await page.get_by_role("button", name="Jetzt anmelden").click()


async def take(page: Page, path: Path) -> None:
    await page.screenshot(path=path, animations="disabled")
    assert path.stat().st_size <= AT_MOST


async def test_screenshot_of_the_chat_in_arabic(stage: Stage, browser: Browser, folder: Path) -> None:
    context = await browser.new_context(
        viewport={"width": 390, "height": 760}, is_mobile=True, has_touch=True, locale="ar", reduced_motion="reduce"
    )
    page = await context.new_page()
    await asks(page, stage.house.settings.url)
    await take(page, folder / "chat_ar.png")
    await context.close()


async def test_screenshot_of_the_desk_in_german(stage: Stage, browser: Browser, folder: Path) -> None:
    chat = await browser.new_page(reduced_motion="reduce")
    await asks(chat, stage.house.settings.url)
    with speaking("ar"):
        talk, yes = _("Talk to a person"), _("Yes, pass it on")
    await chat.get_by_role("button", name=talk).last.click()
    await chat.get_by_role("button", name=yes).last.click()
    await expect(chat.locator(".line.bot").last).to_contain_text("K-")

    context = await browser.new_context(viewport={"width": 1000, "height": 1060}, locale="de", reduced_motion="reduce")
    desk = await context.new_page()
    await takes_the_desk(desk, stage)
    await desk.locator(".case a").click()
    await desk.get_by_role("button", name="Fall annehmen").click()
    await desk.fill("#words", "Guten Tag! Haben Sie schon einen Wohnberechtigungsschein (WBS)?")
    await desk.get_by_role("button", name="Senden").click()
    await expect(desk.locator(".carried")).to_have_text("liegt im Web-Chat bereit", timeout=PATIENCE * 2000)
    await expect(chat.locator(".line.person")).to_contain_text("WBS")
    await desk.evaluate("scrollTo(0, 0)")
    await take(desk, folder / "desk_de.png")
    await context.close()
    await chat.close()

"""The pictures of the README, taken of the whole house: `make screenshots`. They show what the bot really says."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from cases.desk_access import invite
from cases.team import be_absent
from locales.speech import _, speaking
from storage.unit import Unit
from tests.journeys.stage import PATIENCE, Stage

AT_MOST = 200 * 1024  # bytes of one picture
NEEDS = {
    "ar": "أبحث عن شقة لعائلتي، نحن خمسة أشخاص",
    "ti": "ገዛ ክራይ እደሊ ንስድራቤተይ",
    "uk": "шукаю квартиру для сім'ї, нас п'ятеро",
    "de-x-ls": "Ich suche eine Wohnung für meine Familie. Wir sind 5 Personen.",
}
# For each letter: is it drawn as a letter that no font has?
NOT_DRAWN = """letters => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 40});
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    const drawn = letter => {
        pen.clearRect(0, 0, 40, 40); pen.font = "24px " + getComputedStyle(document.body).fontFamily; pen.fillText(letter, 4, 30);
        return pen.getImageData(0, 0, 40, 40).data.join();
    };
    const missing = drawn("\u0378");
    return letters.filter(letter => drawn(letter) === missing);
}"""
WITHOUT_NAMES = "Case Management Büren (Demo)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    wanted = Path(os.environ.get("LOTSE_SCREENSHOTS") or tmp_path)
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted


async def asks(page: Page, address: str, language: str) -> None:
    """A family looks for a flat in Büren."""
    await page.goto(f"{address}/chat?lang={language}")
    await page.fill("#text", NEEDS[language])
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


@pytest.mark.parametrize("language", NEEDS)
async def test_screenshot_of_the_chat(stage: Stage, browser: Browser, folder: Path, language: str) -> None:
    """In scripts that phones know least, and in the longest sentences: each letter is drawn."""
    context = await browser.new_context(viewport={"width": 390, "height": 760}, is_mobile=True, has_touch=True, reduced_motion="reduce")
    page = await context.new_page()
    await asks(page, stage.house.settings.url, language)
    letters = sorted({letter for letter in await page.inner_text("body") if letter.isalpha()})
    assert len(letters) > 30
    assert await page.evaluate(NOT_DRAWN, letters) == []
    assert await page.evaluate(NOT_DRAWN, ["\u0378", "a"]) == ["\u0378"]
    await take(page, folder / f"chat_{language}.png")
    await context.close()


async def test_screenshot_of_the_desk_in_german(stage: Stage, browser: Browser, folder: Path) -> None:
    chat = await browser.new_page(reduced_motion="reduce")
    await asks(chat, stage.house.settings.url, "ar")
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
    await desk.get_by_role("button", name="Senden", exact=True).click()
    await expect(desk.locator(".carried")).to_have_text("gelesen", timeout=PATIENCE * 2000)
    await expect(chat.locator(".line.person")).to_contain_text("WBS")
    await desk.evaluate("scrollTo(0, 0)")
    await take(desk, folder / "desk_de.png")
    await context.close()
    await chat.close()


@pytest.mark.parametrize(("device", "width", "height"), [("laptop", 1280, 800), ("phone", 390, 760)])
async def test_screenshots_of_a_morning_at_the_desk(
    stage: Stage, browser: Browser, folder: Path, device: str, width: int, height: int
) -> None:
    """What waits, one case with its explanation and a note, and the roster with its holes."""
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="de", reduced_motion="reduce")
    desk = await context.new_page()
    await takes_the_desk(desk, stage)
    other = await stage.staff("case_manager", "Salzkotten", "Lichtenau", name="Case Management Salzkotten (Demo)")
    days = [datetime.now(UTC).date() + timedelta(days=number) for number in (20, 30)]
    await stage.house.keep(lambda unit: be_absent(unit, other.staff_id, *days, None))
    for chat, town in enumerate(("Büren", "Büren", "Lichtenau")):
        newcomer = stage.telegram()
        await newcomer.says(
            f"Ich wohne in {town}. " + ("Ich suche eine Wohnung", "Ich suche Arbeit", "Ich brauche einen Deutschkurs")[chat]
        )
        await newcomer.presses("Mit einem Menschen")
        await newcomer.presses("Ja, weitergeben")
    await desk.goto(f"{stage.house.settings.url}/desk")
    await take(desk, folder / f"desk_list_{device}.png")
    await desk.keyboard.press("j")
    await desk.keyboard.press("Enter")
    await desk.get_by_role("button", name="Fall annehmen").click()
    await expect(desk.locator("#reply")).to_be_visible()  # a key pressed before the page is there is lost with the old one
    await desk.keyboard.press("n")
    await desk.keyboard.type("Ruft lieber vormittags an")
    await desk.get_by_role("button", name="Notieren").click()
    await expect(desk.locator(".note")).to_contain_text("vormittags")
    await desk.get_by_text("Warum ist das so zugeteilt?").click()
    await desk.evaluate("scrollTo(0, 0)")
    await take(desk, folder / f"desk_case_{device}.png")
    await desk.goto(f"{stage.house.settings.url}/desk/roster")
    await take(desk, folder / f"desk_roster_{device}.png")
    assert await desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await context.close()

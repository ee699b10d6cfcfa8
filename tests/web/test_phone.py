"""The desk on a phone of 360 points: the areas are a menu, and no page is wider than the screen."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bench.roles.table import PAGES, SIGNED_IN
from bench.roles.town import settle
from storage.unit import Unit
from tests.databases import migrated_sqlite
from tests.web.conftest import Served
from tests.web.test_browser import PHONE, SMALL, contrast_of

WIDE = "document.documentElement.scrollWidth <= 360"  # innerWidth grows with a page that is too wide
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3  # nothing in it where a line could break


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What a browser does is the same on both databases; the embedded one is enough here."""
    return migrated_sqlite(tmp_path / "lotse.db")


async def signed_in(served: Served, browser: Browser, cookie: str, **more: Any) -> Page:
    context = await browser.new_context(**PHONE, **more)
    await context.add_cookies([{"name": "desk", "value": cookie, "url": served.url}])
    return await context.new_page()


@pytest.mark.parametrize("javascript", [True, False])
async def test_the_areas_are_a_menu_also_without_scripts_and_with_the_keyboard(served: Served, browser: Browser, javascript: bool) -> None:
    kim = await served.world.at_desk("coordinator", "Kim Lange")
    page = await signed_in(served, browser, kim.http.cookies["desk"], java_script_enabled=javascript)
    await page.goto(f"{served.url}/desk")
    menu, areas = page.locator("button.menu"), page.locator("#bereiche")
    await expect(areas).to_be_hidden()
    head = await page.locator("header.top").bounding_box()
    assert head is not None and head["height"] < 130, "what waits is seen at once, below a short head"
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(areas).to_be_visible()
    await expect(page.locator("#bereiche [aria-current=page]")).to_have_text("Fälle")
    if javascript:
        assert await page.evaluate(WIDE) and await page.evaluate(SMALL) == [] and await contrast_of(page) == []
    await page.keyboard.press("Escape")
    await expect(areas).to_be_hidden()
    await menu.tap()
    await areas.locator("text=Protokoll").tap()
    await expect(page.locator("h1")).to_have_text("Wer hat was getan?")
    await expect(areas).to_be_hidden()
    await page.set_viewport_size({"width": 1200, "height": 800})
    await expect(areas).to_be_visible()
    await expect(menu).to_be_hidden()
    await page.context.close()


async def test_no_page_of_the_desk_scrolls_sideways(served: Served, browser: Browser) -> None:
    world = served.world
    town = await settle(world)

    def long_words(unit: Unit) -> None:
        for case in (town.cases["own"], town.cases["nobody's"]):
            unit.threads.write(case_id=case, sender="person", words=LONG)

    await world.keep(long_words)
    wide, seen = [], 0
    for role in SIGNED_IN:
        page = await signed_in(served, browser, town.people[role].http.cookies["desk"])
        for method, path in (*PAGES, ("GET", "/desk/cases/{case_id}"), ("GET", "/desk/cases/{case_id}/export")):
            if method != "GET" or path.endswith("/events"):
                continue
            case = town.cases["nobody's" if role == "coordinator" else "own"]
            numbers = defaultdict(lambda: "1", case_id=str(case), town="Bad Wünnenberg")
            answer = await page.goto(served.url + path.format_map(numbers))
            assert answer is not None
            seen += answer.status == 200
            if not await page.evaluate(WIDE):
                wide.append(f"{role}: {path}: {await page.evaluate('document.documentElement.scrollWidth')}")
        await page.context.close()
    assert wide == [] and seen > 60

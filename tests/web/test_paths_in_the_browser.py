"""What helped others is sorted at once when a cause is chosen; without JavaScript by a press."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.databases import migrated_sqlite
from tests.web.conftest import Served
from tests.web.test_paths import with_notes


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What a browser shows is the same on both databases; the embedded one is enough here."""
    return migrated_sqlite(tmp_path / "lotse.db")


async def at_the_case(served: Served, page: Page) -> None:
    expect.set_options(timeout=20_000)
    _, case = await with_notes(served.world)
    pia = await served.world.staff("case_manager", "Pia", "Büren")
    await page.goto(f"{served.url}/desk/in/{pia}")
    await page.get_by_role("button").first.click()
    await page.goto(f"{served.url}/desk/cases/{case}")
    await expect(page.locator("#path-lines li").first).to_contain_text("Weg 5")


async def test_a_chosen_cause_sorts_at_once_wherever_it_is_chosen(served: Served, browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    await at_the_case(served, page)
    await page.locator("#path-cause").select_option("costs")
    await expect(page.locator("#path-lines li").first).to_contain_text("Ein Darlehen half")
    await page.locator("#path-cause").select_option("")
    await expect(page.locator("#path-lines li").first).to_contain_text("Weg 5")
    await page.get_by_role("button", name="Fall annehmen").click()
    await page.get_by_text("Fall abschließen").click()
    await page.locator("#missing").select_option("costs")
    await expect(page.locator("#path-lines li").first).to_contain_text("Ein Darlehen half")
    await expect(page.locator("#path-cause")).to_have_value("costs")


async def test_without_javascript_a_press_sorts(served: Served, browser: Browser) -> None:
    page = await (await browser.new_context(java_script_enabled=False)).new_page()
    await at_the_case(served, page)
    await page.locator("#path-cause").select_option("costs")
    await page.get_by_role("button", name="Passendes zuerst").click()
    await expect(page.locator("#path-lines li").first).to_contain_text("Ein Darlehen half")

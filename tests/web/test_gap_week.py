"""A week with the gap log, as docs/gap-log-week.de.md tells it: its pages are there, and its pictures are taken here (make screenshots)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from bench.roles.table import CASES, PAGES
from directory.starting import load_packaged
from gaps.fields import Cause, Gap, Source
from gaps.releases import release_what_is_over
from gaps.signals import close_weeks, note, note_finding
from storage.unit import Unit
from tests.databases import migrated_sqlite
from tests.web.conftest import Served, World

DOCS = Path(__file__).parents[2] / "docs"
TOLD = (DOCS / "gap-log-week.de.md").read_text(encoding="utf-8")
WITH_ADDRESS = "stadt-pb-kost"  # of the packaged directory
AT_MOST = 200 * 1024  # bytes of one picture
PICTURES = ("today", "log", "report", "ask", "signals", "theme", "numbers", "spheres", "steering")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What a browser shows is the same on both databases; the embedded one is enough here."""
    return migrated_sqlite(tmp_path / "lotse.db")


def a_quarter(unit: Unit) -> None:
    """In one week many people missed the same in several towns."""
    number = 0
    for need, town, people in (
        ("housing.find_home", "Büren", 12),
        ("housing.find_home", "Salzkotten", 9),
        ("family.childcare", "Delbrück", 14),
    ):
        for _ in range(people):
            number += 1
            note(unit, number, Gap(need, town, Cause.NOT_IN_THIS_MUNICIPALITY, "ar"))


def this_week(unit: Unit) -> None:
    """New signals of several sources."""
    for person in range(1, 4):
        note(unit, person, Gap("language.literacy", "Büren", Cause.NOTHING_LISTED, "uk"))
    note_finding(
        unit, Gap("language.interpreter", "Büren", Cause.LANGUAGE, "und", note="Zu Elternabenden kommt niemand mit"), Source.PARTNER
    )
    note(unit, 7, Gap("residence.permit", "Salzkotten", Cause.STUCK, "ar"), Source.NO_REPLY)


async def prepared(world: World) -> int:
    """A quarter that is over, a week that goes on, and a case."""
    await world.keep(lambda unit: load_packaged(unit, "paderborn"))
    await world.keep(a_quarter)
    world.clock.turn(days=100)
    await world.keep(close_weeks)
    await world.keep(release_what_is_over)
    await world.keep(this_week)
    return await world.case("Das Sozialamt zahlt nicht mehr, das Jobcenter noch nicht", need="money.basic_income")


async def takes(page: Page, folder: Path, name: str) -> None:
    picture = folder / f"gap_week_{name}.png"
    await page.screenshot(path=picture, animations="disabled")
    assert picture.stat().st_size <= AT_MOST


async def signed_in(served: Served, browser: Browser, role: str, name: str, *towns: str) -> Page:
    client = await served.world.at_desk(role, name, *towns)
    context = await browser.new_context(viewport={"width": 1000, "height": 900}, locale="de", reduced_motion="reduce")
    await context.add_cookies([{"name": "desk", "value": client.http.cookies["desk"], "url": served.url}])
    return await context.new_page()


async def test_screenshot_of_a_week_with_the_gap_log(served: Served, browser: Browser, screenshots: Path) -> None:
    case = await prepared(served.world)
    mia = await signed_in(served, browser, "case_manager", "Case Management Büren (Demo)", "Büren")
    await mia.goto(f"{served.url}/desk/cases/{case}")
    await mia.click("#report > summary")
    await mia.click("#report details > summary")
    await mia.select_option("#r-group", "recognised")
    await mia.select_option("#r-urgency", "benefit gap")
    await mia.select_option("#r-break", "recognition|AsylbLG|SGB II")
    await mia.locator("#report").evaluate("part => part.scrollIntoView()")
    await takes(mia, screenshots, "report")
    await mia.click("#report button[value='papers or procedure stuck']")
    await mia.wait_for_selector("text=Gemeldet, ohne Namen.")
    await mia.context.close()

    kim = await signed_in(served, browser, "coordinator", "Koordination (Demo)")
    await kim.goto(f"{served.url}/desk/today")
    await takes(kim, screenshots, "today")
    await kim.goto(f"{served.url}/desk/gaps")
    await takes(kim, screenshots, "log")
    served.world.app.state.doors = replace(served.world.doors, mails=True, mail_from="kim@kreis.example")
    await kim.goto(f"{served.url}/desk/tasks/ask?source_id={WITH_ADDRESS}")
    await kim.click("summary")
    await takes(kim, screenshots, "ask")
    await kim.goto(f"{served.url}/desk/signals")
    literacy = kim.locator("tr", has_text="Alphabetisierung").locator("input")
    assert await literacy.count() == 3
    for box in await literacy.all():
        await box.check()
    await takes(kim, screenshots, "signals")
    await kim.fill("#why", "Drei Menschen in einer Woche; im Verzeichnis fehlt kein Eintrag")
    await kim.check("input[name=checked]")
    await kim.fill("#title", "Niemand lehrt in Büren lesen und schreiben")
    await kim.get_by_role("button", name="Bündeln").click()
    await kim.wait_for_url("**/desk/themes/*")
    await takes(kim, screenshots, "theme")
    await kim.goto(f"{served.url}/desk/gaps/numbers")
    assert await kim.locator("table").count() > 0
    await kim.wait_for_load_state("networkidle")
    await kim.locator("section h2").first.evaluate("title => title.scrollIntoView()")
    await takes(kim, screenshots, "numbers")
    await kim.goto(f"{served.url}/desk/spheres?event=recognition")
    await takes(kim, screenshots, "spheres")
    await kim.goto(f"{served.url}/desk/reports")
    await takes(kim, screenshots, "steering")
    await kim.context.close()


def test_every_picture_and_page_it_names_is_there() -> None:
    named = set(re.findall(r"\(screenshots/(gap_week_\w+\.png)\)", TOLD))
    assert named == {f"gap_week_{name}.png" for name in PICTURES}
    assert all((DOCS / "screenshots" / name).is_file() for name in named)
    addresses = set(re.findall(r"`(/desk[\w/-]*)`", TOLD))
    assert addresses and addresses <= {path for _method, path in (*PAGES, *CASES)}

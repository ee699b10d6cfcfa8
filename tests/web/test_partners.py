"""A partner organisation reports by a link: without signing in, without scripts, never about one person; and the link can be revoked."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser
from sqlalchemy import select

from directory.municipalities import load_municipalities, paderborn
from gaps.fields import Cause, Evidence, Source
from storage.gap_rows import SignalRow
from storage.gap_tables import gap_tokens
from storage.source_tables import partners
from tests.web.conftest import DeskClient, Served, World
from web.partner_page import FORMS

SENT = {"need": "language.interpreter", "municipality": "Büren", "cause": Cause.LANGUAGE, "group": "EU citizen", "urgency": "delay"}


@pytest.fixture
async def kim(world: World) -> DeskClient:
    await world.keep(lambda unit: load_municipalities(unit, paderborn()))
    return await world.at_desk("coordinator", "Kim")


async def link(kim: DeskClient, name: str = "Caritas Büren") -> str:
    page = (await kim.post("/desk/partners", name=name)).text
    return "/partner/" + page.partition("/partner/")[2].partition('"')[0]


def outside(world: World) -> httpx.AsyncClient:
    """A browser that never signed in."""
    return world.client(**{"sec-fetch-site": "same-origin"})


async def signals(world: World) -> list[SignalRow]:
    return await world.keep(lambda unit: unit.gaps.newest())


async def test_one_form_is_one_signal_that_says_a_partner_and_not_which(world: World, kim: DeskClient) -> None:
    path, browser = await link(kim), outside(world)
    form = (await browser.get(path)).text
    assert "Caritas Büren" in form and "<script" not in form and "Gewalt in der Familie" not in form
    reply = await browser.post(path, data={**SENT, "note": "Zu Elternabenden kommt niemand mit"})
    assert reply.headers["location"] == f"{path}?sent=1"
    assert "Die Meldung ist angekommen" in (await browser.get(reply.headers["location"])).text
    [one] = await signals(world)
    assert (one.source, one.evidence, one.need, one.municipality) == (Source.PARTNER, Evidence.SINGLE, "language.interpreter", "Büren")
    assert (one.target_group, one.urgency, one.note) == ("EU citizen", "delay", "Zu Elternabenden kommt niemand mit")
    assert "Caritas" not in str(one)
    assert await world.keep(lambda unit: unit.connection.execute(select(gap_tokens)).all()) == []


async def test_the_same_form_counts_once_and_a_flood_is_held_up(world: World, kim: DeskClient) -> None:
    path, browser = await link(kim), outside(world)
    for _ in range(2):
        await browser.post(path, data={**SENT, "form_key": "the same page"})
    assert len(await signals(world)) == 1
    codes = [(await browser.post(path, data={**SENT, "note": "Wieder"})).status_code for _ in range(FORMS)]
    assert codes.count(429) == 2 and codes[-1] == 429
    held_up = await browser.post(path, data={**SENT, "note": "Das ist mir wichtig"})
    assert "Das ist mir wichtig" in held_up.text and "in einer Stunde" in held_up.text
    other = await link(kim, "Diakonie")
    assert (await browser.post(other, data=SENT)).status_code == 303


@pytest.mark.parametrize(
    "note", ["Frau Yilmaz sucht seit Mai", "Tel. 05251 123456", "a.b@example.org", "Ahmad Alhusseini braucht Hilfe", "geb. 1.2.1990"]
)
async def test_a_note_about_somebody_is_refused_with_a_clear_sentence_and_kept_in_the_box(world: World, kim: DeskClient, note: str) -> None:
    path = await link(kim)
    refused = await outside(world).post(path, data={**SENT, "note": note, "names_nobody": "1"})
    assert refused.status_code == 400 and "nie um eine einzelne Person" in refused.text
    assert note in refused.text and '<option value="language.interpreter" selected>' in refused.text
    assert await signals(world) == []


@pytest.mark.parametrize(
    "wrong", [{"need": ""}, {"need": "safety.threat"}, {"cause": ""}, {"municipality": "Atlantis"}, {"note": "x" * 501}]
)
async def test_what_is_not_understood_is_said(world: World, kim: DeskClient, wrong: dict[str, str]) -> None:
    assert (await outside(world).post(await link(kim), data={**SENT, **wrong})).status_code == 400
    assert await signals(world) == []


async def test_a_revoked_or_invented_link_works_no_more_and_only_a_hash_is_kept(world: World, kim: DeskClient) -> None:
    path = await link(kim)
    kept = await world.keep(lambda unit: str(unit.connection.execute(select(partners)).all()))
    assert path.removeprefix("/partner/") not in kept
    assert path not in (await kim.get("/desk/partners")).text
    assert (await kim.post("/desk/partners/1/revoke")).status_code == 303
    for gone in (path, "/partner/invented"):
        assert (await outside(world).get(gone)).status_code == 404
        assert (await outside(world).post(gone, data=SENT)).status_code == 404
    assert await signals(world) == []
    assert (await kim.post("/desk/partners/1/revoke")).status_code == 404
    actions = [row.action for row in await world.keep(lambda unit: unit.audit.newest(before=None, at_most=50))]
    assert {"partner_invited", "partner_revoked"} <= set(actions)


async def test_another_page_cannot_send_the_form_and_only_coordinators_make_links(world: World, kim: DeskClient) -> None:
    path = await link(kim)
    assert (await world.client(**{"sec-fetch-site": "cross-site"}).post(path, data=SENT)).status_code == 403
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    assert (await mia.get("/desk/partners")).status_code == 403
    assert (await mia.post("/desk/partners", name="Ich")).status_code == 403
    assert (await kim.post("/desk/partners", name=" ")).status_code == 400


async def test_the_form_works_without_scripts_on_a_phone_and_by_keyboard(served: Served, browser: Browser, screenshots: Path) -> None:
    world = served.world
    await world.keep(lambda unit: load_municipalities(unit, paderborn()))
    path = await link(await world.at_desk("coordinator", "Kim"))
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = await context.new_page()
    await page.goto(served.url + path)
    box = await page.locator("form").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360
    unlabelled = "input:not([type=hidden]):not([type=radio]), select, textarea"
    for one in await page.locator(unlabelled).all():
        number = await one.get_attribute("id")
        assert await page.locator(f"label[for='{number}']").count() == 1
    await page.select_option("#need", "language.interpreter")
    await page.check("input[value='costs']")
    await page.fill("#note", "Niemand bezahlt das Dolmetschen beim Arzt")
    await page.screenshot(path=screenshots / "partner-form.png", full_page=True)
    await page.focus("button")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("text=Die Meldung ist angekommen")
    assert [row.cause for row in await signals(world)] == [Cause.COSTS]
    await context.close()

"""A case manager reports a gap from a case, with two taps; an office without one. The signal keeps the need and forgets the person."""

from __future__ import annotations

import json
import re

import pytest
from playwright.async_api import Browser
from sqlalchemy import select

from directory.municipalities import load_municipalities, paderborn
from directory.starting import load_packaged
from gaps.fields import CameOf, Cause, Evidence, Kind, Source
from gaps.signals import iso_week
from storage.gap_rows import SignalRow
from storage.gap_tables import gap_tokens
from tests.web.conftest import DeskClient, Served, World

SECONDS_PER_STEP = 1.9  # to point at something and press it: 0.4 to home, 1.1 to point, 0.2 to press, 0.2 to look (keystroke-level model)


@pytest.fixture
async def mia(world: World) -> DeskClient:
    await world.keep(lambda unit: load_municipalities(unit, paderborn()))
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def signals(world: World) -> list[SignalRow]:
    return await world.keep(lambda unit: unit.gaps.newest())


async def test_one_press_on_a_cause_reports_at_any_time_of_the_case(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    reported = await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL)  # nobody has accepted yet
    assert reported.headers["location"] == f"/desk/cases/{case}?reported=1&cause=full+or+waiting+list"
    assert "Gemeldet, ohne Namen." in (await mia.get(reported.headers["location"])).text
    [one] = await signals(world)
    assert (one.need, one.municipality, one.language, one.cause) == ("housing.find_home", "Büren", "ar", Cause.FULL)
    assert (one.source, one.evidence, one.note, one.week) == (Source.CASE_MANAGER, Evidence.CONFIRMED, None, iso_week(world.clock()))
    await mia.post(f"/desk/cases/{case}/accept")
    await mia.post(f"/desk/cases/{case}/close", outcome="not_solved")
    assert (await mia.post(f"/desk/cases/{case}/report", cause=Cause.COSTS)).status_code == 303
    assert [row.cause for row in await signals(world)] == [Cause.COSTS, Cause.FULL]


async def test_everything_else_may_be_said_too_and_a_break_gives_the_kind(world: World, mia: DeskClient) -> None:
    case = await world.case("Das Sozialamt zahlt nicht mehr", need="money.basic_income")
    page = (await mia.get(f"/desk/cases/{case}")).text
    assert 'value="recognition|AsylbLG|SGB II"' in page and "Bei diesem Anliegen wahrscheinlich" in page
    more = {"group": "recognised", "age": "18 to 26", "urgency": "benefit gap", "break": "recognition|AsylbLG|SGB II"}
    await mia.post(f"/desk/cases/{case}/report", cause=Cause.STUCK, note="Bescheid kommt erst nach Wochen", **more)
    [one] = await signals(world)
    assert (one.target_group, one.age_band, one.urgency) == ("recognised", "18 to 26", "benefit gap")
    assert (one.kind, one.sphere_from, one.sphere_to, one.trigger) == (Kind.BREAK, "AsylbLG", "SGB II", "recognition")
    assert one.note == "Bescheid kommt erst nach Wochen"
    kim = await world.at_desk("coordinator", "Kim")
    log = (await kim.get(f"/desk/signals/{one.id}")).text
    for words in (
        "Bruch am Übergang",
        "Vom Fallmanagement bestätigt",
        "Anerkannte",
        "18 bis 26",
        "Kein Geld zum Leben",
        "→ SGB II (Jobcenter)",
    ):
        assert words in log


async def test_what_was_tried_can_be_said_of_each_service_that_could_help(world: World) -> None:
    await world.keep(lambda unit: load_packaged(unit, "paderborn"))
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    case = await world.case("Das Sozialamt zahlt nicht mehr", need="money.basic_income")
    page = (await mia.get(f"/desk/cases/{case}")).text
    first, second, *_ = re.findall(r'name="(tried [^"]+)"', page)
    await mia.post(f"/desk/cases/{case}/report", cause=Cause.UNCLEAR, **{first: CameOf.REFUSED, second: "", "tried invented": CameOf.FULL})
    [one] = await signals(world)
    assert json.loads(one.tried) == [[first.removeprefix("tried "), CameOf.REFUSED]]


async def test_forged_values_are_not_recorded(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    for cause in ("", "bad luck", Cause.NOTHING_LISTED):
        assert (await mia.post(f"/desk/cases/{case}/report", cause=cause)).status_code == 400
    assert (await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL, need="safety.threat")).status_code == 400
    assert await signals(world) == []
    await mia.post(
        f"/desk/cases/{case}/report", cause=Cause.FULL, group="king", age="7", urgency="x", **{"break": "a|b|c", "tried x": "full"}
    )
    [one] = await signals(world)
    assert (one.target_group, one.age_band, one.urgency, one.sphere_from, json.loads(one.tried)) == (None, None, None, None, [])


@pytest.mark.parametrize("note", ["Bitte 05251 123456 anrufen", "schreibt von a.b@example.org", "siehe K-7QW2MX", "Pass C01X00T47 fehlt"])
async def test_a_note_that_leads_to_somebody_is_refused_and_stands_in_the_box_again(world: World, mia: DeskClient, note: str) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    refused = await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL, note=note, age="27 to 64", names_nobody="1")
    assert refused.status_code == 400 and note in refused.text and "führen kann" in refused.text
    assert '<option value="27 to 64" selected>' in refused.text
    assert await signals(world) == []


async def test_a_note_that_looks_like_a_name_is_warned_of_once(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    warned = await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL, note="Frau Holle kennt das Problem")
    assert warned.status_code == 400 and "sieht nach einem Namen" in warned.text and 'name="names_nobody"' in warned.text
    assert await signals(world) == []
    await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL, note="Frau Holle kennt das Problem", names_nobody="1")
    assert len(await signals(world)) == 1


async def test_the_same_form_counts_once_and_reports_are_in_no_count_of_people(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    for _ in range(2):
        await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL, form_key="the same page")
    assert len(await signals(world)) == 1
    await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL)
    assert len(await signals(world)) == 2
    tokens = await world.keep(lambda unit: unit.connection.execute(select(gap_tokens)).all())
    assert tokens == []


async def test_whoever_may_not_see_the_case_cannot_report_from_it(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung", "Salzkotten")
    assert (await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL)).status_code == 404
    assert await signals(world) == []


async def test_nothing_in_the_audit_log_says_what_was_reported(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    await mia.post(f"/desk/cases/{case}/report", cause=Cause.FULL, note="Warteliste")
    rows = await world.keep(lambda unit: unit.audit.newest(before=None, at_most=50))
    assert [(row.case_id, row.about) for row in rows if row.action == "gap_reported"] == [(case, "")]


async def test_an_office_reports_without_seeing_anybody_and_counts_as_a_partner(world: World, mia: DeskClient) -> None:
    office = await world.at_desk("office_contact", "Einbürgerung")
    page = (await office.get("/desk/report")).text
    assert "Büren" in page and "Einbürgerung" in page and "Gewalt in der Familie" not in page
    assert (await office.post("/desk/report", need="residence.naturalisation", cause="")).status_code == 400
    sent = {"need": "residence.naturalisation", "municipality": "Büren", "cause": Cause.STUCK, "note": "Zeugnisse fehlen oft"}
    assert (await office.post("/desk/report", **sent)).status_code == 303
    [one] = await signals(world)
    assert (one.source, one.evidence, one.municipality, one.language) == (Source.PARTNER, Evidence.SINGLE, "Büren", "und")
    assert (await office.post("/desk/report", **{**sent, "municipality": "Atlantis"})).status_code == 400
    kim = await world.at_desk("coordinator", "Kim")
    assert (await kim.post("/desk/report", **{**sent, "municipality": ""})).status_code == 303
    assert (await signals(world))[0].source == Source.CASE_MANAGER
    auditor = await world.at_desk("auditor", "Prüfung")
    assert (await auditor.post("/desk/report", **sent)).status_code == 403


async def test_two_taps_are_enough_and_all_of_it_takes_less_than_twenty_seconds(served: Served, browser: Browser) -> None:
    world = served.world
    await world.keep(lambda unit: load_municipalities(unit, paderborn()))
    case = await world.case("Wir suchen eine Wohnung")
    token = await world.staff("case_manager", "Mia Brandt", "Büren")
    page = await browser.new_page()
    await page.goto(f"{served.url}/desk/in/{token}")
    await page.click("button")
    await page.goto(f"{served.url}/desk/cases/{case}")
    steps = 0

    async def tap(what: str) -> None:
        nonlocal steps
        steps += 1
        await page.click(what)

    await tap("#report > summary")
    await tap("#report button[value='full or waiting list']")
    await page.wait_for_selector("text=Gemeldet, ohne Namen.")
    assert steps == 2

    steps = 0
    await tap("#report > summary")
    await tap("#report details > summary")
    for field, value in (("#r-group", "recognised"), ("#r-age", "27 to 64"), ("#r-urgency", "loss of home")):
        steps += 2  # opens the list, and chooses
        await page.select_option(field, value)
    await tap("#report button[value='costs']")
    await page.wait_for_selector("text=Gemeldet, ohne Namen.")
    assert steps * SECONDS_PER_STEP < 20
    [full, quick] = await signals(world)
    assert (full.cause, full.target_group, full.urgency) == (
        "costs",
        "recognised",
        "loss of home",
    ) and quick.cause == "full or waiting list"

    await page.keyboard.press("l")  # by keyboard: one key opens it at the first cause
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    assert len(await signals(world)) == 3
    await page.close()

"""Answers that are ready: fixed sentences in the person's language, and templates staff write in German."""

from __future__ import annotations

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from sqlalchemy import Engine, text

from locales.speech import languages
from storage.outbox import OutboxRow
from tests.web.conftest import DeskClient, Served, World
from web.quick_replies import quick_replies

LETTER_DE, LETTER_AR = "Bitte bringen Sie Ihren Brief mit.", "يرجى إحضار الرسالة معكم."


@pytest_asyncio.fixture
async def mia(world: World) -> DeskClient:
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def accepted(world: World, mia: DeskClient, **more: str) -> int:
    case = await world.case("Ich habe einen Brief", **more)
    await mia.post(f"/desk/cases/{case}/accept")
    return case


async def goes_out(world: World) -> list[OutboxRow]:
    world.clock.turn(seconds=11)
    rows = await world.keep(lambda unit: unit.outbox.claim("test", 50))
    await world.keep(lambda unit: unit.outbox.sent([row.id for row in rows]))
    return [row for row in rows if row.kind == "staff_wrote"]


async def all_that_goes_out(world: World) -> list[OutboxRow]:
    return [*await goes_out(world), *await goes_out(world)]


@pytest.mark.parametrize("code", languages())
def test_every_sentence_is_another_one_in_every_language(code: str) -> None:
    said = quick_replies(code)
    assert said.keys() == quick_replies("de").keys()
    assert len({*said.values()}) == len(said) >= 10
    assert code in ("de", "de-x-ls") or not {*said.values()} & {*quick_replies("de").values()}
    assert code == "en" or not {*said.values()} & {*quick_replies("en").values()}


async def test_a_fixed_sentence_goes_out_in_the_persons_language_and_the_thread_shows_both(world: World, mia: DeskClient) -> None:
    case = await accepted(world, mia)
    page = (await mia.get(f"/desk/cases/{case}")).text
    assert f'<option value="letter">{LETTER_DE}</option>' in page
    reply = await mia.post(f"/desk/cases/{case}/reply", quick="letter", form_key="q1", seen="99")
    assert reply.status_code == 303
    [row] = await all_that_goes_out(world)
    assert row.payload["words"] == LETTER_AR
    page = (await mia.get(f"/desk/cases/{case}")).text
    assert LETTER_AR in page
    assert f"Auf Deutsch: {LETTER_DE}" in page


async def test_it_goes_out_in_the_language_the_person_reads_now(world: World, mia: DeskClient) -> None:
    case = await accepted(world, mia)

    def now_reads_ukrainian(unit: object) -> None:
        row = unit.cases.one(case)  # type: ignore[attr-defined]
        unit.people.update(row.person_id, language="uk")  # type: ignore[attr-defined]

    await world.keep(now_reads_ukrainian)
    await mia.post(f"/desk/cases/{case}/reply", quick="letter", form_key="q1", seen="99")
    assert [row.payload["words"] for row in await all_that_goes_out(world)] == ["Будь ласка, візьміть із собою листа."]


async def test_what_was_taken_back_does_not_stand_in_the_box_in_another_language(world: World, mia: DeskClient) -> None:
    case = await accepted(world, mia)
    await mia.post(f"/desk/cases/{case}/reply", quick="letter", form_key="q1", seen="99")
    message = await world.keep(lambda unit: unit.threads.messages(case)[-1])
    assert (message.words, message.german) == (LETTER_AR, LETTER_DE)
    page = (await mia.post(f"/desk/cases/{case}/messages/{message.id}/take-back")).text
    assert "Zurückgenommen" in page
    assert LETTER_AR not in page
    assert await all_that_goes_out(world) == []


async def test_an_invented_sentence_is_none_and_a_new_message_is_read_first(world: World, mia: DeskClient) -> None:
    case = await accepted(world, mia)
    assert (await mia.post(f"/desk/cases/{case}/reply", quick="invented", form_key="q1", seen="99")).status_code == 400
    await world.keep(lambda unit: unit.threads.write(case_id=case, sender="person", words="Noch etwas"))
    assert (await mia.post(f"/desk/cases/{case}/reply", quick="letter", form_key="q2", seen="0")).status_code == 409
    assert await all_that_goes_out(world) == []


async def test_a_sentence_about_money_is_sealed_like_any_other_answer(world: World, mia: DeskClient) -> None:
    case = await world.case("Geld", need="money.basic_income", channel="telegram")
    await mia.post(f"/desk/cases/{case}/accept")
    await mia.post(f"/desk/cases/{case}/reply", quick="letter", form_key="q1", seen="99")
    world.clock.turn(seconds=11)
    rows = await world.keep(lambda unit: unit.outbox.claim("test", 50))
    first = [row.id for row in rows]
    await world.keep(lambda unit: unit.outbox.sent(first))
    rows += await world.keep(lambda unit: unit.outbox.claim("test", 50))
    assert [row.kind for row in rows] == ["case_accepted", "staff_wrote_sealed"]
    assert LETTER_AR not in str(rows)


async def test_the_german_of_a_sentence_and_the_words_of_a_template_are_sealed(world: World, mia: DeskClient, engine: Engine) -> None:
    case = await accepted(world, mia)
    await mia.post(f"/desk/cases/{case}/reply", quick="letter", form_key="q1", seen="99")
    await mia.post("/desk/templates", title="Sprechzeit", words="Wir sind im Rathaus.")
    with engine.connect() as connection:
        kept = [bytes(row[0]) for row in connection.execute(text("select german from messages where german is not null"))]
        kept += [bytes(row[0]) for row in connection.execute(text("select words from reply_templates"))]
    assert len(kept) == 2
    assert not any(b"Brief" in one or b"Rathaus" in one for one in kept)


async def template(world: World) -> int:
    [one] = await world.keep(lambda unit: unit.templates.all())
    return one.id


async def test_a_template_fills_the_box_without_sending_anything(world: World, mia: DeskClient) -> None:
    case = await accepted(world, mia)
    await all_that_goes_out(world)
    words = 'Zimmer 12 <b>"oben"</b>\nBitte klingeln & warten'
    assert (await mia.post("/desk/templates", title="  Wo   wir sind ", words=words)).status_code == 303
    page = (await mia.get(f"/desk/cases/{case}?template={await template(world)}")).text
    filled = page.split('<textarea id="words"')[1].split(">", 1)[1].split("</textarea>")[0]
    assert filled == "\nZimmer 12 &lt;b&gt;&#34;oben&#34;&lt;/b&gt;\nBitte klingeln &amp; warten"
    assert ">Wo wir sind</option>" in page
    for odd in ("4711", "x", "", "-1"):
        assert (await mia.get(f"/desk/cases/{case}?template={odd}")).text.count("Zimmer 12") == 1  # only where it can be chosen
    assert await goes_out(world) == []


async def test_everybody_in_the_district_uses_and_changes_the_same_templates(world: World, mia: DeskClient) -> None:
    ole = await world.at_desk("case_manager", "Ole", "Salzkotten")
    await mia.post("/desk/templates", title="Sprechzeit", words="Wir sind im Rathaus.")
    number = await template(world)
    assert (await ole.post(f"/desk/templates/{number}", title="Sprechzeit", words="Wir sind umgezogen.")).status_code == 303
    page = (await mia.get("/desk/templates")).text
    assert "Wir sind umgezogen." in page
    assert "Zuletzt geändert: <bdi>Ole, " in page
    assert (await mia.post(f"/desk/templates/{number}/drop")).status_code == 303
    assert (await mia.post(f"/desk/templates/{number}/drop")).status_code == 404
    assert (await ole.post(f"/desk/templates/{number}", title="a", words="b")).status_code == 404


@pytest.mark.parametrize(("title", "words"), [("", "b"), ("a", "  "), ("a" * 61, "b"), ("a", "b" * 3001)])
async def test_odd_templates_are_refused_and_stand_in_the_form_again(world: World, mia: DeskClient, title: str, words: str) -> None:
    reply = await mia.post("/desk/templates", title=title, words=words)
    assert reply.status_code == 400
    assert words.strip() in reply.text
    assert await world.keep(lambda unit: unit.templates.all()) == []


async def test_there_are_not_more_templates_than_somebody_can_look_through(world: World, mia: DeskClient) -> None:
    [staff] = await world.keep(lambda unit: unit.staff.by_role("case_manager"))

    def fill(unit: object) -> None:
        for number in range(99):
            unit.templates.add(title=f"T{number}", words="x", by=staff.id)  # type: ignore[attr-defined]

    await world.keep(fill)
    assert (await mia.post("/desk/templates", title="a", words="b")).status_code == 303
    assert (await mia.post("/desk/templates", title="a", words="b")).status_code == 400


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("script", [True, False])
async def test_in_a_browser_a_template_goes_where_the_cursor_stands(served: Served, browser: Browser, script: bool) -> None:
    world = served.world
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    case = await accepted(world, mia)
    await mia.post("/desk/templates", title="Sprechzeit", words="Zeile 1\nZeile 2")
    context = await browser.new_context(java_script_enabled=script)
    await context.add_cookies([{"name": "desk", "value": mia.http.cookies["desk"], "url": served.url}])
    page = await context.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda failure: broken.append(str(failure)))
    await page.goto(f"{served.url}/desk/cases/{case}")
    if script:
        await page.fill("#words", "Guten Tag, ")
    await page.select_option("#template", label="Sprechzeit")
    await page.click("#fill button")
    await page.wait_for_function("document.getElementById('words').value.includes('Zeile 2')") if script else await page.wait_for_url(
        "**?template=*"
    )
    assert await page.input_value("#words") == ("Guten Tag, " if script else "") + "Zeile 1\nZeile 2"
    await page.select_option("#quick-one", value="letter")
    await page.click("#quick button")
    await page.wait_for_url("**#end")
    assert f"Auf Deutsch: {LETTER_DE}" in await page.inner_text("#live")
    assert broken == []
    await context.close()

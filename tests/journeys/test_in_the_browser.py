"""Whole stories in the real browser: a newcomer at the web chat on a phone, staff at the desk, and nothing but the pages."""

from __future__ import annotations

import re
from typing import NamedTuple

from playwright.async_api import Browser, Locator, Page, expect

from cases.desk_access import LINK_FOR_DESK, invite, new_link
from locales.speech import _, speaking
from storage.unit import Unit
from tests.journeys.stage import Stage
from tests.journeys.test_promise import stands_at
from tests.web.test_browser import PHONE


class Chat(NamedTuple):
    """Somebody who writes on the page of the web chat."""

    page: Page

    async def writes(self, words: str) -> None:
        await self.page.fill("#text", words)
        await self.page.click("#send")

    async def presses(self, label: str) -> None:
        await self.page.locator("#log").get_by_role("button", name=label).last.click()

    async def hears(self, words: str | re.Pattern[str]) -> Locator:
        said = self.page.locator(".line.bot, .line.person").filter(has_text=words).last
        await expect(said).to_be_visible()
        return said


class Desk(NamedTuple):
    """A member of the staff who signed in at the desk."""

    stage: Stage
    page: Page
    staff_id: int

    async def goes_to(self, path: str) -> None:
        await self.page.goto(f"{self.stage.house.settings.url}/desk{path}")

    async def signs_in(self) -> None:
        """Another day, by a link of its own."""
        token = await self.stage.house.keep(lambda unit: new_link(unit, self.staff_id, "desk", LINK_FOR_DESK))
        await self.goes_to(f"/in/{token}")
        await self.page.click("text=Jetzt anmelden")
        await expect(self.page.locator("header.top")).to_contain_text("Abmelden")

    async def opens_the_first_case(self) -> None:
        """With the keyboard: down to the first, and into it."""
        await self.goes_to("")
        await expect(self.page.locator(".case")).not_to_have_count(0)
        await self.page.keyboard.press("j")
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator("dl.about")).to_be_visible()

    async def accepts(self) -> None:
        await self.page.click("text=Fall annehmen")
        await expect(self.page.locator("#reply")).to_be_visible()

    async def answers(self, words: str) -> None:
        await self.page.fill("#words", words)
        await self.page.locator("#reply").get_by_role("button", name="Senden", exact=True).click()
        await expect(self.page.locator(".said.staff").last).to_contain_text(words)
        self.stage.clock.turn(seconds=11)  # until then it could be taken back

    async def sees(self, words: str | re.Pattern[str]) -> None:
        await expect(self.page.locator("main")).to_contain_text(words)


async def chat(stage: Stage, browser: Browser, language: str = "de") -> Chat:
    page = await (await browser.new_context(**PHONE, locale=language)).new_page()
    await page.goto(f"{stage.house.settings.url}/chat?lang={language}")
    return Chat(page)


async def desk(stage: Stage, browser: Browser, role: str, name: str, *towns: str) -> Desk:
    def work(unit: Unit) -> int:
        invite(unit, role=role, name=name, municipalities=towns)
        return max(one.id for one in unit.staff.by_role(role))

    staff_id = await stage.house.keep(work)
    page = await (await browser.new_context(viewport={"width": 1280, "height": 900}, locale="de")).new_page()
    at = Desk(stage, page, staff_id)
    await at.signs_in()
    return at


async def hands_over(newcomer: Chat, words: str = "Ich wohne in Büren. Ich suche eine Wohnung") -> None:
    await newcomer.writes(words)
    await newcomer.hears("33142")
    await newcomer.presses("Mit einem Menschen")
    await newcomer.presses("Ja, weitergeben")
    await newcomer.hears("K-")


async def test_in_tigrinya_in_lichtenau_on_a_saturday_night_before_easter_monday(stage: Stage, browser: Browser) -> None:
    stands_at(stage, 2027, 3, 27, 23, 40)
    lichtenau = await desk(stage, browser, "case_manager", "Frau Beispiel", "Lichtenau")
    with speaking("ti"):
        human, yes = _("Talk to a person"), _("Yes, pass it on")
        closed = _("The office is closed until {when}.").partition("{when}")[0].strip()
    newcomer = await chat(stage, browser, "ti")
    await newcomer.writes("ገዛ ክራይ እደሊ ንስድራቤተይ")
    await newcomer.presses("Lichtenau")
    await newcomer.presses(human)
    await newcomer.presses(yes)
    receipt = await newcomer.hears("K-")
    await expect(receipt).to_contain_text(closed)
    await expect(receipt).to_contain_text("30.03.2027, 16:00")  # Tuesday: Sunday and Monday are Easter

    stands_at(stage, 2027, 3, 30, 9, 0)
    await lichtenau.signs_in()
    await lichtenau.goes_to("")
    await lichtenau.sees("zugesagt bis Di. 30.3.2027, 16:00 Uhr")
    await lichtenau.opens_the_first_case()
    await lichtenau.sees("Tigrinya")
    await lichtenau.sees("ገዛ ክራይ እደሊ ንስድራቤተይ")  # their own words, beside the German summary
    await lichtenau.accepts()
    await newcomer.hears("Frau Beispiel")
    await lichtenau.answers("Guten Tag! Für wie viele Personen?")
    await newcomer.hears("Für wie viele Personen?")
    await newcomer.writes("ሓሙሽተ")
    await lichtenau.sees("ሓሙሽተ")  # without loading the page again


async def test_while_the_manager_is_absent_the_substitute_has_it_and_the_case_says_why(stage: Stage, browser: Browser) -> None:
    stands_at(stage, 2026, 12, 1, 10, 0)
    mia = await desk(stage, browser, "case_manager", "Mia", "Büren")
    nele = await desk(stage, browser, "case_manager", "Nele", "Salzkotten")
    await mia.goes_to("/me")
    await mia.page.fill("#first", "2026-12-01")
    await mia.page.fill("#last", "2026-12-04")
    await mia.page.select_option("#substitute", label="Nele")
    await mia.page.click("text=Eintragen")
    await mia.sees("Vertretung: Nele")
    newcomer = await chat(stage, browser)
    await hands_over(newcomer)
    await nele.opens_the_first_case()
    await nele.page.click("text=Warum ist das so zugeteilt?")
    await nele.sees("Mia ist bis Fr. 4.12.2026 nicht da.")
    await nele.accepts()
    await newcomer.hears("Nele")


async def test_whoever_moves_to_paderborn_keeps_the_thread(stage: Stage, browser: Browser) -> None:
    stands_at(stage, 2026, 12, 1, 10, 0)
    mia = await desk(stage, browser, "case_manager", "Mia", "Büren")
    paul = await desk(stage, browser, "case_manager", "Paul", "Paderborn")
    newcomer = await chat(stage, browser)
    await hands_over(newcomer)
    await mia.opens_the_first_case()
    await mia.accepts()
    await mia.answers("Guten Tag, wann ziehen Sie um?")
    await newcomer.hears("wann ziehen Sie um?")
    case = mia.page.url
    await mia.page.click("#transfer summary")
    await mia.page.select_option("#to", "Paderborn")
    await mia.page.get_by_role("button", name="Übergeben").click()
    await newcomer.hears("02.12.2026, 16:00")
    again = await mia.page.goto(case)
    assert again is not None and again.status == 404  # it is not hers any more
    await paul.opens_the_first_case()
    await paul.sees("wann ziehen Sie um?")
    await paul.sees("Weitergabe an einen Menschen bei KIM: ja")
    await paul.accepts()
    await newcomer.hears("Paul")


async def test_a_call_back_without_any_account(stage: Stage, browser: Browser) -> None:
    mia = await desk(stage, browser, "case_manager", "Mia", "Büren")
    newcomer = await chat(stage, browser)
    await newcomer.writes("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.hears("33142")
    await newcomer.writes("/topics")
    await newcomer.presses("Rufen Sie mich an")
    await newcomer.hears("Nummer")
    await newcomer.writes("0151 234 56789")
    for label in ("Am Nachmittag", "Nur ich", "Nein, nur mir", "Ja, weitergeben"):
        await newcomer.presses(label)
    await newcomer.hears("K-")
    await newcomer.page.click(".menu summary")
    await newcomer.page.click("button[form=clear]")  # nothing of it stays on this phone
    await expect(newcomer.page.locator(".line")).to_have_count(0)

    await mia.opens_the_first_case()
    for words in ("01512 3456789", "am Nachmittag", "Nur die Person selbst", "Keine Nachricht hinterlassen", "nicht erreichbar"):
        await mia.sees(words)


async def test_the_yes_is_taken_back_while_the_case_is_open_at_the_desk(stage: Stage, browser: Browser) -> None:
    mia = await desk(stage, browser, "case_manager", "Mia", "Büren")
    newcomer = await chat(stage, browser)
    await hands_over(newcomer)
    await mia.opens_the_first_case()
    await mia.sees("Ich suche eine Wohnung")
    await mia.accepts()
    await newcomer.hears("Mia")
    await newcomer.presses("Mein Beleg")
    await newcomer.hears("Beleg K-")
    await newcomer.presses("Ja zurücknehmen")
    await newcomer.hears(re.compile("nicht mehr lesen|kann es mehr lesen"))
    await mia.sees("Einwilligung zurückgenommen")  # the page that is open takes it away by itself
    await expect(mia.page.locator("main")).not_to_contain_text("Ich suche eine Wohnung")


async def test_whoever_is_not_eligible_reads_of_other_places_and_it_is_counted(stage: Stage, browser: Browser) -> None:
    mia = await desk(stage, browser, "case_manager", "Mia", "Büren")
    kim = await desk(stage, browser, "coordinator", "Kim")
    newcomer = await chat(stage, browser)
    await hands_over(newcomer)
    await mia.opens_the_first_case()
    await mia.accepts()
    await newcomer.hears("Mia")
    await mia.page.click("#close summary")
    await mia.page.check("text=Gehört nicht zu den vereinbarten Zielgruppen")
    await mia.page.get_by_role("button", name="Abschließen").click()
    await mia.sees("Gehört nicht zu den vereinbarten Zielgruppen")
    stage.clock.turn(seconds=11)
    told = await newcomer.hears("Andere Stellen")
    await expect(told.locator(".button")).not_to_have_count(0)
    await kim.goes_to("/gaps")
    await kim.sees("Nicht berechtigt")

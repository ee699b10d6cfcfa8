"""Half a year of what is missing: from the chat to a theme, a working group, a decision, an offer, its effect, and a relapse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.clockwork import do_what_is_due
from cases.desk_access import LINK_FOR_DESK, new_link
from directory.hours import BERLIN
from gaps.lives import RETURNED
from storage.services import ServiceRows
from storage.unit import Unit
from tests.conftest import TurnedClock
from tests.journeys.conftest import opened
from tests.journeys.stage import Desk, Stage, TelegramNewcomer
from tests.journeys.test_screenshots import folder, take

__all__ = ["folder"]  # a fixture

NEED = "language.literacy"
MISSES = "Ich wohne in Lichtenau. Ich kann nicht lesen und schreiben und möchte es lernen"
COURSE = "new-course"


def turn_to(clock: TurnedClock, when: str) -> None:
    """Nobody waits half a year."""
    clock.ahead = datetime.fromisoformat(when).replace(tzinfo=BERLIN) - (clock() - clock.ahead)


@pytest_asyncio.fixture
async def stage(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[Stage]:
    turn_to(clock, "2027-01-11T10:00")
    async with opened(tmp_path, f"sqlite:///{tmp_path / 'lotse.db'}", clock) as stage:
        yield stage


def course(unit: Unit) -> None:
    """An offer is listed, as an import would."""
    rows = ServiceRows(unit.connection, unit.district)
    kept = {"service_id": 0, "source_id": COURSE, "name": "Lesen und Schreiben lernen", "needs": (NEED,), "status": "active"}
    rows.keep(rows.all()[0]._replace(**kept, areas=(("municipality", "Lichtenau"),), for_detention=False))
    rows.renew_revision()


def course_gone(unit: Unit) -> None:
    rows = ServiceRows(unit.connection, unit.district)
    rows.mark_gone([COURSE])
    rows.renew_revision()


class Coordinator:
    """Kim in a real browser, who signs in anew on each day."""

    def __init__(self, stage: Stage, page: Page, staff_id: int, folder: Path) -> None:
        self.stage, self.page, self.staff_id, self.folder = stage, page, staff_id, folder

    async def day(self, when: str) -> None:
        turn_to(self.stage.clock, when)
        await self.stage.house.keep(do_what_is_due)
        token = await self.stage.house.keep(lambda unit: new_link(unit, self.staff_id, "desk", LINK_FOR_DESK))
        await self.page.goto(f"{self.stage.address}/desk/in/{token}")
        await self.page.get_by_role("button", name="Jetzt anmelden").click()
        await expect(self.page.locator("h1")).to_have_text("Was sich geändert hat")

    async def opens(self, path: str) -> None:
        await self.page.goto(f"{self.stage.address}{path}")

    async def presses(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def unfolds(self, name: str) -> None:
        await self.page.locator("summary", has_text=name).first.click()

    async def steps(self, label: str, why: str) -> None:
        await self.opens("/desk/themes/1")
        await self.page.get_by_label(label, exact=True).check()
        await self.page.fill("#why", why)
        await self.presses("Schritt festhalten")

    async def sees(self, words: str) -> None:
        await expect(self.page.locator("main")).to_contain_text(words)

    async def picture(self, name: str) -> None:
        """The screen as it is, also on a small phone, where nothing may stand beside the screen, and on paper without menus."""
        await self.page.evaluate("scrollTo(0, 0)")
        await take(self.page, self.folder / f"gaps_{name}.png")
        await self.page.set_viewport_size({"width": 360, "height": 760})
        assert await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if name in ("today", "theme"):
            await take(self.page, self.folder / f"gaps_{name}_phone.png")
        await self.page.set_viewport_size({"width": 1000, "height": 1000})
        await self.page.emulate_media(media="print")
        await expect(self.page.locator(".top nav")).to_be_hidden()
        await self.page.emulate_media(media="screen")


async def who_miss(stage: Stage, number: int) -> list[TelegramNewcomer]:
    people = [stage.telegram() for _ in range(number)]
    for one in people:
        await one.says(MISSES)
        await one.presses("Ja, bitte sagen")
    return people


async def what_a_case_manager_found(stage: Stage, mia: Desk) -> None:
    newcomer = stage.telegram()
    await newcomer.says(MISSES)
    await newcomer.presses("Mit einem Menschen")
    await newcomer.presses("Ja, weitergeben")
    await mia.accepts(1)
    closed = await mia.send("/desk/cases/1", "/desk/cases/1/close", outcome="not_solved", missing="none exists")
    assert closed.status_code == 200


async def test_screenshots_of_half_a_year_from_a_gap_to_a_decision_and_back(stage: Stage, browser: Browser, folder: Path) -> None:
    member = await stage.staff("coordinator", name="Koordination (Demo)")
    mia = await stage.staff("case_manager", "Lichtenau", name="Case Management Lichtenau (Demo)")
    people = await who_miss(stage, 5)
    await what_a_case_manager_found(stage, mia)

    steering = await stage.staff("steering", name="Lenkungsgruppe (Demo)")
    context = await browser.new_context(viewport={"width": 1000, "height": 1000}, locale="de", reduced_motion="reduce")
    kim = Coordinator(stage, await context.new_page(), member.staff_id, folder)

    # January: the signals become a theme.
    await kim.day("2027-01-13T09:00")
    await kim.sees("7 neue")
    await kim.picture("today")
    await kim.opens("/desk/signals")
    for box in await kim.page.locator("input[name=signal]").all():
        await box.check()
    await kim.page.fill("#why", "Sieben in einer Woche, ein Fall aus dem Fallmanagement dabei")
    await kim.page.fill("#title", "Alphabetisierung in Lichtenau")
    await kim.page.get_by_label("Das Verzeichnis ist geprüft").check()
    await kim.picture("signals")
    await kim.presses("Bündeln")
    await kim.sees("Alphabetisierung in Lichtenau")

    # February: a working group.
    await kim.day("2027-02-01T09:00")
    await kim.steps("Im Regionalteam analysiert", "Im Regionalteam besprochen: Der nächste Kurs ist in Paderborn")
    await kim.steps("In der Arbeitsgruppe", "Eine Arbeitsgruppe sucht Räume und Träger")
    await kim.opens("/desk/groups")
    await kim.page.fill("#name", "Arbeitsgruppe Alphabetisierung")
    await kim.page.select_option("#theme", label="Alphabetisierung in Lichtenau")
    await kim.presses("Anlegen")
    await kim.page.select_option("#member", label="Case Management Lichtenau (Demo)")
    await kim.presses("Aufnehmen")
    await kim.unfolds("Neue Aufgabe")
    await kim.page.fill("#what", "Raum in der Grundschule anfragen")
    await kim.page.fill("#day", "2027-02-20")
    await kim.presses("Eintragen")
    await kim.unfolds("Protokoll schreiben")
    await kim.page.fill("#words", "Bedarf: ein Kurs am Nachmittag mit Kinderbetreuung.")
    await kim.presses("Speichern")
    await kim.picture("group")
    await mia.signs_in()
    assert "Alphabetisierung in Lichtenau" in await mia.page("/desk/themes/1")

    # March: the draft, and the meeting of the steering group, which is moved once.
    await kim.day("2027-03-01T09:00")
    await kim.opens("/desk/themes/1")
    await kim.unfolds("Texte bearbeiten")
    await kim.page.fill("#t-vignette", "Eine Mutter von drei Kindern will lesen lernen; der Bus nach Paderborn fährt zweimal am Tag.")
    await kim.page.fill("#t-proposal", "Ein Kurs im Ort, nachmittags, mit Kinderbetreuung.")
    await kim.presses("Speichern")
    await kim.steps("Vorlage für die Lenkungsgruppe", "Vorschlag liegt vor")
    await kim.opens("/desk/groups")
    await kim.page.select_option("#kind", label="Lenkungsgruppe")
    await kim.page.fill("#name", "Lenkungsgruppe KIM")
    await kim.presses("Anlegen")
    await kim.page.select_option("#member", label="Lenkungsgruppe (Demo)")
    await kim.presses("Aufnehmen")
    await kim.opens("/desk/meetings")
    await kim.page.select_option("#body", label="Lenkungsgruppe KIM")
    await kim.page.fill("#day", "2027-03-10")
    await kim.page.fill("#hour", "14:00")
    await kim.page.fill("#place", "Kreishaus")
    await kim.presses("Ansetzen")
    await kim.unfolds("Punkt aufnehmen")
    await kim.page.select_option("#theme", label="Alphabetisierung in Lichtenau")
    await kim.presses("Aufnehmen")
    await mia.signs_in()
    sent = await mia.send("/desk/meetings/1", "/desk/meetings/1/items", title="Bus nach Paderborn", why="Kurse sind nicht erreichbar")
    assert sent.status_code == 200
    await kim.opens("/desk/meetings/1")
    await kim.presses("Aufnehmen")
    await kim.unfolds("Verlegen")
    await kim.page.fill("#day", "2027-03-17")
    await kim.presses("Verlegen")
    await kim.sees("10.03.2027 14:00 Kreishaus")
    await steering.signs_in()
    agenda = await steering.page("/desk/meetings/1")
    assert "Alphabetisierung in Lichtenau" in agenda and "Bus nach Paderborn" in agenda and "17.03.2027" in agenda
    assert "Ein Kurs im Ort" in await steering.page("/desk/themes/1")

    # The decision, and what follows from it.
    await kim.day("2027-03-17T15:00")
    await kim.opens("/desk/meetings/1")
    await kim.unfolds("Ergebnis festhalten")
    await kim.page.locator("input[name=outcome][value=decided]").first.check()
    await kim.page.locator("textarea[name=why]:visible").first.fill("Einstimmig: Mittel für einen Kurs")
    await kim.presses("Festhalten")
    await kim.picture("meeting")
    await kim.steps("In Umsetzung", "Die Volkshochschule beginnt nach Ostern")
    await kim.unfolds("Neue Maßnahme")
    await kim.page.fill("#what", "Kurs einrichten")
    await kim.page.fill("#office", "Volkshochschule")
    await kim.page.fill("#m-day", "2027-04-15")
    await kim.presses("Eintragen")

    # April: the offer is listed, and those who said yes are told, once, without a topic.
    await stage.house.keep(course)
    await kim.day("2027-04-12T11:00")
    for one in people:
        assert (await one.hears("Sie haben eine Nachricht")).text == "Sie haben eine Nachricht."
    await people[0].presses("Nachricht öffnen", answers=2)
    assert any("Lesen und Schreiben lernen" in line for line in await people[0].heard())
    await kim.opens("/desk/themes/1")
    await kim.sees("benachrichtigt: ab 5 Menschen")
    await kim.presses("Erledigt")

    # July: two quarters are over; nobody missed it any more.
    await kim.day("2027-07-05T09:00")
    await kim.steps("Wirkung geprüft", "Seit April kein Hinweis")
    await kim.steps("Abgeschlossen", "Der Kurs läuft")
    await kim.sees("1. Quartal 2027")
    await kim.sees("ab 5")
    await kim.picture("theme")

    # September: the course ends, the signals return, and the theme opens itself.
    await stage.house.keep(course_gone)
    turn_to(stage.clock, "2027-09-06T10:00")
    for _ in range(RETURNED):
        await stage.telegram().says(MISSES)
    await kim.day("2027-09-08T09:00")
    await kim.sees("Wieder geöffnet")
    await kim.sees("Nach dem Abschluss kamen wieder Hinweise")
    await kim.picture("returned")
    await kim.opens("/desk/themes")
    await kim.picture("themes")
    await context.close()

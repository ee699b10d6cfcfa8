"""The whole house with a mail server: somebody leaves an address, closes the chat, and gets one mail that says nothing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.clockwork import do_what_is_due
from storage.unit import Unit
from tests.conftest import TurnedClock
from tests.journeys.stage import Desk, Stage, WebNewcomer, until
from tests.smtp.server import SmtpServerOfTheTest

ADDRESS = "amal@mail.example"


class Away:
    """Somebody with a case, an address and a code, who closed the page."""

    def __init__(self, stage: Stage, newcomer: WebNewcomer, desk: Desk, server: SmtpServerOfTheTest) -> None:
        self.stage, self.newcomer, self.desk, self.server = stage, newcomer, desk, server
        token = newcomer.client.headers["Authorization"].removeprefix("Bearer ")
        self.page = httpx.AsyncClient(
            base_url=stage.address, cookies={"chat": token}, headers={"sec-fetch-site": "same-origin"}, follow_redirects=True
        )

    async def is_answered(self, words: str) -> None:
        """Somebody at KIM answers, and it lies in the chat."""
        await self.desk.replies(1, words)
        await until(self.nothing_waits_to_be_said, "the answer to be carried")

    async def looks(self) -> None:
        """The clock looks what is due."""
        self.stage.clock.turn(minutes=11)
        await self.stage.house.keep(do_what_is_due)

    async def mailed(self, number: int) -> str:
        async def arrived() -> bool:
            return len(self.server.mails) >= number

        await until(arrived, f"{number} mails")
        assert len(self.server.mails) == number
        return str(self.server.mails[-1].message.get_content())

    async def nothing_waits_to_be_said(self) -> bool:
        def work(unit: Unit) -> int:
            return unit.outbox.counts().get("queued", 0)

        return not await self.stage.house.keep(work)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[SmtpServerOfTheTest]:
    async with SmtpServerOfTheTest() as started:
        yield started


@pytest_asyncio.fixture
async def away(server: SmtpServerOfTheTest, tmp_path: Path, clock: TurnedClock, database_url: str) -> AsyncIterator[Away]:
    stage = Stage(tmp_path, database_url, clock)
    await stage.open(smtp_url=f"smtp://localhost:{server.port}", smtp_from="KIM Paderborn <post@kreis.example>")
    desk = await stage.staff("case_manager", "Büren")
    newcomer = await stage.web()
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.presses("Mit einem Menschen")
    line = await newcomer.presses("Ja, weitergeben")
    assert [url for label, url in line.links if "später wiederkommen" in label] == [f"{stage.house.settings.url}/return/later?lang=de"]
    await desk.accepts(1)
    here = Away(stage, newcomer, desk, server)
    yield here
    await here.page.aclose()
    await stage.close()


async def test_one_mail_without_content_until_they_come_back_and_one_tap_ends_it(away: Away) -> None:
    kept = await away.page.post("/return/later/address", data={"address": ADDRESS, "yes": "1"})
    assert ADDRESS in kept.text
    assert f"E-Mail-Adresse, für eine kurze E-Mail, wenn eine Nachricht wartet: \u2068{ADDRESS}" in await away.newcomer.says("/mydata")

    await away.is_answered("Kommen Sie am Montag")
    await away.looks()
    assert away.server.mails == []  # not yet
    away.stage.clock.turn(minutes=61)
    await away.looks()
    text = await away.mailed(1)
    mail = away.server.mails[0]
    assert mail.message["subject"] == "Sie haben eine Nachricht."
    assert mail.message["from"] == "post@kreis.example"
    assert mail.message["to"] == ADDRESS
    whole = mail.data.decode()
    assert "KIM" not in whole and "Montag" not in whole and not re.search(r"\bK-[0-9A-Z]{6}\b", whole)
    assert f"{away.stage.house.settings.url}/return?lang=de" in text

    await away.is_answered("Bitte melden Sie sich")
    away.stage.clock.turn(hours=3)
    await away.looks()
    assert await away.nothing_waits_to_be_said()
    assert len(away.server.mails) == 1  # at most one until they come back

    assert "Bitte melden Sie sich" in (await away.newcomer.lines())[-1]["text"]
    await away.desk.signs_in()
    await away.is_answered("Noch etwas")
    away.stage.clock.turn(minutes=61)
    await away.looks()
    text = await away.mailed(2)

    found = re.search(r"(/return/stop/[\w-]+)", text)
    assert found is not None
    assert "Keine E-Mails mehr" in (await away.page.get(f"{found[1]}?lang=de")).text  # a mail program looked: nothing happened
    for _ in range(2):
        assert "Ihre Adresse ist gelöscht" in (await away.page.post(f"{found[1]}?lang=de")).text
    assert ADDRESS not in (await away.newcomer.says("/mydata")).text


async def test_named_only_when_they_said_so(away: Away) -> None:
    await away.page.post("/return/later/address", data={"address": ADDRESS, "yes": "1", "named": "1"})
    await away.is_answered("Kommen Sie am Montag")
    away.stage.clock.turn(minutes=61)
    await away.looks()
    await away.mailed(1)
    assert away.server.mails[0].message["subject"] == "Nachricht von KIM"


@pytest.mark.parametrize("word", ["stop", "/delete", "danger"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_stop_delete_and_danger_end_the_mails(away: Away, word: str) -> None:
    await away.page.post("/return/later/address", data={"address": ADDRESS, "yes": "1"})
    await away.is_answered("Kommen Sie am Montag")
    if word == "stop":
        await away.newcomer.says("/stop")
    elif word == "danger":
        await away.newcomer.says("Ich will mich umbringen")
    else:
        asked = await away.newcomer.says("/delete")
        await away.newcomer._press(asked, asked.button("Ja, löschen"))
        await away.newcomer.hears("Hier ist alles gelöscht")
    if word != "/delete":
        await away.is_answered("Und noch etwas")
    away.stage.clock.turn(minutes=61)
    await away.looks()
    assert await away.nothing_waits_to_be_said()
    assert away.server.mails == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_address_that_takes_nothing_is_deleted(away: Away) -> None:
    await away.page.post("/return/later/address", data={"address": ADDRESS, "yes": "1"})
    away.server.always["RCPT"] = "550 5.1.1 nobody here"
    await away.is_answered("Kommen Sie am Montag")
    away.stage.clock.turn(minutes=61)
    await away.looks()

    async def gone() -> bool:
        return ADDRESS not in (await away.page.get("/return/later")).text

    await until(gone, "the address to go")

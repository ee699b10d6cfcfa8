"""Providers are asked by mail to look at their own entry: to the address the desk showed, once, and the desk says what became of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from bot import courier
from bot.channels.email import Mailer, SmtpServer
from bot.mailing import Postman
from cases.desk_access import invite
from cases.directory_care import confirm_by_provider, entry_of
from cases.invitations import A_DAY_AT_MOST, NOT_REACHED, SAME_ENTRY, Became, Stops, invite_by_mail
from cases.refusals import LinkUsedUp, NotAllowed, NotByMail
from directory.entries import Entry, ServedArea
from directory.importing import load
from storage.services import ServiceRows
from storage.staff import StaffRow
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock
from tests.smtp.server import SmtpServerOfTheTest
from web.bell import Bell

ADDRESS = "kurse@vhs.example"


def offer(source_id: str, need: str = "language.literacy", email: str = ADDRESS) -> Entry:
    return Entry(
        source_id=source_id, organization="VHS", name=f"Kurs {source_id}", needs=(need,), phones=("05251 12345",),
        areas=(ServedArea("municipality", "Büren"),), email=email,
    )  # fmt: skip


class Office:
    """A coordinator, a postman and a mail server."""

    def __init__(self, keeper: Keeper, server: SmtpServerOfTheTest, clock: TurnedClock) -> None:
        self.keeper, self.server, self.clock = keeper, server, clock
        bell = Bell()
        bell.attach()
        self.mailer = Mailer(SmtpServer.of(f"smtp://localhost:{server.port}"), "KIM <kim@kreis.example>")
        self.postman = Postman(keeper, self.mailer, bell, "test", "https://kim.example")

    async def keep(self, work: Callable[[Unit], Any]) -> Any:
        return await asyncio.wrap_future(self.keeper.keep(work))

    async def open(self) -> None:
        entries = [
            offer("course"),
            offer("shelter", "safety.domestic_violence"),
            offer("odd", email="vhs"),
            *(offer(f"more{n}") for n in range(6)),
        ]

        def work(unit: Unit) -> StaffRow:
            load(unit, entries, accept_gone=1_000)
            invite(unit, role="coordinator", name="Kim")
            return unit.staff.by_role("coordinator")[0]

        self.kim: StaffRow = await self.keep(work)

    async def asks(self, source_id: str = "course", address: str = ADDRESS) -> None:
        await self.keep(lambda unit: invite_by_mail(unit, self.kim, source_id, address))

    async def carry(self) -> None:
        while await self.postman.go_round():
            pass

    async def became(self, source_id: str = "course") -> str:
        return str((await self.keep(lambda unit: unit.care.asked()))[source_id].mail)

    def token(self) -> str:
        found = re.search(r"https://kim\.example/entry/([\w-]+)\s", self.server.mails[-1].message.get_content())
        assert found is not None
        return found[1]


@pytest_asyncio.fixture
async def office(keeper: Keeper, server: SmtpServerOfTheTest, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(courier, "FIRST_RETRY", 2.0)  # seconds of a clock that only the story turns
    opened = Office(keeper, server, clock)
    await opened.open()
    yield opened
    opened.mailer.close()


async def test_a_provider_gets_one_mail_with_a_link_that_works_once(office: Office) -> None:
    await office.asks()
    assert await office.became() == Became.WAITS
    await office.carry()
    [mail] = office.server.mails
    assert (mail.to, mail.message["From"]) == ([ADDRESS], "KIM <kim@kreis.example>")
    assert "Kurs course" in mail.message.get_content() and "30 Tage" in mail.message.get_content()
    assert await office.became() == Became.SENT
    token = office.token()
    await office.keep(lambda unit: confirm_by_provider(unit, token))
    with pytest.raises(LinkUsedUp):
        await office.keep(lambda unit: entry_of(unit, token))
    said = await office.keep(lambda unit: [(row.action, row.about) for row in unit.audit.newest(before=None, at_most=20)])
    assert ("provider_mailed", "course") in said and not any(token in about or ADDRESS in about for _, about in said)


async def test_nobody_is_asked_twice_in_a_week_or_flooded_in_a_day(office: Office) -> None:
    await office.asks()
    with pytest.raises(NotByMail, match=Stops.LATELY):
        await office.asks()
    for number in range(A_DAY_AT_MOST - 1):
        await office.asks(f"more{number}")
    with pytest.raises(NotByMail, match=Stops.OFTEN):
        await office.asks("more5")
    office.clock.turn(days=1, minutes=1)
    await office.asks("more5")
    office.clock.turn(days=SAME_ENTRY.days)
    await office.asks()


async def test_where_people_in_danger_go_nobody_is_written_to(office: Office) -> None:
    for source_id, stops in (("shelter", Stops.DANGER), ("odd", Stops.ADDRESS)):
        with pytest.raises(NotByMail, match=stops):
            await office.asks(source_id, "vhs" if source_id == "odd" else ADDRESS)
    with pytest.raises(NotByMail, match=Stops.CHANGED):
        await office.asks(address="thief@vhs.example")
    with pytest.raises(NotAllowed):
        await office.keep(lambda unit: invite_by_mail(unit, office.kim._replace(role="case_manager"), "course", ADDRESS))
    await office.carry()
    assert office.server.mails == []


async def test_an_address_that_takes_nothing_becomes_a_task(office: Office) -> None:
    office.server.always["RCPT"] = "550 5.1.1 nobody here"
    await office.asks()
    await office.carry()
    assert await office.became() == Became.REFUSED
    [task] = await office.keep(lambda unit: [one for one in unit.care.queue() if one.reason == NOT_REACHED])
    assert (task.source_id, task.field, task.value) == ("course", "email", ADDRESS)
    await office.asks()  # what did not arrive does not count as asked


async def test_a_server_that_is_down_for_a_day_is_said(office: Office) -> None:
    await office.asks()
    await office.server.__aexit__(None, None, None)
    await office.carry()
    assert await office.became() == Became.WAITS
    for _ in range(12):
        office.clock.turn(hours=3)
        await office.carry()
    assert await office.became() == Became.FAILED


async def test_an_entry_that_moved_meanwhile_gets_no_mail(office: Office) -> None:
    await office.asks()

    def moves(unit: Unit) -> None:
        rows = ServiceRows(unit.connection, unit.district)
        row = rows.named("course")
        assert row is not None
        rows.keep(row._replace(email="neu@vhs.example"))

    await office.keep(moves)
    await office.carry()
    assert (office.server.mails, await office.became()) == ([], Became.FAILED)

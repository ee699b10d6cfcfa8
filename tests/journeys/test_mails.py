"""The whole house with a mail server: somebody confirms an address, and is told there that something waits."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from bot.house import House
from bot.settings import Settings
from cases.desk_access import invite
from cases.staff_mail import ask_to_confirm, confirm
from cases.telling import NoticeKind, tell_staff
from storage.staff import StaffRow
from storage.unit import Unit
from tests.journeys.stage import until
from tests.smtp.server import SmtpServerOfTheTest


async def test_staff_without_telegram_hear_by_mail_that_something_waits(tmp_path: Path) -> None:
    async with SmtpServerOfTheTest() as server:
        settings = Settings(
            database_url=f"sqlite:///{tmp_path / 'l.db'}",
            key_file=tmp_path / "k",
            public_url="https://kim.example",
            smtp_url=f"smtp://localhost:{server.port}",
            smtp_from="lotse@kreis.example",
        )
        house = House(settings)
        running = asyncio.create_task(house.run(["courier"]))

        def join(unit: Unit) -> StaffRow:
            invite(unit, role="coordinator", name="Kim")
            [kim] = unit.staff.by_role("coordinator")
            ask_to_confirm(unit, kim, "kim@kreis.example")
            return kim

        kim = await house.keep(join)

        async def mailed(number: int) -> bool:
            return len(server.mails) == number

        await until(lambda: mailed(1), "a mail with a link")
        found = re.search(r"/desk/me/told/link/([\w-]+)\s", server.mails[0].message.get_content())
        assert found is not None

        def then(unit: Unit) -> None:
            confirm(unit, kim, found[1])
            tell_staff(unit, [kim], NoticeKind.PERSON_WROTE, "key", case=7, reference="K-7QW2MX")

        await house.keep(then)
        await until(lambda: mailed(2), "a mail that something waits")
        assert "https://kim.example/desk/cases/7" in server.mails[1].message.get_content()
        assert "K-7QW2MX" not in server.mails[1].data.decode()
        house.stop()
        async with asyncio.timeout(30):
            assert await running is True

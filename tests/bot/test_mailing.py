"""Staff hear by mail that something waits: never what, not more often than wanted, and a mail server that fails troubles nobody else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from bot import courier, mailing
from bot.channels import email
from bot.channels.email import Mailer, SmtpServer
from bot.mailing import Postman
from cases.desk_access import invite
from cases.staff_mail import LINK_FOR_MAIL, TOLD_BY, ask_to_confirm, be_told_by, confirm
from cases.team import leave_team
from cases.telling import NoticeKind, tell_staff
from storage.moments import to_ms
from storage.staff import StaffRow
from storage.unit import Keeper, Unit
from tests.bot.conftest import Doors, until
from tests.conftest import TurnedClock
from tests.ports import free_port
from tests.smtp.server import DROP, HANG, SmtpServerOfTheTest
from web.bell import Bell

HERE = "https://kim.example"
FROM = "KIM-Lotse <lotse@kreis.example>"
ADDRESS = "mia.brandt@bueren.example"


class Office:
    """A member of the staff, a postman, and a mail server."""

    def __init__(self, keeper: Keeper, server: SmtpServerOfTheTest, clock: TurnedClock) -> None:
        self.keeper, self.server, self.clock = keeper, server, clock
        self.bell = Bell()
        self.mailer = Mailer(SmtpServer.of(f"smtp://localhost:{server.port}"), FROM)
        self.postman = Postman(keeper, self.mailer, self.bell, "test", HERE)

    async def keep(self, work: Callable[[Unit], Any]) -> Any:
        return await asyncio.wrap_future(self.keeper.keep(work))

    async def member(self, name: str = "Mia Brandt", address: str = ADDRESS) -> StaffRow:
        """Somebody with a confirmed address."""

        def work(unit: Unit) -> StaffRow:
            invite(unit, role="case_manager", name=name, municipalities=("Büren",))
            return next(one for one in unit.staff.by_role("case_manager") if one.name == name)

        staff: StaffRow = await self.keep(work)
        await self.keep(lambda unit: ask_to_confirm(unit, staff, address))
        await self.carry()
        token = self.token()
        await self.keep(lambda unit: confirm(unit, staff, token))
        self.server.mails.clear()
        return staff

    def token(self) -> str:
        found = re.search(r"/desk/me/told/link/([\w-]+)\s", self.server.mails[-1].message.get_content())
        assert found is not None
        return found[1]

    async def waits(self, staff: StaffRow, case: int = 7, key: str = "") -> None:
        facts: dict[str, Any] = {
            "case": case,
            "reference": "K-7QW2MX",
            "municipality": "Büren",
            "need": "housing.find_home",
            "language": "ar",
        }
        await self.keep(lambda unit: tell_staff(unit, [staff], NoticeKind.NEW_HANDOVER, f"case:{case}:{key}", **facts))

    async def carry(self) -> None:
        """Rounds until nothing is due."""
        while await self.postman.go_round():
            pass

    async def counts(self) -> dict[str, int]:
        counted: dict[str, int] = await self.keep(lambda unit: unit.outbox.counts())
        return counted

    async def address(self, staff: StaffRow) -> Any:
        return await self.keep(lambda unit: unit.staff_mail.of(staff.id))


@pytest_asyncio.fixture
async def office(keeper: Keeper, server: SmtpServerOfTheTest, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(courier, "FIRST_RETRY", 2.0)  # seconds of a clock that only the story turns
    opened = Office(keeper, server, clock)
    opened.bell.attach()
    yield opened
    opened.mailer.close()


sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_a_mail_says_that_something_waits_and_nothing_else(office: Office) -> None:
    mia = await office.member()
    await office.waits(mia)
    await office.carry()
    [mail] = office.server.mails
    assert (mail.sender, mail.to) == ("lotse@kreis.example", [ADDRESS])
    headers = dict(mail.message.items())
    assert re.fullmatch(r"<[0-9a-f]{32}@kreis\.example>", headers.pop("Message-ID"))
    assert headers.pop("Date")
    assert headers == {
        "From": FROM,
        "To": ADDRESS,
        "Subject": "KIM-Lotse: Es wartet etwas auf Sie",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }
    text = mail.message.get_content().replace("\r\n", "\n")
    assert text == "Am Schreibtisch von KIM-Lotse wartet etwas auf Sie:\nhttps://kim.example/desk/cases/7\n"
    assert await office.counts() == {"sent": 2}


async def test_many_notices_are_one_mail_in_five_minutes(office: Office) -> None:
    mia, ole = await office.member(), await office.member("Ole", "ole@bueren.example")
    for case in (7, 8, 9):
        await office.waits(mia, case)
    await office.waits(ole, 7, "ole")
    await office.carry()
    assert sorted((mail.to[0], mail.message.get_content().split()[-1]) for mail in office.server.mails) == [
        (ADDRESS, "https://kim.example/desk"),
        ("ole@bueren.example", "https://kim.example/desk/cases/7"),
    ]
    office.server.mails.clear()
    await office.waits(mia, 10)
    await office.carry()
    office.clock.turn(minutes=4)
    await office.waits(mia, 10, "once more")
    await office.carry()
    assert office.server.mails == []
    office.clock.turn(minutes=1)
    await office.carry()
    [mail] = office.server.mails
    assert mail.message.get_content().split()[-1] == "https://kim.example/desk/cases/10"
    assert set(await office.counts()) == {"sent"}


@sqlite_only
async def test_whoever_wants_the_desk_only_gets_no_mail_and_whoever_left_neither(office: Office) -> None:
    mia, ole = await office.member(), await office.member("Ole", "ole@bueren.example")
    await office.waits(mia)
    await office.keep(lambda unit: be_told_by(unit, mia, ["telegram"]))
    await office.waits(mia, 8)
    await office.waits(ole)
    await office.keep(lambda unit: leave_team(unit, ole.id))
    await office.carry()
    assert office.server.mails == []
    assert await office.counts() == {"sent": 2, "dead": 2}
    assert await office.address(ole) is None


@sqlite_only
@pytest.mark.parametrize("server_does", [{"RCPT": "450 4.2.1 busy"}, {"MAIL": "421 4.3.2 closing"}, {"BANNER": "421 full"}, {"EHLO": DROP}])
async def test_a_server_that_is_busy_gets_the_same_mail_again(office: Office, server_does: dict[str, str]) -> None:
    mia = await office.member()
    for verb, fault in server_does.items():
        office.server.faults[verb].append(fault)
    await office.waits(mia)
    await office.carry()
    assert office.server.mails == []
    assert await office.counts() == {"sent": 1, "queued": 1}
    office.clock.turn(seconds=5)
    await office.carry()
    assert len(office.server.mails) == 1


@sqlite_only
@pytest.mark.parametrize("end", [DROP, "451 4.3.0 disk"])
async def test_a_mail_that_may_have_arrived_comes_once_more_with_the_same_number(office: Office, end: str) -> None:
    mia = await office.member()
    office.server.always["END"] = end
    await office.waits(mia)
    await office.carry()
    office.clock.turn(seconds=5)
    await office.carry()
    office.server.always.clear()
    office.clock.turn(seconds=5)
    await office.carry()
    office.clock.turn(minutes=30)
    await office.carry()
    assert {mail.message["Message-ID"] for mail in office.server.mails} == {office.server.mails[0].message["Message-ID"]}
    assert len(office.server.mails) == (2 if end == DROP else 1)
    assert await office.counts() == ({"sent": 1, "dead": 1} if end == DROP else {"sent": 2})


@sqlite_only
async def test_a_server_that_is_down_for_a_day_loses_the_mail_and_not_the_next_one(office: Office) -> None:
    mia = await office.member()
    office.mailer.server = SmtpServer.of(f"smtp://localhost:{free_port()}")
    await office.waits(mia)
    rounds = 0
    for _ in range(24 * 4 + 1):
        rounds += await office.postman.go_round()
        office.clock.turn(minutes=18.1)
    assert 24 * 3 <= rounds <= 24 * 4
    assert office.mailer.trouble == "no connection to the mail server (ConnectionRefusedError)"
    assert await office.counts() == {"sent": 1, "dead": 1}
    assert (await office.address(mia)).unreachable_at is None
    office.mailer.server = SmtpServer.of(f"smtp://localhost:{office.server.port}")
    await office.waits(mia, 8)
    await office.carry()
    assert len(office.server.mails) == 1


@sqlite_only
async def test_an_address_that_is_refused_for_good_is_seen_and_gets_nothing_more(office: Office) -> None:
    mia = await office.member()
    office.server.always["RCPT"] = "550 5.1.1 no such mailbox: mia.brandt@bueren.example"
    await office.waits(mia, 7)
    await office.waits(mia, 8)
    await office.carry()
    assert (await office.address(mia)).unreachable_at is not None
    assert await office.keep(lambda unit: unit.staff_mail.unreachable()) == ["Mia Brandt"]
    await office.waits(mia, 9)
    assert await office.counts() == {"sent": 1, "dead": 2}
    office.server.always.clear()
    office.clock.turn(hours=2)
    await office.keep(lambda unit: ask_to_confirm(unit, mia, ADDRESS))
    await office.carry()
    token = office.token()
    await office.keep(lambda unit: confirm(unit, mia, token))
    assert (await office.address(mia)).unreachable_at is None


@sqlite_only
@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        pytest.param("RCPT", "550 5.7.1 your machine is on a list", id="a block list means us"),
        pytest.param("RCPT", "552 5.2.2 mailbox full", id="a full mailbox empties itself"),
        pytest.param("MAIL", "553 5.1.8 no such sender", id="our sender"),
    ],
)
async def test_what_is_our_trouble_is_not_blamed_on_the_address(office: Office, verb: str, reply: str) -> None:
    mia = await office.member()
    office.server.always[verb] = reply
    await office.waits(mia)
    await office.carry()
    assert (await office.address(mia)).unreachable_at is None
    assert await office.counts() == {"sent": 1, "queued": 1}


@sqlite_only
async def test_one_bad_address_keeps_nobody_else_waiting(office: Office) -> None:
    mia, ole = await office.member(), await office.member("Ole", "ole@bueren.example")
    office.server.faults["RCPT"].append("550 5.1.1 unknown")
    await office.waits(mia)
    await office.waits(ole, 7, "ole")
    await office.carry()
    assert [mail.to for mail in office.server.mails] == [["ole@bueren.example"]]


@sqlite_only
@pytest.mark.parametrize("verb", ["BANNER", "RCPT"])
async def test_while_a_mail_server_hangs_telegram_and_web_chat_go_on(
    doors: Doors, office: Office, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mia = await office.member()
    doors.api.meets(4711)
    monkeypatch.setattr(email, "ROUND", 0.5)
    monkeypatch.setattr(email, "ANSWER", 600.0)  # so that only the end of the round can cut the line
    office.server.always[verb] = HANG
    for case in range(40):
        await office.waits(mia, case)
    await office.keep(lambda unit: unit.lines.open_session(token_hash="token", chat="1", chat_hash="page"))
    carried_by_mail = asyncio.create_task(office.postman.run())
    async with doors.carrying():
        await until(lambda: hears(office, verb))
        line = {"method": "sendMessage", "text": "hello", "chat_id": 1}
        await office.keep(lambda unit: unit.outbox.say(channel="web", chat_hash="page", contact_id=None, kind="method", payload=line))
        await doors.say(4711, "hello")

        async def both_said() -> bool:
            on_the_page = await office.keep(lambda unit: unit.lines.after("page", 0))
            return bool(on_the_page) and len(doors.api.sent(4711)) == 1

        await until(both_said)
        assert not carried_by_mail.done()
        await until(lambda: given_up(office))
    carried_by_mail.cancel()
    await asyncio.gather(carried_by_mail, return_exceptions=True)
    assert office.server.mails == []


@sqlite_only
async def test_the_courier_leaves_mails_to_the_postman(doors: Doors, office: Office) -> None:
    mia = await office.member()
    doors.api.meets(4711)
    await office.waits(mia)
    async with doors.carrying():
        for number in range(2):
            await doors.say(4711, str(number))

            async def said(number: int = number) -> bool:
                return len(doors.api.sent(4711)) == number + 1

            await until(said)
    [row] = await office.keep(lambda unit: unit.outbox.claim("somebody else", 9, mail=True))
    assert (row.channel, row.attempts) == ("email", 1)


async def hears(office: Office, verb: str) -> bool:
    return office.server.connections > 1 and (verb == "BANNER" or any(one.upper().startswith(verb) for one in office.server.heard[8:]))


async def given_up(office: Office) -> bool:
    return bool(office.mailer.trouble) or office.server.connections > 2


@sqlite_only
async def test_without_a_mail_server_nothing_piles_up(office: Office) -> None:
    mia = await office.member()
    await office.waits(mia)
    postman = Postman(office.keeper, None, office.bell, "test", HERE)
    while await postman.go_round():
        pass
    assert await office.counts() == {"sent": 1, "dead": 1}


def test_every_channel_somebody_may_choose_is_one_staff_can_have() -> None:
    assert set(TOLD_BY) == {"telegram", "web", "email"}


@sqlite_only
async def test_a_link_that_did_not_come_back_in_time_takes_the_address_with_it(office: Office) -> None:
    mia = await office.member()
    await office.keep(lambda unit: ask_to_confirm(unit, mia, "neu@bueren.example"))
    assert (await office.keep(lambda unit: unit.staff_mail.asked(mia.id))).address == "neu@bueren.example"
    assert await office.keep(lambda unit: unit.staff_mail.forget_unconfirmed()) == 0
    office.clock.turn(seconds=LINK_FOR_MAIL.total_seconds() + 1)
    assert await office.keep(lambda unit: unit.staff_mail.forget_unconfirmed()) == 1
    assert (await office.address(mia)).address == ADDRESS
    assert to_ms(office.clock()) and mailing.APART_MS == 300_000

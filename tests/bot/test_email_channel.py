"""How the mail server is spoken to: safely or not at all, and nothing in a mail begins a header of its own."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.channels import email
from bot.channels.email import Letter, Mailer, SmtpServer, as_message
from bot.mailing import Postman
from tests.conftest import TurnedClock
from tests.smtp.server import Certificate, SmtpServerOfTheTest
from web.bell import Bell

ADDRESS, FROM, HERE = "mia.brandt@bueren.example", "KIM-Lotse <lotse@kreis.example>", "https://kim.example"


@asynccontextmanager
async def mailer_for(server: SmtpServerOfTheTest, url: str, certificate: Certificate | None = None) -> AsyncIterator[Mailer]:
    context = certificate.trusted if certificate is not None else ssl.create_default_context
    mailer = Mailer(SmtpServer.of(url.format(port=server.port)), FROM, context)
    yield mailer
    mailer.close()


LETTER = Letter(ADDRESS, "Betreff", "Text\n.Punkt\n", "reference", TurnedClock()())


@pytest.mark.parametrize("url", ["smtp://kim:ge%40heim@localhost:{port}", "smtps://kim:ge%40heim@localhost:{port}"])
async def test_user_and_password_go_over_a_safe_line_only(tmp_path: Path, url: str) -> None:
    certificate = Certificate.make(tmp_path)
    tls = certificate.of_server()
    async with (
        SmtpServerOfTheTest(tls=tls, from_the_start=url.startswith("smtps"), user="kim", password="ge@heim") as server,
        mailer_for(server, url, certificate) as mailer,
    ):
        assert [one.kind for one in await mailer.send([LETTER, LETTER])] == ["sent", "sent"]
    assert [(mail.safe, mail.user) for mail in server.mails] == [(True, "kim")] * 2
    assert server.mails[0].message.get_content() == "Text\r\n.Punkt\r\n"
    assert server.connections == 1


async def test_a_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    async with (
        SmtpServerOfTheTest(tls=Certificate.make(tmp_path).of_server(), user="kim", password="x") as server,
        mailer_for(server, "smtp://kim:x@localhost:{port}") as mailer,
    ):
        assert [one.kind for one in await mailer.send([LETTER])] == ["again"]
        assert mailer.trouble == "no safe connection to the mail server (its certificate?)"
    assert not any(one.startswith(("AUTH", "mail", "MAIL")) for one in server.heard)


async def test_off_this_machine_nothing_goes_without_starttls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "LOOPBACK", ())
    async with SmtpServerOfTheTest(user="kim", password="x") as server, mailer_for(server, "smtp://kim:x@localhost:{port}") as mailer:
        assert [one.kind for one in await mailer.send([LETTER])] == ["again"]
        assert mailer.trouble == "the mail server offers no STARTTLS"
    assert not any(one.upper().startswith(("AUTH", "MAIL")) for one in server.heard)


async def test_a_wrong_password_is_said_without_showing_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    certificate = Certificate.make(tmp_path)
    async with (
        SmtpServerOfTheTest(tls=certificate.of_server(), user="kim", password="right") as server,
        mailer_for(server, "smtp://kim:Wr0ngSecret@localhost:{port}", certificate) as mailer,
    ):
        Postman(None, mailer, Bell(), "me", HERE)._tell_of_trouble(await asyncio.to_thread(mailer.try_out))  # type: ignore[arg-type]
        assert "refuses user and password" in caplog.text
        assert "Wr0ngSecret" not in caplog.text + repr(mailer.server)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\nBcc: x@example.org", " ", "\u2028", "\0"])
def test_nothing_begins_a_header_of_its_own(end: str) -> None:
    for odd in (letter_to(f"a@example.org{end}"), letter_to(f"a{end}@example.org")):
        with pytest.raises(ValueError):
            as_message(odd, FROM)
    for sender in (f"KIM{end}Bcc: x@example.org <a@example.org>", f"a@example.org{end}>"):
        if end != " ":
            with pytest.raises(ValueError):
                as_message(LETTER, sender)


def letter_to(address: str) -> Letter:
    return Letter(address, "Betreff", "Text", "reference", LETTER.at)


async def test_a_subject_with_a_line_end_is_no_mail_and_stops_no_other() -> None:
    odd = Letter(ADDRESS, "Betreff\r\nBcc: x@example.org", "Text", "reference", LETTER.at)
    async with SmtpServerOfTheTest() as server, mailer_for(server, "smtp://localhost:{port}") as mailer:
        assert [one.kind for one in await mailer.send([odd, LETTER])] == ["never", "sent"]


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "smtp://",
        "smtp://host:99999",
        "smtp://user@host",
        "smtp://host/path",
        "smtp://host?x=1",
        "localhost:25",
        "smtp://[::1",
    ],
)
def test_odd_addresses_of_servers_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(ValueError) as refused:
        SmtpServer.of(url)
    assert not any(part in str(refused.value) for part in ("99999", "path", "x=1", "[::1", "localhost"))

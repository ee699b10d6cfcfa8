"""The mail server of the tests speaks SMTP as the standard library does."""

from __future__ import annotations

import asyncio
import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.smtp.server import Certificate, SmtpServerOfTheTest


def give_in(server: SmtpServerOfTheTest, certificate: Certificate | None, text: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org, c@example.org", "Grüße"
    message.set_content(text)
    with smtplib.SMTP("localhost", server.port, timeout=10) as client:
        if certificate is not None:
            client.starttls(context=certificate.trusted())
            client.login(server.user, server.password)
        client.send_message(message)


async def test_what_smtplib_gives_in_arrives_as_it_was(tmp_path: Path) -> None:
    certificate = Certificate.make(tmp_path)
    text = ".\n..\nzwei Punkte: .\n"
    async with SmtpServerOfTheTest(tls=certificate.of_server(), user="kim", password="geheim") as server:
        await asyncio.to_thread(give_in, server, certificate, text)
    [mail] = server.mails
    assert (mail.sender, mail.to, mail.safe, mail.user) == ("a@example.org", ["b@example.org", "c@example.org"], True, "kim")
    assert (mail.message["Subject"], mail.message.get_content().replace("\r\n", "\n")) == ("Grüße", text)


async def test_smtplib_hears_every_refusal(tmp_path: Path) -> None:
    certificate = Certificate.make(tmp_path)
    async with SmtpServerOfTheTest(tls=certificate.of_server(), user="kim", password="geheim") as server:
        server.password = "anders"
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client = SmtpServerOfTheTest(tls=server.tls, user="kim", password="geheim", port=server.port)
            await asyncio.to_thread(give_in, client, certificate, "x")
        with pytest.raises(smtplib.SMTPSenderRefused):
            await asyncio.to_thread(give_in, server, None, "x")
    async with SmtpServerOfTheTest() as server:
        server.always["RCPT"] = "550 5.1.1 unknown"
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            await asyncio.to_thread(give_in, server, None, "x")
    assert server.mails == []

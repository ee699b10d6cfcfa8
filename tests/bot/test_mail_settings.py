"""What the operator hears about mails: what is wrong with the settings, never what is secret in them."""

from __future__ import annotations

import asyncio
from io import StringIO
from pathlib import Path

import pytest

from bot import doctor
from bot.settings import Settings
from tests.smtp.server import SmtpServerOfTheTest

SECRET = "Wr0ngSecret"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_SMTP_FROM", "KIM <kim@example.org>")


def what_the_doctor_says() -> tuple[int, str]:
    out = StringIO()
    return doctor.main(out), out.getvalue()


def test_without_a_mail_server_there_is_nothing_to_say_and_nothing_to_send(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOTSE_SMTP_FROM")
    code, said = what_the_doctor_says()
    assert code == 0
    assert "LOTSE_SMTP_URL = not set" in said
    assert "no mails now" not in said
    assert Settings().smtp is None


@pytest.mark.parametrize(
    ("url", "sender", "reason"),
    [
        (f"smtp://kim:{SECRET}@mail.example:99999", "kim@example.org", "LOTSE_SMTP_URL: the address of the mail server cannot be read"),
        (f"https://kim:{SECRET}@mail.example", "kim@example.org", "LOTSE_SMTP_URL: write it as smtp://"),
        (f"smtp://kim:{SECRET}@mail.example", "", "LOTSE_SMTP_FROM: write it as an address"),
        (f"smtp://kim:{SECRET}@mail.example", "KIM\nBcc: x@example.org <kim@example.org>", "LOTSE_SMTP_FROM: write it as an address"),
    ],
)
def test_what_cannot_work_refuses_to_start_and_shows_no_password(
    url: str, sender: str, reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOTSE_SMTP_URL", url)
    monkeypatch.setenv("LOTSE_SMTP_FROM", sender)
    code, said = what_the_doctor_says()
    heard = said + capsys.readouterr().err
    assert code == 2
    assert reason in heard
    assert SECRET not in heard


async def test_the_doctor_tries_the_server_out_and_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    async with SmtpServerOfTheTest() as server:
        monkeypatch.setenv("LOTSE_SMTP_URL", f"smtp://localhost:{server.port}")
        code, said = await asyncio.to_thread(what_the_doctor_says)
        assert (code, "no mails now" in said, server.connections, server.mails) == (0, False, 1, [])
        assert "carry links to this machine only" in said
        monkeypatch.setenv("LOTSE_SMTP_URL", f"smtp://kim:{SECRET}@localhost:{server.port}")
        code, said = await asyncio.to_thread(what_the_doctor_says)
    assert "staff get no mails now: the mail server does not offer what we need to sign in" in said
    assert SECRET not in said
    assert SECRET not in repr(Settings())
    _, said = await asyncio.to_thread(what_the_doctor_says)
    assert "staff get no mails now: no connection to the mail server" in said

"""The doors of the whole house: webhook, poison, alarms."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from bot.house import House
from bot.settings import Settings
from tests.botapi import faults
from tests.broken import DROPPED, Breakage
from tests.conftest import TurnedClock
from tests.databases import migrated_sqlite
from tests.journeys.stage import TOKEN, Stage, TelegramNewcomer, until

SECRET = "a-long_Secret-4711"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
POISON = [
    b'{"message":{"chat":{"id":%d,"type":"private"},"x":' + b"[" * 5_000 + b"]" * 5_000 + b"}}",
    b'{"message":{"chat":{"id":%d,"type":"private"},"message_id":' + b"9" * 5_000 + b"}}",
    b'{"message":{"chat":{"id":%d,"type":"private"},"text":"\xff\xfe"}}',
    b'{"message":{"chat":{"id":%d,"type":"private"},"text":nul}}',
    b'{"message":{"chat":{"id":%d,"type":"private"},"date":"yesterday"}}',
]


async def health(stage: Stage) -> str:
    async with httpx.AsyncClient() as client:
        return (await client.get(f"{stage.address}/healthz")).text


async def turns(stage: Stage, colour: str) -> None:
    async def is_it() -> bool:
        return await health(stage) == colour

    await until(is_it, colour)


async def counts(stage: Stage) -> dict[str, int]:
    counted: dict[str, int] = await stage.house.keep(lambda unit: unit.inbox.counts())
    return counted


async def test_poison_in_a_batch_holds_nobody_up_and_its_senders_are_answered(stage: Stage) -> None:
    """R8, A10: five updates that break the parser of JSON or of types, among fifty good ones from fifty chats, in one answer."""
    good = [stage.telegram() for _ in range(50)]
    bad = [stage.telegram() for _ in POISON]
    held = stage.api.fault("getUpdates", faults.internal(), times=None)
    for number, someone in enumerate(good):
        if number % 10 == 5:
            await stage.api.raw_bytes(POISON[number // 10] % bad[number // 10].chat)
        await stage.api.says(someone.chat, "Ich suche eine Wohnung")
    stage.api.heal(held)
    for someone in good:
        await someone.hears("Wohnung")
    for someone in bad:
        await someone.hears("nicht lesen")
        assert len(await someone.heard()) == 1
    assert stage.api.pending() == []

    async def all_ended() -> bool:
        return await counts(stage) == {"done": 50, "aside": 5}

    await until(all_ended, "every row to end")


@pytest.mark.parametrize(
    "fault",
    [faults.unauthorized(), faults.conflict(), faults.answer(409, "Conflict: can't use getUpdates method while webhook is active")],
    ids=["T8 401", "T7 409", "T13 webhook"],
)
async def test_health_is_red_while_telegram_refuses_us(stage: Stage, fault: Any) -> None:
    newcomer = stage.telegram()
    await newcomer.says("/start")
    held = stage.api.fault("getUpdates", fault, times=None)
    await stage.api.says(newcomer.chat, "Ich suche Arbeit")  # ends the poll that waits
    await turns(stage, "red")
    await stage.api.says(newcomer.chat, "Ich suche eine Wohnung")
    stage.api.heal(held)
    await turns(stage, "ok")
    await newcomer.hears("Wohnung")


class ByWebhook(Stage):
    """The house as Telegram calls it; a story delivers by hand."""

    async def open(self, **settings: Any) -> None:
        await super().open(public_url="https://lotse.example", webhook_secret=SECRET, **settings)

    async def deliver(self, body: bytes, *secrets: str | bytes) -> int:
        headers = [(HEADER, secret) for secret in secrets or (SECRET,)]
        async with httpx.AsyncClient(timeout=30) as client:
            return (await client.post(f"{self.address}/telegram/webhook", content=body, headers=headers)).status_code


@pytest.fixture
async def by_webhook(tmp_path: Path, clock: TurnedClock) -> Any:
    opened = ByWebhook(tmp_path, migrated_sqlite(tmp_path / "lotse.db"), clock)
    await opened.open()
    yield opened
    await opened.close()


def said(number: int, newcomer: TelegramNewcomer, text: str) -> bytes:
    person = {"id": newcomer.chat, "is_bot": False, "first_name": "A"}
    message = {"message_id": number, "date": 1, "chat": {"id": newcomer.chat, "type": "private"}, "from": person, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_the_webhook_lets_in_only_who_knows_the_secret(by_webhook: ByWebhook) -> None:
    """A9, W12."""
    newcomer = by_webhook.telegram()
    body = said(7, newcomer, "Ich suche eine Wohnung")
    for secrets in (
        ("",),
        ("wrong",),
        ("gehe\u0131m".encode(),),
        (b"\xff\xfe",),
        (SECRET, SECRET),
        (SECRET, "x"),
        (SECRET + "\u00e4").encode(),
    ):
        assert await by_webhook.deliver(body, *(secrets if isinstance(secrets, tuple) else (secrets,))) == 401
    async with httpx.AsyncClient() as client:
        assert (await client.post(f"{by_webhook.address}/telegram/webhook", content=body)).status_code == 401
        assert (await client.get(f"{by_webhook.address}/telegram/webhook", headers={HEADER: SECRET})).status_code == 405
    assert await by_webhook.deliver(b"x" * (1024 * 1024 + 1)) == 413
    assert await counts(by_webhook) == {}
    assert await by_webhook.deliver(body) == 200
    assert await by_webhook.deliver(body) == 200, "a repetition counts once"
    await newcomer.hears("Wohnung")
    assert len(await newcomer.heard()) == 1
    assert by_webhook.api.calls()["getUpdates"] == 0
    [announced] = by_webhook.api.attempts("setWebhook")
    assert announced.outcome == "200"


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"\xff\xff", b"[" * 50_000, b'{"update_id":5,"x":}'])
async def test_what_nobody_can_read_is_set_aside_and_does_not_come_again(by_webhook: ByWebhook, body: bytes) -> None:
    assert [await by_webhook.deliver(body) for _ in range(2)] == [200, 200]

    async def is_aside() -> bool:
        return await counts(by_webhook) == {"aside": 1}

    await until(is_aside, "the row to be set aside")
    newcomer = by_webhook.telegram()
    assert await by_webhook.deliver(said(8, newcomer, "Ich suche eine Wohnung")) == 200
    await newcomer.hears("Wohnung")


async def test_the_webhook_asks_for_it_again_while_nothing_can_be_kept(by_webhook: ByWebhook) -> None:
    newcomer, other = by_webhook.telegram(), by_webhook.telegram()
    breakage = Breakage(by_webhook.database_url, by_webhook.house.keep, DROPPED)
    await breakage.breaks()
    for _ in range(3):
        assert await by_webhook.deliver(said(7, newcomer, "Mein Mann schl\u00e4gt mich")) == 503
        assert await by_webhook.deliver(said(8, other, "Ich suche eine Wohnung")) == 503
    [card] = await newcomer.heard()
    assert "112" in card and "Im Moment kann niemand" in card
    assert await other.heard() == []
    await turns(by_webhook, "red")
    await breakage.is_mended()
    assert await by_webhook.deliver(said(7, newcomer, "Mein Mann schl\u00e4gt mich")) == 200
    assert await by_webhook.deliver(said(8, other, "Ich suche eine Wohnung")) == 200
    await newcomer.hears("Sind Sie gerade in Sicherheit")
    await other.hears("Wohnung")
    await turns(by_webhook, "ok")


async def test_a_webhook_that_cannot_be_announced_is_an_alarm(tmp_path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.announcer.AGAIN", 0.05)
    stage = ByWebhook(tmp_path, migrated_sqlite(tmp_path / "lotse.db"), clock)
    await stage.open()
    assert stage.house.announcer is not None
    held = stage.api.fault("setWebhook", faults.answer(400, "Bad Request: bad webhook"), times=None)
    again = asyncio.create_task(stage.house.announcer.run())
    await turns(stage, "red")
    stage.api.heal(held)
    await turns(stage, "ok")
    again.cancel()
    await stage.close()


def settings(tmp_path: Path, **more: Any) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'l.db'}", key_file=tmp_path / "k", telegram_token=TOKEN, **more)


def test_there_is_no_webhook_without_a_secret(tmp_path: Path) -> None:
    """A9: then the bot asks Telegram, and the address is not there."""
    house = House(settings(tmp_path, public_url="https://lotse.example"))
    assert house.announcer is None and house.poller is not None
    assert "/telegram/webhook" not in [getattr(route, "path", "") for route in house.app().routes]
    house.keeper.close()
    house.engine.dispose()


@pytest.mark.parametrize("secret", ["with space", "\u00e4", "a" * 257, "a,b", "a/b"])
def test_a_secret_telegram_would_not_take_refuses_to_start(tmp_path: Path, secret: str) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path, public_url="https://lotse.example", webhook_secret=secret)


@pytest.mark.parametrize("more", [{}, {"public_url": "https://lotse.example", "webhook_secret": SECRET}], ids=["polling", "webhook"])
async def test_the_token_of_another_bot_refuses_to_start(tmp_path: Path, clock: TurnedClock, more: dict[str, str]) -> None:
    """T12."""
    stage = Stage(tmp_path, migrated_sqlite(tmp_path / "lotse.db"), clock)
    await stage.api.start()
    stage.api.fault("getMe", faults.raw(200, b'{"ok":true,"result":{"id":77,"is_bot":true}}'), times=None)
    house = House(settings(tmp_path, telegram_api=stage.api.base_url, **more), clock)
    async with asyncio.timeout(30):
        assert await house.run(["ears", "courier"]) is False
    assert stage.api.calls()["getUpdates"] == stage.api.calls()["setWebhook"] == 0
    await stage.api.stop()

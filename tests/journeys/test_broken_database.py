"""The database takes nothing in: whoever is in danger is answered all the same, and everybody is answered once it works again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.broken import DROPPED, FULL, GONE, Breakage
from tests.conftest import TurnedClock
from tests.databases import Postgres, migrated_sqlite
from tests.journeys.stage import Newcomer, Stage, TelegramNewcomer, WebNewcomer, until

WAYS = [("sqlite", FULL), ("sqlite", DROPPED), ("postgresql", GONE)]
DANGER = "Mein Mann schlägt mich"
BROKEN_HERE = "Im Moment kann niemand Ihre Nachricht lesen"


@pytest_asyncio.fixture(params=WAYS, ids=[f"{kind}: {way}" for kind, way in WAYS])
async def stage(request: pytest.FixtureRequest, tmp_path: Path, clock: TurnedClock) -> AsyncIterator[Stage]:
    kind, way = request.param
    if kind == "sqlite":
        url = migrated_sqlite(tmp_path / "lotse.db")
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.migrated()
    opened = Stage(tmp_path, url, clock)
    await opened.open()
    opened.breakage = Breakage(url, opened.house.keep, way)
    yield opened
    await opened.close()


async def health(stage: Stage) -> str:
    async with httpx.AsyncClient() as client:
        return (await client.get(f"{stage.address}/healthz")).text


async def sent(newcomer: WebNewcomer, words: str, client_id: str) -> httpx.Response:
    return await newcomer.client.post("/chat/api/messages", json={"text": words, "client_id": client_id})


async def is_taken(newcomer: WebNewcomer, words: str) -> None:
    """Sends it again, as the page does, until it is taken."""

    async def once_more() -> bool:
        return (await sent(newcomer, words, "a-1")).status_code == 202

    await until(once_more, "the message to be taken")


async def test_danger_is_answered_while_nothing_can_be_kept(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("Ich suche eine Wohnung", answers=2)
    before = len(await newcomer.heard())
    await stage.breakage.breaks()

    if isinstance(newcomer, TelegramNewcomer):
        await stage.api.says(newcomer.chat, DANGER)
        card = (await newcomer.hears(BROKEN_HERE)).text
    else:
        assert isinstance(newcomer, WebNewcomer)
        reply = await sent(newcomer, DANGER, "a-1")
        assert reply.status_code == 503 and int(reply.headers["retry-after"]) > 0
        card = reply.json()["say"]
        assert reply.json()["lines"] == [{"from": "bot", "text": card, "buttons": []}]
    assert card.index("112") < card.index("110") and BROKEN_HERE in card

    await stage.breakage.is_mended()
    if isinstance(newcomer, WebNewcomer):
        await is_taken(newcomer, DANGER)
    answer = await newcomer.hears("Sind Sie gerade in Sicherheit")
    assert "112" in answer and answer.buttons
    assert len(await newcomer.heard()) <= before + 2, "the card past the inbox, and the real one"


async def test_what_is_not_urgent_waits_and_is_answered_later(newcomer: Newcomer, stage: Stage) -> None:
    await stage.breakage.breaks()
    if isinstance(newcomer, TelegramNewcomer):
        await stage.api.says(newcomer.chat, "Ich suche eine Wohnung")
    else:
        assert isinstance(newcomer, WebNewcomer)
        reply = await sent(newcomer, "Ich suche eine Wohnung", "a-1")
        assert reply.status_code == 503
        assert reply.json().keys() == {"error", "say"} and "nicht gesendet" in reply.json()["say"]
        assert reply.json()["error"] == "not_kept"

    async def is_red() -> bool:
        return await health(stage) == "red"

    await until(is_red, "red")
    await stage.breakage.is_mended()

    async def is_ok() -> bool:
        return await health(stage) == "ok"

    if isinstance(newcomer, WebNewcomer):
        await is_taken(newcomer, "Ich suche eine Wohnung")
        assert (await sent(newcomer, "Ich suche eine Wohnung", "a-1")).status_code == 202
    await until(is_ok, "ok")
    await newcomer.hears("Computerprogramm")
    if isinstance(newcomer, TelegramNewcomer):
        assert stage.api.pending() == []


async def test_a_stranger_in_danger_is_answered_too(stage: Stage) -> None:
    """Nobody can be given a chat now; the words are heard all the same. Without danger there is only the reason."""
    await stage.breakage.breaks()
    async with httpx.AsyncClient(base_url=stage.address, headers={"Accept-Language": "uk"}, timeout=30) as client:
        opened = await client.post("/chat/api/sessions")
        in_danger = await client.post("/chat/api/messages", json={"text": "/sos"})
        other = await client.post("/chat/api/messages", json={"text": "hallo"})
        page = await client.get("/chat")
        form = await client.post("/chat/form?lang=de", data={"text": DANGER}, headers={"Origin": stage.house.settings.url})
    assert opened.status_code in (201, 503)
    assert in_danger.status_code == 401 and "112" in in_danger.json()["say"] and "ніхто не може" in in_danger.json()["say"]
    assert other.status_code == 401 and "lines" not in other.json()
    assert "<textarea" in page.text
    assert form.status_code in (303, 503)
    if form.status_code == 503:
        assert BROKEN_HERE in form.text and f">{DANGER}</textarea>" in form.text
    await stage.breakage.is_mended()

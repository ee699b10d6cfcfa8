"""The web alone, on a real database: ears of the test, clients and a browser."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, async_playwright
from sqlalchemy import Engine

import web.reading
from bot.emergency import card_for
from bot.raw_updates import read_update
from cases.desk_access import invite
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from locales import speech
from storage import database
from storage.inbox import Heard
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock
from tests.ports import free_port
from web.app import make_app
from web.bell import Bell
from web.chat_sessions import hash_token
from web.doors import Doors

T = TypeVar("T")
HERE = "http://127.0.0.1:8080"
CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class EarsOfTheTest:
    """Keeps lines and inbox rows through the real keeper, and what was heard in a list."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self.heard: list[tuple[str, ...]] = []
        self.languages: list[str] = []

    async def web_text(self, chat: str, chat_hash: str, text: str, client_id: str | None, language: str) -> int:
        self.languages.append(language)
        return await self._keep(chat_hash, text, client_id, ("text", chat, text))

    async def web_tap(self, chat: str, chat_hash: str, button: str, label: str, client_id: str | None, language: str) -> int:
        self.languages.append(language)
        return await self._keep(chat_hash, label, client_id, ("tap", chat, button, label))

    async def _keep(self, chat_hash: str, text: str, client_id: str | None, heard: tuple[str, ...]) -> int:
        def work(unit: Unit) -> int | None:
            number = unit.lines.add(chat_hash=chat_hash, sender="me", line={"text": text, "buttons": []}, client_id=client_id)
            if number is not None:
                unit.inbox.hear([Heard("web", "web", number, chat_hash, json.dumps(heard).encode(), "")])
            return number

        number = await asyncio.wrap_future(self.keeper.keep(work))
        if number is None:  # a retry: the line is there already
            lines = await asyncio.wrap_future(self.keeper.keep(lambda unit: unit.lines.after(chat_hash, 0)))
            return next(line.id for line in lines if line.sender == "me" and line.line["text"] == text)
        self.heard.append(heard)
        return number

    async def webhook(self, body: bytes) -> None:
        one = read_update(body)
        row = Heard("telegram", "bot", one.kept_as, "hash", body, "")
        await asyncio.wrap_future(self.keeper.keep(lambda unit: unit.inbox.hear([row])))

    async def card_for(self, words: str, language: str) -> str:
        return card_for(words, language)


class World:
    """Everything a story about the web needs."""

    def __init__(self, keeper: Keeper, clock: TurnedClock, bell: Bell) -> None:
        self.keeper, self.clock, self.bell = keeper, clock, bell
        self.ears = EarsOfTheTest(keeper)
        self.well = True
        self.doors = Doors(
            keeper=keeper,
            ears=self.ears,
            bell=bell,
            healthy=self._healthy,
            public_url=HERE,
            district_name="Kreis Paderborn",
            chat_origins=("https://www.bueren.example",),
            webhook_secret="geheim-4711",
            chat_text=True,  # tests/web/test_sealed.py tells of the other way
            second_factor=False,  # tests/web/test_sign_in.py tells of it
        )
        self.app: FastAPI = make_app(self.doors)

    async def _healthy(self) -> bool:
        return self.well

    def rebuild(self, **changes: Any) -> None:
        """Other settings."""
        self.doors = replace(self.doors, **changes)
        self.app = make_app(self.doors)

    async def keep(self, work: Callable[[Unit], T]) -> T:
        return await asyncio.wrap_future(self.keeper.keep(work))

    def client(self, **headers: str) -> httpx.AsyncClient:
        """A browser of our own page, unless headers say otherwise."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=self.doors.public_url, headers=headers)

    async def staff(self, role: str, name: str, *municipalities: str) -> str:
        """A one-time token for a new member."""
        return await self.keep(lambda unit: invite(unit, role=role, name=name, municipalities=municipalities))

    async def at_desk(self, role: str, name: str, *municipalities: str) -> DeskClient:
        token = await self.staff(role, name, *municipalities)
        client = self.client(**{"sec-fetch-site": "same-origin"})
        reply = await client.post(f"/desk/in/{token}")
        assert reply.status_code == 303, reply.text
        return DeskClient(self, client)

    async def case(
        self,
        words: str,
        municipality: str | None = "Büren",
        chat: str = "77",
        need: str = "housing.find_home",
        channel: str = "web",
        language: str = "ar",
    ) -> int:
        """Somebody hands over; the number of the case."""

        def work(unit: Unit) -> int:
            person = who(unit, channel=channel, chat_hash=unit.ring.lookup(channel, chat), chat=chat, language=language)
            if municipality is not None:
                person = live_in(unit, person, municipality)
            prepare(unit, person, need=need, words=words)
            person = who(unit, channel=channel, chat_hash=person.chat_hash, chat=chat, language=language)
            return hand_over(unit, person).id

        return await self.keep(work)

    async def bot_says(self, chat_hash: str, text: str, buttons: list[list[dict[str, str]]] | None = None, **more: Any) -> int:
        line = {"text": text, "buttons": buttons or []}
        number = await self.keep(lambda unit: unit.lines.add(chat_hash=chat_hash, sender=more.pop("sender", "bot"), line=line, **more))
        assert number is not None
        return number

    async def chat_hash(self, token: str) -> str:
        session = await self.keep(lambda unit: unit.lines.session(hash_token(token)))
        assert session is not None
        return session.chat_hash


class DeskClient:
    """Somebody at the desk; knows the secret of their session like their forms do."""

    def __init__(self, world: World, client: httpx.AsyncClient) -> None:
        self.world, self.http = world, client

    async def csrf(self) -> str:
        hashed = hash_token(self.http.cookies["desk"])
        session = await self.world.keep(lambda unit: unit.staff.session(hashed))
        assert session is not None
        return session.csrf

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        return await self.http.post(path, data={"csrf": await self.csrf(), **fields})


@pytest_asyncio.fixture
async def world(engine: Engine, tmp_path: Path, clock: TurnedClock) -> AsyncIterator[World]:
    bell = Bell()
    bell.attach()
    ring = database.unlock(engine, tmp_path / "lotse.key", clock())
    keeper = database.open_keeper(engine, ring, "paderborn", clock, bell.ring)
    yield World(keeper, clock, bell)
    keeper.close()


@pytest.fixture
def all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The four languages are offered, whether their sentences are there yet or not."""
    offered = {code: speech._language(code) for code in ("de", "en", "ar", "uk")}
    monkeypatch.setattr(web.reading, "languages", lambda: offered)


class Served:
    """The web behind a real port."""

    def __init__(self, world: World, port: int) -> None:
        self.world, self.port = world, port
        self.url = f"http://127.0.0.1:{port}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        config = uvicorn.Config(
            self.world.app, host="127.0.0.1", port=self.port, access_log=False, log_config=None, lifespan="off", timeout_graceful_shutdown=3
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.02)
        try:
            yield
        finally:
            self.world.bell.ring(["stop"])
            server.should_exit = True
            await running


@pytest_asyncio.fixture
async def served(world: World) -> AsyncIterator[Served]:
    port = free_port()
    world.rebuild(public_url=f"http://127.0.0.1:{port}")
    serving = Served(world, port)
    async with serving.running():
        yield serving


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        await opened.close()


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("LOTSE_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder

"""The stage of a story: the whole house in this process, on a real port, with a pretend Bot API; and the people in it.

A newcomer writes by Telegram or in the web chat; the story does not know which.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx

from bot.house import House
from bot.settings import Settings
from cases.desk_access import LINK_FOR_CHAT, LINK_FOR_DESK, invite, new_link
from storage.unit import Unit
from tests.botapi.server import PretendBotApi
from tests.broken import Breakage
from tests.conftest import TurnedClock
from tests.ports import free_port

TOKEN = "4242:stage"
PATIENCE = float(os.environ.get("LOTSE_PATIENCE", "20"))  # seconds a story waits for something to be heard; nothing is measured by it

IDLE = httpx.Limits(keepalive_expiry=2)  # seconds; the house closes idle connections after 5, and what is sent just then is lost


async def until(ask: Callable[[], Awaitable[Any]], what: str = "something") -> Any:
    """Waits until the question is answered with something true."""
    end = time.monotonic() + PATIENCE
    while True:
        answer = await ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        await asyncio.sleep(0.02)


class Line:
    """One thing a newcomer heard, with its buttons by label."""

    def __init__(self, text: str, buttons: list[tuple[str, str]], links: list[tuple[str, str]], message_id: int) -> None:
        self.text = text
        self.buttons = dict(buttons)
        self.links = links
        self.message_id = message_id

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def button(self, label: str) -> str:
        """The data of the button whose label holds these words."""
        for shown, data in self.buttons.items():
            if label in shown:
                return data
        raise AssertionError(f"no button {label!r} among {list(self.buttons)}")


class Newcomer:
    """Somebody who writes. `heard` is everything said to them so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def heard(self) -> list[Line]:
        raise NotImplementedError

    async def _write(self, text: str) -> None:
        raise NotImplementedError

    async def _press(self, line: Line, data: str) -> None:
        raise NotImplementedError

    async def says(self, text: str, answers: int = 1) -> Line:
        """Writes, and waits for at least so many answers; the last one."""
        before = len(await self.heard())
        await self._write(text)
        return await self._hears_after(before, answers)

    async def presses(self, label: str, answers: int = 1, line: Line | None = None) -> Line:
        """Presses the newest button with this label, and waits."""
        before = await self.heard()
        if line is None:
            line = next((one for one in reversed(before) if any(label in shown for shown in one.buttons)), None)
            assert line is not None, f"no button {label!r} in what was heard: {[one.text[:60] for one in before]}"
        await self._press(line, line.button(label))
        return await self._hears_after(len(before), answers)

    async def _hears_after(self, before: int, answers: int) -> Line:
        async def more() -> list[Line] | None:
            lines = await self.heard()
            return lines if len(lines) >= before + answers else None

        lines: list[Line] = await until(more, f"{answers} answers")
        await asyncio.sleep(0.05)
        lines = await self.heard()
        return lines[-1]

    async def hears(self, words: str) -> Line:
        """Waits until something with these words was said."""

        async def said() -> Line | None:
            return next((line for line in reversed(await self.heard()) if words in line), None)

        line: Line = await until(said, repr(words))
        return line


class TelegramNewcomer(Newcomer):
    """By Telegram."""

    def __init__(self, stage: Stage, chat: int, language_code: str = "") -> None:
        super().__init__(stage)
        self.chat = chat
        stage.api.meets(chat, language_code=language_code or None)

    async def heard(self) -> list[Line]:
        lines = []
        for sent in self.stage.api.accepted("sendMessage", self.chat):
            pairs = [(one.text, one.data) for one in sent.buttons if one.data is not None]
            links = [(one.text, one.url) for one in sent.buttons if one.url is not None]
            lines.append(Line(sent.text, pairs, links, sent.message_id or 0))
        return lines

    async def _write(self, text: str) -> None:
        await self.stage.api.says(self.chat, text)

    async def _press(self, line: Line, data: str) -> None:
        await self.stage.api.presses(self.chat, data, message_id=line.message_id)


class WebNewcomer(Newcomer):
    """In the web chat, by its JSON interface."""

    def __init__(self, stage: Stage, client: httpx.AsyncClient) -> None:
        super().__init__(stage)
        self.client = client

    async def lines(self) -> list[dict[str, Any]]:
        answer = await self.client.get("/chat/api/lines", params={"after": 0})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["lines"])

    async def heard(self) -> list[Line]:
        found = []
        for line in await self.lines():
            if line["from"] == "me":
                continue
            every = [one for row in line["buttons"] for one in row]
            pairs = [(one["label"], one["id"]) for one in every if not one.get("url")]
            links = [(one["label"], one["url"]) for one in every if one.get("url")]
            found.append(Line(line["text"], pairs, links, line["id"]))
        return found

    async def _write(self, text: str) -> None:
        answer = await self.client.post("/chat/api/messages", json={"text": text})
        assert answer.status_code == 202, answer.text

    async def _press(self, line: Line, data: str) -> None:
        answer = await self.client.post("/chat/api/taps", json={"button": data})
        assert answer.status_code == 202, answer.text


class Desk:
    """A member of the staff at the desk, signed in by a one-time link."""

    def __init__(self, stage: Stage, staff_id: int, client: httpx.AsyncClient) -> None:
        self.stage, self.staff_id, self.client = stage, staff_id, client

    async def page(self, path: str) -> str:
        answer = await self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    async def form(self, page: str, action: str) -> dict[str, str]:
        """The hidden fields of a form, as the page gives them."""
        found = Forms(action)
        found.feed(await self.page(page))
        assert found.seen, f"no form for {action} on {page}"
        return found.hidden

    async def send(self, page: str, action: str, **fields: str) -> httpx.Response:
        """Fills in a form of a page and sends it."""
        return await self.post(action, {**await self.form(page, action), **fields})

    async def post(self, action: str, fields: dict[str, str]) -> httpx.Response:
        """Sends a form as the browser would."""
        return await self.client.post(action, data=fields, headers={"Origin": self.stage.house.settings.url})

    async def signs_in(self) -> None:
        """Another day at the desk, by a link of its own."""
        token = await self.stage.house.keep(lambda unit: new_link(unit, self.staff_id, "desk", LINK_FOR_DESK))
        answer = await self.client.post(f"/desk/in/{token}", headers={"Origin": self.stage.house.settings.url})
        assert answer.status_code == 200, answer.text

    async def accepts(self, case_id: int) -> httpx.Response:
        return await self.send(f"/desk/cases/{case_id}", f"/desk/cases/{case_id}/accept")

    async def replies(self, case_id: int, words: str) -> httpx.Response:
        """Answers, and the ten seconds in which it can be taken back pass."""
        reply = await self.send(f"/desk/cases/{case_id}", f"/desk/cases/{case_id}/reply", words=words)
        self.stage.clock.turn(seconds=11)
        return reply

    async def closes(self, case_id: int, outcome: str) -> httpx.Response:
        closed = await self.send(f"/desk/cases/{case_id}", f"/desk/cases/{case_id}/close", outcome=outcome)
        self.stage.clock.turn(seconds=11)
        return closed

    async def bind_chat(self, newcomer: Newcomer) -> None:
        """Confirms a chat as this member's own."""
        token = await self.stage.house.keep(lambda unit: new_link(unit, self.staff_id, "chat", LINK_FOR_CHAT))
        await newcomer.says(f"/start staff_{token}")
        [(contact, _, _)] = await self.stage.house.keep(lambda unit: unit.staff.asked_bindings(self.staff_id))
        answer = await self.send("/desk/me", f"/desk/me/chats/{contact}")
        assert answer.status_code < 400, answer.text


class Forms(HTMLParser):
    """The hidden fields of the form with one action."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.seen, self.hidden, self._inside = action, False, dict[str, str](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = told.get("action") == self.action
            self.seen = self.seen or self._inside
        elif tag == "input" and self._inside and told.get("type") == "hidden":
            self.hidden[told["name"]] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class Stage:
    """The house with everybody in it."""

    def __init__(self, folder: Path, database_url: str, clock: TurnedClock) -> None:
        self.folder, self.database_url, self.clock = folder, database_url, clock
        self.api = PretendBotApi(TOKEN)
        self.house: House
        self.breakage: Breakage
        self._clients: list[httpx.AsyncClient] = []
        self._running: asyncio.Task[None] | None = None
        self._next_chat = 1000

    async def open(self, **settings: Any) -> None:
        """Starts the pretend Bot API and the house."""
        await self.api.start()
        self.house = House(
            Settings(
                database_url=self.database_url,
                key_file=self.folder / "lotse.key",
                telegram_token=TOKEN,
                telegram_api=self.api.base_url,
                telegram_rate=10_000,
                port=free_port(),
                telegram_text=True,  # tests/journeys/test_sealed.py tells of the other way
                second_factor=False,  # tests/web/test_sign_in.py tells of it
                **settings,
            ),
            self.clock,
        )
        self._running = asyncio.create_task(self.house.run())

        async def answers() -> bool:
            async with httpx.AsyncClient() as client:
                try:
                    return (await client.get(f"{self.address}/healthz")).status_code == 200 and self.house.ready
                except httpx.HTTPError:
                    return False

        await until(answers, "the house to open")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.house.settings.port}"

    async def close(self) -> None:
        """Ends everything in order."""
        for client in self._clients:
            await client.aclose()
        if self._running is not None:
            self.house.stop()
            await self._running
        await self.api.stop()

    def telegram(self, language_code: str = "") -> TelegramNewcomer:
        """Somebody new by Telegram."""
        self._next_chat += 1
        return TelegramNewcomer(self, self._next_chat, language_code)

    async def web(self) -> WebNewcomer:
        """Somebody new in the web chat."""
        client = httpx.AsyncClient(base_url=self.address, timeout=30, limits=IDLE)
        self._clients.append(client)
        answer = await client.post("/chat/api/sessions")
        assert answer.status_code == 201, answer.text
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return WebNewcomer(self, client)

    async def newcomer(self, channel: str) -> Newcomer:
        """Somebody new by this channel."""
        return self.telegram() if channel == "telegram" else await self.web()

    async def staff(self, role: str, *municipalities: str, name: str = "") -> Desk:
        """A member of the staff, signed in."""

        def work(unit: Unit) -> tuple[str, int]:
            token = invite(unit, role=role, name=name or role, municipalities=municipalities)
            return token, max(one.id for one in unit.staff.by_role(role))

        token, staff_id = await self.house.keep(work)
        client = httpx.AsyncClient(base_url=self.address, timeout=30, limits=IDLE, follow_redirects=True)
        self._clients.append(client)
        answer = await client.post(f"/desk/in/{token}", headers={"Origin": self.house.settings.url})
        assert answer.status_code == 200, answer.text
        return Desk(self, staff_id, client)

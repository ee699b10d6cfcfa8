"""The district with everybody in it: the real house on a real database, driven by hand, one thing after the other.

Newcomers write through the ears, the worker answers, the courier carries, staff use the pages of the desk. Only the clock, the phones and
the order in which things happen are ours.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import shutil
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from sqlalchemy import func, select

from bench.relay.truth import Truth
from bot.channels.telegram import TelegramApi, Verdict, verdict
from bot.corridor import Corridor
from bot.courier import into_lines
from bot.house import House
from bot.patience import Patience
from bot.settings import Settings
from bot.worker import Worker
from cases.desk_access import hash_token
from cases.team import leave_team
from directory.municipalities import paderborn
from storage.seal import Sealed
from storage.tables import cases, messages, notes, outbox, staff, web_lines
from storage.unit import Unit

T = TypeVar("T")
START = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday
TOKEN = "4242:relay"
TOWNS = tuple(town.name for town in paderborn())[:5]
NEAR = 60  # rows; so far back a look goes
loop = asyncio.new_event_loop()  # one for all districts of this process


def town_of(number: int) -> str:
    """Where a newcomer lives, or a member of the staff works."""
    return TOWNS[number % len(TOWNS)]


def settings(url: str, folder: Path) -> Settings:
    """As an installation that lets answers stand in Telegram, where the need is not delicate."""
    return Settings(
        database_url=url,
        key_file=folder / "relay.key",
        telegram_token=TOKEN,
        telegram_rate=1_000_000,
        telegram_text=True,
        second_factor=False,
    )


@cache
def corridor() -> Corridor:
    """The handlers, read once."""
    return Corridor(TOKEN)


class Phones(TelegramApi):
    """All phones there are, in the place of Telegram."""

    def __init__(self, truth: Truth, look: Callable[[str], str]) -> None:
        super().__init__("http://nowhere.invalid", TOKEN)
        self.truth, self._look = truth, look
        self.blocked: set[str] = set()
        self.trouble = ""  # "busy": the next call is refused for now; "unsure": it arrives, and its answer is lost
        self.doubled: set[str] = set()

    async def call(self, method: str, parameters: dict[str, Any], seconds: float = 30) -> Verdict:
        """Says it, or answers as Telegram does when that does not work."""
        if method == "answerCallbackQuery":
            return verdict(200, b'{"ok":true,"result":true}')
        chat, trouble, self.trouble = str(parameters["chat_id"]), self.trouble, ""
        if chat in self.blocked:
            return verdict(403, b'{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}')
        if trouble == "busy":
            return verdict(502, b'{"ok":false,"error_code":502,"description":"Bad Gateway"}')
        address, text = f"telegram:{chat}", json.dumps(parameters, ensure_ascii=False)
        self.truth.said(address, text + self._look(text), doubled=text in self.doubled)
        if trouble == "unsure":
            self.doubled.add(text)
            return Verdict("unsure", why="the answer was lost")
        return verdict(200, b'{"ok":true,"result":{"message_id":1}}')


class Attentive(Worker):
    """A worker that does not try again what failed: that is a finding."""

    async def _failed(self, piece: Any, rest: Any, failure: BaseException) -> None:
        raise failure


class Complaints(logging.Handler):
    """What the program logs as a mistake of its own."""

    def __init__(self, truth: Truth) -> None:
        super().__init__(logging.ERROR)
        self.truth = truth

    def emit(self, record: logging.LogRecord) -> None:
        """Each is a finding."""
        self.truth.is_wrong("broken", record.getMessage())


class District:
    """One database, and what happens to it. Use it as a context."""

    def __init__(self, url: str, folder: Path, truth: Truth) -> None:
        self.truth = truth
        self.now = START
        self.house = House(settings(url, folder), lambda: self.now)
        self.keeper = self.house.keeper
        self.phones = Phones(truth, self._sealed_words)
        self.house.courier.api = self.house.ears.inbox.past_the_inbox.api = self.phones
        self.app = self.house.app()
        self.me = "relay"
        corridor().patience = Patience(lambda: self.now.timestamp())
        self.worker = Attentive(self.keeper, corridor(), self.house.bell, self.me, self.house.courier.toast)
        self.addresses: dict[str, str] = {}  # by the hash the database knows them by
        self._last: dict[str, int] = {}
        self._known: set[bytes] = set()
        self._complaints = Complaints(truth)

    def __enter__(self) -> District:
        logging.getLogger().addHandler(self._complaints)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self._complaints)
        self.keeper.close()
        self.house.presence.close()
        self.house.engine.dispose()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs it to its end."""
        return loop.run_until_complete(work)

    def keep(self, work: Callable[[Unit], T]) -> T:
        """One unit, as the house runs it."""
        return self.keeper.keep(work).result()

    def turn(self, **by: float) -> None:
        """The clock goes on."""
        self.now += timedelta(**by)

    def meet(self, channel: str, chat: str) -> str:
        """There is such a chat; its address."""
        address = f"{channel}:{chat}"
        self.addresses[self.keeper.ring.lookup(channel, chat)] = address
        return address

    async def answer(self) -> None:
        """The worker answers all that came in."""
        while True:
            rows, directory = await self.worker.claim()
            if not rows:
                return
            await self.worker.answer(rows, directory)

    async def carry(self) -> None:
        """The courier carries all that is due."""
        courier = self.house.courier
        while rows := await courier.claim():
            here = [row for row in rows if row.channel != "telegram"]
            if here:
                await self.house.keep(lambda unit, here=here: into_lines(unit, here))
            for row in rows:
                if row.channel == "telegram":
                    await courier.carry(row)

    def leave(self, member: int) -> None:
        """A member leaves the team."""
        self.keep(lambda unit: leave_team(unit, member))
        self.truth.left(member)

    def is_unreachable(self, case_id: int) -> bool:
        """Whether what is said in this case may not arrive: the phone does not let us in, or the chat is over."""

        def work(unit: Unit) -> bool:
            case = unit.cases.one(case_id)
            contact = None if case is None or case.contact_id is None else unit.people.contact(case.contact_id)
            address = None if contact is None else f"{contact.channel}:{contact.chat}"
            return contact is None or contact.chat in self.phones.blocked or address in self.truth.gone

        return self.keep(work)

    def stands_in_thread(self, case_id: int, mark: str) -> bool:
        """Whether this was kept in the thread."""
        return self.keep(lambda unit: any(mark in said.words for said in unit.threads.messages(case_id)))

    def resume(self, other: District) -> None:
        """Goes on where the other one, with the same database, ended."""
        self.now, self.addresses = other.now, dict(other.addresses)
        self._last, self._known = dict(other._last), set(other._known)

    def _sealed_words(self, text: str) -> str:
        """What stands behind the links in a text."""
        found = []
        for link in text.split('"'):
            token, _, key = link.rpartition("/m/")[2].partition("#")
            if key and link.startswith(self.house.settings.url):
                row = self.keep(lambda unit, token=token: unit.sealed.one(hash_token(token)))
                if row is not None:
                    found.append(Sealed(_bytes(key)).open(row.words).decode())
        return "".join(found)

    # --- what is held against the truth

    def look(self) -> None:
        """Everything new in the database, and who has which case."""
        self.keep(self._look)

    def _look(self, unit: Unit) -> None:
        self._look_at_what_waits(unit)
        self._look_at_threads(unit)
        self._look_at_lines(unit)
        there = set(unit.connection.execute(select(staff.c.id).where(staff.c.deactivated_at.is_(None))).scalars())
        columns = (cases.c.id, cases.c.state, cases.c.accepted_by, cases.c.responsible_id, cases.c.next_step_at, cases.c.contact_id)
        for row in unit.connection.execute(select(*columns)):
            found = row.responsible_id in there or (row.responsible_id is None and row.next_step_at is not None)
            self.truth.is_kept(row.id, row.state, row.accepted_by, found)

    def _look_at_what_waits(self, unit: Unit) -> None:
        for _, payload, chat_hash in self._new(unit, outbox, outbox.c.payload, outbox.c.chat_hash):
            text = json.dumps(json.loads(unit.ring.house.open(payload)), ensure_ascii=False)
            self.truth.queued(self.addresses[chat_hash], text)

    def _look_at_threads(self, unit: Unit) -> None:
        written = {row[0]: row[2] for row in self._new(unit, messages, messages.c.words, messages.c.case_id)}
        for case_id in set(written.values()):
            for said in unit.threads.messages(case_id):
                if said.id in written:
                    self.truth.stands_in(case_id, said.sender, said.words)
        written = {row[0]: row[2] for row in self._new(unit, notes, notes.c.words, notes.c.case_id)}
        for case_id in set(written.values()):
            for noted in unit.threads.notes(case_id):
                if noted.id in written:
                    self.truth.stands_in(case_id, "note", noted.words)

    def _look_at_lines(self, unit: Unit) -> None:
        for _, line, chat_hash, sender in self._new(unit, web_lines, web_lines.c.line, web_lines.c.chat_hash, web_lines.c.sender):
            if sender != "me":
                shown = json.loads(unit.ring.house.open(line))
                self.truth.said(self.addresses[chat_hash], json.dumps(shown, ensure_ascii=False))

    def _new(self, unit: Unit, table: Any, sealed: Any, *columns: Any) -> list[Any]:
        """Rows that were not looked at: (id, what is sealed, columns). A number may come again, what is sealed never does."""
        last = min(self._last.get(table.name, 0), unit.connection.execute(select(func.max(table.c.id))).scalar() or 0)
        wanted = select(table.c.id, sealed, *columns).where(table.c.id > last - NEAR, sealed.is_not(None)).order_by(table.c.id)
        rows = [row for row in unit.connection.execute(wanted) if row[1] not in self._known]
        self._known.update(row[1] for row in rows)
        self._last[table.name] = rows[-1][0] if rows else last
        return rows


def _bytes(key: str) -> bytes:
    return base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))


def copy_of(url: str, folder: Path, number: int) -> str:
    """A database as the one of this URL, which nobody has open; its own URL."""
    if url.startswith("sqlite"):
        original = Path(url.removeprefix("sqlite:///"))
        shutil.copy(original, folder / f"{number}.db")
        return f"sqlite:///{folder / f'{number}.db'}"
    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'create database "{name}_{number}" template "{name}"')  # type: ignore[arg-type]
    return f"{server}/{name}_{number}"


def throw_away(url: str) -> None:
    """A copy is not needed any more."""
    if url.startswith("sqlite"):
        for end in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)
        return
    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'drop database "{name}"')  # type: ignore[arg-type]

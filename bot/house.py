"""Puts the rooms together; the only file that knows all of them."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import secrets
import signal
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, date, datetime
from typing import Any

import uvicorn

from bot.announcer import Announcer
from bot.channels.email import Mailer, sender_of
from bot.channels.libretranslate import LibreTranslate
from bot.channels.telegram import TelegramApi
from bot.clockwork import Clockwork, is_overdue
from bot.courier import Courier, Pace
from bot.ears import Ears, Inbox, Poller
from bot.lean_aiogram import load_aiogram
from bot.mailing import Postman
from bot.notice import notice_in_use
from bot.settings import Settings
from cases.desk_access import invite
from cases.team import leave_team
from directory.starting import load_packaged
from locales.notice_file import ReleasedNotice
from storage import database
from storage.presence import let_go_of_the_gone, open_presence
from storage.unit import DATABASE_FAILURES, Keeper, Unit
from web.app import make_app
from web.bell import Bell
from web.doors import Doors

log = logging.getLogger(__name__)

ROLES = ("ears", "worker", "courier", "web", "clockwork")
STALE_INBOX_MS = 30_000
STALE_POLL = 90.0  # seconds
LOOK_AROUND = 1.0  # seconds between two looks at which processes are gone
ANSWERS_WITHIN = 5.0  # seconds; a database that needs longer is not well
OBJECTS_BETWEEN = 5_000  # new ones before the next look for rubbish: with Python's 700 it took one answer in fifteen (bench/throughput.py)
WIPED_AT_ONCE = 64 * 1024 * 1024  # bytes; a file so large is written anew in less than a second

Role = Callable[[], Coroutine[Any, Any, None]]


def clock() -> datetime:
    """The one clock. Below the doors `now` is handed on."""
    return datetime.now(UTC)


def _to_nobody(_text: str) -> None:
    return None


class House:
    """All that runs in this process, for one district."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = clock) -> None:
        self.settings = settings
        self.now = now
        self.released = notice_in_use(settings, now().date())
        self.me = f"{os.getpid()}-{secrets.token_hex(4)}"
        self.bell = Bell()
        self.engine = database.open_engine(settings.database_url)
        if not database.is_current(self.engine):
            database.migrate(self.engine)
        ring = database.unlock(self.engine, settings.key_file, now())
        self.keeper: Keeper = database.open_keeper(self.engine, ring, settings.district, now, self._kept)
        self.presence = open_presence(self.engine, self.me)
        self.api = TelegramApi(settings.telegram_api, settings.token) if settings.token else None
        inbox = Inbox(self.keeper, self.api.bot if self.api else "telegram:-", self.api)
        self.ears = Ears(inbox)
        self.poller = Poller(inbox, self.api) if self.api and not settings.by_webhook else None
        address = f"{settings.url}/telegram/webhook"
        self.announcer = Announcer(self.api, address, settings.webhook_secret) if self.api and settings.by_webhook else None
        self.courier = Courier(self.keeper, self.api, self.bell, self.me, Pace(settings.telegram_rate))
        self.mailer = Mailer(settings.smtp, settings.smtp_from) if settings.smtp else None
        self.postman = Postman(self.keeper, self.mailer, self.bell, self.me, settings.url)
        place = settings.translate_place
        self.translator = LibreTranslate(place) if place is not None else None
        self.demo_links: tuple[tuple[str, str], ...] = ()
        self.ready = False
        self._wiped_on: date | None = None
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Asks the house to end in order."""
        self._stop.set()

    def _kept(self, marks: frozenset[str]) -> None:
        if "forgotten" in marks:
            self._wipe()
        self.bell.ring(marks)

    def _wipe(self) -> None:
        """What was forgotten goes from the file too: at once where that is quick, else once a day."""
        today = self.now().date()
        try:
            if database.wipe(self.engine, WIPED_AT_ONCE if self._wiped_on == today else None):
                self._wiped_on = today
        except DATABASE_FAILURES as failure:  # what was kept is kept; the next forgetting tries again
            log.warning("the file of the database could not be wiped (%s)", type(failure).__name__)

    async def keep(self, work: Callable[[Unit], Any]) -> Any:
        """Runs a unit and waits for its commit."""
        return await asyncio.wrap_future(self.keeper.keep(work))

    async def healthy(self) -> bool:
        """Ok or not: the database answers, nothing waits too long, what is over is forgotten, Telegram lets us in."""
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                oldest = await self.keep(lambda unit: (unit.inbox.oldest_open_at(), unit.now_ms, is_overdue(unit)))
        except Exception as failure:
            log.warning("the database does not answer (%s)", type(failure).__name__)
            return False
        waits = oldest[0] is not None and oldest[1] - oldest[0] > STALE_INBOX_MS and self.ready
        return not waits and not oldest[2] and self.ears.inbox.works and self._telegram_is_well()

    def _telegram_is_well(self) -> bool:
        if self.courier.token_refused or (self.announcer is not None and self.announcer.alarm):
            return False
        if self.poller is None or self.poller.last_success is None:
            return True
        return not self.poller.alarm and asyncio.get_running_loop().time() - self.poller.last_success <= STALE_POLL

    def app(self) -> Any:
        """Desk and web chat."""
        return make_app(
            Doors(
                keeper=self.keeper,
                ears=self.ears,
                bell=self.bell,
                healthy=self.healthy,
                public_url=self.settings.url,
                district_name=f"Kreis {self.settings.district.title()}",
                chat_origins=self.settings.origins,
                webhook_secret=self.settings.webhook_secret if self.settings.by_webhook else "",
                demo=self.settings.demo,
                chat_text=self.settings.telegram_text,
                mails=self.mailer is not None,
                mail_from=sender_of(self.settings.smtp_from) if self.mailer is not None else "",
                translator=self.translator,
                report_template=self.settings.report_template,
                second_factor=self.settings.second_factor and not self.settings.demo,
                demo_links=lambda: self.demo_links,
            )
        )

    def where_to_click(self) -> list[str]:
        """For whoever starts the demo: what opens where."""
        return [f"{name:<28} {link}" for name, link in (("Chat", f"{self.settings.url}/chat"), *self.demo_links)]

    async def run(self, only: Iterable[str] = ROLES, say: Callable[[str], None] = _to_nobody) -> bool:
        """Runs the asked roles until SIGTERM or SIGINT; then ends in order, within a few seconds. False when a role ended by itself.

        Raises AlreadyRunning when another process has the embedded database.
        """
        roles = set(only)
        await asyncio.to_thread(self.presence.show)
        self.bell.attach()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        tasks: list[asyncio.Task[None]] = []
        server = None
        if "web" in roles:
            server = self.web_server()
            tasks.append(asyncio.create_task(server.serve(), name="web"))
        await self.prepare()
        if self.settings.demo:
            say("\n".join(["", *self.where_to_click(), "", "Each link of a demo account works once. Stop with Ctrl-C.", ""]))
        if self.settings.embedded:
            await self.keep(_release_all)
        else:
            await self.keep(let_go_of_the_gone)
            tasks.append(asyncio.create_task(self.look_around(), name="presence"))
        tasks += [asyncio.create_task(role(), name=name) for name, role in self._loops().items() if name in roles]
        stopped = asyncio.create_task(self._stop.wait())
        done, _ = await asyncio.wait([stopped, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in done - {stopped}:
            failure = None if task.cancelled() else task.exception()
            log.error("%s ended by itself: %s", task.get_name(), type(failure).__name__)
        in_order = self._stop.is_set()
        stopped.cancel()
        await self.close(tasks, server)
        return in_order

    def _loops(self) -> dict[str, Role]:
        loops: dict[str, Role] = {
            "worker": self.work,
            "courier": self.carry,
            "clockwork": Clockwork(self.keeper).run,
        }
        if self.poller is not None:
            loops["ears"] = self.poller.run
        if self.announcer is not None:
            loops["ears"] = self.announcer.run
        return loops

    async def work(self) -> None:
        """The worker. Its handlers import aiogram, which takes seconds: the port is open meanwhile, and what comes in is kept."""
        corridor = await asyncio.to_thread(_corridor, self.settings, self.released)
        from bot.worker import Worker

        self.ready = True
        await Worker(self.keeper, corridor, self.bell, self.me, self.courier.toast).run()

    async def carry(self) -> None:
        """The courier, and the postman beside it: whatever a mail server does, nobody else waits for it."""
        await asyncio.gather(self.courier.run(), self.postman.run())

    async def look_around(self) -> None:
        """Shows other replicas that this one lives, and takes over from those that are gone."""
        while True:
            await asyncio.sleep(LOOK_AROUND)
            try:
                await asyncio.to_thread(self.presence.show)
                await self.keep(let_go_of_the_gone)
            except Exception as failure:
                log.warning("cannot see which processes live (%s); trying again", type(failure).__name__)

    async def prepare(self) -> None:
        """An empty directory is filled from the packaged data, and the demo gets its accounts."""
        await self.keep(lambda unit: load_packaged(unit, self.settings.district))
        if self.settings.demo:
            self.demo_links = await self.keep(self._demo)

    def _demo(self, unit: Unit) -> tuple[tuple[str, str], ...]:
        links = []
        for role, name, towns in (("case_manager", "Case Management Büren (Demo)", ("Büren",)), ("coordinator", "Koordination (Demo)", ())):
            known = next((one for one in unit.staff.by_role(role) if one.name == name), None)
            if known is not None:
                leave_team(unit, known.id)
            token = invite(unit, role=role, name=name, municipalities=towns)
            links.append((name, f"{self.settings.url}/desk/in/{token}"))
        return tuple(links)

    def _release(self, unit: Unit) -> None:
        unit.inbox.release(self.me)
        unit.outbox.release(self.me)

    def web_server(self) -> uvicorn.Server:
        """uvicorn, quiet: no access log, since addresses can hold one-time links."""
        config = uvicorn.Config(
            self.app(),
            host=self.settings.host,
            port=self.settings.port,
            access_log=False,
            log_config=None,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=3,
        )
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        return server

    async def close(self, tasks: Iterable[asyncio.Task[None]] = (), server: uvicorn.Server | None = None) -> None:
        """An orderly end: nothing new is claimed, what is in flight arrives, what is held is given back."""
        waiting = [task for task in tasks if not task.done()]
        if server is not None:
            server.should_exit = True
            self.bell.ring(["stop"])
        for task in waiting:
            if task.get_name() != "web":
                task.cancel()
        await self.courier.stop()
        await asyncio.gather(*waiting, return_exceptions=True)
        try:
            await self.keep(self._release)
        finally:
            await asyncio.to_thread(self.keeper.close)
            self.presence.close()
            if self.api is not None:
                await self.api.close()
            if self.translator is not None:
                await self.translator.close()
            if self.mailer is not None:
                self.mailer.close()
            self.engine.dispose()


def _release_all(unit: Unit) -> None:
    unit.inbox.release_all()
    unit.outbox.release_all()


def _corridor(settings: Settings, released: ReleasedNotice | None) -> Any:
    """Imports aiogram and reads the words of all languages, so that the first person does not wait for that."""
    gc.disable()  # what is read here comes to stay: looking through it again and again for rubbish took a fifth of the start
    try:
        load_aiogram()
        from bot.corridor import Corridor
        from directory.commands import command_of
        from directory.manners import is_only_thanks, is_rude
        from directory.match import understand

        understand("hallo")
        command_of("hallo")
        is_rude("hallo")
        is_only_thanks("hallo")
        return Corridor(settings.token, released, settings.url)
    finally:
        gc.freeze()
        gc.set_threshold(OBJECTS_BETWEEN, 20, 20)
        gc.enable()

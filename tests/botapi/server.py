"""A pretend Bot API over real HTTP: what Telegram promises, what it does on bad days, and what it was told."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.botapi import burst, control
from tests.botapi.answers import BadRequest, Refused, Reply, no, ok, ok_list
from tests.botapi.bots import PretendBot, number_of
from tests.botapi.burst import BurstReport
from tests.botapi.clock import Happenings, PretendClock
from tests.botapi.faults import FaultBook, play
from tests.botapi.ledger import EDITS, SENDS, Call
from tests.botapi.methods import METHODS, carry_out
from tests.botapi.parameters import Parameters, number, read, structure
from tests.botapi.telling import Telling
from tests.botapi.webhook import set_webhook, webhook_info

TOKEN = "4200:pretend-token"
LARGEST_BODY = 64 << 20
OF_THE_SERVER = {name.lower(): name for name in ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")}
POLLED_WITH_WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class PretendBotApi(Telling):
    """One process may hold several bots, each with its token; without a token, calls here mean the first."""

    def __init__(
        self,
        *tokens: str,
        monotonic: Callable[[], float] = time.monotonic,
        webhook_wait_s: float = 0.05,  # before the first retry; Telegram starts at about a second
    ) -> None:
        self.token = tokens[0] if tokens else TOKEN
        self.clock = PretendClock()
        self.happenings = Happenings()
        self.faults = FaultBook()
        self.impatient: list[Call] = []
        self.downloads = 0
        self.port = 0
        self._monotonic = monotonic
        self._webhook_wait_s = webhook_wait_s
        self._bots: dict[str, PretendBot] = {}
        self._waits: dict[tuple[str, bool, int | None], float] = {}
        self._runner: web.ServerRunner | None = None
        for token in tokens or (TOKEN,):
            self.allow(token)

    async def start(self, port: int = 0) -> None:
        """Listens on loopback. After stop() the same object can start again on its port, with all it knew: an outage."""
        server = web.Server(self._serve, request_factory=_request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]
        for bot in self._bots.values():
            if bot.webhook:
                bot.webhook.open()

    async def stop(self) -> None:
        for bot in self._bots.values():
            if bot.webhook:
                await bot.webhook.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bot(self, token: str | None = None) -> PretendBot:
        return self._bots[self.token if token is None else token]

    def allow(self, token: str, *, username: str = "pretend_lotse_bot", name: str = "Pretend Lotse") -> PretendBot:
        """From now on the token is good. Another username is how a test gives the token of the wrong bot."""
        bot = self._bots[token] = PretendBot(token, self.clock, self.happenings, self._monotonic, username, name)
        return bot

    def revoke(self, token: str) -> None:
        """From now on the token is answered with 401."""
        del self._bots[token]

    def turn(self, **by: float) -> None:
        """Turns the clock: turn(hours=25). Nobody waits for it."""
        self.clock.turn(timedelta(**by))

    def idle_week(self, next_id: int = 1, *, token: str | None = None) -> None:
        """Eight days of silence, after which Telegram may number updates from anywhere, also lower."""
        self.turn(days=8)
        queue = self.bot(token).queue
        queue.expire()
        queue.next_id = next_id

    async def bench(
        self,
        count: int,
        text: str = "hello %d",
        *,
        sends: int | None = None,
        per_second: float | None = None,
        within_s: float = 60.0,
        token: str | None = None,
    ) -> BurstReport:
        """The cheap mode: `count` chats say something, at once or at a pace; returns when `sends` (or `count`) sends were accepted."""
        return await burst.run(self.bot(token), count, text, count if sends is None else sends, per_second, within_s)

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            token, _, name = path[4:].partition("/")
            bot = self._bots.get(token)
            return _response(no(401, "Unauthorized")) if bot is None else await self._called(request, bot, name)
        if path.startswith("/control/"):
            return _response(await control.serve(self, request, path.removeprefix("/control/")))
        if path.startswith("/file/"):
            self.downloads += 1
        return _response(no(404, "Not Found"))

    async def _called(self, request: web.BaseRequest, bot: PretendBot, name: str) -> web.StreamResponse:
        at = self._monotonic()
        try:
            params = await read(request)
        except BadRequest as refused:
            bot.ledger.came(name, None, at, "400")
            return _response(refused.reply())
        if bot.burst and not self.faults and name == "sendMessage" and (body := bot.burst.accept(bot, params)):
            return _response(Reply(200, body))
        method = OF_THE_SERVER.get(name.lower()) or METHODS.get(name.lower(), (name,))[0]
        chat = _chat_of(bot, params)
        self._watch_patience(bot, method, chat, at)
        rule = self.faults.next(method, chat)
        if rule is None:
            reply = await self._reply(bot, method, params, chat)
            bot.ledger.came(method, chat, at, str(reply.status))
            return _response(reply)
        bot.ledger.came(method, chat, at, rule.fault.name)
        if rule.fault.wait_s:
            self._waits[bot.token, method == "getUpdates", rule.chat] = at + rule.fault.wait_s
        real = await self._reply(bot, method, params, chat) if rule.fault.accepted else None
        return await play(rule.fault, request, real)

    async def _reply(self, bot: PretendBot, method: str, params: Parameters, chat: int | None) -> Reply:
        try:
            if wait := bot.waits(method, chat):
                return no(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
            if method == "getUpdates":
                return await self._poll(bot, params)
            if method in ("setWebhook", "deleteWebhook"):
                asked = params if method == "setWebhook" else {**params, "url": ""}
                return ok(await set_webhook(bot, asked, self._webhook_wait_s))
            if method == "getWebhookInfo":
                return ok(webhook_info(bot))
            result = carry_out(bot, method, params)
            if bot.burst and method in SENDS and chat is not None:
                bot.burst.count(chat)
            return ok(result)
        except Refused as refused:
            return refused.reply()

    async def _poll(self, bot: PretendBot, params: Parameters) -> Reply:
        if bot.webhook:
            raise Refused(409, POLLED_WITH_WEBHOOK)
        allowed = structure(params, "allowed_updates")
        if allowed is not None:
            bot.queue.allow(allowed)
        limit = min(max(number(params, "limit", 100), 1), 100)
        return ok_list(await bot.queue.poll(number(params, "offset", 0), limit, number(params, "timeout", 0)))

    def _watch_patience(self, bot: PretendBot, method: str, chat: int | None, at: float) -> None:
        """Remembers calls that came although a 429 had asked to wait."""
        if not self._waits or method not in SENDS | EDITS | {"getUpdates"}:
            return
        polling = method == "getUpdates"
        if any(at < self._waits.get((bot.token, polling, who), 0.0) for who in {chat, None}):
            self.impatient.append(Call(method, chat, at, "too early"))


def _chat_of(bot: PretendBot, params: Parameters) -> int | None:
    """The chat a call is about; an answer to a pressed button names it only by the query."""
    if "callback_query_id" in params:
        query = bot.queries.get(str(params["callback_query_id"]))
        return query.chat if query else None
    return number_of(params.get("chat_id"))


def _response(reply: Reply) -> web.Response:
    return web.Response(status=reply.status, body=reply.body, headers={"Content-Type": reply.content_type, **reply.headers})


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """aiohttp's own, but large enough for an uploaded file."""
    return web.BaseRequest(message, payload, protocol, writer, task, protocol._loop, client_max_size=LARGEST_BODY)


if __name__ == "__main__":
    from tests.botapi.process import main

    main()

"""Two clients that know nothing of each other agree that this is a Bot API: aiogram and python-telegram-bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Protocol

import aiogram
import pytest
import telegram
from aiogram import exceptions as aiogram_errors
from aiogram import types as aiogram_types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from telegram import error as ptb_errors
from telegram.request import HTTPXRequest

from tests.botapi import faults
from tests.botapi.server import PretendBotApi
from tests.botapi.webhook import SECRET_HEADER

CHAT = 7


class Failure(Exception):
    """What a client made of a refusal: the name of its class, without the client's own prefix."""

    def __init__(self, kind: str, words: str = "", seconds: float = 0.0) -> None:
        super().__init__(f"{kind}: {words}")
        self.kind, self.words, self.seconds = kind, words, seconds


@dataclass(frozen=True)
class Heard:
    update_id: int
    text: str | None = None
    data: str | None = None
    query_id: str | None = None
    language: str | None = None


class Client(Protocol):
    async def username(self) -> str | None: ...
    async def poll(self, offset: int | None = None, wait_s: int = 0) -> list[Heard]: ...
    async def send(self, text: str, buttons: dict[str, str] | None = None) -> int: ...
    async def edit(self, message_id: int, text: str) -> None: ...
    async def toast(self, query_id: str, text: str) -> None: ...
    async def listen(self, url: str, secret: str) -> None: ...
    async def webhook_url(self) -> str: ...
    async def stop_listening(self) -> None: ...
    async def document(self, name: str, body: bytes) -> None: ...
    async def close(self) -> None: ...


class Aiogram:
    KINDS: ClassVar[dict[type[Exception], str]] = {
        aiogram_errors.TelegramRetryAfter: "RetryAfter",
        aiogram_errors.TelegramForbiddenError: "Forbidden",
        aiogram_errors.TelegramConflictError: "Conflict",
        aiogram_errors.TelegramUnauthorizedError: "Unauthorized",
        aiogram_errors.TelegramBadRequest: "BadRequest",
        aiogram_errors.TelegramServerError: "Network",
        aiogram_errors.TelegramNetworkError: "Network",
        aiogram_errors.ClientDecodeError: "Unreadable",
    }

    def __init__(self, base_url: str, token: str) -> None:
        self._bot = aiogram.Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(base_url)))

    async def _ask(self, call: Awaitable[Any]) -> Any:
        try:
            return await call
        except tuple(self.KINDS) as error:
            seconds = getattr(error, "retry_after", 0.0)
            kind = next(name for kind, name in self.KINDS.items() if isinstance(error, kind))
            raise Failure(kind, str(error), seconds) from error

    async def username(self) -> str | None:
        me: aiogram_types.User = await self._ask(self._bot.get_me())
        return me.username

    async def poll(self, offset: int | None = None, wait_s: int = 0) -> list[Heard]:
        updates = await self._ask(self._bot.get_updates(offset=offset, timeout=wait_s))
        return [_heard(update) for update in updates]

    async def send(self, text: str, buttons: dict[str, str] | None = None) -> int:
        keys = [[aiogram_types.InlineKeyboardButton(text=label, callback_data=data)] for label, data in (buttons or {}).items()]
        markup = aiogram_types.InlineKeyboardMarkup(inline_keyboard=keys) if keys else None
        message: aiogram_types.Message = await self._ask(self._bot.send_message(CHAT, text, reply_markup=markup))
        return message.message_id

    async def edit(self, message_id: int, text: str) -> None:
        await self._ask(self._bot.edit_message_text(text=text, chat_id=CHAT, message_id=message_id))

    async def toast(self, query_id: str, text: str) -> None:
        await self._ask(self._bot.answer_callback_query(query_id, text))

    async def listen(self, url: str, secret: str) -> None:
        await self._ask(self._bot.set_webhook(url, secret_token=secret))

    async def webhook_url(self) -> str:
        return str((await self._ask(self._bot.get_webhook_info())).url)

    async def stop_listening(self) -> None:
        await self._ask(self._bot.delete_webhook())

    async def document(self, name: str, body: bytes) -> None:
        await self._ask(self._bot.send_document(CHAT, aiogram_types.BufferedInputFile(body, name), caption="here"))

    async def close(self) -> None:
        await self._bot.session.close()


class Ptb:
    KINDS: ClassVar[dict[type[Exception], str]] = {
        ptb_errors.RetryAfter: "RetryAfter",
        ptb_errors.Forbidden: "Forbidden",
        ptb_errors.Conflict: "Conflict",
        ptb_errors.InvalidToken: "Unauthorized",
        ptb_errors.BadRequest: "BadRequest",
        ptb_errors.NetworkError: "Network",
        ptb_errors.TelegramError: "Unreadable",
    }

    def __init__(self, base_url: str, token: str) -> None:
        asking, polling = (HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2))
        self._bot = telegram.Bot(token, base_url=f"{base_url}/bot", request=asking, get_updates_request=polling)

    async def _ask(self, call: Awaitable[Any]) -> Any:
        await self._bot._request[0].initialize()
        await self._bot._request[1].initialize()
        try:
            return await call
        except ptb_errors.TelegramError as error:
            after = getattr(error, "retry_after", timedelta())
            kind = next(name for kind, name in self.KINDS.items() if isinstance(error, kind))
            raise Failure(kind, str(error), after.total_seconds()) from error

    async def username(self) -> str | None:
        me: telegram.User = await self._ask(self._bot.get_me())
        return me.username

    async def poll(self, offset: int | None = None, wait_s: int = 0) -> list[Heard]:
        updates = await self._ask(self._bot.get_updates(offset=offset, timeout=wait_s))
        return [_heard(update) for update in updates]

    async def send(self, text: str, buttons: dict[str, str] | None = None) -> int:
        keys = [[telegram.InlineKeyboardButton(label, callback_data=data)] for label, data in (buttons or {}).items()]
        markup = telegram.InlineKeyboardMarkup(keys) if keys else None
        message: telegram.Message = await self._ask(self._bot.send_message(CHAT, text, reply_markup=markup))
        return message.message_id

    async def edit(self, message_id: int, text: str) -> None:
        await self._ask(self._bot.edit_message_text(text=text, chat_id=CHAT, message_id=message_id))

    async def toast(self, query_id: str, text: str) -> None:
        await self._ask(self._bot.answer_callback_query(query_id, text))

    async def listen(self, url: str, secret: str) -> None:
        await self._ask(self._bot.set_webhook(url, secret_token=secret))

    async def webhook_url(self) -> str:
        return str((await self._ask(self._bot.get_webhook_info())).url)

    async def stop_listening(self) -> None:
        await self._ask(self._bot.delete_webhook())

    async def document(self, name: str, body: bytes) -> None:
        await self._ask(self._bot.send_document(CHAT, body, filename=name, caption="here"))

    async def close(self) -> None:
        await self._bot._request[0].shutdown()
        await self._bot._request[1].shutdown()


def _heard(update: Any) -> Heard:
    message, query = update.message, update.callback_query
    return Heard(
        update.update_id,
        message.text if message else None,
        query.data if query else None,
        query.id if query else None,
        (message or query).from_user.language_code,
    )


@pytest.fixture(params=[pytest.param(Aiogram, id="aiogram"), pytest.param(Ptb, id="python-telegram-bot")])
async def client(request: pytest.FixtureRequest, api: PretendBotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else reading the seconds of a 429 is a deprecation warning
    made: Client = request.param(api.base_url, api.token)
    yield made
    await made.close()


async def test_the_bot_knows_its_name(client: Client) -> None:
    assert await client.username() == "pretend_lotse_bot"


async def test_a_wrong_token_is_refused(client: Client, api: PretendBotApi) -> None:
    api.revoke(api.token)
    with pytest.raises(Failure) as refused:
        await client.username()
    assert refused.value.kind == "Unauthorized"


async def test_what_was_not_confirmed_comes_again(client: Client, api: PretendBotApi) -> None:
    first = await api.says(CHAT, "hello", language_code="ar")
    second = await api.says(CHAT, "are you there?")

    assert [(heard.text, heard.language) for heard in await client.poll()] == [("hello", "ar"), ("are you there?", "ar")]
    assert [heard.update_id for heard in await client.poll()] == [first, second]
    assert [heard.update_id for heard in await client.poll(offset=second)] == [second]
    assert api.pending() == [second]
    assert await client.poll(offset=second + 1) == []
    assert (api.pending(), api.ended()) == ([], [first, second])


async def test_a_long_poll_ends_when_somebody_speaks(client: Client, api: PretendBotApi) -> None:
    polling = asyncio.create_task(client.poll(wait_s=20))
    await api.until(lambda: api.bot().queue.polled)
    await api.says(CHAT, "hello")
    [heard] = await polling
    assert heard.text == "hello"


async def test_a_button_is_shown_pressed_and_answered(client: Client, api: PretendBotApi) -> None:
    api.meets(CHAT)
    message_id = await client.send("What do you need?", {"A doctor": "need:1", "A flat": "need:2"})
    assert [(button.text, button.data) for button in api.buttons(CHAT)] == [("A doctor", "need:1"), ("A flat", "need:2")]

    await api.presses(CHAT, "need:2")
    [heard] = await client.poll()
    assert heard.data == "need:2"
    await client.toast(heard.query_id or "", "One moment")
    await client.edit(message_id, "A flat, then.")

    assert api.toasts(CHAT) == ["One moment"]
    assert api.texts(CHAT) == ["What do you need?", "A flat, then."]
    assert api.screen(CHAT) == ["A flat, then."]


@pytest.mark.parametrize(
    ("text", "buttons", "words"),
    [
        pytest.param("😀" * 2049, None, "message is too long", id="too long in UTF-16 units"),
        pytest.param("fine", {"x": "ж" * 33}, "button_data_invalid", id="66 bytes in a button"),
    ],
)
async def test_what_does_not_fit_is_a_bad_request(
    client: Client, api: PretendBotApi, text: str, buttons: dict[str, str] | None, words: str
) -> None:
    api.meets(CHAT)
    with pytest.raises(Failure) as refused:
        await client.send(text, buttons)
    assert refused.value.kind == "BadRequest"
    assert words in refused.value.words.lower()
    assert api.sent() == []


async def test_an_unknown_chat_and_an_unchanged_message_are_bad_requests(client: Client, api: PretendBotApi) -> None:
    with pytest.raises(Failure, match=r"(?i)BadRequest.*chat not found"):
        await client.send("hello")
    api.meets(CHAT)
    message_id = await client.send("hello")
    with pytest.raises(Failure, match=r"(?i)BadRequest.*message is not modified"):
        await client.edit(message_id, "hello")
    with pytest.raises(Failure, match=r"(?i)BadRequest.*message to edit not found"):
        await client.edit(message_id + 1, "hello")
    with pytest.raises(Failure, match=r"(?i)BadRequest.*query is too old"):
        await client.toast("1", "hello")


async def test_too_many_requests_names_the_seconds(client: Client, api: PretendBotApi) -> None:
    api.meets(CHAT)
    api.fault("sendMessage", faults.too_many(17))
    with pytest.raises(Failure) as refused:
        await client.send("hello")
    assert (refused.value.kind, refused.value.seconds) == ("RetryAfter", 17)
    await client.send("hello")
    assert api.texts() == ["hello"]


async def test_a_blocked_bot_is_forbidden_to_speak(client: Client, api: PretendBotApi) -> None:
    await api.blocks(CHAT)
    with pytest.raises(Failure) as refused:
        await client.send("hello")
    assert refused.value.kind == "Forbidden"
    assert "blocked by the user" in refused.value.words


async def test_the_second_poller_ends_the_first(client: Client, api: PretendBotApi, request: pytest.FixtureRequest) -> None:
    first = asyncio.create_task(client.poll(wait_s=20))
    await api.until(lambda: api.bot().queue.polled)
    other = Ptb(api.base_url, api.token) if isinstance(client, Aiogram) else Aiogram(api.base_url, api.token)
    assert await other.poll() == []
    with pytest.raises(Failure) as refused:
        await first
    await other.close()
    assert refused.value.kind == "Conflict"


@pytest.mark.parametrize(
    "fault", [faults.gateway(502), faults.internal(), faults.drop(accepted=False)], ids=["a gateway", "an inner error", "a reset"]
)
async def test_a_broken_network_is_told_apart(client: Client, api: PretendBotApi, fault: faults.Fault) -> None:
    api.meets(CHAT)
    api.fault("sendMessage", fault)
    with pytest.raises(Failure) as refused:
        await client.send("hello")
    assert refused.value.kind in ("Network", "Unreadable")
    assert api.sent() == []


async def test_a_document_arrives_with_its_bytes(client: Client, api: PretendBotApi) -> None:
    api.meets(CHAT)
    await client.document("report.pdf", b"%PDF-1.7 \x00\xff")
    [sent] = api.sent(CHAT)
    assert (sent.method, sent.file_name, sent.file, sent.text) == ("sendDocument", "report.pdf", b"%PDF-1.7 \x00\xff", "here")


async def test_a_webhook_gets_the_update_and_the_secret(client: Client, api: PretendBotApi) -> None:
    got: list[tuple[str | None, str]] = []

    async def receive(request: web.BaseRequest) -> web.Response:
        got.append((request.headers.get(SECRET_HEADER), (await request.json())["message"]["text"]))
        return web.Response(status=500 if len(got) == 1 else 200)

    runner = web.ServerRunner(web.Server(receive))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"

    await api.says(CHAT, "before")
    await client.listen(url, "a-secret_1")
    await api.settled()
    assert got == [("a-secret_1", "before")] * 2
    assert [status for _, status in api.webhook_replies()] == [500, 200]
    assert await client.webhook_url() == url
    with pytest.raises(Failure, match=r"Conflict.*webhook is active"):
        await client.poll()

    await client.stop_listening()
    await api.says(CHAT, "after")
    assert [heard.text for heard in await client.poll()] == ["after"]
    await runner.cleanup()

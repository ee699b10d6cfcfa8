"""What is accepted is in the ledger, what Telegram would refuse is refused, and trouble comes exactly as scripted."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.botapi import faults
from tests.botapi.bare import CHAT, Bare
from tests.botapi.injecting import NOT_STARTED
from tests.botapi.remote import RemoteBotApi
from tests.botapi.server import PretendBotApi


def keyboard(**button: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": " \n"}, "message text is empty"),
        ("sendMessage", {"text": "a" * 4097}, "message is too long"),
        ("sendMessage", {"text": "\ud83d"}, "strings must be encoded in UTF-8"),
        ("sendMessage", {"text": "a", "chat_id": 99}, "chat not found"),
        ("sendMessage", {"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "beyond the end"),
        ("sendMessage", {"text": "a😀", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "middle of a UTF-16 symbol"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard()}, "Text buttons are unallowed"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard(url="tel:112")}, "Unsupported URL protocol"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard(url="http://localhost/x")}, "Wrong HTTP URL"),
        ("sendMessage", {"text": "a", "reply_markup": "{half"}, "can't parse reply_markup"),
        ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ("sendDocument", {}, "there is no document"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "too long"),
        ("getFile", {"file_id": "x"}, "file is temporarily unavailable"),
    ],
)
async def test_what_telegram_would_refuse_is_refused(bare: Bare, method: str, params: dict[str, Any], words: str) -> None:
    answer = await bare.call(method, **{"chat_id": CHAT, **params})
    assert (answer["status"], answer["error_code"]) == (400, 400)
    assert words in answer["description"]
    assert bare.api.accepted() == []
    assert bare.api.calls()[method] == 1


async def test_what_just_fits_is_accepted(bare: Bare) -> None:
    bold = [{"type": "bold", "offset": 1, "length": 2}]
    assert (await bare.send("a😀", entities=bold, reply_markup=keyboard(callback_data="ж" * 32)))["ok"]
    assert (await bare.send("😀" * 2048))["ok"]
    first, _ = bare.api.sent(CHAT)
    assert (first.entities, first.buttons[0].data) == (tuple(bold), "ж" * 32)


@pytest.mark.parametrize("way", ["query", "json", "form", "multipart"])
async def test_parameters_come_in_four_ways(bare: Bare, way: str) -> None:
    params = {"chat_id": str(CHAT), "text": "Grüße & 😀", "reply_markup": json.dumps(keyboard(callback_data="ж"))}
    form = aiohttp.FormData(params, default_to_multipart=way == "multipart")
    ways: dict[str, dict[str, Any]] = {"query": {"params": params}, "json": {"json": params}}
    sent = ways.get(way, {"data": form})
    async with bare.session.post(f"{bare.api.base_url}/bot{bare.api.token}/SENDMESSAGE", **sent) as response:
        assert (await response.json())["ok"]
    assert bare.api.texts(CHAT) == ["Grüße & 😀"]
    assert [button.data for button in bare.api.buttons(CHAT)] == ["ж"]


async def test_a_chat_can_refuse_move_and_be_left(bare: Bare) -> None:
    api = bare.api
    api.meets(8, refuses=NOT_STARTED)
    api.meets(-5)
    api.migrates(-3, -1003)
    assert (await bare.send(chat=8))["description"] == "Forbidden: bot can't initiate conversation with a user"
    assert (await bare.send(chat=-3))["parameters"] == {"migrate_to_chat_id": -1003}
    assert (await bare.call("leaveChat", chat_id=-5))["ok"]
    assert (await bare.send(chat=-5))["error_code"] == 403
    await api.blocks(CHAT, tell=False)
    assert (await bare.send())["error_code"] == 403
    await api.unblocks(CHAT)
    assert (await bare.send())["ok"]


async def test_old_things_cannot_be_touched_any_more(bare: Bare) -> None:
    message_id = (await bare.send())["result"]["message_id"]
    await bare.api.presses(CHAT, "x")
    [pressed] = await bare.poll()
    query_id = pressed["callback_query"]["id"]
    assert (await bare.call("answerCallbackQuery", callback_query_id=query_id))["ok"]
    bare.api.turn(minutes=16)
    assert "too old" in (await bare.call("answerCallbackQuery", callback_query_id=query_id))["description"]
    bare.api.turn(hours=48)
    assert "can't be deleted" in (await bare.call("deleteMessage", chat_id=CHAT, message_id=message_id))["description"]


async def test_the_screen_shows_what_is_left(bare: Bare) -> None:
    first = (await bare.send("one"))["result"]["message_id"]
    second = (await bare.send("two"))["result"]["message_id"]
    await bare.call("editMessageText", chat_id=CHAT, message_id=second, text="three")
    await bare.call("deleteMessage", chat_id=CHAT, message_id=first)
    assert bare.api.screen(CHAT) == ["three"]
    assert bare.api.texts(CHAT) == ["one", "two", "three"]


async def test_the_profile_is_kept_per_language(bare: Bare) -> None:
    commands = [{"command": "start", "description": "Начать"}]
    await bare.call("setMyCommands", commands=commands, language_code="uk")
    await bare.call("setMyDescription", description="Hello")
    assert (bare.api.profile("setMyCommands", "uk"), bare.api.profile("setMyCommands")) == (commands, None)
    assert bare.api.profile("setMyDescription") == "Hello"
    assert bare.api.sent() == []


async def test_an_unknown_method_and_a_download_are_not_found_and_counted(bare: Bare) -> None:
    assert (await bare.call("sendDice", chat_id=CHAT))["error_code"] == 404
    async with bare.session.get(f"{bare.api.base_url}/file/bot{bare.api.token}/photo.jpg") as response:
        assert response.status == 404
    assert (bare.api.downloads, bare.api.calls()["sendDice"]) == (1, 1)


@pytest.mark.parametrize(
    ("fault", "status", "body", "kept"),
    [
        pytest.param(faults.too_many(7), 429, b'"parameters":{"retry_after":7}', False, id="429"),
        pytest.param(faults.too_many(faults.ABSENT), 429, b'"description":"Too Many Requests: retry later"}', False, id="429 no seconds"),
        pytest.param(faults.too_many(0), 429, b'"retry_after":0}', False, id="429 zero"),
        pytest.param(faults.too_many("soon"), 429, b'"retry_after":"soon"', False, id="429 words"),
        pytest.param(faults.too_many(10**12), 429, b'"retry_after":1000000000000', False, id="429 huge"),
        pytest.param(faults.gateway(504), 504, b"<html>", False, id="504"),
        pytest.param(faults.internal(), 500, b"Internal Server Error", False, id="500"),
        pytest.param(faults.html(), 200, b"<html>", False, id="a hotel network"),
        pytest.param(faults.html(accepted=True), 200, b"<html>", True, id="html although accepted"),
        pytest.param(faults.empty(), 200, b"", False, id="empty"),
        pytest.param(faults.cut(9), 200, b'{"ok":tru', True, id="cut"),
        pytest.param(faults.codeless(), 200, b'{"ok":false}', False, id="no code"),
        pytest.param(faults.conflict(), 409, b"Conflict", False, id="409"),
        pytest.param(faults.unauthorized(), 401, b"Unauthorized", False, id="401"),
        pytest.param(faults.forbidden("user is deactivated"), 403, b"user is deactivated", False, id="403"),
        pytest.param(faults.answer(400, "Bad Request: brand new"), 400, b"brand new", False, id="anything"),
        pytest.param(faults.raw(200, b"\x00\xff"), 200, b"\x00\xff", False, id="raw"),
        pytest.param(faults.slow(10_000), 200, b'"text":"hello"', True, id="slow"),
    ],
)
async def test_trouble_comes_once_and_then_is_over(bare: Bare, fault: faults.Fault, status: int, body: bytes, kept: bool) -> None:
    bare.api.fault("sendMessage", fault)
    seen, _, said = await bare.bytes("sendMessage", chat_id=CHAT, text="hello")
    assert seen == status
    assert body in said
    assert bare.api.texts() == (["hello"] if kept else [])
    assert (await bare.send("again"))["ok"]
    assert [attempt.outcome for attempt in bare.api.attempts("sendMessage")] == [fault.name, "200"]


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_reset_may_come_before_or_after_the_message_was_accepted(bare: Bare, accepted: bool) -> None:
    bare.api.fault("sendMessage", faults.drop(accepted=accepted))
    with pytest.raises((ConnectionResetError, aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
        await bare.send()
    assert bare.api.texts() == (["hello"] if accepted else [])


async def test_a_hanging_call_is_accepted_and_never_answered(bare: Bare) -> None:
    bare.api.fault("sendMessage", faults.hang())
    sending = asyncio.create_task(bare.send())
    await bare.api.hears(CHAT)
    sending.cancel()
    assert (await bare.send("again"))["ok"]


async def test_garbage_that_claims_to_be_compressed(bare: Bare) -> None:
    bare.api.fault("sendMessage", faults.raw(200, b"\x1f\x8bgarbage", Content_Encoding="gzip"))
    with pytest.raises(aiohttp.ClientPayloadError):
        await bare.send()


async def test_trouble_can_be_for_one_chat_later_and_until_healed(bare: Bare) -> None:
    api = bare.api
    api.meets(8)
    number = api.fault("sendMessage", "gateway", chat=CHAT, times=None, skip=1, status=502)
    assert [(await bare.send())["ok"], (await bare.bytes("sendMessage", chat_id=CHAT, text="x"))[0]] == [True, 502]
    assert (await bare.send(chat=8))["ok"]
    api.heal(number)
    assert (await bare.send())["ok"]
    api.fault("*", "unauthorized", times=2)
    assert [(await bare.call(method, chat_id=CHAT))["status"] for method in ("getMe", "getUpdates", "getMe")] == [401, 401, 200]


async def test_who_does_not_wait_after_429_is_noted() -> None:
    now = [100.0]
    async with PretendBotApi(monotonic=lambda: now[0]) as api, aiohttp.ClientSession() as session:
        bare = Bare(api, session)
        api.meets(CHAT)
        api.meets(8)
        api.fault("sendMessage", faults.too_many(5), chat=CHAT)
        await bare.send()
        now[0] += 4.9
        await bare.send(chat=8)
        assert api.impatient == []
        await bare.send()
        assert [(call.chat, call.at) for call in api.impatient] == [(CHAT, now[0])]
        now[0] += 0.1
        await bare.send()
        assert len(api.impatient) == 1


async def test_the_rate_watch_sees_what_telegram_would_not_allow() -> None:
    now = [100.0]
    async with PretendBotApi(monotonic=lambda: now[0]) as api, aiohttp.ClientSession() as session:
        bare = Bare(api, session)
        for chat in range(1, 32):
            api.meets(chat)
            await bare.send(chat=chat)
        assert [(violation.rule, violation.chat) for violation in api.violations()] == [("overall", 31)]
        now[0] += 1
        await bare.send(chat=1)
        now[0] += 0.5
        await bare.send(chat=1)
        assert [(violation.rule, violation.chat) for violation in api.violations()[1:]] == [("chat", 1)]

        api.limit(enforced=True)
        api.meets(-9)
        waits = []
        for _ in range(21):
            now[0] += 1
            waits.append((await bare.send(chat=-9)).get("parameters"))
        assert waits == [None] * 20 + [{"retry_after": 40}]
        assert len(api.sent(-9)) == 20


async def test_a_webhook_reply_may_carry_a_call_and_connections_are_limited(bare: Bare) -> None:
    together: list[int] = []
    gate = asyncio.Event()
    at_once = 0

    async def receive(request: web.BaseRequest) -> web.Response:
        nonlocal at_once
        at_once += 1
        together.append(at_once)
        if len(together) == 2:
            gate.set()
        await gate.wait()
        at_once -= 1
        return web.json_response({"method": "sendMessage", "chat_id": CHAT, "text": (await request.json())["message"]["text"]})

    runner = web.ServerRunner(web.Server(receive))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bare.call("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/", max_connections=2)
    for number in range(6):
        await bare.api.says(CHAT, str(number))
    await bare.api.settled()
    assert max(together) == 2
    assert sorted(bare.api.texts(CHAT)) == list("012345")
    await bare.api.stop()
    await runner.cleanup()


async def test_two_bots_do_not_hear_each_other() -> None:
    async with PretendBotApi("1:a", "2:b") as api, aiohttp.ClientSession() as session:
        await api.says(CHAT, "to the second", token="2:b")
        assert (api.pending(), len(api.pending("2:b"))) == ([], 1)
        async with session.get(f"{api.base_url}/bot2:b/getMe") as response:
            assert (await response.json())["result"]["id"] == 2
        async with session.get(f"{api.base_url}/bot3:c/getMe") as response:
            assert (response.status, (await response.json())["error_code"]) == (401, 401)


async def test_the_cheap_mode_counts_and_times(bare: Bare) -> None:
    async def echo() -> None:
        offset = 0
        while True:
            for update in await bare.poll(offset=offset, timeout=5):
                offset = update["update_id"] + 1
                await bare.send(update["message"]["text"], update["message"]["chat"]["id"])

    echoing = asyncio.create_task(echo())
    report = await bare.api.bench(150)
    paced = await bare.api.bench(20, per_second=400)
    echoing.cancel()
    assert (report.sends, len(report.latencies_s), paced.sends) == (150, 150, 20)
    assert report.wall_s > 0
    assert report.latency_s(50) <= report.latency_s(99) <= report.wall_s
    assert bare.api.sent() == []  # nothing is kept in this mode


async def test_the_cheap_mode_ends_when_its_time_is_up(bare: Bare) -> None:
    report = await bare.api.bench(3, within_s=0.05)
    assert (report.sends, report.latencies_s) == (0, [])


async def test_another_process_can_inject_and_read() -> None:
    with RemoteBotApi("1:a") as remote:
        said = remote.call("says", chat=CHAT, text="hello", language_code="ti")
        raw = remote.call("raw_bytes", b'{"message": "\\ud83d"}')
        remote.call("fault", method="sendMessage", fault="too_many", retry_after=3)
        async with aiohttp.ClientSession() as session:
            url = f"{remote.base_url}/bot{remote.token}"
            async with session.get(f"{url}/getUpdates") as response:
                assert [update["update_id"] for update in (await response.json())["result"]] == [said, raw]
            for status in (429, 200):
                async with session.post(f"{url}/sendMessage", json={"chat_id": CHAT, "text": "welcome"}) as response:
                    assert response.status == status
        assert await remote.acall("texts", chat=CHAT) == ["welcome"]
        assert remote.call("pending") == [said, raw]
        assert [sent["method"] for sent in remote.call("sent")] == ["sendMessage"]
        with pytest.raises(ValueError, match="no such control"):
            remote.call("stop")
        with pytest.raises(ValueError, match="TypeError"):
            remote.call("says", nobody=1)


async def test_waiting_for_something_that_does_not_happen_ends() -> None:
    api = PretendBotApi()
    with pytest.raises(TimeoutError):
        await api.hears(CHAT, within_s=0.05)

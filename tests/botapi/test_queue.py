"""The queue keeps what was not confirmed, for a day, in order, whatever the ids do."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from tests.botapi import builders
from tests.botapi.bare import CHAT, Bare
from tests.botapi.server import PretendBotApi


async def test_updates_expire_after_a_day(api: PretendBotApi, bare: Bare) -> None:
    old = await api.says(CHAT, "old")
    api.turn(hours=23, minutes=50)
    assert await bare.ids() == [old]
    young = await api.says(CHAT, "young")
    api.turn(minutes=11)
    assert await bare.ids() == [young]
    assert (api.ended("expired"), api.ended()) == ([old], [])


async def test_after_an_idle_week_ids_start_lower_and_nothing_is_lost(api: PretendBotApi, bare: Bare) -> None:
    last = await api.says(CHAT, "before")
    await bare.poll(offset=last + 1)
    api.idle_week(next_id=5)
    assert await api.says(CHAT, "after") == 5
    assert await bare.ids(offset=last + 1) == [5]  # an offset too far ahead is answered from the head
    assert api.pending() == [5]
    assert await bare.ids(offset=6) == []


async def test_a_negative_offset_forgets_all_but_the_last(api: PretendBotApi, bare: Bare) -> None:
    ids = [await api.says(CHAT, str(number)) for number in range(5)]
    assert await bare.ids(offset=-2) == ids[-2:]
    assert api.pending() == ids[-2:]


async def test_a_poll_gets_at_most_as_many_as_it_asks_for(api: PretendBotApi, bare: Bare) -> None:
    ids = [await api.says(CHAT, str(number)) for number in range(120)]
    assert await bare.ids(limit=3) == ids[:3]
    assert await bare.ids(limit=1000) == ids[:100]


async def test_allowed_updates_count_for_what_comes_later(api: PretendBotApi, bare: Bare) -> None:
    await bare.poll(allowed_updates=["message"])
    await api.edits(CHAT, "edited")
    said = await api.says(CHAT, "said")
    assert await bare.ids() == [said]
    await bare.poll(allowed_updates=[], offset=said + 1)
    edited = await api.edits(CHAT, "edited again")
    assert await bare.ids() == [edited]


async def test_polling_is_refused_while_a_webhook_is_set(api: PretendBotApi, bare: Bare) -> None:
    waiting = await api.says(CHAT, "hello")
    await bare.call("setWebhook", url="http://127.0.0.1:9/nobody-listens")
    answer = await bare.call("getUpdates")
    assert (answer["status"], answer["error_code"]) == (409, 409)
    await api.until(lambda: bool(api.webhook_replies()))
    info = (await bare.call("getWebhookInfo"))["result"]
    assert (info["pending_update_count"], bool(info["last_error_message"])) == (1, True)
    await bare.call("deleteWebhook")
    assert await bare.ids() == [waiting]


async def test_setting_a_webhook_ends_a_waiting_poll(api: PretendBotApi, bare: Bare) -> None:
    polling = asyncio.create_task(bare.call("getUpdates", timeout=20))
    await api.until(lambda: api.bot().queue.polled)
    await bare.call("setWebhook", url="http://127.0.0.1:9/")
    assert (await polling)["description"] == "Conflict: terminated by setWebhook request"


async def test_dropping_pending_updates(api: PretendBotApi, bare: Bare) -> None:
    gone = await api.says(CHAT, "hello")
    await bare.call("deleteWebhook", drop_pending_updates=True)
    assert (await bare.poll(), api.ended("dropped")) == ([], [gone])


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "http://example.org/"}, "HTTPS"),
        ({"url": "https://example.org/", "secret_token": "no spaces"}, "unallowed characters"),
        ({"url": "https://example.org/", "max_connections": 101}, "max_connections"),
    ],
)
async def test_a_bad_webhook_is_refused_and_the_old_one_stays(bare: Bare, params: dict[str, object], words: str) -> None:
    answer = await bare.call("setWebhook", **params)
    assert answer["error_code"] == 400
    assert words in answer["description"]
    assert (await bare.call("getWebhookInfo"))["result"]["url"] == ""


async def test_mixed_up_updates_come_several_times_and_shuffled_but_none_is_missing(api: PretendBotApi, bare: Bare) -> None:
    ids = [await api.says(CHAT, str(number)) for number in range(30)]
    api.mix_up(copies=5, seed=3)
    got = await bare.ids()
    assert len(got) > len(ids)
    assert got != sorted(got)
    assert set(got) == set(ids)
    api.mix_up(copies=5, seed=3)
    assert await bare.ids() == got
    api.mix_up(copies=0)
    assert await bare.ids() == ids


async def test_ids_may_repeat_jump_or_be_zero(api: PretendBotApi, bare: Bare) -> None:
    for update_id in (3, 0, 1900, 3):
        await api.update({"update_id": update_id, "message": {}})
    assert await bare.ids() == [0, 3, 3, 1900]
    assert await bare.ids(offset=4) == [1900]
    assert await api.says(CHAT, "next") == 1901


async def test_a_broken_update_is_handed_out_as_it_is(api: PretendBotApi, bare: Bare) -> None:
    await api.says(CHAT, "half an emoji: \ud83d")
    unknown = await api.update({"brand_new_kind": {"chat": {"id": 1}}})
    nameless = await api.sends(CHAT, builders.forwarded("hi"))
    bytewise = await api.raw_bytes(b'{"message": {"text": "\\ud83d"}}')
    await api.raw_bytes(b"{}")
    _, _, body = await bare.bytes("getUpdates")
    assert b'half an emoji: \\ud83d"' in body
    updates = json.loads(body)["result"]
    assert [update["update_id"] for update in updates[1:4]] == [unknown, nameless, bytewise]
    assert updates[2]["message"]["forward_origin"] == {"type": "hidden_user", "date": 1_420_070_400}
    await api.raw_bytes(b"\xff not json")
    with pytest.raises(ValueError):
        json.loads((await bare.bytes("getUpdates"))[2])


async def test_what_people_send_looks_like_telegram(api: PretendBotApi, bare: Bare) -> None:
    api.meets(8, first_name="Amal", language_code="ar")
    await api.says(8, "😀 /start abc")
    await api.sends(8, builders.photo("my letter"), media_group_id="1")
    await api.sends(8, builders.contact(user_id=8))
    await api.says_in_group(-100, "/help@other_bot", by=8)
    await api.posts(-200, "news")
    await api.edits(8, "changed")
    await api.blocks(8)
    said, photo, contact, group, post, edited, left = await bare.poll()
    assert said["message"]["from"] == {"id": 8, "is_bot": False, "first_name": "Amal", "language_code": "ar"}
    assert said["message"]["entities"] == [{"type": "bot_command", "offset": 3, "length": 6}]
    assert (photo["message"]["caption"], len(photo["message"]["photo"])) == ("my letter", 3)
    assert contact["message"]["contact"]["user_id"] == 8
    assert (group["message"]["chat"]["type"], group["message"]["from"]["id"]) == ("supergroup", 8)
    assert "from" not in post["channel_post"]
    assert edited["edited_message"]["message_id"] == contact["message"]["message_id"]
    assert left["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_long_text_comes_in_parts_that_split_no_emoji(api: PretendBotApi, bare: Bare) -> None:
    words = "a" + "😀" * 3000
    await api.says(CHAT, words)
    parts = [update["message"]["text"] for update in await bare.poll()]
    assert "".join(parts) == words
    assert [len(part.encode("utf-16-le")) // 2 for part in parts] == [4095, 1906]


async def test_a_press_on_an_inaccessible_message_and_a_forged_one(api: PretendBotApi, bare: Bare) -> None:
    await bare.send(reply_markup={"inline_keyboard": [[{"text": "yes", "callback_data": "y"}]]})
    await bare.send("later")
    await api.presses(CHAT, "y")
    await api.presses(CHAT, "y", inaccessible=True)
    await api.presses(CHAT, "forged", by=66)
    right, inaccessible, forged = [update["callback_query"] for update in await bare.poll()]
    assert right["message"]["text"] == "hello"
    assert inaccessible["message"]["date"] == 0
    assert (forged["from"]["id"], forged["message"]["text"]) == (66, "later")


async def test_a_poll_whose_client_died_confirms_nothing(api: PretendBotApi, bare: Bare) -> None:
    polling = asyncio.create_task(bare.poll(timeout=20))
    await api.until(lambda: api.bot().queue.polled)
    polling.cancel()
    await api.until(lambda: not api.bot().queue.polled)
    said = await api.says(CHAT, "hello")
    assert await bare.ids() == [said]


async def test_after_an_outage_everything_is_still_there(api: PretendBotApi, bare: Bare) -> None:
    port = api.port
    await api.stop()
    said = await api.says(CHAT, "hello")
    with pytest.raises(aiohttp.ClientError):
        await bare.poll()
    await api.start(port)
    assert await bare.ids() == [said]

"""Bad days of the Bot API (promises R5, R7, T1-T14): nothing is lost, at most one repetition, and it goes on by itself afterwards."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot import ears
from bot.channels import telegram
from bot.channels.telegram import TelegramApi
from bot.ears import ALARMS, Trouble
from tests.bot.conftest import TOKEN, Doors, until
from tests.botapi import faults
from tests.botapi.faults import Fault
from tests.botapi.server import PretendBotApi
from tests.databases import migrated_sqlite


@pytest.fixture
def database_url(tmp_path: Any) -> str:
    """What Telegram does is the same to both databases."""
    return migrated_sqlite(tmp_path / "lotse.db")


WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
POLLED = [
    pytest.param(faults.too_many(1), "wait", id="T1 429"),
    pytest.param(faults.too_many(0), "wait", id="T1 429, zero seconds"),
    pytest.param(faults.too_many("1"), "wait", id="T1 429, seconds as a string"),
    pytest.param(faults.too_many(1.2), "wait", id="T1 429, a fraction"),
    pytest.param(faults.too_many(faults.ABSENT), "wait", id="T1 429, no seconds"),
    pytest.param(faults.internal(500), "again", id="T2 500"),
    pytest.param(faults.gateway(502), "again", id="T2 502"),
    pytest.param(faults.gateway(504), "again", id="T2 504"),
    pytest.param(faults.drop(accepted=False), "again", id="T3 reset before"),
    pytest.param(faults.drop(accepted=True), "again", id="T3 reset after"),
    pytest.param(faults.hang(), "again", id="T3 no answer"),
    pytest.param(faults.cut(40), "again", id="T4 half JSON"),
    pytest.param(faults.html(), "again", id="T5 HTML with 200"),
    pytest.param(faults.empty(), "unsure", id="T5 nothing with 200"),
    pytest.param(faults.raw(200, b"\x1f\x8b\x08\x00", content_encoding="gzip"), "unsure", id="R7 gzip garbage"),
    pytest.param(faults.raw(200, b'{"ok":true,"result":null}'), "again", id="T4 no list"),
    pytest.param(faults.codeless(), "again", id="T6 ok false"),
    pytest.param(faults.conflict(), "conflict", id="T7 409"),
    pytest.param(faults.unauthorized(), "token", id="T8 401"),
    pytest.param(faults.answer(404, "Not Found"), "token", id="R7 404"),
    pytest.param(faults.forbidden(), "never", id="T9 403"),
    pytest.param(faults.answer(400, "Bad Request"), "never", id="T10 400"),
    pytest.param(faults.answer(413, "Request Entity Too Large"), "never", id="R7 413"),
    pytest.param(faults.answer(409, WEBHOOK), "webhook", id="T13 webhook"),
]


@pytest.mark.parametrize(("fault", "kind"), POLLED)
async def test_polling_survives(doors: Doors, api: PretendBotApi, fault: Fault, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "GIVE_UP_POLL", 0.2)
    monkeypatch.setattr(ears, "POLL_SECONDS", 0.2 if fault.ending == "hang" else 25)
    numbers = [await api.says(chat, "hallo") for chat in (1, 2, 3)]
    api.fault("getUpdates", fault, times=2)
    seen: list[str] = []
    complain = doors.poller._complain
    monkeypatch.setattr(doors.poller, "_complain", lambda trouble: (seen.append(trouble.kind), complain(trouble)))
    async with doors.polling():
        await api.settled(within_s=20)
        numbers.append(await api.says(4, "hallo"))
        await api.settled(within_s=20)
    assert seen == [kind] * 2
    assert await doors.kept() == numbers
    assert api.impatient == []
    assert (doors.poller.trouble, doors.poller.alarm) == ("", False)


async def test_half_an_answer_cut_at_every_byte_loses_nothing(doors: Doors, api: PretendBotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """T4. Each time two messages wait; what came whole is kept, what broke off comes again."""
    monkeypatch.setattr(ears, "POLL_SECONDS", 0)
    numbers = [await api.says(chat, "ja") for chat in (1, 2)]
    _, whole = await doors.channel.poll(None, 0)
    for at in range(len(whole)):
        api.fault("getUpdates", "cut", at=at)
        polls, offset = 0, None
        while api.pending():
            polls += 1
            try:
                offset = await doors.poller.once(offset)
            except Trouble as trouble:
                assert trouble.kind in ("again", "unsure")
        assert polls <= 4
        numbers += [await api.says(chat, "ja") for chat in (1, 2)]
    assert await doors.kept() == numbers[:-2]


async def test_updates_that_come_twice_unordered_or_with_gaps_count_once(doors: Doors, api: PretendBotApi) -> None:
    """T11, R2."""
    api.mix_up(copies=4, seed=11)
    numbers = [await api.says(chat, "hallo") for chat in range(1, 120)]
    numbers.append(await api.update({"update_id": 5_000, "message": {"chat": {"id": 9, "type": "private"}, "text": "later"}}))
    async with doors.polling():
        await api.settled(within_s=20)
        api.idle_week(next_id=0)
        numbers += [await api.says(7, "after a quiet week"), await api.says(7, "and again")]
        await api.settled(within_s=20)
    assert numbers[-2:] == [0, 1]
    assert await doors.kept() == sorted(numbers)


@pytest.mark.parametrize(
    ("fault", "kind"), [(faults.unauthorized(), "token"), (faults.conflict(), "conflict"), (faults.answer(409, WEBHOOK), "webhook")]
)
async def test_what_needs_a_human_is_an_alarm_and_a_plain_sentence_said_once(
    doors: Doors, api: PretendBotApi, caplog: pytest.LogCaptureFixture, fault: Fault, kind: str
) -> None:
    heal = api.fault("getUpdates", fault, times=None)
    async with doors.polling():
        await api.until(lambda: api.calls()["getUpdates"] >= 5)
        assert doors.poller.alarm
        waiting = await api.says(1, "hallo")
        api.heal(heal)
        await api.settled()
        assert not doors.poller.alarm
    told = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.message for record in told] == [ALARMS[kind]]
    assert await doors.kept() == [waiting]


async def test_a_webhook_that_is_still_set_is_named_and_nothing_is_dropped(doors: Doors, api: PretendBotApi) -> None:
    """T13. Another installation may need it, so it is not taken away."""
    await doors.channel.call("setWebhook", {"url": "http://127.0.0.1:9/elsewhere"})
    waiting = await api.says(1, "hallo")
    async with doors.polling():
        await until(lambda: _is(doors.poller.trouble == "webhook"))
        assert api.bot().webhook is not None
        await doors.channel.call("deleteWebhook", {})
        await api.settled()
    assert await doors.kept() == [waiting]
    assert api.ended("dropped") == []


async def _is(so: bool) -> bool:
    return so


async def test_the_token_of_another_bot_is_refused(doors: Doors, api: PretendBotApi) -> None:
    """T12. Nothing is asked for: what waits there is not ours."""
    theirs = faults.raw(200, b'{"ok":true,"result":{"id":77,"is_bot":true,"first_name":"x","username":"other_bot"}}')
    api.fault("getMe", theirs)
    waiting = await api.says(1, "hallo")
    with pytest.raises(Trouble) as refused:
        await doors.poller.run()
    assert refused.value.kind == "other bot"
    assert doors.poller.alarm
    assert api.calls()["getUpdates"] == 0
    assert api.pending() == [waiting]


@pytest.mark.parametrize("fault", [faults.gateway(502), faults.html(), faults.drop(), faults.raw(200, b'{"ok":true,"result":7}')])
async def test_a_bad_day_of_get_me_keeps_nobody_waiting(doors: Doors, api: PretendBotApi, fault: Fault) -> None:
    api.fault("getMe", fault)
    await api.says(1, "hallo")
    async with doors.polling():
        await api.settled()
        await api.says(1, "hallo")
        await api.settled()
    assert api.calls()["getMe"] == 2, "asked once more, and then never again"


async def test_without_a_safe_connection_nothing_is_said_and_nothing_is_lost(doors: Doors, api: PretendBotApi) -> None:
    """T14: a clock that is wrong makes every certificate wrong. Here nobody speaks TLS at all."""
    unsafe = TelegramApi(api.base_url.replace("http://", "https://"), TOKEN)
    verdict, _ = await unsafe.poll(None, 0)
    assert (verdict.kind, "clock" in verdict.why) == ("again", True)
    assert (await unsafe.call("sendMessage", {"chat_id": 1, "text": "x"})).kind == "again"
    doors.poller.api = unsafe
    waiting = await api.says(1, "hallo")
    async with doors.polling():
        await until(lambda: _is(doors.poller.trouble == "again"))
        doors.poller.api = doors.channel
        await api.settled()
    await unsafe.close()
    assert await doors.kept() == [waiting]


SENT = [
    pytest.param(faults.too_many(1), 1, id="T1 429"),
    pytest.param(faults.too_many(0), 1, id="T1 429, zero seconds"),
    pytest.param(faults.too_many("1"), 1, id="T1 429, seconds as a string"),
    pytest.param(faults.too_many(1.2), 1, id="T1 429, a fraction"),
    pytest.param(faults.too_many(faults.ABSENT), 1, id="T1 429, no seconds"),
    pytest.param(faults.internal(500), 1, id="T2 500"),
    pytest.param(faults.gateway(502), 1, id="T2 502"),
    pytest.param(faults.gateway(504), 1, id="T2 504"),
    pytest.param(faults.drop(accepted=True), 2, id="T3 reset after it was accepted"),
    pytest.param(faults.drop(accepted=False), 1, id="T3 reset before"),
    pytest.param(faults.cut(), 2, id="T4 half JSON"),
    pytest.param(faults.cut(0), 2, id="T4 no byte"),
    pytest.param(faults.html(), 1, id="T5 HTML with 200"),
    pytest.param(faults.empty(), 1, id="T5 nothing with 200"),
    pytest.param(faults.empty(accepted=True), 2, id="T5 nothing with 200, accepted"),
    pytest.param(faults.codeless(), 1, id="T6 ok false"),
    pytest.param(faults.conflict(), 1, id="T7 409"),
    pytest.param(faults.unauthorized(), 1, id="T8 401"),
]


@pytest.mark.parametrize(("fault", "times_read"), SENT)
async def test_what_is_said_arrives_and_at_most_twice(doors: Doors, api: PretendBotApi, fault: Fault, times_read: int) -> None:
    api.meets(5)
    api.fault("sendMessage", fault)
    async with doors.carrying():
        await doors.say(5, "one")
        await doors.say(5, "two")
        await until(lambda: _counts(doors, {"sent": 2}))
    assert api.texts(5) == ["one"] * times_read + ["two"], "in their order"
    assert api.impatient == []


async def _counts(doors: Doors, wanted: dict[str, int]) -> bool:
    counted: dict[str, int] = await doors.keep(lambda unit: unit.outbox.counts())
    return counted == wanted


async def test_a_day_with_everything_wrong_still_costs_at_most_one_repetition(doors: Doors, api: PretendBotApi) -> None:
    """What was refused before does not count as a try that may have arrived."""
    api.meets(5)
    for fault in (
        faults.gateway(502),
        faults.too_many(1),
        faults.html(),
        faults.internal(),
        faults.drop(accepted=False),
        faults.gateway(504),
    ):
        api.fault("sendMessage", fault)
    async with doors.carrying():
        await doors.say(5, "one")
        await until(lambda: _counts(doors, {"sent": 1}))
    assert api.texts(5) == ["one"]


async def test_twice_in_doubt_is_left_and_counted(doors: Doors, api: PretendBotApi) -> None:
    api.meets(5)
    api.fault("sendMessage", faults.drop(accepted=True), times=2)
    async with doors.carrying():
        await doors.say(5, "one")
        await until(lambda: _counts(doors, {"dead": 1}))
    assert api.texts(5) == ["one", "one"]


NEVER = [
    pytest.param(faults.forbidden(), id="T9 blocked"),
    pytest.param(faults.forbidden("user is deactivated"), id="T9 deactivated"),
    pytest.param(faults.forbidden("bot can't initiate conversation with a user"), id="T9 never started"),
    pytest.param(faults.answer(400, "Bad Request: chat not found"), id="T10 chat not found"),
    pytest.param(faults.answer(400, "Bad Request: message is too long"), id="T10 too long"),
    pytest.param(faults.answer(400, "Bad Request: can't parse entities: unsupported start tag"), id="T10 can't parse"),
    pytest.param(faults.answer(400, "Bad Request: message to be replied not found"), id="T10 reply to nothing"),
    pytest.param(faults.answer(413, "Request Entity Too Large"), id="R7 413"),
]


@pytest.mark.parametrize("fault", NEVER)
async def test_what_will_never_arrive_is_tried_once_and_holds_nobody_up(doors: Doors, api: PretendBotApi, fault: Fault) -> None:
    api.meets(5)
    api.fault("sendMessage", fault)
    async with doors.carrying():
        await doors.say(5, "one")
        await doors.say(5, "two")
        await until(lambda: _counts(doors, {"dead": 1, "sent": 1}))
    assert api.texts(5) == ["two"]
    assert len(api.attempts("sendMessage", 5)) == 2


async def test_what_cannot_be_parsed_is_said_plainly(doors: Doors, api: PretendBotApi) -> None:
    """T10. An emergency card without bold letters is better than none."""
    api.meets(5)
    api.fault("sendMessage", faults.answer(400, "Bad Request: can't parse entities: x"))
    async with doors.carrying():
        await doors.say(5, "112", entities=[{"type": "bold", "offset": 0, "length": 3}])
        await until(lambda: _counts(doors, {"sent": 1}))
    assert api.texts(5) == ["112"]
    assert api.sent(5)[0].entities == ()


async def test_a_group_that_became_a_supergroup_hears_it_there(doors: Doors, api: PretendBotApi) -> None:
    """T10, migrate_to_chat_id."""
    api.migrates(-5, -1005)
    async with doors.carrying():
        await doors.say(-5, "hello all")
        await until(lambda: _counts(doors, {"sent": 1}))
    assert (api.texts(-5), api.texts(-1005)) == ([], ["hello all"])


async def test_a_huge_wait_of_one_chat_holds_up_no_other(doors: Doors, api: PretendBotApi) -> None:
    """T1: Telegram may ask for a day; the others are answered meanwhile."""
    for chat in (5, 6):
        api.meets(chat)
    api.fault("sendMessage", faults.too_many(86_400), chat=5)
    async with doors.carrying():
        await doors.say(5, "later")
        await until(lambda: _is(len(api.attempts("sendMessage", 5)) == 1))
        await doors.say(6, "now")
        await api.hears(6)
    assert api.texts(5) == []
    assert await _counts(doors, {"queued": 1, "sent": 1})


async def test_a_token_that_is_refused_while_speaking_is_an_alarm_until_it_works(doors: Doors, api: PretendBotApi) -> None:
    api.meets(5)
    api.fault("sendMessage", faults.unauthorized(), times=2)
    async with doors.carrying() as courier:
        await doors.say(5, "one")
        await until(lambda: _is(courier.token_refused))
        await until(lambda: _counts(doors, {"sent": 1}))
        assert not courier.token_refused

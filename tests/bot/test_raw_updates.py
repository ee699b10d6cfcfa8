"""One update that cannot be read takes nobody with it (promises R8, A10, T4, T11)."""

from __future__ import annotations

import json

import pytest

from bot.raw_updates import danger_in, glimpse, read_update, split_updates, whence

DEEP = b"[" * 5_000 + b"]" * 5_000
SAID = b'"chat":{"id":7,"type":"private"},"from":{"id":7,"language_code":"uk"}'

# What breaks a parser, and the number it still has.
POISON = [
    pytest.param(b'{"update_id":50,"message":{' + SAID + b',"x":' + DEEP + b"}}", 50, id="nested deeper than anybody parses"),
    pytest.param(b'{"update_id":50,"message":{"message_id":' + b"9" * 5_000 + b"}}", 50, id="a number of 5000 digits"),
    pytest.param(b'{"update_id":50,"message":{"text":}}', 50, id="a value is missing"),
    pytest.param(b'{"update_id":50,"message":[}', 50, id="brackets that do not fit"),
    pytest.param(b'{"update_id":50,"message":]}', 50, id="a bracket too many"),
    pytest.param(b'{"update_id":50,"message":"open end}', 50, id="a string without an end"),
    pytest.param(b'{"update_id":50,"message":nul}', 50, id="half a word"),
    pytest.param(b'{"update_id":50,"message":"a\x00b"}', 50, id="NUL"),
    pytest.param(b'{"update_id":"50"}', None, id="a number that is a string"),
    pytest.param(b'{"update_id":' + b"9" * 30 + b"}", None, id="a number that fits nowhere"),
    pytest.param(b'{"update_id":true}', None, id="true as a number"),
    pytest.param(b"[1,2]", None, id="a list"),
    pytest.param(b'"word"', None, id="a word"),
    pytest.param(b"null", None, id="null"),
    pytest.param(b"no json", None, id="no JSON at all"),
    pytest.param(b"\xff\xfe", None, id="bytes that are no letters"),
]


def answer(*updates: bytes) -> bytes:
    return b'{"ok":true,"result":[' + b",".join(updates) + b"]}"


def good(number: int, text: str = "hallo") -> bytes:
    said = {"message_id": 1, "date": 1, "chat": {"id": number, "type": "private"}, "text": text}
    return json.dumps({"update_id": number, "message": said}, ensure_ascii=False).encode()


@pytest.mark.parametrize(("poison", "number"), POISON)
def test_only_the_poison_is_set_apart(poison: bytes, number: int | None) -> None:
    batch = split_updates(answer(good(1), good(2), poison, good(60), good(61)))

    assert batch.whole
    assert [one.number for one in batch.updates] == [1, 2, number, 60, 61]
    assert [one.raw for one in batch.updates] == [good(1), good(2), poison, good(60), good(61)]


@pytest.mark.parametrize("blank", [b"", b" ", b"\r\n\t "])
def test_blanks_between_updates_do_not_matter(blank: bytes) -> None:
    body = b'{"ok":true,"result":' + blank + b"[" + blank + good(1) + blank + b"," + blank + good(2) + blank + b"]" + blank + b"}"
    assert [one.raw for one in split_updates(body).updates] == [good(1), good(2)]


def test_words_that_look_like_an_update_split_nothing() -> None:
    """Inside a string every quote is escaped."""
    forged = good(2, '},{"update_id":99,"message":{"text":"x"}},{"update_id" : 98')
    batch = split_updates(answer(good(1), forged, good(3)))
    assert [one.number for one in batch.updates] == [1, 2, 3]
    broken = forged[:-1] + b',"n":' + b"9" * 5_000 + b"}"
    assert [one.number for one in split_updates(answer(good(1), broken, good(3))).updates] == [1, 2, 3]


def test_what_broke_off_is_never_taken_for_whole() -> None:
    """Cut at every byte: only updates that are there to their last byte are kept, so that no other is confirmed."""
    updates = [good(number, "Grüße 👋 ]} \"},{'") for number in (10, 11, 12)]
    body = answer(*updates)
    for at in range(len(body)):
        batch = split_updates(body[:at])
        assert [one.raw for one in batch.updates] == updates[: len(batch.updates)]
        assert body[:at].count(b'"update_id"') >= len(batch.updates)
        if batch.whole:
            assert len(batch.updates) == 3
    assert split_updates(body).whole


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"ok":true}', b'{"ok":true,"result":true}', b"<html>", b"\xff"])
def test_an_answer_without_a_list_is_not_whole(body: bytes) -> None:
    assert split_updates(body) == split_updates(b"")
    assert not split_updates(body).whole


def test_nothing_new_is_whole_too() -> None:
    assert split_updates(answer()).whole


def test_a_glimpse_tells_whom_to_answer_and_sees_danger() -> None:
    update = glimpse(b'{"update_id":50,"message":{' + SAID + b',"text":"Mein Mann schl\\u00e4gt mich","x":' + DEEP + b"}}")
    assert update["update_id"] == 50
    assert whence(update) == whence({"message": {"chat": {"id": 7, "type": "private"}, "from": {"language_code": "uk"}}})
    assert "safety.domestic_violence" in danger_in(update)


def test_a_glimpse_takes_no_name_of_a_field_for_words() -> None:
    strings = glimpse(b'{"message":{' + SAID + b',"text":"text","x":' + DEEP + b"}}")["message"]["strings"]
    assert "text" in strings
    assert not {"message", "chat", "from", "language_code", "x"} & set(strings)


def test_a_glimpse_at_anything_ends_soon() -> None:
    """Looking for the end of a string must not start anew at every quote."""
    for bad in (b'"' + b'\\"' * 400_000, b'"chat":{' * 100_000, b'{"update_id" ' * 80_000, b'"' * 900_000, b"\\" * 900_000, b"{" * 900_000):
        assert whence(glimpse(bad)).chat == ""
        assert not split_updates(b'{"ok":true,"result":[{"update_id":1,"a":' + bad).whole


def test_without_a_number_the_bytes_give_one_below_all_of_telegrams() -> None:
    one, other = read_update(b"no json"), read_update(b"no json!")
    assert one.number is None
    assert one.kept_as == read_update(b"no json").kept_as != other.kept_as
    assert -(2**63) <= one.kept_as < 0
    assert read_update(good(5)).kept_as == 5

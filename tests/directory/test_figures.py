"""How much is understood does not get worse: the floors of bench/matching hold, on messages nobody learned from."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from bench.matching import alarms
from bench.matching.__main__ import HERE, grouped, missed, ours
from bench.matching.figures import Answer, Message, count, read
from directory.folding import fold
from directory.lexicon import lexicon
from directory.needs import taxonomy

FILES = sorted((HERE / "messages").glob("*.jsonl"))
UNSEEN = {name: sorted((HERE / name).glob("*.jsonl")) for name in ("fresh", "everyday")}
LISTS = sorted((HERE / "lists").glob("*.jsonl"))
HARDER = [*sorted((HERE / "asked").glob("*.jsonl")), *UNSEEN["fresh"], *UNSEEN["everyday"], *LISTS]
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
LEARNED_FROM = {
    fold(phrase)
    for words in lexicon()
    for group in (words.needs, words.danger, words.harmless, {"": words.chat}, {"": words.human})
    for phrases in group.values()
    for phrase in phrases
}


def test_no_floor_is_missed() -> None:
    answered = [(message, ours(message.text)) for file in FILES for message in read(file)]
    assert missed(grouped(answered), FLOORS) == []


@pytest.mark.parametrize("name", UNSEEN)
def test_no_floor_is_missed_by_what_was_put_aside_before_anything_was_learned(name) -> None:
    answered = [(message, ours(message.text)) for file in UNSEEN[name] for message in read(file)]
    assert len(answered) > 3_000
    assert missed({"ALL": count(answered)}, {"all": FLOORS[name], "each": {}}) == []


def test_no_floor_is_missed_by_bare_lists_of_what_somebody_wants() -> None:
    answered = [(message, ours(message.text)) for file in LISTS for message in read(file)]
    assert len(answered) == 16 * len(FILES)
    assert missed({"ALL": count(answered)}, {"all": FLOORS["lists"], "each": {}}) == []


@pytest.mark.parametrize("file", [*FILES, *HARDER], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_no_message_is_among_the_words_learned_from(file) -> None:
    assert [message.id for message in read(file) if len(message.text.split()) > 3 and fold(message.text) in LEARNED_FROM] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_messages_are_labelled_with_codes_we_have(file) -> None:
    messages = read(file)
    assert {code for message in messages for code in (*message.needs, *message.also_ok)} <= set(taxonomy().by_code)
    assert {message.language for message in messages} == {file.stem}
    assert len({message.id for message in messages}) == len(messages) >= 120
    assert Counter(message.kind for message in messages)["crisis"] >= 20


def test_a_missed_floor_is_named() -> None:
    message = Message("xx-1", "xx", "words", ("housing.find_home",), (), "need")
    tallies = {"ALL": count([(message, Answer("none", []))] * 50)}
    assert missed(tallies, {"all": {"hit@1": 0.5, "asked": 0.1}, "each": {}}) == [
        "ALL: hit@1 0.000, floor 0.5",
        "ALL: asked 1.000, floor 0.1",
    ]


def test_of_what_only_sounds_alarming_little_alarms_by_the_lists() -> None:
    counted = alarms.count([message for message in alarms.read_all() if message.half == alarms.MEASURE])
    assert counted["ALL", "calm lists"] <= 0.01 * counted["ALL", "calm"]


def test_no_message_that_sounds_alarming_was_learned_from() -> None:
    assert [message.text for message in alarms.read_all() if len(message.text.split()) > 4 and fold(message.text) in LEARNED_FROM] == []


def test_what_sounds_alarming_is_told_in_every_language_and_names_dangers_we_have() -> None:
    messages = alarms.read_all()
    assert {message.language for message in messages} == {file.stem for file in FILES}
    assert {message.code for message in messages if message.code} <= set(taxonomy().by_code)
    assert len({message.text for message in messages}) == len(messages)

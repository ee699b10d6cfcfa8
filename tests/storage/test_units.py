"""Units of work: all of a unit is kept or none of it, and one that fails takes nobody down."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, text

from storage.inbox import Heard, LeaseLost
from storage.outbox import CRISIS
from storage.unit import Keeper, Unit


def say(unit: Unit, chat: str, words: str, **more: Any) -> int | None:
    return unit.outbox.say(channel="telegram", chat_hash=chat, contact_id=None, kind="method", payload={"text": words}, **more)


def hear(keeper: Keeper, *updates: tuple[int, str], danger: str = "") -> None:
    heard = [Heard("telegram", "bot", number, chat, b"{}", danger) for number, chat in updates]
    keeper.keep(lambda unit: unit.inbox.hear(heard)).result()


def test_a_unit_that_fails_inside_a_group_takes_nobody_down(keeper: Keeper) -> None:
    def fails(unit: Unit) -> None:
        say(unit, "bad", "never")
        raise ValueError

    units: list[Future[Any]] = []
    for number in range(50):
        units.append(keeper.keep(lambda unit, number=number: say(unit, f"chat {number}", "hello")))
        if number % 5 == 0:
            units.append(keeper.keep(fails))
    failed = [unit.exception() for unit in units if unit.exception() is not None]
    assert len(failed) == 10 and all(isinstance(failure, ValueError) for failure in failed)
    assert keeper.keep(lambda unit: unit.outbox.counts()).result() == {"queued": 50}


def test_when_the_whole_transaction_is_gone_each_unit_runs_again_alone(keeper: Keeper) -> None:
    """SQLITE_FULL rolls everything back by itself; here a unit does it."""
    gone = []

    def breaks_everything(unit: Unit) -> None:
        gone.append(1)
        raw = unit.connection.connection.dbapi_connection
        assert raw is not None
        raw.rollback()
        raise OSError

    units = [keeper.keep(lambda unit, number=number: say(unit, f"chat {number}", "hello")) for number in range(10)]
    broken = keeper.keep(breaks_everything)
    units += [keeper.keep(lambda unit, number=number: say(unit, f"chat {number}", "hello")) for number in range(10, 20)]
    assert isinstance(broken.exception(), Exception)
    assert all(unit.exception() is None for unit in units)
    assert keeper.keep(lambda unit: unit.outbox.counts()).result() == {"queued": 20}


def test_many_walks_at_once_are_kept_or_fail_each_by_itself(keeper: Keeper) -> None:
    async def walk(unit: Unit, number: int) -> int:
        say(unit, f"chat {number}", "hello")
        if number % 5 == 0:
            raise ValueError
        return number

    outcomes = keeper.keep_walks([partial(walk, number=number) for number in range(20)]).result()
    assert [number for number, failure in outcomes if failure is None] == [number for number in range(20) if number % 5]
    assert all(isinstance(failure, ValueError) for number, failure in outcomes if number is None)
    assert keeper.keep(lambda unit: unit.outbox.counts()).result() == {"queued": 16}


def test_a_unit_that_waits_for_something_outside_is_refused(keeper: Keeper) -> None:
    async def walk(unit: Unit) -> None:
        say(unit, "chat", "hello")
        await asyncio.sleep(0.01)

    [(_, failure)] = keeper.keep_walks([walk]).result()
    assert isinstance(failure, RuntimeError)
    assert keeper.keep(lambda unit: unit.outbox.counts()).result() == {}


def test_what_a_unit_puts_off_is_there_when_it_looks_and_at_its_end(keeper: Keeper) -> None:
    def writes(unit: Unit) -> tuple[int, str]:
        person = unit.people.welcome(channel="telegram", chat_hash="a", chat="1", language="de")
        unit.people.update(person.id, municipality="Büren")
        unit.people.update(person.id, language="uk")
        seen = unit.people.by_chat("a")
        unit.people.update(person.id, draft={"words": "hello"})
        assert seen is not None and seen.municipality == "Büren"
        return person.id, seen.language

    def fails(unit: Unit) -> None:
        known = unit.people.by_chat("a")
        assert known is not None
        unit.people.update(known.id, language="ar")
        raise ValueError

    _, language = keeper.keep(writes).result()
    assert isinstance(keeper.keep(fails).exception(), ValueError)
    person = keeper.keep(lambda unit: unit.people.by_chat("a")).result()
    assert person is not None and language == person.language == "uk" and person.draft == {"words": "hello"}


def test_three_hundred_at_once_lose_no_count(keeper: Keeper, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("create table counter (n integer)"))
        connection.execute(text("insert into counter values (0)"))

    def count(unit: Unit) -> None:
        lock = " for update" if unit.connection.dialect.name == "postgresql" else ""
        number = unit.connection.execute(text(f"select n from counter{lock}")).scalar_one()
        unit.connection.execute(text("update counter set n = :n"), {"n": number + 1})

    for unit in [keeper.keep(count) for _ in range(300)]:
        unit.result()
    with engine.begin() as connection:
        assert connection.execute(text("select n from counter")).scalar_one() == 300


def test_an_update_that_comes_twice_counts_once(keeper: Keeper) -> None:
    hear(keeper, (1, "a"), (2, "a"))
    hear(keeper, (2, "a"), (1, "a"), (3, "a"))
    assert [row.update_id for row in keeper.keep(lambda unit: unit.inbox.claim("me", 9)).result()] == [1, 2, 3]


def test_the_rows_of_one_chat_are_never_split_between_two_workers(keeper: Keeper) -> None:
    hear(keeper, (1, "a"), (2, "b"), (3, "a"))
    first = keeper.keep(lambda unit: unit.inbox.claim("one", 1)).result()
    hear(keeper, (4, "a"))
    second = keeper.keep(lambda unit: unit.inbox.claim("two", 9)).result()
    assert [row.update_id for row in first] == [1, 3]
    assert [row.update_id for row in second] == [2]


def test_danger_is_claimed_first(keeper: Keeper) -> None:
    hear(keeper, *((number, f"chat {number}") for number in range(20)))
    hear(keeper, (99, "in danger"), danger="safety.suicide")
    [first] = keeper.keep(lambda unit: unit.inbox.claim("me", 1)).result()
    assert first.chat_hash == "in danger"


def test_a_worker_that_lost_its_lease_keeps_nothing(keeper: Keeper, clock: Any) -> None:
    hear(keeper, (1, "a"))
    [row] = keeper.keep(lambda unit: unit.inbox.claim("slow", 1)).result()
    clock.turn(minutes=2)
    keeper.keep(lambda unit: unit.inbox.claim("fast", 1)).result()

    def too_late(unit: Unit) -> None:
        say(unit, "a", "twice")
        unit.inbox.done("slow", [row.id])

    with pytest.raises(LeaseLost):
        keeper.keep(too_late).result()
    assert keeper.keep(lambda unit: unit.outbox.counts()).result() == {}


def test_each_chat_hears_in_order_and_crisis_first(keeper: Keeper) -> None:
    def write(unit: Unit) -> None:
        for words in ("one", "two"):
            say(unit, "a", words)
        say(unit, "b", "other")
        say(unit, "a", "danger", lane=CRISIS)

    keeper.keep(write).result()

    def spoken() -> list[str]:
        rows = keeper.keep(lambda unit: unit.outbox.claim("me", 9)).result()
        keeper.keep(lambda unit: unit.outbox.sent([row.id for row in rows])).result()
        return [row.payload["text"] for row in rows]

    assert [spoken(), spoken(), spoken()] == [["danger", "other"], ["one"], ["two"]]


def test_what_must_be_said_once_is_said_once(keeper: Keeper) -> None:
    first = keeper.keep(lambda unit: say(unit, "a", "accepted", dedupe="case:1:accepted")).result()
    second = keeper.keep(lambda unit: say(unit, "a", "accepted", dedupe="case:1:accepted")).result()
    assert first is not None and second is None

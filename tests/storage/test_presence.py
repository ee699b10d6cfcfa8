"""A process that is gone is told from one that lives: nobody waits for what a dead one held, and nobody takes from the living."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from storage.inbox import Heard
from storage.presence import AlreadyRunning, Presence, let_go_of_the_gone, open_presence
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def one(engine: Engine) -> Iterator[Presence]:
    shown = open_presence(engine, "one")
    shown.show()
    yield shown
    shown.close()


@pytest.fixture
def other(engine: Engine) -> Iterator[Presence]:
    shown = open_presence(engine, "other")
    shown.show()
    yield shown
    shown.close()


def take(keeper: Keeper, who: str) -> tuple[list[int], list[str]]:
    """What this process gets of the inbox and of the outbox."""

    def work(unit: Unit) -> tuple[list[int], list[str]]:
        rows = unit.inbox.claim(who, 1), unit.outbox.claim(who, 1)
        return [row.update_id for row in rows[0]], [row.payload["text"] for row in rows[1]]

    return keeper.keep(work).result()


def three_wait(keeper: Keeper) -> None:
    """Three chats wrote, and three wait for something to be said."""

    def work(unit: Unit) -> None:
        for number in (1, 2, 3):
            unit.inbox.hear([Heard("telegram", "bot", number, f"chat {number}", b"{}", "")])
            said = {"text": f"hello {number}"}
            unit.outbox.say(channel="telegram", chat_hash=f"chat {number}", contact_id=None, kind="method", payload=said)

    keeper.keep(work).result()


@on_postgresql
def test_what_a_dead_process_held_is_taken_over_and_what_a_living_one_holds_is_not(
    keeper: Keeper, clock: TurnedClock, one: Presence, other: Presence
) -> None:
    three_wait(keeper)
    assert take(keeper, "one") == ([1], ["hello 1"])
    assert take(keeper, "other") == ([2], ["hello 2"])
    one.close()
    assert keeper.keep(let_go_of_the_gone).result() == 1
    clock.turn(seconds=3)
    assert take(keeper, "other") == ([1], ["hello 1"])
    assert take(keeper, "other") == ([3], ["hello 3"])
    assert take(keeper, "other") == ([], [])


@on_postgresql
def test_a_process_that_lost_its_connection_has_time_to_be_seen_again(
    engine: Engine, keeper: Keeper, clock: TurnedClock, one: Presence
) -> None:
    three_wait(keeper)
    take(keeper, "one")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"))
        while connection.execute(text("select count(*) from pg_locks where locktype = 'advisory'")).scalar():
            time.sleep(0.01)
    with pytest.raises(OperationalError):
        one.show()
    one.show()
    assert keeper.keep(let_go_of_the_gone).result() == 0
    gc.collect()  # the lost connection leaves no warning behind


@on_postgresql
def test_even_a_dead_process_is_not_robbed_at_once(keeper: Keeper, clock: TurnedClock, one: Presence, other: Presence) -> None:
    """It may live and only have lost its connection: what it is saying just now has time to arrive."""
    three_wait(keeper)
    take(keeper, "one")
    one.close()
    while not keeper.keep(let_go_of_the_gone).result():
        time.sleep(0.01)  # The server hears a moment later that it is gone.
    assert take(keeper, "other") == ([2], ["hello 2"])
    clock.turn(seconds=1)
    assert keeper.keep(let_go_of_the_gone).result() == 0
    assert take(keeper, "other") == ([3], ["hello 3"])
    clock.turn(seconds=1.5)
    assert take(keeper, "other") == ([1], ["hello 1"])


@on_sqlite
def test_a_second_process_on_the_embedded_database_is_refused(engine: Engine, one: Presence) -> None:
    second = open_presence(engine, "second")
    with pytest.raises(AlreadyRunning):
        second.show()
    one.show()
    one.close()
    second.show()
    second.close()

"""The audit log is a chain: whatever somebody changes, takes out or puts in by hand is seen. On both databases."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from storage.audit import Verdict
from storage.moments import to_ms
from storage.tables import audit, audit_checks, audit_heads
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

ROWS = 30


def verdict(keeper: Keeper, anchor: str = "") -> Verdict:
    return keeper.keep(lambda unit: unit.audit.verify(anchor)).result()


def by_hand(keeper: Keeper, change: Callable[[Connection], Any]) -> None:
    keeper.keep(lambda unit: change(unit.connection)).result()


@pytest.fixture
def chain(keeper: Keeper) -> Keeper:
    def work(unit: Unit) -> None:
        for number in range(ROWS):
            unit.audit.note("opened", None, number, f"about {number}")

    keeper.keep(work).result()
    return keeper


def test_an_untouched_chain_is_whole_and_names_its_end(chain: Keeper) -> None:
    found = verdict(chain)
    assert (found.entries, found.broken) == (ROWS, None)
    assert found.anchor.startswith(f"{ROWS}:")
    chain.keep(lambda unit: unit.audit.note("closed", None)).result()
    assert verdict(chain, found.anchor).broken is None


def _flipped(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]


def test_every_tampering_is_seen(chain: Keeper) -> None:
    """Flips, deletions, insertions and cuts, 1,000 of them, each on a whole chain that is put back afterwards."""
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    dice = random.Random(seed)
    kept = chain.keep(lambda unit: [dict(row._mapping) for row in unit.connection.execute(select(audit))]).result()

    def tamper(connection: Connection, kind: str) -> None:
        row = dice.choice(kept)
        if kind == "flip":
            column = dice.choice(["action", "about", "hash"])
            connection.execute(update(audit).where(audit.c.id == row["id"]).values({column: _flipped(row[column], dice)}))
        elif kind == "number":
            column = dice.choice(["at", "case_id"])
            connection.execute(update(audit).where(audit.c.id == row["id"]).values({column: (row[column] or 0) + dice.choice((-1, 1))}))
        elif kind == "delete":
            connection.execute(delete(audit).where(audit.c.id == row["id"]))
        elif kind == "insert":
            connection.execute(insert(audit), {**row, "id": row["id"] + ROWS, "number": ROWS + 1})
        else:
            connection.execute(delete(audit).where(audit.c.number > row["number"] - 1))

    missed = []
    for turn in range(1000):
        kind = dice.choice(("flip", "number", "delete", "insert", "cut"))

        def once(unit: Unit, kind: str = kind) -> int | None:
            nested = unit.connection.begin_nested()
            tamper(unit.connection, kind)
            found = unit.audit.verify().broken
            nested.rollback()
            return found

        if chain.keep(once).result() is None:
            missed.append((turn, kind))
    assert missed == []
    assert verdict(chain).broken is None


def test_a_head_changed_by_hand_and_a_chain_put_back_are_seen(chain: Keeper) -> None:
    anchor = verdict(chain).anchor
    by_hand(chain, lambda connection: connection.execute(delete(audit).where(audit.c.number > ROWS - 5)))
    last = chain.keep(lambda unit: unit.connection.execute(select(audit.c.hash).where(audit.c.number == ROWS - 5)).scalar_one()).result()
    by_hand(chain, lambda connection: connection.execute(update(audit_heads).values(last=ROWS - 5, last_hash=last)))
    assert verdict(chain).broken is not None  # the head's own seal does not fit
    assert verdict(chain, anchor).broken is not None


def test_what_is_old_goes_from_the_beginning_and_the_rest_still_holds(chain: Keeper, clock: TurnedClock) -> None:
    clock.turn(days=10)
    chain.keep(lambda unit: unit.audit.note("closed", None)).result()
    assert chain.keep(lambda unit: unit.audit.forget_before(to_ms(unit.now) - 1000)).result() == ROWS
    found = verdict(chain)
    assert (found.entries, found.broken) == (1, None)
    by_hand(chain, lambda connection: connection.execute(update(audit).values(action="opened")))
    assert verdict(chain).broken == ROWS + 1


def seen_on_the_page(keeper: Keeper) -> Verdict:
    return keeper.keep(lambda unit: unit.audit.verify_new()[0]).result()


def test_between_two_checks_only_what_is_new_is_looked_at(chain: Keeper, clock: TurnedClock) -> None:
    """An older row that is changed is found by the next check; a new one at once."""
    chain.keep(lambda unit: unit.audit.check()).result()
    chain.keep(lambda unit: unit.audit.note("closed", None)).result()
    assert seen_on_the_page(chain) == verdict(chain)
    by_hand(chain, lambda connection: connection.execute(update(audit).where(audit.c.number == 3).values(action="closed")))
    assert (verdict(chain).broken, seen_on_the_page(chain).broken) == (3, None)
    chain.keep(lambda unit: unit.audit.check()).result()
    assert seen_on_the_page(chain).broken == 3
    chain.keep(lambda unit: unit.audit.note("opened", None)).result()
    assert seen_on_the_page(chain).broken == 3  # it does not heal by itself


def test_a_new_row_changed_by_hand_is_seen_at_once(chain: Keeper) -> None:
    chain.keep(lambda unit: unit.audit.check()).result()
    chain.keep(lambda unit: unit.audit.note("closed", None)).result()
    by_hand(chain, lambda connection: connection.execute(update(audit).where(audit.c.number == ROWS + 1).values(action="opened")))
    assert seen_on_the_page(chain).broken == ROWS + 1


@pytest.mark.parametrize("moved", [{"number": ROWS}, {"broken": None}, {"at": 1}])
def test_a_mark_moved_by_hand_counts_for_nothing(chain: Keeper, moved: dict[str, int | None]) -> None:
    """Who changes a row cannot move the mark behind it, nor make a broken chain look whole."""
    by_hand(chain, lambda connection: connection.execute(update(audit).where(audit.c.number == 3).values(action="closed")))
    chain.keep(lambda unit: unit.audit.check()).result()
    by_hand(chain, lambda connection: connection.execute(update(audit_checks).values(**moved)))
    assert seen_on_the_page(chain).broken == 3


def test_what_goes_from_the_beginning_takes_the_mark_along(chain: Keeper, clock: TurnedClock) -> None:
    chain.keep(lambda unit: unit.audit.check()).result()
    clock.turn(days=10)
    chain.keep(lambda unit: unit.audit.note("closed", None)).result()
    chain.keep(lambda unit: unit.audit.forget_before(to_ms(unit.now) - 1000)).result()
    assert seen_on_the_page(chain) == verdict(chain)

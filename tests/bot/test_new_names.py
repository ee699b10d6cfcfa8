"""A newer version knows a need by another name only: what waits under the old one is taken along before anything is looked up."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.clockwork import Clockwork, do_what_is_due
from cases.handover import hand_over, prepare
from cases.people import Person, live_in, who
from directory.renamed import Renamed
from gaps import renaming
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

OLD, NEW = "housing.old_home", "housing.find_home"


def waits(unit: Unit) -> None:
    """Somebody waits for a human, since before."""
    prepare(unit, live_in(unit, person(unit), "Büren"), need=NEW, words="Hilfe")
    case = hand_over(unit, person(unit))
    unit.cases.change(case.id, need=OLD)


def person(unit: Unit) -> Person:
    return who(unit, channel="telegram", chat_hash="1", chat="1", language="ar")


async def test_names_come_before_whatever_needs_them(keeper: Keeper, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    await asyncio.wrap_future(keeper.keep(do_what_is_due))  # the version before looked at names a moment ago
    await asyncio.wrap_future(keeper.keep(waits))
    monkeypatch.setattr(renaming, "load_renamed", lambda: [Renamed("need", OLD, NEW)])
    clock.turn(minutes=10)
    ticking = asyncio.create_task(Clockwork(keeper).run())
    try:
        for _ in range(200):
            [case] = await asyncio.wrap_future(keeper.keep(lambda unit: unit.cases.open_of_person(1)))
            if case.need == NEW:
                break
            await asyncio.sleep(0.02)
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
    assert case.need == NEW
    clock.turn(hours=3)
    assert "promises" in await asyncio.wrap_future(keeper.keep(do_what_is_due))

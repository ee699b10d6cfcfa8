"""Jobs that are due: the promises of handovers, forgetting, and destroying the salts of the weeks that are over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from cases import promise
from cases.forgetting import forget_what_is_over
from cases.referral import ask_what_is_due
from gaps.signals import close_weeks
from storage.moments import to_ms
from storage.unit import Keeper, Unit

log = logging.getLogger(__name__)

LOOK = 30.0  # seconds between two looks at what is due


def _forget(unit: Unit) -> object:
    return forget_what_is_over(unit)


def _weeks(unit: Unit) -> object:
    return close_weeks(unit)


def _promises(unit: Unit) -> object:
    return promise.climb(unit)


def _referrals(unit: Unit) -> object:
    return ask_what_is_due(unit)


JOBS: dict[str, tuple[timedelta, Callable[[Unit], object]]] = {
    "promises": (timedelta(seconds=20), _promises),  # at every look: whoever waits hears in the minute that a promise was not kept
    "referrals": (timedelta(minutes=10), _referrals),
    "forget": (timedelta(hours=1), _forget),
    "close weeks": (timedelta(hours=1), _weeks),
}


def do_what_is_due(unit: Unit) -> list[str]:
    """Does every job that is due, and says which."""
    done = []
    for kind, (every, job) in JOBS.items():
        unit.jobs.ensure(kind, unit.now_ms)
        if kind in unit.jobs.due() and unit.jobs.take(kind, to_ms(unit.now + every)):
            job(unit)
            done.append(kind)
    return done


class Clockwork:
    """Looks every half minute what is due."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper

    async def run(self) -> None:
        """Runs until it is cancelled."""
        while True:
            try:
                await asyncio.wrap_future(self.keeper.keep(do_what_is_due))
            except Exception as failure:
                log.warning("what is due could not be done (%s)", type(failure).__name__)
            await asyncio.sleep(LOOK)

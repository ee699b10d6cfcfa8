"""Jobs that are due: the promises of handovers, forgetting, and destroying the salts of the weeks that are over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from cases import promise
from cases.bodies import remind
from cases.coming_back import mail_what_waits
from cases.forgetting import forget_what_is_over
from cases.gap_news import close_and_look
from cases.referral import ask_what_is_due
from cases.themes import reopen_what_returned
from cases.wishes import tell_who_waits
from gaps.renaming import apply_renamed
from storage.moments import to_ms
from storage.unit import Keeper, Unit

log = logging.getLogger(__name__)

FORGET = "forget"
SAID = "clock leap said"  # its row remembers when the log was last told
LEAP = timedelta(days=2)
UNDONE = timedelta(hours=24)  # without forgetting, then it is an alarm
LOOK = 30.0  # seconds between two looks at what is due


def _forget(unit: Unit) -> object:
    return forget_what_is_over(unit)


def _weeks(unit: Unit) -> object:
    return close_and_look(unit)


def _promises(unit: Unit) -> object:
    return promise.climb(unit)


def _referrals(unit: Unit) -> object:
    return ask_what_is_due(unit)


def _mails(unit: Unit) -> object:
    return mail_what_waits(unit)


def _names(unit: Unit) -> object:
    return apply_renamed(unit)


def _wishes(unit: Unit) -> object:
    return tell_who_waits(unit)


def _themes(unit: Unit) -> object:
    return reopen_what_returned(unit), remind(unit)


def _audit(unit: Unit) -> object:
    """Notes the anchor of the audit log where the database's thief does not get: in the log of the process."""
    verdict = unit.audit.check()
    if verdict.broken is not None:
        log.error("the audit log was changed at row %d", verdict.broken)
    else:
        log.info("the audit log is whole; anchor %s", verdict.anchor)
    return verdict


JOBS: dict[str, tuple[timedelta, Callable[[Unit], object]]] = {
    "names": (timedelta(hours=1), _names),  # before all that looks a name up
    "promises": (timedelta(seconds=20), _promises),  # at every look: whoever waits hears in the minute that a promise was not kept
    "referrals": (timedelta(minutes=10), _referrals),
    "mails": (timedelta(minutes=10), _mails),
    FORGET: (timedelta(hours=1), _forget),
    "audit": (timedelta(days=1), _audit),
    "close weeks": (timedelta(hours=1), _weeks),
    "themes": (timedelta(hours=1), _themes),
    "wishes": (timedelta(minutes=10), _wishes),
}


def do_what_is_due(unit: Unit) -> list[str]:
    """Does every job that is due, and says which.

    Nothing is forgotten after a leap of the clock of more than two days (promises, DP4): a wrong clock would erase what people need.
    The health page turns red until somebody looks and types `lotse forget`.
    """
    done = []
    for kind, (every, job) in JOBS.items():
        unit.jobs.ensure(kind, unit.now_ms)
        if kind == FORGET and leapt(unit):
            unit.jobs.ensure(SAID, unit.now_ms)
            if unit.jobs.take(SAID, to_ms(unit.now + UNDONE)):
                log.error("the clock is %d days ahead of the last time something was forgotten; see `lotse forget`", LEAP.days)
            continue
        if kind in unit.jobs.due() and unit.jobs.take(kind, to_ms(unit.now + every)):
            job(unit)
            done.append(kind)
    return done


def _undone(unit: Unit) -> timedelta:
    """How long forgetting is due already."""
    due = unit.jobs.due_at(FORGET)
    return timedelta() if due is None else timedelta(milliseconds=unit.now_ms - due)


def leapt(unit: Unit) -> bool:
    """Whether so much time passed since the last forgetting that the clock may be wrong."""
    return _undone(unit) > LEAP


def is_overdue(unit: Unit) -> bool:
    """Whether nothing was forgotten for a day."""
    return _undone(unit) > UNDONE


def forget_now(unit: Unit) -> dict[str, int]:
    """Somebody looked at the clock and says it is right: what is over goes now. How much of each went."""
    unit.jobs.ensure(FORGET, unit.now_ms)
    unit.jobs.put_off(FORGET, to_ms(unit.now + JOBS[FORGET][0]))
    return forget_what_is_over(unit)


class Clockwork:
    """Looks every half minute what is due."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper

    async def run(self) -> None:
        """Runs until it is cancelled. A newer version may know a need by another name only, so names come first."""
        renamed = False
        while True:
            try:
                if not renamed:
                    await asyncio.wrap_future(self.keeper.keep(_names))
                    renamed = True
                await asyncio.wrap_future(self.keeper.keep(do_what_is_due))
            except Exception as failure:
                log.warning("what is due could not be done (%s)", type(failure).__name__)
            await asyncio.sleep(LOOK)

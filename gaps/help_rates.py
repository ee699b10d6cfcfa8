"""Did it help? What people said of the services that were proposed to them, as rates that betray nobody.

Referral is not help: of 1,235 referrals 82 % reached the service and 36 % got help (gaps.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from directory.needs import SENSITIVE
from gaps.periods import LOCAL, half_of_quarter
from gaps.safe_tables import FEWEST, OTHER
from storage.referrals import HelpRow
from storage.unit import Unit

STEP = 5  # numbers of people are given in steps of five, downwards
PERCENT_STEP = 10


@dataclass(frozen=True)
class Rate:
    """What those who answered said: `answered` people in steps of five, per cent in steps of ten. A share is None when fewer than
    five said yes or fewer than five said no: then it would tell of them."""

    what: str
    answered: int
    reached: int | None
    helped: int | None


def quarter(now: datetime) -> str:
    """The quarter in Germany, e.g. 2026-Q4. Nothing finer is kept."""
    local = now.astimezone(LOCAL)
    return f"{local.year}-Q{(local.month + 2) // 3}"


def rates(rows: Iterable[HelpRow], by: Callable[[HelpRow], str], fewest: int = FEWEST) -> list[Rate]:
    """The rates by service, language or whatever `by` gives, most answers first.

    What fewer than `fewest` people said is together in OTHER, with the smallest of the others when it has to be: so one table cannot be
    held against another one of the same answers.
    """
    sums: dict[str, list[int]] = {}
    for row in rows:
        so_far = sums.setdefault(by(row), [0, 0, 0])
        for place, number in enumerate((row.answered, row.reached, row.helped)):
            so_far[place] += number
    codes = sorted((what for what in sums if sums[what][0]), key=lambda what: (-sums[what][0], what))
    alone, together = [what for what in codes if sums[what][0] >= fewest], [what for what in codes if sums[what][0] < fewest]
    while together and sum(sums[what][0] for what in together) < fewest:
        if not alone:
            return []
        together.append(alone.pop())
    groups = [(what, sums[what]) for what in alone]
    if together:
        groups.append((OTHER, [sum(column) for column in zip(*(sums[what] for what in together), strict=True)]))
    return [
        Rate(what, answered - answered % STEP, _percent(reached, answered, fewest), _percent(helped, answered, fewest))
        for what, (answered, reached, helped) in groups
    ]


def _percent(part: int, whole: int, fewest: int) -> int | None:
    return None if part < fewest or whole - part < fewest else round(100 * part / whole / PERCENT_STEP) * PERCENT_STEP


def of_the_last_half_year(unit: Unit) -> list[HelpRow]:
    """The counts of the newest half-year that is over: one after the other, never added up, so that no two can be subtracted.

    Sensitive needs are left out: they would need ten people.
    """
    this = half_of_quarter(quarter(unit.now))
    over = [row for row in unit.referrals.counts(sorted(SENSITIVE)) if half_of_quarter(row.quarter) < this]
    newest = max((half_of_quarter(row.quarter) for row in over), default="")
    return [row for row in over if half_of_quarter(row.quarter) == newest]

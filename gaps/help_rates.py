"""Did it help? What people said of the services that were proposed to them, as rates that betray nobody.

Referral is not help: of 1,235 referrals 82 % reached the service and 36 % got help (gaps.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from directory.needs import SENSITIVE
from gaps.periods import LOCAL
from gaps.safe_tables import FEWEST
from storage.referrals import HelpRow
from storage.unit import Unit

STEP = 5  # numbers of people are given in steps of five, downwards
PERCENT_STEP = 10


@dataclass(frozen=True)
class Rate:
    """What those who answered said: `answered` people in steps of five, per cent in steps of ten."""

    what: str
    answered: int
    reached: int
    helped: int


def quarter(now: datetime) -> str:
    """The quarter in Germany, e.g. 2026-Q4. Nothing finer is kept."""
    local = now.astimezone(LOCAL)
    return f"{local.year}-Q{(local.month + 2) // 3}"


def rates(rows: Iterable[HelpRow], by: Callable[[HelpRow], str], fewest: int = FEWEST) -> list[Rate]:
    """The rates by service, language or whatever `by` gives, most answers first. What fewer than `fewest` people said is left out."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        so_far = sums.setdefault(by(row), [0, 0, 0])
        for place, number in enumerate((row.answered, row.reached, row.helped)):
            so_far[place] += number
    shown = [
        Rate(what, answered - answered % STEP, _percent(reached, answered), _percent(helped, answered))
        for what, (answered, reached, helped) in sums.items()
        if answered >= fewest
    ]
    return sorted(shown, key=lambda rate: (-rate.answered, rate.what))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole / PERCENT_STEP) * PERCENT_STEP


def of_closed_quarters(unit: Unit) -> list[HelpRow]:
    """The counts of the quarters that are over. Sensitive needs are left out: they would need ten people and half a year."""
    this = quarter(unit.now)
    return [row for row in unit.referrals.counts(sorted(SENSITIVE)) if row.quarter < this]

"""Did it help? What people said of the services that were proposed to them, as rates made of published numbers only.

Referral is not help: of 1,235 referrals 82 % reached the service and 36 % got help (gaps.md). An answer is what one person said in one week
of one service and need; who reached none of those proposed answered for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gaps.releases import Release
from gaps.safe_tables import STEP
from gaps.weekly import ALL, HELPED, OUTCOME, OUTCOMES, UNHELPED

PERCENT_STEP = 10


@dataclass(frozen=True)
class Rate:
    """What was said: at least so many answers, and about how many per cent of them in steps of ten. None: cannot be said."""

    what: str
    answered: int
    reached: int | None
    helped: int | None


def newest(releases: Sequence[Release]) -> Release | None:
    """The newest quarter of which something may be said; one alone, because two have other groups."""
    return next((one for one in reversed(releases) if any(one.table(by, OUTCOME) for by in OUTCOMES)), None)


def rates(release: Release, by: str) -> list[Rate]:
    """The rates by service, municipality or language, all together (ALL) first, then most answers first."""
    table = release.table(by, OUTCOME)
    if table is None:
        return []
    rows = dict(zip(table.rows, table.row_totals, strict=True))
    everything = _rate(ALL, sum(rows.values()), sum(map(_about, rows.values())), rows.get(HELPED), rows.get(UNHELPED))
    found = [
        _rate(column, total, _about(total), table.cell(HELPED, column), table.cell(UNHELPED, column))
        for column, total in zip(table.columns, table.column_totals, strict=True)
    ]
    return [everything, *sorted(found, key=lambda rate: (-rate.answered, rate.what))]


def _rate(what: str, answered: int, whole: int, helped: int | None, unhelped: int | None) -> Rate:
    reached = None if helped is None or unhelped is None else _about(helped) + _about(unhelped)
    return Rate(what, answered, _percent(reached, whole), _percent(None if helped is None else _about(helped), whole))


def _about(shown: int) -> int:
    """The middle of a step: shares of numbers that are all cut downwards would be too small."""
    return shown + STEP // 2


def _percent(part: int | None, whole: int) -> int | None:
    return None if part is None else min(100, round(100 * part / whole / PERCENT_STEP) * PERCENT_STEP)

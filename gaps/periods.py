"""Weeks, months, quarters and half-years. A week belongs to the period its Thursday lies in, as ISO 8601 counts weeks to years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Berlin")


def iso_week(now: datetime) -> str:
    """The ISO week in Germany, e.g. 2026-W48. Nothing finer is kept."""
    year, week, _ = now.astimezone(LOCAL).isocalendar()
    return f"{year}-W{week:02d}"


def monday(week: str) -> date:
    """The first day of an ISO week."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def later(week: str, weeks: int) -> str:
    """The week so many weeks later, or earlier."""
    year, number, _ = (monday(week) + timedelta(weeks=weeks)).isocalendar()
    return f"{year}-W{number:02d}"


def month_of(week: str) -> str:
    """The month of a week, e.g. 2026-M11."""
    thursday = monday(week) + timedelta(days=3)
    return f"{thursday.year}-M{thursday.month:02d}"


def quarter_of(week: str) -> str:
    """The quarter of a week, e.g. 2026-Q4."""
    thursday = monday(week) + timedelta(days=3)
    return f"{thursday.year}-Q{(thursday.month + 2) // 3}"


def quarter(now: datetime) -> str:
    """The quarter a moment lies in, in Germany."""
    local = now.astimezone(LOCAL)
    return f"{local.year}-Q{(local.month + 2) // 3}"


def half_of(week: str) -> str:
    """The half-year of a week, e.g. 2026-H2."""
    thursday = monday(week) + timedelta(days=3)
    return f"{thursday.year}-H{1 if thursday.month <= 6 else 2}"


def weeks_of(period: str) -> list[str]:
    """The weeks of a quarter or half-year."""
    of = quarter_of if period[5] == "Q" else half_of
    year = (later(f"{period[:4]}-W01", number) for number in range(53))
    return [week for week in year if of(week) == period]


def half_of_quarter(quarter: str) -> str:
    """The half-year of a quarter."""
    return f"{quarter[:4]}-H{(int(quarter[-1]) + 1) // 2}"


def months_of(quarter: str) -> tuple[str, ...]:
    """The three months of a quarter."""
    first = 3 * int(quarter[-1]) - 2
    return tuple(f"{quarter[:4]}-M{month:02d}" for month in range(first, first + 3))


def closed(periods: Iterable[str], this_week: str) -> list[str]:
    """Those of these quarters or half-years that are over: no week of theirs can still get a signal."""
    now = {quarter_of(this_week), half_of(this_week)}
    return sorted(period for period in set(periods) if all(period[5] != one[5] or period < one for one in now))


_WRITTEN = ((r"\b(\d{4})-(\d\d)-(\d\d)\b", r"\3.\2.\1"), (r"\b(\d{4})-W0?(\d+)\b", r"KW \2/\1"), (r"\b(\d{4})-Q(\d)\b", r"\2. Quartal \1"))


def in_german(said: str) -> str:
    """Days, weeks and quarters as people write them here: 27.11.2026, KW 48/2026, 4. Quartal 2026. The rest stays."""
    for kept, written in _WRITTEN:
        said = re.sub(kept, written, said)
    return said


def from_german(said: str) -> str:
    """A day as people write it here, as it is kept; anything else stays."""
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", said.strip())
    return said if found is None else f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"

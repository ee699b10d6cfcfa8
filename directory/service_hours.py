"""Service hours of an office: when somebody is there, and when a promise ends. German time, public holidays of NRW. Pure.

A service day is a day with at least one stretch of service hours. On a public holiday only hours named for holidays count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from directory.hours import BERLIN, DAYS, HOLIDAY, Span, holidays_of_nrw

LOOK_AHEAD = 366  # days; hours without a service day within a year are none


class NeverOpen(ValueError):
    """These hours name no stretch of service within a year."""


def stretches(spans: tuple[Span, ...], since: date) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of service from this day on, as moments in UTC, in order; for a year."""
    for number in range(LOOK_AHEAD):
        day = since + timedelta(days=number)
        name = HOLIDAY if day in holidays_of_nrw() else DAYS[day.weekday()]
        for span in sorted(span for span in spans if span.day == name):
            yield _moment(day, span.opens_at), _moment(day, span.closes_at)


def _moment(day: date, clock: str) -> datetime:
    """A German wall clock as a moment; 24:00 is the next midnight."""
    hours, minutes = int(clock[:2]), int(clock[3:])
    if hours == 24:
        day, hours = day + timedelta(days=1), 0
    return datetime.combine(day, time(hours, minutes), BERLIN).astimezone(UTC)


def there_from(spans: tuple[Span, ...], now: datetime) -> datetime:
    """When somebody is there: now, or when service begins next. Raises NeverOpen."""
    for opens, closes in stretches(spans, now.astimezone(BERLIN).date()):
        if closes > now:
            return max(opens, now)
    raise NeverOpen


def ends_after(spans: tuple[Span, ...], now: datetime, days: int) -> datetime:
    """The end of service on the `days`-th service day after today. Raises NeverOpen.

    "Within the next working day" is days=1: asked on a Friday morning or on a Saturday night it is the end of Monday.
    """
    today = now.astimezone(BERLIN).date()
    ends: dict[date, datetime] = {}
    for opens, closes in stretches(spans, today + timedelta(days=1)):
        ends[opens.astimezone(BERLIN).date()] = closes
        if len(ends) > days:
            break
    if len(ends) < days:
        raise NeverOpen
    return list(ends.values())[days - 1]


def part_of_the_way(spans: tuple[Span, ...], start: datetime, end: datetime, share: float) -> datetime:
    """The moment at which this share of the service time between two moments is over; `end` when there is none between them."""
    inside = [(max(opens, start), min(closes, end)) for opens, closes in _until(spans, start, end)]
    left = sum((closes - opens for opens, closes in inside), timedelta()) * share
    for opens, closes in inside:
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return end


def _until(spans: tuple[Span, ...], start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    for opens, closes in stretches(spans, start.astimezone(BERLIN).date()):
        if opens >= end:
            return
        if closes > start:
            yield opens, closes

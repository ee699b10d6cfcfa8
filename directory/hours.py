"""Opening hours: whether it is open now, from weekly spans, in German time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

from directory.hours_text import DAYS, HOLIDAY, ROUND_THE_CLOCK, Span, parse

__all__ = ["BERLIN", "DAYS", "HOLIDAY", "ROUND_THE_CLOCK", "Opening", "Span", "opening", "parse"]

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Opening:
    """How it stands at a moment. When open: the current stretch; when closed: the next one today, if any."""

    state: Literal["open", "closed", "unknown"]
    opens_at: str | None = None
    closes_at: str | None = None
    holiday: str | None = None


@cache
def holidays_of_nrw() -> Mapping[date, str]:
    """Public holidays of North Rhine-Westphalia, with their German names."""
    return holidays.country_holidays("DE", subdiv="NW", language="de")


def opening(spans: Iterable[Span], now: datetime, feasts: Mapping[date, str] | None = None) -> Opening:
    """Whether it is open at this moment, in German time. On a public holiday only hours named for holidays count."""
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    spans = tuple(spans)
    there = now.astimezone(BERLIN)
    holiday = (holidays_of_nrw() if feasts is None else feasts).get(there.date())
    day, clock = (HOLIDAY if holiday else DAYS[there.weekday()]), there.strftime("%H:%M")
    today = sorted(span for span in spans if span.day == day)
    if not spans or (holiday and not today and {span.day for span in spans} >= set(DAYS)):
        return Opening("unknown", holiday=holiday)  # "daily" leaves open whether that means holidays too
    for span in today:
        if span.opens_at <= clock < span.closes_at:
            return Opening("open", span.opens_at, span.closes_at, holiday)
        if clock < span.opens_at:
            return Opening("closed", span.opens_at, span.closes_at, holiday)
    return Opening("closed", holiday=holiday)

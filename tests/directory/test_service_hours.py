"""Service hours: when somebody is there, and when a promise ends. The dates are those of 2026 and 2027."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.hours import BERLIN, Span, parse
from directory.service_hours import NeverOpen, ends_after, part_of_the_way, there_from

OFFICE = parse("Mo-Fr 08:00-16:00") or ()
TOWN_HALL = parse("Mo, Di 8-12 Uhr und 14-16 Uhr, Do 8-12 Uhr und 14-17.30 Uhr, Fr 8-12 Uhr") or ()


def at(day: int, month: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    """A moment on a German clock."""
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def test_somebody_is_there_now_or_when_service_begins() -> None:
    assert there_from(OFFICE, at(26, 11, 10)) == at(26, 11, 10)
    assert there_from(OFFICE, at(26, 11, 7)) == at(26, 11, 8)
    assert there_from(OFFICE, at(27, 11, 16)) == at(30, 11, 8)  # Friday, the office just closed
    assert there_from(TOWN_HALL, at(26, 11, 13)) == at(26, 11, 14)  # the lunch break


def test_nobody_is_there_on_a_holiday_of_the_land() -> None:
    assert there_from(OFFICE, at(24, 12, 20)) == at(28, 12, 8)  # Christmas 2026 is a Friday and a Saturday
    assert there_from(OFFICE, at(4, 6, 9)) == at(5, 6, 8)  # Corpus Christi: a holiday in NRW


def test_the_next_working_day_is_the_end_of_the_next_service_day() -> None:
    assert ends_after(OFFICE, at(26, 11, 10), 1) == at(27, 11, 16)
    assert ends_after(OFFICE, at(27, 11, 9), 1) == at(30, 11, 16)
    assert ends_after(OFFICE, at(28, 11, 23), 1) == at(30, 11, 16)  # Saturday night
    assert ends_after(OFFICE, at(26, 11, 10), 2) == at(30, 11, 16)
    assert ends_after(TOWN_HALL, at(26, 11, 10), 1) == at(27, 11, 12)


def test_the_night_in_which_clocks_are_turned_moves_no_service_hour() -> None:
    assert there_from(OFFICE, at(27, 3, 20, year=2027)) == at(30, 3, 8, year=2027)  # Easter and the turned clock in one weekend
    assert at(30, 3, 8, year=2027).astimezone(UTC).hour == 6


def test_half_of_the_way_counts_service_time_only() -> None:
    start, end = at(27, 11, 12), at(30, 11, 16)  # four hours on Friday, eight on Monday
    assert part_of_the_way(OFFICE, start, end, 0.5) == at(30, 11, 10)
    assert part_of_the_way(OFFICE, start, end, 1) == end
    assert part_of_the_way(OFFICE, at(28, 11, 1), at(28, 11, 9), 0.5) == at(28, 11, 9)  # no service between them: the end


def test_hours_that_never_come_are_refused() -> None:
    with pytest.raises(NeverOpen):
        there_from((), at(26, 11, 10))
    with pytest.raises(NeverOpen):
        ends_after((), at(26, 11, 10), 1)


@given(
    st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: at(1, 1, 0) + timedelta(minutes=minutes)),
    st.sampled_from([OFFICE, TOWN_HALL, (Span("SA", "22:00", "24:00"),)]),
    st.integers(1, 10),
    st.floats(0, 1),
)
def test_a_promise_ends_when_somebody_is_there_and_steps_lie_between(
    now: datetime, spans: tuple[Span, ...], days: int, share: float
) -> None:
    end = ends_after(spans, now, days)
    assert now < end
    assert there_from(spans, end - timedelta(minutes=1)) == end - timedelta(minutes=1)  # it ends while somebody is there
    step = part_of_the_way(spans, now, end, share)
    assert now <= step <= end

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.hours import BERLIN, DAYS, HOLIDAY, ROUND_THE_CLOCK, Opening, Span, opening, parse


def told(text: str) -> str | None:
    spans = parse(text)
    return None if spans is None else " ".join(f"{span.day}{span.opens_at}-{span.closes_at}" for span in spans)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("Mi 15:00-17:00", "WE15:00-17:00", id="one day"),
        pytest.param("Mo und Fr 8:30-12:00, Di 14:00-16:30", "MO08:30-12:00 TU14:00-16:30 FR08:30-12:00", id="and"),
        pytest.param("Mo, Di 8:30-12:00, Di auch 14:00-18:00", "MO08:30-12:00 TU08:30-12:00 TU14:00-18:00", id="also"),
        pytest.param("Mo 8:00-12:30 und 14:00-15:30", "MO08:00-12:30 MO14:00-15:30", id="twice a day"),
        pytest.param("Di-Mi 9:00-12:30, Mo geschlossen", "TU09:00-12:30 WE09:00-12:30", id="closed"),
        pytest.param("Sa, So und Feiertage 9:00-18:00", "SA09:00-18:00 SU09:00-18:00 PH09:00-18:00", id="holidays"),
        pytest.param("Sprechstunde Mo 9 bis 12 Uhr", "MO09:00-12:00", id="a label that changes nothing"),
        pytest.param("Montag – Dienstag 8.30-12.00 Uhr", "MO08:30-12:00 TU08:30-12:00", id="dots and names"),
        pytest.param("So-Mo 0:00-24:00", "MO00:00-24:00 SU00:00-24:00", id="over the weekend, until midnight"),
    ],
)
def test_hours_are_understood(text, spans):
    assert told(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        "Stand 2019: Mo-Fr 7:30-12:00",
        "Mo-Fr 9:00-11:00 (Stand 2022)",
        "Dienstags telefonisch nicht erreichbar",
        "Do 16:00-19:00 und nach Vereinbarung",
        "Auch Samstagvormittag (genaue Zeiten nicht gefunden)",
        "Telefonsprechstunde Mi 13:00-14:00, offene Sprechstunde Mi 15:00-16:30",
        "Mo-Fr 9:00-15:00 (andere Seite: Mo-Fr 8:00-16:00)",
        "n. V.",
        "Mo 25:00-26:00",
        "Mo 24:30-24:45",
        "Mo 10:00-10:60",
        "Mo 18:00-2:00",
        "Mo 8:00-12:00, Mo 9:00-13:00",
        "Mo geschlossen, Mo 8:00-12:00",
        "Mo 8:00-12:00 Di",
        "werktags 8:00-12:00",
        "8:00-12:00",
        "Mo",
        "",
        "Mai-September täglich 9:00-20:00",
    ],
)
def test_what_is_not_wholly_understood_stays_text(text):
    assert parse(text) is None


@pytest.mark.parametrize("text", ["Rund um die Uhr", "Servicetelefon rund um die Uhr", "24/7", "täglich 24 Stunden"])
def test_round_the_clock_means_holidays_too(text):
    assert parse(text) == ROUND_THE_CLOCK


OFFICE = parse("Mo-Fr 8:30-12:00, Do auch 14:00-18:00") or ()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN), Opening("open", "08:30", "12:00"), id="thursday morning"),
        pytest.param(datetime(2026, 11, 26, 12, 0, tzinfo=BERLIN), Opening("closed", "14:00", "18:00"), id="closing time is closed"),
        pytest.param(datetime(2026, 11, 26, 18, 0, tzinfo=BERLIN), Opening("closed"), id="nothing more today"),
        pytest.param(datetime(2026, 11, 28, 9, 0, tzinfo=BERLIN), Opening("closed"), id="saturday"),
        pytest.param(datetime(2026, 12, 25, 9, 0, tzinfo=BERLIN), Opening("closed", holiday="Erster Weihnachtstag"), id="christmas"),
        pytest.param(datetime(2027, 5, 27, 9, 0, tzinfo=BERLIN), Opening("closed", holiday="Fronleichnam"), id="a holiday of this Land"),
        pytest.param(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), Opening("closed", "08:30", "12:00"), id="already thursday in Germany"),
        pytest.param(
            datetime(2027, 3, 29, 6, 30, tzinfo=UTC), Opening("closed", holiday="Ostermontag"), id="easter, day after the clock change"
        ),
        pytest.param(datetime(2027, 3, 30, 6, 30, tzinfo=UTC), Opening("open", "08:30", "12:00"), id="summer time: 6:30 is 8:30"),
        pytest.param(datetime(2027, 11, 2, 7, 29, tzinfo=UTC), Opening("closed", "08:30", "12:00"), id="winter time: 7:29 is 8:29"),
    ],
)
def test_whether_it_is_open(now, expected):
    assert opening(OFFICE, now) == expected


def test_nothing_known_is_unknown_and_daily_leaves_holidays_open():
    christmas = datetime(2026, 12, 25, 12, 0, tzinfo=BERLIN)

    assert opening((), christmas).state == "unknown"
    assert opening(parse("Täglich 7:00-22:00") or (), christmas) == Opening("unknown", holiday="Erster Weihnachtstag")
    assert opening(ROUND_THE_CLOCK, christmas).state == "open"
    assert opening(parse("Mo-Fr 8-9; Feiertage 9:00-18:00") or (), christmas).closes_at == "18:00"


def test_a_moment_without_zone_is_a_bug():
    with pytest.raises(ValueError, match="time zone"):
        opening(OFFICE, datetime(2026, 11, 26, 9, 0))  # noqa: DTZ001


moments = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.integers(0, 24 * 60).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
spans = st.builds(Span, st.sampled_from((*DAYS, HOLIDAY)), clocks, clocks).filter(lambda span: span.opens_at < span.closes_at)


@given(st.lists(spans), moments)
def test_open_means_that_a_span_of_today_holds_now(week, now):
    said = opening(week, now)
    there = now.astimezone(BERLIN)

    if said.state == "open":
        day = HOLIDAY if said.holiday else DAYS[there.weekday()]
        assert Span(day, said.opens_at, said.closes_at) in week
        assert said.opens_at <= there.strftime("%H:%M") < said.closes_at
    elif said.opens_at:
        assert there.strftime("%H:%M") < said.opens_at


@given(moments)
def test_round_the_clock_is_always_open(now):
    assert opening(ROUND_THE_CLOCK, now).state == "open"


@given(moments)
def test_the_zone_of_who_asks_does_not_matter(now):
    assert opening(OFFICE, now) == opening(OFFICE, now.astimezone(BERLIN)) == opening(OFFICE, now.astimezone(UTC) + timedelta(0))


@given(st.text("MoDiFr0123456789:-–,;. undTäglichFeiertage", max_size=40))
def test_parsing_never_fails_and_never_invents_an_order(text):
    week = (*DAYS, HOLIDAY)
    understood = parse(text) or ()

    assert all("00:00" <= span.opens_at < span.closes_at <= "24:00" for span in understood)
    assert list(understood) == sorted(understood, key=lambda span: (week.index(span.day), span.opens_at))

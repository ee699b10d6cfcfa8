"""Days after something was proposed: did you reach them, did it help? Two taps, one tap to end it. Told on both channels."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clockwork import do_what_is_due
from directory.hours import BERLIN
from gaps.fields import Cause, Source
from gaps.periods import iso_week
from gaps.signals import live_list
from storage.gap_counts import AnswerRow
from storage.services import ServiceRows
from storage.unit import Unit
from tests.journeys.stage import Line, Newcomer, Stage, until


def stands_at(stage: Stage, *german: int) -> None:
    stage.clock.ahead = datetime(*german, tzinfo=BERLIN) - datetime.now(UTC)  # type: ignore[misc, arg-type]


async def is_asked(newcomer: Newcomer, stage: Stage) -> Line:
    """The clock goes on, and the neutral message comes."""
    await until(lambda: stage.house.keep(lambda unit: do_what_is_due(unit) or True))
    return await newcomer.hears("Sie haben eine Nachricht")


async def test_two_taps_and_it_is_counted(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2027, 1, 11, 10, 0)
    await newcomer.says("Ich wohne in Paderborn. Ich suche eine Wohnung")
    stands_at(stage, 2027, 1, 16, 12, 0)
    neutral = await is_asked(newcomer, stage)
    assert "Wohnung" not in neutral and "Hilfe" not in neutral
    question = await newcomer.presses("Nachricht öffnen", line=neutral)
    assert "Wohnung" in question
    named = next(label for label in question.buttons if label.startswith("✅"))
    await newcomer.presses(named, line=question)
    assert "freut" in await newcomer.presses("Ja, es hat geholfen")
    answers = await stage.house.keep(lambda unit: unit.gap_counts.answers(iso_week(unit.now)))
    assert [row.outcome for row in answers] == ["helped"]
    assert "/start" in await newcomer.presses("Nachricht öffnen", line=neutral)  # it is over


async def test_what_did_not_help_is_said_with_its_reason_and_a_human_is_offered(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2027, 1, 11, 10, 0)
    await newcomer.says("Ich wohne in Paderborn. Ich suche eine Wohnung")
    stands_at(stage, 2027, 1, 16, 12, 0)
    await newcomer.presses("Nachricht öffnen", line=await is_asked(newcomer, stage))
    stands_at(stage, 2027, 2, 6, 12, 0)  # three weeks later
    await newcomer.presses("Nein, niemanden")
    answer = await newcomer.presses("Niemand hat geantwortet")
    assert "Mit einem Menschen" in " ".join(answer.buttons)
    [signal] = await stage.house.keep(live_list)
    assert (signal.source, signal.cause, signal.municipality) == (Source.REFERRAL_FAILED, Cause.NO_REPLY, "Paderborn")


EVENING = "new-evening"


def only_mornings(unit: Unit) -> None:
    """What helps to find a home is open in the morning only."""
    rows = ServiceRows(unit.connection, unit.district)
    for row in rows.all():
        if "housing.find_home" in row.needs:
            rows.keep(row._replace(hours="Mo-Fr 9:00-12:00", schedules=(("MO,TU,WE,TH,FR", "09:00", "12:00"),)))
    rows.renew_revision()


def an_evening(unit: Unit) -> None:
    """And one is opened in the evening."""
    rows = ServiceRows(unit.connection, unit.district)
    row = next(row for row in rows.all() if "housing.find_home" in row.needs and row.status == "active")
    kept = {"service_id": 0, "source_id": EVENING, "name": "Wohnlotsen am Abend", "areas": (("municipality", "Paderborn"),)}
    rows.keep(row._replace(**kept, hours="Do 18:00-20:00", schedules=(("TH", "18:00", "20:00"),)))
    rows.renew_revision()


async def says_that_the_hours_do_not_fit(newcomer: Newcomer, stage: Stage) -> Line:
    stands_at(stage, 2027, 1, 11, 10, 0)
    await stage.house.keep(only_mornings)
    await newcomer.says("Ich wohne in Paderborn. Ich suche eine Wohnung")
    stands_at(stage, 2027, 1, 16, 12, 0)
    await newcomer.presses("Nachricht öffnen", line=await is_asked(newcomer, stage))
    await newcomer.presses("Nein, niemanden")
    question = await newcomer.presses("Die Zeiten passen nicht")
    assert "Sie müssen es nicht sagen" in question and await stage.house.keep(live_list) == []
    return question


async def test_when_the_hours_do_not_fit_another_one_is_shown_that_is_open_then(newcomer: Newcomer, stage: Stage) -> None:
    await says_that_the_hours_do_not_fit(newcomer, stage)
    await stage.house.keep(an_evening)
    answer = await newcomer.presses("Am Abend")
    assert "Wohnlotsen am Abend" in answer and "rufen Sie vorher an" in answer
    assert await stage.house.keep(live_list) == []  # something is there: no gap
    assert [row.outcome for row in await stage.house.keep(said)] == ["unreached"] * len(await stage.house.keep(said))
    [asked_next] = await stage.house.keep(lambda unit: unit.referrals.due(100) or unit.referrals.of_person(1))
    assert asked_next.services == (EVENING,)


@pytest.mark.parametrize("tap", ["Am Wochenende", "nicht sagen"])
async def test_when_nothing_is_open_then_it_is_a_gap_of_hours(newcomer: Newcomer, stage: Stage, tap: str) -> None:
    question = await says_that_the_hours_do_not_fit(newcomer, stage)
    await stage.house.keep(an_evening)
    answer = await newcomer.presses(tap)
    assert "Wohnlotsen" not in answer and "Mit einem Menschen" in " ".join(answer.buttons)
    [signal] = await stage.house.keep(live_list)
    assert (signal.source, signal.cause, signal.municipality) == (Source.REFERRAL_FAILED, Cause.NOT_REACHABLE, "Paderborn")
    assert "hours do not fit" in signal.tried and "weekend" not in str(signal)
    assert "/start" in await newcomer.presses("Am Vormittag", line=question)  # asked once, and over


def said(unit: Unit) -> list[AnswerRow]:
    return unit.gap_counts.answers(iso_week(unit.now))


async def test_one_tap_ends_the_asking(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2027, 1, 11, 10, 0)
    await newcomer.says("Ich wohne in Paderborn. Ich suche eine Wohnung")
    stands_at(stage, 2027, 1, 16, 12, 0)
    await newcomer.presses("Nicht mehr fragen", line=await is_asked(newcomer, stage))
    await newcomer.says("Ich suche Arbeit")
    stands_at(stage, 2027, 1, 30, 12, 0)
    await stage.house.keep(do_what_is_due)
    assert sum("Sie haben eine Nachricht" in line for line in await newcomer.heard()) == 1


async def test_whoever_was_in_danger_is_never_asked(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2027, 1, 11, 10, 0)
    await newcomer.says("Ich wohne in Paderborn. Ich suche eine Wohnung")
    await newcomer.says("Mein Mann schlägt mich und hat ein Messer")
    await newcomer.says("Ich suche Arbeit")
    assert await stage.house.keep(lambda unit: unit.referrals.due(100)) == []
    stands_at(stage, 2027, 1, 30, 12, 0)
    await stage.house.keep(do_what_is_due)
    assert not any("Sie haben eine Nachricht" in line for line in await newcomer.heard())


async def test_about_health_only_who_wants_to_be_asked(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2027, 1, 11, 10, 0)
    await newcomer.says("Ich wohne in Paderborn. Ich suche einen Arzt")
    assert await stage.house.keep(lambda unit: unit.referrals.due(100)) == []
    assert "kein Thema" in await newcomer.presses("Später fragen")
    stands_at(stage, 2027, 1, 16, 12, 0)
    neutral = await is_asked(newcomer, stage)
    assert "Arzt" not in neutral


async def test_what_was_shown_stands_in_ones_own_data(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("Ich wohne in Paderborn. Ich suche eine Wohnung")
    assert "die ich Ihnen gezeigt habe: Wohnung finden" in await newcomer.says("/mydata")

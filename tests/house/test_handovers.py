"""The simulated quarter in its short form, and that its judge does judge."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.handovers import __main__ as quarter
from bench.handovers.truth import BERLIN, Handover

OFFICE = "Mo-Fr 08:00-16:00"
THURSDAY = datetime(2026, 12, 3, 10, tzinfo=BERLIN)
PROMISE = "Your number is\nSomeone at KIM will answer you here by Friday, 04.12.2026, 16:00 at the latest."


def test_every_promise_of_a_short_quarter_is_kept_or_escalated(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.handovers", "--handovers", "80", "--days", "40"])
    assert quarter.main() == 0, capsys.readouterr().out
    last = capsys.readouterr().out.splitlines()[-1]
    assert "late=0 false_statements=0" in last


def test_a_house_whose_promise_clock_stands_still_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarter, "climb", lambda unit: unit.connection.exec_driver_sql("update cases set next_step_at = null"))
    simulation = quarter.lived_through(tmp_path, 1, 30, 30)
    told = simulation.handovers.values()
    assert any(handover.false_statements(simulation.end) for handover in told)
    assert not all(handover.in_time(simulation.end) for handover in told)


def handover(*said: tuple[datetime, str]) -> Handover:
    one = Handover("Büren", OFFICE)
    for now, text in said:
        one.hear(now, text)
    return one


def wrong(one: Handover) -> int:
    return len(one.false_statements(datetime(2027, 1, 1, tzinfo=UTC)))


def test_the_judge_knows_a_kept_promise_from_a_broken_one() -> None:
    kept, broken = handover((THURSDAY, PROMISE)), handover((THURSDAY, PROMISE))
    for one, later in ((kept, timedelta(hours=2)), (broken, timedelta(days=4))):
        one.accepted.append((THURSDAY + later, "Mia"))
        one.hear(THURSDAY + later, "Mia from KIM answers you here.")
    assert (wrong(kept), wrong(broken)) == (0, 1)
    assert kept.in_time(datetime(2027, 1, 1, tzinfo=UTC)) and not broken.in_time(datetime(2027, 1, 1, tzinfo=UTC))
    taken_back = handover(
        (THURSDAY, PROMISE), (datetime(2026, 12, 4, 16, 0, 30, tzinfo=BERLIN), "I cannot say when someone at KIM will answer.")
    )
    assert wrong(taken_back) == 0


def test_the_judge_knows_when_the_office_is_closed_and_who_answers() -> None:
    night = datetime(2026, 12, 3, 22, tzinfo=BERLIN)
    silent = handover((night, "Your number is"))
    assert wrong(silent) == 1
    said = handover((night, "Your number is\nThe office is closed until Friday, 04.12.2026, 08:00."))
    assert wrong(said) == 0
    assert wrong(handover((night, "Your number is\nThe office is closed until Friday, 04.12.2026, 09:00."))) == 1
    nobody = handover((THURSDAY, "Mia from KIM answers you here."))
    assert wrong(nobody) == 2

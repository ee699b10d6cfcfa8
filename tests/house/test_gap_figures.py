"""The simulated district and the attack on the statistics in their short forms, and that a house without protection is found out."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from bench.gaps import __main__ as district
from bench.gaps import attack
from bench.gaps.answers import attack_answers
from bench.gaps.planted import planted
from bench.gaps.remains import Remains
from gaps import safe_tables
from gaps.releases import Release, quarter_release
from gaps.safe_tables import SafeTable


def test_in_a_short_run_planted_gaps_are_found_and_silence_is_heard(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.gaps", "--short", "--seed", "2"])
    assert district.main() == 0, capsys.readouterr().out
    assert "peer_precision=" in capsys.readouterr().out.splitlines()[-1]


GOOD = {"precision": 0.9, "recall": 0.9, "median_weeks": 3.0, "false_alarms_a_month": 1.0, "silence_weeks": 6.0}


@pytest.mark.parametrize(
    ("name", "missed"), [("precision", 0.89), ("recall", 0.89), ("median_weeks", 3.5), ("false_alarms_a_month", 1.1), ("silence_weeks", 7)]
)
def test_each_figure_of_the_district_can_be_missed(name: str, missed: float) -> None:
    assert district.reached(GOOD) and not district.reached({**GOOD, name: missed})


def test_in_a_short_attack_no_small_cell_is_recovered_but_from_the_peer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.gaps.attack", "--short", "--seed", "7"])
    assert attack.main() == 0, capsys.readouterr().out
    last = capsys.readouterr().out.splitlines()[-1]
    assert "recovered=0 filters=10000 filter_leaks=0 unread=0 changed=0 matches=0" in last


def test_tables_without_rectangles_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_tables, "_rectangle", lambda *_args: set())
    assert attack.attacked(7, 1, 100, 60).recovered > 0


def test_shares_of_answers_without_rectangles_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Published as the old page did it: each small share left out, and nothing beside it."""
    monkeypatch.setattr(safe_tables, "_rectangle", lambda *_args: set())
    district = planted(7, 400)
    release = quarter_release("2026-Q1", [row for row in district.rows if row.week <= "2026-W13"])
    _, found = attack_answers(district, release, None, insider=True, weeks=13, at_most=200)
    assert any(most - least < 5 for _, least, most in found)


def test_a_table_that_no_attack_reads_is_found_out() -> None:
    assert attack.unread([Release("2026-Q1", {"gap.municipality": SafeTable((), (), (), ())})]) == set()
    assert attack.unread([Release("2026-Q1", {"gap.street": SafeTable((), (), (), ())}, {"met": {}})]) == {"gap.street"}


@pytest.mark.parametrize("missed", [{"matches": 1}, {"rho": 0.06}, {"rho": -0.06}, {"paths": 1}, {"changed": 1}])
def test_each_figure_of_the_attack_can_be_missed(missed: dict[str, float]) -> None:
    tally, left = attack.Tally(cells=9, attacked=9, peer_recovered=1), Remains(0, 0.01, 0, 0)
    assert attack.verdict(tally, left) == 0
    assert attack.verdict(tally, replace(left, **missed)) == 1  # type: ignore[arg-type]
    assert attack.verdict(attack.Tally(cells=9, attacked=9, peer_recovered=0), left) == 1
    assert attack.verdict(attack.Tally(cells=9, attacked=9, peer_recovered=1, recovered=1), left) == 1
    assert attack.verdict(attack.Tally(cells=9, attacked=9, peer_recovered=1, unread=1), left) == 1

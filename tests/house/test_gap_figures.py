"""The simulated district and the attack on the statistics in their short forms, and that a house without protection is found out."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from bench.gaps import __main__ as district
from bench.gaps import attack, findings
from bench.gaps.answers import attack_answers
from bench.gaps.planted import planted
from bench.gaps.remains import Remains
from directory.needs import SENSITIVE
from gaps import releases, safe_tables
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
    assert "recovered=0 filters=10000 filter_leaks=0 " in last and " finding_leaks=0 unread=0 changed=0 matches=0" in last


@pytest.mark.parametrize(
    "broken",
    [
        {"of_quarter": lambda found: tuple(found)},  # as often as it was found, and what is sensitive
        {"of_half_year": lambda found, _teams: findings.of_quarter(found)},
        {"of_half_year": lambda found, _teams: tuple(sorted({one for one in found if one.need in SENSITIVE}))},  # by municipality
        {"quarter_release": lambda period, rows, found=(): releases.quarter_release(period, rows if found else (), found)},
    ],
)
def test_findings_that_say_more_than_they_may_are_found_out(monkeypatch: pytest.MonkeyPatch, broken: dict[str, object]) -> None:
    district = planted(7, 40)
    found = {"2026-Q1": findings.found(district, "2026-Q1", 7)}
    rows = {"2026-Q1": [row for row in district.rows if row.week <= "2026-W13"]}
    assert len(found["2026-Q1"]) == findings.FINDINGS and findings.all_leaks(district, rows, found) == []
    for name, wrong in broken.items():
        monkeypatch.setattr(findings, name, wrong)
    assert findings.all_leaks(district, rows, found)


def test_a_team_of_one_municipality_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaps.findings.FEWEST_PLACES", 1)
    district = planted(7, 40)
    assert findings.leaks(district.rows, findings.found(district, "2026-Q1", 7), "2026-H1")


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
    tally, left = attack.Tally(cells=9, attacked=9, peer_recovered=1, findings=9), Remains(0, 0.01, 0, 0)
    assert attack.verdict(tally, left) == 0
    assert attack.verdict(tally, replace(left, **missed)) == 1  # type: ignore[arg-type]
    for name, worse in {"peer_recovered": 0, "recovered": 1, "findings": 0, "finding_leaks": 1, "filter_leaks": 1, "unread": 1}.items():
        assert attack.verdict(replace(tally, **{name: worse}), left) == 1  # type: ignore[arg-type]

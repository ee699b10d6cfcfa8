"""The pages under a million signals in a short form: that it runs, says its figures and misses them. Nothing is timed here."""

from __future__ import annotations

import re
import sys

import pytest

from bench import signals


def test_a_short_run_says_its_figures_in_the_last_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.signals", "--signals", "2000", "--rounds", "1", "--database", "sqlite"])
    status = signals.main()
    figures = re.search(r"slowest_ms=(\d+\.\d) ratio=(\d+\.\d\d)$", capsys.readouterr().out.strip())
    assert figures and status == signals.verdict(float(figures[1]), float(figures[2]))


@pytest.mark.parametrize(("milliseconds", "ratio", "status"), [(999.9, 5.0, 0), (1000.0, 1.0, 1), (1.0, 5.01, 1)])
def test_each_figure_can_be_missed(milliseconds: float, ratio: float, status: int) -> None:
    assert signals.verdict(milliseconds, ratio) == status

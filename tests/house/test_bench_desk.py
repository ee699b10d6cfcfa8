"""The desk under load in its short form: that it runs, says its figures and misses them when they are missed. Nothing is timed here."""

from __future__ import annotations

import re
import sys

import pytest

from bench import desk


def test_a_short_run_says_its_figures_in_the_last_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.desk", "--cases", "300", "--rounds", "2"])
    status = desk.main()
    said = capsys.readouterr().out.splitlines()
    figures = re.fullmatch(r"p95_ms=(\d+\.\d) ratio=(\d+\.\d\d)", said[-1])
    assert figures, said[-1]
    assert status == desk.verdict(float(figures[1]), float(figures[2]))
    assert [line.partition(":")[0] for line in said[:-1]] == ["list", "case", "roster"]


@pytest.mark.parametrize(("milliseconds", "ratio", "status"), [(299.9, 3.0, 0), (300.0, 1.0, 1), (1.0, 3.01, 1)])
def test_each_figure_can_be_missed(milliseconds: float, ratio: float, status: int) -> None:
    assert desk.verdict(milliseconds, ratio) == status

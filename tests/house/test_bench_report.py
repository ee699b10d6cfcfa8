"""The report under a million signals in a short form: that it runs, says its figures and misses them. Nothing is timed here."""

from __future__ import annotations

import re
import sys

import pytest

from bench import report


def test_a_short_run_says_its_figures_in_the_last_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.report", "--signals", "2000", "--database", "sqlite"])
    status = report.main()
    figures = re.search(r"signals=2000 .*report_s=(\d+\.\d\d)$", capsys.readouterr().out.strip())
    assert figures and status == report.verdict(float(figures[1]))


def test_the_figure_can_be_missed() -> None:
    assert (report.verdict(19.99), report.verdict(20.0)) == (0, 1)

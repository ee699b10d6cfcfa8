"""Asking a large directory in its short form: that it runs, says its figures and misses them when missed. Nothing is timed here."""

from __future__ import annotations

import re
import sys

import pytest

from bench.hsds import asking


def test_a_short_run_says_its_figures_in_the_last_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.hsds.asking", "--offers", "300", "--few", "100"])
    assert asking.main() in (0, 1)
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r"offers=300 slowest_answer_ms=\d+ answer_ratio=\d+\.\d slowest_export_s=\d+\.\d", last)


@pytest.mark.parametrize(("answer", "export", "status"), [(0.49, 59.9, 0), (0.5, 1.0, 1), (0.1, 60.0, 1)])
def test_each_figure_can_be_missed(answer: float, export: float, status: int) -> None:
    assert asking.verdict(answer, export) == status

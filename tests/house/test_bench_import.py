"""The import of many offers in its short form: that it runs, says its figures and misses them when missed. Nothing is timed here."""

from __future__ import annotations

import re
import sys

import pytest

from bench import importing


def test_a_short_run_says_its_figures_in_the_last_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.importing", "--offers", "700"])
    assert importing.main() == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r"offers=700 seconds=\d+\.\d plain_seconds=\d+\.\d\d ratio=\d+\.\d", last)


@pytest.mark.parametrize(("seconds", "arrived", "status"), [(59.9, 20_000, 0), (60.0, 20_000, 1), (1.0, 19_999, 1)])
def test_each_figure_can_be_missed(seconds: float, arrived: int, status: int) -> None:
    assert importing.verdict(seconds, arrived, 20_000) == status

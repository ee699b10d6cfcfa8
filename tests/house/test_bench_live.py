"""The way from a message to the live list in its short form: it arrives, without a reload; nothing is timed here."""

from __future__ import annotations

import re
import sys

import pytest

from bench import live


def test_a_message_reaches_the_open_list_and_the_last_line_says_how_fast(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.live", "--messages", "2", "--database", "sqlite"])
    status = live.main()
    said = capsys.readouterr().out.splitlines()
    figures = re.fullmatch(r"messages=2 sqlite_s=(\d+\.\d{3}) live_s=(\d+\.\d{3})", said[-1])
    assert figures and figures[1] == figures[2], said[-1]
    assert status == live.verdict(float(figures[2]))


@pytest.mark.parametrize(("seconds", "status"), [(4.999, 0), (5.0, 1)])
def test_the_figure_can_be_missed(seconds: float, status: int) -> None:
    assert live.verdict(seconds) == status


def test_the_slowest_of_all_counts() -> None:
    assert live.Took([0.1], [0.2], 7.0).slowest == 7.0 and live.Took([6.0], [0.2], 0.1).slowest == 6.0

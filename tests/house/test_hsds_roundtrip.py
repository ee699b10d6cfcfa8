"""The way through the open standard in its short form; where the standard's own folder is given, all of it."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

import pytest

from bench.hsds import __main__ as bench
from bench.hsds.roundtrip import Figures


def test_the_real_directory_arrives_whole_and_the_last_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.hsds"])
    monkeypatch.delenv("LOTSE_HSDS", raising=False)
    assert bench.main() == 0
    said = capsys.readouterr().out.splitlines()
    assert "left out" in said[0]
    assert re.fullmatch(r"services=157 lost=0 examples=0 examples_equal=0 answers=0 answers_invalid=0", said[-1])


@pytest.mark.parametrize("missed", [{"services": 0}, {"lost": 1}, {"examples_equal": 2}, {"answers_invalid": 1}])
def test_each_figure_can_be_missed(missed: dict[str, int]) -> None:
    good = Figures(services=157, examples=3, examples_equal=3, answers=600)
    assert bench.verdict(good) == 0
    assert bench.verdict(replace(good, **missed)) == 1

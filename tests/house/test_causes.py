"""The planted causes in their short form, and that their judge does judge."""

from __future__ import annotations

import pytest

from bench.gaps import causes
from gaps.why_not import Step, why_not


def test_causes_are_right_and_sentences_true(capsys: pytest.CaptureFixture[str]) -> None:
    assert causes.main(["--cases", "60", "--seed", "5"]) == 0, capsys.readouterr().out
    assert "untrue=0" in capsys.readouterr().out.splitlines()[-1]


def test_an_engine_that_takes_offers_for_others_as_offers_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(causes, "why_not", lambda wanted, services, centres: why_not(wanted, [s for s in services if not s.cost], centres))
    assert causes.main(["--cases", "60", "--seed", "5"]) == 1


def test_a_sentence_about_the_wrong_place_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = causes.why_lines
    monkeypatch.setattr(
        causes, "why_lines", lambda why: [line.replace("km", "m") if Step.PLACE in why.steps else line for line in plain(why)]
    )
    assert causes.main(["--cases", "60", "--seed", "5"]) == 1

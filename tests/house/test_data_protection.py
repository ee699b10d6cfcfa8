"""The page for the data protection officer names every table, and every limit it gives is the one in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cases import forgetting, referral
from cases.sealed import AFTER_READING, LASTS
from storage.tables import metadata

PAGE = (Path(__file__).parents[2] / "docs" / "data-protection.md").read_text(encoding="utf-8")


def test_every_table_has_its_line() -> None:
    named = set(re.findall(r"`([a-z_]+)(?:\.[a-z_]+)?`", PAGE))
    assert set(metadata.tables) - named == set()


@pytest.mark.parametrize(
    ("row", "days"),
    [
        ("Person: language", forgetting.IDLE.days),
        ("Thread of a case", forgetting.CLOSED_THREAD.days),
        ("Thread of a case", forgetting.UNTOUCHED.days),
        ("Thread of a case", forgetting.WARNED_BEFORE.days),
        ("Number to call", forgetting.CALL_BACK.days),
        ("A sentence somebody let", forgetting.OWN_WORDS.days),
        ("Staff: name", forgetting.LEFT.days),
        ("What was proposed", referral.OVER_AFTER.days),
        ("What the conversation needs", forgetting.OWN_LINES.days * 24),
        ("Sealed answers", LASTS.days * 24),
        ("Sealed answers", AFTER_READING.days * 24),
        ("That a threat was written", forgetting.ALARMS.days),
        ("Audit log", round(forgetting.AUDIT.days / 30.4)),
        ("Case: need", round(forgetting.TOMBSTONE.days / 30.4)),
        ("Gap signals", round(forgetting.COUNTED.days / 30.4)),
    ],
)
def test_every_limit_is_the_one_of_the_code(row: str, days: int) -> None:
    [line] = [line for line in PAGE.splitlines() if line.startswith(f"| {row}")]
    kept = line.rstrip("| ").rpartition("|")[2]
    assert str(days) in re.findall(r"\d+", kept), kept

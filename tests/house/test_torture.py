"""The kill harness says when a figure is missed, also when the kills hit too little to prove anything."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bench.torture.ledger import Figures, Said, out_of_order, repeats_by_kill

NOTHING = dict.fromkeys((field.name for field in dataclasses.fields(Figures)), 0)
GOOD: dict[str, Any] = {
    **NOTHING,
    "kills": 200,
    "kills_hit_taken": 40,
    "kills_hit_saying": 40,
    "answered_behind_unreadable": 50,
    "most_repeats_in_a_chat": 1,
    "most_repeats_after_a_kill": 8,
    "intact": True,
}


def test_good_figures_miss_nothing() -> None:
    assert Figures(**GOOD).missed() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("updates_lost", 1), ("unanswered", 1), ("given_up", 1), ("handovers_lost", 1), ("handovers_doubled", 1), ("staff_untold", 1),
        ("unreadable_unanswered", 1), ("out_of_order", 1), ("kills_hit_taken", 39), ("kills_hit_saying", 39),
        ("answered_behind_unreadable", 49), ("most_repeats_in_a_chat", 2), ("most_repeats_after_a_kill", 9), ("intact", False),
    ],
)  # fmt: skip
def test_each_figure_can_be_missed(name: str, value: int) -> None:
    assert Figures(**{**GOOD, name: value}).missed() == [name]


def said(chat: int, text: str, at: float) -> Said:
    return Said(chat, text, "[]", at)


def test_a_repeat_counts_for_the_kill_that_interrupted_it() -> None:
    heard = [said(1, "hello", 0.9), said(2, "hello", 1.0), said(1, "hello", 2.5), said(1, "other", 2.6), said(1, "hello", 4.0)]
    assert repeats_by_kill(heard, [2.0, 3.0]) == {(0, 1): 1, (1, 1): 1}


def test_a_handover_told_backwards_is_seen() -> None:
    assert out_of_order([["card", "preview", "done"], ["card", "preview", "done"], ["card", "done", "preview"]]) == 1

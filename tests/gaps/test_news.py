"""Once a week somebody looks; coordinators hear that there is something new, once, and nothing when there is not."""

from __future__ import annotations

from typing import Any

import pytest

from cases import gap_news
from cases.gap_news import close_and_look
from gaps.fields import Cause, Gap
from gaps.signals import note
from gaps.warnings import warnings
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock


def test_what_surges_is_told_once(keeper: Keeper, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def tell(_unit: Unit, _staff: Any, kind: str, key: str) -> None:
        told.append(f"{kind} {key}")

    monkeypatch.setattr(gap_news, "tell_staff", tell)
    for week in range(18):

        def ask(unit: Unit, week: int = week) -> None:
            for person in range(4):
                note(unit, 100 * week + person, Gap(f"work.{('find_job', 'rights')[person % 2]}", "Delbrück", Cause.COSTS, "ar"))
            for person in range(4 if week >= 14 else 0):
                note(unit, 5000 + 10 * week + person, Gap("housing.find_home", "Büren", Cause.FULL, "uk"))

        keeper.keep(ask).result()
        clock.turn(days=7)
        keeper.keep(close_and_look).result()
    assert len(told) == 1 and told[0].startswith("gaps_new")
    surges, silent = keeper.keep(lambda unit: warnings(unit, 20)).result()
    assert [(one.need, one.cause, one.municipalities, one.languages) for one in surges] == [
        ("housing.find_home", "full or waiting list", ("Büren",), ("uk",))
    ]
    assert silent == []

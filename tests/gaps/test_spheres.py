"""The model of legal spheres is whole; what is not is found out; it gives the codes of a break, and the matrix from -> to."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from gaps.fields import Break
from gaps.spheres import FILE, from_to, spheres
from gaps.spheres_check import main, wrong

RAW: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_what_is_shipped_is_whole_and_nobody_has_reviewed_it(capsys: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    assert main(out) == 0
    assert "15 events" in out.getvalue()
    assert {one["reviewer"] for one in RAW["transitions"]} == {None}
    assert all(one.law for one in spheres().transitions.values())


def test_the_page_about_it_says_how_much_is_unreviewed_and_how_much_is_in_doubt() -> None:
    told = (Path(__file__).parents[2] / "docs" / "spheres.md").read_text(encoding="utf-8")
    entries = spheres().transitions.values()
    assert f"All {len(entries)} entries" in told
    assert f"({sum(bool(one.check) for one in entries)} entries)" in told


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (lambda raw: raw["transitions"][0].update(law=[]), "has no source"),
        (lambda raw: raw["transitions"][0].update(law=["Asylgesetz"]), "is no paragraph"),
        (lambda raw: raw["transitions"][0].update(deadlines=[{"de": "Innerhalb einer Woche.", "law": ""}]), "has no paragraph"),
        (lambda raw: raw["transitions"][0].update({"to": "SGB 2"}), "to SGB 2: no such code"),
        (lambda raw: raw["transitions"][0].update(event="departure"), "event departure: no such code"),
        (lambda raw: raw["transitions"][0].update(who=["refugee"]), "who refugee: no such code"),
        (lambda raw: raw["transitions"][0].update(needs=["money.luck"]), "needs money.luck: no such code"),
        (lambda raw: raw["transitions"][0].update(needs=["safety.threat"]), "a danger"),
        (lambda raw: raw["transitions"][0].update(reviewer="Koordination"), "shipped as reviewed"),
        (lambda raw: raw["transitions"][0].pop("as_of"), "missing ['as_of']"),
        (lambda raw: raw["transitions"].append(raw["transitions"][0]), "stands there twice"),
        (lambda raw: raw["spheres"].pop("SGB XI"), "is no sphere"),
        (lambda raw: raw["events"].update(marriage={"de": "Heirat", "en": "We marry"}), "nothing changes"),
    ],
)
def test_what_is_wrong_is_named(breaks: Callable[[dict[str, Any]], object], said: str) -> None:
    raw = copy.deepcopy(RAW)
    breaks(raw)
    assert any(said in problem for problem in wrong(raw)), list(wrong(raw))


def test_an_entry_gives_the_break_it_may_be_and_another_text_another_digest() -> None:
    entry = spheres().transitions["recognition.benefits"]
    assert entry.broken == Break("AsylbLG", "SGB II", "recognition")
    assert replace(entry, changes=entry.changes + " ").digest != entry.digest
    assert replace(entry, law=entry.law[1:]).digest != entry.digest
    assert replace(entry).digest == entry.digest


def test_losing_work_tells_of_the_exclusion_the_insurance_and_the_employers_housing() -> None:
    ends = {one.code for one in spheres().of_event("work_ends")}
    assert {"work_ends.eu_exclusion", "work_ends.insurance", "work_ends.home"} <= ends
    assert {one.code for one in spheres().of_need("health.uninsured")} == {"work_ends.insurance"}


def test_the_matrix_counts_where_it_broke_by_event() -> None:
    at_recognition, at_move = Break("AsylbLG", "SGB II", "recognition"), Break("SGB II", "SGB II", "move")
    assert from_to([at_recognition, at_move, at_recognition]) == {
        ("AsylbLG", "SGB II"): {"recognition": 2},
        ("SGB II", "SGB II"): {"move": 1},
    }
    assert from_to([]) == {}

"""The interleavings in their short form, and that mistakes of the program are found out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from bench.relay import __main__ as relay
from bench.relay.claims import race
from bench.relay.desks import Page
from bench.relay.truth import Kind, Truth
from storage.cases import CaseRows
from storage.outbox import OutboxRows


def test_in_a_short_run_nothing_reaches_the_wrong_person(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.relay", "--short"])
    assert relay.main() == 0, capsys.readouterr().out
    last = capsys.readouterr().out.splitlines()[-1]
    assert "wrong_person=0 notes_sent=0 cases_without_one_owner=0" in last


def test_a_house_that_mixes_people_up_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say, known = OutboxRows.say, dict[str, dict[str, Any]]()

    def to_somebody_else(rows: OutboxRows, **row: Any) -> int | None:
        known[row["chat_hash"]] = {key: row[key] for key in ("channel", "chat_hash", "contact_id")}
        if row["kind"] == "staff_wrote":
            row.update(next(about for chat_hash, about in known.items() if chat_hash != row["chat_hash"]))
        return say(rows, **row)

    monkeypatch.setattr(OutboxRows, "say", to_somebody_else)
    told = relay.interleaved(f"sqlite:///{tmp_path / 'relay.db'}", tmp_path, 60, 1, in_a_run=20, newcomers=10)
    assert told.wrong["wrong_person"]


def test_a_house_in_which_two_have_the_same_case_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CaseRows, "accept", lambda _rows, _case, _staff: True)
    told = Truth()
    race(f"sqlite:///{tmp_path / 'race.db'}", tmp_path, 3, told)
    assert told.wrong["cases_without_one_owner"] >= 3


@pytest.fixture
def told() -> Truth:
    """Two newcomers with a case each; a member has the first one."""
    truth = Truth()
    for number, address in enumerate(("web:1", "telegram:2"), start=1):
        truth.opened(number, truth.somebody_new(address), f"K-22222{number + 1}")
    truth.claimed(1, {7: True})
    truth.staff_chats.add("telegram:9")
    return truth


def test_the_judge_finds_nothing_wrong_with_what_is_right(told: Truth) -> None:
    mark = told.write(Kind.REPLY, 1, 1)
    told.written[mark].kept = True
    told.stands_in(1, "staff", mark)
    told.said("web:1", f"K-222222 {mark}")
    told.said("telegram:9", "K-222222: new message")
    told.is_kept(1, "accepted", 7, responsible_is_there=False)
    told.is_kept(2, "waiting", None, responsible_is_there=True)
    told.claimed(1, {7: True, 8: False})
    told.all_is_said()
    assert told.found == []


def test_the_judge_knows_who_may_read_what(told: Truth) -> None:
    reply, line, note = told.write(Kind.REPLY, 1, 1), told.write(Kind.LINE, 1), told.write(Kind.NOTE, 1, 1)
    for address in ("telegram:2", "telegram:9"):
        told.said(address, reply)
        told.said(address, line)
    told.said("telegram:2", "K-222222")
    told.stands_in(2, "person", line)
    told.stands_in(1, "person", reply)
    assert (told.wrong["wrong_person"], told.wrong["notes_sent"]) == (7, 0)
    told.said("web:1", note)
    told.queued("web:1", note)
    told.stands_in(1, "staff", note)
    assert told.wrong["notes_sent"] == 3


def test_the_judge_knows_somebody_who_deleted_everything_from_who_comes_later(told: Truth) -> None:
    mark = told.write(Kind.REPLY, 1, 1)
    told.over(1)
    told.somebody_new("web:1")
    told.said("web:1", mark)
    assert told.wrong["wrong_person"] == 1


def test_the_judge_knows_what_was_taken_back_said_twice_or_never(told: Truth) -> None:
    back, twice, never = (told.write(Kind.REPLY, 1, 1) for _ in range(3))
    for mark in (back, twice, never):
        told.written[mark].kept = True
    told.written[back].taken_back = True
    for mark in (back, twice, twice):
        told.said("web:1", mark)
    told.all_is_said()
    assert dict(told.wrong) == {"taken_back_sent": 1, "said_twice": 1, "never_said": 1}


@pytest.mark.parametrize(
    ("state", "owner", "there"),
    [("accepted", 8, True), ("accepted", None, True), ("waiting", None, True), ("closed", 7, True)],
)
def test_the_judge_knows_whose_case_it_is(told: Truth, state: str, owner: int | None, there: bool) -> None:
    told.is_kept(1, state, owner, there)
    assert told.wrong["cases_without_one_owner"] == 1


def test_the_judge_knows_a_case_nobody_looks_at_and_a_race_two_won(told: Truth) -> None:
    told.is_kept(2, "waiting", None, responsible_is_there=False)
    told.claimed(2, {7: True, 8: True})
    told.claimed(1, {8: True})
    assert told.wrong["cases_without_one_owner"] == 3


def test_the_reference_of_a_case_is_told_from_the_key_of_a_form() -> None:
    page = Page('<h1>Fall K-RFCD5U: neu</h1><a href="/desk/K-22AAAA">K-QQ77QQ</a><input name="once" value="x7K-Z82WSNb_d">')
    assert page.references == {"K-RFCD5U", "K-22AAAA", "K-QQ77QQ"}

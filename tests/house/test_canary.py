"""The canary words in a short form; and that a word in a log, in a column or left over after an erasure is found out."""

from __future__ import annotations

import base64
import logging
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from bench.canary import __main__ as canary
from bench.canary.words import Canaries, Kind
from storage.cases import CaseRows
from storage.gap_tables import gap_counts
from storage.tables import cases
from storage.threads import ThreadRows


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen dialogues at once take their time on a busy machine; nothing is measured by it."""
    monkeypatch.setattr("tests.journeys.stage.PATIENCE", 60.0)


def test_in_a_dozen_dialogues_every_word_stands_only_where_it_belongs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.canary", "--dialogues", "12"])
    status = canary.main()
    said = capsys.readouterr().out
    assert status == 0, said
    assert said.splitlines()[-1] == "dialogues=12 misplaced=0 plain_bytes=0 left_after_erasure=0"


def test_a_house_that_logs_and_copies_words_and_keeps_its_keys_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, last = ThreadRows.write, [""]

    def write(self: Any, **said: Any) -> int:
        last[:] = [said["words"]]
        logging.getLogger("cases").debug("somebody wrote %s", said["words"])
        if said["sender"] == "staff":
            texts = {
                "district": "paderborn",
                "week": "2026-W01",
                "side": "gap",
                "by": "need",
                "row": said["words"],
                "column": "*",
                "burst": "",
            }
            copy = {**texts, "hints": 1, "people": 1, "firsts": 1}
            self._unit.connection.execute(insert(gap_counts), copy)
        return written(self, **said)

    def erase_only_the_name(self: Any, case_id: int) -> None:
        self._unit.connection.execute(update(cases).where(cases.c.id == case_id).values(person_id=None, contact_id=None))

    monkeypatch.setattr(ThreadRows, "write", write)
    monkeypatch.setattr(CaseRows, "erase", erase_only_the_name)
    monkeypatch.setattr("bot.mailing.waiting_mail", lambda _url, _cases: ("Neues", f"Guten Tag\n{last[0]}\n"))
    report = canary.lived_through(tmp_path, 1, 6)
    said = "\n".join(report.lines())
    assert not report.good()
    assert report.plain["lotse.log, answer of staff"] and report.plain["lotse.log, name"] and report.plain["lotse.db, answer of staff"], (
        said
    )
    assert report.misplaced["gap_counts.row: answer of staff"], said
    assert report.left["lotse.db, a conversation's key"], said
    assert report.left["lotse.db, sealed bytes"] and report.left["lotse.db, sealed bytes of an exported case"], said
    assert any(what.startswith("mail: ") for what in report.misplaced), said


@pytest.mark.parametrize("around", ["", "x", "xy", "xyz"])
def test_a_word_is_found_in_every_spelling_and_in_long_files(around: str) -> None:
    canaries = Canaries(random.Random(1))
    word = canaries.new(Kind.NAME, 7)
    other = canaries.new(Kind.NAME, 8)
    for long in (b"", random.Random(2).randbytes(200_000)):
        for spelled in (word.encode(), word.encode("utf-16-le"), word.lower().encode(), base64.b64encode(f"{around}{word}more".encode())):
            found = canaries.found_in(long + around.encode() + spelled + long)
            assert {one.person for _, one in found} == {7}
        assert canaries.found_in(long + word[:-1].encode() + b"-" + other[1:].encode()) == []

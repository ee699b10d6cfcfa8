"""The matrix of roles in a short form; and that an open door, a forgotten route and a refusal nobody wrote down are found out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.roles import __main__ as matrix
from bench.roles.table import ANYBODY, PAGES, STAFF_IN_CHAT

FEW = ("newcomer", "own manager", "foreign manager", "coordinator")


def nothing(*_: Any) -> None:
    return None


async def test_nobody_gets_what_is_not_theirs(tmp_path: Path) -> None:
    figures = await matrix.tried(tmp_path, FEW)
    assert figures.unexpected == figures.unaudited == []
    assert figures.tried > 400 and figures.refused_reads > 80


async def test_whoever_sees_everything_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.access.may_see", lambda *_: True)
    figures = await matrix.tried(tmp_path, ("foreign manager",))
    assert {"foreign manager, on_accept, own", "foreign manager, GET /desk/cases/{case_id}, own: 200"} <= set(figures.unexpected)


@pytest.mark.parametrize(("room", "what"), [("web.desk_door", "GET /desk/cases/{case_id}, own"), ("handlers.staff_chat", "on_accept, own")])
async def test_a_refusal_that_is_not_written_down_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: str, what: str
) -> None:
    monkeypatch.setattr(f"{room}.note_refused", nothing)
    figures = await matrix.tried(tmp_path, ("admin",))
    assert figures.unexpected == []
    assert f"admin, {what}: 0 rows" in figures.unaudited


@pytest.mark.parametrize(
    "forget", [lambda: PAGES.pop(("GET", "/desk/gaps")), lambda: ANYBODY.pop(("GET", "/healthz")), lambda: STAFF_IN_CHAT.pop("on_accept")]
)
async def test_what_is_not_in_the_table_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: Callable[[], object]) -> None:
    for table in (PAGES, ANYBODY, STAFF_IN_CHAT):
        for name in list(table):
            monkeypatch.setitem(table, name, table[name])  # type: ignore[attr-defined]
    forget()
    figures = await matrix.tried(tmp_path, ())
    assert len(figures.unexpected) == 1 and "is not in the table" in figures.unexpected[0]


def test_the_last_line_and_the_status_say_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    figures = matrix.Figures(tried=7, refused_reads=2)

    async def tried(_folder: Path) -> matrix.Figures:
        return figures

    monkeypatch.setattr(matrix, "tried", tried)
    monkeypatch.setattr(sys, "argv", ["bench.roles"])
    assert matrix.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "tried=7 unexpected=0 refused_reads=2 unaudited=0"
    figures.refuses("somebody", 0)
    assert matrix.main() == 1
    figures.unaudited.clear()
    figures.tries("something", as_it_should=False)
    assert matrix.main() == 1

"""Starting it, as somebody at a terminal sees it. With the embedded database one process is all there is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import commands
from storage import database
from storage.presence import open_presence
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_run_says_why_it_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'lotse.db'}"
    monkeypatch.setenv("LOTSE_DATABASE_URL", url)
    monkeypatch.setenv("LOTSE_KEY_FILE", str(tmp_path / "lotse.key"))
    engine = database.open_engine(url)
    first = open_presence(engine, "first")
    first.show()
    assert commands.run("") == 1
    assert "another `lotse run`" in capsys.readouterr().err
    first.close()
    engine.dispose()


def test_the_demo_prints_the_chat_and_a_link_for_each_account(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "LOTSE_DEMO": "1",
        "LOTSE_DATABASE_URL": f"sqlite:///{tmp_path / 'lotse.db'}",
        "LOTSE_KEY_FILE": str(tmp_path / "lotse.key"),
        "LOTSE_PORT": str(free_port()),
    }
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as house:
        assert house.stdout is not None
        told = ""
        while "Ctrl-C" not in told:
            line = house.stdout.readline()
            assert line, "it ended before it told anything"
            told += line
        house.terminate()
    assert "/chat" in told
    assert "Case Management Büren (Demo)" in told and "Koordination (Demo)" in told
    assert told.count("/desk/in/") == 2

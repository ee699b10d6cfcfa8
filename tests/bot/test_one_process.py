"""With the embedded database one process is all there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import commands
from storage import database
from storage.presence import open_presence


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

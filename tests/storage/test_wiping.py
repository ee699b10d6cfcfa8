"""What was deleted is nowhere in the files any more, also where SQLite moved it about before."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import database

STEPS = 400


def busy(engine: Engine, dice: random.Random) -> list[bytes]:
    """Writes, changes and deletes at random; what is gone afterwards."""
    gone: list[bytes] = []
    there: dict[int, bytes] = {}
    with engine.connect() as connection:
        connection.rollback()
        raw = connection.connection.dbapi_connection
        assert raw is not None
        cursor = raw.cursor()
        cursor.execute("create table scratch (id integer primary key, words blob)")
        for _ in range(STEPS):
            turn, words = dice.random(), dice.randbytes(dice.choice((40, 200, 900, 3000)))
            if turn < 0.5 or not there:
                cursor.execute("insert into scratch (words) values (?)", (words,))
                there[cursor.lastrowid or 0] = words
                continue
            number = dice.choice(list(there))
            gone.append(there.pop(number))
            if turn < 0.75:
                cursor.execute("delete from scratch where id = ?", (number,))
            else:
                cursor.execute("update scratch set words = ? where id = ?", (words, number))
                there[number] = words
    return gone


def left(folder: Path, gone: list[bytes]) -> int:
    kept = b"".join(file.read_bytes() for file in folder.iterdir())
    return sum(words[:32] in kept or words[-32:] in kept for words in gone)


@pytest.mark.parametrize("seed", [21, 22, 23, 24])  # with 23 and SQLite 3.40 a piece stays behind when only the log is emptied
def test_nothing_that_was_deleted_stays_in_the_files(tmp_path: Path, seed: int) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    gone = busy(engine, random.Random(seed))
    assert database.wipe(engine)
    engine.dispose()
    assert len(gone) > 100 and left(tmp_path, gone) == 0


def test_a_large_file_is_written_anew_only_when_there_is_time(tmp_path: Path) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    busy(engine, random.Random(1))
    assert not database.wipe(engine, at_most=4096)
    assert database.wipe(engine, at_most=2**24)
    engine.dispose()

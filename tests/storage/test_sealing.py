"""What people say is sealed: nothing of it is readable in the files, and another key opens nothing."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from storage import database
from storage.inbox import Heard
from storage.seal import KeyProblem, KeyRing, create_key_file, read_key_file
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

CANARY = "Kanarienvogel-4711"


@given(st.binary())
def test_what_was_sealed_opens_again(plain: bytes) -> None:
    ring = KeyRing(b"k" * 32)
    assert ring.house.open(ring.house.seal(plain)) == plain


def test_another_key_opens_nothing() -> None:
    sealed = KeyRing(b"k" * 32).house.seal(b"hello")
    with pytest.raises(KeyProblem):
        KeyRing(b"l" * 32).house.open(sealed)
    with pytest.raises(KeyProblem):
        KeyRing(b"k" * 32).house.open(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_the_key_file_is_for_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "lotse.key"
    ring = create_key_file(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_key_file(file).fingerprint == ring.fingerprint
    with pytest.raises(FileExistsError):
        create_key_file(file)


def test_a_key_that_does_not_fit_refuses_to_start(engine: Engine, tmp_path: Path, clock: TurnedClock) -> None:
    database.unlock(engine, tmp_path / "right.key", clock())
    create_key_file(tmp_path / "wrong.key")
    with pytest.raises(KeyProblem, match="not the one"):
        database.unlock(engine, tmp_path / "wrong.key", clock())
    with pytest.raises(KeyProblem, match="missing"):
        database.unlock(engine, tmp_path / "lost.key", clock())
    assert not (tmp_path / "lost.key").exists(), "a new key for a full database would bury what it holds"


def test_nothing_people_say_is_readable_in_the_files(keeper: Keeper, engine: Engine, tmp_path: Path) -> None:
    if engine.dialect.name != "sqlite":
        return

    def write(unit: Unit) -> None:
        unit.inbox.hear([Heard("telegram", "bot", 1, unit.ring.lookup("telegram", "4711000815"), CANARY.encode(), "")])
        chat_hash = unit.ring.lookup("telegram", "4711000815")
        person = unit.people.welcome(channel="telegram", chat_hash=chat_hash, chat="4711000815", language="de")
        unit.people.update(person.id, draft={"words": CANARY})
        payload = {"text": CANARY}
        unit.outbox.say(channel="telegram", chat_hash=chat_hash, contact_id=person.contact_id, kind="method", payload=payload)
        unit.lines.add(chat_hash=chat_hash, sender="me", line={"text": CANARY})
        case = unit.cases.open(
            reference="K-1",
            person_id=person.id,
            contact_id=person.contact_id,
            municipality="Büren",
            need=None,
            language="de",
            for_someone_else=False,
        )
        unit.threads.write(case_id=case.id, sender="person", words=CANARY)

    keeper.keep(write).result()
    for file in tmp_path.glob("lotse.db*"):
        content = file.read_bytes()
        assert CANARY.encode() not in content and b"4711000815" not in content, file.name

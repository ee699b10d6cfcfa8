"""A district whose clock stands until somebody turns it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine

from cases.desk_access import invite
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from cases.promise import climb
from directory.hours import BERLIN
from directory.starting import load_packaged
from storage import database
from storage.cases import CaseRow
from storage.staff import StaffRow
from storage.unit import Keeper, Unit

T = TypeVar("T")
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=BERLIN)


class District:
    """A district whose clock stands until somebody turns it."""

    def __init__(self, engine: Engine, key_file: Path) -> None:
        self.now = THURSDAY.astimezone(UTC)
        self.keeper: Keeper = database.open_keeper(
            engine, database.unlock(engine, key_file, self.now), "paderborn", lambda: self.now.astimezone(UTC)
        )
        self.keep(lambda unit: load_packaged(unit, "paderborn"))

    def keep(self, work: Callable[[Unit], T]) -> T:
        return self.keeper.keep(work).result()

    def staff(self, role: str, name: str, *towns: str) -> StaffRow:
        self.keep(lambda unit: invite(unit, role=role, name=name, municipalities=towns))
        return next(one for one in self.keep(lambda unit: unit.staff.by_role(role)) if one.name == name)

    def hands_over(self, town: str = "Büren", need: str | None = "housing.find_home", chat: str = "1") -> CaseRow:
        def work(unit: Unit) -> CaseRow:
            person = live_in(unit, who(unit, channel="telegram", chat_hash=chat, chat=chat, language="ar"), town)
            prepare(unit, person, need=need, words="Hilfe")
            return hand_over(unit, who(unit, channel="telegram", chat_hash=chat, chat=chat, language="ar"))

        return self.keep(work)

    def case(self, case_id: int) -> CaseRow:
        found = self.keep(lambda unit: unit.cases.one(case_id))
        assert found is not None
        return found

    def looks_at(self, day: int, hour: int, minute: int = 0, month: int = 11) -> None:
        """The clock stands at this German time of 2026, and looks what is due."""
        self.now = datetime(2026, month, day, hour, minute, tzinfo=BERLIN)
        while self.keep(climb):
            pass

    def asked(self, case_id: int) -> list[tuple[int, str]]:
        return [(staff, rung) for staff, rung, _ in self.keep(lambda unit: unit.cases.askings(case_id))]

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """What was left for people to hear, since the last look."""

        def work(unit: Unit) -> list[tuple[str, dict[str, Any]]]:
            rows = unit.outbox.claim("test", 100)
            unit.outbox.sent([row.id for row in rows])
            return [(row.kind, row.payload) for row in rows]

        return self.keep(work)

"""1,000 handovers over a quarter with holidays, absences and nights, by the real use cases on a real database (promises R24, E5).

    python -m bench.handovers [--handovers N] [--days N] [--seed N]

Every text a person gets is kept as it is said and held against what happened (bench/handovers/truth.py). The last line is readable by a
script; exit status 1 when one handover was neither accepted nor escalated in time, or one statement was false.
"""

from __future__ import annotations

import argparse
import heapq
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select

from bench.handovers.town_halls import Habits, settle
from bench.handovers.truth import BERLIN, Handover, is_open
from cases.conversation import accept_case
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from cases.promise import agreed, climb
from cases.refusals import CaseAlreadyAccepted, CaseClosed, CaseNotFound, TownFull
from cases.team import leave_team
from cases.telling import FOR_STAFF, NoticeKind
from directory.needs import taxonomy
from directory.starting import load_packaged
from handlers.notices import in_words
from handlers.promising import waiting_lines
from locales.speech import speaking
from storage import database
from storage.tables import case_askings, cases
from storage.unit import Unit

T = TypeVar("T")
TICK = 30  # seconds; as often the clockwork looks
START = date(2026, 12, 1)  # Christmas, New Year and, with 120 days and more, Easter


class Simulation:
    """The district with everybody in it. Time jumps from one event to the next."""

    def __init__(self, folder: Path, seed: int, days: int) -> None:
        self.dice = random.Random(seed)
        self.now = datetime(START.year, START.month, START.day, tzinfo=UTC)
        self.end = self.now + timedelta(days=days)
        self.engine = database.open_engine(f"sqlite:///{folder / 'sim.db'}")
        database.migrate(self.engine)
        ring = database.unlock(self.engine, folder / "sim.key", self.now)
        self.keeper = database.open_keeper(self.engine, ring, "paderborn", lambda: self.now)
        self.keep(lambda unit: load_packaged(unit, "paderborn"))
        self.habits: dict[int, Habits] = self.keep(lambda unit: settle(unit, self.dice, START, days))
        self.names = self.keep(lambda unit: unit.staff.names())
        self.coordinators = {one.id for one in self.keep(lambda unit: unit.staff.by_role("coordinator"))}
        self.handovers: dict[int, Handover] = {}
        self.full = 0
        self.events: list[tuple[datetime, int, Callable[[], None]]] = []
        self.number = 0

    def keep(self, work: Callable[[Unit], T]) -> T:
        """One unit, as the house runs it."""
        return self.keeper.keep(work).result()

    def at(self, when: datetime, what: Callable[[], None]) -> None:
        """Something happens then."""
        self.number += 1
        heapq.heappush(self.events, (when, self.number, what))

    def run(self) -> None:
        """Until the end: what people do, and the clockwork in between."""
        while True:
            due = self._clock_is_due()
            following = min([when for when, *_ in self.events[:1]] + ([due] if due else []), default=self.end)
            if following >= self.end:
                return
            self.now = max(self.now, following)
            if self.events and self.events[0][0] <= self.now:
                heapq.heappop(self.events)[2]()
            if due is not None and due <= self.now:
                self.keep(climb)
            self.listen()

    def _clock_is_due(self) -> datetime | None:
        def look(unit: Unit) -> int | None:
            waiting = select(func.min(cases.c.next_step_at)).where(cases.c.state == "waiting", cases.c.next_step_at.is_not(None))
            return unit.connection.execute(waiting).scalar()

        due = self.keep(look)
        return None if due is None else datetime.fromtimestamp(-(-due // (TICK * 1000)) * TICK, UTC)

    def somebody_writes(self) -> None:
        """A new person hands over, as by the button below what they were shown."""
        number = len(self.handovers) + self.full + 1
        town = self.dice.choice([*self.towns(), "Paderborn", "Paderborn", "Paderborn"])
        need = self.dice.choice([need.code for need in taxonomy().needs if not need.crisis])
        language = self.dice.choice(("ar", "uk", "ro", "ti", "so", "bg"))

        def work(unit: Unit) -> tuple[int, str, str] | None:
            person = live_in(unit, who(unit, channel="telegram", chat_hash=f"chat {number}", chat=str(number), language=language), town)
            prepare(unit, person, need=need, words="")
            person = who(unit, channel="telegram", chat_hash=f"chat {number}", chat=str(number), language=language)
            try:
                case = hand_over(unit, person)
            except TownFull:
                return None
            with speaking("en"):
                return case.id, "\n".join(["Your number is", *waiting_lines(unit, case)]), agreed(unit, town).hours

        opened = self.keep(work)
        if opened is None:
            self.full += 1
            return
        case_id, text, hours = opened
        self.handovers[case_id] = Handover(town, hours)
        self.handovers[case_id].hear(self.now, text)

    def towns(self) -> list[str]:
        return sorted({self.names[number][0].rpartition(" ")[0] for number in self.habits} - {"Koordination"} | {"Altenbeken"})

    def listen(self) -> None:
        """People hear what was left for them; staff who were asked decide when they will look."""

        def work(unit: Unit) -> tuple[list[Any], list[tuple[int, int]]]:
            said = unit.outbox.claim("sim", 1000)
            unit.outbox.sent([row.id for row in said])
            asked = select(case_askings.c.case_id, case_askings.c.staff_id).where(case_askings.c.at == unit.now_ms)
            return said, [(row[0], row[1]) for row in unit.connection.execute(asked)]

        said, asked = self.keep(work)
        for row in said:
            if NoticeKind(row.kind) not in FOR_STAFF:
                text = "\n".join(str(method.text) for method in in_words(row.kind, row.payload, "en"))  # type: ignore[attr-defined]
                self.handovers[row.payload["case"]].hear(self.now, text)
        for case_id, staff_id in asked:
            if staff_id in self.coordinators and self.handovers[case_id].coordinator is None:
                self.handovers[case_id].coordinator = self.now
            habits = self.habits[staff_id]
            if self.dice.random() < habits.takes:
                when = self._after_minutes(case_id, self.dice.expovariate(1 / habits.minutes))
                self.at(when, partial(self.accept, case_id, staff_id))

    def _after_minutes(self, case_id: int, minutes: float) -> datetime:
        """So many minutes of service later. Steps of ten minutes are exact enough for people."""
        moment, hours = self.now, self.handovers[case_id].hours
        while minutes > 0:
            moment += timedelta(minutes=10)
            if is_open(hours, moment):
                minutes -= 10
        return moment

    def accept(self, case_id: int, staff_id: int) -> None:
        """They take it, if it still waits and they are there."""

        def work(unit: Unit) -> bool:
            staff = unit.staff.one(staff_id)
            today = unit.now.astimezone(BERLIN).date().isoformat()
            away = any(one.staff_id == staff_id and one.first_day <= today <= one.last_day for one in unit.roster.absences(today))
            if staff is None or away:
                return False
            try:
                accepted = unit.cases.one(case_id)
                return accept_case(unit, staff, case_id).accepted_by == staff_id and accepted is not None and accepted.state == "waiting"
            except (CaseAlreadyAccepted, CaseClosed, CaseNotFound):
                return False

        if self.keep(work):
            self.handovers[case_id].accepted.append((self.now, self.names[staff_id][0]))

    def leaves(self) -> None:
        """Somebody leaves in the middle; whoever waited for them hears of somebody else."""
        gone = self.dice.choice(sorted(self.habits.keys() - self.coordinators))

        def work(unit: Unit) -> None:
            if unit.staff.one(gone) is not None:
                leave_team(unit, gone)

        self.keep(work)


def lived_through(folder: Path, seed: int, days: int, handovers: int) -> Simulation:
    """A simulation that was run to its end."""
    simulation = Simulation(folder, seed, days)
    for _ in range(handovers):
        simulation.at(simulation.now + timedelta(days=(days - 14) * simulation.dice.random()), simulation.somebody_writes)
    for _ in range(4):
        simulation.at(simulation.now + timedelta(days=days * simulation.dice.random()), simulation.leaves)
    simulation.run()
    simulation.keeper.close()
    simulation.engine.dispose()
    return simulation


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--handovers", type=int, default=1000)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as folder:
        simulation = lived_through(Path(folder), options.seed, options.days, options.handovers)
    told = list(simulation.handovers.values())
    wrong = [text for handover in told for text in handover.false_statements(simulation.end)]
    late = [handover for handover in told if not handover.in_time(simulation.end)]
    for text in wrong[:20]:
        print("false:", text)
    for handover in late[:20]:
        print("neither accepted nor escalated in time:", handover)
    statements = sum(len(handover.said) for handover in told)
    broken = sum(len(handover.told) > 1 for handover in told)
    in_time = 1 - len(late) / max(len(told), 1)
    print(
        f"handovers={len(told)} sent_elsewhere={simulation.full} statements={statements} promise_changed={broken} "
        f"in_time={in_time:.3f} late={len(late)} false_statements={len(wrong)}"
    )
    return 1 if wrong or late or not told else 0


if __name__ == "__main__":
    sys.exit(main())

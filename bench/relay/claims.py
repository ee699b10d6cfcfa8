"""Claiming at the same moment: two threads, each with a keeper of its own on the same database, as two replicas would."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

from bench.relay.truth import Truth
from cases.conversation import accept_case
from cases.desk_access import invite
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from cases.refusals import CaseAlreadyAccepted
from directory.starting import load_packaged
from storage import database
from storage.unit import Keeper, Unit

TOWN = "Büren"
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def race(url: str, folder: Path, times: int, truth: Truth) -> None:
    """So many cases, each claimed by two members in two threads. What goes wrong is told to `truth`."""
    engine = database.open_engine(url)
    database.migrate(engine)
    ring = database.unlock(engine, folder / "race.key", NOW)
    keepers = [database.open_keeper(engine, ring, "paderborn", lambda: NOW) for _ in range(2)]

    def begin(unit: Unit) -> list[int]:
        load_packaged(unit, "paderborn")
        for number in range(2):
            invite(unit, role="case_manager", name=f"Kraft {number}", municipalities=(TOWN,))
        return [one.id for one in unit.staff.by_role("case_manager")]

    members = keepers[0].keep(begin).result()
    try:
        for number in range(times):
            case_id = keepers[0].keep(lambda unit, number=number: _case(unit, number)).result()
            truth.opened(-case_id, 0, "")
            truth.claimed(-case_id, _claimed_at_once(keepers, members, case_id))
            row = keepers[0].keep(lambda unit, case_id=case_id: unit.cases.one(case_id)).result()
            truth.is_kept(-case_id, row.state, row.accepted_by, responsible_is_there=True)
            truth.happened["races"] += 1
    finally:
        for keeper in keepers:
            keeper.close()
        engine.dispose()


def _case(unit: Unit, number: int) -> int:
    chat = str(number)
    person = live_in(unit, who(unit, channel="web", chat_hash=f"race {number}", chat=chat, language="de"), TOWN)
    prepare(unit, person, need="housing.find_home", words="")
    return hand_over(unit, who(unit, channel="web", chat_hash=f"race {number}", chat=chat, language="de")).id


def _claimed_at_once(keepers: list[Keeper], members: list[int], case_id: int) -> dict[int, bool]:
    together, answers = threading.Barrier(len(members)), dict.fromkeys(members, False)

    def claim(keeper: Keeper, member: int) -> None:
        def work(unit: Unit) -> None:
            staff = unit.staff.one(member)
            assert staff is not None
            accept_case(unit, staff, case_id)

        together.wait()
        try:
            keeper.keep(work).result()
            answers[member] = True
        except CaseAlreadyAccepted:
            pass

    threads = [threading.Thread(target=claim, args=pair) for pair in zip(keepers, members, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers

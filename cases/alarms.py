"""Threats against staff: staff are alarmed, nobody debates, and nothing of it is counted as a need."""

from __future__ import annotations

from cases.auditing import Action, note
from cases.people import Person
from cases.telling import NoticeKind, tell_staff
from storage.alarms import AlarmRow
from storage.cases import CaseRow
from storage.staff import StaffRow
from storage.unit import Unit

AN_HOUR_MS = 3_600_000  # many threats of one person within it are one alarm


def alarm(unit: Unit, person: Person, case: CaseRow | None) -> bool:
    """Staff are told at once: coordinators, whoever answers the case, the case managers of the town. False: they were, within this hour."""
    once = unit.ring.lookup("alarm", unit.district, str(person.id), str(unit.now_ms // AN_HOUR_MS))
    raised = unit.alarms.raise_one(None if case is None else case.id, once)
    if raised is None:
        return False
    note(unit, Action.THREATENED, None, None if case is None else case.id, about=str(raised))
    told = {one.id: one for one in unit.staff.by_role("coordinator")}
    town = person.municipality if case is None else case.municipality
    told |= {one.id: one for one in (unit.staff.for_municipality(town) if town is not None else ())}
    by = unit.staff.one(case.accepted_by) if case is not None and case.accepted_by is not None else None
    if by is not None:
        told[by.id] = by
    tell_staff(unit, told.values(), NoticeKind.THREAT, f"alarm:{raised}")
    if case is not None:
        unit.mark(f"case:{case.id}")
    return True


def unseen_alarms(unit: Unit) -> list[AlarmRow]:
    """The alarms nobody at the desk has seen yet, the newest first."""
    return unit.alarms.unseen()


def see_alarm(unit: Unit, staff: StaffRow, alarm_id: int) -> None:
    """This member saw it and takes care; it goes from the others' lists. Seen before, it stays as it was."""
    row = unit.alarms.see(alarm_id, staff.id)
    if row is not None:
        note(unit, Action.THREAT_SEEN, staff, row.case_id, about=str(row.id))
        if row.case_id is not None:
            unit.mark(f"case:{row.case_id}")

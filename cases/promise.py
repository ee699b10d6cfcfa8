"""The promise of a handover: by when somebody accepts it, who is asked until then, and what is said when it is not kept.

Every promise ends at the end of a service day of the town, so that it can be kept by people who work there. On the way it climbs:
a reminder, then the others of the town and whoever stands in, then the regional team, then a coordinator. Each is told once. A promise
that was not kept is said to the person in the same minute, counted, and made anew once; after that nothing is promised any more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cases.responsibility import RUNGS, Absence, Decision, Member, Reason, Roster, Rung, Why, asked_at, decide
from cases.telling import NoticeKind, tell_person, tell_staff
from directory.hours import BERLIN, Span, parse
from directory.needs import taxonomy
from directory.service_hours import ends_after, part_of_the_way, there_from
from gaps import signals
from gaps.fields import Cause, Source
from storage.cases import CaseRow
from storage.moments import from_ms, to_ms
from storage.municipalities import MunicipalityRows
from storage.roster import SettingsRow
from storage.unit import Unit

DEFAULT_HOURS = "Mo-Fr 08:00-16:00"  # until a town has said its own
DEFAULT_DAYS = 1  # the next working day
LADDER = ((0.5, Rung.OWN), (0.75, Rung.SUBSTITUTE), (0.85, Rung.TEAM), (0.95, Rung.COORDINATOR))  # shares of the service time of a promise
PROMISES = 2  # made for one handover; who did not keep two is not believed a third one
AT_ONCE = 200  # cases in one look of the clock


@dataclass(frozen=True)
class Agreed:
    """What holds for a town: its service hours, within how many service days it acknowledges, and whom it takes on (empty: not agreed)."""

    hours: str
    spans: tuple[Span, ...]
    days: int
    target_groups: tuple[str, ...] = ()


def agreed(unit: Unit, municipality: str | None) -> Agreed:
    """What the town has agreed, or the default."""
    row = unit.roster.settings().get(municipality or "") or SettingsRow(municipality or "", DEFAULT_HOURS, DEFAULT_DAYS, ())
    return Agreed(row.service_hours, parse(row.service_hours) or parse(DEFAULT_HOURS) or (), row.promise_days, row.target_groups)


def roster(unit: Unit) -> Roster:
    """Everybody who can be asked, with absences from today on and how much they have to do."""
    today = unit.now.astimezone(BERLIN).date()
    away: dict[int, list[Absence]] = {}
    for row in unit.roster.absences(today.isoformat()):
        absence = Absence(date.fromisoformat(row.first_day), date.fromisoformat(row.last_day), row.substitute_id)
        away.setdefault(row.staff_id, []).append(absence)
    loads = unit.roster.loads()
    by_role: dict[str, list[Member]] = {"case_manager": [], "coordinator": []}
    for role, members in by_role.items():
        for staff in unit.staff.by_role(role):
            members.append(
                Member(
                    staff.id,
                    frozenset(staff.municipalities),
                    frozenset(staff.languages),
                    frozenset(staff.areas),
                    staff.capacity,
                    loads.get(staff.id, 0),
                    tuple(away.get(staff.id, ())),
                )
            )
    towns = MunicipalityRows(unit.connection, unit.district).all()
    teams = {town.name: town.regional_team for town in towns if town.regional_team is not None}
    return Roster(tuple(by_role["case_manager"]), tuple(by_role["coordinator"]), teams)


def find_somebody(unit: Unit, municipality: str | None, need: str | None, language: str, *, taken_on: bool = False) -> Decision:
    """Who is responsible for such a handover on the next day on which the town's case management works.

    Where the town is full, somebody in danger and whoever was `taken_on` before get a coordinator instead of being sent away.
    """
    urgent = taken_on or (need is not None and taxonomy()[need].crisis)
    day = there_from(agreed(unit, municipality).spans, unit.now).astimezone(BERLIN).date()
    return decide(roster(unit), municipality, language, _area(need), day, urgent=urgent)


def _area(need: str | None) -> str | None:
    return None if need is None else taxonomy()[need].area


def nobody_before(unit: Unit, municipality: str | None) -> datetime | None:
    """When somebody of the town is there next; None: it is service time now. Who says "nobody reads before" says the truth with it."""
    opens = there_from(agreed(unit, municipality).spans, unit.now)
    return None if opens == unit.now else opens


def make(unit: Unit, case: CaseRow, decision: Decision, by: int | None = None) -> CaseRow:
    """Whoever was found is told, and the promise stands. Where nobody was found there is none, and the clock looks again.

    `by`: a promise the person has already, still ahead; it does not move because somebody else keeps it.
    """
    changes: dict[str, object] = {
        "responsible_id": decision.responsible,
        "rung": decision.rung.value,
        "reasons": _written(decision.reasons),
        "asked_at": unit.now_ms,
        "promised_at": None,
    }
    there = agreed(unit, case.municipality)
    ends = ends_after(there.spans, unit.now, there.days) if by is None else from_ms(by)
    if decision.responsible is None:
        changes["next_step_at"] = to_ms(there_from(there.spans, ends))
    else:
        changes["promised_at"] = to_ms(ends)
        changes["next_step_at"] = to_ms(part_of_the_way(there.spans, unit.now, ends, LADDER[0][0]))
    unit.cases.change(case.id, **changes)
    case = unit.cases.one(case.id) or case
    if decision.responsible is not None:
        unit.cases.ask(case.id, (decision.responsible,), decision.rung.value)
        _tell(unit, case, (decision.responsible,), NoticeKind.NEW_HANDOVER, f"case:{case.id}:new:{case.asked_at}")
    return case


def _ask(unit: Unit, case: CaseRow, staff_ids: Sequence[int], rung: Rung) -> list[int]:
    """Asks those who were not asked before. Who that was."""
    new = unit.cases.ask(case.id, staff_ids, rung.value)
    _tell(unit, case, new, NoticeKind.ASKED_NOW, f"case:{case.id}:asked:{case.asked_at}")
    return new


def _tell(unit: Unit, case: CaseRow, staff_ids: Sequence[int], kind: NoticeKind, key: str) -> None:
    members = [one for number in staff_ids if (one := unit.staff.one(number)) is not None]
    tell_staff(
        unit,
        members,
        kind,
        key,
        case=case.id,
        reference=case.reference,
        municipality=case.municipality,
        need=case.need,
        language=case.language,
        by=case.promised_at,
    )


def climb(unit: Unit) -> int:
    """What the promise clock owes now: one step for each case that is due, however long nobody looked. How many those were."""
    due = unit.cases.due_steps(AT_ONCE)
    for case in due:
        _step(unit, case)
    return len(due)


def _step(unit: Unit, case: CaseRow) -> None:
    if case.promised_at is None:
        _look_again(unit, case)
    elif unit.now_ms >= case.promised_at:
        _broken(unit, case)
    else:
        _further(unit, case, case.promised_at)
    unit.mark(f"case:{case.id}")


def _further(unit: Unit, case: CaseRow, promised_at: int) -> None:
    """Up the ladder, to where it should be by now."""
    spans = agreed(unit, case.municipality).spans
    start, end = from_ms(case.asked_at or case.created_at), from_ms(promised_at)
    steps = [(to_ms(part_of_the_way(spans, start, end, share)), rung) for share, rung in LADDER]
    reached = [rung for at, rung in steps if at <= unit.now_ms]
    people, today = roster(unit), unit.now.astimezone(BERLIN).date()
    new: list[int] = []
    rung = Rung(case.rung)
    for step in reached[1:]:
        asked = _ask(unit, case, asked_at(people, case.municipality, step, today), step)
        if asked and (rung is Rung.NOBODY or RUNGS.index(step) > RUNGS.index(rung)):
            rung = step
        new += asked
    if not new:
        _remind(unit, case)
    following = min((at for at, _ in steps if at > unit.now_ms), default=promised_at)
    unit.cases.change(case.id, rung=rung.value, next_step_at=following)


def _remind(unit: Unit, case: CaseRow) -> None:
    """Whoever is responsible hears once for each promise that it still waits."""
    if case.responsible_id is not None:
        _tell(unit, case, (case.responsible_id,), NoticeKind.STILL_WAITING, f"case:{case.id}:reminded:{case.asked_at}")


def _broken(unit: Unit, case: CaseRow) -> None:
    """The promise was not kept: a coordinator is asked, the person hears it now, and it is counted."""
    today = unit.now.astimezone(BERLIN).date()
    _ask(unit, case, asked_at(roster(unit), case.municipality, Rung.COORDINATOR, today), Rung.COORDINATOR)
    there = agreed(unit, case.municipality)
    ends = ends_after(there.spans, unit.now, there.days)
    broken = case.broken + 1
    again = broken < PROMISES
    unit.cases.change(
        case.id,
        broken=broken,
        asked_at=unit.now_ms,
        rung=Rung.COORDINATOR.value,
        promised_at=to_ms(ends) if again else None,
        next_step_at=to_ms(part_of_the_way(there.spans, unit.now, ends, LADDER[0][0]) if again else there_from(there.spans, ends)),
    )
    key = f"case:{case.id}:moved:{case.promised_at}"
    tell_person(unit, case.contact_id, NoticeKind.PROMISE_MOVED, key, by=to_ms(ends) if again else None, case=case.id)
    if broken == 1:
        signals.note_from_case(unit, case.person_id, case.need, case.municipality, Cause.NO_REPLY, case.language, Source.NO_REPLY)


def _look_again(unit: Unit, case: CaseRow) -> None:
    """No promise stands: once each service day it is looked whether somebody is there, and coordinators hear that somebody waits."""
    there = agreed(unit, case.municipality)
    found = find_somebody(unit, case.municipality, case.need, case.language)
    if case.broken == 0 and found.responsible is not None:
        renewed = make(unit, case, found)
        tell_person(
            unit, case.contact_id, NoticeKind.SOMEONE_ELSE, f"case:{case.id}:found:{unit.now_ms}", by=renewed.promised_at, case=case.id
        )
        return
    today = unit.now.astimezone(BERLIN).date()
    coordinators = asked_at(roster(unit), None, Rung.COORDINATOR, today)
    unit.cases.ask(case.id, coordinators, Rung.COORDINATOR.value)
    _tell(unit, case, coordinators, NoticeKind.STILL_WAITING, f"case:{case.id}:waits:{today.isoformat()}")
    unit.cases.change(case.id, next_step_at=to_ms(there_from(there.spans, ends_after(there.spans, unit.now, 1))))


def pass_to_someone_else(unit: Unit, case: CaseRow, kind: NoticeKind, key: str) -> CaseRow:
    """The case waits again, for whoever is responsible now; the person hears by when. Who was asked before may not see it any more."""
    moves = case.state != "waiting" or kind is NoticeKind.TRANSFERRED or (case.promised_at or 0) <= unit.now_ms
    unit.cases.forget_askings(case.id)
    unit.cases.change(case.id, state="waiting", accepted_by=None, accepted_at=None, municipality=case.municipality)
    case = case._replace(state="waiting", accepted_by=None, accepted_at=None)
    renewed = make(
        unit, case, find_somebody(unit, case.municipality, case.need, case.language, taken_on=True), None if moves else case.promised_at
    )
    tell_person(unit, case.contact_id, kind, key, by=renewed.promised_at, municipality=case.municipality, case=case.id)
    unit.mark(f"case:{case.id}")
    return renewed


def stands_in(unit: Unit, case: CaseRow) -> tuple[Absence, int | None] | None:
    """While whoever accepted the case is absent today: the absence, and who reads instead (None: nobody). None when they are there."""
    people, today = roster(unit), unit.now.astimezone(BERLIN).date()
    owner = next((one for one in (*people.managers, *people.coordinators) if one.id == case.accepted_by), None)
    absence = None if owner is None else owner.absence(today)
    if owner is None or absence is None:
        return None
    others = Roster(tuple(one for one in people.managers if one.id != owner.id), people.coordinators, people.teams)
    everybody = {one.id: one for one in (*others.managers, *others.coordinators)}
    named = everybody.get(absence.substitute or 0)
    if named is not None and named.absence(today) is None:
        return absence, named.id
    return absence, decide(others, case.municipality, case.language, _area(case.need), today, urgent=True).responsible


def has_it(unit: Unit, staff_id: int, case: CaseRow) -> bool:
    """Whether this member accepted the case, or stands in today for whoever did."""
    if case.accepted_by == staff_id:
        return True
    away = stands_in(unit, case)
    return away is not None and away[1] == staff_id


def _written(reasons: Sequence[Reason]) -> str:
    return json.dumps(
        [[reason.why.value, reason.staff, reason.until.isoformat() if reason.until else None, reason.name] for reason in reasons]
    )


def reasons_of(case: CaseRow) -> tuple[Reason, ...]:
    """Why whoever is responsible is responsible, as it was decided then."""
    return tuple(
        Reason(Why(why), staff, date.fromisoformat(until) if until else None, name) for why, staff, until, name in json.loads(case.reasons)
    )

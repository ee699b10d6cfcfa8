"""Regional teams, working groups and the steering group: members, tasks and measures, meetings, agendas, decisions, minutes."""

from __future__ import annotations

from datetime import timedelta

from cases import themes
from cases.access import require_coordinator
from cases.refusals import CaseNotFound, ChangedMeanwhile, EmptyWords, NotAllowed, NotUnderstood, StepNotPossible
from cases.telling import NoticeKind, tell_staff
from cases.themes import day_of, reason, without_people
from directory.hours import BERLIN
from gaps.lives import DECISIONS, ThemeState
from gaps.themes import known_areas
from storage.body_rows import BodyRow, DutyRow, ItemRow, MeetingRow
from storage.staff import StaffRow
from storage.unit import Unit

KINDS = ("regional_team", "working_group", "steering_group")
MEMBERS = ("coordinator", "case_manager", "office_contact", "steering")  # who can be a member; nobody becomes one by a role alone
REMIND_BEFORE = timedelta(days=7)
NAME_AT_MOST = 120
WORDS_AT_MOST = 6_000


def found_body(unit: Unit, staff: StaffRow, kind: str, name: str, theme_id: int | None) -> int:
    """A new body; its number. Raises NotAllowed, NotUnderstood, CaseNotFound, EmptyWords."""
    require_coordinator(staff)
    if kind not in KINDS:
        raise NotUnderstood("body")
    name = without_people(name, NAME_AT_MOST)
    if not name:
        raise EmptyWords
    if theme_id is not None and unit.themes.one(theme_id) is None:
        raise CaseNotFound
    return unit.bodies.add(kind, name, theme_id)


def body_for(unit: Unit, staff: StaffRow, body_id: int) -> BodyRow:
    """A body, for coordinators and its members. Raises CaseNotFound."""
    body = unit.bodies.one(body_id)
    if body is None or not (staff.role == "coordinator" or staff.id in unit.bodies.members(body_id)):
        raise CaseNotFound
    return body


def bodies_of(unit: Unit, staff: StaffRow) -> list[BodyRow]:
    """The bodies somebody may look into."""
    return unit.bodies.all() if staff.role == "coordinator" else unit.bodies.of_member(staff.id)


def change_member(unit: Unit, staff: StaffRow, body_id: int, member_id: int, *, joins: bool) -> None:
    """Somebody joins or leaves. Raises NotAllowed, CaseNotFound, NotUnderstood."""
    require_coordinator(staff)
    body_for(unit, staff, body_id)
    member = unit.staff.one(member_id)
    if joins and (member is None or member.role not in MEMBERS):
        raise NotUnderstood("member")
    if joins:
        unit.bodies.join(body_id, member_id)
    else:
        unit.bodies.leave(body_id, member_id)


def end_body(unit: Unit, staff: StaffRow, body_id: int, *, ends: bool) -> None:
    """Its work is over, or goes on. Raises NotAllowed, CaseNotFound."""
    require_coordinator(staff)
    body_for(unit, staff, body_id)
    unit.bodies.end(body_id, unit.now_ms if ends else None)


def add_task(unit: Unit, staff: StaffRow, body_id: int, what: str, owner_id: int, due_day: str) -> None:
    """A task of a body for one of its members. Raises CaseNotFound, NotUnderstood, EmptyWords, LeadsToSomebody."""
    body_for(unit, staff, body_id)
    if owner_id not in unit.bodies.members(body_id):
        raise NotUnderstood("member")
    unit.bodies.add_duty(body_id=body_id, theme_id=None, what=reason(what), office="", owner_id=owner_id, due_day=_some_day(due_day))


def add_measure(unit: Unit, staff: StaffRow, theme_id: int, what: str, office: str, owner_id: int | None, due_day: str) -> None:
    """A measure of a theme: by somebody at this desk, or by another office. Raises NotAllowed and what add_task() raises."""
    require_coordinator(staff)
    if unit.themes.one(theme_id) is None:
        raise CaseNotFound
    office = without_people(office, NAME_AT_MOST)
    if owner_id is not None and unit.staff.one(owner_id) is None:
        raise NotUnderstood("member")
    if owner_id is None and not office:
        raise EmptyWords
    unit.bodies.add_duty(body_id=None, theme_id=theme_id, what=reason(what), office=office, owner_id=owner_id, due_day=_some_day(due_day))


def _some_day(said: str) -> str:
    day = day_of(said)
    if not day:
        raise NotUnderstood("day")
    return day


def finish(unit: Unit, staff: StaffRow, duty_id: int) -> DutyRow:
    """It is done; whoever owes it says so, or a coordinator. Raises CaseNotFound, also when it was done before."""
    duty = unit.bodies.duty(duty_id)
    if duty is None or (staff.role != "coordinator" and duty.owner_id != staff.id) or not unit.bodies.done(duty_id):
        raise CaseNotFound
    return duty


def remind(unit: Unit) -> int:
    """What the clock owes: whoever has something due within a week hears it once; of what no one here owes, the coordinators. How many."""
    until = (unit.now + REMIND_BEFORE).date().isoformat()
    due = unit.bodies.to_remind(until)
    for one in due:
        owner = unit.staff.one(one.owner_id) if one.owner_id is not None else None
        tell_staff(unit, [owner] if owner else unit.staff.by_role("coordinator"), NoticeKind.DUTY_DUE, f"duty:{one.id}")
        unit.bodies.reminded(one.id)
    return len(due)


# --- meetings


def _when(day: str, hour: str) -> tuple[str, str]:
    hours, _, minutes = hour.partition(":")
    if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
        raise NotUnderstood("hour")
    return _some_day(day), f"{int(hours):02d}:{int(minutes):02d}"


def call_meeting(unit: Unit, staff: StaffRow, body_id: int, day: str, hour: str, place: str) -> int:
    """A meeting of a body; its members hear of it. Raises NotAllowed, CaseNotFound, NotUnderstood."""
    require_coordinator(staff)
    body_for(unit, staff, body_id)
    number = unit.bodies.meet(body_id, *_when(day, hour), without_people(place, NAME_AT_MOST))
    _tell_members(unit, body_id, f"meeting:{number}:1")
    return number


def move_meeting(unit: Unit, staff: StaffRow, meeting_id: int, version: int, day: str, hour: str, place: str) -> None:
    """The meeting is at another time or place; its agenda stays, and its members hear of it. Nothing happens when that is no other.

    Raises ChangedMeanwhile and the like; NotUnderstood: that day is over.
    """
    require_coordinator(staff)
    meeting, _ = meeting_for(unit, staff, meeting_id)
    (then, at), where = _when(day, hour), without_people(place, NAME_AT_MOST)
    if then < unit.now.astimezone(BERLIN).date().isoformat():
        raise NotUnderstood("day")
    if version == meeting.version and (then, at, where) == (meeting.day, meeting.hour, meeting.place):
        return
    if not unit.bodies.move(meeting._replace(version=version), then, at, where, staff.id):
        raise ChangedMeanwhile
    _tell_members(unit, meeting.body_id, f"meeting:{meeting_id}:{version + 1}")


def _tell_members(unit: Unit, body_id: int, key: str) -> None:
    members = [one for number in unit.bodies.members(body_id) if (one := unit.staff.one(number)) is not None]
    tell_staff(unit, members, NoticeKind.MEETING_SET, key)


def meeting_for(unit: Unit, staff: StaffRow, meeting_id: int) -> tuple[MeetingRow, BodyRow]:
    """A meeting, for coordinators, members of its body, and case managers who may propose something to the steering group."""
    meeting = unit.bodies.meeting(meeting_id)
    body = None if meeting is None else unit.bodies.one(meeting.body_id)
    if meeting is None or body is None or not (is_member(unit, staff, body) or _may_propose(staff, body)):
        raise CaseNotFound
    return meeting, body


def is_member(unit: Unit, staff: StaffRow, body: BodyRow) -> bool:
    """Whether somebody reads all that is on the agenda."""
    return staff.role == "coordinator" or staff.id in unit.bodies.members(body.id)


def _may_propose(staff: StaffRow, body: BodyRow) -> bool:
    return staff.role == "case_manager" and body.kind == "steering_group"


def meetings_of(unit: Unit, staff: StaffRow) -> list[tuple[MeetingRow, BodyRow]]:
    """The meetings somebody may look at, the latest first."""
    known = {one.id: one for one in unit.bodies.all()}
    open_to = [one.id for one in known.values() if is_member(unit, staff, one) or _may_propose(staff, one)]
    return [(one, known[one.body_id]) for one in unit.bodies.meetings(open_to)]


def agenda_for(unit: Unit, staff: StaffRow, meeting: MeetingRow, body: BodyRow) -> list[ItemRow]:
    """Coordinators read every point; members those that were taken; whoever proposed one, also their own."""
    items = unit.bodies.agenda(meeting.id)
    if staff.role == "coordinator":
        return items
    member = is_member(unit, staff, body)
    return [one for one in items if one.proposed_by == staff.id or (member and one.state == "taken")]


def propose_item(unit: Unit, staff: StaffRow, meeting_id: int, title: str, why: str, theme_id: int | None) -> int:
    """A point for the agenda; a coordinator's is taken at once. Raises CaseNotFound, NotAllowed, EmptyWords, LeadsToSomebody."""
    if staff.role not in ("coordinator", "case_manager"):
        raise NotAllowed
    meeting_for(unit, staff, meeting_id)
    if theme_id is not None:
        theme = unit.themes.one(theme_id)
        if theme is None or not themes.may_read(unit, staff, theme_id):
            raise CaseNotFound
        title = title.strip() or theme.texts["title"]
    title = reason(title)[: themes.TITLE_AT_MOST]
    return unit.bodies.propose(meeting_id, theme_id, title, without_people(why, WORDS_AT_MOST), staff.id, taken=staff.role == "coordinator")


def settle_item(unit: Unit, staff: StaffRow, meeting_id: int, item_id: int, *, taken: bool) -> None:
    """A proposed point is taken onto the agenda, or left out. Raises NotAllowed, CaseNotFound, StepNotPossible."""
    require_coordinator(staff)
    item = _item(unit, meeting_id, item_id)
    if item.state != "proposed":
        raise StepNotPossible
    unit.bodies.change_item(item_id, state="taken" if taken else "left_out")


def decide_item(unit: Unit, staff: StaffRow, meeting_id: int, item_id: int, outcome: str, why: str) -> None:
    """What the group decided on a point. A theme on the steering group's agenda takes the step, with the same reason.

    Raises NotAllowed, CaseNotFound, NotUnderstood, EmptyWords, LeadsToSomebody; StepNotPossible: decided before, or the theme is no draft.
    """
    require_coordinator(staff)
    item = _item(unit, meeting_id, item_id)
    if outcome not in {one.value for one in DECISIONS}:
        raise NotUnderstood("outcome")
    why = reason(why)
    if item.state != "taken" or item.outcome:
        raise StepNotPossible
    unit.bodies.change_item(item_id, outcome=outcome, reason=why)
    _, body = meeting_for(unit, staff, meeting_id)
    if item.theme_id is not None and body.kind == "steering_group":
        themes.decide(unit, item.theme_id, ThemeState(outcome), why, staff.id)


def _item(unit: Unit, meeting_id: int, item_id: int) -> ItemRow:
    found = next((one for one in unit.bodies.agenda(meeting_id) if one.id == item_id), None)
    if found is None:
        raise CaseNotFound
    return found


def write_minutes(unit: Unit, staff: StaffRow, body_id: int, meeting_id: int | None, words: str) -> None:
    """Minutes of the work of a body, or of a meeting of it. Raises CaseNotFound, EmptyWords, LeadsToSomebody."""
    body_for(unit, staff, body_id)
    if meeting_id is not None and (meeting := unit.bodies.meeting(meeting_id)) is not None and meeting.body_id != body_id:
        raise CaseNotFound
    words = without_people(words, WORDS_AT_MOST)
    if not words:
        raise EmptyWords
    unit.bodies.write_minutes(body_id, meeting_id, words, staff.id)


def assign_office(unit: Unit, staff: StaffRow, area: str, office: str) -> None:
    """Which office coordinates an area; "" for none. Raises NotAllowed, CaseNotFound."""
    require_coordinator(staff)
    if area not in known_areas():
        raise CaseNotFound
    unit.bodies.assign_office(area, without_people(office, NAME_AT_MOST))

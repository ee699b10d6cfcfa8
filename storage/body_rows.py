"""Regional teams, working groups, the steering group: members, duties, meetings with their agenda, minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from storage.body_tables import agenda_items, area_offices, bodies, body_members, desk_looks, duties, meeting_moves, meetings, minutes
from storage.numbers import new_id
from storage.once import insert_of

if TYPE_CHECKING:
    from storage.unit import Unit


class BodyRow(NamedTuple):
    """A regional team, a working group (on a theme) or the steering group."""

    id: int
    kind: str
    name: str
    theme_id: int | None
    ended_at: int | None


class DutyRow(NamedTuple):
    """A task of a group or a measure of a theme: what, by whom, until when."""

    id: int
    body_id: int | None
    theme_id: int | None
    what: str
    office: str
    owner_id: int | None
    due_day: str
    reminded_at: int | None
    done_at: int | None


class MeetingRow(NamedTuple):
    """When and where a group meets."""

    id: int
    body_id: int
    day: str
    hour: str
    place: str
    version: int


class ItemRow(NamedTuple):
    """A point of an agenda; `state` is proposed, taken or left_out, `outcome` what was decided."""

    id: int
    meeting_id: int
    theme_id: int | None
    title: str
    why: str
    state: str
    proposed_by: int
    outcome: str
    reason: str


class MinuteRow(NamedTuple):
    """What somebody wrote down of a meeting or of the work of a group."""

    id: int
    body_id: int
    meeting_id: int | None
    words: str
    by_id: int
    at: int


def _columns(table: Any, row: Any) -> list[Any]:
    return [table.c[name] for name in row._fields]


class BodyRows:
    """The bodies of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def _rows(self, table: Any, row: Any, *where: Any, order: Any = None) -> list[Any]:
        wanted = select(*_columns(table, row)).where(table.c.district == self._unit.district, *where)
        return [row(*one) for one in self._unit.connection.execute(wanted.order_by(table.c.id if order is None else order))]

    def _add(self, table: Any, **values: Any) -> int:
        return new_id(self._unit.connection.execute(insert(table), {"district": self._unit.district, **values}))

    # --- bodies and members

    def add(self, kind: str, name: str, theme_id: int | None) -> int:
        """A new body; its number."""
        return self._add(bodies, kind=kind, name=name, theme_id=theme_id)

    def one(self, body_id: int) -> BodyRow | None:
        """A body by number."""
        return next(iter(self._rows(bodies, BodyRow, bodies.c.id == body_id)), None)

    def all(self) -> list[BodyRow]:
        """Every body, those that ended last."""
        rows: list[BodyRow] = self._rows(bodies, BodyRow)
        return sorted(rows, key=lambda row: (row.ended_at is not None, row.kind, row.name))

    def end(self, body_id: int, ended_at: int | None) -> None:
        """Its work is over, or goes on (None)."""
        mine = update(bodies).where(bodies.c.district == self._unit.district, bodies.c.id == body_id)
        self._unit.connection.execute(mine.values(ended_at=ended_at))

    def members(self, body_id: int) -> list[int]:
        """The numbers of its members."""
        mine = (body_members.c.district == self._unit.district, body_members.c.body_id == body_id)
        wanted = select(body_members.c.staff_id).where(*mine).order_by(body_members.c.staff_id)
        return list(self._unit.connection.execute(wanted).scalars())

    def join(self, body_id: int, staff_id: int) -> None:
        """They are a member from now on."""
        unit = self._unit
        values = {"district": unit.district, "body_id": body_id, "staff_id": staff_id}
        unit.connection.execute(insert_of(unit.connection, body_members).values(values).on_conflict_do_nothing())

    def leave(self, body_id: int, staff_id: int) -> None:
        """They are no member any more."""
        mine = (body_members.c.district == self._unit.district, body_members.c.body_id == body_id, body_members.c.staff_id == staff_id)
        self._unit.connection.execute(delete(body_members).where(*mine))

    def of_member(self, staff_id: int) -> list[BodyRow]:
        """The bodies somebody is a member of."""
        mine = select(body_members.c.body_id).where(body_members.c.staff_id == staff_id)
        rows: list[BodyRow] = self._rows(bodies, BodyRow, bodies.c.id.in_(mine))
        return rows

    def themes_read_by(self, staff_id: int) -> set[int]:
        """The themes a member of a working group works on, or finds on the agenda of a body of theirs."""
        mine = select(body_members.c.body_id).where(body_members.c.district == self._unit.district, body_members.c.staff_id == staff_id)
        worked_on = select(bodies.c.theme_id).where(bodies.c.id.in_(mine), bodies.c.theme_id.is_not(None))
        there = select(meetings.c.id).where(meetings.c.body_id.in_(mine))
        discussed = select(agenda_items.c.theme_id).where(
            agenda_items.c.meeting_id.in_(there), agenda_items.c.state == "taken", agenda_items.c.theme_id.is_not(None)
        )
        return {int(row[0]) for row in self._unit.connection.execute(worked_on.union(discussed))}

    # --- duties

    def add_duty(self, *, body_id: int | None, theme_id: int | None, what: str, office: str, owner_id: int | None, due_day: str) -> int:
        """A task of a body or a measure of a theme."""
        about = {"body_id": body_id, "theme_id": theme_id, "what": what, "office": office, "owner_id": owner_id, "due_day": due_day}
        return self._add(duties, **about, created_at=self._unit.now_ms)

    def duties(self, *, body_id: int | None = None, theme_id: int | None = None, owner_id: int | None = None) -> list[DutyRow]:
        """The duties of one body, theme or owner (or all), the earliest first."""
        asked = ((duties.c.body_id, body_id), (duties.c.theme_id, theme_id), (duties.c.owner_id, owner_id))
        where = [column == value for column, value in asked if value is not None]
        rows: list[DutyRow] = self._rows(duties, DutyRow, *where, order=duties.c.due_day)
        return rows

    def duty(self, duty_id: int) -> DutyRow | None:
        """One duty."""
        return next(iter(self._rows(duties, DutyRow, duties.c.id == duty_id)), None)

    def done(self, duty_id: int) -> bool:
        """It is done. False: it was done before."""
        open_one = update(duties).where(duties.c.district == self._unit.district, duties.c.id == duty_id, duties.c.done_at.is_(None))
        return self._unit.connection.execute(open_one.values(done_at=self._unit.now_ms)).rowcount == 1

    def to_remind(self, until: str) -> list[DutyRow]:
        """Duties due by this day that are not done, and of which nobody was reminded."""
        rows: list[DutyRow] = self._rows(
            duties, DutyRow, duties.c.done_at.is_(None), duties.c.reminded_at.is_(None), duties.c.due_day <= until
        )
        return rows

    def reminded(self, duty_id: int) -> None:
        """Whoever owes it was reminded now."""
        self._unit.connection.execute(update(duties).where(duties.c.id == duty_id).values(reminded_at=self._unit.now_ms))

    # --- meetings and their agenda

    def meet(self, body_id: int, day: str, hour: str, place: str) -> int:
        """A meeting; its number."""
        return self._add(meetings, body_id=body_id, day=day, hour=hour, place=place, created_at=self._unit.now_ms)

    def meeting(self, meeting_id: int) -> MeetingRow | None:
        """One meeting."""
        return next(iter(self._rows(meetings, MeetingRow, meetings.c.id == meeting_id)), None)

    def meetings(self, body_ids: Sequence[int] | None = None) -> list[MeetingRow]:
        """The meetings of these bodies, or all, the latest first."""
        where = () if body_ids is None else (meetings.c.body_id.in_(list(body_ids)),)
        rows: list[MeetingRow] = self._rows(meetings, MeetingRow, *where, order=meetings.c.day.desc())
        return rows

    def move(self, meeting: MeetingRow, day: str, hour: str, place: str, by_id: int) -> bool:
        """The meeting is then and there; its agenda stays. False: somebody moved it since it was read."""
        unit = self._unit
        mine = update(meetings).where(
            meetings.c.district == unit.district, meetings.c.id == meeting.id, meetings.c.version == meeting.version
        )
        if unit.connection.execute(mine.values(day=day, hour=hour, place=place, version=meeting.version + 1)).rowcount != 1:
            return False
        was = f"{meeting.day} {meeting.hour} {meeting.place}"
        self._add(meeting_moves, meeting_id=meeting.id, was=was, by_id=by_id, at=unit.now_ms)
        return True

    def moves(self, meeting_id: int) -> list[str]:
        """Where and when it was before, the first first."""
        mine = (meeting_moves.c.district == self._unit.district, meeting_moves.c.meeting_id == meeting_id)
        return list(self._unit.connection.execute(select(meeting_moves.c.was).where(*mine).order_by(meeting_moves.c.id)).scalars())

    def propose(self, meeting_id: int, theme_id: int | None, title: str, why: str, by_id: int, *, taken: bool) -> int:
        """A point for the agenda: proposed, or taken at once."""
        about = {"meeting_id": meeting_id, "theme_id": theme_id, "title": title, "why": why, "proposed_by": by_id}
        return self._add(agenda_items, **about, state="taken" if taken else "proposed")

    def agenda(self, meeting_id: int) -> list[ItemRow]:
        """All points of a meeting, in the order they came."""
        rows: list[ItemRow] = self._rows(agenda_items, ItemRow, agenda_items.c.meeting_id == meeting_id)
        return rows

    def agenda_of_theme(self, theme_id: int) -> list[ItemRow]:
        """Where a theme was or is on an agenda."""
        rows: list[ItemRow] = self._rows(agenda_items, ItemRow, agenda_items.c.theme_id == theme_id)
        return rows

    def change_item(self, item_id: int, **changes: str) -> None:
        """Its state, or what was decided."""
        mine = update(agenda_items).where(agenda_items.c.district == self._unit.district, agenda_items.c.id == item_id)
        self._unit.connection.execute(mine.values(**changes))

    # --- minutes

    def write_minutes(self, body_id: int, meeting_id: int | None, words: str, by_id: int) -> None:
        """Minutes of a meeting or of the work of a group; later ones stand below the earlier ones."""
        self._add(minutes, body_id=body_id, meeting_id=meeting_id, words=words, by_id=by_id, at=self._unit.now_ms)

    def minutes(self, *, body_id: int | None = None, meeting_id: int | None = None) -> list[MinuteRow]:
        """The minutes of a group or of a meeting, the first ones first."""
        where = [minutes.c.body_id == body_id] if body_id is not None else [minutes.c.meeting_id == meeting_id]
        rows: list[MinuteRow] = self._rows(minutes, MinuteRow, *where)
        return rows

    # --- offices, and what somebody has seen

    def offices(self) -> dict[str, str]:
        """The coordinating office for each area that has one."""
        wanted = select(area_offices.c.area, area_offices.c.office).where(area_offices.c.district == self._unit.district)
        return {row.area: row.office for row in self._unit.connection.execute(wanted)}

    def assign_office(self, area: str, office: str) -> None:
        """This office coordinates the area; "" takes it away."""
        unit = self._unit
        mine = (area_offices.c.district == unit.district, area_offices.c.area == area)
        unit.connection.execute(delete(area_offices).where(*mine))
        if office:
            unit.connection.execute(insert(area_offices), {"district": unit.district, "area": area, "office": office})

    def look(self, staff_id: int, pause_ms: int, newest_signal: int) -> tuple[int, int]:
        """Somebody looks at their first page: when they looked before, and the newest signal then. Within `pause_ms`: the same look."""
        unit, c = self._unit, desk_looks.c
        mine = (c.district == unit.district, c.staff_id == staff_id)
        row = unit.connection.execute(select(c.before_at, c.seen_at, c.before_signal, c.seen_signal).where(*mine)).first()
        now = {"seen_at": unit.now_ms, "seen_signal": newest_signal}
        if row is None:
            values = {"district": unit.district, "staff_id": staff_id, "before_at": 0, "before_signal": 0, **now}
            unit.connection.execute(insert_of(unit.connection, desk_looks).values(values).on_conflict_do_nothing())
            return 0, 0
        same = unit.now_ms - row.seen_at < pause_ms
        before = (int(row.before_at), int(row.before_signal)) if same else (int(row.seen_at), int(row.seen_signal))
        unit.connection.execute(update(desk_looks).where(*mine).values(before_at=before[0], before_signal=before[1], **now))
        return before

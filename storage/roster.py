"""The roster: posts of the towns, absences, and what each town has agreed (hours, promise, target groups)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from storage.once import insert_of
from storage.tables import absences, cases, municipality_settings, posts

if TYPE_CHECKING:
    from storage.unit import Unit


class PostRow(NamedTuple):
    """One post of a town; `staff_id` is None while it is vacant."""

    id: int
    municipality: str
    staff_id: int | None


class AbsenceRow(NamedTuple):
    """Days somebody is not there, ISO dates, both included."""

    id: int
    staff_id: int
    first_day: str
    last_day: str
    substitute_id: int | None


class SettingsRow(NamedTuple):
    """What a town has agreed."""

    municipality: str
    service_hours: str
    promise_days: int
    target_groups: tuple[str, ...]


class RosterRows:
    """The roster of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    # --- posts

    def posts(self) -> list[PostRow]:
        """All posts, vacant ones too, by town."""
        wanted = select(posts.c.id, posts.c.municipality, posts.c.staff_id).where(posts.c.district == self._unit.district)
        return [PostRow(*row) for row in self._unit.connection.execute(wanted.order_by(posts.c.municipality, posts.c.id))]

    def add_post(self, municipality: str, staff_id: int | None = None) -> None:
        """One more post in a town, vacant or held."""
        values = {"district": self._unit.district, "municipality": municipality, "staff_id": staff_id}
        self._unit.connection.execute(insert(posts), values)

    def take_post(self, staff_id: int, municipality: str) -> None:
        """They take a vacant post of the town; where none is vacant, the town gets one more."""
        here = (posts.c.district == self._unit.district, posts.c.municipality == municipality)
        execute = self._unit.connection.execute
        if execute(select(posts.c.id).where(*here, posts.c.staff_id == staff_id)).first() is not None:
            return
        vacant = execute(select(func.min(posts.c.id)).where(*here, posts.c.staff_id.is_(None))).scalar()
        if vacant is None:
            self.add_post(municipality, staff_id)
        else:
            execute(update(posts).where(posts.c.id == vacant).values(staff_id=staff_id))

    def give_post(self, post_id: int, staff_id: int | None) -> bool:
        """This post is theirs from now on, or vacant. False when there is no such post."""
        wanted = update(posts).where(posts.c.id == post_id, posts.c.district == self._unit.district)
        return self._unit.connection.execute(wanted.values(staff_id=staff_id)).rowcount == 1

    def drop_post(self, post_id: int) -> bool:
        """Takes a vacant post away. False when somebody holds it, or it is not there."""
        vacant = delete(posts).where(posts.c.id == post_id, posts.c.district == self._unit.district, posts.c.staff_id.is_(None))
        return self._unit.connection.execute(vacant).rowcount == 1

    # --- absences

    def absences(self, since: str) -> list[AbsenceRow]:
        """Absences that end on this day (ISO) or later, the earliest first."""
        columns = (absences.c.id, absences.c.staff_id, absences.c.first_day, absences.c.last_day, absences.c.substitute_id)
        wanted = select(*columns).where(absences.c.district == self._unit.district, absences.c.last_day >= since)
        return [AbsenceRow(*row) for row in self._unit.connection.execute(wanted.order_by(absences.c.first_day, absences.c.id))]

    def absent(self, *, staff_id: int, first_day: str, last_day: str, substitute_id: int | None) -> None:
        """They are not there on these days."""
        values = {
            "district": self._unit.district,
            "staff_id": staff_id,
            "first_day": first_day,
            "last_day": last_day,
            "substitute_id": substitute_id,
        }
        self._unit.connection.execute(insert(absences), values)

    def drop_absence(self, absence_id: int, staff_id: int | None) -> bool:
        """They are there after all. With `staff_id` only an absence of theirs. False when there is none."""
        wanted = delete(absences).where(absences.c.id == absence_id, absences.c.district == self._unit.district)
        if staff_id is not None:
            wanted = wanted.where(absences.c.staff_id == staff_id)
        return self._unit.connection.execute(wanted).rowcount == 1

    def forget_absences_before(self, day: str) -> int:
        """Absences that were over before this day (ISO) go. How many went."""
        over = delete(absences).where(absences.c.district == self._unit.district, absences.c.last_day < day)
        return self._unit.connection.execute(over).rowcount

    # --- what a town has agreed

    def settings(self) -> dict[str, SettingsRow]:
        """What the towns have agreed, by town; a town that agreed nothing is missing."""
        columns = (
            municipality_settings.c.municipality,
            municipality_settings.c.service_hours,
            municipality_settings.c.promise_days,
            municipality_settings.c.target_groups,
        )
        rows = self._unit.connection.execute(select(*columns).where(municipality_settings.c.district == self._unit.district))
        return {row[0]: SettingsRow(row[0], row[1], row[2], tuple(row[3].split())) for row in rows}

    def agree(self, agreed: SettingsRow) -> None:
        """This is what the town has agreed from now on."""
        unit = self._unit
        values = {
            "service_hours": agreed.service_hours,
            "promise_days": agreed.promise_days,
            "target_groups": " ".join(agreed.target_groups),
        }
        row = insert_of(unit.connection, municipality_settings).values(district=unit.district, municipality=agreed.municipality, **values)
        unit.connection.execute(row.on_conflict_do_update(index_elements=["district", "municipality"], set_=values))

    def loads(self) -> dict[int, int]:
        """How many open cases each member has: those they accepted, and those that wait for them."""
        unit = self._unit
        whose = func.coalesce(cases.c.accepted_by, cases.c.responsible_id)
        counted = select(whose, func.count()).where(cases.c.district == unit.district, cases.c.state.in_(("waiting", "accepted")))
        rows = unit.connection.execute(counted.where(whose.is_not(None)).group_by(whose))
        return {int(row[0]): int(row[1]) for row in rows}

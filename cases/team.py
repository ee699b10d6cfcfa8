"""Who works here: what they do, when they are away, what their town has agreed; and what happens to their cases when they leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases import interpreting, promise
from cases.auditing import Action, note
from cases.refusals import CaseNotFound, NotUnderstood
from cases.telling import FOR_STAFF, NoticeKind
from directory.hours import BERLIN, parse
from directory.needs import taxonomy
from directory.service_hours import NeverOpen, there_from
from locales.speech import languages
from storage.municipalities import MunicipalityRows
from storage.roster import SettingsRow
from storage.staff import StaffRow
from storage.unit import Unit

CAPACITY_AT_MOST = 500
PROMISE_AT_MOST = 10  # service days; what takes longer is no promise
ABSENT_AT_MOST = 366  # days
GENDERS = ("woman", "man")  # said by interpreters themselves, who may say nothing: a person may wish for one
# Whom a town's case management can agree to take on (gaps.md, target groups); the words are the desk's.
TARGET_GROUPS = (
    "unaccompanied_minor",
    "tolerated",
    "in_asylum_procedure",
    "recognised",
    "temporary_protection",
    "eu_citizen",
    "resettler",
    "other_third_country",
    "long_settled",
)


def leave_team(unit: Unit, staff_id: int, by: StaffRow | None = None) -> None:
    """They leave: sessions and chats end at once, posts are vacant, and whoever waits for them gets somebody else. Raises CaseNotFound."""
    if unit.staff.one(staff_id) is None:
        raise CaseNotFound
    note(unit, Action.LEFT, by, about=str(staff_id))
    left = unit.cases.of_staff(staff_id)
    interpreting.end_with_interpreter(unit, staff_id)
    for _, _, _, chat_hash in unit.staff.contacts_of([staff_id]):
        unit.outbox.drop(chat_hash, FOR_STAFF)
    unit.staff.deactivate(staff_id)
    for case in left:
        promise.pass_to_someone_else(unit, case, NoticeKind.SOMEONE_ELSE, f"case:{case.id}:after:{staff_id}")


def describe(unit: Unit, staff_id: int, *, speaks: Sequence[str], areas: Sequence[str], capacity: int | None, gender: str = "") -> None:
    """What they work in, know best and can take; of an interpreter also what they say of themselves. Raises CaseNotFound, NotUnderstood."""
    member = unit.staff.one(staff_id)
    if member is None:
        raise CaseNotFound
    if capacity is not None and not 0 <= capacity <= CAPACITY_AT_MOST:
        raise NotUnderstood("capacity")
    known = {area.code for area in taxonomy().areas}
    unit.staff.change(
        staff_id,
        languages=[code for code in speaks if code in languages()],
        areas=[code for code in areas if code in known],
        capacity=capacity,
        gender=gender if member.role == "interpreter" and gender in GENDERS else "",
    )


def be_absent(unit: Unit, staff_id: int, first: date, last: date, substitute_id: int | None, by: StaffRow | None = None) -> None:
    """They are away on these days, both included. Raises CaseNotFound, NotUnderstood."""
    if unit.staff.one(staff_id) is None:
        raise CaseNotFound
    if not first <= last or (last - first).days > ABSENT_AT_MOST or last < unit.now.astimezone(BERLIN).date():
        raise NotUnderstood("days")
    stands_in = unit.staff.one(substitute_id) if substitute_id is not None else None
    if substitute_id is not None and (
        stands_in is None or stands_in.id == staff_id or stands_in.role not in ("case_manager", "coordinator")
    ):
        raise NotUnderstood("substitute")
    note(unit, Action.ABSENCE, by, about=str(staff_id))
    unit.roster.absent(staff_id=staff_id, first_day=first.isoformat(), last_day=last.isoformat(), substitute_id=substitute_id)


def agree(unit: Unit, municipality: str, *, hours: str, days: int, target_groups: Sequence[str], by: StaffRow | None = None) -> None:
    """What a town has agreed. Raises NotUnderstood: hours are kept only when every word of them is understood."""
    if not MunicipalityRows(unit.connection, unit.district).has(municipality):
        raise CaseNotFound
    spans = parse(hours)
    if not spans:
        raise NotUnderstood("hours")
    try:
        there_from(spans, unit.now)
    except NeverOpen:
        raise NotUnderstood("hours") from None
    if not 1 <= days <= PROMISE_AT_MOST:
        raise NotUnderstood("days")
    groups = tuple(code for code in TARGET_GROUPS if code in target_groups)
    note(unit, Action.AGREED, by, about=municipality)
    unit.roster.agree(SettingsRow(municipality, " ".join(hours.split())[:200], days, groups))


def change_post(unit: Unit, municipality: str, what: str, post_id: int | None, staff_id: int | None, by: StaffRow | None = None) -> None:
    """One more post of a town ("add"), one less ("drop", a vacant one), or somebody else on it ("give", or nobody). Raises CaseNotFound."""
    if not MunicipalityRows(unit.connection, unit.district).has(municipality):
        raise CaseNotFound
    mine = {post.id for post in unit.roster.posts() if post.municipality == municipality}
    if what == "add":
        unit.roster.add_post(municipality)
    elif post_id not in mine or (what == "drop" and not unit.roster.drop_post(post_id)):
        raise CaseNotFound
    elif what == "give":
        member = unit.staff.one(staff_id) if staff_id is not None else None
        if staff_id is not None and (member is None or member.role != "case_manager"):
            raise CaseNotFound
        unit.roster.give_post(post_id, staff_id)
    note(unit, Action.POST_CHANGED, by, about=f"{what} {post_id or ''}".strip())


def colleagues(unit: Unit) -> list[StaffRow]:
    """Everybody who can stand in for somebody."""
    return [*unit.staff.by_role("case_manager"), *unit.staff.by_role("coordinator")]

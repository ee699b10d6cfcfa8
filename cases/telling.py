"""Telling others by leaving a note: facts in the same transaction, put into words when carried."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from storage.staff import StaffRow
from storage.unit import Unit


class NoticeKind(StrEnum):
    """What somebody is told. The words are in handlers/notices.py, in the language of whoever hears it."""

    NEW_HANDOVER = "new_handover"
    PERSON_WROTE = "person_wrote"
    PERSON_ENDED = "person_ended"
    PERSON_WITHDREW = "person_withdrew"
    CASE_ACCEPTED = "case_accepted"
    STAFF_WROTE = "staff_wrote"
    STAFF_WROTE_SEALED = "staff_wrote_sealed"
    CASE_CLOSED = "case_closed"
    NOT_FOR_US = "not_for_us"
    STILL_WAITING = "still_waiting"
    ASKED_NOW = "asked_now"
    PROMISE_MOVED = "promise_moved"
    SOMEONE_ELSE = "someone_else"
    TRANSFERRED = "transferred"
    AWAY = "away"
    DID_IT_HELP = "did_it_help"
    CODE_USED = "code_used"
    QUESTION_WAITS = "question_waits"
    QUESTION_ANSWERED = "question_answered"
    INTERPRETER_WANTED = "interpreter_wanted"
    INTERPRETER_HERE = "interpreter_here"
    INTERPRETER_GONE = "interpreter_gone"
    INTERPRETER_NONE = "interpreter_none"
    INTERPRETER_ANSWERED = "interpreter_answered"
    INTERPRETING_YOURS = "interpreting_yours"
    INTERPRETING_OVER = "interpreting_over"
    THREAT = "threat"
    MUTED = "muted"
    THEME_RETURNED = "theme_returned"
    MEETING_SET = "meeting_set"
    DUTY_DUE = "duty_due"
    GAPS_NEW = "gaps_new"
    NOW_EXISTS = "now_exists"


FOR_STAFF = frozenset(
    {
        NoticeKind.NEW_HANDOVER,
        NoticeKind.PERSON_WROTE,
        NoticeKind.PERSON_ENDED,
        NoticeKind.PERSON_WITHDREW,
        NoticeKind.STILL_WAITING,
        NoticeKind.ASKED_NOW,
        NoticeKind.QUESTION_WAITS,
        NoticeKind.QUESTION_ANSWERED,
        NoticeKind.INTERPRETER_ANSWERED,
        NoticeKind.INTERPRETING_YOURS,
        NoticeKind.INTERPRETING_OVER,
        NoticeKind.THREAT,
        NoticeKind.THEME_RETURNED,
        NoticeKind.MEETING_SET,
        NoticeKind.DUTY_DUE,
        NoticeKind.GAPS_NEW,
    }
)


def tell_person(
    unit: Unit, contact_id: int | None, kind: NoticeKind, key: str, *, due_at: int = 0, **facts: str | int | None
) -> int | None:
    """Leaves a note for a person at one of their contacts, carried at `due_at` or now. The outbox row, or None when there is no way."""
    contact = None if contact_id is None else unit.people.contact(contact_id)
    if contact is None:
        return None
    return unit.outbox.say(
        channel=contact.channel,
        chat_hash=contact.chat_hash,
        contact_id=contact.id,
        kind=kind,
        payload=dict(facts),
        dedupe=key,
        due_at=due_at,
    )


def tell_staff(unit: Unit, staff: Iterable[StaffRow], kind: NoticeKind, key: str, **facts: str | int | None) -> None:
    """Leaves a note for each of these members in the chats and at the address they confirmed and want; without content.

    The desk shows it to all of them anyway.
    """
    told_by: dict[int, tuple[str, ...]] = {one.id: unit.staff.told_by(one.id) for one in staff}
    for staff_id, contact_id, channel, chat_hash in unit.staff.contacts_of(told_by):
        if channel not in told_by[staff_id]:
            continue
        unit.outbox.say(
            channel=channel, chat_hash=chat_hash, contact_id=contact_id, kind=kind, payload=dict(facts), dedupe=f"{key}:{contact_id}"
        )

"""Forgetting: when somebody asks for it, and when their time is over. Limits are constants (promises, What is stored)."""

from __future__ import annotations

from datetime import timedelta

from cases import interpreting, wishes
from cases.auditing import Action, note
from cases.people import Person
from cases.sealed import WRONG_AT_MOST
from gaps.periods import iso_week, quarter
from storage.cases import CaseRow
from storage.moments import from_ms, to_ms
from storage.unit import Unit

FORGOTTEN = "forgotten"  # the outcome of a case in which nothing happened until it had to be forgotten
IDLE = timedelta(days=30)  # no open case: 30 days after last use
CLOSED_THREAD = timedelta(days=30)  # thread of a closed case
UNTOUCHED = timedelta(days=180)  # hard cap: an open case in which nothing happens
WARNED_BEFORE = timedelta(days=7)  # staff see so long before that a thread goes
TOMBSTONE = timedelta(days=365)  # what is left of an erased case, and the proof of what was agreed to
LEFT = timedelta(days=30)  # the name of whoever left the team
DOORS = timedelta(days=1)  # links and sessions of the desk that open nothing any more
CALL_BACK = timedelta(days=7)  # the number to call, after the case was closed
OWN_LINES = timedelta(hours=24)  # free text without a handover
OTHER_LINES = timedelta(days=30)  # what a person at KIM wrote has to be found after a holiday
AUDIT = timedelta(days=365)  # who did what
ABSENCES = timedelta(days=30)  # who was away when; a case still explains itself by it for a month
EXPORTS = timedelta(days=30)  # who asked for and released an export; the audit log keeps it longer
TRIES = timedelta(days=1)  # wrong tries to sign in
ALARMS = timedelta(days=30)  # threats that were written in the chat
OWN_WORDS = timedelta(days=90)  # sentences that wait for staff to take them in
COUNTED = timedelta(days=731)  # gap signals, and what came of referrals: 24 months
ASIDE = timedelta(days=7)  # updates nobody could read


def erase(unit: Unit, person: Person) -> None:
    """Forgets a person at once: threads, consents' key, contacts, drafts, lines, what waits to be said to them, what nobody could read."""
    for case in unit.cases.all_of_person(person.id):
        if case.state != "closed":
            unit.cases.change(case.id, state="closed", outcome="erased", closed_at=unit.now_ms)
            interpreting.end_with_case(unit, case)
            unit.mark(f"case:{case.id}")
        unit.cases.erase(case.id)
    for chat_hash in unit.people.erase(person.id):
        unit.outbox.forget_chat(chat_hash)
        unit.inbox.forget_chat(chat_hash)
        unit.lines.forget(chat_hash)
        unit.mark(f"lines:{chat_hash}")
    note(unit, Action.ERASED, None, about=str(person.id))
    unit.mark(f"erased:{person.id}")
    unit.mark("forgotten")


def leave_web_chat(unit: Unit, chat_hash: str, *, for_good: bool) -> None:
    """Somebody takes their web chat off their device: lines and session go, and what waits there is not said any more.

    A case they handed over stays with whoever has it, who sees that the person is not reachable. Without one they are forgotten at once.
    The code to come back with still opens the chat, unless they left `for_good`.
    """
    person = unit.people.by_chat(chat_hash)
    mine = unit.cases.all_of_person(person.id) if person is not None else []
    if person is not None and not mine:
        erase(unit, person)
    elif person is not None:
        unit.people.unreachable(person.contact_id, since=unit.now_ms)
        unit.people.update(person.id, draft={}, conversation_place="")
        if for_good:
            unit.returns.forget_person(person.id)
    for case in mine:
        unit.mark(f"case:{case.id}")
    unit.outbox.forget_chat(chat_hash)
    unit.lines.end(chat_hash)
    unit.mark("forgotten")


def goes_at(case: CaseRow) -> int | None:
    """When the thread of a closed case goes; None: it is open, or has none any more."""
    return None if case.closed_at is None or case.person_id is None else to_ms(from_ms(case.closed_at) + CLOSED_THREAD)


def forget_what_is_over(unit: Unit) -> dict[str, int]:
    """What the clock owes every hour. How much of each went."""
    now = unit.now
    interpreted = interpreting.end_what_is_over(unit)
    untouched = unit.cases.untouched_since(to_ms(now - UNTOUCHED))
    for case_id in untouched:
        unit.cases.change(case_id, state="closed", outcome=FORGOTTEN, closed_at=unit.now_ms)
        unit.cases.erase(case_id)
    threads = unit.cases.closed_before(to_ms(now - CLOSED_THREAD))
    for case_id in threads:
        unit.cases.erase(case_id)
    told = unit.wishes.forget(to_ms(now - wishes.UNANSWERED))
    gone = 0
    for person_id in unit.people.idle_since(to_ms(now - IDLE)):
        if not unit.cases.open_of_person(person_id) and not wishes.standing(unit, person_id):
            for case in unit.cases.all_of_person(person_id):
                unit.cases.erase(case.id)
            for chat_hash in unit.people.erase(person_id):
                unit.lines.forget(chat_hash)
            gone += 1
    forgotten = {
        "untouched": len(untouched),
        "threads": len(threads),
        "persons": gone,
        "interpreters": interpreted,
        "drafts": unit.people.forget_drafts_before(to_ms(now - OWN_LINES)),
        "lines": unit.lines.forget_before(to_ms(now - OWN_LINES), to_ms(now - OTHER_LINES)),
        "updates": unit.inbox.forget_before(to_ms(now - ASIDE)),
        "sent": unit.outbox.forget_before(to_ms(now - ASIDE)),
        "audit": unit.audit.forget_before(to_ms(now - AUDIT)),
        "absences": unit.roster.forget_absences_before((now - ABSENCES).date().isoformat()),
        "sealed": unit.sealed.forget_what_is_over(WRONG_AT_MOST),
        "numbers": unit.cases.forget_call_backs(to_ms(now - CALL_BACK)),
        "exports": unit.exports.forget_before(to_ms(now - EXPORTS)),
        "alarms": unit.alarms.forget_before(to_ms(now - ALARMS)),
        "codes": unit.consents.forget_codes(),
        "tombstones": unit.cases.forget_tombstones(to_ms(now - TOMBSTONE)),
        "left": unit.staff.forget_left_before(to_ms(now - LEFT)),
        "addresses": unit.staff_mail.forget_unconfirmed(),
        "tries": unit.credentials.forget_tries_before(to_ms(now - TRIES)),
        "signals": unit.gaps.forget_signals_before(iso_week(now - COUNTED)),
        "questions": unit.questions.forget_before(to_ms(now - COUNTED)),
        "paths": unit.paths.forget_before(to_ms(now - COUNTED)),
        "wishes": told,
        "told": unit.wishes.forget_counts_before(quarter(now - COUNTED)),
        "steps": unit.themes.forget_steps_without_signal(),
        "sentences": unit.own_words.forget_before(to_ms(now - OWN_WORDS)),
    }
    unit.new_chats.forget()
    unit.gap_counts.forget_before(iso_week(now - COUNTED))
    unit.staff.forget_doors_before(to_ms(now - DOORS))
    unit.mark("forgotten")
    return forgotten

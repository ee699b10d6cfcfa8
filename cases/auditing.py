"""What is written into the audit log: each read, reply, assignment, close, erasure and sign-in, without any content (promises, DP8)."""

from __future__ import annotations

from enum import StrEnum

from storage.staff import StaffRow
from storage.unit import Unit

STAYS_OPEN_MS = 10 * 60_000  # within that time it is the same reading: an open page fetches itself


class Action(StrEnum):
    """What was done. The words are the desk's."""

    OPENED = "opened"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    REPLIED = "replied"
    PROPOSED = "proposed"
    TOOK_BACK = "took_back"
    NOTED = "noted"
    TRANSLATED = "translated"  # words went to another machine of the district
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    EXPORT_ASKED = "export_asked"
    EXPORT_RELEASED = "export_released"
    EXPORTED = "exported"
    EXPORT_ERASED = "export_erased"
    CAME_BACK = "came_back"  # the person, into a web chat, with their code
    THREATENED = "threatened"  # somebody wrote a threat against staff, or of a bomb
    THREAT_SEEN = "threat_seen"
    MUTED = "muted"
    UNMUTED = "unmuted"
    ENDED = "ended"  # by the person
    WITHDRAWN = "withdrawn"  # by the person
    ERASED = "erased"
    INVITED = "invited"
    LINK_MADE = "link_made"
    LEFT = "left"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    SET_UP = "set_up"
    CHAT_BOUND = "chat_bound"
    EMAIL_BOUND = "email_bound"
    AGREED = "agreed"
    POST_CHANGED = "post_changed"
    ABSENCE = "absence"
    ASKED_OFFICE = "asked_office"
    OFFICE_ANSWERED = "office_answered"
    INTERPRETER_ASKED = "interpreter_asked"
    INTERPRETER_BOOKED = "interpreter_booked"
    INTERPRETER_ENDED = "interpreter_ended"
    PARTNER_INVITED = "partner_invited"
    PARTNER_REVOKED = "partner_revoked"
    ENTRY_CHECKED = "entry_checked"  # of the directory
    PROVIDER_LINK = "provider_link"
    PROVIDER_MAILED = "provider_mailed"
    ENTRY_CONFIRMED = "entry_confirmed"  # by whoever offers it
    ENTRY_PROPOSED = "entry_proposed"  # by whoever offers it
    ENTRY_DECIDED = "entry_decided"
    OFFERS_GO = "offers_go"  # an import took offers away: how many, and who agreed
    REMOVAL_ASKED = "removal_asked"  # many would go, and a second person has to agree
    REMOVAL_DECIDED = "removal_decided"
    SPOTS_ACCEPTED = "spots_accepted"  # white spots of the directory, as signals
    SPHERE_REVIEWED = "sphere_reviewed"
    SPHERE_DOUBTED = "sphere_doubted"  # a review was taken back
    REPORT_ASKED = "report_asked"
    REPORT_TAKEN = "report_taken"  # a file of it, by its half-year and kind
    TEMPLATE_KEPT = "template_kept"  # the Word template of the reports
    TEMPLATE_DROPPED = "template_dropped"
    NUMBERS_TAKEN = "numbers_taken"  # published numbers as a file, by their period
    GAP_REPORTED = "gap_reported"  # that, never what: the signal must not lead back to the case


def note(unit: Unit, action: Action, staff: StaffRow | None, case_id: int | None = None, about: str = "") -> None:
    """Adds a row. `staff` None: the person themselves, or the house. `about` is a number or a code, never words."""
    unit.audit.note(action.value, None if staff is None else staff.id, case_id, about)


def note_reading(unit: Unit, action: Action, staff: StaffRow, case_id: int) -> None:
    """The same, but once in ten minutes for the same case."""
    last = unit.audit.last_at(action.value, staff.id, case_id)
    if last is None or unit.now_ms - last > STAYS_OPEN_MS:
        note(unit, action, staff, case_id)

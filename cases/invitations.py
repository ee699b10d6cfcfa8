"""Whoever offers something is asked by mail to look at its own entry: one link in one mail, sent because a person pressed a button.

The address is the one that stands in the entry. Where people in danger go for help nobody is written to: who reads such a mailbox is not
known, and a page by which its address could be changed does not belong there. Those are phoned, and get the link from a person.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from cases.access import require_coordinator
from cases.auditing import Action, note
from cases.desk_access import hash_token
from cases.directory_care import LINK_LASTS, active_entry, entry_of, for_people_in_danger, new_link
from cases.refusals import LinkUsedUp, NotByMail
from cases.staff_mail import is_address
from storage.moments import to_ms
from storage.outbox import MAIL
from storage.services import ServiceRow, ServiceRows
from storage.staff import StaffRow
from storage.unit import Unit

INVITE = "invite_provider"  # the kind of the mail
SAME_ENTRY = timedelta(days=7)  # nobody is asked for the same twice within so long
A_DAY, A_DAY_AT_MOST = timedelta(days=1), 5  # entries of one address: a large organization is not flooded
NOT_REACHED = "mail not taken"  # the reason of the verification task


class Became(StrEnum):
    """What became of a mail."""

    WAITS = "waits"
    SENT = "sent"
    REFUSED = "refused"  # the address takes nothing
    FAILED = "failed"


class Stops(StrEnum):
    """Why an invitation does not go by mail."""

    DANGER = "danger"
    ADDRESS = "address"
    CHANGED = "changed"
    LATELY = "lately"
    OFTEN = "often"


def what_stops(unit: Unit, row: ServiceRow) -> Stops | None:
    """Why this entry's provider cannot be written to now; None: it can."""
    if for_people_in_danger(row):
        return Stops.DANGER
    if not is_address(row.email):
        return Stops.ADDRESS
    if unit.care.mailed_since([row.source_id], _made_after(unit, SAME_ENTRY)):
        return Stops.LATELY
    same = [one.source_id for one in ServiceRows(unit.connection, unit.district).all() if one.email.lower() == row.email.lower()]
    return Stops.OFTEN if unit.care.mailed_since(same, _made_after(unit, A_DAY)) >= A_DAY_AT_MOST else None


def _made_after(unit: Unit, ago: timedelta) -> int:
    """Links that expire after this moment were made within this time."""
    return to_ms(unit.now + LINK_LASTS - ago)


def invite_by_mail(unit: Unit, staff: StaffRow, source_id: str, address: str) -> None:
    """Mails a link to the entry's address, if it is the one this member saw. Raises NotAllowed, CaseNotFound, NotByMail."""
    require_coordinator(staff)
    row = active_entry(unit, source_id)
    stops = what_stops(unit, row)
    if stops is None and address != row.email:
        stops = Stops.CHANGED
    if stops is not None:
        raise NotByMail(stops)
    token = new_link(unit, staff, source_id, Became.WAITS)
    hashed = unit.ring.lookup(MAIL, "provider", row.email.lower())
    unit.outbox.say(channel=MAIL, chat_hash=hashed, contact_id=None, kind=INVITE, payload={"token": token, "to": row.email})
    note(unit, Action.PROVIDER_MAILED, staff, about=source_id[:60])


def still_meant(unit: Unit, token: str, address: str) -> ServiceRow | None:
    """Looked at when the mail is carried: the entry. None: its link ended, or the entry is another one or has another address now."""
    try:
        row = entry_of(unit, token)
    except LinkUsedUp:
        return None
    return row if row.email == address and not for_people_in_danger(row) else None


def mail_became(unit: Unit, token: str, became: Became) -> None:
    """What became of the mail stands beside the entry. An address that takes nothing is a doubt about the entry."""
    source_id = unit.care.mail_became(hash_token(token), became)
    if source_id is not None and became is Became.REFUSED:
        row = ServiceRows(unit.connection, unit.district).named(source_id)
        unit.care.ask_for(source_id, "email", NOT_REACHED, row.email if row is not None else "", "", "")

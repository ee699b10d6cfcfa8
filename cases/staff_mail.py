"""Staff hear by e-mail that something waits: never what. An address is theirs once a link that was mailed there came back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from cases.auditing import Action, note
from cases.desk_access import hash_token, new_link
from cases.refusals import LinkUsedUp, NotUnderstood
from storage.moments import to_ms
from storage.outbox import MAIL
from storage.staff import StaffRow
from storage.unit import Unit

CONFIRM = "confirm_email"  # the kind of the one mail that is no notice: it carries the link
LINK_FOR_MAIL = timedelta(hours=24)
AN_HOUR, LINKS_AT_MOST = timedelta(hours=1), 3  # nobody's mailbox is filled from here
ADDRESS_AT_MOST = 200
TOLD_BY = ("telegram", "web", MAIL)  # channels staff may hear in
# The plain addresses of offices; whatever else a mail server may take (quotes, comments, line ends, other scripts) is refused.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+", re.ASCII)


def is_address(said: str) -> bool:
    """Whether mail can be sent there as it stands, in one line of a header."""
    return len(said) <= ADDRESS_AT_MOST and _ADDRESS.fullmatch(said) is not None


def ask_to_confirm(unit: Unit, staff: StaffRow, address: str) -> None:
    """Mails a link to this address. Raises NotUnderstood."""
    if not is_address(address):
        raise NotUnderstood("email")
    if unit.staff_mail.asked_since(staff.id, to_ms(unit.now + LINK_FOR_MAIL - AN_HOUR)) >= LINKS_AT_MOST:
        raise NotUnderstood("emails")
    token = new_link(unit, staff.id, MAIL, LINK_FOR_MAIL, staff)
    contact_id, chat_hash = unit.staff_mail.ask(staff.id, address, hash_token(token))
    unit.outbox.say(channel=MAIL, chat_hash=chat_hash, contact_id=contact_id, kind=CONFIRM, payload={"token": token})


def require_usable(unit: Unit, staff: StaffRow, token: str) -> int:
    """The contact this link confirms for this member. Looks without using it up. Raises LinkUsedUp."""
    link = unit.staff.link(hash_token(token))
    if link is None or link.purpose != MAIL or link.staff_id != staff.id or link.contact_id is None:
        raise LinkUsedUp
    if link.used_at is not None or link.expires_at < unit.now_ms:
        raise LinkUsedUp
    return link.contact_id


def confirm(unit: Unit, staff: StaffRow, token: str) -> None:
    """The link came back to the member who asked for it: the address is theirs, and they hear by it. Raises LinkUsedUp."""
    contact_id = require_usable(unit, staff, token)
    if not unit.staff.use_link(hash_token(token)):
        raise LinkUsedUp
    unit.staff_mail.bind(staff.id, contact_id)
    be_told_by(unit, staff, (*unit.staff.told_by(staff.id), MAIL))
    note(unit, Action.EMAIL_BOUND, staff, about=str(contact_id))


def be_told_by(unit: Unit, staff: StaffRow, channels: Sequence[str]) -> None:
    """Where they want to hear that something waits; nowhere: at the desk only."""
    unit.staff.tell_by(staff.id, [one for one in TOLD_BY if one in channels])

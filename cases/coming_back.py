"""Coming back into a web chat that was closed: a code the person noted down, and if wished one mail that something waits.

The code is kept as a keyed hash only and goes with the case it was made in. Whoever types it has the chat from then on: on every other
device it ends. The mail says nothing but that there is a message, and there is no second one until the person was here again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from cases.auditing import Action, note
from cases.consent import LETTERS
from cases.conversation import bring_back
from cases.people import Person
from cases.refusals import NothingToComeBackTo, NotUnderstood
from cases.staff_mail import is_address
from storage.cases import CaseRow
from storage.moments import to_ms
from storage.outbox import MAIL
from storage.people import ContactRow
from storage.returns import MailRow
from storage.unit import Unit

CODE_LENGTH = 10  # of 31 letters: 49 bits, guessed online only, and paced (web/return_page.py)
UNREAD = timedelta(days=1)  # after so long staff see that an answer was not read
MAIL_AFTER = timedelta(hours=1)  # so long an answer waits to be read before there is a mail
PURPOSE = "mail to the person"
CONSENT_VERSION = "2026-11"  # raise it when the wording of what is agreed to changes
SOMETHING_WAITS = "something_waits"  # the kind of the mail


def case_to_come_back_to(unit: Unit, person: Person | None) -> CaseRow | None:
    """The newest case of whoever writes in a web chat that is open; None: there is nothing to come back to."""
    if person is None or person.channel != "web":
        return None
    mine = unit.cases.open_of_person(person.id)
    return mine[0] if mine else None


def new_return_code(unit: Unit, person: Person) -> str:
    """A code that opens this person's chat again, to be shown once. An older one ends. Raises NothingToComeBackTo."""
    case = case_to_come_back_to(unit, person)
    if case is None:
        raise NothingToComeBackTo
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    unit.returns.add_code(_hashed(unit, code), person.id, case.id)
    unit.mark(f"case:{case.id}")
    return code


def _hashed(unit: Unit, code: str) -> str:
    return unit.ring.lookup("return code", unit.district, code)


@dataclass(frozen=True)
class Back:
    """Somebody came back: their chat, and their cases, whose threads it shows again."""

    contact: ContactRow
    cases: tuple[CaseRow, ...]


def come_back(unit: Unit, typed: str) -> Back | None:
    """Opens the chat of a code, however it is typed. None: the code is wrong, was replaced, or what it led to is gone; all look the same.

    Who had the chat open before has it open no more.
    """
    code = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    found = unit.returns.by_code(_hashed(unit, code)) if len(code) == CODE_LENGTH else None
    case = None if found is None else unit.cases.one(found[1], lock=True)
    contact = None if case is None or case.contact_id is None else unit.people.contact(case.contact_id)
    if found is None or case is None or contact is None:
        return None
    note(unit, Action.CAME_BACK, None, case.id)
    unit.lines.end_sessions(contact.chat_hash)
    unit.lines.forget(contact.chat_hash)
    unit.people.unreachable(contact.id, since=None)
    unit.people.seen(found[0])
    unit.returns.came_back(found[0])
    mine = tuple(unit.cases.all_of_person(found[0]))
    for one in mine:
        unit.returns.arrived(one.id)
        unit.mark(f"case:{one.id}")
    if case.state != "closed":
        bring_back(unit, case)
    unit.mark("cases")
    return Back(contact, mine)


def leave_address(unit: Unit, person: Person, address: str, *, named: bool) -> None:
    """The person wants a mail when something waits for them. Raises NotUnderstood, or NothingToComeBackTo.

    Whoever wants to be left alone, or was in danger, is never written to unasked: for them no address is taken.
    """
    case = case_to_come_back_to(unit, person)
    if case is None or person.quiet:
        raise NothingToComeBackTo
    if not is_address(address):
        raise NotUnderstood("email")
    forget_address(unit, person.id)
    stop = secrets.token_urlsafe(24)
    unit.returns.write_mail(person_id=person.id, case_id=case.id, address=address, stop=stop, named=named)
    unit.consents.give(case_id=case.id, purpose=PURPOSE, version=CONSENT_VERSION, language=person.language)
    unit.mark(f"case:{case.id}")


def forget_address(unit: Unit, person_id: int) -> bool:
    """Takes the yes to mails back: the address goes at once. False when there was none."""
    mail = unit.returns.mail_of(person_id)
    if mail is None:
        return False
    unit.consents.withdraw(mail.case_id, PURPOSE)
    unit.returns.forget_mail(person_id)
    unit.mark(f"case:{mail.case_id}")
    return True


def stop_mails(unit: Unit, stop: str) -> None:
    """The link at the end of a mail: the address goes. Pressed again, it finds nothing and says the same."""
    mail = unit.returns.mail_by_stop(stop)
    if mail is not None:
        forget_address(unit, mail.person_id)


def mail_what_waits(unit: Unit) -> int:
    """What the clock owes: whoever left an address and has not read an answer for an hour gets a mail. How many get one."""
    people = unit.returns.to_mail(to_ms(unit.now - MAIL_AFTER))
    for person_id in people:
        unit.returns.mailed(person_id)
        hashed = unit.returns.mail_hash(person_id)
        unit.outbox.say(channel=MAIL, chat_hash=hashed, contact_id=None, kind=SOMETHING_WAITS, payload={"person": person_id})
    return len(people)


def still_wanted(unit: Unit, person_id: int) -> tuple[MailRow, str] | None:
    """Looked at when the mail is carried: the address and the person's language. None: they were here, stopped it, or are gone."""
    mail = unit.returns.mail_of(person_id)
    language = unit.people.language_of(person_id)
    if mail is None or mail.mailed_at is None or language is None:
        return None
    return mail, language

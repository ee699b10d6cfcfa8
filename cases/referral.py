"""Referrals (Vermittlung): a service was proposed. Was it reached, did it help? Asked at most twice, and never where it could harm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from cases.people import Person, still_there
from cases.telling import NoticeKind, tell_person
from directory.found import Service
from directory.hours import BERLIN
from directory.needs import SENSITIVE, taxonomy
from gaps import signals
from gaps.fields import CameOf, Cause, Source, Tried
from gaps.weekly import HELPED, UNHELPED, UNREACHED
from storage.moments import from_ms, to_ms
from storage.referrals import ReferralRow
from storage.unit import Unit

ASK_AFTER = timedelta(days=5)
AGAIN_AFTER = timedelta(days=4)
LATER = timedelta(days=1)
OVER_AFTER = timedelta(days=28)  # what was not answered by then is forgotten; a person without a case is forgotten after 30 days
ASKED_AT_MOST = 2
SERVICES_AT_MOST = 6  # of one need; more nobody tells apart days later
ASK_AT, NOT_BEFORE, NOT_AFTER = 11, 9, 20  # o'clock in Germany
DUE_AT_MOST = 200  # in one unit
# About these nobody is asked unbidden: whoever else looks at the phone would learn of it (issue 4).
AREAS = frozenset({"residence", "health", "safety"})
NEEDS = SENSITIVE | {"family.separation", "family.pregnancy"}


def is_private(need: str) -> bool:
    """Whether the person is asked about this need only if they want to be."""
    return need in NEEDS or taxonomy()[need].crisis or taxonomy()[need].area in AREAS


def propose(unit: Unit, person: Person, need: str, services: Sequence[Service]) -> None:
    """These services were shown for the need. Nothing is kept of it where nothing may be asked."""
    if services and not person.quiet and not is_private(need):
        _keep(unit, person, need, services)


def wants_to_be_asked(unit: Unit, person: Person, need: str, services: Sequence[Service]) -> bool:
    """The person wants to be asked about this need, whatever it is. False: there is nothing to ask about."""
    if not services or taxonomy()[need].crisis:
        return False
    _keep(unit, person, need, services)
    mine = next(row for row in unit.referrals.of_person(person.id) if row.need == need)
    unit.referrals.change(mine.id, wanted=True)
    return True


def _keep(unit: Unit, person: Person, need: str, services: Sequence[Service]) -> None:
    unit.referrals.propose(
        person_id=person.id,
        contact_id=person.contact_id,
        need=need,
        municipality=person.municipality,
        language=person.language,
        services=[service.source_id for service in services[:SERVICES_AT_MOST]],
        next_at=_at_daytime(unit.now, ASK_AFTER),
    )


def _at_daytime(now: datetime, after: timedelta) -> int:
    day = (now.astimezone(BERLIN) + after).date()
    return to_ms(datetime.combine(day, time(ASK_AT), BERLIN))


def be_quiet(unit: Unit, person: Person) -> None:
    """Nothing is asked of this person any more, and nothing they were shown is kept for it."""
    unit.people.update(person.id, quiet=True)
    unit.referrals.end_all(person.id)
    for wish in unit.wishes.of_person(person.id):
        unit.wishes.empty(wish.id)


def ask_what_is_due(unit: Unit) -> int:
    """What the clock owes: whoever was shown something some days ago is asked. How many were."""
    hour = unit.now.astimezone(BERLIN).hour
    asked = 0
    for row in unit.referrals.due(DUE_AT_MOST):
        over = row.asked >= ASKED_AT_MOST or unit.now - from_ms(row.proposed_at) >= OVER_AFTER
        person = still_there(unit, row.contact_id, row.person_id)
        if over or person is None or (person.quiet and not row.wanted):
            _end(unit, row)
        elif not NOT_BEFORE <= hour < NOT_AFTER or _busy(unit, row):
            unit.referrals.change(row.id, next_at=_at_daytime(unit.now, LATER))
        else:
            tell_person(unit, row.contact_id, NoticeKind.DID_IT_HELP, f"referral:{row.id}:{row.asked + 1}", referral=row.id)
            last = row.asked + 1 >= ASKED_AT_MOST
            again = to_ms(from_ms(row.proposed_at) + OVER_AFTER) if last else _at_daytime(unit.now, AGAIN_AFTER)
            unit.referrals.change(row.id, asked=row.asked + 1, state="reached" if row.state == "reached" else "asked", next_at=again)
            asked += 1
    return asked


def _busy(unit: Unit, row: ReferralRow) -> bool:
    """While a human is there the program asks nothing, and never two questions at a time."""
    others = (other for other in unit.referrals.of_person(row.person_id) if other.id != row.id)
    return bool(unit.cases.open_of_person(row.person_id)) or any(other.asked and other.state != "proposed" for other in others)


def of_this_person(unit: Unit, person: Person, referral_id: int) -> ReferralRow | None:
    """The referral a button is about. None: it is forgotten, or it is somebody else's."""
    row = unit.referrals.one(referral_id)
    return row if row is not None and row.person_id == person.id else None


def reached(unit: Unit, row: ReferralRow, number: int) -> ReferralRow | None:
    """The person reached this one of the services. None: a forged number."""
    if not 0 <= number < len(row.services):
        return None
    unit.referrals.change(row.id, state="reached", reached=row.services[number])
    return row._replace(state="reached", reached=row.services[number])


def not_yet(unit: Unit, row: ReferralRow) -> bool:
    """The person has not tried yet. True: they are asked once more."""
    if row.asked >= ASKED_AT_MOST:
        _end(unit, row)
        return False
    unit.referrals.change(row.id, state="proposed", next_at=_at_daytime(unit.now, ASK_AFTER))
    return True


def helped(unit: Unit, row: ReferralRow) -> None:
    """It helped. Counted without the person, and forgotten."""
    _end(unit, row, HELPED)


def did_not_help(unit: Unit, row: ReferralRow, cause: Cause | None, came: CameOf | None = None) -> None:
    """Nobody was reached, or it did not help. A cause becomes a gap signal; the rest is counted without the person, and forgotten.

    `came`: what came of what was tried, when more is known than that.
    """
    source, as_said = (Source.DID_NOT_HELP, CameOf.DID_NOT_HELP) if row.reached else (Source.REFERRAL_FAILED, CameOf.NOT_REACHED)
    came = came or as_said
    tried = tuple(Tried(service, came) for service in row.services if not row.reached or service == row.reached)
    if cause is not None:
        signals.note_from_case(unit, row.person_id, row.need, row.municipality, cause, row.language, source, tried)
    _end(unit, row, UNHELPED if row.reached else UNREACHED)


def hours_do_not_fit(unit: Unit, person: Person, row: ReferralRow, others: Sequence[Service]) -> None:
    """What was proposed is never open when the person can go. With `others` that may be, these are proposed; else it is a gap."""
    did_not_help(unit, row, None if others else Cause.NOT_REACHABLE, CameOf.WRONG_HOURS)
    propose(unit, person, row.need, others)


def _end(unit: Unit, row: ReferralRow, outcome: str = "") -> None:
    """It is forgotten. Who named one they reached answered for that one; who reached none, for all; no outcome: nobody answered."""
    if outcome:
        services = (row.reached,) if row.reached else row.services
        signals.note_outcome(unit, row.person_id, row.need, row.municipality, row.language, services, outcome)
    unit.referrals.end(row.id)

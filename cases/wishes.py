"""You told us, now it exists: whoever missed something is asked once whether to hear of it, and is told once, without a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from cases.people import Person, still_there
from cases.referral import NOT_AFTER, NOT_BEFORE, is_private
from cases.telling import NoticeKind, tell_person
from directory.find import load_directory
from directory.hours import BERLIN
from directory.needs import SENSITIVE, taxonomy
from gaps.periods import quarter
from gaps.safe_tables import FEWEST, rounded
from storage.moments import to_ms
from storage.unit import Unit
from storage.wish_rows import WishRow

LASTS = timedelta(days=180)  # then it is forgotten, told or not
UNANSWERED = timedelta(hours=24)  # so long the question knows what it is about


def ask_once(unit: Unit, person: Person, need: str) -> int | None:
    """The number of the question whether they want to be told; None: not about this need, or this person was asked before."""
    place_known = person.municipality is not None or person.place_declined
    if not place_known or person.quiet or is_private(need) or unit.wishes.of_person(person.id):
        return None
    return unit.wishes.ask(person.id, person.contact_id, need, person.municipality or "", to_ms(unit.now + LASTS))


def answer(unit: Unit, person: Person, wish_id: int, *, wants: bool) -> bool:
    """The person's answer. False: it is somebody else's question, or too old to know what it was about."""
    row = unit.wishes.one(wish_id)
    if row is None or row.person_id != person.id or not row.need:
        return False
    if wants:
        unit.wishes.say_yes(wish_id)
    else:
        unit.wishes.empty(wish_id)
    return True


def standing(unit: Unit, person_id: int) -> list[WishRow]:
    """What a person wants to be told of, for themselves."""
    return [row for row in unit.wishes.of_person(person_id) if row.said_yes]


def tell_who_waits(unit: Unit) -> int:
    """What the clock owes, by day: whoever waits for an offer that is listed now gets one message without a topic. How many.

    Only the directory as it stands is asked, so it is the same whether an import or a correction brought the offer.
    """
    if not NOT_BEFORE <= unit.now.astimezone(BERLIN).hour < NOT_AFTER:
        return 0
    rows = unit.wishes.standing()
    directory = load_directory(unit) if rows else None
    told = 0
    for row in rows:
        if directory is None or row.need not in taxonomy() or not directory.find(row.need, row.municipality or None):
            continue
        person = still_there(unit, row.contact_id, row.person_id)
        if (
            person is not None
            and _can_be_told(unit, person)
            and tell_person(unit, row.contact_id, NoticeKind.NOW_EXISTS, f"wish:{row.id}", need=row.need) is not None
        ):
            unit.wishes.count_told(quarter(unit.now), row.need, row.municipality)
            told += 1
        unit.wishes.empty(row.id)
    return told


def _can_be_told(unit: Unit, person: Person) -> bool:
    gone = person.channel == "web" and not unit.lines.still_open([person.chat_hash])
    return not person.quiet and not gone


def told_for(unit: Unit, scope: Sequence[tuple[str, str]]) -> int | None:
    """How many were told of what a theme is about, in steps of five; None: too few to say, or a need about which no number is given."""
    return shown(unit.wishes.told(), scope)


def shown(told: Mapping[tuple[str, str], int], scope: Sequence[tuple[str, str]]) -> int | None:
    """The same of plain counts. Each need and place stands for itself, so what two themes differ by may be shown by itself, too."""
    if any(need in SENSITIVE for need, _ in scope):
        return None
    enough = [told[pair] for pair in scope if told.get(pair, 0) >= FEWEST]
    return rounded(sum(enough)) if enough else None

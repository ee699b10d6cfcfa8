"""Someone says what they need: per need, either we know a service, or we learn of a gap and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from cases.own_words import understood_here
from cases.people import Person
from directory.eligibility import Group
from directory.find import Directory
from directory.found import Service, older_last
from directory.hours import BERLIN
from directory.importing import OUTDATED
from directory.match import Known, Understood, understand
from directory.needs import SENSITIVE, taxonomy
from gaps import signals
from gaps.fields import AgeBand, Kind
from gaps.why_not import BANDS, NOT_SHOWN, SPANS_OF, DayBand, Step, Wanted, Why, as_gap, asks, depends, stands_in_the_way, why_not
from storage.unit import Unit

AT_MOST = 6  # needs answered in one message; more nobody reads on a phone
TOLD = ("group", "age")  # what somebody may tell of themselves; it stays in the draft, and goes with it
DECLINED = "-"


@dataclass(frozen=True)
class Found:
    """A need with what exists for it, best first. `elsewhere` names municipalities that have something when this one has nothing.

    `why`: what stands in the way when there is no offer without any hindrance; None when there is one, or only nobody confirmed it yet.
    `asks`: "group" or "age" when knowing it would change the answer and nobody asked yet. `depends`: some of the services are only for
    certain papers or ages, and the person would rather not say theirs.
    """

    need: str
    services: tuple[Service, ...]
    elsewhere: tuple[str, ...] = ()
    why: Why | None = None
    asks: str = ""
    depends: bool = False


@dataclass(frozen=True)
class Answer:
    """What we can say about a message. `asks_place`: with the municipality the answer would be better, and nobody asked yet."""

    understood: Understood
    found: tuple[Found, ...] = ()
    asks_place: bool = False


def take_need(unit: Unit, person: Person, words: str, directory: Directory, known: Known | None = None) -> Answer:
    """Understands the words and looks up what they name. Nothing is asked back before it is answered."""
    understood = understood_here(unit, words, understand(words, known))
    if understood.decision != "match":
        return Answer(understood)
    found, asks_place = look_up(unit, person, understood.several, directory)
    return Answer(understood, found, asks_place)


def look_up(unit: Unit, person: Person, needs: Iterable[str], directory: Directory) -> tuple[tuple[Found, ...], bool]:
    """What exists for these needs where the person lives, and whether asking for the place would help.

    What nobody offers there to them becomes a gap signal with its cause, once the place is known or the person would rather not say it.
    """
    codes = tuple(dict.fromkeys(needs))[:AT_MOST]
    found = tuple(_find(_wanted(unit, person, need), person, directory) for need in codes)
    knows_place = person.municipality is not None or person.place_declined
    if not knows_place:
        return found, True
    met = [one.need for one in found if one.services and one.why is None]
    signals.note_met(unit, person.id, met, person.municipality, person.language)
    for one in found:
        if one.why is not None and not taxonomy()[one.need].crisis:
            new = signals.note(unit, person.id, as_gap(one.why, coarse=one.need not in SENSITIVE))
            if new and one.why.kind is Kind.DIRECTORY_ERROR and (old := one.why.service) is not None:
                told = (old.source_id, "assured_date", OUTDATED, old.assured_date or "")
                unit.care.ask_for(*told, one.need, person.municipality or "")
    return found, False


def open_then(unit: Unit, person: Person, need: str, directory: Directory, band: DayBand, tried: Collection[str]) -> tuple[Service, ...]:
    """What exists for the need where the person lives and may be open when they can go, what is known to be first.

    Of what they `tried` only what is known to be open then: they may not know it.
    """
    wanted = replace(_wanted(unit, person, need), can_come=SPANS_OF[band])
    not_now = NOT_SHOWN | {Step.HOURS}
    fitting = [one for one in _here(wanted, directory, not_now) if one.source_id not in tried or one.spans]
    return tuple(sorted(fitting, key=lambda one: not one.spans))


def tell_of_oneself(unit: Unit, person: Person, what: str, said: str) -> Person:
    """They told their group or their age, or that they would rather not. Kept with what the conversation needs, and no longer."""
    person = person._replace(draft={**person.draft, what: said})
    unit.people.update(person.id, draft=person.draft)
    return person


def asked_for_whom(person: Person, found: tuple[Found, ...]) -> Person:
    """The person as one who was asked what `found` asks; nobody is asked the same twice. Whoever calls this keeps the draft."""
    if len(found) != 1 or not found[0].asks:
        return person
    return person._replace(draft={**person.draft, "for_whom": [*(person.draft.get("for_whom") or ()), found[0].asks]})


def _wanted(unit: Unit, person: Person, need: str) -> Wanted:
    group, age = person.draft.get("group"), person.draft.get("age")
    return Wanted(
        need=need,
        municipality=person.municipality,
        language=person.language,
        today=unit.now.astimezone(BERLIN).date(),
        group=Group(group) if group in set(Group) else None,
        ages=BANDS[AgeBand(age)] if age in set(AgeBand) else None,
    )


def _find(wanted: Wanted, person: Person, directory: Directory) -> Found:
    told = frozenset(what for what in TOLD if person.draft.get(what)) | frozenset(person.draft.get("for_whom") or ())
    return _found(wanted, told, directory)


@lru_cache(256)
def _found(wanted: Wanted, told: frozenset[str], directory: Directory) -> Found:
    """Many ask for the same on one day: it is looked for once in a directory, which never changes."""
    need = wanted.need
    services = _here(wanted, directory, NOT_SHOWN)
    elsewhere = () if services else directory.elsewhere(need, wanted.municipality)
    if taxonomy()[need].crisis:
        return Found(need, _here(wanted, directory), elsewhere)
    why = why_not(wanted, directory.of_need(need), directory.centres)
    some_depend = bool(told) and any(depends(wanted, service) for service in services)
    question = "" if need in SENSITIVE else asks(wanted, services, told)
    return Found(need, services, elsewhere, why if why is not None and why.is_gap else None, question, some_depend)


def _here(wanted: Wanted, directory: Directory, not_shown: frozenset[Step] | None = None) -> tuple[Service, ...]:
    """What exists for the need there, best first, without what one of these steps stands in the way of; None: all of it."""
    here = older_last(directory.find(wanted.need, wanted.municipality), wanted.need, wanted.municipality, wanted.today)
    if not_shown is None:
        return here
    return tuple(service for service in here if not not_shown & stands_in_the_way(service, wanted) and _may_live_there(service, wanted))


def _may_live_there(service: Service, wanted: Wanted) -> bool:
    residence = service.who.residence
    return wanted.municipality is None or not residence or wanted.municipality in residence

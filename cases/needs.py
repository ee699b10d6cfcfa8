"""Someone says what they need: per need, either we know a service, or we learn of a gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.own_words import understood_here
from cases.people import Person
from directory.find import Directory
from directory.found import Service
from directory.match import Known, Understood, understand
from directory.needs import taxonomy
from gaps import signals
from gaps.fields import Cause, Gap
from storage.unit import Unit

AT_MOST = 6  # needs answered in one message; more nobody reads on a phone


@dataclass(frozen=True)
class Found:
    """A need with what exists for it, best first. `elsewhere` names municipalities that have something when this one has nothing."""

    need: str
    services: tuple[Service, ...]
    elsewhere: tuple[str, ...] = ()


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

    What nobody offers there becomes a gap signal, once the place is known or the person would rather not say it.
    """
    codes = tuple(dict.fromkeys(needs))[:AT_MOST]
    found = tuple(_find(need, person, directory) for need in codes)
    knows_place = person.municipality is not None or person.place_declined
    if not knows_place:
        return found, True
    signals.note_met(unit, person.id, [one.need for one in found if one.services], person.municipality, person.language)
    for one in found:
        if not one.services and not taxonomy()[one.need].crisis:
            signals.note(unit, person.id, Gap(one.need, person.municipality, _cause(one), person.language))
    return found, False


def _find(need: str, person: Person, directory: Directory) -> Found:
    services = directory.find(need, person.municipality)
    return Found(need, services, () if services else directory.elsewhere(need, person.municipality))


def _cause(found: Found) -> Cause:
    return Cause.NOT_IN_THIS_MUNICIPALITY if found.elsewhere else Cause.NOTHING_LISTED

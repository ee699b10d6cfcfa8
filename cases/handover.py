"""The handover (Übergabe): what is passed on, with whose yes, to whom."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cases import promise
from cases.people import Person
from cases.refusals import NothingToPassOn, TownFull
from gaps import signals
from gaps.signals import Cause, Source
from storage.cases import CaseRow
from storage.unit import Unit

CONSENT_VERSION = "2026-11"  # raise it when the wording of what is agreed to changes
PURPOSE = "talk to a person"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads like something else
WORDS_AT_MOST = 12_000  # characters kept of one package; more than that is asked for as a summary


@dataclass(frozen=True)
class Package:
    """What would be passed on. The person sees it, changes it, leaves things out, and says yes or no."""

    need: str | None
    municipality: str | None
    language: str
    words: str
    for_someone_else: bool = False


def prepare(unit: Unit, person: Person, *, need: str | None, words: str, for_someone_else: bool = False) -> Package:
    """Keeps a package that waits for the person's yes. A new one takes the place of an older one."""
    draft = {**person.draft, "package": {"need": need, "words": words[:WORDS_AT_MOST], "for_someone_else": for_someone_else}}
    unit.people.update(person.id, draft=draft)
    return Package(need, person.municipality, person.language, words[:WORDS_AT_MOST], for_someone_else)


def waiting_package(person: Person) -> Package:
    """The package that waits for a yes. Raises NothingToPassOn."""
    kept = person.draft.get("package")
    if kept is None:
        raise NothingToPassOn
    return Package(kept["need"], person.municipality, person.language, kept["words"], kept["for_someone_else"])


def hand_over(unit: Unit, person: Person) -> CaseRow:
    """The person said yes to what they saw: a case, a consent, a promise and a note to whoever is responsible, all together.

    Raises NothingToPassOn when no package waits, so that a double tap hands over once; TownFull when the town takes on nobody
    now: nothing was passed on, the package still waits, and that somebody was sent elsewhere is counted.
    """
    package = waiting_package(person)
    case = _same_need(unit.cases.open_of_person(person.id), package)
    if case is None:
        decision = promise.find_somebody(unit, package.municipality, package.need, package.language)
        if decision.full:
            signals.note_from_case(unit, person.id, package.need, package.municipality, Cause.FULL, package.language, Source.FULL_TOWN)
            raise TownFull(package.municipality or "", package.need)
        case = unit.cases.open(
            reference=_reference(),
            person_id=person.id,
            contact_id=person.contact_id,
            municipality=package.municipality,
            need=package.need,
            language=package.language,
            for_someone_else=package.for_someone_else,
        )
        case = promise.make(unit, case, decision)
    unit.cases.consent(case_id=case.id, purpose=PURPOSE, version=CONSENT_VERSION, language=person.language)
    if package.words:
        unit.threads.write(case_id=case.id, sender="person", words=package.words)
    draft = {key: value for key, value in person.draft.items() if key != "package"}
    unit.people.update(person.id, draft={**draft, "case": case.id}, conversation_place="human")
    return case


def leave(unit: Unit, person: Person) -> None:
    """Nothing is passed on: the package is forgotten."""
    draft = {key: value for key, value in person.draft.items() if key != "package"}
    unit.people.update(person.id, draft=draft, conversation_place="")


def _same_need(open_cases: list[CaseRow], package: Package) -> CaseRow | None:
    """One open handover per need: a second yes adds to the first."""
    for case in open_cases:
        if (case.need, case.for_someone_else, case.municipality) == (package.need, package.for_someone_else, package.municipality):
            return case
    return None


def _reference() -> str:
    return "K-" + "".join(secrets.choice(LETTERS) for _ in range(6))

"""The handover (Übergabe): what is passed on, with whose yes, to whom."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from cases import promise
from cases.access import REFERENCE_LENGTH
from cases.consent import LETTERS
from cases.people import Person
from cases.refusals import NothingToPassOn, TheirYesIsMissing, TownFull
from cases.telling import NoticeKind, tell_person
from gaps import signals
from gaps.fields import Cause, Source
from storage.cases import CaseRow
from storage.unit import Unit

CONSENT_VERSION = "2026-11"  # raise it when the wording of what is agreed to changes
PURPOSE = "talk to a person"
ASKED_FOR = "may be asked for"
WORDS_AT_MOST = 12_000  # characters kept of one package; more than that is asked for as a summary


@dataclass(frozen=True)
class CallBack:
    """How somebody wants to be called. KIM leaves no message in any case."""

    number: str
    hours: str  # morning, afternoon or any
    pick_up: str  # only_me or others: who may pick up
    name_kim: str  # yes or no: whether whoever picks up may learn who calls


@dataclass(frozen=True)
class Package:
    """What would be passed on. The person sees it, changes it, leaves things out, and says yes or no."""

    need: str | None
    municipality: str | None
    language: str
    words: str
    for_someone_else: bool = False
    call_back: CallBack | None = None
    yes_of: int | None = None  # who let themselves be asked for


def independent_advice(need: str | None) -> str | None:
    """The need whose advice is offered before anything about this one is passed on: residence, and treatment without insurance."""
    if need is None:
        return None
    return "health.uninsured" if need == "health.uninsured" else "residence.legal_advice" if need.startswith("residence.") else None


def prepare(unit: Unit, person: Person, *, need: str | None, words: str, for_someone_else: bool = False) -> Package:
    """Keeps a package that waits for the person's yes. A new one takes the place of an older one.

    How they want to be called, and whose code they have, was kept before (`want_call_back`, `ask_for`) and goes with it.
    """
    draft = {**person.draft, "package": {"need": need, "words": words[:WORDS_AT_MOST], "for_someone_else": for_someone_else}}
    unit.people.update(person.id, draft=draft)
    return waiting_package(person._replace(draft=draft))


def want_call_back(unit: Unit, person: Person, call_back: CallBack | None) -> Person:
    """The next package says how to call them; None: it does not."""
    draft = {key: value for key, value in person.draft.items() if key != "call_back"}
    if call_back is not None:
        draft["call_back"] = asdict(call_back)
    unit.people.update(person.id, draft=draft)
    return person._replace(draft=draft)


def ask_for(unit: Unit, person: Person, yes_of: int) -> Person:
    """The next package is about somebody who let themselves be asked for."""
    draft = {**person.draft, "for_someone_else": True, "yes_of": yes_of}
    unit.people.update(person.id, draft=draft)
    return person._replace(draft=draft)


def waiting_package(person: Person) -> Package:
    """The package that waits for a yes. Raises NothingToPassOn."""
    kept = person.draft.get("package")
    if kept is None:
        raise NothingToPassOn
    call, yes_of = person.draft.get("call_back"), person.draft.get("yes_of")
    return Package(
        kept["need"],
        person.municipality,
        person.language,
        kept["words"],
        kept["for_someone_else"],
        None if call is None else CallBack(**call),
        yes_of if kept["for_someone_else"] else None,
    )


def hand_over(unit: Unit, person: Person) -> CaseRow:
    """The person said yes to what they saw: a case, a consent, a promise and a note to whoever is responsible, all together.

    Raises NothingToPassOn when no package waits, so that a double tap hands over once; TownFull when the town takes on nobody
    now: nothing was passed on, the package still waits, and that somebody was sent elsewhere is counted; TheirYesIsMissing when
    it is about somebody else who did not say yes.
    """
    package = waiting_package(person)
    if package.for_someone_else and package.yes_of is None:
        raise TheirYesIsMissing
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
    unit.consents.give(case_id=case.id, purpose=PURPOSE, version=CONSENT_VERSION, language=person.language)
    if package.yes_of is not None:
        _with_their_yes(unit, case, package.yes_of)
    if package.call_back is not None:
        unit.threads.write_call_back(case.id, asdict(package.call_back))
    if package.words:
        unit.threads.write(case_id=case.id, sender="person", words=package.words)
    unit.people.update(person.id, draft={**_without_package(person), "case": case.id}, conversation_place="human")
    return case


def _with_their_yes(unit: Unit, case: CaseRow, person_id: int) -> None:
    """Whoever is asked for hears that their code was used, and can take their yes back."""
    contact = unit.people.newest_contact_of(person_id)
    if contact is None:  # they deleted everything in between
        raise TheirYesIsMissing
    unit.consents.give(case_id=case.id, purpose=ASKED_FOR, version=CONSENT_VERSION, language=contact.language, person_id=person_id)
    tell_person(unit, contact.id, NoticeKind.CODE_USED, f"case:{case.id}:code:{person_id}", case=case.id, reference=case.reference)


def _without_package(person: Person) -> dict[str, Any]:
    once = ("package", "call_back", "yes_of", "for_someone_else")
    return {key: value for key, value in person.draft.items() if key not in once}


def leave(unit: Unit, person: Person) -> None:
    """Nothing is passed on: the package is forgotten."""
    unit.people.update(person.id, draft=_without_package(person), conversation_place="")


def _same_need(open_cases: list[CaseRow], package: Package) -> CaseRow | None:
    """One open handover per need: a second yes adds to the first."""
    for case in open_cases:
        if package.yes_of is None and (case.need, case.for_someone_else, case.municipality) == (
            package.need,
            package.for_someone_else,
            package.municipality,
        ):
            return case
    return None


def _reference() -> str:
    return "K-" + "".join(secrets.choice(LETTERS) for _ in range(REFERENCE_LENGTH))

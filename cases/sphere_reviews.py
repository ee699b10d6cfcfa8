"""Reviewing the model of legal spheres: a named member of the staff answers for one text of an entry, until that text changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.auditing import Action, note
from cases.refusals import CaseNotFound, NotAllowed
from gaps.spheres import Transition, spheres
from storage.sphere_reviews import ReviewRow
from storage.staff import StaffRow
from storage.unit import Unit

REVIEWERS = ("coordinator", "admin")
SOURCE_LANGUAGE = "de"  # what is reviewed is German


def reviewed(unit: Unit) -> Mapping[str, ReviewRow]:
    """By entry: the review of the text it has now. A review of another text counts for nothing."""
    known = spheres().transitions
    return {code: row for code, row in unit.sphere_reviews.all().items() if code in known and known[code].digest == row.digest}


def review(unit: Unit, staff: StaffRow, code: str, digest: str) -> None:
    """This member has read this text of an entry, and answers for it. Raises NotAllowed; CaseNotFound, also for another text."""
    entry = _entry(staff, code)
    if entry.digest != digest:
        raise CaseNotFound
    unit.sphere_reviews.put(code=code, digest=digest, staff_id=staff.id)
    note(unit, Action.SPHERE_REVIEWED, staff, about=code)


def doubt(unit: Unit, staff: StaffRow, code: str) -> None:
    """A review is taken back. Raises NotAllowed, CaseNotFound."""
    _entry(staff, code)
    if not unit.sphere_reviews.take_back(code):
        raise CaseNotFound
    note(unit, Action.SPHERE_DOUBTED, staff, about=code)


def _entry(staff: StaffRow, code: str) -> Transition:
    if staff.role not in REVIEWERS:
        raise NotAllowed
    if code not in spheres().transitions:
        raise CaseNotFound
    return spheres().transitions[code]


@dataclass(frozen=True)
class Changes:
    """What an event can change: the needs it touches, and the texts that were reviewed and are there in the language."""

    needs: tuple[str, ...]
    texts: tuple[str, ...]


def what_changes(unit: Unit, event: str, language: str) -> Changes | None:
    """For whoever asks. Nothing is kept of it. None: there is no such event."""
    entries = spheres().of_event(event)
    if not entries:
        return None
    known = reviewed(unit)
    texts = [text for entry in entries if entry.code in known and (text := _text(entry, language))]
    return Changes(tuple(dict.fromkeys(need for entry in entries for need in entry.needs)), tuple(texts))


def _text(entry: Transition, language: str) -> str:
    if language != SOURCE_LANGUAGE:
        return entry.texts.get(language, "")
    told = [entry.changes, *(f"{deadline.words} ({deadline.law})" for deadline in entry.deadlines)]
    return " ".join(told) + f" ({', '.join(entry.law)})"

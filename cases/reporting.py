"""Reporting a gap (Hinweis): what a case manager found in a case, and what others at the desk see without one.

A report keeps the need and forgets the person: of a case it takes need, place and language. The audit log says that somebody
reported, never what.
"""

from __future__ import annotations

from dataclasses import dataclass

from cases.access import access_case
from cases.auditing import Action, note
from cases.identifying import leads_to_somebody, looks_like_a_name
from cases.refusals import LeadsToSomebody, LooksLikeName, NotAllowed, NotUnderstood
from directory.needs import taxonomy
from gaps import signals
from gaps.fields import AgeBand, Break, Cause, Evidence, Gap, Source, TargetGroup, Tried, Urgency
from storage.municipalities import MunicipalityRows
from storage.staff import StaffRow
from storage.unit import Unit

NOTE_AT_MOST = 500  # characters
REPORTERS = ("case_manager", "coordinator", "office_contact")
UNKNOWN_LANGUAGE = "und"  # ISO 639: nobody's language, because the report is about nobody


@dataclass(frozen=True)
class Finding:
    """What somebody says was missing. `names_nobody`: whoever wrote the note says so, though it looks otherwise."""

    cause: Cause
    target_group: TargetGroup | None = None
    age_band: AgeBand | None = None
    urgency: Urgency | None = None
    tried: tuple[Tried, ...] = ()
    broken: Break | None = None
    note: str = ""
    names_nobody: bool = False


def report_from_case(unit: Unit, staff: StaffRow, case_id: int, finding: Finding, need: str | None = None) -> None:
    """A gap that a case showed, at any time of it; about its need unless another one is given. It is confirmed by a case manager.

    Raises CaseNotFound; NotUnderstood without a need or in a crisis; LeadsToSomebody and LooksLikeName for what the note holds.
    """
    case = access_case(unit, staff, case_id)
    gap = as_gap(finding, need or case.need, case.municipality, case.language, Evidence.CONFIRMED)
    note(unit, Action.GAP_REPORTED, staff, case.id)
    signals.note_finding(unit, gap, Source.CASE_MANAGER)


def report(unit: Unit, staff: StaffRow, need: str, municipality: str | None, finding: Finding) -> None:
    """A gap somebody at the desk sees without a case. What a contact at an office reports counts as a partner's.

    Raises NotAllowed, and what report_from_case raises.
    """
    if staff.role not in REPORTERS:
        raise NotAllowed
    partner = staff.role == "office_contact"
    evidence = Evidence.SINGLE if partner else Evidence.CONFIRMED
    gap = as_gap(finding, need, known_place(unit, municipality), UNKNOWN_LANGUAGE, evidence)
    note(unit, Action.GAP_REPORTED, staff)
    signals.note_finding(unit, gap, Source.PARTNER if partner else Source.CASE_MANAGER)


def known_place(unit: Unit, municipality: str | None) -> str | None:
    """The municipality, or None for the whole district. Raises NotUnderstood for one that is not there."""
    if municipality and not MunicipalityRows(unit.connection, unit.district).has(municipality):
        raise NotUnderstood("municipality")
    return municipality or None


def as_gap(finding: Finding, need: str | None, municipality: str | None, language: str, evidence: Evidence) -> Gap:
    """The finding as a gap. Raises NotUnderstood, LeadsToSomebody, LooksLikeName."""
    if need is None or need not in taxonomy() or taxonomy()[need].crisis:
        raise NotUnderstood("need")
    words = finding.note.strip()
    if len(words) > NOTE_AT_MOST:
        raise NotUnderstood("note")
    if leads_to_somebody(words):
        raise LeadsToSomebody
    if looks_like_a_name(words) and not finding.names_nobody:
        raise LooksLikeName
    return Gap(
        need,
        municipality,
        finding.cause,
        language,
        broken=finding.broken,
        target_group=finding.target_group,
        age_band=finding.age_band,
        tried=finding.tried,
        urgency=finding.urgency,
        evidence=evidence,
        note=words or None,
    )

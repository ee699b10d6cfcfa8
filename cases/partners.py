"""Partner organisations report gaps by a link of their own: what is missing and for whom, never about one person."""

from __future__ import annotations

import secrets

from cases.access import require_coordinator
from cases.auditing import Action, note
from cases.desk_access import hash_token
from cases.identifying import looks_like_a_name
from cases.refusals import CaseNotFound, EmptyWords, LinkUsedUp, LooksLikeName, NotUnderstood
from cases.reporting import UNKNOWN_LANGUAGE, Finding, as_gap, known_place
from gaps import signals
from gaps.fields import Evidence, Source
from storage.partners import PartnerRow
from storage.staff import StaffRow
from storage.unit import Unit

NAME_AT_MOST = 80  # characters
PARTNERS_AT_MOST = 200  # of a district: more links than anybody looks after


def invite_partner(unit: Unit, staff: StaffRow, name: str) -> str:
    """The token of a new partner's link, given once and kept as a hash. Raises NotAllowed, EmptyWords, NotUnderstood."""
    require_coordinator(staff)
    name = " ".join(name.split())
    if not name:
        raise EmptyWords
    if len(name) > NAME_AT_MOST or len(unit.partners.all()) >= PARTNERS_AT_MOST:
        raise NotUnderstood("partner")
    token = secrets.token_urlsafe(24)
    number = unit.partners.add(name=name, token_hash=hash_token(token), made_by=staff.id)
    note(unit, Action.PARTNER_INVITED, staff, about=str(number))
    return token


def revoke_partner(unit: Unit, staff: StaffRow, number: int) -> None:
    """The link works no more; what was reported by it stays. Raises NotAllowed, CaseNotFound."""
    require_coordinator(staff)
    if not unit.partners.revoke(number):
        raise CaseNotFound
    note(unit, Action.PARTNER_REVOKED, staff, about=str(number))


def partner_of(unit: Unit, token: str) -> PartnerRow:
    """Whose link it is. Raises LinkUsedUp: nobody's, or revoked."""
    partner = unit.partners.by_link(hash_token(token))
    if partner is None:
        raise LinkUsedUp
    return partner


def report_as_partner(unit: Unit, token: str, need: str, municipality: str | None, finding: Finding) -> None:
    """One signal for one form, without the partner. Raises LinkUsedUp, and what a report raises; what looks like a name is refused."""
    partner_of(unit, token)
    if looks_like_a_name(finding.note):
        raise LooksLikeName
    gap = as_gap(finding, need, known_place(unit, municipality), UNKNOWN_LANGUAGE, Evidence.SINGLE)
    signals.note_finding(unit, gap, Source.PARTNER)

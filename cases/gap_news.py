"""The weekly look at the gap log: counted, published, looked at; and coordinators are told when there is something new, never what."""

from __future__ import annotations

from cases.telling import NoticeKind, tell_staff
from gaps.releases import release_what_is_over
from gaps.signals import close_weeks
from gaps.warnings import look_out
from storage.unit import Unit


def close_and_look(unit: Unit) -> list[str]:
    """Closes the weeks that are over and publishes what may be published. Quiet unless early warning found something. Which weeks."""
    weeks = close_weeks(unit)
    release_what_is_over(unit)
    if weeks and look_out(unit):
        tell_staff(unit, unit.staff.by_role("coordinator"), NoticeKind.GAPS_NEW, f"gaps:{unit.district}:{weeks[-1]}")
    return weeks

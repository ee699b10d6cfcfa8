"""White spots of the directory become signals only when a coordinator says so: one for each need and municipality, not one a week."""

from __future__ import annotations

from collections.abc import Iterable

from cases.access import require_coordinator
from cases.auditing import Action, note
from cases.directory_care import today_of
from cases.refusals import NotUnderstood
from cases.reporting import UNKNOWN_LANGUAGE
from directory.find import load_directory
from directory.needs import taxonomy
from gaps import signals
from gaps.coverage import WHITE, Cover, cell_of
from gaps.fields import Cause, Gap, Kind, Source
from storage.staff import StaffRow
from storage.unit import Unit

AT_ONCE = 200  # spots in one form


def accepted(unit: Unit) -> set[tuple[str, str]]:
    """Need and municipality of every white spot that is a signal already and not forgotten."""
    return unit.care.white_spots()


def accept(unit: Unit, staff: StaffRow, spots: Iterable[tuple[str, str]]) -> int:
    """These white spots become signals; how many did. What is none (any more), or is a signal already, is passed over.

    Raises NotAllowed, and NotUnderstood for a need or municipality that is none.
    """
    require_coordinator(staff)
    directory, known, today = load_directory(unit), accepted(unit), today_of(unit)
    number = 0
    for need, town in list(dict.fromkeys(spots))[:AT_ONCE]:
        if need not in taxonomy() or taxonomy()[need].crisis or town not in directory.keys:
            raise NotUnderstood("need")
        cover = cell_of(directory, need, town, today).cover
        if cover in WHITE and (need, town) not in known:
            cause = Cause.NOT_IN_THIS_MUNICIPALITY if cover is Cover.ELSEWHERE else Cause.NOTHING_LISTED
            kind = Kind.OUT_OF_REACH if cover is Cover.ELSEWHERE else Kind.MISSING_OFFER
            signals.note_finding(unit, Gap(need, town, cause, UNKNOWN_LANGUAGE, kind=kind), Source.WHITE_SPOT)
            number += 1
    note(unit, Action.SPOTS_ACCEPTED, staff, about=str(number))
    return number

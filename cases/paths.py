"""Solved paths: what led to a solution, as an anonymous note with need and cause, shown to whoever meets the same.

A note stays in its regional team until the team says that others may read it.
"""

from __future__ import annotations

from cases.refusals import CaseNotFound, NotAllowed, NotUnderstood
from cases.themes import reason
from directory.find import load_directory
from directory.needs import taxonomy
from gaps.fields import Cause
from storage.path_rows import PathRow
from storage.staff import StaffRow
from storage.unit import Unit

WRITERS = ("case_manager", "coordinator")
WORDS_AT_MOST = 1_000  # as cases/themes.py cuts a reason


def team_of(unit: Unit, municipality: str) -> str:
    """The regional team of a municipality; where none is assigned, it is a team of its own."""
    return load_directory(unit).team(municipality) or municipality


def teams_of(unit: Unit, staff: StaffRow) -> list[str]:
    """The teams somebody works in."""
    return list(dict.fromkeys(team_of(unit, place) for place in staff.municipalities))


def share(unit: Unit, staff: StaffRow, need: str, cause: str, words: str, *, everywhere: bool) -> int:
    """A new note of somebody's own team; a coordinator's is for all. Raises NotAllowed, NotUnderstood, EmptyWords, LeadsToSomebody."""
    if staff.role not in WRITERS:
        raise NotAllowed
    if need not in taxonomy() or taxonomy()[need].crisis or cause not in {one.value for one in Cause}:
        raise NotUnderstood("cause")
    teams = teams_of(unit, staff)
    team = teams[0] if teams else ""
    return unit.paths.add(need=need, cause=cause, team=team, words=reason(words), everywhere=everywhere or not team, by_id=staff.id)


def readable(unit: Unit, staff: StaffRow, need: str | None = None) -> list[PathRow]:
    """What somebody may read: their teams' notes and those opened to everybody; coordinators all. Raises NotAllowed."""
    if staff.role not in WRITERS:
        raise NotAllowed
    return unit.paths.readable(None if staff.role == "coordinator" else teams_of(unit, staff), need)


def fitting(unit: Unit, staff: StaffRow, need: str | None, cause: str | None = None) -> list[PathRow]:
    """What may help with a need, those of the same cause first. Nothing for whoever may not read any."""
    if need is None or staff.role not in WRITERS:
        return []
    return sorted(readable(unit, staff, need), key=lambda row: row.cause != cause)


def open_to_all(unit: Unit, staff: StaffRow, path_id: int, *, everywhere: bool) -> None:
    """The team says whether others may read its note. Raises CaseNotFound."""
    _own(unit, staff, path_id)
    unit.paths.open_to_all(path_id, everywhere=everywhere)


def drop(unit: Unit, staff: StaffRow, path_id: int) -> None:
    """The team takes its note away. Raises CaseNotFound."""
    _own(unit, staff, path_id)
    unit.paths.drop(path_id)


def _own(unit: Unit, staff: StaffRow, path_id: int) -> None:
    row = unit.paths.one(path_id)
    mine = row is not None and (staff.role == "coordinator" or (staff.role == "case_manager" and row.team in teams_of(unit, staff)))
    if not mine:
        raise CaseNotFound

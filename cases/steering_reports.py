"""Reports to the steering group: a coordinator asks for one, it is made aside, and every file that is taken stands in the audit log."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from cases.access import require_coordinator
from cases.auditing import Action, note
from cases.refusals import CaseNotFound, NotAllowed, NotUnderstood
from storage.report_rows import READY, RUNNING, FileRow, ReportRow, TemplateRow
from storage.staff import StaffRow
from storage.unit import Unit

KEPT = 3  # of each half-year, the newest
GIVEN_UP = timedelta(minutes=3)  # the process that made it is gone: making one takes seconds
NOT_TAKEN = ("preview", "chart")  # what the page itself shows


def ask(unit: Unit, staff: StaffRow, period: str, known: Collection[str]) -> int:
    """A report about a half-year that is over; its number. Older ones of the same half-year go. Raises NotAllowed, NotUnderstood."""
    require_coordinator(staff)
    if period not in known:
        raise NotUnderstood("period")
    note(unit, Action.REPORT_ASKED, staff, about=period)
    report_id = unit.reports.ask(period, staff.id)
    unit.reports.drop([row.id for row in unit.reports.all() if row.period == period][KEPT:])
    return report_id


def all_reports(unit: Unit, staff: StaffRow) -> list[ReportRow]:
    """Every report, newest first. Raises NotAllowed."""
    require_coordinator(staff)
    return unit.reports.all()


def look_at(unit: Unit, staff: StaffRow, report_id: int) -> ReportRow:
    """One report. Raises NotAllowed, CaseNotFound."""
    require_coordinator(staff)
    row = unit.reports.one(report_id)
    if row is None:
        raise CaseNotFound
    return row


def shown(unit: Unit, staff: StaffRow, report_id: int, kind: str) -> FileRow:
    """What the page of a report shows. Raises NotAllowed, CaseNotFound."""
    look_at(unit, staff, report_id)
    file = unit.reports.file(report_id, kind) if kind.startswith(NOT_TAKEN) else None
    if file is None:
        raise CaseNotFound
    return file


def take(unit: Unit, staff: StaffRow, report_id: int, kind: str) -> FileRow:
    """A file of a report, to keep elsewhere. Raises NotAllowed, CaseNotFound."""
    row = look_at(unit, staff, report_id)
    file = None if kind.startswith(NOT_TAKEN) else unit.reports.file(report_id, kind)
    if file is None:
        raise CaseNotFound
    note(unit, Action.REPORT_TAKEN, staff, about=f"{row.period} {kind}")
    return file


def has_stopped(row: ReportRow, now_ms: int) -> bool:
    """Nobody is making it any more."""
    return row.state == RUNNING and now_ms - row.asked_at > GIVEN_UP / timedelta(milliseconds=1)


def is_at(unit: Unit, report_id: int, done: int, of: int) -> None:
    """So many files are made."""
    unit.reports.is_at(report_id, done, of)


def finish(unit: Unit, report_id: int, files: Iterable[FileRow]) -> None:
    """It is ready."""
    row = unit.reports.one(report_id)
    if row is not None and row.state != READY:  # it may have gone meanwhile
        unit.reports.finish(report_id, files)


def fail(unit: Unit, report_id: int, why: str) -> None:
    """It could not be made."""
    unit.reports.fail(report_id, why)


def about_template(unit: Unit, staff: StaffRow) -> TemplateRow | None:
    """The district's own Word template, without its bytes. Raises NotAllowed."""
    _require_admin(staff)
    return unit.reports.about_template()


def keep_template(unit: Unit, staff: StaffRow, name: str, raw: bytes) -> None:
    """Reports are made with this one from now on; that it can be used was tried before. Raises NotAllowed."""
    _require_admin(staff)
    note(unit, Action.TEMPLATE_KEPT, staff)
    unit.reports.keep_template(name, raw, staff.id)


def drop_template(unit: Unit, staff: StaffRow) -> None:
    """Reports are made without it from now on. Raises NotAllowed, CaseNotFound."""
    _require_admin(staff)
    if not unit.reports.drop_template():
        raise CaseNotFound
    note(unit, Action.TEMPLATE_DROPPED, staff)


def _require_admin(staff: StaffRow) -> None:
    if staff.role != "admin":
        raise NotAllowed

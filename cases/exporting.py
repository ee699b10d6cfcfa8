"""One closed case goes to the case file of the office, and then from here: the bot is no case file.

Nobody exports alone (promises, A28): who is responsible asks, somebody else releases, who asked takes it, once in each form. When it has
arrived they say so, and the thread is erased here. Each step is a row of the audit log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cases.access import access_case, may_see
from cases.auditing import Action, note
from cases.promise import has_it
from cases.refusals import CaseNotFound, CaseStillOpen, ExportNotReady, NotAllowed
from storage.cases import CaseRow
from storage.exports import ExportRow
from storage.moments import to_ms
from storage.staff import StaffRow
from storage.threads import MessageRow, NoteRow
from storage.unit import Unit

# Who may let any export go: they see its number and the town, and nothing of the thread. Admins too, so that where one person coordinates
# alone there is somebody else for the second yes.
RELEASERS = ("coordinator", "admin")
LASTS = timedelta(days=7)  # from asking to erasing; later it has to be asked for again


class Form(StrEnum):
    """How it is taken."""

    FILE = "file"
    PRINT = "print"


@dataclass(frozen=True)
class CaseFile:
    """All that goes along. `notes` is None when they stay here; `names` tells who the numbers of the staff are."""

    case: CaseRow
    export: ExportRow
    channel: str
    call_back: dict[str, str]
    consents: tuple[tuple[str, str, str, int, int | None], ...]
    thread: tuple[MessageRow, ...]
    notes: tuple[NoteRow, ...] | None
    names: dict[int, str]


def may_ask(unit: Unit, staff: StaffRow, case: CaseRow) -> bool:
    """Whoever accepted the case, whoever stands in for them now, and coordinators who see it at all."""
    return staff.role == "coordinator" or has_it(unit, staff.id, case)


def _closed(case: CaseRow) -> CaseRow:
    if case.state != "closed":
        raise CaseStillOpen
    if case.person_id is None:  # erased already
        raise ExportNotReady
    return case


def current(unit: Unit, case_id: int) -> ExportRow | None:
    """The export that counts; None when none was asked for, or too long ago."""
    found = unit.exports.newest(case_id)
    return found if found is not None and found.asked_at > to_ms(unit.now - LASTS) else None


def ask(unit: Unit, staff: StaffRow, case_id: int, *, with_notes: bool) -> None:
    """Asks for an export of a closed case. What was asked for before counts no more."""
    case = _closed(access_case(unit, staff, case_id))
    if not may_ask(unit, staff, case):
        raise NotAllowed
    note(unit, Action.EXPORT_ASKED, staff, case.id, "notes" if with_notes else "")
    unit.exports.ask(case.id, staff.id, with_notes=with_notes)


def waiting(unit: Unit, staff: StaffRow) -> list[tuple[ExportRow, CaseRow]]:
    """What this member may release: coordinators and admins all, others what they see. Nothing of the content is opened for it."""
    found = [(row, unit.cases.one(row.case_id)) for row in unit.exports.unreleased(to_ms(unit.now - LASTS))]
    mine = [
        (row, case)
        for row, case in found
        if case is not None and case.person_id is not None and row.asked_by != staff.id and current(unit, case.id) == row
    ]
    return [(row, case) for row, case in mine if staff.role in RELEASERS or may_see(unit, staff, case)]


def release(unit: Unit, staff: StaffRow, case_id: int, export_id: int) -> None:
    """Somebody else lets the export go. `export_id` is the one they saw: asked for anew, it has to be seen anew."""
    case = unit.cases.one(case_id, lock=True)
    found = None if case is None else current(unit, case_id)
    unseen = staff.role in RELEASERS and found is not None
    if case is None or not (unseen or may_see(unit, staff, case)):
        raise CaseNotFound
    if found is None or found.id != export_id or found.released_at is not None or found.asked_by == staff.id:
        raise ExportNotReady
    note(unit, Action.EXPORT_RELEASED, staff, case.id)
    unit.exports.change(found.id, released_by=staff.id, released_at=unit.now_ms)


def take(unit: Unit, staff: StaffRow, case_id: int, form: Form) -> CaseFile:
    """What goes along, for whoever asked, after the release; each form once."""
    case = _closed(access_case(unit, staff, case_id))
    found = current(unit, case_id)
    taken = None if found is None else {Form.FILE: found.file_at, Form.PRINT: found.print_at}[form]
    if found is None or found.released_at is None or found.asked_by != staff.id or taken is not None:
        raise ExportNotReady
    note(unit, Action.EXPORTED, staff, case.id, form.value)
    unit.exports.change(found.id, **{f"{form.value}_at": unit.now_ms})
    contact = None if case.contact_id is None else unit.people.contact(case.contact_id)
    return CaseFile(
        case=case,
        export=found,
        channel="" if contact is None else contact.channel,
        call_back=unit.threads.call_back(case.id),
        consents=tuple(unit.consents.of_case(case.id)),
        thread=tuple(unit.threads.messages(case.id)),
        notes=tuple(unit.threads.notes(case.id)) if found.with_notes else None,
        names={number: name for number, (name, _) in unit.staff.names().items()},
    )


def erase_exported(unit: Unit, staff: StaffRow, case_id: int) -> None:
    """It has arrived: thread and notes are erased here, as after thirty days. Not when something came after it was taken."""
    case = _closed(access_case(unit, staff, case_id))
    found = current(unit, case_id)
    if found is None or found.asked_by != staff.id:
        raise ExportNotReady
    taken = max(found.file_at or 0, found.print_at or 0)
    written = [one.at for one in unit.threads.messages(case.id)] + [one.at for one in unit.threads.notes(case.id)]
    if not taken or any(at > taken for at in written):
        raise ExportNotReady
    note(unit, Action.EXPORT_ERASED, staff, case.id)
    unit.cases.erase(case.id)
    unit.mark(f"case:{case.id}")
    unit.mark("forgotten")

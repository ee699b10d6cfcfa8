"""Taking a directory over: one call writes all of it, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from directory.diffs import Diff, plan
from directory.entries import Doubt, Entry, Kept, ServedArea, merged
from directory.hours_text import parse
from directory.kinds import likely_kind
from directory.links import REASONS
from directory.refusals import GoneNotAccepted
from storage.hsds_kept import KeptRow, KeptRows
from storage.services import OpenUnit, ServiceRow, ServiceRows
from storage.verification_tasks import TaskRow, TaskRows

AT_ONCE = 500  # new services in one statement
CALL_BACK = "changed, dial it"
KIND_GUESSED = "guessed"
OUTDATED, NEVER_ASKED = "not confirmed for long", "asked for, never confirmed"  # opened by signals, see cases/directory_care.py
_ONLY_HUMANS_END = frozenset({CALL_BACK, KIND_GUESSED, OUTDATED, NEVER_ASKED}) | REASONS  # what links answered is no word of the source


def preview(unit: OpenUnit, entries: Iterable[Entry]) -> Diff:
    """What `load` would change; writes nothing."""
    rows = ServiceRows(unit.connection, unit.district)
    return _plan(rows, rows.all(), entries)


def load(
    unit: OpenUnit,
    entries: Iterable[Entry],
    doubts: Iterable[Doubt] = (),
    accept_gone: int = 0,
    kept: Iterable[Kept] | None = None,
    done: Callable[[int], object] = lambda _more: None,
) -> Diff:
    """Makes the directory what the entries say, and opens a task for each doubt.

    Unchanged entries are not written again. Services that are missing from the entries become "gone", not deleted, and only when
    at least as many were accepted: else GoneNotAccepted, and nothing is written. What staff corrected (the kind, and the day an
    unchanged entry was assured) stays. A second import waits for the first.
    `kept` takes the place of what was kept of the import before; None leaves it.
    `done` hears how many more services were written.
    """
    rows = ServiceRows(unit.connection, unit.district, unit.now_ms)
    rows.renew_revision()
    now = rows.all()
    diff = _plan(rows, now, entries)
    if len(diff.gone) > accept_gone:
        raise GoneNotAccepted(len(diff.gone), accept_gone)
    ids = {row.source_id: row.service_id for row in now}
    found: list[Doubt] = list(doubts)
    for start in range(0, len(diff.new), AT_ONCE):
        with_kind = [_with_kind(entry) for entry in diff.new[start : start + AT_ONCE]]
        found += (doubt for _, guessed in with_kind for doubt in guessed)
        coming = [_as_row(known, ids.get(known.source_id, 0)) for known, _ in with_kind]
        rows.keep_new([row for row in coming if not row.service_id])
        for row in coming:
            if row.service_id:  # it was gone and is back
                rows.keep(row)
        done(len(coming))
    for change in diff.changed:
        # Only a date that came with the change is one for the changed entry, unless its source merely says now where it was all the time.
        assured = change.before.assured_date if {one.field for one in change.fields} <= {"latitude", "longitude"} else ""
        known = replace(change.entry, kind=change.entry.kind or change.before.kind, assured_date=change.entry.assured_date or assured)
        rows.keep(_as_row(known, ids[known.source_id]))
        found += [Doubt(known.source_id, one.field, CALL_BACK, one.after) for one in change.call_back]
        done(1)
    rows.mark_gone(entry.source_id for entry in diff.gone)
    if kept is not None:
        KeptRows(unit.connection, unit.district).replace(KeptRow(one.kind, one.key, one.body) for one in kept)
    _note(unit, found)
    return diff


def correct(unit: OpenUnit, entry: Entry, service_id: int, field: str, value: str | tuple[str, ...]) -> None:
    """Staff took over what a provider said of its own entry. It stays while the source goes on saying what it said before."""
    rows = ServiceRows(unit.connection, unit.district)
    rows.renew_revision()
    rows.keep(_as_row(_with(entry, field, value), service_id))


def _with(entry: Entry, field: str, value: str | tuple[str, ...]) -> Entry:
    changes: dict[str, Any] = {field: value}
    return replace(entry, **changes)


def _corrected(entry: Entry, corrections: Iterable[tuple[str, str, str]]) -> Entry:
    for field, before, after in corrections:
        said = getattr(entry, field)
        several = isinstance(said, tuple)
        if ("; ".join(said) if several else said) == before:
            entry = _with(entry, field, tuple(filter(None, after.split("; "))) if several else after)
    return entry


def _plan(rows: ServiceRows, now: Iterable[ServiceRow], entries: Iterable[Entry]) -> Diff:
    now = tuple(now)
    corrected = rows.corrected_kinds()
    taken = rows.corrections()
    coming = (
        _corrected(replace(entry, kind=corrected.get(entry.source_id, entry.kind)), taken.get(entry.source_id, ())) for entry in entries
    )
    return plan((as_entry(row) for row in now), coming, frozenset(row.source_id for row in now if row.status != "active"))


def _with_kind(entry: Entry) -> tuple[Entry, list[Doubt]]:
    if entry.kind:
        return entry, []
    guess = likely_kind(entry.organization, entry.name)
    return replace(entry, kind=guess), [Doubt(entry.source_id, "kind", KIND_GUESSED, guess)]


def _note(unit: OpenUnit, doubts: Iterable[Doubt]) -> None:
    """Opens what is doubtful now; what an earlier import found doubtful and this one does not is done, except what only a human ends."""
    tasks = TaskRows(unit.connection, unit.district)
    coming = [TaskRow(doubt.source_id, doubt.field, doubt.reason[:60], doubt.value) for doubt in merged(doubts)]
    still = {task[:3] for task in coming}
    for task in tasks.open():
        if task[:3] not in still and task.reason not in _ONLY_HUMANS_END:
            tasks.done(task)
    tasks.note(coming)


def as_entry(row: ServiceRow) -> Entry:
    """A kept service as its source would write it."""
    same = {
        name: getattr(row, name) for name in ServiceRow._fields if name not in {"service_id", "status", "schedules", "areas", "changed_at"}
    }
    return Entry(**same, areas=tuple(ServedArea(*area) for area in row.areas))


def _as_row(entry: Entry, service_id: int) -> ServiceRow:
    same = {name: getattr(entry, name) for name in ServiceRow._fields if hasattr(entry, name) and name != "areas"}
    areas = tuple((area.extent, area.name) for area in entry.areas)
    return ServiceRow(**same, service_id=service_id, status="active", areas=areas, schedules=_schedules(entry.hours))


def _schedules(text: str) -> tuple[tuple[str, str, str], ...]:
    """Spans that differ only in the day share a row, as HSDS has it: ("MO,TU", "08:00", "12:00")."""
    days: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for span in parse(text) or ():
        days[span.opens_at, span.closes_at].append(span.day)
    return tuple((",".join(on), opens_at, closes_at) for (opens_at, closes_at), on in days.items())

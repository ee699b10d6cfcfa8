"""What in the directory somebody has to look at, for coordinators."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.refusals import CaseNotFound
from directory.entries import KINDS
from locales.speech import REVIEWED, languages
from storage.care_rows import QueuedTask
from storage.services import ServiceRow, ServiceRows
from storage.staff import StaffRow
from storage.unit import Unit
from storage.verification_tasks import TaskRow, TaskRows
from web import desk_words
from web.desk_door import Sent, SignedIn, require_role
from web.desk_task_words import FIELDS, REASONS
from web.desk_words import need_label, place_name
from web.once import new_form_key
from web.pages import page

AT_ONCE = 100  # entries on one page


@dataclass(frozen=True)
class EntryTasks:
    """One entry with what is to be looked at."""

    source_id: str
    title: str
    kind: str
    active: bool
    tasks: tuple[QueuedTask, ...]


def _entries(unit: Unit, _staff: StaffRow) -> list[EntryTasks]:
    known = {row.source_id: row for row in ServiceRows(unit.connection, unit.district).all()}
    by_entry: dict[str, list[QueuedTask]] = {}
    for task in unit.care.queue():
        by_entry.setdefault(task.source_id, []).append(task)
    return [_entry(source_id, known.get(source_id), tuple(tasks)) for source_id, tasks in by_entry.items()]


def _entry(source_id: str, row: ServiceRow | None, tasks: tuple[QueuedTask, ...]) -> EntryTasks:
    if row is None:
        return EntryTasks(source_id, "", "", False, tasks)
    return EntryTasks(source_id, f"{row.organization}: {row.name}", row.kind, row.status == "active", tasks)


async def on_tasks(desk: SignedIn, start: str = "0") -> HTMLResponse:
    """The verification tasks, entry by entry."""
    require_role(desk, "coordinator")
    entries, names, proposals = await desk.keep(lambda unit, staff: (_entries(unit, staff), unit.staff.names(), len(unit.care.proposals())))
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    return page(
        "desk/tasks.html",
        desk=desk,
        here="tasks",
        entries=entries[first : first + AT_ONCE],
        first=first,
        following=first + AT_ONCE if first + AT_ONCE < len(entries) else None,
        number=len(entries),
        kinds=desk_words.KINDS,
        fields=FIELDS,
        reasons=REASONS,
        names={number: name for number, (name, _active) in names.items()},
        proposals=proposals,
        form_key=new_form_key(),
        need_label=need_label,
        place_name=place_name,
        not_reviewed=[desk_words.language_name(code) for code in languages() if code not in REVIEWED],
    )


async def on_kind(desk: SignedIn, sent: Sent) -> Response:
    """Corrects what kind of help an entry is; no import changes it back."""
    require_role(desk, "coordinator")
    source_id, kind = sent.one("source_id", 120), sent.one("kind", 30)

    def correct(unit: Unit, _staff: StaffRow) -> None:
        services = ServiceRows(unit.connection, unit.district, unit.now_ms)
        if kind not in KINDS or source_id not in {row.source_id for row in services.all()}:
            raise CaseNotFound
        services.correct_kind(source_id, kind)
        tasks = TaskRows(unit.connection, unit.district)
        for task in tasks.open():
            if (task.source_id, task.field) == (source_id, "kind"):
                tasks.done(task)

    await desk.keep(correct)
    return RedirectResponse("/desk/tasks", 303)


async def on_done(desk: SignedIn, sent: Sent) -> Response:
    """Somebody has looked."""
    require_role(desk, "coordinator")
    task = TaskRow(sent.one("source_id", 120), sent.one("field", 40), sent.one("reason", 60), "")
    await desk.keep(lambda unit, _staff: TaskRows(unit.connection, unit.district).done(task))
    return RedirectResponse("/desk/tasks", 303)


def routes() -> APIRouter:
    """The verification tasks."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/tasks", on_tasks, methods=["GET"])
    router.add_api_route("/desk/tasks/kind", on_kind, methods=["POST"])
    router.add_api_route("/desk/tasks/done", on_done, methods=["POST"])
    return router

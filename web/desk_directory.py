"""What in the directory somebody has to look at, for coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.refusals import CaseNotFound
from directory.entries import KINDS
from locales.speech import REVIEWED, languages
from storage.care_rows import LinkRow, QueuedTask
from storage.services import ServiceRow, ServiceRows
from storage.staff import StaffRow
from storage.unit import Unit
from storage.verification_tasks import TaskRow, TaskRows
from web import desk_words
from web.desk_door import Fields, Sent, SignedIn, require_role
from web.desk_task_words import FIELDS, REASONS, asked_words
from web.desk_words import day, need_label, place_name
from web.pages import page

AT_ONCE = 25  # entries on one page


@dataclass(frozen=True)
class EntryTasks:
    """One entry with what is to be looked at, how it is reached, when somebody confirmed it, and when its provider was asked."""

    source_id: str
    title: str
    kind: str
    active: bool
    tasks: tuple[QueuedTask, ...]
    ways: tuple[str, ...] = ()
    confirmed: str = ""
    asked: str = ""

    @property
    def kind_guessed(self) -> bool:
        """Whether somebody has to say what kind of help it is."""
        return any(task.field == "kind" for task in self.tasks)


def _entries(unit: Unit, _staff: StaffRow) -> list[EntryTasks]:
    known = {row.source_id: row for row in ServiceRows(unit.connection, unit.district).all()}
    by_entry: dict[str, list[QueuedTask]] = {}
    for task in unit.care.queue():
        by_entry.setdefault(task.source_id, []).append(task)
    asked = unit.care.asked()
    return [_entry(source_id, known.get(source_id), tuple(tasks), asked.get(source_id)) for source_id, tasks in by_entry.items()]


def _entry(source_id: str, row: ServiceRow | None, tasks: tuple[QueuedTask, ...], asked: LinkRow | None) -> EntryTasks:
    if row is None:
        return EntryTasks(source_id, "", "", False, tasks)
    place = " ".join(part for part in (row.postal_code, row.city) if part)
    return EntryTasks(
        source_id,
        f"{row.organization}: {row.name}",
        row.kind,
        row.status == "active",
        tasks,
        tuple(way for way in (*row.phones, row.email, row.url, row.street, place) if way),
        day(date.fromisoformat(row.assured_date)) if row.assured_date else "",
        asked_words(asked) if asked is not None else "",
    )


async def on_tasks(desk: SignedIn, start: str = "0") -> HTMLResponse:
    """The verification tasks, entry by entry."""
    require_role(desk, "coordinator")
    entries, names, proposals = await desk.keep(lambda unit, staff: (_entries(unit, staff), unit.staff.names(), len(unit.care.proposals())))
    first = min(_first(start), max(len(entries) - 1, 0) // AT_ONCE * AT_ONCE)
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
        need_label=need_label,
        place_name=place_name,
        not_reviewed=[desk_words.language_name(code) for code in languages() if code not in REVIEWED],
    )


def _first(start: str) -> int:
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0


def back(sent: Fields) -> Response:
    """To the part of the queue somebody came from."""
    first = _first(sent.one("start", 7))
    return RedirectResponse(f"/desk/tasks?start={first}" if first else "/desk/tasks", 303)


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
    return back(sent)


async def on_done(desk: SignedIn, sent: Sent) -> Response:
    """Somebody has looked."""
    require_role(desk, "coordinator")
    task = TaskRow(sent.one("source_id", 120), sent.one("field", 40), sent.one("reason", 60), "")
    await desk.keep(lambda unit, _staff: TaskRows(unit.connection, unit.district).done(task))
    return back(sent)


def routes() -> APIRouter:
    """The verification tasks."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/tasks", on_tasks, methods=["GET"])
    router.add_api_route("/desk/tasks/kind", on_kind, methods=["POST"])
    router.add_api_route("/desk/tasks/done", on_done, methods=["POST"])
    return router

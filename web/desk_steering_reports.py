"""The report to the steering group at the desk: choose a half-year, wait a few seconds, look, take the files."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases import steering_reports
from cases.refusals import NotAllowed
from gaps.report import Report, write
from gaps.report_text import half_year
from storage.report_rows import FAILED, READY, FileRow, ReportRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_words import moment
from web.doors import Doors
from web.pages import keep, page
from web.papers.aside import Paper, PressFailed, press_aside
from web.papers.facts import half_years, read_facts
from web.papers.template import Template

log = logging.getLogger(__name__)

FILES = {
    "docx": "Word (zum Bearbeiten)",
    "pdf": "PDF (zum Versenden, barrierefrei)",
    "xlsx": "Anhang als XLSX",
    "csv": "Anhang als CSV",
    "land_docx": "Liste für das Ministerium, Word",
    "land_pdf": "Liste für das Ministerium, PDF",
}
STOPPED = "Das Erstellen wurde unterbrochen. Bitte erstellen Sie den Bericht noch einmal."


@dataclass
class Workshop:
    """Makes reports, one at a time, each in a process of its own."""

    doors: Doors
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def begin(self, report_id: int, report: Report, template: bytes | None) -> None:
        """Begins with it, now or when the one before is made."""
        task = asyncio.create_task(self._make(report_id, report, template or self.doors.report_template))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _make(self, report_id: int, report: Report, template: Template | None) -> None:
        loop = asyncio.get_running_loop()

        def tell(done: int, of: int) -> None:
            asyncio.run_coroutine_threadsafe(self._is_at(report_id, done, of), loop).result()

        try:
            async with self.turn:
                papers = await asyncio.to_thread(press_aside, report, template, tell)
            await keep(self.doors, lambda unit: steering_reports.finish(unit, report_id, _files(papers)))
        except PressFailed as failure:
            why = str(failure)
            await keep(self.doors, lambda unit: steering_reports.fail(unit, report_id, why))
        except Exception as failure:  # nobody waits for this task: what it cannot keep, the page shows as stopped
            log.warning("a report was not kept (%s)", type(failure).__name__)

    async def _is_at(self, report_id: int, done: int, of: int) -> None:
        await keep(self.doors, lambda unit: steering_reports.is_at(unit, report_id, done, of))


def _files(papers: dict[str, Paper]) -> list[FileRow]:
    return [FileRow(kind, paper.name, paper.media_type, paper.raw) for kind, paper in papers.items()]


@dataclass(frozen=True)
class Line:
    """A report as it is listed. `state` is running, ready, failed or stopped."""

    id: int
    name: str
    state: str
    done: int
    of: int
    why: str
    at: str


def _named(period: str) -> str:
    words = half_year(period)
    return words[0].upper() + words[1:]


def _line(unit: Unit, row: ReportRow) -> Line:
    state = "stopped" if steering_reports.has_stopped(row, unit.now_ms) else row.state
    why = STOPPED if state == "stopped" else row.why
    return Line(row.id, _named(row.period), state, row.done, row.of, why, moment(row.asked_at))


async def on_reports(desk: SignedIn) -> HTMLResponse:
    """The half-years that can be told of, and what was made."""
    require_role(desk, "coordinator")

    def look(unit: Unit, staff: StaffRow) -> tuple[list[str], list[Line]]:
        return half_years(unit), [_line(unit, row) for row in steering_reports.all_reports(unit, staff)]

    periods, lines = await desk.keep(look)
    named = [(period, _named(period)) for period in periods]
    return page("desk/steering_reports.html", desk=desk, here="reports", periods=named, lines=lines)


async def on_ask(request: Request, desk: SignedIn, sent: Sent) -> Response:
    """What the report says is read now, in one unit; the files are made aside."""
    require_role(desk, "coordinator")
    period = sent.one("period", 7)

    def ask(unit: Unit, staff: StaffRow) -> tuple[int, Report, bytes | None]:
        return steering_reports.ask(unit, staff, period, half_years(unit)), write(read_facts(unit, period)), unit.reports.template()

    report_id, report, template = await desk.keep(ask)
    workshop: Workshop = request.app.state.workshop
    workshop.begin(report_id, report, template)
    return RedirectResponse(f"/desk/reports/{report_id}", 303)


async def on_report(report_id: str, desk: SignedIn) -> HTMLResponse:
    """How far it is; once it is ready, what it says and its files."""
    require_role(desk, "coordinator")
    wanted = number(report_id)

    def look(unit: Unit, staff: StaffRow) -> tuple[Line, bytes]:
        row = steering_reports.look_at(unit, staff, wanted)
        return _line(unit, row), steering_reports.shown(unit, staff, wanted, "preview").raw if row.state == READY else b"{}"

    line, preview = await desk.keep(look)
    waits = line.state not in (READY, FAILED, "stopped")
    return page(
        "desk/steering_report.html",
        desk=desk,
        here="reports",
        line=line,
        waits=waits,
        preview=json.loads(preview),
        files=FILES,
        ready=READY,
    )


async def on_chart(report_id: str, chart: str, desk: SignedIn) -> Response:
    """A chart of the preview."""
    require_role(desk, "coordinator")
    wanted, which = number(report_id), f"chart_{number(chart)}"
    file = await desk.keep(lambda unit, staff: steering_reports.shown(unit, staff, wanted, which))
    return Response(file.raw, media_type=file.media_type)


async def on_file(report_id: str, kind: str, desk: SignedIn, _sent: Sent) -> Response:
    """A file, to keep elsewhere. It stands in the audit log."""
    if desk.staff.role != "coordinator":
        raise NotAllowed
    return _handed_over(await _taken(desk, number(report_id), kind[:20]))


async def _taken(desk: Desk, report_id: int, kind: str) -> FileRow:
    return await desk.keep(lambda unit, staff: steering_reports.take(unit, staff, report_id, kind))


def _handed_over(file: FileRow) -> Response:
    return Response(file.raw, media_type=file.media_type, headers={"Content-Disposition": f'attachment; filename="{file.name}"'})


def routes() -> APIRouter:
    """The reports to the steering group."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/reports", on_reports, methods=["GET"])
    router.add_api_route("/desk/reports", on_ask, methods=["POST"])
    router.add_api_route("/desk/reports/{report_id}", on_report, methods=["GET"])
    router.add_api_route("/desk/reports/{report_id}/charts/{chart}", on_chart, methods=["GET"])
    router.add_api_route("/desk/reports/{report_id}/{kind}", on_file, methods=["POST"])
    return router

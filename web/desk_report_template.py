"""The Word template of the reports: an admin uploads it, sees which one is in use, and takes it away again."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.steering_reports import about_template, drop_template, keep_template
from storage.report_rows import TemplateRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import BodyTooLarge, clean
from web.desk_door import Desk, Sent, SignedIn, file_from_desk, require_role
from web.desk_words import moment
from web.pages import page
from web.papers.template import AT_MOST, HERE, STYLES, TemplateUnusable

BESIDE = 10_000  # bytes of the form around the file
NAME_AT_MOST = 120
NOTHING = "Bitte wählen Sie eine Datei. Es wurde nichts geändert."
REFUSED = "Diese Vorlage geht nicht: {} Es wurde nichts geändert."


async def on_look(desk: SignedIn) -> HTMLResponse:
    """Which template is in use, and a form for another one."""
    return await _page(desk)


async def _page(desk: Desk, status: int = 200, say: str = "") -> HTMLResponse:
    require_role(desk, "admin")

    def look(unit: Unit, staff: StaffRow) -> tuple[TemplateRow | None, str]:
        row = about_template(unit, staff)
        return row, unit.staff.names().get(row.by_id, ("", False))[0] if row else ""

    row, who = await desk.keep(look)
    return page(
        "desk/report_template.html",
        status,
        desk=desk,
        here="report_template",
        row=row,
        who=who,
        at=moment(row.at) if row else "",
        of_the_house=desk.doors.report_template is not None,
        mark=HERE,
        styles=[names[0] for names in STYLES.values()],
        megabytes=AT_MOST // 1_000_000,
        say=say,
    )


async def on_upload(request: Request, desk: SignedIn) -> Response:
    """Kept only when a report can be made with it; it is tried beside the loop."""
    from web.papers.word import try_out  # its libraries come when somebody uploads one

    require_role(desk, "admin")
    try:
        name, raw = await file_from_desk(request, desk, AT_MOST + BESIDE)
        if not raw:
            return await _page(desk, 400, NOTHING)
        await asyncio.to_thread(try_out, raw)
    except BodyTooLarge:
        return await _page(desk, 413, REFUSED.format(f"Sie ist größer als {AT_MOST // 1_000_000} MB."))
    except TemplateUnusable as no:
        return await _page(desk, 400, REFUSED.format(no.say))
    called = clean(name).strip()[:NAME_AT_MOST] or "Vorlage.docx"
    await desk.keep(lambda unit, staff: keep_template(unit, staff, called, raw))
    return RedirectResponse("/desk/report-template", 303)


async def on_drop(desk: SignedIn, _sent: Sent) -> Response:
    """Reports are made without it from now on."""
    require_role(desk, "admin")
    await desk.keep(drop_template)
    return RedirectResponse("/desk/report-template", 303)


def routes() -> APIRouter:
    """The Word template of the reports."""
    router = APIRouter(prefix="/desk/report-template", include_in_schema=False)
    router.add_api_route("", on_look, methods=["GET"])
    router.add_api_route("", on_upload, methods=["POST"])
    router.add_api_route("/drop", on_drop, methods=["POST"])
    return router

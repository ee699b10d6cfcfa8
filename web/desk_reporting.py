"""Reporting a gap at the desk: from a case, with two taps, and without one."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.refusals import LeadsToSomebody, LooksLikeName, NotUnderstood
from cases.reporting import REPORTERS, report, report_from_case
from directory.refusals import Refusal
from storage.municipalities import MunicipalityRows
from web.desk_cases import show_case
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_words import no_of
from web.once import Once, new_form_key
from web.pages import page
from web.report_fields import ReportForm, again, finding_of, form_of_case

NO_NUMBERS = (
    "In der Notiz steht eine Nummer oder Adresse, die zu einer Person führen kann. Bitte schreiben Sie sie ohne. Es wurde nichts gemeldet."
)
A_NAME = (
    "Die Notiz sieht nach einem Namen oder Geburtstag aus. Bitte schreiben Sie sie ohne, "
    "oder bestätigen Sie unten, dass niemand genannt ist. Es wurde nichts gemeldet."
)


async def on_report_case(request: Request, case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """One press on a cause; what was filled in before goes along. Nothing that was typed is lost."""
    form = await desk.about(case_id, form_of_case)
    services = [service for service, _ in form.services]
    once: Once = request.app.state.once
    try:
        finding = finding_of(sent.one, services)
        if once.first_time(f"report {sent.one('form_key', 40) or new_form_key()}"):
            await desk.about(case_id, lambda unit, staff, one: report_from_case(unit, staff, one, finding, sent.one("need", 60) or None))
    except (NotUnderstood, LeadsToSomebody, LooksLikeName) as no:
        return await show_case(desk, case_id, status=400, say=say_of(no), report=again(form, sent, names=isinstance(no, LooksLikeName)))
    chosen = urlencode({"reported": "1", "cause": finding.cause})  # what helped others with this cause comes first now
    return RedirectResponse(f"/desk/cases/{number(case_id)}?{chosen}", 303)


def say_of(no: Refusal) -> str:
    """Why nothing was reported."""
    return NO_NUMBERS if isinstance(no, LeadsToSomebody) else A_NAME if isinstance(no, LooksLikeName) else no_of(no).say


async def on_form(desk: SignedIn, reported: str = "") -> HTMLResponse:
    """The same without a case: also for contacts at the offices, who never see one."""
    return await _page(desk, reported=reported == "1")


async def on_report(request: Request, desk: SignedIn, sent: Sent) -> Response:
    """A gap without a case."""
    require_role(desk, *REPORTERS)
    once: Once = request.app.state.once
    try:
        finding = finding_of(sent.one)
        if once.first_time(f"report {sent.one('form_key', 40) or new_form_key()}"):
            need, place = sent.one("need", 60), sent.one("municipality", 60)
            await desk.keep(lambda unit, staff: report(unit, staff, need, place, finding))
    except (NotUnderstood, LeadsToSomebody, LooksLikeName) as no:
        return await _page(desk, 400, say_of(no), again(ReportForm(), sent, names=isinstance(no, LooksLikeName)))
    return RedirectResponse("/desk/report?reported=1", 303)


async def _page(desk: Desk, status: int = 200, say: str = "", form: ReportForm | None = None, *, reported: bool = False) -> HTMLResponse:
    require_role(desk, *REPORTERS)
    towns = await desk.keep(lambda unit, _staff: [town.name for town in MunicipalityRows(unit.connection, unit.district).all()])
    return page(
        "desk/report.html",
        status,
        desk=desk,
        here="report",
        say="Gemeldet, ohne Namen." if reported else say,
        report=form or ReportForm(),
        towns=towns,
        form_key=new_form_key(),
    )


def routes() -> APIRouter:
    """Reporting a gap."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/report", on_form, methods=["GET"])
    router.add_api_route("/report", on_report, methods=["POST"])
    router.add_api_route("/cases/{case_id}/report", on_report_case, methods=["POST"])
    return router

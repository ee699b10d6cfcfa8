"""The form by which a partner organisation reports what is missing: a public page under its own link, without scripts and cookies."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.partners import partner_of, report_as_partner
from cases.refusals import LeadsToSomebody, LinkUsedUp, LooksLikeName, NotUnderstood
from directory.refusals import Refusal
from storage.municipalities import MunicipalityRows
from storage.unit import Unit
from web.bodies import fields_of
from web.desk_door import Fields
from web.desk_words import no_of
from web.once import Once, new_form_key
from web.origins import refuse_other_pages
from web.pace import Pace
from web.pages import House, keep, page
from web.report_fields import ReportForm, again, finding_of

FORMS, SECONDS = 30, 3600.0  # of one partner: more is no office but a machine
LARGEST = 16 * 1024  # bytes of a form
NO_NAMES = (
    "Bitte schreiben Sie die Notiz ohne Namen, Geburtstage, Telefonnummern und E-Mail-Adressen: Hier geht es nie um eine einzelne Person. "
    "Es wurde nichts gesendet."
)
TOO_MANY = "Über diesen Link kamen gerade sehr viele Meldungen. Bitte senden Sie in einer Stunde noch einmal. Es wurde nichts gesendet."


async def on_form(token: str, doors: House, sent: str = "") -> HTMLResponse:
    """The form, or that the link works no more; empty ones can be printed and filled in by hand."""
    return await _page(doors, token, thanks=sent == "1")


async def on_sent(request: Request, token: str, doors: House) -> Response:
    """One form is one signal. Nothing that was typed is lost."""
    refuse_other_pages(request, doors)
    fields = Fields(await fields_of(request, LARGEST))
    pace: Pace = request.app.state.partners
    once: Once = request.app.state.once
    try:
        partner = await keep(doors, lambda unit: partner_of(unit, token))
        finding = finding_of(fields.one)
        if pace.wait(str(partner.id)):
            return await _page(doors, token, 429, TOO_MANY, again(ReportForm(), fields))
        if once.first_time(f"partner {fields.one('form_key', 40) or new_form_key()}"):
            need, town = fields.one("need", 60), fields.one("municipality", 60)
            await keep(doors, lambda unit: report_as_partner(unit, token, need, town, finding))
    except LinkUsedUp:
        return await _page(doors, token)
    except (NotUnderstood, LeadsToSomebody, LooksLikeName) as no:
        return await _page(doors, token, 400, _say(no), again(ReportForm(), fields))
    return RedirectResponse(f"/partner/{token}?sent=1", 303)


def _say(no: Refusal) -> str:
    return NO_NAMES if isinstance(no, (LeadsToSomebody, LooksLikeName)) else no_of(no).say


async def _page(
    doors: House, token: str, status: int = 200, say: str = "", form: ReportForm | None = None, *, thanks: bool = False
) -> HTMLResponse:
    def look(unit: Unit) -> tuple[str, list[str]]:
        return partner_of(unit, token).name, [town.name for town in MunicipalityRows(unit.connection, unit.district).all()]

    try:
        partner, towns = await keep(doors, look)
    except LinkUsedUp:
        return page("partner_gone.html", 404)
    return page(
        "partner.html",
        status,
        partner=partner,
        towns=towns,
        district=doors.district_name,
        say=say,
        thanks=thanks,
        report=form or ReportForm(),
        form_key=new_form_key(),
    )


def routes() -> APIRouter:
    """The form of partners."""
    router = APIRouter(prefix="/partner", include_in_schema=False)
    router.add_api_route("/{token}", on_form, methods=["GET"])
    router.add_api_route("/{token}", on_sent, methods=["POST"])
    return router

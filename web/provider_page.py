"""The page on which a provider confirms or corrects its own entry: public under a link that works once, without scripts and cookies."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from cases.directory_care import PROPOSABLE, confirm_by_provider, correct_by_provider, entry_of, needs_two, shown
from cases.refusals import LinkUsedUp, NotUnderstood
from storage.services import ServiceRow
from storage.unit import Unit
from web.bodies import clean, fields_of
from web.desk_door import Fields
from web.desk_task_words import FIELDS, codes_of, spoken
from web.desk_words import day
from web.origins import refuse_other_pages
from web.pages import House, keep, page

LARGEST = 16 * 1024  # bytes of a form
LONG = ("hours", "eligibility", "fees")  # fields with room for more than a line
EACH_AT_MOST = 500
HINTS = {
    "phones": "mehrere durch Semikolon getrennt",
    "languages": "zum Beispiel: Deutsch, Englisch, Arabisch",
    "hours": "zum Beispiel: Mo-Fr 8:00-12:00, Do auch 14:00-18:00",
}
NOTHING = (
    "Es wurde nichts geändert, oder eine Angabe war nicht lesbar (Telefon, E-Mail, Internetseite, Postleitzahl). Es wurde nichts gesendet."
)


async def on_entry(token: str, doors: House) -> HTMLResponse:
    """The entry as it stands. Looking at it uses nothing up, so mail programs that follow links do no harm."""
    return await _page(doors, token)


async def on_sent(request: Request, token: str, doors: House) -> HTMLResponse:
    """Confirmed, or corrections to look at; then the link works no more."""
    refuse_other_pages(request, doors)
    fields = Fields(await fields_of(request, LARGEST))
    said = {field: clean(fields.one(field, EACH_AT_MOST)) for field in PROPOSABLE if fields.all(field)}
    if "languages" in said:
        said["languages"] = codes_of(said["languages"])
    confirms = fields.one("what", 10) == "confirm"

    def work(unit: Unit) -> int:
        if confirms:
            confirm_by_provider(unit, token)
            return 0
        return correct_by_provider(unit, token, said)

    try:
        number = await keep(doors, work)
    except LinkUsedUp:
        return page("provider_gone.html", 404)
    except NotUnderstood:
        return await _page(doors, token, 400, NOTHING, said)
    return page("provider_thanks.html", number=number)


async def _page(doors: House, token: str, status: int = 200, say: str = "", said: dict[str, str] | None = None) -> HTMLResponse:
    try:
        row: ServiceRow = await keep(doors, lambda unit: entry_of(unit, token))
    except LinkUsedUp:
        return page("provider_gone.html", 404)
    now = shown(row)
    values = now | (said or {})
    for known in (now, values):
        known["languages"] = spoken(known["languages"])
    fields = [
        {
            "name": field,
            "label": FIELDS[field],
            "value": values[field],
            "now": now[field],
            "long": field in LONG,
            "hint": HINTS.get(field, ""),
            "two": needs_two(row, field),
        }
        for field in PROPOSABLE
    ]
    confirmed = day(date.fromisoformat(row.assured_date)) if row.assured_date else ""
    return page("provider.html", status, row=row, fields=fields, day=confirmed, say=say, at_most=EACH_AT_MOST, district=doors.district_name)


def routes() -> APIRouter:
    """A provider's own entry."""
    router = APIRouter(prefix="/entry", include_in_schema=False)
    router.add_api_route("/{token}", on_entry, methods=["GET"])
    router.add_api_route("/{token}", on_sent, methods=["POST"])
    return router

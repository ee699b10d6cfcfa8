"""The slip: any answer as a card to hold up at a counter, in the language of whoever shows it and in German. Nothing is kept of it."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request

from directory.find import load_directory
from directory.found import Service
from directory.needs import taxonomy
from directory.slips import Slip, slip_of, slip_path
from locales.service_lines import lasting_lines
from locales.speech import FALLBACK, GERMAN_MARK, Language, _, _p, language_name, reads_german, speaking
from web.pages import House, keep, page
from web.reading import language_of, on_pages


@dataclass(frozen=True)
class Column:
    """What stands on the slip in one language. Each pair is a label and what is told."""

    language: Language
    title: str
    told: tuple[tuple[str, str], ...]
    above_services: str
    please: str


@dataclass(frozen=True)
class Entry:
    """A service: its name, and line by line what is told of it; a line that is the same in both languages stands there once."""

    name: str
    lines: tuple[tuple[str, ...], ...]


def _column(slip: Slip, language: Language, reader: Language) -> Column:
    with speaking(language.code):
        told = [
            (_("My need"), _p("need", taxonomy()[slip.need].label_en)),
            (_("My language"), reader.own_name if language is reader else language_name(reader.code)),
        ]
        if slip.municipality is not None:
            told.append((_("My town"), slip.municipality))
        above = "" if slip.recorded else _("We have nothing recorded for this here.")
        if not slip.recorded and slip.services:
            above += " " + _("You can ask here:")
        return Column(language, _("Card to show"), tuple(told), above, _("Please write it down for me."))


def _entry(service: Service, languages: tuple[Language, ...]) -> Entry:
    in_each = []
    for language in languages:
        with speaking(language.code):
            in_each.append(lasting_lines(service))
    return Entry(service.name, tuple(map(_in_each, zip(*in_each, strict=True))))


def _in_each(line: tuple[str, ...]) -> tuple[str, ...]:
    """A line, once where both languages say the same: German words of the source, marked for whoever reads another language."""
    first, *others = line
    return (first, *(other for other in others if other not in (first, first.replace(GERMAN_MARK, ""))))


def _asked_for(request: Request) -> tuple[str | None, list[str]]:
    """Town and services of the address. What our own buttons never make is refused: twice the same, a language nobody offered."""
    asked = request.query_params
    if any(len(asked.getlist(name)) > 1 for name in ("town", "lang")) or asked.get("lang", FALLBACK) not in on_pages():
        raise HTTPException(404)
    return asked.get("town"), asked.getlist("service")


async def on_slip(request: Request, need: str, doors: House) -> HTMLResponse:
    """The slip of a need. The title says nothing of the need: it stands in the history of the browser, too."""
    town, named = _asked_for(request)
    slip = slip_of(await keep(doors, load_directory), need, town, named)
    if slip is None:
        raise HTTPException(404)
    reader = language_of(request)
    languages = (reader,) if reads_german(reader.code) else (reader, on_pages()[FALLBACK])
    address = doors.public_url.rstrip("/") + slip_path(need, slip.municipality, reader.code, named)
    with speaking(reader.code):
        return page(
            "slip.html",
            language=reader,
            columns=[_column(slip, language, reader) for language in languages],
            entries=[_entry(service, languages) for service in slip.services],
            picture=segno.make(address, error="m", micro=False).svg_inline(border=4, dark="#000", light="#fff", omitsize=True),
        )


def routes() -> APIRouter:
    """The slip."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/slip/{need}", on_slip, methods=["GET"])
    return router

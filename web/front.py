"""The first page, and whether the house is well."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.requests import Request

from locales.speech import speaking
from web.pages import House, page
from web.reading import language_of, on_pages


async def on_front(request: Request, doors: House) -> HTMLResponse:
    """What this is and where it goes on."""
    language = language_of(request)
    links = doors.demo_links() if doors.demo else ()
    with speaking(language.code):
        return page("front.html", language=language, languages=list(on_pages().values()), district=doors.district_name, demo_links=links)


async def on_health(doors: House) -> PlainTextResponse:
    """ok or red, and nothing else."""
    return PlainTextResponse("ok") if await doors.healthy() else PlainTextResponse("red", 503)


def routes() -> APIRouter:
    """The first page and the health of the house."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/", on_front, methods=["GET"])
    router.add_api_route("/healthz", on_health, methods=["GET"])
    return router

"""The web: first page, chat, desk, webhook; put together in one place."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from web import (
    chat_api,
    chat_page,
    desk_alarms,
    desk_audit,
    desk_care,
    desk_cases,
    desk_coverage,
    desk_directory,
    desk_email,
    desk_export,
    desk_gaps,
    desk_groups,
    desk_interpreters,
    desk_me,
    desk_meetings,
    desk_numbers,
    desk_own_words,
    desk_partners,
    desk_paths,
    desk_questions,
    desk_removals,
    desk_report_template,
    desk_reporting,
    desk_roster,
    desk_services,
    desk_sign_in,
    desk_signals,
    desk_spheres,
    desk_staff,
    desk_steering_reports,
    desk_templates,
    desk_themes,
    desk_today,
    desk_translate,
    front,
    hsds,
    partner_page,
    provider_page,
    refused,
    return_page,
    sealed_page,
    slip_page,
    webhook,
)
from web.chat_kept import Kept
from web.chat_saying import Saying
from web.desk_steering_reports import Workshop
from web.doors import Doors
from web.headers import OneEnd, OtherPages, Safe
from web.once import Once
from web.openapi import SCHEMES
from web.pace import Pace
from web.pages import STATIC
from web.return_page import Returning
from web.streams import Streams

NEW_CHATS, SECONDS = 600, 60.0  # for everybody together: more is no rush of people but a machine


def make_app(doors: Doors) -> FastAPI:
    """The web application. Whoever runs it attaches the bell to its loop, and calls `close_streams` before stopping it."""
    app = FastAPI(
        title="KIM-Lotse chat",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/chat/api/openapi.json",
        redirect_slashes=False,  # such a redirect would repeat whatever Host header came in
        middleware=[Middleware(Safe, doors=doors), Middleware(OneEnd), Middleware(OtherPages, doors=doors)],
    )
    app.state.doors = doors
    app.state.saying = Saying(doors)
    app.state.kept = Kept(doors)
    app.state.opening = Pace(NEW_CHATS, SECONDS)
    app.state.returning = Returning()
    app.state.partners = Pace(partner_page.FORMS, partner_page.SECONDS)
    app.state.streams = Streams(doors.bell)
    app.state.once = Once()
    app.state.hsds = hsds.Shelf()
    app.state.workshop = Workshop(doors)
    for room in (
        front,
        hsds,
        chat_api,
        chat_page,
        desk_sign_in,
        desk_cases,
        desk_alarms,
        desk_export,
        desk_interpreters,
        desk_gaps,
        desk_numbers,
        desk_today,
        desk_signals,
        desk_themes,
        desk_groups,
        desk_meetings,
        desk_own_words,
        desk_paths,
        desk_partners,
        desk_questions,
        desk_removals,
        desk_report_template,
        desk_reporting,
        desk_spheres,
        desk_directory,
        desk_care,
        desk_coverage,
        desk_services,
        desk_roster,
        desk_staff,
        desk_steering_reports,
        desk_audit,
        desk_me,
        desk_email,
        desk_templates,
        desk_translate,
        sealed_page,
        return_page,
        slip_page,
        partner_page,
        provider_page,
    ):
        app.include_router(room.routes())
    if doors.webhook_secret:
        app.include_router(webhook.routes())
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    refused.answer_in(app)
    _describe(app)
    return app


def close_streams(app: FastAPI) -> None:
    """Ends what is open for long, so that the server can stop at once."""
    streams: Streams = app.state.streams
    streams.close()


def _describe(app: FastAPI) -> None:
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        document.setdefault("components", {}).update(SCHEMES)
        return document

    app.openapi = openapi  # type: ignore[method-assign]

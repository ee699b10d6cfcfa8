"""Templates of answers, written by staff in German; and what somebody who answers can choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.refusals import EmptyWords, NotUnderstood
from cases.templates import TITLE_AT_MOST, WORDS_AT_MOST, drop_template, keep_template
from storage.staff import StaffRow
from storage.templates import TemplateRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_words import moment, no_of
from web.pages import page
from web.quick_replies import quick_replies

ROLES = ("coordinator", "case_manager", "admin")


@dataclass(frozen=True)
class Choices:
    """What an answer can begin with: the district's templates, and fixed sentences by code, in German."""

    templates: tuple[TemplateRow, ...]
    sentences: dict[str, str]

    def words_of(self, template_id: str) -> str:
        """The words of a template given as in an address; nothing when there is none."""
        return next((one.words for one in self.templates if str(one.id) == template_id), "")


def choices(unit: Unit, _staff: StaffRow) -> Choices:
    """What somebody who answers can choose from."""
    return Choices(tuple(unit.templates.all()), quick_replies())


async def on_templates(desk: SignedIn) -> HTMLResponse:
    """All templates."""
    return await _templates_page(desk)


async def on_add(desk: SignedIn, sent: Sent) -> Response:
    """One more."""
    title, words = clean(sent.one("title", 400)), clean(sent.one("words"))
    return await _kept(desk, lambda unit, staff: keep_template(unit, staff, None, title, words), title, words)


async def on_change(template_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Other words for one."""
    title, words = clean(sent.one("title", 400)), clean(sent.one("words"))
    return await _kept(desk, lambda unit, staff: keep_template(unit, staff, number(template_id), title, words), title, words)


async def on_drop(template_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """It goes."""
    return await _kept(desk, lambda unit, _staff: drop_template(unit, number(template_id)))


async def _kept(desk: Desk, work: Callable[[Unit, StaffRow], None], title: str = "", words: str = "") -> Response:
    require_role(desk, *ROLES)
    try:
        await desk.keep(work)
    except (EmptyWords, NotUnderstood) as no:
        say = "Bitte füllen Sie Titel und Text aus. Es wurde nichts geändert." if isinstance(no, EmptyWords) else no_of(no).say
        return await _templates_page(desk, status=400, say=say, title=title, words=words)
    return RedirectResponse("/desk/templates", 303)


async def _templates_page(desk: Desk, *, status: int = 200, say: str = "", title: str = "", words: str = "") -> HTMLResponse:
    require_role(desk, *ROLES)

    def read(unit: Unit, _staff: StaffRow) -> list[tuple[TemplateRow, str]]:
        names = unit.staff.names()
        return [(one, f"{names.get(one.changed_by or 0, ('', False))[0]}, {moment(one.changed_at)}") for one in unit.templates.all()]

    return page(
        "desk/templates.html",
        status,
        desk=desk,
        here="templates",
        templates=await desk.keep(read),
        sentences=quick_replies().values(),
        title_at_most=TITLE_AT_MOST,
        words_at_most=WORDS_AT_MOST,
        say=say,
        title=title,
        words=words,
    )


def routes() -> APIRouter:
    """Templates of answers."""
    router = APIRouter(prefix="/desk/templates", include_in_schema=False)
    router.add_api_route("", on_templates, methods=["GET"])
    router.add_api_route("", on_add, methods=["POST"])
    router.add_api_route("/{template_id}", on_change, methods=["POST"])
    router.add_api_route("/{template_id}/drop", on_drop, methods=["POST"])
    return router

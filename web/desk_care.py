"""The care of the directory, for coordinators: who looks, what came of it, links for providers, and what they would change."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.directory_care import LINK_LASTS, decide, end_task, entry_of, make_link, needs_two, take_task
from cases.refusals import NeedsSecondPerson
from storage.care_rows import ProposalRow
from storage.services import ServiceRow, ServiceRows
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_task_words import FIELDS
from web.desk_words import moment, no_of
from web.once import Once, new_form_key
from web.pages import page

SUBJECT = "Bitte prüfen Sie Ihren Eintrag im Angebotsverzeichnis"


async def on_take(task_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """This member looks, or does so no more."""
    require_role(desk, "coordinator")
    await desk.keep(lambda unit, staff: take_task(unit, staff, number(task_id)))
    return RedirectResponse("/desk/tasks", 303)


async def on_end(task_id: str, desk: SignedIn, sent: Sent) -> Response:
    """What came of looking."""
    require_role(desk, "coordinator")
    how = sent.one("how", 10)
    await desk.keep(lambda unit, staff: end_task(unit, staff, number(task_id), how))
    return RedirectResponse("/desk/tasks", 303)


def letter(row: ServiceRow, link: str) -> str:
    """What staff write to the provider."""
    return (
        f"Guten Tag,\n\nim Angebotsverzeichnis des Kommunalen Integrationsmanagements steht Ihr Angebot „{row.name}“ ({row.organization}). "
        "Bitte sehen Sie nach, ob alles stimmt. Sie können den Eintrag über diesen Link bestätigen oder Änderungen vorschlagen. "
        f"Er gilt einmal und {LINK_LASTS.days} Tage lang, und er braucht keine Anmeldung:\n\n{link}\n\nVielen Dank!"
    )


async def on_link(request: Request, desk: SignedIn, sent: Sent) -> Response:
    """A link for whoever offers it, shown once and kept nowhere; as a letter to copy, and for the mail program."""
    require_role(desk, "coordinator")
    once: Once = request.app.state.once
    source_id = sent.one("source_id", 120)
    if not once.first_time(f"provider link {sent.one('form_key', 40) or new_form_key()}"):
        return RedirectResponse("/desk/tasks", 303)

    def work(unit: Unit, staff: StaffRow) -> tuple[str, ServiceRow]:
        token = make_link(unit, staff, source_id)
        return token, entry_of(unit, token)

    token, row = await desk.keep(work)
    text = letter(row, f"{desk.doors.public_url.rstrip('/')}/entry/{token}")
    mail = f"mailto:{quote(row.email, safe='@')}?subject={quote(SUBJECT)}&body={quote(text)}"
    return page("desk/provider_link.html", desk=desk, here="tasks", row=row, text=text, mail=mail, days=LINK_LASTS.days)


async def on_proposals(desk: SignedIn) -> HTMLResponse:
    """What providers would change, field by field, before and after."""
    return await _proposals(desk)


async def on_decide(proposal_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Takes it over, or refuses it."""
    require_role(desk, "coordinator")
    take = sent.one("take", 3) == "yes"
    try:
        await desk.keep(lambda unit, staff: decide(unit, staff, number(proposal_id), take=take))
    except NeedsSecondPerson as no:
        return await _proposals(desk, 409, no_of(no).say)
    return RedirectResponse("/desk/proposals", 303)


async def _proposals(desk: Desk, status: int = 200, say: str = "") -> HTMLResponse:
    require_role(desk, "coordinator")

    def work(unit: Unit, _staff: StaffRow) -> tuple[list[tuple[ProposalRow, ServiceRow]], dict[int, tuple[str, bool]]]:
        known = {row.source_id: row for row in ServiceRows(unit.connection, unit.district).all()}
        return [(one, known[one.source_id]) for one in unit.care.proposals() if one.source_id in known], unit.staff.names()

    rows, names = await desk.keep(work)
    shown = [
        {
            "id": one.id,
            "title": f"{row.organization}: {row.name}",
            "field": FIELDS.get(one.field, one.field),
            "before": one.before,
            "after": one.after,
            "at": moment(one.proposed_at),
            "two": needs_two(row, one.field),
            "first": "" if one.first_by is None else names.get(one.first_by, ("nicht mehr im Team", False))[0],
            "mine": one.first_by == desk.staff.id,
        }
        for one, row in rows
    ]
    return page("desk/proposals.html", status, desk=desk, here="tasks", proposals=shown, say=say)


def routes() -> APIRouter:
    """The care of the directory."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/tasks/{task_id}/take", on_take, methods=["POST"])
    router.add_api_route("/tasks/{task_id}/end", on_end, methods=["POST"])
    router.add_api_route("/tasks/link", on_link, methods=["POST"])
    router.add_api_route("/proposals", on_proposals, methods=["GET"])
    router.add_api_route("/proposals/{proposal_id}", on_decide, methods=["POST"])
    return router

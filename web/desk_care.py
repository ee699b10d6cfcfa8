"""The care of the directory, for coordinators: who looks, what came of it, links for providers, and what they would change."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.directory_care import LINK_LASTS, active_entry, decide, end_task, entry_of, make_link, needs_two, take_task
from cases.invitations import Stops, invite_by_mail, what_stops
from cases.refusals import NeedsSecondPerson, NotByMail
from storage.care_rows import LinkRow, ProposalRow
from storage.services import ServiceRow, ServiceRows
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_directory import back
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_email import OFF
from web.desk_task_words import FIELDS, STOPS, asked_words, spoken
from web.desk_words import day, moment, no_of
from web.mail_words import provider_mail
from web.once import Once, new_form_key
from web.pages import page


async def on_take(task_id: str, desk: SignedIn, sent: Sent) -> Response:
    """This member looks, or does so no more."""
    require_role(desk, "coordinator")
    await desk.keep(lambda unit, staff: take_task(unit, staff, number(task_id)))
    return back(sent)


async def on_end(task_id: str, desk: SignedIn, sent: Sent) -> Response:
    """What came of looking."""
    require_role(desk, "coordinator")
    how = sent.one("how", 10)
    await desk.keep(lambda unit, staff: end_task(unit, staff, number(task_id), how))
    return back(sent)


async def on_ask(desk: SignedIn, source_id: str = "") -> HTMLResponse:
    """Before a provider is asked: who would be written to, and what they would read."""
    return await _ask(desk, source_id)


async def _ask(desk: Desk, source_id: str, status: int = 200, say: str = "") -> HTMLResponse:
    require_role(desk, "coordinator")

    def work(unit: Unit, _staff: StaffRow) -> tuple[ServiceRow, Stops | None, LinkRow | None]:
        row = active_entry(unit, source_id)
        return row, what_stops(unit, row), unit.care.asked().get(source_id)

    row, stops, asked = await desk.keep(work)
    return page(
        "desk/provider_ask.html",
        status,
        desk=desk,
        here="tasks",
        row=row,
        text=provider_mail(_address(desk), row.name, row.organization, "…")[1],
        mails=desk.doors.mails,
        off=OFF,
        sender=desk.doors.mail_from,
        stops="" if stops is None else STOPS[stops],
        asked=asked_words(asked) if asked is not None else "",
        day=day(date.fromisoformat(row.assured_date)) if row.assured_date else "",
        say=say,
        form_key=new_form_key(),
    )


async def on_mail(desk: SignedIn, sent: Sent) -> Response:
    """Mails the link to the address that was shown."""
    require_role(desk, "coordinator")
    source_id, address = sent.one("source_id", 120), sent.one("address", 400)
    if not desk.doors.mails:
        return await _ask(desk, source_id, 409, OFF)
    try:
        await desk.keep(lambda unit, staff: invite_by_mail(unit, staff, source_id, address))
    except NotByMail as no:
        return await _ask(desk, source_id, 409, STOPS[Stops(no.why)])
    return RedirectResponse("/desk/tasks/ask?" + urlencode({"source_id": source_id}), 303)


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
    subject, text = provider_mail(_address(desk), row.name, row.organization, token)
    mail = f"mailto:{quote(row.email, safe='@')}?subject={quote(subject)}&body={quote(text)}"
    return page("desk/provider_link.html", desk=desk, here="tasks", row=row, text=text, mail=mail, days=LINK_LASTS.days)


def _address(desk: Desk) -> str:
    return desk.doors.public_url.rstrip("/")


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
            "before": spoken(one.before) if one.field == "languages" else one.before,
            "after": spoken(one.after) if one.field == "languages" else one.after,
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
    router.add_api_route("/tasks/ask", on_ask, methods=["GET"])
    router.add_api_route("/tasks/mail", on_mail, methods=["POST"])
    router.add_api_route("/tasks/link", on_link, methods=["POST"])
    router.add_api_route("/proposals", on_proposals, methods=["GET"])
    router.add_api_route("/proposals/{proposal_id}", on_decide, methods=["POST"])
    return router

"""Who works here, for those who run the accesses: list, invite, a new link, an end."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.desk_access import LINK_FOR_DESK, ROLES, invite, new_link
from cases.refusals import CaseNotFound, NotAllowed
from cases.team import leave_team
from storage.municipalities import MunicipalityRows
from storage.staff import StaffRow
from storage.unit import Unit
from web import desk_words
from web.bodies import clean
from web.desk_door import Desk, Fields, Sent, SignedIn, number, require_role
from web.once import Once, new_form_key
from web.pages import page

NAME_AT_MOST = 80


def _facts(unit: Unit, _staff: StaffRow) -> tuple[list[StaffRow], list[str]]:
    members = [member for role in ROLES for member in unit.staff.by_role(role)]
    return members, [row.name for row in MunicipalityRows(unit.connection, unit.district).all()]


async def on_staff(desk: SignedIn) -> HTMLResponse:
    """All members, and the form for a new one."""
    require_role(desk, "admin")
    return await _staff_page(desk)


async def on_invite(request: Request, desk: SignedIn, sent: Sent) -> Response:
    """A new member; their link is shown once and kept nowhere."""
    require_role(desk, "admin")
    once: Once = request.app.state.once
    role, name = sent.one("role", 20), " ".join(clean(sent.one("name")).split())
    _members, places = await desk.keep(_facts)
    chosen = tuple(place for place in sent.all("municipality") if place in places) if role == "case_manager" else ()
    if role not in ROLES or not 0 < len(name) <= NAME_AT_MOST:
        return await _staff_page(desk, status=400, say=f"Bitte geben Sie Namen (höchstens {NAME_AT_MOST} Zeichen) und Rolle an.", sent=sent)
    if role == "case_manager" and not chosen:
        return await _staff_page(desk, status=400, say="Bitte wählen Sie mindestens eine Kommune für das Fallmanagement.", sent=sent)
    if not once.first_time(sent.one("form_key", 40)):
        return await _staff_page(desk, status=409, say=f"{name} wurde schon eingeladen. Ein neuer Link lässt sich in der Liste erstellen.")
    token = await desk.keep(lambda unit, staff: invite(unit, role=role, name=name, municipalities=chosen, by=staff))
    return _link_page(desk, name, token)


async def on_link(staff_id: str, desk: SignedIn, _sent: Sent) -> HTMLResponse:
    """Another link for a member, for instance on a new computer."""
    require_role(desk, "admin")

    def make(unit: Unit, staff: StaffRow) -> tuple[str, str]:
        member = unit.staff.one(number(staff_id))
        if member is None:
            raise CaseNotFound
        return member.name, new_link(unit, member.id, "desk", LINK_FOR_DESK, staff)

    return _link_page(desk, *await desk.keep(make))


async def on_deactivate(staff_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """They left; nobody can lock themselves out."""
    require_role(desk, "admin")

    def leave(unit: Unit, staff: StaffRow) -> None:
        if number(staff_id) == staff.id:
            raise NotAllowed
        leave_team(unit, number(staff_id), staff)

    await desk.keep(leave)
    return RedirectResponse("/desk/staff", 303)


def _link_page(desk: Desk, name: str, token: str) -> HTMLResponse:
    link = f"{desk.doors.public_url.rstrip('/')}/desk/in/{token}"
    return page("desk/invited.html", desk=desk, here="staff", name=name, link=link)


async def _staff_page(desk: Desk, *, status: int = 200, say: str = "", sent: Fields | None = None) -> HTMLResponse:
    members, places = await desk.keep(_facts)
    return page(
        "desk/staff.html",
        status,
        desk=desk,
        here="staff",
        members=members,
        places=places,
        roles=desk_words.ROLES,
        say=say,
        typed_name=sent.one("name", 200) if sent else "",
        typed_role=sent.one("role", 20) if sent else "case_manager",
        typed_places=sent.all("municipality") if sent else (),
        form_key=new_form_key(),
        name_at_most=NAME_AT_MOST,
    )


def routes() -> APIRouter:
    """Who works here."""
    router = APIRouter(prefix="/desk/staff", include_in_schema=False)
    router.add_api_route("", on_staff, methods=["GET"])
    router.add_api_route("/invite", on_invite, methods=["POST"])
    router.add_api_route("/{staff_id}/link", on_link, methods=["POST"])
    router.add_api_route("/{staff_id}/deactivate", on_deactivate, methods=["POST"])
    return router

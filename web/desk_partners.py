"""Links for partner organisations, made and revoked by coordinators."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from cases.partners import NAME_AT_MOST, invite_partner, revoke_partner
from cases.refusals import EmptyWords, NotUnderstood
from web.bodies import clean
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_words import moment, no_of
from web.once import Once, new_form_key
from web.pages import page


async def on_partners(desk: SignedIn) -> HTMLResponse:
    """Who may report, and since when."""
    return await _page(desk)


async def on_invite(request: Request, desk: SignedIn, sent: Sent) -> Response:
    """A new link. It is shown once and kept nowhere."""
    require_role(desk, "coordinator")
    once: Once = request.app.state.once
    name = clean(sent.one("name", 400))
    if not once.first_time(f"partner link {sent.one('form_key', 40) or new_form_key()}"):
        return await _page(
            desk, 409, "Dieser Link wurde schon erstellt und gezeigt. Ist er verloren, sperren Sie ihn und erstellen Sie einen neuen."
        )
    try:
        token = await desk.keep(lambda unit, staff: invite_partner(unit, staff, name))
    except (EmptyWords, NotUnderstood) as no:
        say = "Bitte geben Sie den Namen der Organisation an." if isinstance(no, EmptyWords) else no_of(no).say
        return await _page(desk, 400, say, name=name)
    return await _page(desk, link=f"{desk.doors.public_url.rstrip('/')}/partner/{token}", name_of_link=" ".join(name.split()))


async def on_revoke(partner_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """The link works no more."""
    require_role(desk, "coordinator")
    await desk.keep(lambda unit, staff: revoke_partner(unit, staff, number(partner_id)))
    return RedirectResponse("/desk/partners", 303)


async def _page(desk: Desk, status: int = 200, say: str = "", *, name: str = "", link: str = "", name_of_link: str = "") -> HTMLResponse:
    require_role(desk, "coordinator")
    rows = await desk.keep(lambda unit, _staff: unit.partners.all())
    shown = [
        {
            "id": row.id,
            "name": row.name,
            "made": moment(row.made_at),
            "revoked": moment(row.revoked_at) if row.revoked_at is not None else "",
        }
        for row in rows
    ]
    return page(
        "desk/partners.html",
        status,
        desk=desk,
        here="partners",
        partners=shown,
        say=say,
        name=name,
        name_at_most=NAME_AT_MOST,
        link=link,
        name_of_link=name_of_link,
        form_key=new_form_key(),
    )


def routes() -> APIRouter:
    """Links for partners."""
    router = APIRouter(prefix="/desk/partners", include_in_schema=False)
    router.add_api_route("", on_partners, methods=["GET"])
    router.add_api_route("", on_invite, methods=["POST"])
    router.add_api_route("/{partner_id}/revoke", on_revoke, methods=["POST"])
    return router

"""Threats that were written in the chat: the red line on the list and on the case, what to do now, and muting a chat. In German."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.access import may_see
from cases.alarms import see_alarm, unseen_alarms
from cases.muting import MUTED_FOR, mute, muted_until, unmute
from storage.cases import CaseRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import Sent, SignedIn, number, require_role
from web.desk_words import moment
from web.pages import page

AT_WORK = ("case_manager", "coordinator")


@dataclass(frozen=True)
class Alarm:
    """One threat nobody has seen yet. `case_id` and `reference` only for whoever may see the case."""

    id: int
    at: str
    case_id: int | None
    reference: str


@dataclass(frozen=True)
class Muting:
    """Whether the person of a case is muted, and whether they can be."""

    hours: int
    until: str


def alarms_for(unit: Unit, staff: StaffRow, case: CaseRow | None = None) -> tuple[Alarm, ...]:
    """What this member has to see at once: all of it, or what belongs to one case they may see."""
    found = []
    for row in unseen_alarms(unit):
        its = None if row.case_id is None else unit.cases.one(row.case_id)
        if case is None or row.case_id == case.id:
            seen = its if its is not None and may_see(unit, staff, its) else None
            found.append(Alarm(row.id, moment(row.at), None if seen is None else seen.id, "" if seen is None else seen.reference))
    return tuple(found)


def muting(unit: Unit, case: CaseRow) -> Muting:
    """What the page of a case shows about muting."""
    until = muted_until(unit, case)
    return Muting(round(MUTED_FOR.total_seconds() / 3600), "" if until is None else moment(until))


async def on_runbook(desk: SignedIn) -> HTMLResponse:
    """What to do when somebody threatens staff, or speaks of a bomb."""
    return page("desk/threat.html", desk=desk, here="threat")


async def on_seen(alarm_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """Somebody saw it and takes care."""
    require_role(desk, *AT_WORK)
    wanted = number(alarm_id)
    await desk.keep(lambda unit, staff: see_alarm(unit, staff, wanted))
    return RedirectResponse("/desk/threat", 303)


async def on_mute(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """For a day this person's chat gets no answers but in an emergency."""
    await desk.about(case_id, mute)
    return RedirectResponse(f"/desk/cases/{number(case_id)}", 303)


async def on_unmute(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """Everything is answered again."""
    await desk.about(case_id, unmute)
    return RedirectResponse(f"/desk/cases/{number(case_id)}", 303)


def routes() -> APIRouter:
    """Alarms and muting."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/threat", on_runbook, methods=["GET"])
    router.add_api_route("/alarms/{alarm_id}/seen", on_seen, methods=["POST"])
    router.add_api_route("/cases/{case_id}/mute", on_mute, methods=["POST"])
    router.add_api_route("/cases/{case_id}/unmute", on_unmute, methods=["POST"])
    return router

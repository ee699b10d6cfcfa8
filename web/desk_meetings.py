"""Meetings: when, with which agenda, what was decided. Members read what is on it; case managers may propose a point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases import bodies
from cases.refusals import CaseNotFound, ChangedMeanwhile, EmptyWords, LeadsToSomebody, NotUnderstood, StepNotPossible
from cases.themes import may_read
from gaps.lives import DECISIONS
from gaps.themes import all_themes
from storage.body_rows import BodyRow, ItemRow, MeetingRow, MinuteRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_words import moment, no_of
from web.pages import page
from web.theme_words import BODIES, ITEM_STATES, STATES

READERS = bodies.MEMBERS
PROPOSERS = ("coordinator", "case_manager")
OUTCOMES = {outcome.value: STATES[outcome] for outcome in DECISIONS}


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with what this member may read of it."""

    meeting: MeetingRow
    body: BodyRow
    items: list[ItemRow]
    moves: list[str]
    minutes: list[MinuteRow]
    themes: list[tuple[int, str]]
    names: dict[int, tuple[str, bool]]
    member: bool


async def on_meetings(desk: SignedIn) -> HTMLResponse:
    """The meetings this member may look at."""
    return await _list_page(desk)


async def _list_page(desk: Desk, status: int = 200, say: str = "") -> HTMLResponse:
    require_role(desk, *READERS)

    def work(unit: Unit, staff: StaffRow) -> tuple[list[tuple[MeetingRow, BodyRow]], list[BodyRow], str]:
        return bodies.meetings_of(unit, staff), bodies.bodies_of(unit, staff), unit.now.date().isoformat()

    meetings, groups, today = await desk.keep(work)
    edits = desk.staff.role == "coordinator"
    return page(
        "desk/meetings.html",
        status,
        desk=desk,
        here="meetings",
        ahead=[one for one in reversed(meetings) if one[0].day >= today],
        past=[one for one in meetings if one[0].day < today],
        groups=[one for one in groups if not one.ended_at],
        edits=edits,
        say=say,
    )


async def on_call(desk: SignedIn, sent: Sent) -> Response:
    """A new meeting."""
    require_role(desk, "coordinator")
    body, day, hour, place = sent.one("body", 20), sent.one("day", 10), sent.one("hour", 5), clean(sent.one("place"))
    try:
        made = await desk.keep(lambda unit, staff: bodies.call_meeting(unit, staff, number(body or "0"), day, hour, place))
    except (NotUnderstood, LeadsToSomebody) as no:
        return await _list_page(desk, 400, no_of(no).say)
    return RedirectResponse(f"/desk/meetings/{made}", 303)


def _facts(unit: Unit, staff: StaffRow, meeting_id: int) -> MeetingPage:
    meeting, body = bodies.meeting_for(unit, staff, meeting_id)
    member = bodies.is_member(unit, staff, body)
    readable = [(row.id, row.texts["title"]) for row in all_themes(unit) if not row.closed_week and may_read(unit, staff, row.id)]
    return MeetingPage(
        meeting,
        body,
        bodies.agenda_for(unit, staff, meeting, body),
        unit.bodies.moves(meeting_id),
        unit.bodies.minutes(meeting_id=meeting_id) if member else [],
        readable,
        unit.staff.names(),
        member,
    )


async def on_meeting(meeting_id: str, desk: SignedIn) -> HTMLResponse:
    """One meeting with its agenda."""
    return await _page(desk, meeting_id)


async def _page(desk: Desk, meeting_id: str, status: int = 200, say: str = "", words: str = "") -> HTMLResponse:
    require_role(desk, *READERS)
    facts = await desk.keep(lambda unit, staff: _facts(unit, staff, number(meeting_id)))
    told = [(facts.names.get(one.by_id, ("", False))[0], moment(one.at), one.words) for one in facts.minutes]
    return page(
        "desk/meeting.html",
        status,
        desk=desk,
        here="meetings",
        facts=facts,
        kind=BODIES[facts.body.kind],
        states=ITEM_STATES,
        outcomes=OUTCOMES,
        minutes=told,
        edits=desk.staff.role == "coordinator",
        proposes=desk.staff.role in PROPOSERS,
        words_at_most=bodies.WORDS_AT_MOST,
        say=say,
        words=words,
    )


async def _done(desk: Desk, meeting_id: str, work: Callable[[Unit, StaffRow], object], words: str = "") -> Response:
    try:
        await desk.keep(work)
    except (EmptyWords, NotUnderstood, LeadsToSomebody, StepNotPossible, ChangedMeanwhile) as no:
        return await _page(desk, meeting_id, no_of(no).status, no_of(no).say, words)
    return RedirectResponse(f"/desk/meetings/{number(meeting_id)}", 303)


async def on_move(meeting_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Another time or place; the agenda stays, the members hear of it."""
    require_role(desk, "coordinator")
    version, day, hour, place = sent.one("version", 9), sent.one("day", 10), sent.one("hour", 5), clean(sent.one("place"))
    known = number(version or "0")
    return await _done(desk, meeting_id, lambda unit, staff: bodies.move_meeting(unit, staff, number(meeting_id), known, day, hour, place))


async def on_item(meeting_id: str, desk: SignedIn, sent: Sent) -> Response:
    """A point for the agenda."""
    require_role(desk, *PROPOSERS)
    title, why, theme = clean(sent.one("title")), clean(sent.one("why")), sent.one("theme", 20)
    theme_id = number(theme) if theme else None
    return await _done(
        desk, meeting_id, lambda unit, staff: bodies.propose_item(unit, staff, number(meeting_id), title, why, theme_id), why
    )


async def on_settle(meeting_id: str, item_id: str, desk: SignedIn, sent: Sent) -> Response:
    """A proposed point is taken, or left out."""
    require_role(desk, "coordinator")
    taken = sent.one("what", 5) == "take"
    return await _done(
        desk, meeting_id, lambda unit, staff: bodies.settle_item(unit, staff, number(meeting_id), number(item_id), taken=taken)
    )


async def on_decide(meeting_id: str, item_id: str, desk: SignedIn, sent: Sent) -> Response:
    """What was decided on a point."""
    require_role(desk, "coordinator")
    outcome, why = sent.one("outcome", 20), clean(sent.one("why"))
    return await _done(
        desk, meeting_id, lambda unit, staff: bodies.decide_item(unit, staff, number(meeting_id), number(item_id), outcome, why), why
    )


async def on_minutes(meeting_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Minutes; what was typed is never lost."""
    require_role(desk, *READERS)
    words = clean(sent.one("words"))

    def work(unit: Unit, staff: StaffRow) -> None:
        meeting, body = bodies.meeting_for(unit, staff, number(meeting_id))
        if not bodies.is_member(unit, staff, body):
            raise CaseNotFound
        bodies.write_minutes(unit, staff, body.id, meeting.id, words)

    return await _done(desk, meeting_id, work, words)


def routes() -> APIRouter:
    """Meetings."""
    router = APIRouter(prefix="/desk/meetings", include_in_schema=False)
    router.add_api_route("", on_meetings, methods=["GET"])
    router.add_api_route("", on_call, methods=["POST"])
    router.add_api_route("/{meeting_id}", on_meeting, methods=["GET"])
    router.add_api_route("/{meeting_id}/move", on_move, methods=["POST"])
    router.add_api_route("/{meeting_id}/items", on_item, methods=["POST"])
    router.add_api_route("/{meeting_id}/items/{item_id}", on_settle, methods=["POST"])
    router.add_api_route("/{meeting_id}/items/{item_id}/decision", on_decide, methods=["POST"])
    router.add_api_route("/{meeting_id}/minutes", on_minutes, methods=["POST"])
    return router

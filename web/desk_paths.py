"""What helped: the teams exchange ways that led to a solution, without a person."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.access import access_case
from cases.paths import WORDS_AT_MOST, WRITERS, drop, fitting, open_to_all, readable, share, teams_of
from cases.refusals import EmptyWords, LeadsToSomebody, NotUnderstood
from directory.needs import taxonomy
from storage.path_rows import PathRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Sent, SignedIn, number, require_role
from web.desk_words import CAUSES, FOR_MANAGERS, in_words, need_label, no_of
from web.pages import page

SHOWN = 5  # on the page of a case; all of them stand under "Was half"


@dataclass(frozen=True)
class PathLine:
    """A note in words. `mine`: this member's team wrote it."""

    id: int
    need: str
    cause: str
    team: str
    words: str
    everywhere: bool
    mine: bool
    fits: bool = False


def path_lines(unit: Unit, staff: StaffRow, rows: list[PathRow], cause: str = "") -> list[PathLine]:
    """Notes in words; those of this cause say that they fit."""
    teams = teams_of(unit, staff)
    return [
        PathLine(
            row.id,
            need_label(row.need),
            in_words(CAUSES, row.cause),
            row.team or "Koordination",
            row.words,
            row.everywhere,
            staff.role == "coordinator" or row.team in teams,
            row.cause == cause,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class PathsOfCase:
    """What helped others with the need of a case, those of the chosen cause first; and both codes, to pass on what helped here."""

    lines: list[PathLine]
    need: str
    cause: str


def paths_of_case(unit: Unit, staff: StaffRow, case_id: int, cause: str = "") -> PathsOfCase:
    """For the page of a case; notes of every cause stand there, as many as fit. Raises CaseNotFound."""
    case = access_case(unit, staff, case_id)
    cause = cause if cause in {one.value for one in FOR_MANAGERS} else ""
    return PathsOfCase(path_lines(unit, staff, fitting(unit, staff, case.need, cause)[:SHOWN], cause), case.need or "", cause)


async def on_paths(desk: SignedIn, need: str = "", cause: str = "") -> HTMLResponse:
    """Everything this member may read, and a form for more."""
    return await _page(desk, about=need, cause=cause)


async def _page(desk: Desk, status: int = 200, say: str = "", words: str = "", about: str = "", cause: str = "") -> HTMLResponse:
    require_role(desk, *WRITERS)
    lines = await desk.keep(lambda unit, staff: path_lines(unit, staff, readable(unit, staff)))
    needs = [(code, need_label(code)) for code, need in sorted(taxonomy().by_code.items()) if not need.crisis]
    return page(
        "desk/paths.html",
        status,
        desk=desk,
        here="paths",
        lines=lines,
        needs=needs,
        causes=[(one.value, CAUSES[one]) for one in FOR_MANAGERS],
        about=about,
        cause=cause,
        words=words,
        words_at_most=WORDS_AT_MOST,
        say=say,
    )


async def on_share(desk: SignedIn, sent: Sent) -> Response:
    """A new note; what was typed is never lost."""
    require_role(desk, *WRITERS)
    need, cause, words, everywhere = sent.one("need", 60), sent.one("cause", 40), clean(sent.one("words")), sent.one("everywhere", 1) == "1"
    try:
        await desk.keep(lambda unit, staff: share(unit, staff, need, cause, words, everywhere=everywhere))
    except (EmptyWords, LeadsToSomebody, NotUnderstood) as no:
        return await _page(desk, 400, no_of(no).say, words, need, cause)
    return RedirectResponse("/desk/paths", 303)


async def on_change(path_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Opens a note to other teams, closes it, or takes it away."""
    require_role(desk, *WRITERS)
    what, wanted = sent.one("what", 10), number(path_id)
    if what == "drop":
        await desk.keep(lambda unit, staff: drop(unit, staff, wanted))
    else:
        await desk.keep(lambda unit, staff: open_to_all(unit, staff, wanted, everywhere=what == "open"))
    return RedirectResponse("/desk/paths", 303)


def routes() -> APIRouter:
    """Solved paths."""
    router = APIRouter(prefix="/desk/paths", include_in_schema=False)
    router.add_api_route("", on_paths, methods=["GET"])
    router.add_api_route("", on_share, methods=["POST"])
    router.add_api_route("/{path_id}", on_change, methods=["POST"])
    return router

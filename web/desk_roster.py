"""The roster: who works where, who is away, what each town has agreed, where nobody will be. No figure here is about one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.promise import DEFAULT_DAYS, DEFAULT_HOURS, Agreed, agreed, roster
from cases.refusals import CaseNotFound, NotUnderstood
from cases.responsibility import WhiteSpot, white_spots
from cases.team import TARGET_GROUPS, agree, change_post
from directory.hours import BERLIN
from directory.service_hours import stretches
from storage.moments import to_ms
from storage.municipalities import MunicipalityRow, MunicipalityRows
from storage.roster import PostRow
from storage.staff import StaffRow
from storage.unit import Unit
from web import desk_words as words
from web.desk_door import Desk, Fields, Sent, SignedIn, number, require_role
from web.pages import page

AHEAD = 90  # days in which holes of the roster are looked for, and days back for which promises are counted
EDITORS = ("coordinator", "admin")


@dataclass(frozen=True)
class AwayLine:
    """One absence as it is shown."""

    id: int
    staff_id: int
    name: str
    first: str
    last: str
    substitute: str


@dataclass(frozen=True)
class PostLine:
    """One post as it is shown; `staff_id` is None while it is vacant."""

    id: int
    staff_id: int | None
    name: str


@dataclass(frozen=True)
class TownLine:
    """One town as it is shown."""

    name: str
    team: str
    posts: tuple[PostLine, ...]
    agreed: Agreed
    target_groups: tuple[str, ...]


@dataclass(frozen=True)
class RosterPage:
    """All of the roster. `kept`, `broken`, `waiting`: promises of the last 90 days in the whole district."""

    towns: tuple[TownLine, ...]
    vacant: tuple[str, ...]
    holes: tuple[tuple[str, str], ...]
    away: tuple[AwayLine, ...]
    kept: int
    broken: int
    waiting: int


def away_lines(unit: Unit) -> list[AwayLine]:
    """Absences that are not over yet."""
    names = unit.staff.names()
    today = unit.now.astimezone(BERLIN).date()
    return [
        AwayLine(
            row.id,
            row.staff_id,
            names.get(row.staff_id, ("", False))[0],
            words.day(date.fromisoformat(row.first_day)),
            words.day(date.fromisoformat(row.last_day)),
            names.get(row.substitute_id or 0, ("", False))[0],
        )
        for row in unit.roster.absences(today.isoformat())
    ]


def _town_line(unit: Unit, town: MunicipalityRow, names: dict[int, tuple[str, bool]], posts_of_all: list[PostRow]) -> TownLine:
    posts = tuple(
        PostLine(post.id, post.staff_id, names.get(post.staff_id or 0, ("", False))[0])
        for post in posts_of_all
        if post.municipality == town.name
    )
    there = agreed(unit, town.name)
    return TownLine(town.name, town.regional_team or "", posts, there, tuple(words.TARGET_GROUPS[code] for code in there.target_groups))


def _facts(unit: Unit, _staff: StaffRow) -> RosterPage:
    names, posts = unit.staff.names(), unit.roster.posts()
    towns = MunicipalityRows(unit.connection, unit.district).all()
    spots = _holes(unit, [town.name for town in towns])
    kept, broken, waiting = unit.cases.kept_and_broken(to_ms(unit.now - timedelta(days=AHEAD)))
    return RosterPage(
        towns=tuple(_town_line(unit, town, names, posts) for town in towns),
        vacant=tuple(spot.municipality for spot in spots if spot.vacant),
        holes=tuple((spot.municipality, _days(spot)) for spot in spots if not spot.vacant),
        away=tuple(away_lines(unit)),
        kept=kept,
        broken=broken,
        waiting=waiting,
    )


def _holes(unit: Unit, towns: list[str]) -> list[WhiteSpot]:
    today = unit.now.astimezone(BERLIN).date()
    people, found = roster(unit), []
    for town in towns:
        open_days = {opens.astimezone(BERLIN).date() for opens, _ in stretches(agreed(unit, town).spans, today)}
        found += white_spots(people, [town], today, AHEAD, open_days)
    return found


def _days(spot: WhiteSpot) -> str:
    return words.day(spot.first) if spot.first == spot.last else f"{words.day(spot.first)} bis {words.day(spot.last)}"


async def on_roster(desk: SignedIn) -> HTMLResponse:
    """Towns, absences, and where nobody will be."""
    require_role(desk, "case_manager", "coordinator", "admin", "auditor")
    return page("desk/roster.html", desk=desk, here="roster", facts=await desk.keep(_facts), ahead=AHEAD, may_edit=_may_edit(desk))


def _may_edit(desk: Desk) -> bool:
    return desk.staff.role in EDITORS


async def on_town(town: str, desk: SignedIn) -> HTMLResponse:
    """What one town has agreed, and its posts."""
    require_role(desk, *EDITORS)
    return await _town_page(desk, town)


async def on_agree(town: str, desk: SignedIn, sent: Sent) -> Response:
    """Changes what a town has agreed."""
    require_role(desk, *EDITORS)
    days, team = sent.one("days", 4).strip(), " ".join(sent.one("team", 60).split())

    def change(unit: Unit, staff: StaffRow) -> None:
        if not (days.isascii() and days.isdigit()):
            raise NotUnderstood("days")
        agree(unit, town, hours=sent.one("hours", 200), days=int(days), target_groups=sent.all("group"), by=staff)
        MunicipalityRows(unit.connection, unit.district).assign_team(town, team or None)

    try:
        await desk.keep(change)
    except NotUnderstood as no:
        say = "Eine Zusage braucht 1 bis 10 Diensttage. Es wurde nichts geändert." if no.field == "days" else words.no_of(no).say
        return await _town_page(desk, town, status=400, say=say, sent=sent)
    return RedirectResponse("/desk/roster", 303)


async def on_posts(town: str, desk: SignedIn, sent: Sent) -> Response:
    """One more post, one less, or somebody else on it."""
    require_role(desk, *EDITORS)
    what, post, staff_id = sent.one("what", 10), sent.one("post", 20), sent.one("staff", 20)

    await desk.keep(
        lambda unit, staff: change_post(unit, town, what, number(post) if post else None, number(staff_id) if staff_id else None, staff)
    )
    return RedirectResponse(f"/desk/roster/{town}", 303)


def _known_town(unit: Unit, town: str) -> MunicipalityRow:
    found = next((row for row in MunicipalityRows(unit.connection, unit.district).all() if row.name == town), None)
    if found is None:
        raise CaseNotFound
    return found


async def _town_page(desk: Desk, town: str, *, status: int = 200, say: str = "", sent: Fields | None = None) -> HTMLResponse:
    def read(unit: Unit, _staff: StaffRow) -> tuple[TownLine, list[StaffRow], list[str]]:
        line = _town_line(unit, _known_town(unit, town), unit.staff.names(), unit.roster.posts())
        teams = {row.regional_team for row in MunicipalityRows(unit.connection, unit.district).all() if row.regional_team}
        return line, unit.staff.by_role("case_manager"), sorted(teams)

    line, managers, teams = await desk.keep(read)
    return page(
        "desk/town.html",
        status,
        desk=desk,
        here="roster",
        town=line,
        managers=managers,
        teams=teams,
        groups={code: words.TARGET_GROUPS[code] for code in TARGET_GROUPS},
        chosen=sent.all("group") if sent else line.agreed.target_groups,
        hours=sent.one("hours", 200) if sent else line.agreed.hours,
        days=sent.one("days", 4) if sent else line.agreed.days,
        team=sent.one("team", 60) if sent else line.team,
        default_hours=DEFAULT_HOURS,
        default_days=DEFAULT_DAYS,
        say=say,
    )


def routes() -> APIRouter:
    """The roster."""
    router = APIRouter(prefix="/desk/roster", include_in_schema=False)
    router.add_api_route("", on_roster, methods=["GET"])
    router.add_api_route("/{town}", on_town, methods=["GET"])
    router.add_api_route("/{town}", on_agree, methods=["POST"])
    router.add_api_route("/{town}/posts", on_posts, methods=["POST"])
    return router

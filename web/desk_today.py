"""The first screen of coordinators: what changed since they last looked, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from gaps.early_warning import SuggestedBundle
from gaps.periods import monday
from gaps.releases import PARTS, Release, releases
from gaps.suggestions import UNBUNDLED, suggestions
from gaps.themes import all_themes, due_soon
from gaps.views import missed_since, most_missed, periods
from storage.body_rows import BodyRow, DutyRow, MeetingRow
from storage.staff import StaffRow
from storage.theme_rows import TEXTS_SAVED, StepRow
from storage.unit import Unit
from web.desk_door import SignedIn, require_role
from web.desk_signals import who
from web.desk_words import CAUSES, day, in_words, language_name, moment, need_label, place_name
from web.number_words import column_label, need_name, period_label
from web.pages import page
from web.theme_words import RETURNED, state_label

SAME_LOOK_MS = 30 * 60_000  # going to and fro for half an hour is one look
AHEAD = timedelta(days=14)
AT_MOST = 10  # themes that changed
FEW = 3  # of each kind at a glance
MANY = 1000  # signals; whoever has more to look at needs no exact number, and the page no second


@dataclass(frozen=True)
class Changed:
    """A theme that changed: its newest step, and how many came before it since they looked."""

    theme_id: int
    title: str
    state: str
    who: str
    when: str
    why: str
    more: int


@dataclass(frozen=True)
class Glance:
    """What was missed most in the newest published quarter: lines of what, why, where and in which language. All of it is published."""

    period: str
    lines: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Surge:
    """Signals that look like one gap: what, why, where, for whom if they are of one language, since when."""

    need: str
    cause: str
    places: str
    languages: str
    since: str


@dataclass(frozen=True)
class Today:
    """What the page shows. `since`: when they looked before; empty: never. `day`: what was due before it is overdue."""

    since: str
    day: str
    waiting: str
    new: str
    surges: list[Surge]
    more_surges: int
    glance: Glance | None
    changed: list[Changed]
    due: list[tuple[int, str, str]]
    duties: list[tuple[DutyRow, str]]
    meetings: list[tuple[MeetingRow, BodyRow]]


def _many(number: int) -> str:
    return str(number) if number < MANY else f"{MANY:,} oder mehr".replace(",", ".")


def _surge(one: SuggestedBundle) -> Surge:
    places = ", ".join(place_name(place or None) for place in one.municipalities)
    return Surge(
        need_label(one.need), in_words(CAUSES, one.cause), places, ", ".join(map(language_name, one.languages)), day(monday(one.first_week))
    )


def glance(published: Sequence[Release]) -> Glance | None:
    """The newest quarter in a few lines; None when nothing is published, or nothing in it stands alone."""
    quarter = next((period for period in periods(published) if "Q" in period), "")
    needs = []
    for code, number in most_missed(published, PARTS, quarter, FEW):
        since = missed_since(published, code)
        needs.append(f"{need_name(code)} (ab {number}{', seit dem ' + period_label(since) if since != quarter else ''})")
    lines = [("Was", needs)]
    for label, by in (("Warum", "cause"), ("Wo", "municipality"), ("In welcher Sprache", "language")):
        lines.append((label, [f"{column_label(by, code)} (ab {number})" for code, number in most_missed(published, by, quarter, FEW)]))
    return Glance(period_label(quarter), lines) if any(said for _, said in lines) else None


def _changed(unit: Unit, since: int, names: dict[int, tuple[str, bool]], titles: dict[int, str]) -> list[Changed]:
    """Theme by theme; a step says more than texts that were saved after it."""
    by_theme: dict[int, list[StepRow]] = {}
    for step in unit.themes.steps_since(since):
        by_theme.setdefault(step.about, []).append(step)
    found = []
    for number, steps in by_theme.items():
        taken = [step for step in steps if step.state != TEXTS_SAVED] or steps[:1]
        newest = taken[0]
        why = newest.why if newest.by_id else RETURNED
        line = (state_label(newest.state), who(newest.by_id, names), moment(newest.at), why)
        found.append(Changed(number, titles[number], *line, len(taken) - 1))
    return found


def today(unit: Unit, staff: StaffRow) -> Today:
    """Reads it all, and remembers that they looked."""
    before, signal = unit.bodies.look(staff.id, SAME_LOOK_MS, unit.gaps.last())
    waiting, new = unit.themes.waiting(UNBUNDLED, signal, MANY)
    names, titles = unit.staff.names(), {row.id: row.texts["title"] for row in all_themes(unit)}
    found = suggestions(unit)
    today_, until = unit.now.date().isoformat(), (unit.now + AHEAD).date().isoformat()
    owed = [one for one in unit.bodies.duties() if one.done_at is None and one.due_day <= until]
    groups = {one.id: one for one in unit.bodies.all()}
    return Today(
        moment(before) if before else "",
        today_,
        _many(waiting),
        _many(new),
        [_surge(one) for one in found[:FEW]],
        max(len(found) - FEW, 0),
        glance(releases(unit)),
        _changed(unit, before, names, titles)[:AT_MOST],
        [(row.id, row.texts["title"], row.due_day) for row in due_soon(unit)],
        [(one, one.office or who(one.owner_id, names)) for one in owed],
        [(one, groups[one.body_id]) for one in reversed(unit.bodies.meetings()) if today_ <= one.day <= until],
    )


async def on_today(desk: SignedIn) -> HTMLResponse:
    """What changed since this coordinator last looked."""
    require_role(desk, "coordinator")
    return page("desk/today.html", desk=desk, here="today", facts=await desk.keep(today))


def routes() -> APIRouter:
    """The first screen."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/today", on_today, methods=["GET"])
    return router

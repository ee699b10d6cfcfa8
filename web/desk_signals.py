"""The log of signals for coordinators: check them, say what they turned out to be, bundle them into a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.refusals import CaseNotFound, DirectoryFirst, EmptyWords, LeadsToSomebody, NotChecked, StepNotPossible
from cases.themes import SIGNALS_AT_ONCE, WHY_AT_MOST, bundle, handle, open_tasks, step_signals
from directory.refusals import Refusal
from gaps.fields import SignalState
from gaps.lives import ENDS
from gaps.signals import doubtful
from gaps.suggestions import UNBUNDLED
from gaps.themes import all_themes
from storage.gap_rows import SignalRow
from storage.staff import StaffRow
from storage.theme_rows import StepRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Fields, Sent, SignedIn, number, require_role
from web.desk_words import CAUSES, in_words, moment, need_label, no_of, place_name
from web.gap_words import SOURCES, more_of
from web.pages import page
from web.theme_words import DOUBTS, HOUSE, NO_REASON, SIGNAL_STATES, signal_label

STEPS = (SignalState.CHECKED, *ENDS)


@dataclass(frozen=True)
class Line:
    """A signal as the log shows it; nothing in it leads to a person."""

    id: int
    handle: str
    need: str
    cause: str
    place: str
    week: str
    source: str
    state: str
    note: str
    theme_id: int | None
    doubt: str = ""


Doubtful = Mapping[tuple[str, str, str], bool | None]


def doubt_of(row: SignalRow, doubtful: Doubtful) -> str:
    """What stands at a signal that came with many others at once; empty: nothing."""
    about = (row.week, row.need, row.municipality or "")
    return "" if about not in doubtful else DOUBTS[doubtful[about]]


def line_of(row: SignalRow, doubtful: Doubtful) -> Line:
    """A signal in words."""
    return Line(
        row.id,
        handle(row),
        need_label(row.need),
        in_words(CAUSES, row.cause),
        place_name(row.municipality),
        row.week,
        in_words(SOURCES, row.source),
        signal_label(row.state),
        row.note or "",
        row.theme_id,
        doubt_of(row, doubtful),
    )


@dataclass(frozen=True)
class Log:
    """One page of the log, and the open themes a signal may belong to. `like`: the signal it is put together around; None: all of it."""

    lines: list[Line]
    themes: list[tuple[int, str]]
    like: Line | None = None


def _facts(unit: Unit, states: Sequence[str], before: int | None, like: int | None) -> Log:
    open_themes = [(row.id, row.texts["title"]) for row in all_themes(unit) if not row.closed_week]
    doubts = doubtful(unit)
    found = None if like is None else next(iter(unit.themes.signals([like])), None)
    if found is not None:
        rows = unit.themes.alike(found.need, found.cause, states, SIGNALS_AT_ONCE)
        return Log([line_of(row, doubts) for row in rows], open_themes, line_of(found, doubts))
    return Log([line_of(row, doubts) for row in unit.themes.log(states, before, SIGNALS_AT_ONCE)], open_themes)


async def on_log(desk: SignedIn, before: str = "", done: str = "", like: str = "") -> HTMLResponse:
    """What waits, the newest first; with `done` what is settled; with `like` what may belong together with one signal, to bundle it."""
    return await _page(desk, before=before, done=done, like=like)


async def _page(
    desk: Desk, status: int = 200, *, say: str = "", before: str = "", done: str = "", like: str = "", sent: Fields | None = None
) -> HTMLResponse:
    require_role(desk, "coordinator")
    like = sent.one("like", 20) if sent is not None else like
    states = [state for state in SignalState if state not in UNBUNDLED] if done else UNBUNDLED
    log = await desk.keep(lambda unit, _staff: _facts(unit, states, number(before) if before else None, number(like) if like else None))
    return page(
        "desk/signals.html",
        status,
        desk=desk,
        here="signals",
        log=log,
        done=bool(done),
        at_most=SIGNALS_AT_ONCE,
        why_at_most=WHY_AT_MOST,
        steps=[(state.value, SIGNAL_STATES[state]) for state in STEPS],
        say=say,
        chosen=_chosen(sent) if sent else [],
        why=clean(sent.one("why", WHY_AT_MOST)) if sent else "",
        title=clean(sent.one("title", 200)) if sent else "",
    )


def _chosen(sent: Fields) -> tuple[str, ...]:
    return sent.all("signal")[:SIGNALS_AT_ONCE]


async def _refused(desk: Desk, sent: Fields, no: Refusal) -> HTMLResponse:
    """What was typed and chosen stands on the page again."""
    answer = no_of(no)
    missing = "Bitte wählen Sie mindestens einen Hinweis." if not sent.all("signal") else "Hinweise, die es nicht mehr gibt."
    say = NO_REASON if isinstance(no, EmptyWords) else missing if isinstance(no, CaseNotFound) else answer.say
    return await _page(desk, 400 if isinstance(no, CaseNotFound) else answer.status, say=say, sent=sent)


async def on_step(desk: SignedIn, sent: Sent) -> Response:
    """The chosen signals take a step."""
    require_role(desk, "coordinator")
    said = sent.one("state", 30)
    if said not in {state.value for state in STEPS}:
        return await _page(desk, 400, say="Bitte wählen Sie einen Schritt.", sent=sent)
    why = clean(sent.one("why"))
    try:
        await desk.keep(lambda unit, staff: step_signals(unit, staff, _chosen(sent), SignalState(said), why))
    except DirectoryFirst as no:
        await desk.keep(lambda unit, staff: open_tasks(unit, staff, _chosen(sent)))
        return await _refused(desk, sent, no)
    except (CaseNotFound, StepNotPossible, EmptyWords, LeadsToSomebody) as no:
        return await _refused(desk, sent, no)
    return RedirectResponse("/desk/signals", 303)


async def on_bundle(desk: SignedIn, sent: Sent) -> Response:
    """The chosen signals become a theme, or part of one."""
    require_role(desk, "coordinator")
    why, title, into, checked = clean(sent.one("why")), clean(sent.one("title")), sent.one("theme", 20), sent.one("checked", 1) == "1"

    def work(unit: Unit, staff: StaffRow) -> int:
        theme_id = number(into) if into else None
        return bundle(unit, staff, _chosen(sent), why, title=title, theme_id=theme_id, checked=checked)

    try:
        theme_id = await desk.keep(work)
    except EmptyWords as no:
        if why.strip():
            say = "Bitte geben Sie dem neuen Thema einen Titel, oder wählen Sie ein Thema."
            return await _page(desk, 400, say=say, sent=sent)
        return await _refused(desk, sent, no)
    except DirectoryFirst as no:
        await desk.keep(lambda unit, staff: open_tasks(unit, staff, _chosen(sent)))
        return await _refused(desk, sent, no)
    except (CaseNotFound, StepNotPossible, NotChecked, LeadsToSomebody) as no:
        return await _refused(desk, sent, no)
    return RedirectResponse(f"/desk/themes/{theme_id}", 303)


async def on_signal(signal_id: str, desk: SignedIn) -> HTMLResponse:
    """One signal with its history."""
    require_role(desk, "coordinator")

    def work(unit: Unit, _staff: StaffRow) -> tuple[SignalRow, Line, list[StepRow], dict[int, tuple[str, bool]]]:
        found = unit.themes.signals([number(signal_id)])
        if not found:
            raise CaseNotFound
        return found[0], line_of(found[0], doubtful(unit)), unit.themes.steps_of_signal(found[0].life), unit.staff.names()

    row, line, steps, names = await desk.keep(work)
    told = [(signal_label(one.state), who(one.by_id, names), moment(one.at), one.why) for one in steps]
    return page("desk/signal.html", desk=desk, here="signals", line=line, more=more_of(row), steps=told, open=row.state in UNBUNDLED)


def who(by_id: int | None, names: dict[int, tuple[str, bool]]) -> str:
    """Who did it, by name, while it is kept."""
    return HOUSE if by_id is None else names.get(by_id, ("", False))[0] or "nicht mehr im Team"


def routes() -> APIRouter:
    """The log of signals."""
    router = APIRouter(prefix="/desk/signals", include_in_schema=False)
    router.add_api_route("", on_log, methods=["GET"])
    router.add_api_route("/step", on_step, methods=["POST"])
    router.add_api_route("/bundle", on_bundle, methods=["POST"])
    router.add_api_route("/{signal_id}", on_signal, methods=["GET"])
    return router

"""Themes at the desk: what they are about, where they are in their life, what was decided, and whether it worked."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.bodies import add_measure
from cases.refusals import CaseNotFound, ChangedMeanwhile, EmptyWords, LeadsToSomebody, NotChecked, NotUnderstood, StepNotPossible
from cases.themes import (
    TEXT_AT_MOST,
    TITLE_AT_MOST,
    WHY_AT_MOST,
    accept_suggestion,
    answer_letter,
    decline_suggestion,
    may_read,
    save,
    send_letter,
    step_theme,
)
from cases.wishes import told_for
from directory.needs import SENSITIVE
from directory.refusals import Refusal
from gaps.lives import THEME_STEPS, ThemeState
from gaps.signals import doubtful
from gaps.suggestions import suggestions
from gaps.themes import TEXTS, Theme, all_themes, read_theme
from storage.body_rows import BodyRow, DutyRow, ItemRow
from storage.municipalities import MunicipalityRows
from storage.staff import StaffRow
from storage.theme_rows import ThemeRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Fields, Sent, SignedIn, number, require_role
from web.desk_signals import Line, line_of, who
from web.desk_words import CAUSES, area_label, in_words, moment, need_label, no_of, place_name
from web.pages import page
from web.theme_words import LEVELS, LINES, NO_REASON, RETURNED, STATES, TEXT_LABELS, state_label

WHOLE_DISTRICT = "im Kreis"
READERS = ("coordinator", "case_manager", "office_contact", "steering")


@dataclass(frozen=True)
class ThemePage:
    """A theme and what hangs on it, read in one unit."""

    theme: Theme
    signals: list[Line]
    measures: list[DutyRow]
    groups: list[BodyRow]
    items: list[ItemRow]
    names: dict[int, tuple[str, bool]]
    staff: list[tuple[int, str]]
    told: int | None
    scope: list[tuple[str, str]]


def _list(unit: Unit, staff: StaffRow) -> list[ThemeRow]:
    return [row for row in all_themes(unit) if may_read(unit, staff, row.id)]


async def on_themes(desk: SignedIn) -> HTMLResponse:
    """Every theme this member may read."""
    require_role(desk, *READERS)
    return await _list_page(desk)


async def _list_page(desk: Desk, status: int = 200, say: str = "") -> HTMLResponse:
    rows = await desk.keep(_list)
    found = await desk.keep(lambda unit, _staff: suggestions(unit)) if desk.staff.role == "coordinator" else []
    shown = [
        {"id": row.id, "title": row.texts["title"], "state": state_label(row.state), "area": area_label(row.area), "due": row.due_day}
        | {"changed": moment(row.changed_at), "open": not row.closed_week}
        for row in rows
    ]
    suggested = [
        (one, need_label(one.need), in_words(CAUSES, one.cause), [place_name(place or None) for place in one.municipalities])
        for one in found
    ]
    edits = desk.staff.role == "coordinator"
    return page("desk/themes.html", status, desk=desk, here="themes", themes=shown, edits=edits, suggested=suggested, say=say)


async def on_suggestion(desk: SignedIn, sent: Sent) -> Response:
    """A suggested bundle becomes a theme, or is declined and not shown again."""
    require_role(desk, "coordinator")
    need, cause, places = sent.one("need", 60), sent.one("cause", 40), sent.all("place")
    if sent.one("what", 10) == "decline":
        await desk.keep(lambda unit, staff: decline_suggestion(unit, staff, need, cause, places))
        return RedirectResponse("/desk/themes", 303)
    why, title, checked = clean(sent.one("why")), clean(sent.one("title")), sent.one("checked", 1) == "1"
    try:
        made = await desk.keep(lambda unit, staff: accept_suggestion(unit, staff, need, cause, places, why, title=title, checked=checked))
    except (EmptyWords, LeadsToSomebody, NotChecked) as no:
        return await _list_page(desk, 400, _say(no))
    return RedirectResponse(f"/desk/themes/{made}", 303)


def _facts(unit: Unit, staff: StaffRow, theme_id: int) -> ThemePage:
    theme = read_theme(unit, theme_id) if may_read(unit, staff, theme_id) else None
    if theme is None:
        raise CaseNotFound
    doubts = doubtful(unit)
    signals = [line_of(row, doubts) for row in unit.themes.signals_of(theme_id, 50)] if staff.role == "coordinator" else []
    people = [one for role in ("coordinator", "case_manager", "office_contact") for one in unit.staff.by_role(role)]
    return ThemePage(
        theme,
        signals,
        unit.bodies.duties(theme_id=theme_id),
        [one for one in unit.bodies.all() if one.theme_id == theme_id],
        unit.bodies.agenda_of_theme(theme_id),
        unit.staff.names(),
        [(one.id, one.name) for one in people],
        told_for(unit, theme.scope),
        _scope(unit, staff, theme),
    )


def _scope(unit: Unit, staff: StaffRow, theme: Theme) -> list[tuple[str, str]]:
    """Needs and places. Whoever does not see single hints reads of a delicate need no place finer than the regional team."""
    teams = {row.name: row.regional_team for row in MunicipalityRows(unit.connection, unit.district).all()}
    coarse = staff.role != "coordinator"
    return list(
        dict.fromkeys(
            (need_label(need), teams.get(place) or WHOLE_DISTRICT if coarse and need in SENSITIVE else place_name(place or None))
            for need, place in theme.scope
        )
    )


async def on_theme(theme_id: str, desk: SignedIn) -> HTMLResponse:
    """One theme with its history."""
    require_role(desk, *READERS)
    return await _page(desk, theme_id)


async def _page(desk: Desk, theme_id: str, status: int = 200, say: str = "", mine: Fields | None = None) -> HTMLResponse:
    """The theme; `mine`: texts that were not saved because somebody else saved others meanwhile, or something was wrong with them."""
    facts = await desk.keep(lambda unit, staff: _facts(unit, staff, number(theme_id)))
    row = facts.theme.row
    typed = {name: clean(mine.one(name, TEXT_AT_MOST)) if mine is not None else row.texts[name] for name in TEXTS}
    return page(
        "desk/theme.html",
        status,
        desk=desk,
        here="themes",
        facts=facts,
        row=row,
        edits=desk.staff.role == "coordinator",
        state=state_label(row.state),
        level=LEVELS.get(row.level, row.level),  # type: ignore[call-overload]
        area=area_label(row.area),
        cause=in_words(CAUSES, row.cause),
        scope=facts.scope,
        steps=[(step.value, STATES[step]) for step in THEME_STEPS[ThemeState(row.state)]],
        labels=TEXT_LABELS,
        lines=LINES,
        levels={level.value: label for level, label in LEVELS.items()},
        typed=typed,
        due=mine.one("due_day", 10) if mine is not None else row.due_day,
        chosen=mine.one("level", 20) if mine is not None else row.level,
        unsaved=mine is not None,
        history=_history(facts),
        why_at_most=WHY_AT_MOST,
        text_at_most=TEXT_AT_MOST,
        title_at_most=TITLE_AT_MOST,
        say=say,
    )


def _history(facts: ThemePage) -> list[tuple[str, str, str, str, list[tuple[str, str]]]]:
    told = []
    before: dict[str, str] = {}
    for step in facts.theme.history:
        changed = [
            (TEXT_LABELS[name], words)
            for name, words in (step.texts or {}).items()
            if words != before.get(name, "") and name in TEXT_LABELS
        ]
        before = step.texts or before
        why = RETURNED if step.by_id is None and not step.why else step.why
        told.append((state_label(step.state), who(step.by_id, facts.names), moment(step.at), why, changed))
    return told[::-1]


async def on_save(theme_id: str, desk: SignedIn, sent: Sent) -> Response:
    """New texts; what was typed is never lost, and what somebody else saved meanwhile is not overwritten."""
    require_role(desk, "coordinator")
    texts = {name: clean(sent.one(name)) for name in TEXTS}
    version = sent.one("version", 9)
    known = int(version) if version.isascii() and version.isdigit() else 0
    try:
        await desk.keep(
            lambda unit, staff: save(unit, staff, number(theme_id), known, texts, sent.one("level", 20), sent.one("due_day", 10))
        )
    except ChangedMeanwhile as no:
        say = f"{no_of(no).say} Unten stehen beide Fassungen: die gespeicherte und Ihre. Speichern Sie noch einmal, wenn Ihre gelten soll."
        return await _page(desk, theme_id, 409, say, sent)
    except EmptyWords:
        return await _page(desk, theme_id, 400, "Bitte geben Sie dem Thema einen Titel.", sent)
    except (NotUnderstood, LeadsToSomebody) as no:
        return await _page(desk, theme_id, 400, no_of(no).say, sent)
    return RedirectResponse(f"/desk/themes/{number(theme_id)}", 303)


async def on_step(theme_id: str, desk: SignedIn, sent: Sent) -> Response:
    """The theme takes a step, with a reason."""
    require_role(desk, "coordinator")
    said, why = sent.one("state", 30), clean(sent.one("why"))
    if said not in {state.value for state in ThemeState}:
        return await _page(desk, theme_id, 400, "Bitte wählen Sie einen Schritt.")
    return await _done(desk, theme_id, lambda unit, staff: step_theme(unit, staff, number(theme_id), ThemeState(said), why))


async def on_letter(theme_id: str, desk: SignedIn, sent: Sent) -> Response:
    """A letter to the ministry."""
    require_role(desk, "coordinator")
    addressee, words, day = clean(sent.one("addressee")), clean(sent.one("words")), sent.one("day", 10)
    return await _done(desk, theme_id, lambda unit, staff: send_letter(unit, staff, number(theme_id), addressee, words, day))


async def on_letter_answer(theme_id: str, letter_id: str, desk: SignedIn, sent: Sent) -> Response:
    """The ministry's answer."""
    require_role(desk, "coordinator")
    words, day = clean(sent.one("words")), sent.one("day", 10)
    return await _done(desk, theme_id, lambda unit, staff: answer_letter(unit, staff, number(theme_id), number(letter_id), words, day))


async def on_measure(theme_id: str, desk: SignedIn, sent: Sent) -> Response:
    """A measure with an owner and a deadline."""
    require_role(desk, "coordinator")
    what, office, owner, day = clean(sent.one("what")), clean(sent.one("office")), sent.one("owner", 20), sent.one("day", 10)
    owner_id = number(owner) if owner else None
    return await _done(desk, theme_id, lambda unit, staff: add_measure(unit, staff, number(theme_id), what, office, owner_id, day))


async def _done(desk: Desk, theme_id: str, work: object) -> Response:
    try:
        await desk.keep(work)  # type: ignore[arg-type]
    except (StepNotPossible, EmptyWords, LeadsToSomebody, NotUnderstood) as no:
        return await _page(desk, theme_id, no_of(no).status, _say(no))
    return RedirectResponse(f"/desk/themes/{number(theme_id)}", 303)


def _say(no: Refusal) -> str:
    return NO_REASON if isinstance(no, EmptyWords) else no_of(no).say


def routes() -> APIRouter:
    """Themes."""
    router = APIRouter(prefix="/desk/themes", include_in_schema=False)
    router.add_api_route("", on_themes, methods=["GET"])
    router.add_api_route("/suggested", on_suggestion, methods=["POST"])
    router.add_api_route("/{theme_id}", on_theme, methods=["GET"])
    router.add_api_route("/{theme_id}", on_save, methods=["POST"])
    router.add_api_route("/{theme_id}/step", on_step, methods=["POST"])
    router.add_api_route("/{theme_id}/letters", on_letter, methods=["POST"])
    router.add_api_route("/{theme_id}/letters/{letter_id}", on_letter_answer, methods=["POST"])
    router.add_api_route("/{theme_id}/measures", on_measure, methods=["POST"])
    return router

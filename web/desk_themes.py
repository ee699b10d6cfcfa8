"""Themes at the desk: what they are about, where they are in their life, what was decided, and whether it worked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases.bodies import add_measure
from cases.refusals import (
    CaseNotFound,
    ChangedMeanwhile,
    DirectoryFirst,
    EmptyWords,
    LeadsToSomebody,
    NotChecked,
    NotUnderstood,
    StepNotPossible,
)
from cases.reporting import UNKNOWN_LANGUAGE
from cases.themes import (
    TEXT_AT_MOST,
    TITLE_AT_MOST,
    WHY_AT_MOST,
    accept_suggestion,
    answer_letter,
    decline_suggestion,
    may_read,
    open_tasks_of_suggestion,
    save,
    send_letter,
    step_theme,
)
from cases.wishes import told_for
from directory.needs import SENSITIVE
from directory.refusals import Refusal
from gaps.fields import AgeBand, TargetGroup
from gaps.lives import THEME_STEPS, ThemeState
from gaps.periods import monday
from gaps.signals import doubtful
from gaps.suggestions import suggestions
from gaps.themes import TEXTS, Theme, all_themes, read_theme
from storage.body_rows import BodyRow, DutyRow, ItemRow
from storage.gap_rows import SignalRow
from storage.municipalities import MunicipalityRows
from storage.staff import StaffRow
from storage.theme_rows import ThemeRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Desk, Fields, Sent, SignedIn, number, require_role
from web.desk_signals import Line, line_of, who
from web.desk_words import CAUSES, area_label, day, in_words, language_name, moment, need_label, no_of, place_name
from web.gap_words import AGE_BANDS, TARGET_GROUPS
from web.pages import page
from web.theme_words import LEVELS, LINES, NO_REASON, RETURNED, STATES, TEXT_LABELS, state_label

WHOLE_DISTRICT = "im Kreis"
READERS = ("coordinator", "case_manager", "office_contact", "steering")


@dataclass(frozen=True)
class ThemePage:
    """A theme and what hangs on it, read in one unit. For coordinators also its signals, for whom they are, and since when (a day)."""

    theme: Theme
    signals: list[Line]
    whom: list[str]
    since: str
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


async def _list_page(desk: Desk, status: int = 200, say: str = "", sent: Fields | None = None) -> HTMLResponse:
    """The list; `sent`: a suggestion that was not accepted, with what was typed."""
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
    return page(
        "desk/themes.html",
        status,
        desk=desk,
        here="themes",
        themes=shown,
        edits=desk.staff.role == "coordinator",
        suggested=suggested,
        say=say,
        about="" if sent is None else f"{sent.one('need', 60)}|{sent.one('cause', 40)}|{'|'.join(sent.all('place'))}",
        title=clean(sent.one("title", TITLE_AT_MOST)) if sent else "",
        why=clean(sent.one("why", WHY_AT_MOST)) if sent else "",
    )


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
    except DirectoryFirst as no:
        await desk.keep(lambda unit, staff: open_tasks_of_suggestion(unit, staff, need, cause, places))
        return await _list_page(desk, 409, _say(no), sent)
    except CaseNotFound:
        return await _list_page(desk, 409, "Davon ist nichts mehr offen: Die Hinweise sind schon gebündelt oder erledigt.")
    except (EmptyWords, LeadsToSomebody, NotChecked) as no:
        return await _list_page(desk, 400, _say(no), sent)
    return RedirectResponse(f"/desk/themes/{made}", 303)


def _facts(unit: Unit, staff: StaffRow, theme_id: int) -> ThemePage:
    theme = read_theme(unit, theme_id) if may_read(unit, staff, theme_id) else None
    if theme is None:
        raise CaseNotFound
    doubts = doubtful(unit)
    signals = unit.themes.signals_of(theme_id) if staff.role == "coordinator" else []
    people = [one for role in ("coordinator", "case_manager", "office_contact") for one in unit.staff.by_role(role)]
    return ThemePage(
        theme,
        [line_of(row, doubts) for row in signals[:50]],
        for_whom(signals),
        day(monday(min(row.week for row in signals))) if signals else "",
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


def for_whom(signals: Sequence[SignalRow]) -> list[str]:
    """Groups, ages and languages that stand in these signals, without a number."""
    said = [TARGET_GROUPS[TargetGroup(row.target_group)] for row in signals if row.target_group]
    said += [AGE_BANDS[AgeBand(row.age_band)] for row in signals if row.age_band]
    said += [language_name(row.language) for row in signals if row.language != UNKNOWN_LANGUAGE]
    return list(dict.fromkeys(said))


async def on_theme(theme_id: str, desk: SignedIn) -> HTMLResponse:
    """One theme with its history."""
    require_role(desk, *READERS)
    return await _page(desk, theme_id)


async def _page(
    desk: Desk, theme_id: str, status: int = 200, say: str = "", mine: Fields | None = None, again: tuple[str, Fields] | None = None
) -> HTMLResponse:
    """The theme; `mine`: texts that were not saved because somebody else saved others meanwhile, or something was wrong with them.
    `again`: another form that was refused, by name, with what was typed into it."""

    def typed_into(form: str, name: str) -> str:
        return clean(again[1].one(name, TEXT_AT_MOST)) if again is not None and again[0] == form else ""

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
        again=typed_into,
        refused=again[0] if again is not None else "",
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
        return await _page(desk, theme_id, 400, "Bitte wählen Sie einen Schritt.", again=("step", sent))
    return await _done(desk, theme_id, ("step", sent), lambda unit, staff: step_theme(unit, staff, number(theme_id), ThemeState(said), why))


async def on_letter(theme_id: str, desk: SignedIn, sent: Sent) -> Response:
    """A letter to the ministry."""
    require_role(desk, "coordinator")
    addressee, words, day = clean(sent.one("addressee")), clean(sent.one("words")), sent.one("day", 10)
    return await _done(
        desk, theme_id, ("letter", sent), lambda unit, staff: send_letter(unit, staff, number(theme_id), addressee, words, day)
    )


async def on_letter_answer(theme_id: str, letter_id: str, desk: SignedIn, sent: Sent) -> Response:
    """The ministry's answer."""
    require_role(desk, "coordinator")
    words, day = clean(sent.one("words")), sent.one("day", 10)
    letter = number(letter_id)
    form = (f"answer {letter}", sent)
    return await _done(desk, theme_id, form, lambda unit, staff: answer_letter(unit, staff, number(theme_id), letter, words, day))


async def on_measure(theme_id: str, desk: SignedIn, sent: Sent) -> Response:
    """A measure with an owner and a deadline."""
    require_role(desk, "coordinator")
    what, office, owner, day = clean(sent.one("what")), clean(sent.one("office")), sent.one("owner", 20), sent.one("day", 10)
    owner_id = number(owner) if owner else None
    form = ("measure", sent)
    return await _done(desk, theme_id, form, lambda unit, staff: add_measure(unit, staff, number(theme_id), what, office, owner_id, day))


async def _done(desk: Desk, theme_id: str, form: tuple[str, Fields], work: Callable[[Unit, StaffRow], object]) -> Response:
    """Does it; when it is refused, what was typed stands in the form again."""
    try:
        await desk.keep(work)
    except (StepNotPossible, EmptyWords, LeadsToSomebody, NotUnderstood) as no:
        return await _page(desk, theme_id, no_of(no).status, _say(no), again=form)
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

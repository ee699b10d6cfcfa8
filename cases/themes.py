"""What coordinators do with signals and themes: check, bundle, write, step. Whoever is responsible is told when a theme comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from cases.access import require_coordinator
from cases.directory_care import open_tasks_for, require_directory_in_order
from cases.identifying import shows_number
from cases.refusals import (
    CaseNotFound,
    ChangedMeanwhile,
    EmptyWords,
    LeadsToSomebody,
    NotChecked,
    NotUnderstood,
    StepNotPossible,
)
from cases.telling import NoticeKind, tell_staff
from gaps import suggestions
from gaps.fields import SignalState
from gaps.lives import Level, ThemeState, signal_may, theme_may, way_to
from gaps.periods import from_german
from gaps.themes import TEXTS, area_and_cause, returned, scope_of, this_week
from storage.gap_rows import SignalRow
from storage.staff import StaffRow
from storage.theme_rows import ThemeRow
from storage.unit import Unit

AT_WORK = "coordinator"
SIGNALS_AT_ONCE = 50
WHY_AT_MOST = 1_000
TEXT_AT_MOST = 6_000
TITLE_AT_MOST = 200


def without_people(words: str, at_most: int = TEXT_AT_MOST) -> str:
    """Words about structures, cut to what may be kept; "" when nothing was written. Raises LeadsToSomebody."""
    words = words.strip()
    if shows_number(words):
        raise LeadsToSomebody
    return words[:at_most]


def reason(words: str) -> str:
    """Why somebody does it; every step has one. Raises EmptyWords, LeadsToSomebody."""
    words = without_people(words, WHY_AT_MOST)
    if not words:
        raise EmptyWords
    return words


def day_of(said: str) -> str:
    """A day as a date field sends it or as it is written here, as it is kept; "" for none. Raises NotUnderstood."""
    if not said:
        return ""
    try:
        return date.fromisoformat(from_german(said)).isoformat()
    except ValueError:
        raise NotUnderstood("day") from None


def handle(row: SignalRow) -> str:
    """A signal as a form names it: its number and what it is about, because numbers are dealt anew when a week is over."""
    about = "|".join((row.need, row.municipality or "", row.cause, row.week))
    return f"{row.id}-{hashlib.sha256(about.encode()).hexdigest()[:8]}"


def _named(unit: Unit, handles: Sequence[str]) -> list[SignalRow]:
    """The signals a form named; all of them, or CaseNotFound."""
    numbers = [one.partition("-")[0] for one in handles[:SIGNALS_AT_ONCE]]
    found = unit.themes.signals([int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 19])
    if not found or {handle(one) for one in found} != set(handles):
        raise CaseNotFound
    return found


def open_tasks(unit: Unit, staff: StaffRow, handles: Sequence[str]) -> None:
    """Opens the verification tasks about these signals, after DirectoryFirst. Raises NotAllowed, CaseNotFound."""
    require_coordinator(staff)
    open_tasks_for(unit, _named(unit, handles))


def step_signals(unit: Unit, staff: StaffRow, handles: Sequence[str], then: SignalState, why: str) -> None:
    """These signals take a step. All of them, or none: StepNotPossible, CaseNotFound; NotAllowed, EmptyWords, LeadsToSomebody.

    Checking them opens the verification tasks about what may be an error of the directory. Raises DirectoryFirst when they would count
    as structural before those are settled.
    """
    require_coordinator(staff)
    why = reason(why)
    found = _named(unit, handles)
    if then is SignalState.BUNDLED or not all(signal_may(SignalState(one.state), then) for one in found):
        raise StepNotPossible
    if then is SignalState.CHECKED:
        open_tasks_for(unit, found)
    elif then is SignalState.STRUCTURAL:
        require_directory_in_order(unit, found)
    unit.themes.signal_steps(found, [then], why, staff.id)


def bundle(
    unit: Unit, staff: StaffRow, handles: Sequence[str], why: str, *, title: str = "", theme_id: int | None = None, checked: bool = False
) -> int:
    """These signals become a new theme with this title, or part of one that is there; the theme's number.

    Signals that were not checked yet take every step up to there; for that somebody has to say that the directory was checked.
    Raises NotChecked, DirectoryFirst, StepNotPossible, CaseNotFound, NotAllowed, EmptyWords, LeadsToSomebody.
    """
    require_coordinator(staff)
    why, title = reason(why), without_people(title, TITLE_AT_MOST)
    found = _named(unit, handles)
    ways = {one.id: way_to(SignalState(one.state), SignalState.BUNDLED) for one in found}
    if not all(ways.values()):
        raise StepNotPossible
    if not checked and any(SignalState.STRUCTURAL in way for way in ways.values()):
        raise NotChecked
    require_directory_in_order(unit, [one for one in found if SignalState.STRUCTURAL in ways[one.id]])
    if theme_id is None:
        theme_id = _begin(unit, staff, title, *area_and_cause(found), why)
    elif unit.themes.one(theme_id) is None:
        raise CaseNotFound
    for way in set(ways.values()):
        unit.themes.signal_steps([one for one in found if ways[one.id] == way], way, why, staff.id, theme_id)
    unit.themes.widen(theme_id, scope_of(found))
    return theme_id


def accept_suggestion(
    unit: Unit, staff: StaffRow, need: str, cause: str, places: Sequence[str], why: str, *, title: str, checked: bool
) -> int:
    """A suggested bundle becomes a theme; its number. Raises what bundle() raises; CaseNotFound: nothing of it is left to bundle."""
    require_coordinator(staff)
    found = suggestions.signals_of(unit, need, cause, places, SIGNALS_AT_ONCE)
    theme_id = bundle(unit, staff, [handle(row) for row in found], why, title=title, checked=checked)
    unit.themes.widen(theme_id, ((need, place) for place in places))
    return theme_id


def open_tasks_of_suggestion(unit: Unit, staff: StaffRow, need: str, cause: str, places: Sequence[str]) -> None:
    """Opens the verification tasks about a suggested bundle, after DirectoryFirst. Raises NotAllowed."""
    require_coordinator(staff)
    open_tasks_for(unit, suggestions.signals_of(unit, need, cause, places, SIGNALS_AT_ONCE))


def decline_suggestion(unit: Unit, staff: StaffRow, need: str, cause: str, places: Sequence[str]) -> None:
    """Nobody is shown this suggestion again. Raises NotAllowed."""
    require_coordinator(staff)
    for mark in suggestions.marks(need, cause, places):
        unit.themes.decline_bundle(mark, staff.id)


def _begin(unit: Unit, staff: StaffRow, title: str, area: str, cause: str, why: str) -> int:
    if not title:
        raise EmptyWords
    texts = dict.fromkeys(TEXTS, "") | {"title": title, "office": unit.bodies.offices().get(area, "")}
    observed, level = ThemeState.OBSERVED.value, Level.DISTRICT.value
    return unit.themes.add(state=observed, level=level, area=area, cause=cause, texts=texts, by_id=staff.id, why=why)


def save(unit: Unit, staff: StaffRow, theme_id: int, version: int, texts: Mapping[str, str], level: str, due_day: str) -> None:
    """New texts of a theme, when nobody saved others since `version`.

    Raises ChangedMeanwhile, and CaseNotFound, NotAllowed, NotUnderstood, EmptyWords, LeadsToSomebody; then nothing changed.
    """
    require_coordinator(staff)
    row = _theme(unit, theme_id)
    if level not in {one.value for one in Level}:
        raise NotUnderstood("level")
    kept = row.texts | {
        name: without_people(texts[name], TITLE_AT_MOST if name == "title" else TEXT_AT_MOST) for name in TEXTS if name in texts
    }
    if not kept["title"]:
        raise EmptyWords
    if not unit.themes.save(theme_id, version, kept, level, day_of(due_day), staff.id, ""):
        raise ChangedMeanwhile


def step_theme(unit: Unit, staff: StaffRow, theme_id: int, then: ThemeState, why: str) -> None:
    """A theme takes a step. Raises StepNotPossible, CaseNotFound, NotAllowed, EmptyWords, LeadsToSomebody."""
    require_coordinator(staff)
    _step(unit, _theme(unit, theme_id), then, reason(why), staff.id)


def _theme(unit: Unit, theme_id: int) -> ThemeRow:
    row = unit.themes.one(theme_id)
    if row is None:
        raise CaseNotFound
    return row


def _step(unit: Unit, row: ThemeRow, then: ThemeState, why: str, by_id: int | None) -> None:
    if not theme_may(ThemeState(row.state), then):
        raise StepNotPossible
    closed = this_week(unit) if then is ThemeState.CLOSED else ""
    unit.themes.step(row.id, then, why, by_id, closed)


def decide(unit: Unit, theme_id: int, outcome: ThemeState, why: str, by_id: int) -> None:
    """The steering group decided on a theme on its agenda. Raises StepNotPossible when it is no draft any more."""
    _step(unit, _theme(unit, theme_id), outcome, why, by_id)


def send_letter(unit: Unit, staff: StaffRow, theme_id: int, addressee: str, words: str, sent_day: str) -> None:
    """A letter to the ministry about a theme. Raises CaseNotFound, NotAllowed, NotUnderstood, EmptyWords, LeadsToSomebody."""
    require_coordinator(staff)
    _theme(unit, theme_id)
    addressee, words, day = without_people(addressee, TITLE_AT_MOST), without_people(words), day_of(sent_day)
    if not addressee or not words or not day:
        raise EmptyWords
    unit.themes.add_letter(theme_id, addressee, words, day, staff.id)


def answer_letter(unit: Unit, staff: StaffRow, theme_id: int, letter_id: int, words: str, answered_day: str) -> None:
    """The ministry answered; the answer stands beside the letter and is not changed. Raises what send_letter() raises."""
    require_coordinator(staff)
    words, day = without_people(words), day_of(answered_day)
    if not words or not day:
        raise EmptyWords
    if not unit.themes.answer_letter(theme_id, letter_id, words, day):
        raise CaseNotFound


def reopen_what_returned(unit: Unit) -> int:
    """What the clock owes: closed themes whose signals came back are open again, and whoever is responsible hears it. How many."""
    rows = returned(unit)
    for row in rows:
        _step(unit, row, ThemeState.REOPENED, "", None)
        tell_staff(unit, responsible(unit, row.area), NoticeKind.THEME_RETURNED, f"theme:{row.id}:{unit.now_ms}")
    return len(rows)


def responsible(unit: Unit, area: str) -> list[StaffRow]:
    """The coordinators who know this area best; all of them, when nobody said so."""
    all_of_them = unit.staff.by_role(AT_WORK)
    return [one for one in all_of_them if area in one.areas] or all_of_them


def may_read(unit: Unit, staff: StaffRow, theme_id: int) -> bool:
    """Coordinators read every theme; everybody else those a working group of theirs works on, or that are on an agenda of theirs."""
    return staff.role == AT_WORK or theme_id in unit.bodies.themes_read_by(staff.id)

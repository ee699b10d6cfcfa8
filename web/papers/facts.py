"""What a report is made of, read in one unit: published numbers (gaps/releases.py), themes, measures, letters. With their German words.

Numbers of themes are those published for their needs, in the whole district: what a theme's own signals are is never counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from directory.needs import taxonomy
from gaps.lives import DECISIONS, Level, ThemeState
from gaps.periods import LOCAL, closed, half_of, half_of_quarter, iso_week, later, quarter, quarter_of
from gaps.releases import Release, releases
from gaps.report import Asked, Decision, Facts, Finding, ForMinistry, Grid, Measure, Theme
from gaps.safe_tables import OTHER
from gaps.views import Question, Shown, answer, by_need, findings, sensitive, together
from gaps.weekly import MET, UNMET
from storage.moments import from_ms
from storage.municipalities import MunicipalityRows
from storage.theme_rows import LetterRow, ThemeRow
from storage.unit import Unit
from web.desk_words import CAUSES, area_label, in_words, language_name, need_label, place_name
from web.gap_words import EVIDENCE, KINDS, sphere_label
from web.number_words import finding_lines
from web.theme_words import LEVELS, state_label

GROUP = "Übrige"
TREND = 8  # quarters in the chart
AGREED = (ThemeState.DECIDED, ThemeState.IMPLEMENTATION, ThemeState.EFFECT_CHECKED, ThemeState.CLOSED)  # what is followed up
DONE_WITH = (ThemeState.CLOSED, ThemeState.REJECTED)
PRINTED = ("municipality", "cause")
Words = Callable[[str], str]


def half_years(unit: Unit) -> list[str]:
    """The half-years a report can be about, newest first: those that are over and have numbers, and the last two in any case."""
    this_week = iso_week(unit.now)
    lately = {half_of(later(this_week, -26 * number)) for number in (1, 2)}
    known = {half_of_quarter(one.period) for one in releases(unit) if "Q" in one.period}
    return sorted(closed(lately | known, this_week), reverse=True)


def read_facts(unit: Unit, period: str) -> Facts:
    """All a report about this half-year says."""
    published = [one for one in releases(unit) if "Q" not in one.period or half_of_quarter(one.period) <= period]
    wanted = tuple(f"{period[:4]}-Q{2 * int(period[-1]) - 1 + number}" for number in (0, 1))
    there = {one.period for one in published}
    places = answer(published, Question("municipality", period))
    met = answer(published, Question("municipality", period, MET))
    named = {*(places.columns if places else ()), *(met.columns if met else ())}
    themes, towns = unit.themes.all(), MunicipalityRows(unit.connection, unit.district).all()
    return Facts(
        unit.district.title(),
        period,
        unit.now.astimezone(LOCAL).date(),
        quarters=tuple(one for one in wanted if one in there),
        missing=tuple(one for one in wanted if one not in there),
        by_municipality=_asked(places, met, _place),
        by_language=_asked(
            answer(published, Question("language", period)), answer(published, Question("language", period, MET)), language_name
        ),
        silent=tuple(sorted(one.name for one in towns if one.name not in named)) if there & set(wanted) else (),
        themes=tuple(_theme(unit, row, published, wanted) for row in themes if _is_open(row)),
        places=_grid(places, _area, _place),
        spheres=_grid(answer(published, Question("sphere", period)), sphere_label, sphere_label, "Rechtskreis"),
        decisions=tuple(_decision(unit, row, published) for row in themes if _is_followed_up(row, period)),
        ministry=tuple(_ministry(themes, unit.themes.letters(), period)),
        annex=tuple(_annex(published, period)),
        findings=tuple(Finding(*line) for line in finding_lines(findings(published, period))),
    )


def _place(code: str) -> str:
    return place_name(code or None)


def _area(code: str) -> str:
    return area_label(code)


def _grid(shown: Shown | None, down: Words, across: Words, about: str = "Schwerpunkt") -> Grid | None:
    if shown is None:
        return None
    rows, columns = _named(shown.rows, down), _named(shown.columns, across)
    return Grid(rows, columns, shown.cells, shown.row_totals, about)


def _named(codes: Iterable[str], words: Words) -> tuple[str, ...]:
    return tuple(GROUP if code == OTHER else words(code) for code in codes)


def _asked(missed: Shown | None, met: Shown | None, words: Words) -> tuple[Asked, ...]:
    """Requests by column. The group of the rest is not the same on both sides, so it has no rate and is left out."""
    without = {} if missed is None else dict(zip(missed.columns, missed.column_totals, strict=True))
    answered = {} if met is None else dict(zip(met.columns, met.column_totals, strict=True))
    codes = sorted({*without, *answered} - {OTHER}, key=words)
    return tuple(Asked(words(code), without.get(code), answered.get(code)) for code in codes)


def _annex(published: Sequence[Release], period: str) -> Iterable[tuple[str, Grid]]:
    tables: tuple[tuple[str, str, Words], ...] = (
        ("municipality", "Kommune", _place),
        ("cause", "Ursache", lambda code: in_words(CAUSES, code)),
        ("kind", "Art", lambda code: in_words(KINDS, code)),
        ("language", "Sprache", language_name),
        ("evidence", "Belegstufe", lambda code: in_words(EVIDENCE, code)),
    )
    yield from _needs(published, period)
    for by, name, words in tables:
        for side, said in ((UNMET, "ohne Angebot"), (MET, "mit Angebot")):
            grid = _grid(answer(published, Question(by, period, side)), _area, words)
            if grid is not None:
                yield f"Anfragen {said}: Schwerpunkt und {name}", replace(grid, printed=side == UNMET and by in PRINTED)
    spheres = _grid(answer(published, Question("sphere", period)), sphere_label, sphere_label, "von \\ nach")
    if spheres is not None:
        yield "Brüche zwischen Rechtskreisen", spheres
    private = sensitive(published, period)
    if private is not None:
        rows, columns = _named(private.rows, need_label), _named(private.columns, lambda code: code or "keinem Team zugeordnet")
        cells = private.cells or tuple(tuple(None for _ in columns) for _ in rows)
        yield "Heikle Anliegen je Regionalteam (ab zehn Menschen)", Grid(rows, columns, cells, private.row_totals, "Anliegen")


def _needs(published: Sequence[Release], period: str) -> Iterable[tuple[str, Grid]]:
    """Each need that stands alone, on both sides."""
    sides = [
        by_need([one for one in published if "Q" in one.period and half_of_quarter(one.period) == period], side) for side in (UNMET, MET)
    ]
    codes = sorted({*sides[0], *sides[1]}, key=need_label)
    if codes:
        cells = tuple(tuple(side.get(code) for side in sides) for code in codes)
        yield "Anfragen je Anliegen", Grid(_named(codes, need_label), ("ohne Angebot", "mit Angebot"), cells, (), "Anliegen")


def _is_open(row: ThemeRow) -> bool:
    return ThemeState(row.state) not in (*AGREED, *DONE_WITH)


def _is_followed_up(row: ThemeRow, period: str) -> bool:
    """What was agreed; what is closed only when it was closed in this half-year or later."""
    return ThemeState(row.state) in AGREED and (not row.closed_week or half_of(row.closed_week) >= period)


def _needs_of(unit: Unit, row: ThemeRow) -> list[str]:
    return sorted({need for need, _ in unit.themes.scope(row.id) if need in taxonomy()})


def _level(row: ThemeRow) -> str:
    return LEVELS[Level(row.level)]


def _theme(unit: Unit, row: ThemeRow, published: Sequence[Release], quarters: Sequence[str]) -> Theme:
    needs, texts = _needs_of(unit, row), row.texts
    of_quarters = [one for one in published if "Q" in one.period]
    now = [one for one in of_quarters if one.period in quarters]
    return Theme(
        title=texts.get("title", ""),
        level=_level(row),
        state=state_label(row.state),
        office=texts.get("office", ""),
        parties=texts.get("parties", ""),
        vignette=texts.get("vignette", ""),
        proposal=texts.get("proposal", ""),
        trend=tuple((one.period, together(needs, by_need([one]))) for one in of_quarters[-TREND:]),
        unmet=together(needs, by_need(now)),
        met=together(needs, by_need(now, MET)),
        draft=row.state == ThemeState.DRAFT,
    )


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def _decision(unit: Unit, row: ThemeRow, published: Sequence[Release]) -> Decision:
    steps = [step for step in unit.themes.history(row.id) if step.state in {one.value for one in DECISIONS}]
    on = from_ms(steps[-1].at).astimezone(LOCAL).date() if steps else None
    names = unit.staff.names()
    measures = tuple(
        Measure(
            duty.what,
            duty.office or names.get(duty.owner_id or 0, ("", False))[0],
            _day(duty.due_day),
            None if duty.done_at is None else from_ms(duty.done_at).astimezone(LOCAL).date(),
        )
        for duty in unit.bodies.duties(theme_id=row.id)
    )
    needs, of_quarters = _needs_of(unit, row), [one for one in published if "Q" in one.period]
    then = quarter(from_ms(steps[-1].at)) if steps else quarter_of(iso_week(unit.now))
    before = next((one for one in reversed(of_quarters) if one.period < then), None)
    after = next((one for one in reversed(of_quarters) if one.period > then), None)
    return Decision(
        row.texts.get("title", ""),
        row.texts.get("decision", ""),
        on,
        state_label(row.state),
        measures,
        before=together(needs, by_need([before])) if before else None,
        after=together(needs, by_need([after])) if after else None,
        since=after.period if after else "",
    )


def _ministry(themes: Iterable[ThemeRow], letters: Sequence[LetterRow], period: str) -> Iterable[ForMinistry]:
    """Themes for the Land or the Bund, each with its letters. What was answered before the half-year is over and done with."""
    first_day = f"{period[:4]}-{'01' if period.endswith('1') else '07'}-01"
    for row in themes:
        written = [letter for letter in letters if letter.theme_id == row.id]
        meant = row.level in (Level.LAND, Level.BUND) or row.state == ThemeState.FORWARDED
        said = row.texts.get("title", ""), _level(row), row.texts.get("proposal", "")
        for letter in written:
            if not letter.answered_day or letter.answered_day >= first_day:
                yield ForMinistry(*said, letter.addressee, _day(letter.sent_day), letter.answer, _day(letter.answered_day))
        if meant and not written and ThemeState(row.state) not in DONE_WITH:
            yield ForMinistry(*said)

"""What is published of a quarter or half-year that is over: decided once, kept, and never made again.

Whatever is corrected later, asked in another way or exported is read from here, so two answers about the same period can never
be held against each other.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from directory.needs import SENSITIVE
from directory.renamed import Renamed, load_renamed
from gaps.fields import NOT_MISSING, Kind, Source
from gaps.findings import Published, of_half_year, of_quarter
from gaps.periods import closed, half_of, iso_week, later, month_of, quarter_of, weeks_of
from gaps.safe_tables import FEWEST, FEWEST_SENSITIVE, Counts, SafeTable, Week, grouped, safe_parts, safe_table
from gaps.weekly import ALL, OUTCOME, OUTCOMES, SENSITIVE_NEEDS, SIDES, SPHERES, UNMET
from storage.gap_counts import CountRow
from storage.municipalities import MunicipalityRows
from storage.unit import Unit

MONTHS = "month"
PARTS = "need"


@dataclass(frozen=True)
class Release:
    """All that will ever be said about a period. Tables by side and what they are by; `parts`: the needs of each area; `findings` have
    no number."""

    period: str
    tables: dict[str, SafeTable] = field(default_factory=dict)
    parts: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    findings: tuple[Published, ...] = ()

    def table(self, by: str, side: str = UNMET) -> SafeTable | None:
        """A table, or None when nothing of it may be shown."""
        return self.tables.get(f"{side}.{by}")

    def needs(self, side: str = UNMET) -> dict[str, dict[str, int]]:
        """Area, then need or OTHER: at least so many."""
        return self.parts.get(side, {})

    def to_json(self) -> str:
        tables = {name: asdict(table) for name, table in self.tables.items()}
        return json.dumps({"tables": tables, "parts": self.parts, "findings": self.findings}, sort_keys=True)

    @classmethod
    def from_json(cls, period: str, body: str) -> Release:
        said = json.loads(body)
        findings = tuple(Published(*one) for one in said.get("findings", ()))  # what was released before there were any has none
        return cls(period, {name: _table(table) for name, table in said["tables"].items()}, said["parts"], findings)


def _table(said: dict[str, Any]) -> SafeTable:
    cells = tuple(tuple(line) for line in said["cells"])
    return SafeTable(tuple(said["rows"]), tuple(said["columns"]), tuple(said["row_totals"]), tuple(said["column_totals"]), cells)


def quarter_release(period: str, rows: Iterable[CountRow], findings: tuple[Published, ...] = ()) -> Release:
    """What may be published of a quarter, of the counts of its weeks. Its findings stand beside them, untouched. Pure."""
    counts = counts_by_table(rows)
    tables: dict[str, SafeTable | None] = {}
    parts: dict[str, dict[str, dict[str, int]]] = {}
    for side, bys in SIDES.items():
        of_needs = counts.get((side, PARTS), {})
        areas = grouped({row: weeks for (row, column), weeks in of_needs.items() if row != ALL and column == ALL}, FEWEST)
        if not areas.names:
            continue
        parts[side] = safe_parts(of_needs, FEWEST, areas)
        tables[f"{side}.{MONTHS}"] = safe_table(by_month(of_needs), FEWEST, areas)
        for by in bys:
            if by != PARTS:
                tables[f"{side}.{by}"] = safe_table(counts.get((side, by), {}), FEWEST, areas)
    kinds = tables.get(f"{UNMET}.kind")
    if kinds is not None and Kind.BREAK in kinds.columns:  # else the total of the breaks would say what the table of kinds hides
        tables[f"{UNMET}.{SPHERES}"] = safe_table(counts.get((UNMET, SPHERES), {}), FEWEST)
    answers = {by: counts.get((OUTCOME, by), {}) for by in OUTCOMES}
    outcomes = grouped({row: weeks for (row, column), weeks in answers["service"].items() if row != ALL and column == ALL}, FEWEST)
    if outcomes.names:
        tables |= {f"{OUTCOME}.{by}": safe_table(of_answers, FEWEST, outcomes) for by, of_answers in answers.items()}
    return Release(period, {name: table for name, table in tables.items() if table is not None}, parts, findings)


def half_year_release(period: str, rows: Iterable[CountRow], findings: tuple[Published, ...] = ()) -> Release:
    """What may be published of the sensitive needs of a half-year: by regional team, nothing finer, never fewer than ten. Pure."""
    table = safe_table(counts_by_table(rows).get((UNMET, SENSITIVE_NEEDS), {}), FEWEST_SENSITIVE)
    return Release(period, {} if table is None else {f"{UNMET}.{SENSITIVE_NEEDS}": table}, findings=findings)


def counts_by_table(rows: Iterable[CountRow]) -> dict[tuple[str, str], Counts]:
    """The counts by side and table. What a human let count beside the rest adds hints; that its people are others nobody can know."""
    tables: dict[tuple[str, str], dict[tuple[str, str], dict[str, Week]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        weeks = tables[row.side, row.by][row.row, row.column]
        here = weeks.get(row.week, Week(0, 0, 0))
        weeks[row.week] = Week(here.hints + row.hints, max(here.people, row.people), max(here.firsts, row.firsts))
    return {name: dict(table) for name, table in tables.items()}


def by_month(of_needs: Counts) -> Counts:
    """The margins of the areas, by month: rows are areas, columns months."""
    months: dict[tuple[str, str], dict[str, Week]] = defaultdict(dict)
    for (row, column), weeks in of_needs.items():
        if column == ALL:
            months[row, ALL].update(weeks)
            for week, count in weeks.items():
                months[row, month_of(week)][week] = count if row == ALL else count._replace(firsts=count.people)
    return months


def release_what_is_over(unit: Unit) -> list[str]:
    """Decides what is published of each quarter and half-year that is over and was not released yet. Which ones."""
    this_week, done = iso_week(unit.now), []
    weeks, waiting = unit.gap_counts.weeks(), unit.gap_counts.open_before(this_week)
    lately = [later(this_week, -number) for number in range(1, 27)]  # here something may have been found though nobody asked
    released = set(unit.gap_counts.released())
    for of in (quarter_of, half_of):
        counted, uncounted = {of(week) for week in weeks}, {of(week) for week in waiting}
        for period in closed(counted | {of(week) for week in lately}, this_week):
            if period in released or period in uncounted:
                continue
            release = _decided(unit, period, [week for week in weeks if of(week) == period])
            if period in counted or release.findings:
                unit.gap_counts.release(period, release.to_json())
                done.append(period)
    return done


def _decided(unit: Unit, period: str, weeks: list[str]) -> Release:
    rows, all_weeks = unit.gap_counts.counts(weeks), weeks_of(period)
    found = [Published(*one) for one in unit.gaps.found(all_weeks[0], all_weeks[-1], Source.CASE_MANAGER, NOT_MISSING)]
    if "Q" in period:
        return quarter_release(period, rows, of_quarter(found))
    teams = {row.name: row.regional_team or "" for row in MunicipalityRows(unit.connection, unit.district).all()}
    return half_year_release(period, rows, of_half_year(found, teams))


def as_called_now(release: Release, names: Sequence[Renamed]) -> Release:
    """What was published, under the names of now; its numbers stay what they were.

    Needs of one area that are one need now are added up; a municipality takes its new name where that was not published beside it.
    """
    towns = {one.old: one.new for one in names if one.kind == "municipality"}
    needs = {one.old: one.new for one in names if one.kind == "need" and (one.old in SENSITIVE) == (one.new in SENSITIVE)}

    def renamed(codes: tuple[str, ...], by: dict[str, str]) -> tuple[str, ...]:
        new = [by.get(code, code) for code in codes]
        return tuple(code if there in codes or new.count(there) > 1 else there for code, there in zip(codes, new, strict=True))

    tables = {
        name: replace(table, rows=renamed(table.rows, needs), columns=renamed(table.columns, towns))
        for name, table in release.tables.items()
    }
    parts: dict[str, dict[str, dict[str, int]]] = {side: {area: {} for area in areas} for side, areas in release.parts.items()}
    for side, areas in release.parts.items():
        for area, numbers in areas.items():
            for code, number in numbers.items():
                now = needs.get(code, code)
                parts[side][area][now] = parts[side][area].get(now, 0) + number
    findings = tuple(
        sorted({one._replace(need=needs.get(one.need, one.need), place=towns.get(one.place, one.place)) for one in release.findings})
    )
    return Release(release.period, tables, parts, findings)


def releases(unit: Unit) -> list[Release]:
    """All that is published, oldest first."""
    names = load_renamed()
    found = [Release.from_json(period, body) for period, body in unit.gap_counts.releases()]
    return [as_called_now(one, names) for one in found] if names else found

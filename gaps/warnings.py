"""Early warning at work: reads the weeks that are over, keeps what is new, and gives it to whoever shows it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict

from directory.needs import SENSITIVE
from directory.places import kilometres
from gaps.early_warning import SILENCE_WINDOWS, SURGE_WINDOWS, YEAR, Asked, Silence, SuggestedBundle, silences, suggested_bundles
from gaps.periods import iso_week, later
from gaps.weekly import ALL, MET, REACH
from storage.municipalities import MunicipalityRow, MunicipalityRows
from storage.unit import Unit

SURGE, SILENCE = "surge", "silence"
QUIET = 26  # weeks in which the same thing is not said again
NEAR_KM, NEAREST = 15.0, 2  # neighbours lie so near, or are the two nearest


def bundles_now(unit: Unit) -> list[SuggestedBundle]:
    """What surged up to the last week that is over. Sensitive needs are never among it: their places would be too small."""
    week = later(iso_week(unit.now), -1)
    since = later(week, -YEAR - max(SURGE_WINDOWS))
    load: dict[tuple[str, str], float] = defaultdict(float)
    for row in unit.gap_counts.cells("need", since):
        if row.side == MET and row.row != ALL and row.column == ALL:
            load[row.row, row.week] += row.hints
    observed = unit.gaps.observed(since, sorted(SENSITIVE))
    return suggested_bundles(observed, load, neighbours(MunicipalityRows(unit.connection, unit.district).all()), week)


def silences_now(unit: Unit) -> list[Silence]:
    """From where nothing, or much less than usual, came up to the last week that is over."""
    week = later(iso_week(unit.now), -1)
    cells = unit.gap_counts.cells(REACH, later(week, -YEAR - max(SILENCE_WINDOWS)))
    return silences((Asked(row.week, row.row, row.column, row.hints) for row in cells if ALL not in (row.row, row.column)), week)


def look_out(unit: Unit) -> int:
    """Keeps what is new since the last look. How much that was: coordinators are told that there is something, and not what."""
    week = later(iso_week(unit.now), -1)
    known = {(row.kind, row.about) for row in unit.gap_counts.warnings(later(week, -QUIET))}
    new = 0
    for kind, found in ((SURGE, bundles_now(unit)), (SILENCE, silences_now(unit))):
        for one in found:
            abouts = _abouts(one)
            if not known.intersection((kind, about) for about in abouts):
                new += 1
                known.update((kind, about) for about in abouts)
                for about in abouts:
                    unit.gap_counts.warn(week, kind, about, json.dumps(asdict(one)))
    return new


def _abouts(one: SuggestedBundle | Silence) -> list[str]:
    """What it is about: a bundle once for each of its places, so that it is known again when its border moves."""
    if isinstance(one, Silence):
        return [f"{one.municipality}|{one.language}"]
    return [f"{one.need}|{one.cause}|{place}" for place in one.municipalities]


def warnings(unit: Unit, weeks: int) -> tuple[list[SuggestedBundle], list[Silence]]:
    """What was found in the last so many weeks, newest first."""
    surges: dict[str, SuggestedBundle] = {}
    silent: list[Silence] = []
    for row in unit.gap_counts.warnings(later(iso_week(unit.now), -weeks)):
        said = json.loads(row.body)
        if row.kind == SURGE:
            lists = {name: tuple(said[name]) for name in ("municipalities", "languages")}
            surges.setdefault(row.body, SuggestedBundle(**{**said, **lists}))
        else:
            silent.append(Silence(**said))
    return list(surges.values()), silent


def neighbours(rows: Iterable[MunicipalityRow]) -> dict[str, tuple[str, ...]]:
    """The municipalities around each one."""
    rows = list(rows)
    around: dict[str, tuple[str, ...]] = {}
    for row in rows:
        others = sorted((_apart(row, other), other.name) for other in rows if other.name != row.name)
        around[row.name] = tuple(name for place, (far, name) in enumerate(others) if far <= NEAR_KM or place < NEAREST)
    return around


def _apart(one: MunicipalityRow, other: MunicipalityRow) -> float:
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)

"""Findings beside the numbers: planted, published, and held against what they must not say.

Each of them is about somebody who asked in the same quarter, preferably where few did: the worst case, for in truth a case manager may have
seen what nobody wrote. The attacker is told so, and solves with it (bench/gaps/attack.py).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from bench.gaps.planted import DOMAINS, PLACES, TEAMS, Planted
from bench.gaps.solver import Attack
from directory.needs import SENSITIVE, taxonomy
from gaps.fields import Cause
from gaps.findings import Published, of_half_year, of_quarter
from gaps.periods import half_of_quarter
from gaps.releases import Release, half_year_release, quarter_release
from gaps.weekly import ALL, MET
from storage.gap_counts import CountRow

FINDINGS = 60  # of each quarter
TWICE = 9  # how often the same is found, to see that it does not show


def found(district: Planted, quarter: str, seed: int) -> list[Published]:
    """What case managers found: needs that were asked for, in places from which their area was asked for, the smallest cells first."""
    chance = random.Random(seed)
    asked: dict[str, list[str]] = {}
    for at, (area, place) in sorted((number, cell[3:]) for cell, number in district.hints.items() if _of_places(cell, quarter)):
        asked.setdefault(area, [])
        if place not in asked[area] and at:
            asked[area].append(place)
    needs = {cell[4] for cell in district.hints if cell[0] == quarter and cell[2] == "need" and ALL not in cell}
    pairs = [(need, place) for need in sorted(needs) for place in asked.get(taxonomy()[need].area, ())[:4]]
    pairs += [(need, chance.choice(PLACES)) for need in DOMAINS["sensitive"]]
    chosen = chance.sample(pairs, min(FINDINGS, len(pairs)))
    return [Published(need, chance.choice(tuple(Cause)), place) for need, place in chosen]


def _of_places(cell: tuple[str, str, str, str, str], quarter: str) -> bool:
    return cell[0] == quarter and cell[2] == "municipality" and ALL not in cell


def tell(attack: Attack, release: Release, by: str = "municipality") -> None:
    """The attacker takes each finding for somebody who asked: with or without an offer, in this place or, when none is said, anywhere."""
    for one in release.findings:
        area = taxonomy()[one.need].area
        places = [one.place] if one.place else DOMAINS[by]
        cells = [(f"{before}{by}", area, place) for before in ("", f"{MET} ") for place in places]
        attack.knows((attack.cell(cell) for cell in cells), 1, float("inf"))


def leaks(rows: Sequence[CountRow], findings: Sequence[Published], period: str) -> list[str]:
    """What a release with findings says more than it may: a number that hangs on them, a finding that hangs on a number or on how often it
    was found, a sensitive need by quarter or municipality, a team that is a municipality."""
    said = []
    bare, whole = _decided(period, rows, ()), _decided(period, rows, findings)
    if (bare.tables, bare.parts) != (whole.tables, whole.parts) or bare.findings:
        said.append(f"{period}: the numbers hang on the findings")
    if _decided(period, (), findings).findings != whole.findings:
        said.append(f"{period}: the findings hang on the numbers")
    if _decided(period, rows, [*findings] * TWICE).findings != whole.findings:
        said.append(f"{period}: it shows how often something was found")
    for one in whole.findings:
        if (one.need in SENSITIVE) == ("Q" in period) or (one.need in SENSITIVE and one.place in TEAMS):
            said.append(f"{period}: {one} is finer than it may be")
    lonely = {place: place if number == 0 else "the others" for number, place in enumerate(TEAMS)}
    told = {one.place for one in of_half_year(findings, lonely)}
    if told - {""}:
        said.append(f"{period}: teams are said though one of them is a municipality")
    return said


def _decided(period: str, rows: Iterable[CountRow], findings: Sequence[Published]) -> Release:
    if "Q" in period:
        return quarter_release(period, rows, of_quarter(findings))
    return half_year_release(period, rows, of_half_year(findings, TEAMS))


def all_leaks(district: Planted, by_quarter: dict[str, list[CountRow]], findings: dict[str, list[Published]]) -> list[str]:
    """Those of every quarter, and of their half-year."""
    said = [leak for quarter, rows in by_quarter.items() for leak in leaks(rows, findings[quarter], quarter)]
    return said + leaks(district.rows, [one for some in findings.values() for one in some], half_of_quarter(next(iter(by_quarter))))

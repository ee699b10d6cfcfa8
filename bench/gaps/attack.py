"""An attack on everything that is published about gaps (promises DP6, DP7, A18).

Districts with planted small cells are counted and released as the house does it. A solver (HiGHS, integer programs) then uses all
tables of a period at once, their margins, the findings of case managers (each taken for somebody who asked) and what 10,000 random
filters answer, with and without an insider who knows the exact numbers behind what is shown. A cell is recovered when the number of
fewer than five (sensitive: ten) people is narrowed to fewer than five (ten) steps. In the same run the same attack on a peer: a table
with its margins, small numbers left out, nothing else. Beside that: no number hangs on a finding, and no finding on a number.

Then, on a real database: after the salt is destroyed every id is tried against all that is left; the order of the signals is held
against the order in which people came; the schema is searched for a way from a signal to a person; and what is published is asked for
again after later corrections.

    python -m bench.gaps.attack [--seed N] [--districts N] [--short]

The last line is readable by a script; exit status 1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.gaps import findings
from bench.gaps.answers import attack_answers
from bench.gaps.claims import Claims
from bench.gaps.planted import DOMAINS, NEEDS, Planted, planted
from bench.gaps.remains import Remains, remains
from bench.gaps.solver import Attack, Key, members, read
from directory.needs import SENSITIVE
from gaps.fields import Kind
from gaps.findings import of_quarter
from gaps.periods import half_of_quarter, months_of
from gaps.releases import Release, by_month, counts_by_table, half_year_release, quarter_release
from gaps.safe_tables import FEWEST, FEWEST_SENSITIVE, OTHER, STEP
from gaps.weekly import ALL, MET, OUTCOME, OUTCOMES, SIDES, UNMET

QUARTERS = ("2026-Q1", "2026-Q2")
FILTERS = 10_000
WEEKS = 13
SIZES = (400, 40, 800, 150, 12)  # hints a week, of one district after another
DISTRICTS, SHORT = 5, 2
RHO = 0.05
PEER_BY = ("municipality", "kind", "evidence")


@dataclass
class Tally:
    """What the attacks came to."""

    cells: int = 0
    attacked: int = 0
    recovered: int = 0
    peer_recovered: int = 0
    filter_leaks: int = 0
    findings: int = 0
    finding_leaks: int = 0
    changed: int = 0
    unread: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Truth:
    """Hints and largest number of people of each cell of one side of a quarter, months included."""

    hints: dict[Key, int]
    people: dict[Key, int]

    @classmethod
    def of(cls, district: Planted, quarter: str, side: str) -> Truth:
        cells = {cell[2:]: number for cell, number in district.hints.items() if cell[:2] == (quarter, side)}
        people = {cell[2:]: number for cell, number in district.people.items() if cell[:2] == (quarter, side)}
        rows = [row for row in district.rows if row.week[:4] == quarter[:4] and row.side == side and row.by == "need"]
        for (area, month), weeks in by_month(counts_by_table(rows).get((side, "need"), {})).items():
            if month in months_of(quarter):
                cells["month", area, month] = sum(week.hints for week in weeks.values())
                people["month", area, month] = max(week.people for week in weeks.values())
        return cls({key: cells[key] for key in cells}, people)

    def inner(self) -> dict[Key, int]:
        return {key: number for key, number in self.hints.items() if ALL not in key}


def columns_of(by: str, quarter: str) -> tuple[str, ...]:
    return months_of(quarter) if by == "month" else DOMAINS[by]


def attack_quarter(tally: Tally, district: Planted, release: Release, claims: Claims | None, *, insider: bool, at_most: int) -> None:
    """All tables of a quarter at once, of both sides: the findings are about somebody on one of them."""
    attack, equal, targets = Attack(), list[tuple[tuple[int, ...], tuple[int, ...]]](), dict[str, list[int]]()
    for side in (UNMET, MET):
        targets |= _learned(attack, equal, district, release, side, claims, insider=insider)
    findings.tell(attack, release)
    names = list(targets)
    chosen = sorted(random.Random(at_most).sample(names, min(2 * at_most, len(names))))
    solved = attack.solve([targets[one] for one in chosen], equal)
    found = [(name, *ends) for name, ends in zip(chosen, solved, strict=True)]
    _add(tally, len(targets), FEWEST, release.period, found, insider=insider)


def _learned(
    attack: Attack,
    equal: list[tuple[tuple[int, ...], tuple[int, ...]]],
    district: Planted,
    release: Release,
    side: str,
    claims: Claims | None,
    *,
    insider: bool,
) -> dict[str, list[int]]:
    """The attacker learns all that is published of one side. By name, the cells of what is too small."""
    quarter, truth, areas = release.period, Truth.of(district, release.period, side), DOMAINS["area"]
    before = "" if side == UNMET else f"{MET} "

    def cell(by: str, row: str, column: str) -> int:
        return attack.cell((before + by, row, column))

    bys = [by for by in (*SIDES[side], "month") if by != "need"]
    known = {(before + by, row, column): number for (by, row, column), number in truth.inner().items()} if insider else None
    needs = {area: [need.code for need in NEEDS if need.area == area and need.code not in SENSITIVE] for area in areas}
    for by in bys:
        columns = columns_of(by, quarter)
        for area in areas:
            line = [cell(by, area, column) for column in columns]
            attack.same(line, [cell("need", area, need) for need in needs[area]], equal)
        table = release.table(by, side)
        if table is not None:
            read(attack, before + by, table, areas, columns, known)
    for area, parts in release.needs(side).items():
        for name, number in parts.items():
            keys: list[Key] = [("need", area, need) for need in members(tuple(parts), name, needs[area])]
            exact = sum(truth.hints.get(key, 0) for key in keys)
            attack.knows((cell(*key) for key in keys), exact if insider else number, exact if insider else number + STEP - 1)
    if side == UNMET:
        spheres = DOMAINS["sphere"]
        breaks = [cell("sphere", one, other) for one in spheres for other in spheres]
        attack.same(breaks, [cell("kind", area, Kind.BREAK) for area in areas], equal)
        table = release.table("sphere")
        if table is not None:
            read(attack, "sphere", table, spheres, spheres, known)
    if claims is not None:
        claims.teach(attack, quarter, side, areas, before)
    targets = dict[str, list[int]]()
    for (by, row, column), place in list(attack.index.items()):
        if by.startswith(f"{MET} ") != (side == MET):
            continue
        key = (by.removeprefix(before), row, column)
        if truth.people.get(key, 0) < FEWEST:
            attack.at_most[place] = (FEWEST - 1) * WEEKS
            if truth.people.get(key, 0) and truth.hints.get(key, 0):
                targets[f"{side} {key}"] = [place]
    for by in bys:  # margins that are too small
        for code in columns_of(by, quarter):
            if 0 < truth.people.get((by, ALL, code), 0) < FEWEST:
                targets[f"{side} {by} {code}"] = [cell(by, area, code) for area in areas]
    return targets


def _add(tally: Tally, cells: int, fewest: int, where: str, found: list[tuple[str, float, float]], *, insider: bool) -> None:
    """What an attack came to: of so many small cells, the least and the most each of those it looked at can be."""
    tally.cells += cells
    tally.attacked += len(found)
    for name, least, most in found:
        if most - least < fewest:
            tally.recovered += 1
            tally.wrong.append(f"{where} {name}: {least:.0f} to {most:.0f}{', insider' if insider else ''}")


def attack_sensitive(tally: Tally, district: Planted, release: Release, *, insider: bool) -> None:
    """The table of sensitive needs of a half-year."""
    table = release.table("sensitive")
    hints, people = Counter[Key](), Counter[Key]()
    for (quarter, side, by, row, column), number in district.hints.items():
        if by == "sensitive" and side == UNMET and half_of_quarter(quarter) == release.period:
            hints[by, row, column] += number
            people[by, row, column] = max(people[by, row, column], district.people[quarter, side, by, row, column])
    attack = Attack()
    for need in DOMAINS["sensitive"]:
        for team in DOMAINS["team"]:
            attack.cell(("sensitive", need, team))
    if table is not None:
        inner = Counter({key: number for key, number in hints.items() if ALL not in key})
        read(attack, "sensitive", table, DOMAINS["sensitive"], DOMAINS["team"], inner if insider else None)
    small = [key for key in hints if ALL not in key and 0 < people[key] < FEWEST_SENSITIVE]
    for key, place in attack.index.items():
        if people[key] < FEWEST_SENSITIVE:
            attack.at_most[place] = (FEWEST_SENSITIVE - 1) * 2 * WEEKS
    solved = attack.solve([[attack.index[key]] for key in small], [])
    found = [(str(key), *ends) for key, ends in zip(small, solved, strict=True)]
    _add(tally, len(small), FEWEST_SENSITIVE, release.period, found, insider=insider)


def attack_peer(tally: Tally, district: Planted, quarter: str, by: str) -> None:
    """The peer: every cell and margin with five people or more as it is, the others left out."""
    truth, areas, columns = Truth.of(district, quarter, UNMET), DOMAINS["area"], columns_of(by, quarter)
    attack = Attack()
    for row in (ALL, *areas):
        for column in (ALL, *columns):
            cells = [attack.cell((by, one, other)) for one in areas for other in columns if row in (ALL, one) and column in (ALL, other)]
            number = truth.hints.get((by, row, column), 0)
            if truth.people.get((by, row, column), 0) >= FEWEST:
                attack.knows(cells, number, number)
            elif len(cells) == 1:
                attack.at_most[cells[0]] = (FEWEST - 1) * WEEKS
    small = [key for key in truth.inner() if key[0] == by and 0 < truth.people[key] < FEWEST]
    for least, most in attack.solve([[attack.index[key]] for key in small], []):
        tally.peer_recovered += most - least < FEWEST


def unread(releases: Iterable[Release]) -> set[str]:
    """What is published and read by none of the attacks: nothing may be."""
    known = {f"{side}.{by}" for side in (UNMET, MET) for by in (*SIDES[side], "month")} | {f"{OUTCOME}.{by}" for by in OUTCOMES}
    known |= {f"{UNMET}.sphere", f"{UNMET}.sensitive"}
    there = {name for release in releases for name in release.tables} | {f"{side}.need" for release in releases for side in release.parts}
    return there - known


def attacked(seed: int, districts: int, filters: int, at_most: int) -> Tally:
    """The attack on so many districts; of each table at most so many cells."""
    tally = Tally()
    for number in range(districts):
        district = planted(seed + number, SIZES[number % len(SIZES)])
        by_quarter = {quarter: [row for row in district.rows if (quarter[-1] == "1") == (row.week <= "2026-W13")] for quarter in QUARTERS}
        found = {quarter: findings.found(district, quarter, seed + number) for quarter in QUARTERS}
        quarters = [quarter_release(quarter, rows, of_quarter(found[quarter])) for quarter, rows in by_quarter.items()]
        leaks = findings.all_leaks(district, by_quarter, found)
        tally.findings += sum(len(release.findings) for release in quarters)
        tally.finding_leaks += len(leaks)
        tally.wrong += leaks
        claims = Claims.asked(quarters, seed + number, filters // districts)
        tally.filter_leaks += claims.leaks
        for release in quarters:
            for insider in (False, True):
                attack_quarter(tally, district, release, None if insider else claims, insider=insider, at_most=at_most)
            for insider in (False, True):
                cells, found_answers = attack_answers(
                    district, release, None if insider else claims, insider=insider, weeks=WEEKS, at_most=at_most
                )
                _add(tally, cells, FEWEST, f"{release.period} {OUTCOME}", found_answers, insider=insider)
            for by in PEER_BY:
                attack_peer(tally, district, release.period, by)
        half = half_year_release(half_of_quarter(QUARTERS[0]), district.rows)
        for insider in (False, True):
            attack_sensitive(tally, district, half, insider=insider)
        tally.unread += len(unread([*quarters, half]))
        named = [(name, code) for release in quarters for name, table in release.tables.items() for code in (*table.rows, *table.columns)]
        tally.changed += sum(code in SENSITIVE for name, code in named if code != OTHER and not name.endswith("sensitive"))
        print(f"district {number}: {tally.attacked} attacked, {tally.recovered} recovered, peer {tally.peer_recovered}", flush=True)
    return tally


def verdict(tally: Tally, left: Remains) -> int:
    """0 when every figure is reached."""
    leaked = tally.filter_leaks + tally.finding_leaks + tally.unread + tally.changed
    nothing = tally.recovered == leaked == left.matches == left.paths == left.changed == 0
    seen = tally.peer_recovered > 0 and tally.attacked > 0 and tally.findings > 0
    return 0 if nothing and seen and abs(left.rho) <= RHO else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--districts", type=int, default=DISTRICTS)
    parser.add_argument("--short", action="store_true", help="for make test")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    districts = SHORT if options.short else options.districts
    tally = attacked(options.seed, districts, FILTERS, 20 if options.short else 100)
    left = remains(300 if options.short else 2_000)
    print(*tally.wrong[:20], sep="\n")
    print(
        f"cells={tally.cells} attacked={tally.attacked} recovered={tally.recovered} filters={FILTERS} filter_leaks={tally.filter_leaks} "
        f"findings={tally.findings} finding_leaks={tally.finding_leaks} unread={tally.unread} changed={tally.changed + left.changed} "
        f"matches={left.matches} rho={left.rho:.3f} paths={left.paths} peer_recovered={tally.peer_recovered}"
    )
    return verdict(tally, left)


if __name__ == "__main__":
    sys.exit(main())

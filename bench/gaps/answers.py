"""What people said of services, attacked: three tables that share what came of it, and the shares made of them."""

from __future__ import annotations

import random

from bench.gaps.claims import Claims
from bench.gaps.planted import DOMAINS, Planted
from bench.gaps.solver import Attack, Key, read
from gaps.releases import Release
from gaps.safe_tables import FEWEST
from gaps.weekly import ALL, OUTCOME, OUTCOMES

MOST = 12  # answers of one person in one week and cell: up to six services of a need, and seldom more than two needs


def attack_answers(
    district: Planted, release: Release, claims: Claims | None, *, insider: bool, weeks: int, at_most: int
) -> tuple[int, list[tuple[str, float, float]]]:
    """How many small cells there are, and the least and the most each of some of them can be."""
    quarter, outcomes = release.period, DOMAINS["outcome"]
    hints = {cell[2:]: number for cell, number in district.hints.items() if cell[:2] == (quarter, OUTCOME)}
    people = {cell[2:]: number for cell, number in district.people.items() if cell[:2] == (quarter, OUTCOME)}
    inner: dict[Key, int] = {key: number for key, number in hints.items() if ALL not in key}
    attack, equal = Attack(), list[tuple[tuple[int, ...], tuple[int, ...]]]()
    for by in OUTCOMES:
        for outcome in outcomes:  # every answer stands in each of the tables
            line = [attack.cell((by, outcome, column)) for column in DOMAINS[by]]
            attack.same(line, [attack.cell(("service", outcome, one)) for one in DOMAINS["service"]], equal)
        table = release.table(by, OUTCOME)
        if table is not None:
            read(attack, by, table, outcomes, DOMAINS[by], inner if insider else None)
    if claims is not None:
        claims.teach(attack, quarter, OUTCOME, outcomes)
    for key, place in attack.index.items():
        if people.get(key, 0) < FEWEST:
            attack.at_most[place] = (FEWEST - 1) * weeks * MOST
    targets = {str(key): [attack.index[key]] for key in inner if 0 < people[key] < FEWEST}
    for by in OUTCOMES:  # margins that are too small
        for column in DOMAINS[by]:
            if 0 < people.get((by, ALL, column), 0) < FEWEST:
                targets[f"{by} {column}"] = [attack.index[by, outcome, column] for outcome in outcomes]
    chosen = random.Random(at_most).sample(sorted(targets), min(at_most, len(targets)))
    found = attack.solve([targets[one] for one in chosen], equal)
    return len(targets), [(name, least, most) for name, (least, most) in zip(chosen, found, strict=True)]

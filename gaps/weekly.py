"""Counting a week that is over, before its salt is destroyed: which cells, and distinct people in each.

From these counts every published table can be made later (gaps/safe_tables.py); no other count of people will ever be possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from storage.gap_counts import AnswerRow

ALL = "*"  # a margin: all rows, or all columns
NOT_SAID = ""
UNMET, MET, OUTCOME = "gap", "met", "out"  # the sides: nobody could help; something was proposed; what came of it
HELPED, UNHELPED, UNREACHED = "helped", "unhelped", "unreached"


class Hint(NamedTuple):
    """What one person asked for in one week: one need, once per place. `token` tells people of one week apart and leads to nobody."""

    token: str
    side: str  # UNMET: a gap; MET: something was proposed
    need: str
    area: str
    municipality: str
    cause: str
    kind: str
    language: str
    sphere_from: str
    sphere_to: str
    evidence: str
    burst: str = ""  # not empty: so many asked for the same within an hour that a human has to look first


class WeekCount(NamedTuple):
    """One cell of one week. `hints` add up over every margin. `people` are distinct. `firsts` counts each person in one cell only:
    in a row by their first column, in a margin by their first row; added up over some cells it never exceeds their distinct people."""

    side: str
    by: str
    row: str
    column: str
    burst: str
    hints: int
    people: int
    firsts: int


# What the tables are by: the row and the column of a hint. Every table of areas shares its rows with the others.
AXES: Mapping[str, Callable[[Hint], tuple[str, str]]] = {
    "need": lambda one: (one.area, one.need),
    "municipality": lambda one: (one.area, one.municipality),
    "cause": lambda one: (one.area, one.cause),
    "kind": lambda one: (one.area, one.kind),
    "language": lambda one: (one.area, one.language),
    "evidence": lambda one: (one.area, one.evidence),
}
SPHERES, SENSITIVE_NEEDS = "sphere", "sensitive"
REACH = "reach"  # municipality and language: for early warning only, never published
SIDES = {UNMET: tuple(AXES), MET: ("need", "municipality", "language")}
OUTCOMES: Mapping[str, Callable[[AnswerRow], str]] = {  # by outcome (rows, which these tables share) and these columns
    "service": lambda one: one.service,
    "municipality": lambda one: one.municipality,
    "language": lambda one: one.language,
}


def count_week(
    hints: Iterable[Hint], sensitive: frozenset[str], team_of: Mapping[str, str], broken: str, answers: Iterable[AnswerRow] = ()
) -> list[WeekCount]:
    """The counts of one week. Sensitive needs are counted by regional team only, and in no other table. `broken` is the kind
    of a break between legal spheres. `answers`: what was said of services, of needs that are not sensitive."""
    sides: dict[tuple[str, str], list[Hint]] = defaultdict(list)
    for hint in hints:
        sides[hint.side, hint.burst].append(hint)
    counts: list[WeekCount] = []
    for (side, burst), of_side in sorted(sides.items()):
        ordinary = [one for one in of_side if one.need not in sensitive]
        for by in SIDES[side]:
            counts += _table(side, by, burst, [(*AXES[by](one), one.token) for one in ordinary])
        counts += _table(side, REACH, burst, [(one.municipality, one.language, one.token) for one in ordinary])
        if side == UNMET:
            breaks = [(one.sphere_from, one.sphere_to, one.token) for one in ordinary if one.kind == broken]
            counts += _table(side, SPHERES, burst, breaks)
            strict = [(one.need, team_of.get(one.municipality, NOT_SAID), one.token) for one in of_side if one.need in sensitive]
            counts += _table(side, SENSITIVE_NEEDS, burst, strict)
    said = [one for one in answers if one.need not in sensitive]
    for by, column in OUTCOMES.items():
        counts += _table(OUTCOME, by, "", [(one.outcome, column(one), one.token) for one in said])
    return counts


def _table(side: str, by: str, burst: str, cells: list[tuple[str, str, str]]) -> list[WeekCount]:
    """All cells and margins of one table."""
    hints: dict[tuple[str, str], int] = defaultdict(int)
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    first: dict[tuple[str, str, str], str] = {}  # (margin, its code, person): the first cell in it
    for row, column, token in cells:
        for cell in ((row, column), (row, ALL), (ALL, column), (ALL, ALL)):
            hints[cell] += 1
            people[cell].add(token)
        for key, code in (((row, "", token), column), ((ALL, "row", token), row), ((ALL, "column", token), column)):
            first[key] = min(first.get(key, code), code)
    firsts: dict[tuple[str, str], int] = defaultdict(int)
    for (row, margin, _), code in first.items():
        firsts[(code, ALL) if margin == "row" else (ALL, code) if margin == "column" else (row, code)] += 1
    return [
        WeekCount(side, by, row, column, burst, number, len(people[row, column]), firsts[row, column])
        for (row, column), number in sorted(hints.items())
    ]

"""What thousands of random filters answer: each number must follow from what is published, and the attacker is told all of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.gaps.planted import DOMAINS, TEAMS
from bench.gaps.solver import Attack, members
from gaps.periods import months_of
from gaps.releases import Release
from gaps.safe_tables import OTHER, STEP, SafeTable
from gaps.views import TEAM, Question, answer, periods
from gaps.weekly import MET, OUTCOME, UNMET

BYS = ("municipality", "cause", "kind", "language", "evidence", "month", "need", "sphere", TEAM, "sensitive", "reach", "service")


@dataclass
class Claims:
    """Answers by quarter and side: (table, row, column, number); and how many said more than is published."""

    said: dict[tuple[str, str], set[tuple[str, str, str, int]]] = field(default_factory=dict)
    tables: dict[tuple[str, str, str], SafeTable] = field(default_factory=dict)
    leaks: int = 0

    @classmethod
    def asked(cls, releases: Sequence[Release], seed: int, number: int) -> Claims:
        """So many random filters: any table, period, side, rows and columns, also such as nobody would think of."""
        claims, chance = cls(), random.Random(seed)
        for release in releases:
            for name, table in release.tables.items():
                side, _, by = name.partition(".")
                claims.tables[release.period, side, by] = table
        codes = sorted({code for table in claims.tables.values() for code in (*table.rows, *table.columns)} | {"nowhere", "*", ""})
        when = [*periods(releases), "2026-M01", "2026-W05", ""]
        for _ in range(number):
            rows, columns = (tuple(chance.sample(codes, chance.choice((0, 0, 1, 1, 2)))) for _ in range(2))
            question = Question(chance.choice(BYS), chance.choice(when), chance.choice((UNMET, MET, OUTCOME)), rows, columns)
            claims._hear(releases, question)
        return claims

    def _hear(self, releases: Sequence[Release], question: Question) -> None:
        shown = answer(releases, question, TEAMS)
        if shown is None:
            return
        by = "municipality" if question.by == TEAM else question.by
        numbers = [
            (row, column, shown.cells[down][across]) for down, row in enumerate(shown.rows) for across, column in enumerate(shown.columns)
        ]
        numbers += [(row, "*", shown.row_totals[down]) for down, row in enumerate(shown.rows)]
        numbers += [("*", column, shown.column_totals[across]) for across, column in enumerate(shown.columns)]
        for row, column, number in numbers:
            if number is None:
                continue
            published = 0
            for quarter in shown.quarters:
                table = self.tables[quarter, question.side, by]
                for name in [one for one in table.columns if question.by != TEAM or TEAMS.get(one, OTHER) == column or column == "*"]:
                    if question.by == TEAM or column in (name, "*"):
                        published += self._published(table, row, name, column)
                if column == "*":
                    published += table.row_total(row) or 0
            self.leaks += number != published
            if len(shown.quarters) == 1 and question.by != TEAM:
                self.said.setdefault((shown.quarters[0], question.side), set()).add((by, row, column, number))

    @staticmethod
    def _published(table: SafeTable, row: str, name: str, asked: str) -> int:
        if asked == "*":
            return 0
        return (table.column_total(name) if row == "*" else table.cell(row, name)) or 0

    def teach(self, attack: Attack, quarter: str, side: str, areas: Sequence[str], before: str = "") -> None:
        """The attacker hears every answer about a quarter. `before`: what the names of this side's cells begin with."""
        for by, row, column, number in self.said.get((quarter, side), ()):
            table = self.tables[quarter, side, by]
            down = DOMAINS["sphere"] if by == "sphere" else areas
            across = months_of(quarter) if by == "month" else DOMAINS[by]
            rows = down if row == "*" else members(table.rows, row, down)
            columns = across if column == "*" else members(table.columns, column, across)
            attack.knows((attack.cell((before + by, one, other)) for one in rows for other in columns), number, number + STEP - 1)

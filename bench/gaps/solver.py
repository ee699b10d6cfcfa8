"""The attacker: everything published about a period as one integer program over all cells, and the least and most each small cell can be.

The tables of areas share their rows, the needs are parts of them, the breaks share their sum with the table of kinds. The attacker knows
the method, and which cells are too small (so they hold at most so many people in each week). An insider knows the exact numbers behind
everything shown as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from gaps.safe_tables import OTHER, STEP, SafeTable

Key = tuple[str, str, str]  # table, row, column


@dataclass
class Attack:
    """Unknown cells, what is known about them, and what that leaves open."""

    index: dict[Key, int] = field(default_factory=dict)
    known: list[tuple[tuple[int, ...], float, float]] = field(default_factory=list)
    seen: set[tuple[tuple[int, ...], float, float]] = field(default_factory=set)
    at_most: dict[int, float] = field(default_factory=dict)

    def cell(self, key: Key) -> int:
        return self.index.setdefault(key, len(self.index))

    def knows(self, cells: Iterable[int], least: float, most: float) -> None:
        """The sum of these cells lies between."""
        fact = (tuple(sorted(cells)), least, most)
        if fact not in self.seen:
            self.seen.add(fact)
            self.known.append(fact)

    def same(self, some: Iterable[int], others: Iterable[int], begin: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
        """Two sums are the same."""
        begin.append((tuple(some), tuple(others)))

    def solve(self, targets: Sequence[Sequence[int]], equal: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[tuple[float, float]]:
        """The least and the most each sum of cells can be."""
        size = len(self.index)
        rows, columns, values, low, high = [], [], [], [], []
        for cells, least, most in self.known:
            rows += [len(low)] * len(cells)
            columns += cells
            values += [1.0] * len(cells)
            low.append(least)
            high.append(most)
        for some, others in equal:
            rows += [len(low)] * (len(some) + len(others))
            columns += [*some, *others]
            values += [1.0] * len(some) + [-1.0] * len(others)
            low.append(0.0)
            high.append(0.0)
        matrix = csr_array((values, (rows, columns)), shape=(len(low), size))
        bounds = Bounds(np.zeros(size), np.array([self.at_most.get(one, np.inf) for one in range(size)]))
        found = []
        for target in targets:
            weights = np.zeros(size)
            weights[list(target)] = 1.0
            ends = []
            for sign in (1, -1):
                solved = milp(sign * weights, constraints=LinearConstraint(matrix, low, high), bounds=bounds, integrality=np.ones(size))
                if solved.status == 3:  # unbounded
                    ends.append(np.inf)
                elif solved.x is None:
                    raise AssertionError(f"what is published contradicts itself: {solved.message}")
                else:
                    ends.append(float(round(sign * solved.fun)))
            found.append((ends[0], ends[1]))
        return found


def members(names: Sequence[str], name: str, domain: Sequence[str]) -> tuple[str, ...]:
    """Which codes a row or column may hold: OTHER holds all that are not named."""
    return tuple(code for code in domain if code not in names) if name == OTHER else (name,)


def read(
    attack: Attack, by: str, table: SafeTable, rows: Sequence[str], columns: Sequence[str], truth: Mapping[Key, int] | None = None
) -> None:
    """What a published table says. With `truth` the exact numbers are known, not only the steps of five."""

    def says(cells: Iterable[tuple[str, str]], shown: int) -> None:
        keys = [(by, *cell) for cell in cells]
        exact = None if truth is None else sum(truth.get(key, 0) for key in keys)
        attack.knows((attack.cell(key) for key in keys), shown if exact is None else exact, shown + STEP - 1 if exact is None else exact)

    for down, name in enumerate(table.rows):
        of_row = members(table.rows, name, rows)
        says(((row, column) for row in of_row for column in columns), table.row_totals[down])
        for across, column_name in enumerate(table.columns):
            number = table.cells[down][across] if table.cells else None
            if number is not None:
                says(((row, column) for row in of_row for column in members(table.columns, column_name, columns)), number)
    for across, column_name in enumerate(table.columns):
        says(((row, column) for row in rows for column in members(table.columns, column_name, columns)), table.column_totals[across])

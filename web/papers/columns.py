"""How wide the columns of a table are, on paper of any kind."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

LINE = 85  # signs that fit beside each other in the size of tables
SHORT = 20  # signs; such columns take what they need as long as half of the line is left, the others share the rest
MANY, CELL = 6, 4  # columns from which on each is given room for its longest word; signs a cell needs beside its words


def shares(lines: Sequence[Sequence[str]]) -> list[int]:
    """The share of each column in what is left; 0: as wide as its words."""
    longest = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    if sum(longest) <= LINE:
        return [0] * len(longest)
    if len(longest) > MANY:
        return [CELL + max(len(word) for line in lines for word in ("", *line[at].split())) for at in range(len(longest))]
    found, taken = [round(10 * sqrt(length)) for length in longest], 0
    for length, at in sorted((length, at) for at, length in enumerate(longest)):
        if length <= SHORT and taken + length <= LINE // 2:
            found[at], taken = 0, taken + length
    return found


def widths(lines: Sequence[Sequence[str]], wide: int, sign: int, edge: int) -> list[int]:
    """The same as lengths, at most `wide` together. `sign`: how wide a sign is; `edge`: what a cell needs beside its words."""
    found = shares(lines)
    natural = [max(len(line[at]) for line in lines) * sign + edge for at in range(len(lines[0]))]
    if not any(found) and sum(natural) > wide:
        return [width * wide // sum(natural) for width in natural]
    left = max(wide - sum(width for width, share in zip(natural, found, strict=True) if not share), 0)
    every = sum(found)
    return [width if not share else left * share // every for width, share in zip(natural, found, strict=True)]

"""Charts of published numbers, as SVG for a page and as PNG for chat and report. Plain values in, bytes out; words come from the caller.

Drawing takes a moment: call it beside the loop and outside a unit. The same chart is drawn once.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache

HEAT, LINES, DOTS = "heat", "lines", "dots"
DRAWN = "chart:"  # how a chart stands in the outbox until it is carried: facts, drawn then


@dataclass(frozen=True)
class Chart:
    """`kind` HEAT: `values` is a table, rows by columns. LINES: each row is a line over the columns. DOTS: each row is a dot of two
    values. None: a number that is not given; nothing stands there."""

    kind: str
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]

    def packed(self) -> str:
        """As text, for the outbox."""
        return DRAWN + json.dumps(asdict(self))

    @classmethod
    def unpacked(cls, text: str) -> Chart:
        said = json.loads(text.removeprefix(DRAWN))
        values = tuple(tuple(line) for line in said["values"])
        return cls(said["kind"], said["title"], tuple(said["rows"]), tuple(said["columns"]), values)


@lru_cache(maxsize=64)
def svg(chart: Chart) -> bytes:
    """For a page: letters are shapes, so no font is asked for."""
    from gaps.drawing import drawn  # the library takes a second to come; who never draws does without

    return drawn(chart, "svg")


@lru_cache(maxsize=16)
def png(chart: Chart) -> bytes:
    """For chat and documents."""
    from gaps.drawing import drawn

    return drawn(chart, "png")

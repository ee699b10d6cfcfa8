"""The report as PDF/UA-1: tagged, with title, language, header cells and alternative texts.

The fonts come with the libraries, not from the machine: the same report is the same file everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import typst
from fontTools.ttLib import TTFont

from gaps.report import Report
from gaps.report_blocks import Block, Columns, Heading, NewPage, Points, Text
from gaps.report_text import day
from web.papers.charts import draw
from web.papers.columns import shares

LAYOUT = Path(__file__).parent / "report.typ"
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
SPARE = FONTS / "DejaVuSans.ttf"  # what Libertinus, typst's own, has no signs for
NO_SIGN = "\N{REPLACEMENT CHARACTER}"


def pdf(report: Report, title: str, blocks: Iterable[Block]) -> bytes:
    """The PDF. A sign no font of ours has is replaced, for a file that fails helps nobody."""
    given = {
        "title": title,
        "author": f"Kreis {report.district}",
        "footer": f"{title}",
        "under": f"Kreis {report.district}, Stand {day(report.today)}",
        "year": report.today.year,
        "month": report.today.month,
        "day": report.today.day,
        "blocks": [_given(block) for block in blocks],
    }
    made: bytes | list[bytes] | None = typst.compile(
        LAYOUT,
        root=LAYOUT.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"given": json.dumps(_legible(given), ensure_ascii=False)},
        timestamp=datetime.combine(report.today, time(12), UTC),
    )
    assert isinstance(made, bytes)
    return made


def _given(block: Block) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": type(block).__name__}
    match block:
        case Heading(words, level):
            return said | {"words": words, "level": level}
        case Text(words, small):
            return said | {"words": words, "small": small}
        case Points(points):
            return said | {"words": points}
        case NewPage():
            return said
        case Columns(caption, header, lines, numbers):
            return said | {"caption": caption, "header": header, "lines": lines, "numbers": numbers, "shares": shares((header, *lines))}
        case _:
            return said | {"caption": block.caption, "alt": block.alt, "svg": draw(block, "svg").decode()}


@cache
def _signs() -> frozenset[int]:
    with TTFont(SPARE, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _legible(said: Any) -> Any:
    if isinstance(said, str):
        return "".join(sign if ord(sign) in _signs() or sign in "\n\t" else NO_SIGN for sign in said)
    if isinstance(said, dict):
        return {name: value if name == "svg" else _legible(value) for name, value in said.items()}
    if isinstance(said, (list, tuple)):
        return [_legible(one) for one in said]
    return said

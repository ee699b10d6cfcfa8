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
from gaps.report_blocks import Block
from gaps.report_text import day
from web.papers.given import given

LAYOUT = Path(__file__).parent / "report.typ"
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
SPARE = FONTS / "DejaVuSans.ttf"  # what Libertinus, typst's own, has no signs for
NO_SIGN = "\N{REPLACEMENT CHARACTER}"


def pdf(report: Report, title: str, blocks: Iterable[Block]) -> bytes:
    """The PDF. A sign no font of ours has is replaced, for a file that fails helps nobody."""
    said = {
        "title": title,
        "author": f"Kreis {report.district}",
        "footer": f"{title}",
        "under": f"Kreis {report.district}, Stand {day(report.today)}",
        "year": report.today.year,
        "month": report.today.month,
        "day": report.today.day,
        "blocks": [given(block) for block in blocks],
    }
    made: bytes | list[bytes] | None = typst.compile(
        LAYOUT,
        root=LAYOUT.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"given": json.dumps(_legible(said), ensure_ascii=False)},
        timestamp=datetime.combine(report.today, time(12), UTC),
    )
    assert isinstance(made, bytes)
    return made


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

"""Blocks as plain JSON: for the layout of the PDF, and for the preview at the desk."""

from __future__ import annotations

from typing import Any

from gaps.report_blocks import Block, Columns, Heading, NewPage, Points, Text
from web.papers.charts import draw
from web.papers.columns import shares


def given(block: Block) -> dict[str, Any]:
    """A block by its kind; a chart with its drawing as SVG."""
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

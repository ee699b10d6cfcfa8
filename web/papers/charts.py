"""The charts of the report in the size of its page, as SVG for the PDF and as PNG for Word.

Readable in grey and by people who see no red or green.
Both these and those of screens (gaps/drawing.py) go through `picture` there; the figures are two sets on purpose. On paper the numbers
stand in words in each cell, the caption and the alternative text belong to the document, themes have a number of their own, and the inks
are made for print; on a screen the title is in the picture, because a chat has nothing beside it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from gaps.drawing import picture
from gaps.report_blocks import Chart, Heat, Shares, Trend

WIDE = 6.3  # inches: the width of the text on A4 with margins of 2.5 cm
DOTS = 200  # per inch, for print
INKS = ("#0b4f8a", "#b3541e", "#3b7d3b", "#6a3d8f", "#444444")  # dark enough on white (4.5 to 1), and each with a mark of its own
MARKS = ("o", "s", "^", "D", "v")
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "lotse",  # the same chart is the same file
    "svg.fonttype": "path",
    "text.parse_math": False,  # a $ in a name is a $
}


@lru_cache(maxsize=16)  # the PDF and the preview show the same ones
def draw(chart: Chart, form: Literal["svg", "png"]) -> bytes:
    """The picture of a chart. The same chart gives the same bytes."""
    metadata = {"Date": None} if form == "svg" else {"Software": None}
    return picture(lambda: _figure(chart), form, STYLE, dpi=DOTS, metadata=metadata)


def _figure(chart: Chart) -> Figure:
    figure = Figure(figsize=(WIDE, _height(chart)), layout="constrained")
    axes = figure.add_subplot()
    if isinstance(chart, Trend):
        _trend(axes, chart)
    elif isinstance(chart, Shares):
        _shares(axes, chart)
    else:
        _heat(axes, chart)
    return figure


def _height(chart: Chart) -> float:
    return 0.9 + 0.27 * len(chart.grid.rows) if isinstance(chart, Heat) else 1.9


def _trend(axes: Axes, chart: Trend) -> None:
    places = range(len(chart.quarters))
    for number, (name, line) in enumerate(chart.lines):
        ink, mark = INKS[number % len(INKS)], MARKS[number % len(MARKS)]
        known = [float("nan") if value is None else value for value in line]  # no line leads over what is not shown
        axes.plot(places, known, color=ink, marker=mark, markersize=4, linewidth=1.3, label=name)
    axes.set_xticks(list(places), chart.quarters)
    axes.set_xlim(-0.3, len(chart.quarters) - 0.7)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.set_ylabel("Hinweise, mindestens")
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.legend(title="Thema", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)


def _shares(axes: Axes, chart: Shares) -> None:
    for number, (name, requests, served) in enumerate(chart.dots):
        axes.plot([requests], [served], linestyle="", color=INKS[number % len(INKS)], marker=MARKS[number % len(MARKS)], markersize=8)
        axes.annotate(name, (requests, served), xytext=(7, 4), textcoords="offset points", fontweight="bold")
    axes.set_xlim(0, 1.15 * max(requests for _, requests, _ in chart.dots) or 1)
    axes.set_ylim(-5, 105)
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.set_xlabel("Anfragen im Halbjahr, mindestens")
    axes.set_ylabel("versorgt, in Prozent")
    axes.grid(color="#dddddd", linewidth=0.6)


def _heat(axes: Axes, chart: Heat) -> None:
    grid = chart.grid
    largest = max((number for line in grid.cells for number in line if number is not None), default=1) or 1
    axes.imshow([[float(number or 0) for number in line] for line in grid.cells], cmap="Blues", vmin=0, vmax=1.3 * largest, aspect="auto")
    axes.set_xticks(range(len(grid.columns)), grid.columns, rotation=35, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(grid.rows)), grid.rows)
    axes.tick_params(length=0)
    for row, line in enumerate(grid.cells):
        for column, number in enumerate(line):
            words = "k. A." if number is None else f"ab {number}"
            ink = "white" if number is not None and number > 0.75 * largest else "#777777" if number is None else "black"
            axes.text(column, row, words, ha="center", va="center", fontsize=6.5, color=ink)
    axes.spines[:].set_visible(False)

"""Drawing charts with matplotlib, for gaps/charts.py; and the one way to a picture, for whoever draws in another size."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from gaps.charts import DOTS, HEAT, LINES, Chart

MOST_DOTS = 20  # the most frequent ones; all stand in the table
_INK, _LINE, _GROUND = "#16262b", "#7b8f95", "#ffffff"
_COLOURS = ("#0b5d6b", "#8a3b00", "#0b3ea8", "#b3261e", "#5b3a8c", "#3d6b0b")  # told apart by shape too: see _MARKS
_MARKS = ("o", "s", "^", "D", "v", "P")
_ALONE = Lock()  # matplotlib draws one figure at a time
_STYLE: Any = {"svg.fonttype": "path", "svg.hashsalt": "kim-lotse", "font.size": 10, "text.color": _INK, "axes.edgecolor": _LINE}


def picture(figure: Callable[[], Figure], form: str, style: Any, **more: Any) -> bytes:
    """What `figure` draws in this style, as SVG or PNG. One at a time: the style is everybody's. The same figure gives the same bytes."""
    with _ALONE, mpl.rc_context(style):
        out = BytesIO()
        figure().savefig(out, format=form, **more)
        return out.getvalue()


def drawn(chart: Chart, form: str) -> bytes:
    """A chart as SVG or PNG."""
    kind = {HEAT: _heat, LINES: _lines, DOTS: _dots}[chart.kind]
    metadata = {"Title": chart.title, "Date": None} if form == "svg" else {"Title": chart.title}
    return picture(lambda: kind(chart), form, _STYLE, dpi=150, metadata=metadata, facecolor=_GROUND)


def _heat(chart: Chart) -> Figure:
    across, down = len(chart.columns), len(chart.rows)
    figure = Figure(figsize=(3.2 + 0.75 * across, 1.8 + 0.42 * down), layout="constrained")
    axes = figure.add_subplot()
    largest = max((value for line in chart.values for value in line if value is not None), default=1) or 1
    numbers = [[float("nan") if value is None else value for value in line] for line in chart.values]
    axes.imshow(numbers, cmap="YlGnBu", vmin=0, vmax=largest, aspect="auto")
    for row, line in enumerate(chart.values):
        for column, value in enumerate(line):
            dark = value is not None and value > 0.6 * largest
            axes.text(column, row, "·" if value is None else f"{value:g}", ha="center", va="center", color="#ffffff" if dark else _INK)
    axes.set_xticks(range(across), [_short(name) for name in chart.columns], rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(down), [_short(name, 34) for name in chart.rows])
    axes.set_title(chart.title, loc="left", fontsize=11)
    return figure


def _lines(chart: Chart) -> Figure:
    figure = Figure(figsize=(7.5, 4.2), layout="constrained")
    axes = figure.add_subplot()
    for number, (name, line) in enumerate(zip(chart.rows, chart.values, strict=True)):
        known = [float("nan") if value is None else value for value in line]
        look = number % len(_COLOURS)
        axes.plot(range(len(known)), known, marker=_MARKS[look], color=_COLOURS[look], label=_short(name, 40))
    axes.set_xticks(range(len(chart.columns)), chart.columns, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.grid(axis="y", color=_LINE, alpha=0.3)
    axes.set_title(chart.title, loc="left", fontsize=11)
    if chart.rows:
        figure.legend(loc="outside lower left", ncols=2, frameon=False, fontsize=9)
    return figure


def _dots(chart: Chart) -> Figure:
    figure = Figure(figsize=(8.5, 4.8), layout="constrained")
    axes = figure.add_subplot()
    dots = [(name, right, up) for name, (right, up) in zip(chart.rows, chart.values, strict=True) if right is not None and up is not None]
    for number, (name, right, up) in enumerate(dots[:MOST_DOTS], 1):
        axes.scatter([right], [up], marker=f"${number}$", s=90 if number < 10 else 150, color=_COLOURS[0], label=_short(name, 30))
    axes.set_xlabel(chart.columns[0])
    axes.set_ylabel(chart.columns[1])
    axes.set_xlim(left=0)
    axes.set_ylim(-5, 105)
    axes.grid(color=_LINE, alpha=0.3)
    axes.set_title(chart.title, loc="left", fontsize=11)
    if dots:
        figure.legend(loc="outside right upper", frameon=False, fontsize=8)
    return figure


def _short(name: str, at_most: int = 22) -> str:
    return name if len(name) <= at_most else name[: at_most - 1] + "…"

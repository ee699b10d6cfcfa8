"""What a report on paper is made of: headings, sentences, lists, tables and charts, in reading order. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

from gaps.report import Grid


@dataclass(frozen=True)
class Heading:
    """A heading: 1 is a part of the report, 2 stands inside one."""

    words: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph. `small`: what explains a table."""

    words: str
    small: bool = False


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """A table with a header row and a caption. `numbers`: the first column that holds numbers."""

    caption: str
    header: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    numbers: int = 1


@dataclass(frozen=True)
class Trend:
    """A chart: signals per quarter, a line for each theme."""

    caption: str
    alt: str
    quarters: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True)
class Shares:
    """A chart: how often something was asked for, and how often something was found."""

    caption: str
    alt: str
    dots: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Heat:
    """A chart: a grid whose cells are the darker, the larger their number is."""

    caption: str
    alt: str
    grid: Grid


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


Chart = Trend | Shares | Heat
Block = Heading | Text | Points | Columns | Chart | NewPage

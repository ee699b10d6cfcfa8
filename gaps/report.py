"""The report to the steering group (Bericht an die Lenkungsgruppe): what it says, as plain values. Pure.

Nine parts and an annex, always in this order. Every number is one that was published (gaps/releases.py): "at least so many", or None where
nothing may be shown. A half-year in which nothing was published gives a report that says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

MOST = 5  # themes the steering group is asked to look at
PERCENT_STEP = 10  # shares are made of numbers in steps of five; finer would only look exact

PARTS = (
    "Betreff und Beschlussvorschlag",
    "Datenbasis, und was nicht zu sehen ist",
    "Die wichtigsten Themen",
    "Kommunen und Schwerpunkte",
    "Brüche zwischen Rechtskreisen",
    "Ein Beispiel zu jedem Thema",
    "Vorschlag, Ebene, Zuständigkeit",
    "Beschlusskontrolle",
    "Liste für das Ministerium",
)
ANNEX = "Anhang: Tabellen"


@dataclass(frozen=True)
class Grid:
    """A published table with its words: `cells` line by line, None where nothing may be shown."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...] = ()  # of each row; (): there is only one column
    about: str = "Schwerpunkt"  # what the rows are
    printed: bool = True  # false: only in the files of the annex

    @property
    def shown(self) -> bool:
        """Whether any cell has a number."""
        return any(number is not None for line in self.cells for number in line)


@dataclass(frozen=True)
class Asked:
    """A denominator: what was asked by one municipality or in one language, and how much of it nothing was found for."""

    who: str
    unmet: int | None
    met: int | None

    @property
    def per_hundred(self) -> int | None:
        """Signals per hundred requests, in steps of ten; None when one of the two is not published."""
        return None if self.unmet is None or self.met is None else share(self.unmet, self.met)


@dataclass(frozen=True)
class Theme:
    """A theme as the report tells it. `trend`: quarter and published number, oldest first; `unmet` and `met`: of the half-year."""

    title: str
    level: str
    state: str
    office: str
    parties: str = ""
    vignette: str = ""
    proposal: str = ""
    trend: tuple[tuple[str, int | None], ...] = ()
    unmet: int | None = None
    met: int | None = None
    draft: bool = False  # it asks for a decision

    @property
    def requests(self) -> int | None:
        """How often it was asked for (prevalence)."""
        return None if self.unmet is None else self.unmet + (self.met or 0)

    @property
    def served(self) -> int | None:
        """Per cent of the requests for which something was found, in steps of ten."""
        return None if self.unmet is None or self.met is None else share(self.met, self.unmet)


@dataclass(frozen=True)
class Measure:
    """What was to be done after a decision, by whom, until when; `done` is None while it is not."""

    what: str
    who: str
    due: date | None
    done: date | None = None


@dataclass(frozen=True)
class Decision:
    """An earlier decision: what came of it. `before` and `after`: published signals of the quarters around
    it, None where nothing may be shown.

    `since`: the quarter `after` is of, also when nothing of it may be shown; empty when none was published yet.
    """

    theme: str
    decision: str
    on: date | None
    state: str
    measures: tuple[Measure, ...] = ()
    before: int | None = None
    after: int | None = None
    since: str = ""


@dataclass(frozen=True)
class ForMinistry:
    """What neither town nor district can solve: for the Land or the Bund."""

    theme: str
    level: str
    wish: str
    addressee: str = ""
    sent: date | None = None
    answer: str = ""
    answered: date | None = None


@dataclass(frozen=True)
class Finding:
    """What case managers found, and where; it has no number."""

    need: str
    cause: str
    where: str


@dataclass(frozen=True)
class Facts:
    """All a report is made of, read in one unit. `missing`: quarters of the half-year of which nothing is published."""

    district: str
    period: str  # e.g. 2026-H1
    today: date
    quarters: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    by_municipality: tuple[Asked, ...] = ()
    by_language: tuple[Asked, ...] = ()
    silent: tuple[str, ...] = ()  # municipalities from which no number is published
    themes: tuple[Theme, ...] = ()
    places: Grid | None = None
    spheres: Grid | None = None
    decisions: tuple[Decision, ...] = ()
    ministry: tuple[ForMinistry, ...] = ()
    annex: tuple[tuple[str, Grid], ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Report:
    """The report: nine parts and the annex. Each may be empty; none is ever missing."""

    district: str
    period: str
    today: date
    proposals: tuple[str, ...]  # 1: what the steering group is asked to decide
    basis: Facts  # 2
    themes: tuple[Theme, ...]  # 3, 6 and 7: the most important ones, in order
    more_themes: int
    places: Grid | None  # 4
    spheres: Grid | None  # 5
    decisions: tuple[Decision, ...]  # 8
    ministry: tuple[ForMinistry, ...]  # 9
    annex: tuple[tuple[str, Grid], ...] = field(default=())
    findings: tuple[Finding, ...] = ()  # in the annex

    @property
    def empty(self) -> bool:
        """Nothing was published and nothing is on the table."""
        shown = self.themes or self.places or self.spheres or self.decisions or self.ministry or self.findings
        return not (shown or self.basis.by_municipality)


def share(part: int, rest: int) -> int | None:
    """Per cent of a part in the whole, in steps of ten; None when there is no whole."""
    whole = part + rest
    return None if whole == 0 else round(100 * part / whole / PERCENT_STEP) * PERCENT_STEP


def write(facts: Facts) -> Report:
    """The report these facts make."""
    themes = most_important(facts.themes)
    drafts = [theme for theme in themes if theme.draft and theme.proposal]
    return Report(
        facts.district,
        facts.period,
        facts.today,
        proposals=tuple(f"{theme.title}: {theme.proposal}" for theme in drafts),
        basis=facts,
        themes=themes,
        more_themes=len(facts.themes) - len(themes),
        places=facts.places if facts.places and facts.places.shown else None,
        spheres=facts.spheres if facts.spheres and facts.spheres.shown else None,
        decisions=facts.decisions,
        ministry=facts.ministry,
        annex=facts.annex,
        findings=facts.findings,
    )


def most_important(themes: Iterable[Theme], at_most: int = MOST) -> tuple[Theme, ...]:
    """First what waits for a decision, then what is asked for most and served least; what has no number comes last, by title."""

    def weight(theme: Theme) -> tuple[bool, int, str]:
        return not theme.draft, -(theme.unmet or 0), theme.title

    return tuple(sorted(themes, key=weight)[:at_most])


def overdue(measure: Measure, today: date) -> bool:
    """It should have been done, and is not."""
    return measure.done is None and measure.due is not None and measure.due < today

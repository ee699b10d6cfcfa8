"""What is said about by when somebody answers. Every sentence here has to be true when it is read: it says what the promise clock knows."""

from __future__ import annotations

from cases.promise import nobody_before
from locales.moments import spoken_moment
from locales.speech import _
from storage.cases import CaseRow
from storage.moments import to_ms
from storage.unit import Unit


def promised(by: int | None) -> str:
    """By when somebody answers; without a promise it says that, too."""
    if by is None:
        return _("I cannot say when someone at KIM will answer.")
    return _("Someone at KIM will answer you here by {when} at the latest.").format(when=spoken_moment(by))


def closed_line(unit: Unit, municipality: str | None) -> str:
    """Outside service hours: when the office opens. Empty while somebody is there."""
    opens = nobody_before(unit, municipality)
    return "" if opens is None else _("The office is closed until {when}.").format(when=spoken_moment(to_ms(opens)))


def waiting_lines(unit: Unit, case: CaseRow) -> list[str]:
    """All that is true for somebody who waits."""
    lines = [] if case.accepted_by is not None else [promised(case.promised_at)]
    return [line for line in (*lines, closed_line(unit, case.municipality)) if line]

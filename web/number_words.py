"""The words of the published numbers: tables, codes and periods in German."""

from __future__ import annotations

from collections.abc import Iterable

from gaps.findings import Published
from gaps.safe_tables import OTHER
from gaps.views import TEAM
from web.desk_words import CAUSES, area_label, in_words, language_name, need_label, place_name
from web.gap_words import EVIDENCE, KINDS, sphere_label

TABLES = {
    "municipality": "Kommune",
    TEAM: "Regionalteam",
    "cause": "Ursache",
    "kind": "Art",
    "language": "Sprache",
    "evidence": "Belegstufe",
    "month": "Monat",
    "sphere": "Rechtskreis, von und nach",
}
REST = "Übrige"
NO_TEAM = "Keinem Team zugeordnet"
SOMEWHERE = "im Kreis"


def row_label(by: str, code: str) -> str:
    """The name of a row: a legal sphere, else an area."""
    if code == OTHER:
        return REST
    return _sphere(code) if by == "sphere" else area_label(code)


def column_label(by: str, code: str) -> str:
    """The name of a column."""
    if code == OTHER:
        return NO_TEAM if by == TEAM else REST
    if by == "municipality":
        return place_name(code or None)
    if by == "cause":
        return in_words(CAUSES, code)
    if by == "kind":
        return in_words(KINDS, code)
    if by == "language":
        return language_name(code)
    if by == "evidence":
        return in_words(EVIDENCE, code)
    if by == "month":
        return f"{code[6:]}/{code[:4]}"
    return _sphere(code) if by == "sphere" else code


def need_name(code: str) -> str:
    """A need, or those of an area that are not named."""
    return REST if code == OTHER else need_label(code)


def period_label(period: str) -> str:
    """A quarter or half-year."""
    return f"{period[-1]}. {'Quartal' if 'Q' in period else 'Halbjahr'} {period[:4]}"


def finding_lines(found: Iterable[Published]) -> list[tuple[str, str, str]]:
    """Findings in words: need, cause, and all places where it was found."""
    places: dict[tuple[str, str], list[str]] = {}
    for one in found:
        places.setdefault((need_label(one.need), in_words(CAUSES, one.cause)), []).append(one.place or SOMEWHERE)
    return [(need, cause, ", ".join(sorted(where))) for (need, cause), where in sorted(places.items())]


def _sphere(code: str) -> str:
    return sphere_label(code) if code else "nicht erfasst"

"""Reads the sentences of an answer back, in any language, by the catalogues alone: which claim is it, and of what?"""

from __future__ import annotations

import re
from functools import cache

from babel.messages.pofile import read_po

from bench.gaps.planted_causes import Case
from locales.speech import FOLDER, GERMAN_MARK, language_name, reads_german

CLAIMS = {
    "There is one in {place}, about {km} km away, not in {town}.": "place",
    "There is one in {place}, about {km} km away.": "place",
    "There is one. To talk in your language, please ask them for an interpreter first.": "interpreter",
    "There is one, but with a waiting list. Weeks to wait: {weeks}.": "wait",
    "There is one, but it is only open at these times: {hours}.": "hours",
    "There is one, but they speak only: {languages}.": "language",
    "There is one, but it costs money.": "costs",
    "There is an entry, but nobody has confirmed it since {day}, so I do not show it. A person at KIM can ask there for you.": "outdated",
    "There is one, but only for this age: {ages}.": "age",
    "There is one, but only for: {groups}.": "group",
    "Nobody has checked these entries yet. Please phone before you go.": "unverified",
}
GROUPS = {
    "in asylum procedure": "In the asylum procedure",
    "tolerated": "Duldung (toleration)",
    "recognised": "Asylum or protection granted",
    "EU citizen": "EU citizen",
    "resettler": "Resettler (Spätaussiedler)",
}
_ISOLATES = re.compile("[\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]")


@cache
def _said(language: str) -> dict[str, str]:
    with (FOLDER / language / "bot.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if isinstance(message.id, str) and not message.context}


@cache
def _patterns(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """The sentences of a language as patterns, the longest first, so that one that goes on is not taken for its beginning."""
    said = sorted(((msgid, _said(language).get(msgid) or msgid) for msgid in CLAIMS), key=lambda one: -len(one[1]))
    return [(msgid, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)))) for msgid, text in said]


def untrue(case: Case, lines: list[str], language: str) -> list[str]:
    """What of these sentences is not what was planted; also a hindrance nobody told of, and a sentence nobody knows."""
    wrong: list[str] = []
    told: list[str] = []
    for line in lines:
        plain = _ISOLATES.sub("", line)
        msgid, facts = next(
            ((msgid, found.groupdict()) for msgid, pattern in _patterns(language) if (found := pattern.fullmatch(plain))), ("", {})
        )
        claim = CLAIMS.get(msgid, "")
        told.append(claim)
        if not claim or not _is_true(case, claim, facts, language):
            wrong.append(plain)
    expected = [name for name in case.truth if name not in ("nothing", "fits")]
    return (
        wrong + [f"not told: {name}" for name in expected if name not in told] + [f"told: {name}" for name in told if name not in expected]
    )


def _is_true(case: Case, claim: str, facts: dict[str, str], language: str) -> bool:
    row = case.offer
    if claim not in case.truth:
        return False
    if claim == "place":
        near = facts["place"] == case.facts["place"] and abs(int(facts["km"]) - float(str(case.facts["km"]))) < 1
        return near and ("town" not in facts or (facts["town"] == case.town and not case.facts["any_here"]))
    if claim == "wait":
        return facts["weeks"] == row["waiting_weeks"]
    if claim == "hours":
        mark = "" if reads_german(language) else GERMAN_MARK
        return facts["hours"] == row["opening_hours_de"] + mark
    if claim == "language":
        return facts["languages"] == ", ".join(language_name(code) for code in row["languages"].split(";"))
    if claim == "outdated":
        return facts["day"] == row["assured_date"]
    if claim == "age":
        first, _, last = row["_ages"].partition("-")
        return facts["ages"] == (f"{first}-{last}" if last else f"{first}+")
    if claim == "group":
        labels = {_said(language).get(GROUPS[code]) or GROUPS[code] for code in row["_groups"].split(";")}
        return set(facts["groups"].split(", ")) == labels
    return True

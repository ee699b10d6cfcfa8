"""From the words of a source to an entry: what is fit to show is taken over, the rest becomes a doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date

from directory.addresses import read_email, read_url
from directory.eligibility import COSTS, INTERPRETER, OLDEST, Group
from directory.eligibility_text import read_eligibility
from directory.entries import KINDS, Doubt, Entry, ServedArea
from directory.hours_text import parse
from directory.needs import taxonomy
from directory.phones import read_phones
from directory.texts import clean, looks_like_a_formula

NO_WAY = "no way to reach it"
HOURS_NOT_UNDERSTOOD = "opening hours not understood"
UNKNOWN_NEED = "needs mapping"
FOR_WHOM_NOT_UNDERSTOOD = "for whom not understood"

_TEXTS = {  # the fields that are plain text, and how long they may be
    "organization": 200,
    "name": 200,
    "description": 2000,
    "street": 200,
    "city": 100,
    "hours": 500,
    "eligibility": 1000,
    "fees": 500,
    "source_url": 2000,
    "source_note": 2000,
}


class _Check:
    """One entry on its way in; collects what is doubtful."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self.said = said
        self.doubts: list[Doubt] = []

    def doubt(self, field: str, reason: str, value: str) -> None:
        self.doubts.append(Doubt(self.said["source_id"], field, reason, value[:300]))

    def text(self, field: str) -> str:
        said = self.said.get(field, "")
        text, reasons = clean(said, _TEXTS[field])
        for reason in reasons:
            self.doubt(field, reason, said)
        return text

    def address(self, field: str, read: Callable[[str], tuple[str, str]]) -> str:
        said = self.said.get(field, "")
        address, reason = read(said)
        if reason:
            self.doubt(field, reason, said)
        return address

    def phones(self) -> tuple[str, ...]:
        said = self.said.get("phones", "")
        if looks_like_a_formula(said):
            self.doubt("phones", "formula not taken over", said)
            return ()
        numbers, doubtful = read_phones(said)
        for reason, part in doubtful:
            self.doubt("phones", reason, part)
        return numbers

    def several(self, field: str, reason: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
        """The parts of a list that fit, each once, in their order."""
        parts = [part.strip() for part in self.said.get(field, "").split(";")]
        for part in parts:
            if part and not fits(part):
                self.doubt(field, reason, part)
        return tuple(dict.fromkeys(part for part in parts if part and fits(part)))

    def one_of(self, field: str, known: Mapping[str, str], otherwise: str) -> str:
        said = self.said.get(field, "").strip()
        if said.lower() not in known:
            self.doubt(field, "unknown value", said)
        return known.get(said.lower(), otherwise)

    def postal_code(self) -> str:
        said = self.said.get("postal_code", "").strip()
        if said and not re.fullmatch(r"[0-9]{5}", said):
            self.doubt("postal_code", "not a postal code", said)
            return ""
        return said

    def assured_date(self) -> str:
        said = self.said.get("assured_date", "").strip()
        try:
            return date.fromisoformat(said).isoformat() if said else ""
        except ValueError:
            self.doubt("assured_date", "not a date", said)
            return ""

    def number(self, field: str, at_most: int) -> int | None:
        said = self.said.get(field, "").strip()
        if not said or (said.isascii() and said.isdigit() and len(said) < 5 and int(said) <= at_most):
            return int(said) if said else None
        self.doubt(field, "not a number that can be", said)
        return None


def check(said: Mapping[str, str], areas: tuple[ServedArea, ...], towns: Collection[str] = ()) -> tuple[Entry, tuple[Doubt, ...]]:
    """The entry and its doubts. `said` names the fields of Entry; lists are separated by semicolons; `source_id` is given and fit.

    `towns`: the municipalities of the district, which may be named as a place of residence.
    """
    it = _Check(said)
    needs = taxonomy()
    entry = Entry(
        source_id=said["source_id"],
        organization=it.text("organization"),
        name=it.text("name"),
        description=it.text("description"),
        needs=it.several("needs", UNKNOWN_NEED, lambda code: code in needs),
        areas=areas,
        street=it.text("street"),
        postal_code=it.postal_code(),
        city=it.text("city"),
        phones=it.phones(),
        email=it.address("email", read_email),
        url=it.address("url", read_url),
        hours=it.text("hours"),
        languages=it.several("languages", "not a language code", lambda code: re.fullmatch(r"[a-z]{2,3}", code) is not None),
        eligibility=it.text("eligibility"),
        fees=it.text("fees"),
        appointment=it.one_of("appointment", {"yes": "yes", "no": "no", "unknown": "unknown", "": "unknown"}, "unknown"),
        kind=it.one_of("kind", {kind: kind for kind in ("", *KINDS)}, ""),
        # An unclear word keeps the entry back: an offer for people in detention is shown only to who asks for it.
        for_detention=it.one_of("for_detention", {"": "", "no": "", "nein": "", "yes": "yes", "ja": "yes"}, "yes") == "yes",
        source_url=it.text("source_url"),
        source_note=it.text("source_note"),
        assured_date=it.assured_date(),
        groups=";".join(it.several("groups", "unknown value", lambda code: code in set(Group))),
        age_from=it.number("age_from", OLDEST),
        age_to=it.number("age_to", OLDEST),
        residence=";".join(it.several("residence", "unknown value", lambda name: name in towns)),
        waiting_weeks=it.number("waiting_weeks", 520),  # ten years
        cost=it.one_of("cost", {cost: cost for cost in ("", *COSTS)}, ""),
        interpreter=it.one_of("interpreter", {word: word for word in ("", *INTERPRETER)}, ""),
    )
    if entry.hours and parse(entry.hours) is None:
        it.doubt("hours", HOURS_NOT_UNDERSTOOD, entry.hours)
    columns = entry.groups or entry.residence or entry.age_from is not None or entry.age_to is not None
    if not columns and not read_eligibility(entry.eligibility, towns).understood:
        it.doubt("eligibility", FOR_WHOM_NOT_UNDERSTOOD, entry.eligibility)
    if not entry.needs:
        it.doubt("needs", "no need named", "")
    if not entry.reachable:
        it.doubt("contact", NO_WAY, "")
    return entry, tuple(it.doubts)

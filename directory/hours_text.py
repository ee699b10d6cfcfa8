"""German opening hours, from text to weekly spans. What is not wholly understood is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOLIDAY = "PH"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One stretch of one weekday (or PH, public holidays), as a wall clock in Germany shows it. Ends at 24:00 at the latest."""

    day: str
    opens_at: str
    closes_at: str


ROUND_THE_CLOCK = tuple(Span(day, "00:00", "24:00") for day in (*DAYS, HOLIDAY))

_DAY_WORDS = {
    **dict.fromkeys(("mo", "montag", "montags"), "MO"),
    **dict.fromkeys(("di", "dienstag", "dienstags"), "TU"),
    **dict.fromkeys(("mi", "mittwoch", "mittwochs"), "WE"),
    **dict.fromkeys(("do", "donnerstag", "donnerstags"), "TH"),
    **dict.fromkeys(("fr", "freitag", "freitags"), "FR"),
    **dict.fromkeys(("sa", "samstag", "samstags", "sonnabend", "sonnabends"), "SA"),
    **dict.fromkeys(("so", "sonntag", "sonntags"), "SU"),
    **dict.fromkeys(("feiertag", "feiertage", "feiertags"), HOLIDAY),
}
_TOKEN = re.compile(
    r"\s*(?:(?P<time>(?P<h1>\d{1,2})(?:[:.](?P<m1>\d{2}))?\s*(?:uhr\s*)?(?:-|–|bis)\s*(?P<h2>\d{1,2})(?:[:.](?P<m2>\d{2}))?(?:\s*uhr\b)?)(?!\d)"
    r"|(?P<word>[a-zäöüß]+)\.?|(?P<dash>[-–])|(?P<and>[,;&+/])|(?P<colon>:))"
)
# Words that tell nothing beside the times. "telefonisch" or "mit Termin" are not among them: they change what open means.
_LABEL = re.compile(r"^(?:öffnungszeiten|(?:offene |allgemeine )?sprechstunden?|sprechzeiten|servicetelefon|geöffnet)\b:?\s*")
_ALWAYS = re.compile(r"(?:täglich )?(?:rund um die uhr|24 stunden|24/7|durchgehend)(?: (?:geöffnet|erreichbar))?")


def parse(text: str) -> tuple[Span, ...] | None:
    """The weekly spans when every word of the text is understood, else None. Sorted by day; never overlapping."""
    said = _LABEL.sub("", " ".join(text.lower().split())).rstrip(" .")
    if _ALWAYS.fullmatch(said):
        return ROUND_THE_CLOCK
    try:
        return _Sentence(_tokens(said)).spans()
    except _NotUnderstood:
        return None


class _NotUnderstood(Exception):
    pass


def _tokens(text: str) -> list[tuple[str, str, str]]:
    tokens: list[tuple[str, str, str]] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise _NotUnderstood
        at = found.end()
        word = found["word"]
        if found["time"]:
            tokens.append(("time", _clock(found["h1"], found["m1"]), _clock(found["h2"], found["m2"])))
        elif found["and"] or word == "und":
            tokens.append(("and", "", ""))
        elif found["dash"] or word == "bis":
            tokens.append(("dash", "", ""))
        elif word in _DAY_WORDS:
            tokens.append(("day", _DAY_WORDS[word], ""))
        elif word == "täglich":
            tokens += [("day", "MO", ""), ("dash", "", ""), ("day", "SU", "")]
        elif word in {"geschlossen", "zu"}:
            tokens.append(("closed", "", ""))
        elif not (found["colon"] or word in {"auch", "von", "an", "uhr", "zusätzlich"}):
            raise _NotUnderstood
    return tokens


def _clock(hour: str, minute: str | None) -> str:
    clock = f"{int(hour):02}:{int(minute or 0):02}"
    if clock > "24:00" or clock[3:] > "59":
        raise _NotUnderstood
    return clock


class _Sentence:
    """Groups of days and times, one behind the other: `day [- day] [and day ...] time [and time ...]`."""

    def __init__(self, tokens: list[tuple[str, str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    def spans(self) -> tuple[Span, ...]:
        spans: list[Span] = []
        closed: set[str] = set()
        while self._at < len(self._tokens):
            days = self._days()
            if self._next("closed"):
                closed |= set(days)
            else:
                times = self._times()
                spans += [Span(day, opens, closes) for day in days for opens, closes in times]
            if self._at < len(self._tokens):
                self._next("and")
        if not spans or closed & {span.day for span in spans}:
            raise _NotUnderstood
        return _in_order(spans)

    def _days(self) -> list[str]:
        days: list[str] = []
        while True:
            first = self._must("day")[1]
            if self._next("dash"):
                last = self._must("day")[1]
                if HOLIDAY in {first, last}:
                    raise _NotUnderstood
                start, length = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % 7
                days += [DAYS[(start + step) % 7] for step in range(length + 1)]
            else:
                days.append(first)
            if not self._and_then("day"):
                return days

    def _times(self) -> list[tuple[str, str]]:
        times = []
        while True:
            _, opens, closes = self._must("time")
            if opens >= closes:
                raise _NotUnderstood
            times.append((opens, closes))
            if not self._and_then("time"):
                return times

    def _next(self, kind: str) -> bool:
        fits = self._at < len(self._tokens) and self._tokens[self._at][0] == kind
        self._at += fits
        return fits

    def _must(self, kind: str) -> tuple[str, str, str]:
        if not self._next(kind):
            raise _NotUnderstood
        return self._tokens[self._at - 1]

    def _and_then(self, kind: str) -> bool:
        """Steps over one or two separators ("; und") only when the same kind goes on behind them."""
        here = self._at
        while self._next("and"):
            pass
        if here < self._at < len(self._tokens) and self._tokens[self._at][0] == kind:
            return True
        self._at = here
        return False


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    week = (*DAYS, HOLIDAY)
    ordered = sorted(set(spans), key=lambda span: (week.index(span.day), span.opens_at))
    for earlier, later in pairwise(ordered):
        if earlier.day == later.day and later.opens_at < earlier.closes_at:
            raise _NotUnderstood  # two times for the same hour: one of them is old
    return tuple(ordered)

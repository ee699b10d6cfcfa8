"""Early warning: what surges, what falls silent, and which signals belong together. Pure; docs/early-warning.md explains the statistics.

Everything is held against what the year before lets expect, in proportion to how much was asked meanwhile (season, load), and tested so
strictly that chance alone gives fewer than FALSE_ALARMS a week over everything that is looked at together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from gaps.periods import later
from storage.gap_rows import ObservedRow

FALSE_ALARMS = 0.1  # a week, for surges; as many again for silence: together fewer than one a month
YEAR = 52  # weeks of the baseline
LEAST = 13  # weeks of data before anything is said
SURGE_WINDOWS, SILENCE_WINDOWS = (1, 2, 3, 4, 6, 8), (2, 3, 4, 5, 6)
SHAPE = 0.5  # of the prior: how unequal needs and places are
FEW_OTHERS = 100  # hints: with fewer elsewhere, silence is held against the weeks that passed rather than against the others
FEWEST = 3  # signals below which nothing is a surge
ONE_LANGUAGE = 0.8  # share of the signals from which on a bundle is one language's


class Asked(NamedTuple):
    """So many hints, met or not, from one place in one language in one week: the reach."""

    week: str
    municipality: str
    language: str
    hints: int


@dataclass(frozen=True)
class SuggestedBundle:
    """Signals that look like one structural gap. They are found by need, cause, municipalities and weeks (first to last), not by
    number. `seen` in the last `weeks`, where `expected` would be usual; `languages` is empty when they are mixed."""

    need: str
    cause: str
    municipalities: tuple[str, ...]
    languages: tuple[str, ...]
    first_week: str
    last_week: str
    weeks: int
    seen: int
    expected: float
    chance: float  # that this comes about by itself


@dataclass(frozen=True)
class Silence:
    """A place or language from which nothing comes, or much less than usual, since `first_week`. Empty: all of them."""

    municipality: str
    language: str
    first_week: str
    last_week: str
    weeks: int
    seen: int
    expected: float
    chance: float


def suggested_bundles(
    observed: Iterable[ObservedRow],
    load: Mapping[tuple[str, str], float],
    neighbours: Mapping[str, Iterable[str]],
    week: str,
    false_alarms: float = FALSE_ALARMS,
) -> list[SuggestedBundle]:
    """What surged up to the end of `week`, least likely first. `load`: what was asked by area and week (met); `neighbours`: of each
    municipality. A human decides what becomes a theme; what they have seen already is theirs to leave out."""
    pairs: dict[tuple[str, str], list[ObservedRow]] = defaultdict(list)
    first, places = week, defaultdict[str, int](int)
    begin = later(week, -YEAR - max(SURGE_WINDOWS))
    for one in observed:
        if begin < one.week <= week:
            pairs[one.need, one.cause].append(one)
            places[one.municipality] += one.signals
            first = min(first, one.week)
    span = _weeks(later(first, -1), week)
    if len(span) < LEAST:
        return []
    zones = _zones(places, neighbours)
    everything = sum(places.values()) + 1
    usual = everything / len(span) / max(len(pairs), 20)  # signals a week of one need and cause, in the whole district
    recent = set(span[-max(SURGE_WINDOWS) :])
    strict = false_alarms / (max(len(pairs), 20) * len(zones) * len(SURGE_WINDOWS))
    bundles: list[SuggestedBundle] = []
    for (need, cause), rows in sorted(pairs.items()):
        if sum(row.signals for row in rows if row.week in recent) >= FEWEST:
            season = _Season(load, need.partition(".")[0], span)
            shares = {zone: sum(places[place] for place in zone) / everything for zone in zones}
            bundles += _surges(need, cause, rows, shares, usual, season, strict)
    return sorted(bundles, key=lambda bundle: (bundle.chance, bundle.need, bundle.cause, bundle.municipalities))


def silences(asked: Iterable[Asked], week: str, false_alarms: float = FALSE_ALARMS) -> list[Silence]:
    """From where nothing, or much less than usual, came up to the end of `week`: places, languages, and languages of a place."""
    begin = later(week, -YEAR - max(SILENCE_WINDOWS))
    series: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in asked:
        if begin < one.week <= week:
            for place, language in {(one.municipality, one.language), (one.municipality, ""), ("", one.language), ("", "")}:
                series[place, language][one.week] += one.hints
    everything = series.pop(("", ""), {})
    if not everything or len(_weeks(later(min(everything), -1), week)) < LEAST:
        return []
    strict = false_alarms / (len(series) * len(SILENCE_WINDOWS))
    found = [_silence(key, weeks, everything, week, strict) for key, weeks in sorted(series.items())]
    return sorted((one for one in found if one is not None), key=lambda one: (one.chance, one.municipality, one.language))


class _Season:
    """How much was asked in each week, next to the mean: needs of an area rise and fall with it."""

    def __init__(self, load: Mapping[tuple[str, str], float], area: str, weeks: list[str]) -> None:
        asked = [load.get((area, week), 0.0) for week in weeks]
        mean = sum(asked) / len(asked)
        self.weeks = weeks
        self._factor = {week: max(one, mean / 4) / mean if mean >= 1 else 1.0 for week, one in zip(weeks, asked, strict=True)}

    def of(self, weeks: Iterable[str]) -> float:
        """So many ordinary weeks these are worth."""
        return sum(self._factor[week] for week in weeks)


def _surges(
    need: str,
    cause: str,
    rows: list[ObservedRow],
    shares: Mapping[frozenset[str], float],
    usual: float,
    season: _Season,
    strict: float,
) -> Iterator[SuggestedBundle]:
    """The least likely zone and window, then the next among the other places."""
    taken: set[str] = set()
    while True:
        best: tuple[float, int, frozenset[str], float, int] | None = None
        for zone, share in shares.items():
            if zone & taken:
                continue
            of_zone = defaultdict[str, int](int)
            for row in rows:
                if row.municipality in zone:
                    of_zone[row.week] += row.signals
            for window in SURGE_WINDOWS:
                chance, expected, seen = _surge(of_zone, window, share * usual, season)
                if chance <= strict and (best is None or chance < best[0]):
                    best = (chance, window, zone, expected, seen)
        if best is None:
            return
        chance, window, zone, expected, seen = best
        weeks = set(season.weeks[-window:])
        mine = [row for row in rows if row.municipality in zone and row.week in weeks]
        yield SuggestedBundle(
            need,
            cause,
            tuple(sorted({row.municipality for row in mine})),
            _languages(mine),
            min(row.week for row in mine),
            season.weeks[-1],
            window,
            seen,
            round(expected, 2),
            chance,
        )
        taken |= {row.municipality for row in mine}


def _surge(series: Mapping[str, int], window: int, usual: float, season: _Season) -> tuple[float, float, int]:
    """How likely so many or more are in the last weeks, how many are expected, and how many there were."""
    now, before = season.weeks[-window:], season.weeks[:-window][-YEAR:]
    seen = sum(series.get(week, 0) for week in now)
    if seen < FEWEST:
        return 1.0, 0.0, seen
    shape, rate = SHAPE + sum(series.get(week, 0) for week in before), SHAPE / max(usual, 1e-6) + season.of(before)
    length = season.of(now)
    return 1.0 - at_most(seen - 1, shape, rate / (rate + length)), shape / rate * length, seen


def _silence(key: tuple[str, str], weeks: Mapping[str, int], everything: Mapping[str, int], week: str, strict: float) -> Silence | None:
    best, begin = None, min(everything)
    for window in SILENCE_WINDOWS:
        now = _weeks(later(week, -window), week)
        before = [one for one in _weeks(later(week, -window - YEAR), later(week, -window)) if one >= begin]
        usual, seen = sum(weeks.get(one, 0) for one in before), sum(weeks.get(one, 0) for one in now)
        others, others_now = (sum(everything.get(one, 0) - weeks.get(one, 0) for one in span) for span in (before, now))
        if not usual or not before:
            continue
        share = (others_now + FEW_OTHERS * window / len(before)) / (others + FEW_OTHERS)
        chance = at_most(seen, SHAPE + usual, 1 / (1 + share))
        if chance <= strict and seen < usual * share / 3 and (best is None or chance < best.chance):
            best = Silence(*key, now[0], week, window, seen, round(usual * share, 1), chance)
    return best


def at_most(number: int, shape: float, stays: float) -> float:
    """How likely a negative binomial count is at most so large: Poisson, whose rate is only known as well as the year before tells."""
    term, goes = shape * log(stays), log(1 - stays)
    total = exp(term)
    for count in range(number):
        term += log((shape + count) / (count + 1)) + goes
        total += exp(term)
    return min(total, 1.0)


def _zones(places: Iterable[str], neighbours: Mapping[str, Iterable[str]]) -> list[frozenset[str]]:
    """Each municipality, each with its neighbours, and all together."""
    known = frozenset(places)
    around = (frozenset({place, *neighbours.get(place, ())}) & known for place in known)
    return sorted({*(frozenset({place}) for place in known), *around, known}, key=lambda zone: (len(zone), sorted(zone)))


def _languages(rows: Iterable[ObservedRow]) -> tuple[str, ...]:
    by_language = defaultdict[str, int](int)
    for row in rows:
        by_language[row.language] += row.signals
    most = max(by_language, key=lambda language: (by_language[language], language))
    return (most,) if by_language[most] >= ONE_LANGUAGE * sum(by_language.values()) else ()


def _weeks(after: str, last: str) -> list[str]:
    """The weeks after one, up to another."""
    weeks, week = [], later(after, 1)
    while week <= last:
        weeks.append(week)
        week = later(week, 1)
    return weeks

"""A district of ten municipalities and 18 languages, with its seasons, its noise, and what is planted in it."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from directory.municipalities import paderborn
from directory.needs import SENSITIVE, taxonomy
from gaps.fields import Cause, Gap
from gaps.periods import later, monday
from gaps.warnings import neighbours

BEGIN = "2025-W02"
WEEKS = 104
A_WEEK = 800  # people who come in an ordinary week; about half of them ask for something
UNMET = 0.2  # of all requests, everywhere and always: the noise the rest has to be told from
LANGUAGES = ("ar", "uk", "ru", "tr", "fa", "ro", "bg", "ku", "pl", "so", "sq", "ti", "ps", "fr", "sr", "en", "ckb", "de")
AREA_PEAKS = {"education": 34, "language": 36, "work": 14, "housing": 44, "health": 4}  # week of the year in which most is asked
GAPS_OF_A_CAUSE, OUTAGES = 3, 6
LASTS, OUTAGE_LASTS = 16, 10  # weeks
CAUSES = tuple(Cause)
CAUSE_WEIGHTS = [40, 20, 3, 6, 6, 8, 5, 4, 2, 4, 2]  # of the noise: what the bot can know by itself comes most often


@dataclass(frozen=True)
class PlantedGap:
    """From `first` on so many signals a week, of this need and cause, in these places."""

    need: str
    cause: Cause
    places: tuple[str, ...]
    language: str | None
    first: int
    a_week: float


@dataclass(frozen=True)
class PlantedOutage:
    """For some weeks nothing comes from this place, or in this language, or in this language from this place."""

    place: str
    language: str
    first: int


@dataclass
class Truth:
    """What was planted, and when its first signal came."""

    gaps: list[PlantedGap]
    outages: list[PlantedOutage]
    first_signal: dict[PlantedGap, int] = field(default_factory=dict)


class District:
    """Week after week: who asks for what, and whether somebody can help."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rows = paderborn()
        people = {"Paderborn": 150, "Delbrück": 32, "Büren": 22, "Salzkotten": 25, "Hövelhof": 16, "Bad Lippspringe": 17}
        self.places = [row.name for row in self.rows]
        self.place_weights = [people.get(name, 11) for name in self.places]
        self.language_weights = [1 / (1 + rank) ** 0.8 for rank in range(len(LANGUAGES))]
        self.needs = [need.code for need in taxonomy().needs if not need.crisis and need.code not in SENSITIVE]
        self.random.shuffle(self.needs)
        self.need_weights = [1 / (2 + rank) for rank in range(len(self.needs))]
        self.person = 0
        self.truth = Truth(self._gaps(), self._outages())

    def _gaps(self) -> list[PlantedGap]:
        """Three of each cause; two thirds of them in neighbouring municipalities; no need twice."""
        around, needs = neighbours(self.rows), iter(self.random.sample(self.needs, GAPS_OF_A_CAUSE * len(CAUSES)))
        planted = []
        for cause in CAUSES:
            for number in range(GAPS_OF_A_CAUSE):
                middle = self.random.choice(self.places)
                near = around[middle][: (0, 1, 2)[number]]
                language = self.random.choice(LANGUAGES[:10]) if cause is Cause.LANGUAGE else None
                first = self.random.randrange(16, WEEKS - LASTS)
                planted.append(PlantedGap(next(needs), cause, (middle, *near), language, first, self.random.uniform(1, 4)))
        return planted

    def _outages(self) -> list[PlantedOutage]:
        """A place, a language, or a language of the largest town; one after another."""
        kinds = [("Delbrück", ""), ("", "tr"), ("Paderborn", "ar"), ("Büren", ""), ("", "so"), ("Paderborn", "uk")]
        return [PlantedOutage(place, language, 20 + 14 * number) for number, (place, language) in enumerate(kinds[:OUTAGES])]

    def season(self, number: int, area: str = "") -> float:
        """More is asked in autumn than in summer, and of each area in its own weeks."""
        week = monday(later(BEGIN, number)).isocalendar().week
        load = 1 + 0.25 * math.cos(2 * math.pi * (week - 42) / 52)
        peak = AREA_PEAKS.get(area)
        return load if peak is None else load * (1 + 0.6 * math.exp(-((min(abs(week - peak), 52 - abs(week - peak)) / 4) ** 2)))

    def week(self, number: int) -> Iterator[tuple[int, Gap | None, str, str, str]]:
        """(person, gap or None when something was found, need, place, language) of each request of a week."""
        for _ in range(self._poisson(A_WEEK * self.season(number))):
            [place] = self.random.choices(self.places, self.place_weights)
            [language] = self.random.choices(LANGUAGES, self.language_weights)
            [need] = self.random.choices(self.needs, self.need_weights)
            area = need.partition(".")[0]
            if self.random.random() * 2 < self.season(number, area) / self.season(number) and not self._silent(number, place, language):
                unmet = self.random.random() < UNMET
                yield self._somebody(need, place, language, self.random.choices(CAUSES, CAUSE_WEIGHTS)[0] if unmet else None)
        for gap in self.truth.gaps:
            if gap.first <= number < gap.first + LASTS:
                for _ in range(self._poisson(gap.a_week * self.season(number))):
                    [language] = [gap.language] if gap.language else self.random.choices(LANGUAGES, self.language_weights)
                    place = self.random.choice(gap.places)
                    if not self._silent(number, place, language):
                        self.truth.first_signal.setdefault(gap, number)
                        yield self._somebody(gap.need, place, language, gap.cause)

    def _somebody(self, need: str, place: str, language: str, cause: Cause | None) -> tuple[int, Gap | None, str, str, str]:
        self.person += 1
        return self.person, Gap(need, place, cause, language) if cause else None, need, place, language

    def _silent(self, number: int, place: str, language: str) -> bool:
        return any(
            one.first <= number < one.first + OUTAGE_LASTS and one.place in ("", place) and one.language in ("", language)
            for one in self.truth.outages
        )

    def _poisson(self, mean: float) -> int:
        """A Poisson number (Knuth), from this district's own seed."""
        limit, product, number = math.exp(-mean), self.random.random(), 0
        while product > limit:
            product *= self.random.random()
            number += 1
        return number

"""Districts with small cells planted in them: hints of two quarters, their counts, and what is true."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from directory.municipalities import paderborn
from directory.needs import SENSITIVE, taxonomy
from gaps.fields import Cause, Evidence, Kind
from gaps.periods import later, quarter_of
from gaps.weekly import AXES, HELPED, MET, OUTCOMES, UNHELPED, UNMET, UNREACHED, Hint, count_week
from storage.gap_counts import AnswerRow, CountRow

LANGUAGES = ("ar", "uk", "ru", "tr", "fa", "ro", "bg", "ku", "pl", "so", "sq", "ti", "ps", "fr", "sr", "en", "ckb", "de")
SPHERES = ("asylblg", "sgb2", "sgb3", "sgb8", "sgb12", "aufenthg", "none")
FIRST = "2026-W01"
WEEKS = 26
TEAMS = {row.name: f"Regionalteam {number % 4 + 1}" for number, row in enumerate(paderborn())}
NEEDS = [need for need in taxonomy().needs if not need.crisis]
PLACES = ("", *TEAMS)
DOMAINS: dict[str, tuple[str, ...]] = {
    "area": tuple(sorted({need.area for need in NEEDS if need.code not in SENSITIVE})),
    "municipality": PLACES,
    "cause": tuple(Cause),
    "kind": tuple(Kind),
    "language": LANGUAGES,
    "evidence": tuple(Evidence),
    "sphere": SPHERES,
    "outcome": (HELPED, UNHELPED, UNREACHED),
    "service": tuple(f"service-{number}" for number in range(25)),
    "team": ("", *sorted(set(TEAMS.values()))),
    "sensitive": tuple(sorted(need.code for need in NEEDS if need.code in SENSITIVE)),
}


@dataclass
class Planted:
    """A district's counts, and of each quarter what is true: hints and largest number of people, by side, table and cell."""

    rows: list[CountRow] = field(default_factory=list)
    hints: dict[tuple[str, str, str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    people: dict[tuple[str, str, str, str, str], int] = field(default_factory=lambda: defaultdict(int))


def planted(seed: int, size: int) -> Planted:
    """A district with so many hints a week: a few areas, places and languages are large, most are small, some are one person."""
    chance = random.Random(seed)
    district = Planted()
    skew = {name: _weights(chance, len(codes)) for name, codes in DOMAINS.items()}
    need_weights = _weights(chance, len(NEEDS))
    for number in range(WEEKS):
        week = later(FIRST, number)
        hints = [_hint(chance, week, size, skew, need_weights) for _ in range(chance.randrange(size // 2, size * 2))]
        once = {(one.token, one.side, one.need, one.municipality): one for one in hints}
        told = [one for _ in range(chance.randrange(size // 4, size)) for one in _answers(chance, week, size, skew, need_weights)]
        answers = {(one.token, one.need, one.service): one for one in told}
        counts = [CountRow(week, *count) for count in count_week(once.values(), SENSITIVE, TEAMS, Kind.BREAK, answers.values())]
        district.rows += counts
        for count in counts:
            cell = (quarter_of(week), count.side, count.by, count.row, count.column)
            district.hints[cell] += count.hints
            district.people[cell] = max(district.people[cell], count.people)
        assert all(name in AXES or name in OUTCOMES or name in ("sphere", "sensitive", "reach") for name in {count.by for count in counts})
    return district


def _weights(chance: random.Random, number: int) -> list[float]:
    steep = chance.uniform(0.8, 2.2)
    weights = [1 / (1 + rank) ** steep for rank in range(number)]
    chance.shuffle(weights)
    return weights


def _hint(chance: random.Random, week: str, size: int, skew: dict[str, list[float]], need_weights: list[float]) -> Hint:
    def one(name: str) -> str:
        return chance.choices(DOMAINS[name], skew[name])[0]

    [need] = chance.choices(NEEDS, need_weights)
    person = f"{week} {chance.randrange(2 * size)}"  # somebody asks for several things
    met = chance.random() < 0.5
    kind, broken = ("", False) if met else (one("kind"), True)
    broken = broken and kind == Kind.BREAK
    return Hint(
        person,
        MET if met else UNMET,
        need.code,
        need.area,
        one("municipality"),
        "" if met else one("cause"),
        kind,
        one("language"),
        one("sphere") if broken else "",
        one("sphere") if broken else "",
        "" if met else one("evidence"),
    )


def _answers(chance: random.Random, week: str, size: int, skew: dict[str, list[float]], need_weights: list[float]) -> list[AnswerRow]:
    """What one person says of what was proposed for one need: of the service they reached, or that they reached none of several."""

    def one(name: str) -> str:
        return chance.choices(DOMAINS[name], skew[name])[0]

    [need] = chance.choices(NEEDS, need_weights)
    person, outcome = f"{week} {chance.randrange(size)}", one("outcome")
    services = {one("service") for _ in range(1 if outcome != UNREACHED else chance.randrange(1, 7))}
    place, language = one("municipality"), one("language")
    return [AnswerRow(person, need.code, service, place, language, outcome) for service in sorted(services)]

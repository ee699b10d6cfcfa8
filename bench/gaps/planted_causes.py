"""Planted cases: a little directory as a CSV file, somebody who asks, and what is true about them. Knows nothing of the engine.

The truth is written down while planting, in words of its own. Its one rule is the order of docs/why-not.md, copied here by hand.
"""

from __future__ import annotations

import csv
import io
import math
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

TODAY = date(2026, 11, 27)
EASIEST_FIRST = ("interpreter", "wait", "hours", "place", "language", "costs", "outdated", "age", "group")
TRUE_CAUSE = {
    "nothing": ("nothing listed, unchecked", "missing offer"),
    "unverified": ("nothing listed, unchecked", "directory error"),
    "outdated": ("nothing listed, unchecked", "directory error"),
    "interpreter": ("language or interpreter missing", "gap in the system"),
    "language": ("language or interpreter missing", "gap in the system"),
    "wait": ("full or waiting list", "gap in the system"),
    "hours": ("not reachable", "gap in the system"),
    "place": ("not in this municipality", "gap in the system"),
    "costs": ("costs", "gap in the system"),
    "age": ("not eligible", "gap in the system"),
    "group": ("not eligible", "gap in the system"),
}
# What a source may write, and the codes it means. Who asks is of another group.
GROUP_WORDS = {
    "Asylsuchende": ("in asylum procedure",),
    "Geduldete": ("tolerated",),
    "Asylsuchende und Geduldete": ("in asylum procedure", "tolerated"),
    "Anerkannte Flüchtlinge": ("recognised",),
    "EU-Bürgerinnen und EU-Bürger": ("EU citizen",),
    "Spätaussiedler": ("resettler",),
}
STRANGERS = ("temporary protection", "other third country")  # to all of the words above
AGE_WORDS = {"5 bis 12 Jahre": (5, 12), "unter 18 Jahren": (0, 17), "ab 65 Jahren": (65, None), "Erwachsene ab 70 Jahren": (18, None)}
BANDS = {"under 18": (0, 17), "18 to 26": (18, 26), "27 to 64": (27, 64), "65 and older": (65, 120)}
VAGUE = ("", "", "", "Nach Rücksprache", "Berechtigungsnachweis der Gemeinde", "Frauen und Mädchen")  # these are a no to nobody
MORNINGS, EVENINGS = "Mo-Fr 8:00-12:00", "Mo-Fr 17:00-20:00"
COLUMNS = (
    *(
        "id",
        "organization",
        "service",
        "description_de",
        "needs",
        "municipalities",
        "street",
        "postal_code",
        "city",
        "phone",
        "email",
        "url",
    ),
    *("opening_hours_de", "languages", "eligibility_de", "cost_de", "appointment", "source_url", "source_note"),
    *("kind", "for_detention", "assured_date", "groups", "age_from", "age_to", "residence", "waiting_weeks", "cost", "interpreter"),
)


@dataclass
class Case:
    """Somebody who asks; `hindrances` and `offer` are the truth: what stands in the way of the easiest offer, and its row."""

    number: int
    need: str
    town: str
    language: str
    truth: tuple[str, ...]  # harder first; ("fits",): there is an offer; ("nothing",): there is none
    group: str = ""
    band: str = ""
    evenings_only: bool = False
    rows: list[dict[str, str]] = field(default_factory=list)
    offer: dict[str, str] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def cause(self) -> tuple[str, str] | None:
        """Cause and kind of the signal there should be; None: none."""
        return None if self.truth == ("fits",) else TRUE_CAUSE[self.truth[0]]

    def file(self) -> bytes:
        """The directory as its source would send it."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().encode()


class Planter:
    """Plants cases by a seed."""

    def __init__(self, seed: int, needs: list[str], towns: dict[str, tuple[float, float]], languages: list[str]) -> None:
        self.by = random.Random(seed)
        self.needs, self.towns, self.languages = needs, towns, languages

    def case(self, number: int) -> Case:
        """One case, with decoys around the offer that decides."""
        by = self.by
        singles = [(name,) for name in (*EASIEST_FIRST, "unverified")]
        pairs = [(hard, easy) for at, hard in enumerate(EASIEST_FIRST) for easy in EASIEST_FIRST[:at] if not _clash(hard, easy)]
        truth = by.choices([by.choice(singles), by.choice(pairs), ("nothing",), ("fits",)], (70, 12, 8, 10))[0]
        case = Case(number, by.choice(self.needs), by.choice(list(self.towns)), by.choice(self.languages), truth)
        case.evenings_only = "hours" in truth
        case.group = by.choice(STRANGERS) if "group" in truth or by.random() < 0.4 else ""
        case.band = by.choice(list(BANDS)) if "age" in truth or by.random() < 0.4 else ""
        if truth != ("nothing",):
            case.offer = self._offer(case, [] if truth == ("fits",) else list(truth))
            case.rows.append(case.offer)
        for _ in range(by.randint(0, 5)):
            case.rows.append(self._decoy(case))
        by.shuffle(case.rows)
        for at, row in enumerate(case.rows):
            row["id"] = f"c{number}-{at}"
        self._note_facts(case)
        return case

    def _offer(self, case: Case, hindrances: list[str]) -> dict[str, str]:
        by = self.by
        row = {
            "organization": f"Träger {by.randint(1, 9_999)}", "service": f"Angebot {by.randint(1, 9_999)}", "needs": case.need,
            "phone": f"05251 {by.randint(10_000, 99_999)}", "municipalities": by.choice([case.town, "Kreis Paderborn"]),
            "assured_date": (TODAY - timedelta(days=by.randint(0, 540))).isoformat(), "eligibility_de": by.choice(VAGUE),
            "cost_de": by.choice(["", "Kostenlos", "Kleine Preise"]), "opening_hours_de": by.choice(["", "n. V."]),
            "languages": by.choice(["", "", f"de;{case.language}"]), "waiting_weeks": by.choice(["", "", "2"]), "kind": "practical_offer",
        }  # fmt: skip
        if case.evenings_only:
            row["opening_hours_de"] = by.choice([EVENINGS, "n. V."])
        for hindrance in hindrances:
            self._hinder(case, row, hindrance)
        return row

    def _hinder(self, case: Case, row: dict[str, str], hindrance: str) -> None:
        by = self.by
        others = [town for town in self.towns if town != case.town]
        if hindrance == "unverified":
            row["assured_date"] = ""
        elif hindrance == "outdated":
            row["assured_date"] = (TODAY - timedelta(days=by.randint(549, 2_000))).isoformat()
        elif hindrance in ("interpreter", "language"):
            row |= {"languages": "de", "interpreter": "on request" if hindrance == "interpreter" else "no"}
        elif hindrance == "wait":
            row["waiting_weeks"] = str(by.randint(5, 60))
        elif hindrance == "hours":
            row["opening_hours_de"] = MORNINGS
        elif hindrance == "place" and by.random() < 0.25:
            row |= {"municipalities": "Kreis Paderborn", "residence": by.choice(others)}
        elif hindrance == "place":
            row["municipalities"] = ";".join(by.sample(others, by.randint(1, 3)))
        elif hindrance == "costs":
            row |= {"cost_de": "58 Euro im Monat"} if by.random() < 0.5 else {"cost": "paid", "cost_de": ""}
        elif hindrance == "group":
            words, codes = by.choice(list(GROUP_WORDS.items()))
            in_words = by.random() < 0.5 and "_ages" not in row
            row |= {"eligibility_de": words} if in_words else {"groups": ";".join(codes)}
            row["_groups"] = ";".join(codes)
        elif hindrance == "age":
            words, (first, last) = by.choice([one for one in AGE_WORDS.items() if _apart(one[1], BANDS[case.band])] or [("", (0, 0))])
            if not words:  # no words fit this band: say it in columns
                first, last = (80, 90) if BANDS[case.band][0] < 65 else (3, 9)
            in_words = words and by.random() < 0.5 and "groups" not in row and "residence" not in row and "_groups" not in row
            columns = {"age_from": str(first) if first else "", "age_to": "" if last is None else str(last)}
            row |= (
                {"eligibility_de": words} if in_words else {"eligibility_de": row["eligibility_de"] if "_groups" in row else "", **columns}
            )
            row["_ages"] = f"{first}-{'' if last is None else last}"

    def _decoy(self, case: Case) -> dict[str, str]:
        """An offer that changes nothing: for something else, unreachable, for people in detention, or harder to get."""
        by, truth = self.by, [name for name in case.truth if name not in ("nothing", "fits", "unverified")]
        sort = by.choice(["else", "unreachable", "detention", "harder", "harder", "harder"])
        if sort == "else":
            return self._offer(case, []) | {"needs": by.choice([need for need in self.needs if need != case.need])}
        if sort == "unreachable":
            return self._offer(case, []) | {"phone": ""}
        if sort == "detention":
            return self._offer(case, []) | {"for_detention": "yes"}
        allowed = [name for name in EASIEST_FIRST if (name != "group" or case.group) and (name != "age" or case.band)]
        allowed = [name for name in allowed if name != "hours" or case.evenings_only]
        if case.truth == ("nothing",):
            several = by.sample([name for name in allowed if name not in ("interpreter", "language")], 3)
            return self._offer(case, several)
        if case.truth == ("fits",):
            return self._offer(case, [by.choice(allowed)])
        if len(truth) == 1 and by.random() < 0.5:
            harder = [name for name in allowed if EASIEST_FIRST.index(name) > EASIEST_FIRST.index(truth[0])]
            if harder:
                return self._offer(case, [by.choice(harder)])
        more = [name for name in allowed if name not in truth and not any(_clash(name, one) for one in truth)]
        return self._offer(case, [*truth, by.choice(more)] if more else [*truth, "outdated", "costs", "place"])

    def _note_facts(self, case: Case) -> None:
        """What may truthfully be said of the offer that decides."""
        row = case.offer
        case.facts["any_here"] = any(_serves(one, case.town) for one in case.rows if one["needs"] == case.need and _offered(one))
        if "place" in case.truth:
            named = [row["residence"]] if row.get("residence") else row["municipalities"].split(";")
            km, place = min((self._far(case.town, town), town) for town in named)
            case.facts |= {"place": place, "km": km}

    def _far(self, one: str, other: str) -> float:
        """Great-circle distance in kilometres (haversine)."""
        (lat, lon), (to_lat, to_lon) = ([math.radians(number) for number in self.towns[name]] for name in (one, other))
        half = math.sin((to_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
        return 2 * 6371 * math.asin(math.sqrt(half))


def _clash(one: str, other: str) -> bool:
    """Two words for the same fact of a row."""
    return {one, other} in ({"interpreter", "language"}, {"unverified", "outdated"})


def _apart(ages: tuple[int, int | None], band: tuple[int, int]) -> bool:
    return band[1] < ages[0] or (ages[1] is not None and ages[1] < band[0])


def _offered(row: dict[str, str]) -> bool:
    return bool(row["phone"]) and not row.get("for_detention")


def _serves(row: dict[str, str], town: str) -> bool:
    inside = row["municipalities"] == "Kreis Paderborn" or town in row["municipalities"].split(";")
    return inside and row.get("residence", town) in ("", town)

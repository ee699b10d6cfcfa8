"""What an import brings: entries as the source has them, and what about them is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

KINDS = ("independent_advice", "deciding_authority", "practical_offer")
EXTENTS = ("municipality", "district", "land", "country")  # nearest first


@dataclass(frozen=True, slots=True, order=True)
class ServedArea:
    """Where an offer is for: one municipality (then it has a name), the district, the Land or the country."""

    extent: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One offer of a source. Texts are clean and bounded, phones can be dialled, needs are codes of the taxonomy."""

    source_id: str
    organization: str
    name: str
    description: str = ""
    needs: tuple[str, ...] = ()
    areas: tuple[ServedArea, ...] = ()
    street: str = ""
    postal_code: str = ""
    city: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    eligibility: str = ""
    fees: str = ""
    appointment: str = "unknown"
    kind: str = ""  # empty: the source does not say
    for_detention: bool = False
    source_url: str = ""
    source_note: str = ""
    assured_date: str = ""  # empty: nobody confirmed it
    groups: str = ""  # codes of directory.eligibility, joined by ";"; empty, like all below: the source's columns do not say
    age_from: int | None = None
    age_to: int | None = None
    residence: str = ""  # municipalities, joined by ";": only for people who live there
    waiting_weeks: int | None = None
    cost: str = ""  # free, small, paid
    interpreter: str = ""  # yes, on request, no
    latitude: float | None = None  # where it is, when the source says so and it can be meant (directory.coordinates)
    longitude: float | None = None

    @property
    def reachable(self) -> bool:
        """True when a person can call, write, click or go there."""
        return bool(self.phones or self.email or self.url or self.street)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a human has to look at. The value is what the source said; it is data, never a formula or a link."""

    source_id: str
    field: str
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of a file as it came, for the day it goes out again: JSON, found by its kind and key."""

    kind: str  # service, organization, taxonomy, taxonomy_term; table, file: of a package of tables
    key: str
    body: str


@dataclass(frozen=True)
class Reading:
    """A whole file, understood. `kept` is what it says beyond our fields; None: it says nothing beyond them."""

    entries: tuple[Entry, ...]
    doubts: tuple[Doubt, ...] = ()
    kept: tuple[Kept, ...] | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a file is checked against: the district's own names."""

    municipalities: frozenset[str]
    centres: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # the middle of each: latitude, longitude
    district: str = "Kreis Paderborn"
    lands: frozenset[str] = field(default_factory=lambda: frozenset({"NRW", "Nordrhein-Westfalen"}))
    countries: frozenset[str] = field(default_factory=lambda: frozenset({"Deutschland", "Germany"}))

    def area(self, name: str) -> ServedArea | None:
        """The area a name stands for, or None when nobody here knows it."""
        if name in self.municipalities:
            return ServedArea("municipality", name)
        if name == self.district:
            return ServedArea("district")
        if name in self.lands:
            return ServedArea("land")
        return ServedArea("country") if name in self.countries else None

    def name(self, area: ServedArea) -> str:
        """How an area is called in full; `area` gives the same area for it."""
        whole = {"district": frozenset({self.district}), "land": self.lands, "country": self.countries}
        return area.name or max(whole[area.extent], key=lambda name: (len(name), name))


def merged(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """One doubt for each source, field and reason; several values stand behind each other."""
    values: dict[tuple[str, str, str], list[str]] = {}
    for doubt in doubts:
        seen = values.setdefault((doubt.source_id, doubt.field, doubt.reason), [])
        if doubt.value and doubt.value not in seen:
            seen.append(doubt.value)
    return tuple(Doubt(*key, " | ".join(seen)[:500]) for key, seen in values.items())

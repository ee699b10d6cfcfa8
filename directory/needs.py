"""What a newcomer can need: the taxonomy of data/needs.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "needs.yaml"

# Properties of needs, not of areas: "find a doctor" is not sensitive, treatment without papers is.
SENSITIVE = frozenset(
    {
        "residence.toleration",
        "health.uninsured",
        "health.mental",
        "health.addiction",
        "safety.domestic_violence",
        "safety.sexual_violence",
        "safety.child_protection",
        "safety.threat",
        "safety.suicide",
        "safety.trafficking",
        "safety.lgbtiq",
        "community.religion",
    }
)

# Asked for by the same words: whoever says "German course" may mean either, and is shown the way to the other.
ASKED_ALIKE: Mapping[str, str] = {
    "language.german_course": "language.integration_course",
    "language.integration_course": "language.german_course",
}


@dataclass(frozen=True, slots=True)
class Area:
    """A focus topic (Schwerpunkt); a coordinating office is responsible for one or more."""

    code: str
    label_en: str
    label_de: str


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a newcomer can need. The code is stable; labels of other languages are in locales/."""

    code: str
    area: str
    label_en: str
    label_de: str
    law: tuple[str, ...]
    crisis: bool
    note: str

    @property
    def sensitive(self) -> bool:
        """True when small numbers about this need are protected more strictly."""
        return self.code in SENSITIVE


@dataclass(frozen=True)
class Taxonomy:
    """All areas and needs, in the order of the file."""

    areas: tuple[Area, ...]
    needs: tuple[Need, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Need]:
        return {need.code: need for need in self.needs}

    def of_area(self, area: str) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.area == area)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> Need:
        return self.by_code[code]


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy, read once per process."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    areas = tuple(Area(code, label["en"], label["de"]) for code, label in raw["areas"].items())
    needs = tuple(
        Need(
            code=code,
            area=code.partition(".")[0],
            label_en=need["en"],
            label_de=need["de"],
            law=tuple(need["law"]),
            crisis=bool(need.get("crisis", False)),
            note=need.get("note", ""),
        )
        for code, need in raw["needs"].items()
    )
    return Taxonomy(areas, needs)


def tells_of_danger(needs: Iterable[str]) -> bool:
    """Whether people in danger go to an offer with these needs, or people for what nobody else may know."""
    known = taxonomy()
    return any(need in SENSITIVE or need.startswith("safety.") or (need in known and known[need].crisis) for need in needs)

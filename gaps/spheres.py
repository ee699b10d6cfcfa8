"""Legal spheres (Rechtskreise) as data: which events lead from one into another, and what changes then. docs/spheres.md tells more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gaps.fields import Break, TargetGroup

FILE = Path(__file__).parent / "data" / "spheres.yaml"


@dataclass(frozen=True)
class Named:
    """A sphere, an event or an authority: a stable code, and its names."""

    code: str
    label_de: str
    label_en: str


@dataclass(frozen=True)
class Deadline:
    """Until when something must be done, with the paragraph that says so."""

    words: str
    law: str


@dataclass(frozen=True)
class Transition:
    """What changes when an event leads somebody from one sphere into another. German; `texts` are translations by language.

    `who` empty: everybody. `check`: what whoever reviews it has to look up first.
    """

    code: str
    event: str
    sphere_from: str
    sphere_to: str
    who: tuple[TargetGroup, ...]
    authorities: tuple[str, ...]
    needs: tuple[str, ...]
    changes: str
    papers: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    law: tuple[str, ...]
    check: str
    as_of: date
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def broken(self) -> Break:
        """The break it is when it goes wrong here."""
        return Break(self.sphere_from, self.sphere_to, self.event)

    @property
    def digest(self) -> str:
        """Changes with every word of the entry: a review is of one digest, so that a later change withdraws it."""
        told = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class Spheres:
    """The model: everything by its code, in the order of the file."""

    spheres: Mapping[str, Named]
    events: Mapping[str, Named]
    authorities: Mapping[str, Named]
    transitions: Mapping[str, Transition]

    def of_event(self, event: str) -> tuple[Transition, ...]:
        """All an event can change."""
        return tuple(one for one in self.transitions.values() if one.event == event)

    def of_need(self, need: str) -> tuple[Transition, ...]:
        """Where it may break for somebody with this need."""
        return tuple(one for one in self.transitions.values() if need in one.needs)


def read(raw: Mapping[str, Any]) -> Spheres:
    """The model of a file that gaps/spheres_check.py has looked at. Raises KeyError, TypeError or ValueError for what is no model."""
    transitions = [_transition(one) for one in raw["transitions"]]
    return Spheres(
        _named(raw["spheres"]),
        _named(raw["events"]),
        _named(raw["authorities"]),
        {transition.code: transition for transition in transitions},
    )


def _named(raw: Mapping[str, Mapping[str, str]]) -> dict[str, Named]:
    return {code: Named(code, label["de"], label["en"]) for code, label in raw.items()}


def _transition(raw: Mapping[str, Any]) -> Transition:
    return Transition(
        code=raw["code"],
        event=raw["event"],
        sphere_from=raw["from"],
        sphere_to=raw["to"],
        who=tuple(TargetGroup(one) for one in raw["who"]),
        authorities=tuple(raw["authorities"]),
        needs=tuple(raw["needs"]),
        changes=raw["changes"],
        papers=tuple(raw["papers"]),
        deadlines=tuple(Deadline(one["de"], one["law"]) for one in raw.get("deadlines", ())),
        law=tuple(raw["law"]),
        check=raw.get("check", ""),
        as_of=raw["as_of"],
        texts=raw.get("texts", {}),
    )


@cache
def spheres() -> Spheres:
    """The model, read once per process."""
    return read(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def from_to(breaks: Iterable[Break]) -> dict[tuple[str, str], dict[str, int]]:
    """The matrix from -> to: for each pair how many signals say that it broke there, by event. Nothing is suppressed in it yet."""
    matrix: dict[tuple[str, str], dict[str, int]] = {}
    for one in breaks:
        cell = matrix.setdefault((one.sphere_from, one.sphere_to), {})
        cell[one.trigger] = cell.get(one.trigger, 0) + 1
    return matrix

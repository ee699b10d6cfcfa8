"""How people write places: the district's own file and `places` / `elsewhere` of every locales/<language>/words.yaml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from directory.read_once import read_once

_LOCALES = Path(__file__).parent.parent / "locales"
_SURROUNDINGS = Path(__file__).parent / "data" / "paderborn" / "surroundings.yaml"
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # everything stays a string: "no" is a word


@dataclass(frozen=True)
class Spellings:
    """Ways to write our municipalities, names of places that are not ours, and names of ours that are also words."""

    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    like_words: tuple[str, ...] = ()
    neighbours: tuple[tuple[str, float, float], ...] = ()  # name, latitude, longitude


@read_once
def load_words(locales: Path = _LOCALES, surroundings: Path = _SURROUNDINGS) -> Spellings:
    """The spellings of all languages that have a file; a missing language or key is no error. Read once per process."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    around = _read(surroundings)
    neighbours = tuple((one["name"], float(one["latitude"]), float(one["longitude"])) for one in around.get("neighbours", ()))
    elsewhere = [*_flat(around.get("elsewhere")), *(name for name, _, _ in neighbours)]
    for file in sorted(locales.glob("*/words.yaml")):
        said = _read(file)
        ours = said.get("places")
        for municipality, spellings in ours.items() if isinstance(ours, dict) else ():
            places[municipality] += _flat(spellings)
        elsewhere += _flat(said.get("elsewhere"))
    return Spellings(
        places={municipality: tuple(dict.fromkeys(spellings)) for municipality, spellings in places.items()},
        elsewhere=tuple(dict.fromkeys(elsewhere)),
        like_words=tuple(_flat(around.get("like_words"))),
        neighbours=neighbours,
    )


def _read(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    said = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a base loader builds only strings
    return said if isinstance(said, dict) else {}


def _flat(names: object) -> list[str]:
    """A name, a list of names, or names with lists of spellings: all of them, in order."""
    if isinstance(names, str):
        return [names] if names.strip() else []
    if isinstance(names, dict):
        return [one for name, spellings in names.items() for one in (name, *_flat(spellings))]
    return [one for name in names for one in _flat(name)] if isinstance(names, Iterable) else []

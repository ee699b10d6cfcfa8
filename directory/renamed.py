"""Needs and municipalities that got another name or were merged: data, so that a later taxonomy loses nothing that was written before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

import yaml

FILE = Path(__file__).parent / "data" / "renamed.yaml"
Kind = Literal["need", "municipality"]


class Renamed(NamedTuple):
    """From now on `old` is called `new`; several old ones with the same new one were merged."""

    kind: Kind
    old: str
    new: str


def read_renamed(entries: Iterable[Any]) -> tuple[Renamed, ...]:
    """The entries, each with the name that is valid at the end of its chain. Raises ValueError for what cannot be applied."""
    said: dict[tuple[str, str], str] = {}
    for entry in entries:
        kind, old, new = (str(entry.get(name) or "") for name in ("kind", "old", "new"))
        if kind not in get_args(Kind) or not old or not new:
            raise ValueError(f"a name that changed needs kind, old and new: {entry}")
        if said.setdefault((kind, old), new) != new:
            raise ValueError(f"{old} cannot get two names")
    return tuple(Renamed(cast("Kind", kind), old, _last(said, kind, new)) for kind, old in said for new in [said[kind, old]])


def _last(said: dict[tuple[str, str], str], kind: str, name: str) -> str:
    seen = {name}
    while (kind, name) in said:
        name = said[kind, name]
        if name in seen:
            raise ValueError(f"{name} is called by its own name again")
        seen.add(name)
    return name


def load_renamed(file: Path = FILE) -> Sequence[Renamed]:
    """What the file says."""
    return read_renamed(yaml.safe_load(file.read_text(encoding="utf-8"))["renamed"])

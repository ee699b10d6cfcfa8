"""Applies the names that changed (directory/data/renamed.yaml), each once."""

from __future__ import annotations

from collections.abc import Sequence

from directory.needs import taxonomy
from directory.renamed import Renamed, load_renamed
from storage.municipalities import MunicipalityRows
from storage.renaming import Renaming
from storage.unit import Unit


def apply_renamed(unit: Unit, renamed: Sequence[Renamed] | None = None) -> list[Renamed]:
    """What was applied now. A name the directory or the taxonomy does not know yet waits.

    Published statistics stay as they were published.
    """
    done = []
    renaming, towns = Renaming(unit), MunicipalityRows(unit.connection, unit.district)
    for one in load_renamed() if renamed is None else renamed:
        known = one.new in taxonomy() if one.kind == "need" else towns.has(one.new)
        if known and not renaming.is_applied(*one):
            renaming.apply(*one, taxonomy()[one.new].area if one.kind == "need" else None)
            done.append(one)
    return done

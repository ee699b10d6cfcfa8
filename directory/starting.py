"""The first directory of an installation: what the project ships for the district."""

from __future__ import annotations

import logging
from pathlib import Path

from directory.entries import Surroundings
from directory.formats import read
from directory.importing import load
from directory.municipalities import DATA, load_municipalities, paderborn
from storage.municipalities import MunicipalityRows
from storage.services import OpenUnit
from storage.unit import Unit

log = logging.getLogger(__name__)


def surroundings(unit: OpenUnit) -> Surroundings:
    """What an import is checked against: the municipalities of the unit's district."""
    rows = MunicipalityRows(unit.connection, unit.district).all()
    return Surroundings(frozenset(row.name for row in rows), {row.name: (row.latitude, row.longitude) for row in rows})


def load_packaged(unit: Unit, district: str) -> bool:
    """Fills an empty directory from the packaged data. False when there was one already, or none is packaged."""
    if district != DATA.name or MunicipalityRows(unit.connection, unit.district).all():
        return False
    load_municipalities(unit, paderborn())
    file: Path = DATA / "services.csv"
    reading = read(file.name, file.read_bytes(), surroundings(unit))
    diff = load(unit, reading.entries, reading.doubts)
    log.info("directory loaded: %d services, %d tasks", len(diff.new), len(reading.doubts))
    return True

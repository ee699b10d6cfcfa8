"""A district to import into, and the files the project ships."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from directory.entries import Reading, Surroundings
from directory.formats import csv_directory
from directory.formats import read as read_file
from directory.municipalities import load_municipalities, paderborn
from directory.places import Atlas, Place
from directory.words import load_words
from storage.tables import metadata

DATA = Path(csv_directory.__file__).parents[1] / "data" / "paderborn"


@dataclass
class PretendUnit:
    connection: Connection
    district: str
    now_ms: int = 0


@pytest.fixture
def unit() -> Iterator[PretendUnit]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        unit = PretendUnit(connection, "paderborn")
        load_municipalities(unit, paderborn())
        yield unit
    engine.dispose()


@pytest.fixture(scope="session")
def around() -> Surroundings:
    return Surroundings(frozenset(row.name for row in paderborn()), {row.name: (row.latitude, row.longitude) for row in paderborn()})


@pytest.fixture(scope="session")
def shipped(around: Surroundings) -> Reading:
    return read_file("services.csv", (DATA / "services.csv").read_bytes(), around)


@pytest.fixture(scope="session")
def places() -> tuple[Place, ...]:
    return tuple(Place(row.name, row.parts, row.postal_codes, row.latitude, row.longitude) for row in paderborn())


@pytest.fixture(scope="session")
def atlas(places: tuple[Place, ...]) -> Atlas:
    return Atlas(places, load_words())


Sheet = Callable[..., bytes]


@pytest.fixture
def sheet() -> Sheet:
    """Writes a file of rows; each row is what differs from an ordinary one."""

    def write(
        *rows: dict[str, str], delimiter: str = ",", encoding: str = "utf-8", leave_out: str = "", more: tuple[str, ...] = ()
    ) -> bytes:
        columns = [column for column in csv_directory.COLUMNS if column != leave_out] + list(more)
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        for at, row in enumerate(rows):
            ordinary = {
                "id": f"row-{at}",
                "organization": "Verein",
                "service": "Hilfe",
                "needs": "daily.clothing",
                "municipalities": "Büren",
                "phone": "02951 9335713",
            }
            writer.writerow(ordinary | row)
        return out.getvalue().encode(encoding)

    return write

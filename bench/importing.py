"""How long 20,000 offers take into an empty directory, beside the plainest way to load the same file.

    python -m bench.importing [--offers 20000]

The peer reads the file with Python's csv module and writes its rows with one `executemany` into one table of SQLite:
nothing is checked, nothing is understood. The last line is readable by a script. Exit status 1 when the import takes 60 seconds or more.
"""

from __future__ import annotations

import argparse
import csv
import io
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from bench.hsds.roundtrip import Place, empty
from directory.formats import read_path
from directory.importing import load
from directory.municipalities import DATA
from directory.starting import surroundings
from storage.unit import Unit

AT_MOST = 60.0  # seconds


def write_offers(path: Path, number: int) -> None:
    """The real list, again and again, with an id and a name of its own for each offer."""
    rows = list(csv.DictReader(io.StringIO((DATA / "services.csv").read_text(encoding="utf-8-sig"), newline="")))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for at in range(number):
            row = rows[at % len(rows)]
            writer.writerow(row | {"id": f"offer-{at}", "service": f"{row['service']} {at}"})


def ours(place: Place, path: Path) -> tuple[float, int]:
    """Seconds, and how many offers are there afterwards."""
    started = time.perf_counter()

    def work(unit: Unit) -> None:
        reading = read_path(path, surroundings(unit))
        load(unit, reading.entries, reading.doubts, 0, reading.kept)

    place.keep(work)
    return time.perf_counter() - started, len(place.entries())


def plain(path: Path, database: Path) -> tuple[float, int]:
    """The same with csv and executemany."""
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    connection = sqlite3.connect(database)
    with connection:
        columns = ", ".join(f'"{name}" TEXT' for name in header)
        connection.execute(f"CREATE TABLE services ({columns})")
        connection.executemany(f"INSERT INTO services VALUES ({', '.join('?' * len(header))})", rows)
    [[number]] = connection.execute("SELECT count(*) FROM services").fetchall()
    connection.close()
    return time.perf_counter() - started, number


def verdict(seconds: float, arrived: int, offers: int) -> int:
    """0 when all arrived in time."""
    return 0 if seconds < AT_MOST and arrived == offers else 1


def main() -> int:
    """Measures both in turn on the same file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=20_000)
    offers = parser.parse_args().offers
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "offers.csv"
        write_offers(path, offers)
        plain_seconds, loaded = plain(path, folder / "plain.db")
        place = empty(folder, "ours")
        seconds, arrived = ours(place, path)
        place.close()
    print(f"plain: {loaded} rows, nothing checked; ours: {arrived} offers, checked and understood")
    print(f"offers={arrived} seconds={seconds:.1f} plain_seconds={plain_seconds:.2f} ratio={seconds / plain_seconds:.1f}")
    return verdict(seconds, arrived, offers)


if __name__ == "__main__":
    sys.exit(main())

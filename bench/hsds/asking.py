"""How long `/hsds` and the exports take with 20,000 offers, beside a directory of 200.

    python -m bench.hsds.asking [--offers 20000] [--few 200]

Both directories hold the real list, again and again, once as it came from our own list and once as it came from the standard (then what
was kept is read again for each answer). An answer is asked for as the interface asks, without the network. The last line is readable by
a script. Exit status 1 when an answer takes half a second or more, or an export a minute.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench.hsds.roundtrip import NOW, Place, empty
from bench.importing import write_offers
from directory.formats import read_files
from directory.hsds.collection import Asked, Collection, stored
from directory.hsds.outgoing import Outgoing
from directory.importing import load
from directory.starting import surroundings
from storage.unit import Unit

T = TypeVar("T")
ANSWER_AT_MOST, EXPORT_AT_MOST = 0.5, 60.0  # seconds
EACH = 5
TODAY = NOW.date()


def questions(directory: Collection) -> dict[str, Callable[[], object]]:
    """What programs ask most, and what looked dear."""
    last = directory.services(Asked(), 1, 50, full=False, today=TODAY)["total_pages"]
    place = directory.at_locations(Asked(), 1, 1, full=False, today=TODAY)["contents"][0]["id"]
    everything: dict[str, Callable[[], object]] = {
        "the first page of services": lambda: directory.services(Asked(), 1, 50, full=True, today=TODAY),
        "the last page of services": lambda: directory.services(Asked(), last, 50, full=True, today=TODAY),
        "services by words": lambda: directory.services(Asked(search="deutsch kurs"), 1, 50, full=True, today=TODAY),
        "organizations": lambda: directory.organizations("", 1, 50, full=False, full_service=False, today=TODAY),
        "places": lambda: directory.at_locations(Asked(), 1, 50, full=True, today=TODAY),
        "one place": lambda: directory.at_location(place, TODAY),
        "a place that is not there": lambda: directory.at_location("nowhere", TODAY),
    }
    return everything


def seconds(work: Callable[[], T]) -> tuple[float, T]:
    """How long it took, and what came of it."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def measured(folder: Path, offers: int) -> dict[str, float]:
    """Seconds of each question and export; of a question the second best of a few."""
    path = folder / f"offers-{offers}.csv"
    write_offers(path, offers)
    place = empty(folder, f"of-{offers}")
    place.take(path)
    took = _round(place, "our own list")
    files = place.keep(lambda unit: dict(Outgoing(unit).as_json()))

    def again(unit: Unit) -> None:
        reading = read_files("package", files, surroundings(unit))
        load(unit, reading.entries, reading.doubts, offers, reading.kept)

    place.keep(again)
    took |= _round(place, "kept")
    place.close()
    return took


def _round(place: Place, source: str) -> dict[str, float]:
    reading, of = seconds(lambda: place.keep(stored))
    ordering, directory = seconds(lambda: Collection(of))
    took = {f"reading it again after a change, {source}": reading + ordering}
    for name, ask in questions(directory).items():
        took[f"answer: {name}, {source}"] = sorted(seconds(ask)[0] for _ in range(EACH))[1]
    for form in ("json", "tables"):
        took[f"export: {form}, {source}"] = seconds(partial(place.keep, partial(_exported, form)))[0]
    return took


def _exported(form: str, unit: Unit) -> dict[str, bytes]:
    outgoing = Outgoing(unit)
    return dict(outgoing.as_json() if form == "json" else outgoing.as_tables())


def verdict(answer: float, export: float) -> int:
    """0 when both are quick enough."""
    return 0 if answer < ANSWER_AT_MOST and export < EXPORT_AT_MOST else 1


def main() -> int:
    """Measures both directories."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=20_000)
    parser.add_argument("--few", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        few, many = (measured(Path(name), offers) for offers in (options.few, options.offers))
    for what, took in many.items():
        print(f"{took * 1000:9.1f} ms, with {options.few}: {few[what] * 1000:7.1f} ms  {what}")
    slowest, dearest = (max(took for what, took in many.items() if what.startswith(kind)) for kind in ("answer", "export"))
    ratio = max(took / max(few[what], 0.001) for what, took in many.items() if what.startswith("answer"))
    print(f"offers={options.offers} slowest_answer_ms={slowest * 1000:.0f} answer_ratio={ratio:.1f} slowest_export_s={dearest:.1f}")
    return verdict(slowest, dearest)


if __name__ == "__main__":
    sys.exit(main())

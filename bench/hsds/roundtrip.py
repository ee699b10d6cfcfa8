"""The way through the standard and back: the real directory, and the standard's own examples."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx

from directory.entries import Entry
from directory.formats import read_path
from directory.hsds.outgoing import Outgoing
from directory.hsds.writing import write_files
from directory.importing import as_entry, load
from directory.municipalities import load_municipalities, paderborn
from directory.starting import load_packaged, surroundings
from storage import database
from storage.services import ServiceRows
from storage.unit import Keeper, Unit
from web.app import close_streams, make_app
from web.bell import Bell
from web.doors import Doors

T = TypeVar("T")
NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
FORMS = ("json", "tabular")


class Place:
    """An installation of its own, with the district's municipalities and no offer."""

    def __init__(self, folder: Path, name: str) -> None:
        url = f"sqlite:///{folder / name}.db"
        self._engine = database.open_engine(url)
        database.migrate(self._engine)
        ring = database.unlock(self._engine, folder / f"{name}.key", NOW)
        self.keeper: Keeper = database.open_keeper(self._engine, ring, "paderborn", lambda: NOW)

    def keep(self, work: Callable[[Unit], T]) -> T:
        """One unit of work."""
        return self.keeper.keep(work).result()

    def take(self, path: Path) -> None:
        """As `lotse import PATH` does."""

        def work(unit: Unit) -> None:
            reading = read_path(path, surroundings(unit))
            load(unit, reading.entries, reading.doubts, 0, reading.kept)

        self.keep(work)

    def give(self, form: str, path: Path) -> None:
        """As `lotse export --hsds FORM PATH` does."""
        write_files(path, self.keep(lambda unit: list(Outgoing(unit).as_json() if form == "json" else Outgoing(unit).as_tables())))

    def entries(self) -> dict[str, Entry]:
        """The whole directory, by source id."""
        rows = self.keep(lambda unit: ServiceRows(unit.connection, unit.district).all())
        return {row.source_id: as_entry(row) for row in rows}

    def close(self) -> None:
        """Ends it."""
        self.keeper.close()
        self._engine.dispose()


@dataclass
class Figures:
    """What was found."""

    services: int = 0
    lost: int = 0
    examples: int = 0
    examples_equal: int = 0
    answers: int = 0
    answers_invalid: int = 0


def empty(folder: Path, name: str) -> Place:
    """A place that knows its municipalities."""
    place = Place(folder, name)
    place.keep(lambda unit: load_municipalities(unit, paderborn()))
    return place


def packaged(folder: Path, name: str) -> Place:
    """A place with the directory the project ships."""
    place = Place(folder, name)
    place.keep(lambda unit: load_packaged(unit, "paderborn"))
    return place


def there_and_back(folder: Path, figures: Figures, say: Callable[[str], None]) -> None:
    """Exports the real directory in each form, imports it elsewhere, and counts the offers that are not what they were."""
    home = packaged(folder, "home")
    before = home.entries()
    figures.services = len(before)
    for form in FORMS:
        path = folder / f"out-{form}.zip"
        home.give(form, path)
        away = empty(folder, f"away-{form}")
        away.take(path)
        after = away.entries()
        lost = [key for key, entry in before.items() if after.get(key) != entry] + [key for key in after if key not in before]
        away.give(form, folder / f"again-{form}.zip")
        same = (folder / f"again-{form}.zip").stat().st_size == path.stat().st_size
        again = "the same" if same else "otherwise"
        say(f"{form}: {len(after)} of {len(before)} offers arrived, {len(lost)} not as they were; written again {again}")
        figures.lost += len(lost)
        away.close()
    home.close()


def examples(standard: Path, folder: Path, figures: Figures, say: Callable[[str], None]) -> None:
    """Imports each example of the standard, exports it and compares: objects of JSON, files of tables byte by byte."""
    for name in ("service_full.json", "organization_full.json"):
        place = empty(folder, name)
        place.take(standard / "examples" / name)
        place.give("json", folder / f"{name}-out")
        file = "services.json" if name.startswith("service") else "organizations.json"
        [out] = json.loads((folder / f"{name}-out" / file).read_text(encoding="utf-8"))["contents"]
        _count(name, out == json.loads((standard / "examples" / name).read_text(encoding="utf-8")), figures, say)
        place.close()
    place = empty(folder, "tabular")
    place.take(standard / "examples" / "csv")
    place.give("tabular", folder / "tabular-out")
    files = sorted(path.name for path in (standard / "examples" / "csv").iterdir())
    out_files = sorted(path.name for path in (folder / "tabular-out").iterdir())
    theirs, ours = standard / "examples" / "csv", folder / "tabular-out"
    same = [(theirs / file).read_bytes() == (ours / file).read_bytes() for file in files]
    _count(f"tabular ({len(files)} files)", files == out_files and all(same), figures, say)
    place.close()


def _count(name: str, equal: bool, figures: Figures, say: Callable[[str], None]) -> None:
    figures.examples += 1
    figures.examples_equal += equal
    say(f"{name}: {'equal' if equal else 'NOT EQUAL'}")


async def answers(place: Place, faults: Callable[[str, Any], list[str]], figures: Figures, say: Callable[[str], None]) -> None:
    """Asks the interface for every page and every single object, and holds each answer against the schemas."""
    app = make_app(_doors(place))
    app.state.hsds.pace.at_most = 1_000_000  # whoever measures is in a hurry
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")

    async def ask(path: str) -> Any:
        reply = await client.get(f"/hsds{path}")
        answer = reply.json()
        wrong = faults(path, answer) if reply.status_code == 200 else [f"status {reply.status_code}"]
        figures.answers += 1
        figures.answers_invalid += bool(wrong)
        for fault in wrong[:3]:
            say(f"{path}: {fault}")
        return answer

    await ask("/")
    for kind in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"):
        modes = ("", "&full=true") if kind not in {"taxonomies", "taxonomy_terms"} else ("",)
        for more in modes:
            number, last = 0, False
            while not last:
                number += 1
                page = await ask(f"/{kind}?per_page=100&page={number}{more}")
                last = page["last_page"]
                if not more:
                    for one in page["contents"]:
                        await ask(f"/{kind}/{one['id']}")
    await ask("/organizations?full=true&full_service=true&per_page=50")
    await ask("/services?search=beratung")
    await ask("/services?search=gibtesnicht")
    await client.aclose()
    close_streams(app)


def _doors(place: Place) -> Doors:
    async def healthy() -> bool:
        return True

    bell = Bell()
    bell.attach()
    return Doors(keeper=place.keeper, ears=None, bell=bell, healthy=healthy, public_url="http://127.0.0.1", district_name="Paderborn")


def measure(standard: Path | None, faults: Callable[[str, Any], list[str]] | None, say: Callable[[str], None]) -> Figures:
    """All of it. Without the standard's folder only the way of the real directory."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        there_and_back(folder, figures, say)
        if standard is not None and faults is not None:
            examples(standard, folder, figures, say)
            full = empty(folder, "example-answers")
            full.take(standard / "examples" / "service_full.json")
            for place in (packaged(folder, "answers"), full):
                asyncio.run(answers(place, faults, figures, say))
                place.close()
    return replace(figures)

"""How long the pages about what is missing take with 1,000,000 signals of five years, next to 10,000, on SQLite and PostgreSQL.

The pages are asked for as a browser does, through the whole web application, on a database in a file or a server of our own. With the
smaller database everything is the same but the number of signals.

    python -m bench.signals [--signals N] [--rounds N] [--database sqlite,postgresql]

The last line is readable by a script; exit status 1 when a page takes a second (p95) or more, or more than five times as long as with
10,000 signals.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from bench.desk import p95, times_of
from bench.gaps.planted import LANGUAGES, NEEDS, TEAMS, planted
from cases.desk_access import invite
from directory.starting import load_packaged
from gaps.fields import Cause, Kind
from gaps.periods import half_of, iso_week, later, quarter_of
from gaps.releases import half_year_release, quarter_release
from storage import database
from storage.gap_tables import gap_signals
from storage.unit import Keeper, Unit
from tests.databases import Postgres

SMALL, LARGE = 10_000, 1_000_000
WEEKS = 260
AT_ONCE = 20_000  # rows of one insert
P95_MS, RATIO = 1_000.0, 5.0
FLOOR_MS = 20.0  # what is faster than this is noise, not a ratio


def rows(district: str, number: int, last: str) -> Iterator[list[dict[str, object]]]:
    """So many signals over five years, oldest first."""
    chance, causes, places = random.Random(1), list(Cause), list(TEAMS)
    weeks = [later(last, -back) for back in range(WEEKS, 0, -1)]
    base = {"district": district, "kind": Kind.OUT_OF_REACH, "source": "bot: no offer"}
    for begin in range(0, number, AT_ONCE):
        some: list[dict[str, object]] = []
        for one in range(begin, min(begin + AT_ONCE, number)):
            need = chance.choice(NEEDS)
            where = {"municipality": chance.choice(places), "language": chance.choice(LANGUAGES), "week": weeks[one * WEEKS // number]}
            some.append({**base, **where, "need": need.code, "area": need.area, "cause": chance.choice(causes)})
        yield some


def publish(unit: Unit, last: str) -> None:
    """Twenty quarters and ten half-years, each as a district publishes it."""
    district = planted(1, 200)
    for back in range(WEEKS, 0, -26):
        first = later(last, -back)
        here = [row._replace(week=later(first, number)) for number, row in ((int(row.week[6:]) - 1, row) for row in district.rows)]
        for of, decide in ((quarter_of, quarter_release), (half_of, half_year_release)):
            for period in sorted({of(row.week) for row in here}):
                unit.gap_counts.release(period, decide(period, [row for row in here if of(row.week) == period]).to_json())


PAGES = {
    "live": "/desk/gaps",
    "numbers": "/desk/gaps/numbers",
    "half": "/desk/gaps/numbers?by=language&period=2026-H1",
    "teams": "/desk/gaps/numbers?by=team&area=education",
    "chart": "/desk/gaps/charts/table.svg",
    "trend": "/desk/gaps/charts/trend.svg?area=education",
    "signals": "/desk/signals",
    "today": "/desk/today",
    "themes": "/desk/themes",
}


async def measured(keeper: Keeper, number: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each page, sorted."""

    def begin(unit: Unit) -> str:
        load_packaged(unit, unit.district)
        last = iso_week(unit.now)
        for some in rows(unit.district, number, last):
            unit.connection.execute(insert(gap_signals), some)
        publish(unit, last)
        return invite(unit, role="coordinator", name="Coordination")

    return await times_of(keeper, await asyncio.wrap_future(keeper.keep(begin)), PAGES, rounds)


def with_signals(url: str, folder: Path, number: int, rounds: int) -> dict[str, list[float]]:
    """The same pages on a fresh database with so many signals."""
    engine = database.open_engine(url)
    database.migrate(engine)
    keeper = database.open_keeper(
        engine, database.unlock(engine, folder / f"{number}.key", datetime.now(UTC)), "paderborn", lambda: datetime.now(UTC)
    )
    try:
        return asyncio.run(measured(keeper, number, rounds))
    finally:
        keeper.close()
        engine.dispose()


def ratio(large: float, small: float) -> float:
    """How many times as long; what both take no time for is no ratio."""
    return large / max(small, FLOOR_MS)


def verdict(milliseconds: float, times: float) -> int:
    """0 when the slowest page is fast enough and none grows too much."""
    return 0 if milliseconds < P95_MS and times <= RATIO else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--signals", type=int, default=LARGE)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--database", default="sqlite,postgresql")
    options = parser.parse_args()
    slowest, most, said = 0.0, 0.0, []
    for name in options.database.split(","):
        postgres = Postgres() if name == "postgresql" else None
        try:
            with tempfile.TemporaryDirectory() as where:
                folder = Path(where)
                numbers = (min(SMALL, options.signals), options.signals)
                urls = [postgres.fresh() if postgres else f"sqlite:///{folder / f'{size}-{at}.db'}" for at, size in enumerate(numbers)]
                small, large = (with_signals(url, folder, size, options.rounds) for url, size in zip(urls, numbers, strict=True))
        finally:
            if postgres:
                postgres.stop()
        for page, times in large.items():
            milliseconds, grown = p95(times), ratio(p95(times), p95(small[page]))
            print(f"{name} {page}: p95 {milliseconds:.1f} ms with {options.signals:,} signals, {grown:.2f} of {numbers[0]:,}", flush=True)
            slowest, most = max(slowest, milliseconds), max(most, grown)
        said.append(f"{name}_p95_ms={max(p95(times) for times in large.values()):.1f}")
    print(*said, f"slowest_ms={slowest:.1f} ratio={most:.2f}")
    return verdict(slowest, most)


if __name__ == "__main__":
    sys.exit(main())

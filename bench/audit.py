"""How long the audit page looks at a log of 200,000 rows, next to looking at the whole chain in the same run.

    python -m bench.audit [--rows N] [--new N]

The last line is readable by a script: `entries=... page_ms=... whole_ms=... ratio=...`. `page_ms` is what the page looks at, the rows since
the daily check; `whole_ms` the whole chain. Exit status 1 when the page takes more than a tenth of the whole.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from storage import database
from storage.tables import audit
from storage.unit import Keeper, Unit

RATIO = 0.1
ROUNDS = 3


def grow(unit: Unit, rows: int) -> None:
    """So many rows, as `note` writes them; their hashes are made in memory, so that it does not take an hour."""
    before, before_hash, last, hashed, _ = unit.audit._head(lock=True)
    made = []
    for number in range(last + 1, last + rows + 1):
        said = (str(number), str(unit.now_ms), "None", "opened", str(number % 997), "")
        hashed = unit.ring.chained(hashed, *said)
        values = {"number": number, "at": unit.now_ms, "staff_id": None, "action": "opened", "case_id": number % 997, "about": ""}
        made.append({"district": unit.district, **values, "hash": hashed})
    unit.connection.execute(insert(audit), made)
    unit.audit._set(unit.audit._ends(before, before_hash, last + rows, hashed))


def milliseconds(keeper: Keeper, work: Callable[[Unit], object]) -> float:
    """The median of a few times."""
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        keeper.keep(work).result()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def main() -> int:
    """Measures, prints the last line, and says by its status whether the figure was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--new", type=int, default=500, help="rows since the daily check")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = database.open_engine(f"sqlite:///{folder}/audit.db")
        database.migrate(engine)
        now = datetime.now(UTC)
        keeper = database.open_keeper(engine, database.unlock(engine, Path(folder) / "key", now), "paderborn", lambda: now)
        keeper.keep(lambda unit: grow(unit, options.rows)).result()
        keeper.keep(lambda unit: unit.audit.check()).result()
        keeper.keep(lambda unit: grow(unit, options.new)).result()
        [page, _] = keeper.keep(lambda unit: unit.audit.verify_new()).result()
        whole = keeper.keep(lambda unit: unit.audit.verify()).result()
        agree = page == whole and whole.broken is None
        page_ms, whole_ms = (
            milliseconds(keeper, lambda unit: unit.audit.verify_new()),
            milliseconds(keeper, lambda unit: unit.audit.verify()),
        )
        keeper.close()
        engine.dispose()
    ratio = page_ms / whole_ms
    sys.stdout.write(f"entries={whole.entries} page_ms={page_ms:.1f} whole_ms={whole_ms:.1f} ratio={ratio:.4f}\n")
    return 0 if agree and ratio <= RATIO else 1


if __name__ == "__main__":
    sys.exit(main())

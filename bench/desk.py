"""How long the case list and a case take with 20,000 cases, next to the same pages with 200 in the same run.

The pages are asked for as a browser does, through the whole web application, on a database in a file; one case in a hundred is open, as
in a district that closes what it solves. With the smaller database everything is the same but the number.

    python -m bench.desk [--cases N] [--rounds N]

The last line is readable by a script and tells of the list: `p95_ms=... ratio=...`, above it a line for each page. Exit status 1 when the
list takes 300 ms (p95) or more, or more than three times as long as with 200 cases.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import insert

from cases.desk_access import invite
from directory.needs import taxonomy
from directory.starting import load_packaged
from storage import database
from storage.moments import to_ms
from storage.people import new_data_key
from storage.tables import case_askings, cases, contacts, messages, persons
from storage.unit import Keeper, Unit
from web.app import close_streams, make_app
from web.bell import Bell
from web.doors import Doors

SMALL = 200
P95_MS, RATIO = 300.0, 3.0
TOWN = "Paderborn"


def fill(unit: Unit, number: int) -> int:
    """So many cases in one town, with a thread of four messages each; the number of one of them."""
    [me] = unit.staff.by_role("case_manager")
    needs = [need.code for need in taxonomy().needs if not need.crisis]
    key_id = new_data_key(unit)
    key = unit.ring.data_key(unit.connection.exec_driver_sql(f"select wrapped from data_keys where id = {key_id}").scalar_one())
    words = key.seal("Guten Tag, ich suche eine Wohnung für fünf Personen und weiß nicht, wohin ich gehen soll.".encode())
    district = {"district": unit.district}
    people, reach, opened, said, asked = [], [], [], [], []
    for one in range(1, number + 1):
        since = to_ms(unit.now - timedelta(minutes=number - one))
        waits, works = one % 300 == 0, one % 150 == 75
        people.append({**district, "id": one, "key_id": key_id, "language": "ar", "last_seen_at": since})
        chat = {"channel": "telegram", "chat_hash": f"chat {one}", "chat_sealed": unit.ring.house.seal(b"1")}
        reach.append({**district, "id": one, "person_id": one, **chat})
        opened.append(
            {
                **district,
                "id": one,
                "reference": f"K-{one:06d}",
                "person_id": one,
                "contact_id": one,
                "key_id": key_id,
                "municipality": TOWN,
                "need": needs[one % len(needs)],
                "language": "ar",
                "state": "waiting" if waits else "accepted" if works else "closed",
                "accepted_by": None if waits else me.id,
                "outcome": None if waits or works else "solved",
                "created_at": since,
                "accepted_at": None if waits else since,
                "closed_at": None if waits or works else since,
                "responsible_id": me.id,
                "asked_at": since,
                "promised_at": since + 3_600_000 * 48,
            }
        )
        said += [
            {**district, "case_id": one, "sender": ("person", "staff")[turn % 2], "staff_id": None, "words": words, "at": since}
            for turn in range(4)
        ]
        asked.append({**district, "case_id": one, "staff_id": me.id, "rung": "own", "at": since})
    for table, rows in ((persons, people), (contacts, reach), (cases, opened), (messages, said), (case_askings, asked)):
        unit.connection.execute(insert(table), rows)
    return next(row["id"] for row in opened if row["state"] == "accepted")  # type: ignore[return-value]


async def healthy() -> bool:
    return True


async def measured(keeper: Keeper, number: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each page, sorted."""

    def begin(unit: Unit) -> tuple[str, int]:
        load_packaged(unit, unit.district)
        token = invite(unit, role="case_manager", name="Case Management", municipalities=(TOWN,))
        return token, fill(unit, number)

    token, case = await asyncio.wrap_future(keeper.keep(begin))
    return await times_of(keeper, token, {"list": "/desk", "case": f"/desk/cases/{case}", "roster": "/desk/roster"}, rounds)


async def times_of(keeper: Keeper, token: str, pages: Mapping[str, str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each of these pages, sorted, for whoever signs in by this link."""
    bell = Bell()
    bell.attach()
    app = make_app(
        Doors(
            keeper=keeper, ears=None, bell=bell, healthy=healthy, public_url="http://127.0.0.1", district_name="Bench", second_factor=False
        )
    )  # type: ignore[arg-type]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", headers={"sec-fetch-site": "same-origin"}
    ) as client:
        assert (await client.post(f"/desk/in/{token}")).status_code == 303
        took: dict[str, list[float]] = {name: [] for name in pages}
        for turn in range(rounds + 3):
            for name, path in pages.items():
                started = time.perf_counter()
                answer = await client.get(path)
                if turn >= 3:  # templates are read, and charts drawn, at the first look
                    took[name].append((time.perf_counter() - started) * 1e3)
                assert answer.status_code == 200, path
    close_streams(app)
    return {name: sorted(times) for name, times in took.items()}


def with_cases(number: int, rounds: int) -> dict[str, list[float]]:
    """The same pages on a fresh database with so many cases."""
    with tempfile.TemporaryDirectory() as folder:
        engine = database.open_engine(f"sqlite:///{Path(folder) / 'desk.db'}")
        database.migrate(engine)
        ring = database.unlock(engine, Path(folder) / "desk.key", datetime.now(UTC))
        keeper = database.open_keeper(engine, ring, "paderborn", lambda: datetime.now(UTC))
        try:
            return asyncio.run(measured(keeper, number, rounds))
        finally:
            keeper.close()
            engine.dispose()


def p95(times: list[float]) -> float:
    return times[min(int(len(times) * 0.95), len(times) - 1)]


def verdict(milliseconds: float, ratio: float) -> int:
    """0 when the list is fast enough, 1 when a figure is missed."""
    return 0 if milliseconds < P95_MS and ratio <= RATIO else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    small, large = with_cases(SMALL, options.rounds), with_cases(options.cases, options.rounds)
    figures = {name: (p95(times), p95(times) / p95(small[name])) for name, times in large.items()}
    for name, (milliseconds, ratio) in figures.items():
        print(f"{name}: p95 {milliseconds:.1f} ms with {options.cases:,} cases, {ratio:.2f} of the same page with {SMALL}")
    milliseconds, ratio = figures["list"]
    print(f"p95_ms={milliseconds:.1f} ratio={ratio:.2f}")
    return verdict(milliseconds, ratio)


if __name__ == "__main__":
    sys.exit(main())

"""How long the report to the steering group takes with 1,000,000 signals of five years and twenty themes, on SQLite and PostgreSQL.

Asked for at the desk through the whole web application: from the form to the last file. Also measured: how long the one writer is
taken meanwhile, for everybody else waits for that.

    python -m bench.report [--signals N] [--database sqlite,postgresql]

The last line is readable by a script; exit status 1 when a report takes 20 seconds or more.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import insert

from bench.desk import healthy
from bench.gaps.planted import NEEDS
from bench.signals import publish, rows
from cases.desk_access import invite
from cases.themes import step_theme
from directory.starting import load_packaged
from gaps.fields import Cause
from gaps.lives import ThemeState
from gaps.periods import iso_week
from gaps.themes import TEXTS
from storage import database
from storage.gap_tables import gap_signals
from storage.unit import Keeper, Unit
from tests.databases import Postgres
from web.app import close_streams, make_app
from web.bell import Bell
from web.desk_steering_reports import Workshop
from web.doors import Doors
from web.papers.facts import half_years

LARGE, THEMES = 1_000_000, 20
AT_MOST_S = 20.0


def begin(unit: Unit, number: int) -> tuple[str, str]:
    """A district of five years; the coordinator's link, and the newest half-year that is over."""
    load_packaged(unit, unit.district)
    last = iso_week(unit.now)
    for some in rows(unit.district, number, last):
        unit.connection.execute(insert(gap_signals), some)
    publish(unit, last)
    token = invite(unit, role="coordinator", name="Coordination")
    [staff] = unit.staff.by_role("coordinator")
    for at in range(THEMES):
        need = NEEDS[at % len(NEEDS)]
        texts = {name: f"{name} {at}: " + "Ein Satz, der etwas sagt. " * 8 for name in TEXTS} | {"title": need.label_de}
        theme = unit.themes.add(
            state=ThemeState.OBSERVED, level="district", area=need.area, cause=Cause.FULL, texts=texts, by_id=staff.id, why="-"
        )
        unit.themes.widen(theme, [(need.code, "Büren")])
        steps = (ThemeState.ANALYSED, ThemeState.WORKING_GROUP, ThemeState.DRAFT, ThemeState.DECIDED, ThemeState.IMPLEMENTATION)
        for step in steps[: 2 + at % 4]:
            step_theme(unit, staff, theme, step, "-")
    return token, half_years(unit)[0]


async def measured(keeper: Keeper, number: int) -> tuple[float, float, float]:
    """Seconds until everything is made, seconds the form took, and the longest somebody else waited for a unit meanwhile."""
    token, period = await asyncio.wrap_future(keeper.keep(lambda unit: begin(unit, number)))
    bell = Bell()
    bell.attach()
    here = "http://127.0.0.1"
    doors = Doors(keeper=keeper, ears=None, bell=bell, healthy=healthy, public_url=here, district_name="Bench", second_factor=False)  # type: ignore[arg-type]
    app = make_app(doors)
    transport, headers = httpx.ASGITransport(app), {"sec-fetch-site": "same-origin"}
    async with httpx.AsyncClient(transport=transport, base_url=here, headers=headers) as client:
        assert (await client.post(f"/desk/in/{token}")).status_code == 303
        form = (await client.get("/desk/reports")).text
        csrf = form.split('name="csrf" value="')[1].split('"')[0]
        started, longest = time.perf_counter(), 0.0
        asked = await client.post("/desk/reports", data={"csrf": csrf, "period": period})
        form_took = time.perf_counter() - started
        assert asked.status_code == 303, asked.text
        workshop: Workshop = app.state.workshop
        while workshop.tasks:
            before = time.perf_counter()
            await asyncio.wrap_future(keeper.keep(lambda unit: unit.now_ms))
            longest = max(longest, time.perf_counter() - before)
            await asyncio.sleep(0.1)
        took = time.perf_counter() - started
        taken = await client.post(f"{asked.headers['location']}/pdf", data={"csrf": csrf})
        assert taken.status_code == 200 and taken.content.startswith(b"%PDF"), taken.status_code
    close_streams(app)
    return took, form_took, longest


def main() -> int:
    """Measures, prints, and judges."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signals", type=int, default=LARGE)
    parser.add_argument("--database", default="sqlite,postgresql")
    options = parser.parse_args()
    slowest, said = 0.0, []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.database.split(","):
            server = Postgres() if name == "postgresql" else None
            try:
                url = server.fresh() if server else f"sqlite:///{folder}/lotse.db"
                engine = database.open_engine(url)
                database.migrate(engine)
                ring = database.unlock(engine, Path(folder) / f"{name}.key", datetime.now(UTC))
                keeper = database.open_keeper(engine, ring, "paderborn", lambda: datetime.now(UTC))
                try:
                    took, form, longest = asyncio.run(measured(keeper, options.signals))
                finally:
                    keeper.close()
                    engine.dispose()
            finally:
                if server:
                    server.stop()
            waited = f"others waited {longest * 1e3:.0f} ms at most"
            print(f"{name}: {options.signals:,} signals, report {took:.1f} s, form {form * 1e3:.0f} ms, {waited}", flush=True)
            slowest = max(slowest, took)
            said.append(f"{name}_report_s={took:.2f} {name}_waited_ms={longest * 1e3:.0f}")
    print(f"signals={options.signals} {' '.join(said)} report_s={slowest:.2f}")
    return verdict(slowest)


def verdict(seconds: float) -> int:
    """0 when the slowest report is fast enough."""
    return int(seconds >= AT_MOST_S)


if __name__ == "__main__":
    sys.exit(main())

"""From a message to the coordinator's live list: how long until an open page hears of the new signal, and until the list shows it.

The whole house runs in this process, with its worker, on a real port. Newcomers write by the chat interface what nobody in their town
offers; a coordinator has the gap log open, hears server-sent events and fetches the page at each, as its script does. First one after
another, then all at once. On both databases.

    python -m bench.live [--messages N] [--database sqlite,postgresql]

The last line is readable by a script: `... live_s=...` is the slowest of all; exit status 1 when it is five seconds or more.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.house import House
from bot.settings import Settings
from cases.desk_access import invite
from tests.databases import Postgres
from tests.ports import free_port

AT_MOST_S = 5.0
IN_VAIN_S = 60.0
MESSAGES = 20  # one after another, and as many at once; the list shows 50
WORDS = "Ich wohne in Lichtenau. Ich kann nicht lesen und schreiben und möchte es lernen"
PLACE = "<td><bdi>Lichtenau</bdi></td>"


@dataclass
class Took:
    """Seconds from a message: until the open page hears of it (by itself), until the list shows it, and until it shows a whole burst."""

    heard: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    burst: float = 0.0

    @property
    def slowest(self) -> float:
        return max(*self.heard, *self.shown, self.burst)


@asynccontextmanager
async def opened(database_url: str, folder: Path) -> AsyncIterator[House]:
    """A house that runs, with an empty gap log."""
    settings = Settings(database_url=database_url, key_file=folder / "lotse.key", port=free_port(), second_factor=False)
    house = House(settings)
    running = asyncio.create_task(house.run())
    try:
        while not house.ready or not await _answers(settings.port):
            if running.done():
                raise RuntimeError("the house did not open")
            await asyncio.sleep(0.05)
        yield house
    finally:
        house.stop()
        await running


async def _answers(port: int) -> bool:
    try:
        async with httpx.AsyncClient() as client:
            return (await client.get(f"http://127.0.0.1:{port}/healthz")).status_code == 200
    except httpx.HTTPError:
        return False


class Coordinator:
    """Somebody with the gap log open."""

    def __init__(self, house: House) -> None:
        here = f"http://127.0.0.1:{house.settings.port}"
        self._house = house
        self._client = httpx.AsyncClient(base_url=here, headers={"Origin": house.settings.url}, timeout=IN_VAIN_S)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[AsyncIterator[str]]:
        """Signs in and opens the list; gives what the page hears."""
        token = await self._house.keep(lambda unit: invite(unit, role="coordinator", name="Coordination"))
        assert (await self._client.post(f"/desk/in/{token}")).status_code == 303
        async with self._client.stream("GET", "/desk/gaps/events") as stream:
            lines = stream.aiter_lines()
            assert (await anext(lines)).startswith("retry:"), "the list is not live"
            yield lines
        await self._client.aclose()

    async def rows(self) -> int:
        """How many signals of the town the list shows now."""
        page = await self._client.get("/desk/gaps")
        return page.text.count(PLACE)


async def newcomer(house: House) -> Callable[[], Awaitable[None]]:
    """Somebody with a chat of their own, who has not written yet."""
    client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{house.settings.port}", timeout=IN_VAIN_S)
    opened = await client.post("/chat/api/sessions")
    assert opened.status_code == 201, opened.text

    async def says() -> None:
        token = opened.json()["token"]
        taken = await client.post("/chat/api/messages", json={"text": WORDS}, headers={"Authorization": f"Bearer {token}"})
        assert taken.status_code == 202, taken.text
        await client.aclose()

    return says


async def heard(lines: AsyncIterator[str]) -> None:
    """Waits for the next event."""
    async with asyncio.timeout(IN_VAIN_S):
        async for line in lines:
            if line.startswith("data:"):
                return
    raise RuntimeError("the stream ended")


async def measured(house: House, messages: int) -> Took:
    """One after another, then all at once."""
    took, coordinator = Took(), Coordinator(house)
    async with coordinator.looking() as lines:
        for number in range(1, messages + 1):
            says = await newcomer(house)
            began = time.perf_counter()
            await says()
            await heard(lines)
            took.heard.append(time.perf_counter() - began)
            assert await coordinator.rows() == number, "the event came, and the list does not show it"
            took.shown.append(time.perf_counter() - began)
        everybody = [await newcomer(house) for _ in range(messages)]
        began = time.perf_counter()
        said = asyncio.gather(*(says() for says in everybody))
        while await coordinator.rows() < 2 * messages:
            await heard(lines)
        await said
        took.burst = time.perf_counter() - began
    return took


async def on(database_url: str, folder: Path, messages: int) -> Took:
    """The same on this database."""
    async with opened(database_url, folder) as house:
        return await measured(house, messages)


def verdict(seconds: float) -> int:
    """0 when the slowest of all is fast enough."""
    return int(seconds >= AT_MOST_S)


def main() -> int:
    """Measures, prints, and judges."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--database", default="sqlite,postgresql")
    options = parser.parse_args()
    said, slowest = [], 0.0
    for name in options.database.split(","):
        server = Postgres() if name == "postgresql" else None
        try:
            with tempfile.TemporaryDirectory() as folder:
                url = server.fresh() if server else f"sqlite:///{folder}/lotse.db"
                took = asyncio.run(on(url, Path(folder), options.messages))
        finally:
            if server:
                server.stop()
        middle = sorted(took.heard)[len(took.heard) // 2]
        print(
            f"{name}: heard after {middle * 1e3:.0f} ms (median), {max(took.heard) * 1e3:.0f} ms (slowest); shown after "
            f"{max(took.shown) * 1e3:.0f} ms (slowest); {options.messages} at once all shown after {took.burst * 1e3:.0f} ms",
            flush=True,
        )
        said.append(f"{name}_s={took.slowest:.3f}")
        slowest = max(slowest, took.slowest)
    print(f"messages={options.messages} {' '.join(said)} live_s={slowest:.3f}")
    return verdict(slowest)


if __name__ == "__main__":
    sys.exit(main())

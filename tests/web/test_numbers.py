"""Published numbers at the desk: tables, charts, filters, the live list, and what waits for a human."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from gaps.fields import Break, Cause, Gap
from gaps.releases import release_what_is_over
from gaps.signals import SUSPICIOUS, close_weeks, note, note_met
from storage.unit import Unit
from tests.web.conftest import DeskClient, Served, World

HOME = "housing.find_home"


async def published(world: World) -> DeskClient:
    """Somebody at the desk, a quarter after many people asked."""

    def ask(unit: Unit) -> None:
        for place, people in (("Büren", 12), ("Salzkotten", 14), ("Delbrück", 25)):
            for person in range(people):
                one = hash((place, person))
                note(unit, one, Gap(HOME, place, Cause.COSTS, "ar"))
                note(unit, one, Gap("work.find_job", place, Cause.FULL, "ar", broken=Break("asylblg", "sgb2", "recognition")))
                note_met(unit, one + 1000, [HOME], place, "ar")

    await world.keep(ask)
    world.clock.turn(days=120)
    await world.keep(close_weeks)
    await world.keep(release_what_is_over)
    return await world.at_desk("coordinator", "Kim")


async def test_every_chart_stands_beside_its_table_and_is_a_picture(world: World) -> None:
    kim = await published(world)
    page = html.unescape((await kim.get("/desk/gaps/numbers")).text)
    assert "ab 25" in page and "ohne Angebot, je 100 Nennungen" in page and "50 %" in page
    charts = re.findall(r'<img src="(/desk/gaps/charts/[^"]+)"', page)
    assert {one.split("/")[4].split(".")[0] for one in charts} == {"table", "trend", "served"}
    for address in charts:
        reply = await kim.get(address)
        assert reply.headers["content-type"] == "image/svg+xml" and b"<svg" in reply.content, address
        assert b"<script" not in reply.content


@pytest.mark.parametrize(
    "asked", ["?by=sphere", "?by=team&area=housing", "?by=month&side=met", "?by=nothing&period=2026-M01&area=x&side=y"]
)
async def test_whatever_is_asked_only_what_is_published_is_shown(world: World, asked: str) -> None:
    kim = await published(world)
    reply = await kim.get(f"/desk/gaps/numbers{asked}")
    assert reply.status_code == 200
    assert all(int(number) >= 5 and int(number) % 5 == 0 for number in re.findall(r"ab (\d+)", reply.text))


async def test_before_a_quarter_is_over_there_is_nothing(world: World) -> None:
    kim = await world.at_desk("coordinator", "Kim")
    assert "Noch ist kein Quartal abgeschlossen" in (await kim.get("/desk/gaps/numbers")).text
    assert (await kim.get("/desk/gaps/charts/trend.svg")).status_code == 404


async def test_a_flood_waits_for_somebody_who_looks(world: World) -> None:
    await world.keep(lambda unit: [note(unit, one, Gap(HOME, "Büren", Cause.COSTS, "ar")) for one in range(SUSPICIOUS)])
    kim = await world.at_desk("coordinator", "Kim")
    page = (await kim.get("/desk/gaps")).text
    assert "innerhalb von zwei Stunden" in page
    [week] = re.findall(r'name="week" value="([^"]+)"', page)
    reply = await kim.post("/desk/gaps/bursts", week=week, need=HOME, municipality="Büren", counts="yes")
    assert reply.status_code == 303
    assert "innerhalb von zwei Stunden" not in (await kim.get("/desk/gaps")).text
    assert [row.counts for row in await world.keep(lambda unit: unit.gap_counts.bursts())] == [True]


async def test_the_open_list_hears_of_a_new_signal(served: Served) -> None:
    kim = await served.world.at_desk("coordinator", "Kim")
    async with (
        httpx.AsyncClient(base_url=served.url, cookies={"desk": kim.http.cookies["desk"]}) as client,
        client.stream("GET", "/desk/gaps/events") as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == "retry: 3000"
        await served.world.keep(lambda unit: note(unit, 1, Gap(HOME, "Büren", Cause.COSTS, "ar")))
        async for line in lines:
            if line.startswith("data:"):
                break
        assert line == "data: changed"

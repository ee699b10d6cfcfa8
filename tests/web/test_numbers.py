"""Published numbers at the desk: tables, charts, filters, the live list, and what waits for a human."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import urlencode

import httpx
import pytest

from gaps.fields import Break, Cause, Gap, Source
from gaps.releases import release_what_is_over
from gaps.signals import SUSPICIOUS, close_weeks, note, note_finding, note_met
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


async def test_findings_stand_beside_the_numbers_without_one(world: World) -> None:
    gap = Gap("work.find_job", "Hövelhof", Cause.UNCLEAR, "ar", note="Zuständig ist niemand")
    await world.keep(lambda unit: [note_finding(unit, gap, Source.CASE_MANAGER) for _ in range(3)])
    kim = await published(world)
    text = (await kim.get("/desk/gaps/numbers")).text
    part = text.partition('id="h-findings"')[2]
    assert "Arbeit finden" in part and "Zuständigkeit unklar" in part and "Hövelhof" in part
    assert "Zuständig ist niemand" not in text and "Hövelhof" not in text.partition('id="h-findings"')[0]
    assert not re.findall(r"<td[^>]*>[^<]*\d", part.partition("</table>")[0])
    assert "Hövelhof" not in (await kim.get("/desk/gaps/numbers?area=housing")).text


async def cells_of(kim: DeskClient, asked: dict[str, str]) -> tuple[list[str], list[list[str]]]:
    """What the page shows in its cells, and the lines of the download."""
    text = html.unescape((await kim.get("/desk/gaps/numbers?" + urlencode(asked))).text)
    cells = re.findall(r'<td class="number">([^<]*)</td>', text)
    reply = await kim.post("/desk/gaps/numbers.csv", **asked)
    assert reply.status_code == 200 and reply.headers["content-disposition"].startswith('attachment; filename="Luecken-')
    assert reply.content.startswith(b"\xef\xbb\xbf")
    return cells, list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("asked", [{}, {"by": "team", "area": "housing"}, {"by": "sphere"}, {"by": "month", "side": "met"}])
async def test_the_download_holds_what_the_page_shows_and_nothing_else(world: World, asked: dict[str, str]) -> None:
    kim = await published(world)
    cells, (header, *lines) = await cells_of(kim, asked)
    assert header == ["Zeitraum", "Tabelle", "Zeile", "Spalte", "gezeigt", "Zahl"]
    shown = sorted("k. A." if cell in ("·", "–") else cell for cell in cells)
    assert sorted(line[4] for line in lines if "Befunde" not in line[1]) == shown
    assert all(line[5] == "".join(re.findall(r"\d+", line[4])) for line in lines)
    assert len({tuple(line[:4]) for line in lines}) == len(lines)


async def test_a_cell_that_is_hidden_says_so_and_the_download_is_written_down(world: World) -> None:
    await world.keep(lambda unit: note(unit, 5000, Gap("health.doctor", "Lichtenau", Cause.FULL, "ar")))
    kim = await published(world)
    _, lines = await cells_of(kim, {})
    assert [line for line in lines if line[4] == "k. A." and line[5] == ""]
    admin = await world.at_desk("admin", "Noor")
    audit = (await admin.get("/desk/audit")).text
    assert "veröffentlichte Zahlen heruntergeladen" in audit
    assert (await admin.post("/desk/gaps/numbers.csv")).status_code == 403


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

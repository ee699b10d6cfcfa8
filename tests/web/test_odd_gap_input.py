"""What nobody should ask of the gap log, and somebody will: one person's cell, a day, a moved meeting, two hands on one theme."""

from __future__ import annotations

import re
from itertools import product
from urllib.parse import urlencode

import pytest

from gaps.fields import Cause, Gap
from gaps.signals import note
from storage.unit import Unit
from tests.web.conftest import DeskClient, World
from tests.web.test_numbers import published

ALONE = Gap("health.doctor", "Lichtenau", Cause.LANGUAGE, "ti")
ONE_DAY = ("2026-11-27", "2026-W48", "2026-M11", "2026-11-27/2026-11-27", "2026-Q4-1", "27.11.2026")


async def test_no_filter_narrows_to_one_person(world: World) -> None:
    """Somebody alone in their town, with their language and their need: whatever is chosen, nothing of them is told."""
    await world.keep(lambda unit: note(unit, 5000, ALONE))
    kim = await published(world)
    for by, area, side in product(("municipality", "language", "cause", "team"), ("", "health", "housing"), ("gap", "met")):
        page = (await kim.get(f"/desk/gaps/numbers?{urlencode({'by': by, 'area': area, 'side': side})}")).text
        told = page.partition("<table")[2]  # what stands above lists what may be chosen
        assert "Lichtenau" not in told and "Tigrinya" not in told and ">Sprache fehlt" not in told, (by, area, side)
        assert all(int(number) >= 5 for number in re.findall(r"ab (\d+)", told)), (by, area, side)


@pytest.mark.parametrize("period", ONE_DAY)
async def test_a_day_a_week_or_a_month_is_no_period(world: World, period: str) -> None:
    kim = await published(world)
    newest = (await kim.get("/desk/gaps/numbers")).text
    asked = (await kim.get(f"/desk/gaps/numbers?{urlencode({'period': period})}")).text
    assert re.findall(r"<td[^>]*>[^<]*</td>", asked) == re.findall(r"<td[^>]*>[^<]*</td>", newest)
    assert (await kim.post("/desk/reports", period=period)).status_code == 400


async def meeting(world: World) -> DeskClient:
    kim = await world.at_desk("coordinator", "Kim")
    await world.at_desk("steering", "Leo")
    await kim.post("/desk/groups", kind="steering_group", name="Lenkungsgruppe")
    member = next(one.id for one in await world.keep(lambda unit: unit.staff.by_role("steering")))
    await kim.post("/desk/groups/1/members", what="join", member=str(member))
    await kim.post("/desk/meetings", body="1", day="2099-03-31", hour="14:00", place="Kreishaus")
    return kim


async def test_a_meeting_is_not_moved_into_the_past_and_not_onto_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = await meeting(world)
    told: list[str] = []
    monkeypatch.setattr("cases.bodies.tell_staff", lambda unit, staff, kind, key: told.append(key))
    same = {"version": "1", "day": "2099-03-31", "hour": "14:00", "place": "Kreishaus"}
    refused = await kim.post("/desk/meetings/1/move", **{**same, "day": "2009-03-31"})
    assert refused.status_code == 400 and "2099-03-31" in refused.text
    for wrong in ({"day": "31.2.2099"}, {"day": ""}, {"hour": "25:00"}, {"hour": "14"}):
        assert (await kim.post("/desk/meetings/1/move", **{**same, **wrong})).status_code == 400, wrong
    assert (await kim.post("/desk/meetings/1/move", **same)).status_code == 303
    assert told == [] and "Verlegt, war vorher" not in (await kim.get("/desk/meetings/1")).text
    assert (await kim.post("/desk/meetings/1/move", **{**same, "hour": "15:00"})).status_code == 303
    assert told == ["meeting:1:2"]


async def test_two_who_take_the_same_step_leave_one_in_the_history(world: World) -> None:
    kim, robin = await world.at_desk("coordinator", "Kim"), await world.at_desk("coordinator", "Robin")

    def theme(unit: Unit) -> None:
        texts = dict.fromkeys(("title", "office", "parties", "vignette", "proposal", "decision", "answer", "owner"), "") | {"title": "Bus"}
        unit.themes.add(state="observed", level="district", area="mobility", cause=Cause.NOT_REACHABLE, texts=texts, by_id=1, why="oft")

    await world.keep(theme)
    assert (await kim.post("/desk/themes/1/step", state="analysed", why="Kim sah nach")).status_code == 303
    late = await robin.post("/desk/themes/1/step", state="analysed", why="Robin sah auch nach")
    assert late.status_code == 409 and "Kim sah nach" in late.text
    assert [one.state for one in await world.keep(lambda unit: unit.themes.history(1))].count("analysed") == 1

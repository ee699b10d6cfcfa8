"""Where single hints and small counts come near a page: no number of few people, and of delicate needs no place finer than a team."""

from __future__ import annotations

import random
import re

from cases.people import who
from cases.wishes import shown
from gaps.fields import Cause, Gap
from gaps.signals import CROWD, SUSPICIOUS, note
from gaps.themes import TEXTS
from storage.unit import Unit
from tests.web.conftest import World


async def test_what_people_chose_when_asked_back_is_told_from_five_on_and_never_of_delicate_needs(world: World) -> None:
    def chosen(unit: Unit) -> None:
        for times, pair in (
            (4, ("housing.find_home", "housing.tenancy")),
            (7, ("work.find_job", "work.rights")),
            (9, ("health.doctor", "health.mental")),
            (9, ("safety.domestic_violence", "housing.tenancy")),
        ):
            for _ in range(times):
                unit.own_words.count_choice(offered=pair[0], chosen=pair[1], language="ti")

    await world.keep(chosen)
    page = (await (await world.at_desk("coordinator", "Kim")).get("/desk/words")).text
    table = page.partition("Wenn der Bot nachfragt")[2]
    assert table.count("Tigrinya") == 1 and "<td>ab 5</td>" in table


async def test_a_flood_is_told_in_steps(world: World) -> None:
    home = Gap("housing.find_home", "Büren", Cause.COSTS, "ar")
    await world.keep(lambda unit: [note(unit, one, home) for one in range(SUSPICIOUS + 3)])
    page = (await (await world.at_desk("coordinator", "Kim")).get("/desk/gaps")).text
    assert f"ab {SUSPICIOUS} Nennungen" in page and f"{SUSPICIOUS + 3}" not in page


async def test_a_crowd_of_new_chats_stands_at_the_signals_and_somebody_decides(world: World) -> None:
    def crowd(unit: Unit) -> None:
        for number in range(CROWD):
            them = who(unit, channel="telegram", chat_hash=f"{number}", chat=f"{number}", language="ar")
            note(unit, them.id, Gap(("housing.find_home", "work.find_job")[number % 2], "Büren", Cause.COSTS, "ar"))

    await world.keep(crowd)
    kim = await world.at_desk("coordinator", "Kim")
    missing, log, one = [(await kim.get(path)).text for path in ("/desk/gaps", "/desk/signals", "/desk/signals/1")]
    assert "Viele neue Chats auf einmal" in missing and missing.count("<li>Wohnung finden") == 1
    assert all("zählt nicht, bis jemand nachgesehen hat" in page for page in (missing, log, one))
    [week] = {*re.findall(r'name="week" value="([^"]+)"', missing)}
    assert (await kim.post("/desk/gaps/bursts", week=week, counts="no")).status_code == 303
    assert (await kim.post("/desk/gaps/bursts", week=week, counts="yes")).status_code == 404  # decided
    assert "Viele neue Chats" not in (await kim.get("/desk/gaps")).text
    assert "angesehen, zählt nicht" in (await kim.get("/desk/signals")).text


async def test_whoever_sees_no_single_hints_reads_of_a_delicate_need_no_place(world: World) -> None:
    kim = await world.at_desk("coordinator", "Kim")

    def theme(unit: Unit, need: str) -> int:
        number = unit.themes.add(
            state="observed",
            level="district",
            area="health",
            cause="full or waiting list",
            texts=dict.fromkeys(TEXTS, "") | {"title": need},
            by_id=1,
            why="x",
        )
        unit.themes.widen(number, [(need, "Lichtenau"), (need, "Büren")])
        group = unit.bodies.add("working_group", "AG", number)
        unit.bodies.join(group, next(one.id for one in unit.staff.by_role("steering")))
        return number

    leo = await world.at_desk("steering", "Leo")
    for need, place_told in (("health.mental", False), ("health.doctor", True)):
        number = await world.keep(lambda unit, need=need: theme(unit, need))
        assert ("Lichtenau" in (await leo.get(f"/desk/themes/{number}")).text) is place_told
        assert "Lichtenau" in (await kim.get(f"/desk/themes/{number}")).text


def test_how_many_were_told_says_nothing_of_small_numbers() -> None:
    """Whatever needs and places themes are about, and whatever is subtracted: a number under five changes none of what is told."""
    seed = random.Random(3)
    pairs = [("housing.find_home", "Büren"), ("work.find_job", "Büren"), ("housing.find_home", "Lichtenau"), ("health.doctor", "")]
    scopes = [[pair for number, pair in enumerate(pairs) if chosen >> number & 1] for chosen in range(16)]
    for _ in range(200):
        told = {pair: seed.randrange(12) for pair in pairs}
        other = {pair: seed.randrange(5) if number < 5 else number for pair, number in told.items()}
        assert [shown(told, scope) for scope in scopes] == [shown(other, scope) for scope in scopes]
        assert all(number is None or number >= 5 for number in (shown(told, scope) for scope in scopes))

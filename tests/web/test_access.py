"""Who may open what at the desk: every route, every role, own and foreign cases; and who opened a case is written down.

What each role gets stands in bench/roles/table.py; `make roles-matrix` tries it on fresh cases, and the chat of staff, too.
"""

from __future__ import annotations

import re

import httpx
import pytest

from bench.roles.table import (
    ANYBODY,
    BOOKED,
    CASES,
    FORBIDDEN,
    INTERPRETED,
    LAST,
    MAY_SEE,
    NOT_SIGNED_IN,
    PAGES,
    ROLES,
    SIGNED_IN,
    WITHOUT_SIGNING_IN,
)
from bench.roles.town import Town, settle
from cases.forgetting import forget_what_is_over
from tests.web.conftest import Served, World
from tests.web.test_headers import every_route


@pytest.fixture
async def town(world: World) -> Town:
    return await settle(world)


def test_the_table_names_every_route(world: World) -> None:
    assert set(every_route(world.app)) == set(CASES) | set(INTERPRETED) | set(PAGES) | set(WITHOUT_SIGNING_IN) | set(LAST) | set(ANYBODY)


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_gets_what_is_theirs_and_nothing_else(town: Town, role: str) -> None:
    expected: dict[tuple[str, str, str], int] = {}
    for (method, path), by_role in {**WITHOUT_SIGNING_IN, **PAGES}.items():
        if isinstance(by_role, int):
            expected[method, path, "own"] = by_role
        else:
            expected[method, path, "own"] = by_role.get(role, FORBIDDEN) if role in SIGNED_IN else NOT_SIGNED_IN
    for (method, path), (theirs, others) in CASES.items():
        for case, owner in MAY_SEE.items():
            expected[method, path, case] = (theirs if role == owner else others) if role in SIGNED_IN else NOT_SIGNED_IN
        expected[method, path, BOOKED] = others if role in SIGNED_IN else NOT_SIGNED_IN
    for (method, path), (theirs, others) in INTERPRETED.items():
        for case in (*MAY_SEE, BOOKED):
            mine = role == "booked" and case == BOOKED
            expected[method, path, case] = (theirs if mine else others) if role in SIGNED_IN else NOT_SIGNED_IN
    expected["POST", "/desk/out", "own"] = 200 if role in SIGNED_IN else NOT_SIGNED_IN

    replies = {one: await town.try_it(role, *one) for one in expected}
    assert {one: reply.status_code for one, reply in replies.items()} == expected
    for (method, path, case), reply in replies.items():
        if (method, path) == ("GET", "/desk/interpreting/{case_id}") and (role, case) == ("booked", BOOKED):
            assert "Geheime Worte" in reply.text and "Geheime Einweisung" in reply.text and "Geheime Notiz" not in reply.text
        elif (method, path) in INTERPRETED and (role, case) == ("booked", BOOKED):
            assert "Geheime Notiz" not in reply.text, path
        elif "{case_id}" not in path or role != MAY_SEE.get(case):
            assert "Geheime" not in reply.text, path


@pytest.mark.parametrize("role", ROLES)
async def test_nobody_acts_on_a_case_that_is_not_theirs(town: Town, role: str) -> None:
    for case, owner in {**MAY_SEE, BOOKED: None}.items():
        if role != owner:
            for method, path in CASES:
                await town.try_it(role, method, path, case)
        if (role, case) != ("booked", BOOKED):
            for method, path in INTERPRETED:
                await town.try_it(role, method, path, case)
    rows = await town.world.keep(lambda unit: [unit.cases.one(number) for number in town.cases.values()])
    states = {case: row.state for case, row in zip(town.cases, rows, strict=True) if row is not None}
    assert states == {**dict.fromkeys(MAY_SEE, "waiting"), BOOKED: "accepted"}
    threads = await town.world.keep(lambda unit: [len(unit.threads.messages(number)) for number in town.cases.values()])
    assert threads == [1, 1, 1, 1]
    notes, still = await town.world.keep(
        lambda unit: (unit.threads.notes(town.cases[BOOKED]), unit.interpretings.booked(town.cases[BOOKED]))
    )
    assert len(notes) == 1 and still is not None


async def accesses(town: Town) -> list[tuple[str, str | None, str]]:
    """Who read, or was refused."""
    rows = await town.world.keep(lambda unit: unit.audit.newest(before=None, at_most=100))
    return [(row.name or "", row.reference, row.action) for row in rows if row.action in ("opened", "refused")]


async def reference(town: Town, case: str) -> str:
    row = await town.world.keep(lambda unit: unit.cases.one(town.cases[case]))
    assert row is not None
    return row.reference


async def test_whoever_opens_a_case_is_written_down_and_whoever_is_refused_too(town: Town) -> None:
    own = await reference(town, "own")
    await town.try_it("own manager", "GET", "/desk/cases/{case_id}")
    assert await accesses(town) == [("Mia Brandt", own, "opened")]

    for role in ("foreign manager", "coordinator", "admin", "nobody", "newcomer", "deactivated"):
        await town.try_it(role, "GET", "/desk/cases/{case_id}")
    await town.try_it("foreign manager", "POST", "/desk/cases/{case_id}/reply", "nobody's")
    await town.people["foreign manager"].get("/desk/cases/4711")
    assert await accesses(town) == [
        ("Ole", None, "refused"),
        ("Ole", await reference(town, "nobody's"), "refused"),
        ("Ada", own, "refused"),
        ("Kim", own, "refused"),
        ("Ole", own, "refused"),
        ("Mia Brandt", own, "opened"),
    ]


async def test_what_only_acts_or_waits_is_no_reading(town: Town) -> None:
    await town.people["own manager"].get("/desk")
    await town.try_it("own manager", "GET", "/desk/cases/{case_id}/events")
    await town.try_it("own manager", "POST", "/desk/cases/{case_id}/accept")
    assert await accesses(town) == []


async def test_a_page_that_stays_open_is_one_access_in_ten_minutes(town: Town) -> None:
    for _ in range(3):
        await town.try_it("own manager", "GET", "/desk/cases/{case_id}")
        town.world.clock.turn(minutes=5)
    assert len(await accesses(town)) == 1 + 1
    town.world.clock.turn(minutes=11)
    await town.try_it("own manager", "GET", "/desk/cases/{case_id}")
    assert len(await accesses(town)) == 3


async def test_everything_done_to_a_case_is_one_row_each_and_the_chain_is_whole(town: Town) -> None:
    own = await reference(town, "own")
    before = await town.world.keep(lambda unit: unit.audit.newest(before=None, at_most=1))
    for what in ("accept", "notes", "reply", "close"):
        await town.try_it("own manager", "POST", f"/desk/cases/{{case_id}}/{what}")
    rows = await town.world.keep(lambda unit: unit.audit.newest(before=None, at_most=9))
    done = [(row.name, row.reference, row.action, row.about) for row in rows if row.number > before[0].number]
    actions = (("closed", "solved"), ("replied", ""), ("noted", ""), ("accepted", ""))
    assert done == [("Mia Brandt", own, action, about) for action, about in actions]
    verdict = await town.world.keep(lambda unit: unit.audit.verify())
    assert (verdict.broken, verdict.entries) == (None, rows[0].number)


@pytest.mark.parametrize("role", ["coordinator", "admin", "auditor"])
async def test_those_who_watch_over_it_see_who_opened_what_and_no_content(town: Town, role: str) -> None:
    await town.try_it("own manager", "GET", "/desk/cases/{case_id}")
    await town.try_it("foreign manager", "GET", "/desk/cases/{case_id}")
    page = (await town.try_it(role, "GET", "/desk/audit")).text

    found = re.findall(r"<tr><td>(.*?)</td><th scope=\"row\"><bdi>(.*?)</bdi></th><td>(.*?)</td><td.*?>(.*?)</td><td>", page)
    rows = [row for row in found if row[3] in ("abgewiesen", "geöffnet")]
    own = await reference(town, "own")
    assert [row[1:] for row in rows] == [("Ole", own, "abgewiesen"), ("Mia Brandt", own, "geöffnet")]
    assert all("Uhr" in row[0] for row in rows)
    assert "Geheime" not in page
    assert "Wohnung" not in page
    assert "Die Kette ist unversehrt" in page
    for odd in ("x", "-1", "9" * 30, "1"):
        assert (await town.people[role].get(f"/desk/audit?before={odd}")).status_code == 200


async def test_after_a_year_an_access_is_forgotten(town: Town) -> None:
    await town.try_it("own manager", "GET", "/desk/cases/{case_id}")
    town.world.clock.turn(days=364)
    await town.world.keep(forget_what_is_over)
    assert len(await accesses(town)) == 1
    town.world.clock.turn(days=2)
    await town.world.keep(forget_what_is_over)
    assert await accesses(town) == []


@pytest.mark.parametrize("ending", ["deactivated", "signed out"])
async def test_an_open_page_hears_nothing_any_more_once_its_member_is_gone(served: Served, ending: str) -> None:
    world = served.world
    case, mia = await world.case("Hallo"), await world.at_desk("case_manager", "Mia Brandt", "Büren")
    [staff] = await world.keep(lambda unit: unit.staff.by_role("case_manager"))
    await mia.post(f"/desk/cases/{case}/accept")
    async with (
        httpx.AsyncClient(base_url=served.url, cookies={"desk": mia.http.cookies["desk"]}) as client,
        client.stream("GET", f"/desk/cases/{case}/events") as stream,
    ):
        rows = stream.aiter_lines()
        assert await anext(rows) == "retry: 3000"
        if ending == "deactivated":
            await world.keep(lambda unit: unit.staff.deactivate(staff.id))
        else:
            await mia.post("/desk/out")
        await world.keep(lambda unit: unit.threads.write(case_id=case, sender="person", words="Noch etwas"))
        assert [row async for row in rows if row.startswith("data:")] == []

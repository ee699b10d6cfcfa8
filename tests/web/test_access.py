"""Who may open what at the desk: every route, every role, own and foreign cases; and who opened a case is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from cases.conversation import accept_case, write_note
from cases.forgetting import forget_what_is_over
from cases.interpreting import answer, ask, book
from cases.team import describe
from directory.municipalities import load_municipalities, paderborn
from storage.unit import Unit
from tests.web.conftest import DeskClient, Served, World
from tests.web.test_headers import every_route

ROLES = ("nobody", "newcomer", "deactivated", "own manager", "foreign manager", "coordinator", "admin", "auditor", "interpreter", "booked")
AT_WORK = ("own manager", "foreign manager", "coordinator")
SIGNED_IN = ("own manager", "foreign manager", "coordinator", "admin", "auditor", "interpreter", "booked")
AT_THE_ROSTER = ("own manager", "foreign manager", "coordinator", "admin", "auditor")
INTERPRETERS = ("interpreter", "booked")  # nobody booked the first one

# What each role gets; whoever is not named is refused. "own" is a case in the own manager's town, "nobody's" one that coordinators take.
FORBIDDEN, NOT_FOUND, NOT_SIGNED_IN = 403, 404, 401
OWN = {"own manager"}
CASES: dict[tuple[str, str], tuple[int, int]] = {  # what whoever may see it gets, what everybody else at the desk gets
    ("GET", "/desk/cases/{case_id}"): (200, NOT_FOUND),
    ("GET", "/desk/cases/{case_id}/events"): (503, NOT_FOUND),  # the streams are closed here
    ("POST", "/desk/cases/{case_id}/accept"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/reply"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/messages/{message_id}/take-back"): (409, NOT_FOUND),  # there is no such message
    ("POST", "/desk/cases/{case_id}/notes"): (303, NOT_FOUND),
    ("POST", "/desk/cases/{case_id}/transfer"): (400, NOT_FOUND),  # no town is chosen
    ("POST", "/desk/cases/{case_id}/close"): (303, NOT_FOUND),
}
# What an interpreter gets for the one case they are booked for; everybody else, whoever has the case too, gets the other.
INTERPRETED: dict[tuple[str, str], tuple[int, int]] = {
    ("GET", "/desk/interpreting/{case_id}"): (200, NOT_FOUND),
    ("GET", "/desk/interpreting/{case_id}/events"): (503, NOT_FOUND),  # the streams are closed here
    ("POST", "/desk/interpreting/{case_id}/reply"): (303, NOT_FOUND),
    ("POST", "/desk/interpreting/{case_id}/messages/{message_id}/take-back"): (409, NOT_FOUND),  # there is no such message
}
# Nobody accepted these cases: a promise is given first.
CASES |= {("POST", f"/desk/cases/{{case_id}}/interpreter/{what}"): (409, NOT_FOUND) for what in ("ask", "book", "nobody", "end")}
BOOKED = "interpreted"
MAY_SEE = {"own": "own manager", "nobody's": "coordinator"}
PAGES: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "/desk"): {
        "own manager": 200,
        "foreign manager": 200,
        "coordinator": 200,
        "admin": 303,
        "auditor": 303,
        "interpreter": 303,
        "booked": 303,
    },
    ("GET", "/desk/find"): dict.fromkeys(AT_WORK, NOT_FOUND),  # no number is told
    ("GET", "/desk/events"): dict.fromkeys(SIGNED_IN, 503),  # the streams are closed here
    ("GET", "/desk/roster"): dict.fromkeys(AT_THE_ROSTER, 200),
    ("GET", "/desk/interpreting"): dict.fromkeys(INTERPRETERS, 200),
    ("GET", "/desk/roster/{town}"): {"coordinator": 200, "admin": 200},
    ("POST", "/desk/roster/{town}"): {"coordinator": 400, "admin": 400},  # nothing is filled in
    ("POST", "/desk/roster/{town}/posts"): {"coordinator": 303, "admin": 303},
    ("GET", "/desk/gaps"): {"coordinator": 200},
    ("GET", "/desk/tasks"): {"coordinator": 200},
    ("POST", "/desk/tasks/kind"): {"coordinator": NOT_FOUND},  # there is no such entry
    ("POST", "/desk/tasks/done"): {"coordinator": 303},
    ("GET", "/desk/words"): dict.fromkeys(AT_WORK, 200),
    ("POST", "/desk/words/add"): dict.fromkeys(AT_WORK, 303),
    ("POST", "/desk/words/take"): dict.fromkeys(AT_WORK, NOT_FOUND),  # there is no such sentence
    ("POST", "/desk/words/drop"): dict.fromkeys(AT_WORK, NOT_FOUND),
    ("GET", "/desk/audit"): {"coordinator": 200, "admin": 200, "auditor": 200},
    ("GET", "/desk/staff"): {"admin": 200},
    ("POST", "/desk/staff/invite"): {"admin": 400},  # nothing is filled in
    ("POST", "/desk/staff/{staff_id}/link"): {"admin": 200},
    ("POST", "/desk/staff/{staff_id}/deactivate"): {"admin": 303},
    ("GET", "/desk/me"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/chat-link"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/absences"): dict.fromkeys(SIGNED_IN, 400),  # nothing is filled in
    ("POST", "/desk/me/absences/{absence_id}/drop"): dict.fromkeys(SIGNED_IN, NOT_FOUND),  # there is no such absence
    ("GET", "/desk/me/access"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/access/password"): dict.fromkeys(SIGNED_IN, 400),  # nothing is filled in
    ("POST", "/desk/me/access/passkey/options"): dict.fromkeys(SIGNED_IN, 200),
    ("POST", "/desk/me/access/passkey"): dict.fromkeys(SIGNED_IN, 403),
    ("POST", "/desk/me/access/passkeys/{passkey_id}/drop"): dict.fromkeys(SIGNED_IN, NOT_FOUND),  # there is no such passkey
    ("POST", "/desk/me/work"): dict.fromkeys(SIGNED_IN, 303),
    ("POST", "/desk/me/chats/{contact_id}"): dict.fromkeys(SIGNED_IN, NOT_FOUND),  # no chat asked to be theirs
}
WITHOUT_SIGNING_IN = {("GET", "/desk/in/{token}"): 410, ("POST", "/desk/in/{token}"): 410}  # an invented link
WITHOUT_SIGNING_IN |= {("GET", "/desk/sign-in"): 200, ("POST", "/desk/sign-in"): 403}  # nothing is filled in
WITHOUT_SIGNING_IN |= {("POST", "/desk/sign-in/passkey/options"): 200, ("POST", "/desk/sign-in/passkey"): 403}
LAST = {("POST", "/desk/out"): dict.fromkeys(SIGNED_IN, 200)}


@dataclass
class Town:
    """A desk with cases, staff, and somebody who tries everything."""

    world: World
    cases: dict[str, int]
    victim: int
    people: dict[str, DeskClient] = field(default_factory=dict)

    async def try_it(self, role: str, method: str, path: str, case: str = "own") -> httpx.Response:
        values = {
            "case_id": self.cases[case],
            "staff_id": self.victim,
            "contact_id": 4711,
            "token": "invented",
            "message_id": 4711,
            "absence_id": 4711,
            "passkey_id": 4711,
        }
        values["town"] = "Büren"
        address = path.format(**values)
        who = self.people[role]
        fields: dict[str, Any] = {"words": "Guten Tag", "note": "Notiz", "what": "add", "outcome": "solved", "form_key": case, "seen": "99"}
        if role in SIGNED_IN:
            fields["csrf"] = await who.csrf()
        return await who.http.request(method, address, data=fields if method == "POST" else None)


@pytest.fixture
async def town(world: World) -> Town:
    await world.keep(lambda unit: load_municipalities(unit, paderborn()))
    people = {
        "own manager": await world.at_desk("case_manager", "Mia Brandt", "Büren"),
        "foreign manager": await world.at_desk("case_manager", "Ole", "Salzkotten"),
        "coordinator": await world.at_desk("coordinator", "Kim"),
        "admin": await world.at_desk("admin", "Ada"),
        "auditor": await world.at_desk("auditor", "Pru"),
        "interpreter": await world.at_desk("interpreter", "Ira"),
        "booked": await world.at_desk("interpreter", "Bo"),
        "deactivated": await world.at_desk("case_manager", "Früher hier", "Büren"),
        "nobody": DeskClient(world, world.client(**{"sec-fetch-site": "same-origin"})),
        "newcomer": DeskClient(world, world.client(**{"sec-fetch-site": "same-origin"})),
    }
    newcomer = people["newcomer"].http
    assert (await newcomer.post("/chat/session")).status_code == 204
    newcomer.cookies.set("desk", newcomer.cookies["chat"])
    newcomer.headers["Authorization"] = f"Bearer {newcomer.cookies['chat']}"
    await world.staff("case_manager", "Noch jemand", "Lichtenau")

    def numbers(unit: Unit) -> tuple[int, int]:
        named = {one.name: one.id for one in unit.staff.by_role("case_manager")}
        return named["Früher hier"], named["Noch jemand"]

    left, victim = await world.keep(numbers)
    await world.keep(lambda unit: unit.staff.deactivate(left))
    cases = {"own": await world.case("Geheime Worte"), "nobody's": await world.case("Geheime Worte", "Delbrück", chat="78")}
    cases[BOOKED] = await world.case("Geheime Worte", "Lichtenau", chat="79")
    await world.keep(lambda unit: book_in(unit, cases[BOOKED]))
    world.app.state.streams.close()
    return Town(world, cases, victim, people)


def book_in(unit: Unit, case_id: int) -> None:
    """Bo interprets in this case; whoever has it wrote a note."""
    bo = next(one for one in unit.staff.by_role("interpreter") if one.name == "Bo")
    owner = next(one for one in unit.staff.by_role("case_manager") if one.name == "Noch jemand")
    describe(unit, bo.id, speaks=["ar"], areas=(), capacity=None)
    accept_case(unit, owner, case_id)
    write_note(unit, owner, case_id, "Geheime Notiz")
    ask(unit, owner, case_id)
    case, row = unit.cases.one(case_id), unit.interpretings.newest(case_id)
    contact = unit.people.contact(case.contact_id or 0) if case is not None else None
    person = None if contact is None else unit.people.by_chat(contact.chat_hash)
    assert person is not None and row is not None and answer(unit, person, row.id, "any") is not None
    book(unit, owner, case_id, bo.id, briefing="Geheime Einweisung")


def test_the_table_names_every_route_of_the_desk(world: World) -> None:
    routes = {(method, path) for method, path in every_route(world.app) if path.startswith("/desk")}
    assert routes == set(CASES) | set(INTERPRETED) | set(PAGES) | set(WITHOUT_SIGNING_IN) | set(LAST)


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
    assert states == {"own": "waiting", "nobody's": "waiting", BOOKED: "accepted"}
    threads = await town.world.keep(lambda unit: [len(unit.threads.messages(number)) for number in town.cases.values()])
    assert threads == [1, 1, 1]
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

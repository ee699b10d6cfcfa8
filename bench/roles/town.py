"""A desk with cases, staff, and somebody of each role who tries everything; tests/web/test_access.py uses it, too."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from sqlalchemy import func, select

from bench.roles.table import BOOKED, MAY_SEE, SIGNED_IN, TOWNS
from cases.bodies import call_meeting, found_body
from cases.conversation import Outcome, accept_case, close_case, write_note
from cases.desk_access import ROLES as STAFF_ROLES
from cases.interpreting import answer, ask, book
from cases.team import describe
from cases.themes import bundle, handle
from directory.municipalities import load_municipalities, paderborn
from gaps.fields import Cause, Gap
from gaps.signals import note
from storage.staff import StaffRow
from storage.tables import audit
from storage.unit import Unit
from tests.web.conftest import DeskClient, World

WORDS = "Geheime Worte"  # of whoever handed over: nobody reads them who may not see the case
BUTTON = "n:housing.find_home:0"  # offered in the chat of somebody else
NAMES = {"own manager": "Mia Brandt", "foreign manager": "Ole", "coordinator": "Kim", "admin": "Ada", "auditor": "Pru"}
NAMES |= {"deactivated": "Früher hier", "office contact": "Einbürgerung", "interpreter": "Ira", "booked": "Bo", "steering member": "Leo"}


@dataclass
class Town:
    """Everybody, and what they try."""

    world: World
    cases: dict[str, int]
    victim: int
    people: dict[str, DeskClient]
    staff: dict[str, StaffRow]
    _numbers: Any = field(default_factory=lambda: count(1000))

    async def try_it(self, role: str, method: str, path: str, case: str | int = "own") -> httpx.Response:
        """One request as a page of the desk would send it. `case` is one that stands for all, or a number."""
        values = {
            "case_id": self.cases[case] if isinstance(case, str) else case,
            "staff_id": self.victim,
            "contact_id": 4711,
            "id": "invented",
            "token": "invented",
            "message_id": 4711,
            "absence_id": 4711,
            "passkey_id": 4711,
            "kind": "invented",
            "partner_id": 4711,
            "task_id": 4711,
            "proposal_id": 4711,
            "question_id": 4711,
            "alarm_id": 4711,
            "entry": "invented",
            "template_id": 4711,
            "need": "invented",
            "town": "Büren",
            "report_id": 4711,
            "chart": 1,
            "signal_id": 4711,
            "theme_id": 1,
            "letter_id": 4711,
            "group_id": 1,
            "duty_id": 4711,
            "meeting_id": 1,
            "item_id": 4711,
            "path_id": 4711,
            "removal_id": 4711,
        }
        who = self.people[role]
        if path.startswith("/chat/api/") and method == "POST":
            return await who.http.post(path, json={"text": "Guten Tag", "button": BUTTON})
        fields: dict[str, Any] = {
            "words": "Guten Tag",
            "note": "Notiz",
            "what": "add",
            "outcome": "solved",
            "form_key": case,
            "seen": "99999",
        }
        if path == "/chat/form":
            fields = {"text": "Guten Tag"}
        elif role in SIGNED_IN and path.startswith("/desk"):
            fields["csrf"] = await who.csrf()
        return await who.http.request(method, path.format(**values), data=fields if method == "POST" else None)

    async def fresh(self, kind: str, accepted: bool, closed: bool = False) -> int:
        """A case nobody tried before; `accepted` (and `closed`) by whoever may see it. Of kind "missing": a number no case has."""
        number = next(self._numbers)
        if kind == "missing":
            return 1_000_000 + number
        case = await self.world.case(WORDS, TOWNS[kind], chat=str(number))
        if accepted:
            await self.world.keep(lambda unit: accept_case(unit, self.staff[MAY_SEE[kind]], case))
        if closed:
            await self.world.keep(lambda unit: close_case(unit, self.staff[MAY_SEE[kind]], case, Outcome.SOLVED))
        return case

    async def state(self, case: int) -> tuple[Any, ...]:
        """What somebody who may not see a case must not change."""

        def look(unit: Unit) -> tuple[Any, ...]:
            row = unit.cases.one(case)
            return (row and (row.state, row.accepted_by, row.municipality), len(unit.threads.messages(case)), len(unit.threads.notes(case)))

        return await self.world.keep(look)

    async def refusals(self, role: str, case: int) -> int:
        """How often the audit log says that this member was refused this case."""
        mine = (audit.c.action == "refused", audit.c.staff_id == self.staff[role].id, audit.c.case_id == case)
        return await self.world.keep(lambda unit: int(unit.connection.execute(select(func.count()).where(*mine)).scalar_one()))


def book_in(unit: Unit, case_id: int, named: dict[str, StaffRow]) -> None:
    """Somebody interprets in this case; whoever has it wrote a note that no interpreter reads."""
    owner, interpreter = named["Noch jemand"], named[NAMES["booked"]]
    describe(unit, interpreter.id, speaks=["ar"], areas=(), capacity=None)
    accept_case(unit, owner, case_id)
    write_note(unit, owner, case_id, "Geheime Notiz")
    ask(unit, owner, case_id)
    case, row = unit.cases.one(case_id), unit.interpretings.newest(case_id)
    contact = unit.people.contact(case.contact_id or 0) if case is not None else None
    person = None if contact is None else unit.people.by_chat(contact.chat_hash)
    assert person is not None and row is not None and answer(unit, person, row.id, "any") is not None
    book(unit, owner, case_id, interpreter.id, briefing="Geheime Einweisung")


def meet(unit: Unit, coordinator: StaffRow) -> None:
    """A theme nobody else works on, and a meeting of a steering group nobody is a member of."""
    note(unit, 1, Gap("housing.find_home", "Büren", Cause.NOTHING_LISTED, "ar"))
    bundle(unit, coordinator, [handle(unit.gaps.newest()[0])], "Viele suchen", title="Wohnungen", checked=True)
    call_meeting(
        unit, coordinator, found_body(unit, coordinator, "steering_group", "Lenkungsgruppe", None), "2099-03-31", "14:00", "Kreishaus"
    )


async def settle(world: World) -> Town:
    """Everybody takes their place; a case waits in each kind of town."""
    await world.keep(lambda unit: load_municipalities(unit, paderborn()))
    people = {
        "own manager": await world.at_desk("case_manager", NAMES["own manager"], TOWNS["own"]),
        "foreign manager": await world.at_desk("case_manager", NAMES["foreign manager"], TOWNS["foreign"]),
        "coordinator": await world.at_desk("coordinator", NAMES["coordinator"]),
        "admin": await world.at_desk("admin", NAMES["admin"]),
        "auditor": await world.at_desk("auditor", NAMES["auditor"]),
        "office contact": await world.at_desk("office_contact", NAMES["office contact"]),
        "interpreter": await world.at_desk("interpreter", NAMES["interpreter"]),
        "booked": await world.at_desk("interpreter", NAMES["booked"]),
        "steering member": await world.at_desk("steering", NAMES["steering member"]),
        "deactivated": await world.at_desk("case_manager", NAMES["deactivated"], TOWNS["own"]),
        "nobody": DeskClient(world, world.client(**{"sec-fetch-site": "same-origin"})),
        "newcomer": DeskClient(world, world.client(**{"sec-fetch-site": "same-origin"})),
    }
    newcomer = people["newcomer"].http
    assert (await newcomer.post("/chat/session")).status_code == 204
    newcomer.cookies.set("desk", newcomer.cookies["chat"])
    newcomer.headers["Authorization"] = f"Bearer {newcomer.cookies['chat']}"
    await world.staff("case_manager", "Noch jemand", "Lichtenau")

    def all_of_them(unit: Unit) -> dict[str, StaffRow]:
        return {one.name: one for role in STAFF_ROLES for one in unit.staff.by_role(role)}

    named = await world.keep(all_of_them)
    await world.keep(lambda unit: unit.staff.deactivate(named[NAMES["deactivated"]].id))
    cases = {kind: await world.case(WORDS, town, chat=f"7{number}") for number, (kind, town) in enumerate(TOWNS.items(), start=7)}
    cases[BOOKED] = await world.case(WORDS, "Lichtenau", chat="79")
    await world.keep(lambda unit: book_in(unit, cases[BOOKED], named))
    await world.bot_says("somebody else", "Was ich fand", [[{"id": BUTTON, "label": "Wohnung"}]])
    await world.keep(lambda unit: meet(unit, named[NAMES["coordinator"]]))
    world.app.state.streams.close()
    return Town(world, cases, named["Noch jemand"].id, people, {role: named[name] for role, name in NAMES.items()})

"""Every route and every action of staff in the chat, by every role, on own and foreign cases (promises A4, W1, K1).

    python -m bench.roles

What each role gets stands in bench/roles/table.py; a route or an action that is not there is a miss. Each try at a case is made on a
fresh one, so that nothing is forgiven because somebody was refused before. Whoever sits at the desk, or writes in a chat they confirmed
there, and is refused a case must stand in the audit log with that case.

The last line is readable by a script. Exit status 1 when one try came out otherwise than the table says, or a refusal was not written down.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.roles.chat import Chats, actions_of_staff
from bench.roles.table import (
    ANYBODY,
    AT_WORK,
    BOOKED,
    CASES,
    FORBIDDEN,
    FORGED,
    IN_CASE,
    INTERPRETED,
    LAST,
    MAY_SEE,
    NOT_FOUND,
    NOT_SIGNED_IN,
    PAGES,
    ROLES,
    SIGNED_IN,
    STAFF_IN_CHAT,
    TOWNS,
    WITHOUT_SIGNING_IN,
)
from bench.roles.town import WORDS, Town, settle
from gaps.fields import Cause, Gap
from gaps.signals import note
from storage import database
from tests.conftest import TurnedClock
from tests.web.conftest import World
from tests.web.test_headers import every_route
from web.bell import Bell

SECRET = WORDS.partition(" ")[0]  # stands in no page of ours
KINDS = (*TOWNS, "missing")
GAP = "Freizeit"  # of the gap that is in the list of coordinators


@dataclass
class Figures:
    """What came of all tries."""

    tried: int = 0
    refused_reads: int = 0
    unexpected: list[str] = field(default_factory=list)
    unaudited: list[str] = field(default_factory=list)

    def tries(self, what: str, *, as_it_should: bool) -> None:
        self.tried += 1
        if not as_it_should:
            self.unexpected.append(what)

    def refuses(self, what: str, written_down: int) -> None:
        self.refused_reads += 1
        if written_down != 1:
            self.unaudited.append(f"{what}: {written_down} rows")

    def last_line(self) -> str:
        return f"tried={self.tried} unexpected={len(self.unexpected)} refused_reads={self.refused_reads} unaudited={len(self.unaudited)}"


class Matrix:
    """Tries everything."""

    def __init__(self, town: Town, chats: Chats, roles: Sequence[str] = ROLES) -> None:
        self.town, self.chats, self.roles, self.figures = town, chats, roles, Figures()

    async def everything(self) -> Figures:
        self._nothing_is_left_out()
        for role in self.roles:  # first: later somebody ends the access of whoever has the case
            await self._interpreted(role)
        for role in self.roles:
            await self._cases(role)
            await self._numbers(role)
            await self._staff_chat(role)
            await self._case_buttons(role)
            await self._pages(role)
            self.town.world.clock.turn(minutes=20)  # wrong tries to sign in are counted for a while
        return self.figures

    def _nothing_is_left_out(self) -> None:
        named = {*CASES, *INTERPRETED, *PAGES, *WITHOUT_SIGNING_IN, *LAST, *ANYBODY}
        for route in sorted(set(every_route(self.town.world.app)) ^ named):
            self.figures.tries(f"{route} is not in the table, or only there", as_it_should=False)
        for action in sorted(actions_of_staff() ^ set(STAFF_IN_CHAT)):
            self.figures.tries(f"{action} is not in the table, or only there", as_it_should=False)

    # --- at the desk

    async def _cases(self, role: str) -> None:
        for (method, path), (theirs, others) in CASES.items():
            for kind in KINDS:
                what = f"{role}, {method} {path}, {kind}"
                case = await self.town.fresh(kind, accepted=not path.endswith("/accept"), closed="/export" in path)
                before = await self.town.state(case)
                reply = await self.town.try_it(role, method, path, case)
                if MAY_SEE.get(kind) == role:
                    self.figures.tries(f"{what}: {reply.status_code}", as_it_should=reply.status_code == theirs)
                    continue
                untouched = before == await self.town.state(case) and SECRET not in reply.text
                expected = others if role in SIGNED_IN else NOT_SIGNED_IN
                self.figures.tries(f"{what}: {reply.status_code}", as_it_should=untouched and reply.status_code == expected)
                if role in SIGNED_IN:
                    self.figures.refuses(what, await self.town.refusals(role, case))

    async def _interpreted(self, role: str) -> None:
        """What only whoever is booked may see; whoever has the case has a page of their own for it."""
        for (method, path), (theirs, others) in INTERPRETED.items():
            for kind in (BOOKED, *KINDS):
                case = self.town.cases[BOOKED] if kind == BOOKED else await self.town.fresh(kind, accepted=True)
                reply = await self.town.try_it(role, method, path, case)
                mine = role == "booked" and kind == BOOKED
                expected = theirs if mine else others if role in SIGNED_IN else NOT_SIGNED_IN
                as_it_should = reply.status_code == expected and (mine or SECRET not in reply.text)
                self.figures.tries(f"{role}, {method} {path}, {kind}: {reply.status_code}", as_it_should=as_it_should)

    async def _numbers(self, role: str) -> None:
        """A case by the number somebody says: opened for whoever may see it, for all others there is none."""
        for kind in TOWNS:
            case, what = await self.town.fresh(kind, accepted=False), f"{role}, GET /desk/find, {kind}"
            row = await self.town.world.keep(lambda unit, case=case: unit.cases.one(case))
            reply = await self.town.people[role].http.get("/desk/find", params={"number": row.reference})
            expected = NOT_SIGNED_IN if role not in SIGNED_IN else FORBIDDEN if role not in AT_WORK else NOT_FOUND
            expected = 303 if MAY_SEE[kind] == role else expected
            self.figures.tries(f"{what}: {reply.status_code}", as_it_should=reply.status_code == expected and SECRET not in reply.text)
            if expected == NOT_FOUND:
                self.figures.refuses(what, await self.town.refusals(role, case))

    async def _pages(self, role: str) -> None:
        """All other routes. What ends a session comes last."""
        expected = {route: (with_chat if role == "newcomer" else without) for route, (with_chat, without) in ANYBODY.items()}
        expected |= WITHOUT_SIGNING_IN
        for pages in (PAGES, LAST):
            for route, by_role in pages.items():
                expected[route] = by_role.get(role, FORBIDDEN) if role in SIGNED_IN else NOT_SIGNED_IN
        ends = [("POST", "/chat/clear"), ("POST", "/chat/session"), ("POST", "/chat/leave"), *LAST]
        for route in sorted(expected, key=lambda one: ends.index(one) if one in ends else -1):
            reply = await self.town.try_it(role, *route)
            as_it_should = reply.status_code == expected[route] and SECRET not in reply.text
            self.figures.tries(f"{role}, {' '.join(route)}: {reply.status_code}", as_it_should=as_it_should)

    # --- in the chat

    async def _staff_chat(self, role: str) -> None:
        gaps = await self.chats.says(role, "/gaps")
        self.figures.tries(f"{role}, on_gaps", as_it_should=(GAP in gaps) == (role in STAFF_IN_CHAT["on_gaps"]))
        await self._list(role)
        for kind in KINDS:
            case = await self.town.fresh(kind, accepted=False)
            await self._accept(role, kind, case)
            await self._report(role, kind, await self.town.fresh(kind, accepted=False))
            for data in FORGED:
                await self._changes_nothing(f"{role}, forged {data}, {kind}", role, data.format(case=case), case)
        for below in AT_WORK:
            if below != role:
                case = await self.town.fresh(next(kind for kind, who in MAY_SEE.items() if who == below), accepted=False)
                await self._changes_nothing(f"{role}, on_accept below a message of {below}", role, f"k:{case}", case, below)

    async def _list(self, role: str) -> None:
        """The list in the chat names the cases of whoever asks, and no others."""
        cases = {
            kind: await self.town.world.keep(lambda unit, number=number: unit.cases.one(number)) for kind, number in self.town.cases.items()
        }
        shown = await self.chats.says(role, "/cases")
        seen = {kind for kind, row in cases.items() if row is not None and row.reference in shown}
        mine = {kind for kind, who in MAY_SEE.items() if who == role and role in STAFF_IN_CHAT["on_cases"]}
        self.figures.tries(f"{role}, on_cases: {seen}", as_it_should=seen == mine)

    async def _accept(self, role: str, kind: str, case: int) -> None:
        what, mine = f"{role}, on_accept, {kind}", MAY_SEE.get(kind) == role and role in STAFF_IN_CHAT["on_accept"]
        before = await self.town.state(case)
        said = await self.chats.presses(role, f"k:{case}")
        after = await self.town.state(case)
        if mine:
            taken = after[0] is not None and after[0][:2] == ("accepted", self.town.staff[role].id)
            self.figures.tries(what, as_it_should=taken)
            return
        self.figures.tries(what, as_it_should=before == after and SECRET not in said)
        if role in SIGNED_IN:
            self.figures.refuses(what, await self.town.refusals(role, case))

    async def _report(self, role: str, kind: str, case: int) -> None:
        what, mine = f"{role}, on_report, {kind}", MAY_SEE.get(kind) == role and role in STAFF_IN_CHAT["on_report"]
        before = len(await self.town.world.keep(lambda unit: unit.gaps.newest(10_000)))
        said = await self.chats.presses(role, f"q:{case}:2")
        more = len(await self.town.world.keep(lambda unit: unit.gaps.newest(10_000))) - before
        self.figures.tries(what, as_it_should=more == int(mine) and SECRET not in said)
        if role in SIGNED_IN and not mine:
            self.figures.refuses(what, await self.town.refusals(role, case))

    async def _case_buttons(self, role: str) -> None:
        """The buttons of whoever handed over, pressed by somebody else; and everything kept of oneself is only of oneself."""
        for data in IN_CASE:
            case = await self.town.fresh("own", accepted=True)
            await self._changes_nothing(f"{role}, {data}", role, data.format(case=case), case)
        self.figures.tries(f"{role}, /mydata", as_it_should=SECRET not in await self.chats.says(role, "/mydata"))

    async def _changes_nothing(self, what: str, role: str, data: str, case: int, below: str = "") -> None:
        before = await self.town.state(case)
        said = await self.chats.presses(role, data, below)
        self.figures.tries(what, as_it_should=before == await self.town.state(case) and SECRET not in said)


async def tried(folder: Path, roles: Sequence[str] = ROLES) -> Figures:
    """All tries of these roles on a fresh database."""
    clock, bell = TurnedClock(), Bell()
    bell.attach()
    engine = database.open_engine(f"sqlite:///{folder / 'roles.db'}")
    database.migrate(engine)
    keeper = database.open_keeper(engine, database.unlock(engine, folder / "roles.key", clock()), "paderborn", clock, bell.ring)
    try:
        town = await settle(World(keeper, clock, bell))
        await town.world.keep(lambda unit: note(unit, 1, Gap("community.sport_leisure", "Lichtenau", Cause.NOTHING_LISTED, "ar")))
        chats = Chats(town)
        await chats.bind()
        return await Matrix(town, chats, roles).everything()
    finally:
        keeper.close()
        engine.dispose()


def main() -> int:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(tried(Path(folder)))
    for what in figures.unexpected:
        print("not as the table says:", what)
    for what in figures.unaudited:
        print("refused, but not in the audit log:", what)
    print(figures.last_line())
    return 0 if figures.tried and figures.refused_reads and not figures.unexpected and not figures.unaudited else 1


if __name__ == "__main__":
    sys.exit(main())

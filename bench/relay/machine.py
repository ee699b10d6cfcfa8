"""The state machine: hypothesis says who does what next, in which window, and how stale that is."""

from __future__ import annotations

import copy
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bench.relay.district import District, copy_of, throw_away
from bench.relay.people import MEMBERS, NEEDS, NEWCOMERS, TOWNS, WINDOWS, Desk, Newcomers, Window, everybody_is_here
from bench.relay.truth import CLOSED, WAITING, Kind, Truth
from cases.conversation import Outcome
from cases.promise import climb
from cases.team import be_absent
from handlers.buttons import Forget

CROWD = 12  # so many newcomers meet more often than the others: what goes wrong goes wrong between few
OUTCOMES = tuple(outcome.value for outcome in Outcome)

newcomers = st.one_of(st.integers(0, CROWD - 1), st.integers(0, NEWCOMERS - 1))
windows = st.integers(0, WINDOWS - 1)
seldom = st.integers(0, 3).map(lambda number: number == 3)
seats = st.integers(0, MEMBERS - 1)


@dataclass(frozen=True)
class Beginning:
    """A database in which everybody is here already, and what is known of it."""

    url: str
    folder: Path
    newcomers: Newcomers
    desk: Desk

    @classmethod
    def made(cls, url: str, folder: Path) -> Beginning:
        """Made once; each run begins with a copy of it."""
        truth = Truth()
        with District(url, folder, truth) as district:
            district.do(district.house.prepare())
            people, desk = everybody_is_here(district)
            district.look()
            district.do(district.carry())
            district.look()
        return cls(url, folder, people, desk)


class WrongPerson(AssertionError):
    """Something was found to be wrong."""


class Relay(RuleBasedStateMachine):
    """One run. `beginning`, `total` and `raises` are set by whoever runs it."""

    beginning: Beginning
    total: Truth  # what was found and what happened in all runs together
    raises = False
    runs = 0

    @initialize()
    def everybody_is_here(self) -> None:
        """A copy of the beginning."""
        kind = type(self)
        Relay.runs += 1
        before = kind.beginning
        self.url = copy_of(before.url, before.folder, Relay.runs)
        self.truth = copy.deepcopy(before.newcomers.truth)
        self.district = District(self.url, before.folder, self.truth)
        self.district.resume(before.newcomers.district)
        self.district.__enter__()
        known = {id(before.newcomers.district): self.district, id(before.newcomers.truth): self.truth}
        self.people = copy.deepcopy(before.newcomers, dict(known))
        self.desk = copy.deepcopy(before.desk, dict(known))

    def teardown(self) -> None:
        """Everything that still waits is carried; then the runs are counted together."""
        if not hasattr(self, "desk"):
            return
        try:
            self.district.phones.trouble = ""
            for _ in range(3):
                self.district.turn(seconds=1000)  # longer than the longest retry
                self.district.do(self.district.carry())
            self.district.look()
            self.truth.all_is_said()
        finally:
            self.district.__exit__()
            throw_away(self.url)
            total = type(self).total
            total.wrong.update(self.truth.wrong)
            total.happened.update(self.truth.happened)
            total.found += self.truth.found
        self._judge()

    def _judge(self) -> None:
        if self.raises and self.truth.found:
            raise WrongPerson("\n".join(self.truth.found))

    def act(self, work: Coroutine[Any, Any, object]) -> None:
        """Somebody does something; then everything is looked at."""
        self.truth.happened["steps"] += 1
        self.district.do(work)
        self.district.turn(seconds=1)
        self.district.look()
        self._judge()

    # --- newcomers

    @rule(who=newcomers, need=st.sampled_from(NEEDS))
    def asks_for_a_person(self, who: int, need: str) -> None:
        """Also somebody who has a case already, about something else."""
        self.act(self.people.hands_over(who, need))

    @rule(who=newcomers, other=newcomers, at_once=st.booleans())
    def writes(self, who: int, other: int, at_once: bool) -> None:
        """One or two at once, before anybody is answered."""

        async def work() -> None:
            for number in dict.fromkeys((who, other) if at_once else (who,)):
                mark = self.truth.write(Kind.LINE, self.people.life(number))
                await self.people.types(number, f"Ich habe noch eine Frage zu meiner Wohnung {mark}")
            await self.district.answer()

        self.act(work())

    @rule(who=newcomers)
    def edits(self, who: int) -> None:
        """What they wrote last, also when that was long ago."""

        async def work() -> None:
            mark = self.truth.write(Kind.LINE, self.people.life(who))
            await self.people.edits(who, f"Ich meinte es anders {mark}")
            await self.district.answer()

        self.act(work())

    @rule(who=newcomers, whose=newcomers, which=st.integers(0, 3))
    def ends(self, who: int, whose: int, which: int) -> None:
        """Their own case, or with a button that was somebody else's."""
        found = self.people.cases(who if which else whose) or [1]
        self.act(self.people.ends(who, found[which % len(found)]))

    @rule(who=newcomers, command=st.sampled_from(("/human", "/mydata", "/start")))
    def looks(self, who: int, command: str) -> None:
        """At what is kept of them, or at the case they have."""

        async def work() -> None:
            await self.people.types(who, command)
            await self.district.answer()

        self.act(work())

    @rule(who=newcomers, sure=seldom)
    def deletes_everything(self, who: int, sure: bool) -> None:
        """And may write again; or thinks better of it."""
        self.act(self.people.erases(who) if sure else self.people.presses(who, Forget(answer="no").pack()))

    @rule(who=newcomers, sure=seldom)
    def is_gone(self, who: int, sure: bool) -> None:
        """Blocks the bot, or takes the web chat off their device; or writes, and is there again."""

        async def work() -> None:
            if not sure:
                await self.people.types(who, "/human")
                await self.district.answer()
                return
            life = self.people.life(who)
            for written in self.truth.written.values():
                written.may_be_lost |= written.life == life and not written.heard
            if self.people.channel(who) == "web":
                self.people.takes_it_off(who)
            else:
                self.district.phones.blocked.add(self.people.chats[who])

        self.act(work())

    # --- staff

    def _window(self, number: int, form: str = "") -> Window:
        """This window; or, where a form is wanted, one of those that show one, however old it is."""
        showing = [window for window in self.desk.windows if form and window.page.action(form)]
        return showing[number % len(showing)] if showing else self.desk.windows[number]

    def _case(self, window: Window, who: int, fits: bool, which: int) -> int:
        """A case to open: of somebody in the town of whoever sits there, mostly."""
        if fits and window.seat < 10:
            who = who - who % len(TOWNS) + window.seat % len(TOWNS)
        life = self.people.life(who)
        mine = [number for number, case in self.truth.cases.items() if case.life == life] or [1 + who]
        return mine[-1 - which % len(mine)]

    @rule(number=windows, who=newcomers, fits=st.booleans(), which=st.integers(0, 2))
    def opens(self, number: int, who: int, fits: bool, which: int) -> None:
        """A case, in a window that had another one."""
        window = self._window(number)
        self.act(self.desk.reads(window, self._case(window, who, fits, which)))

    @rule(number=windows, other=windows)
    def opens_the_same(self, number: int, other: int) -> None:
        """What stands in another window, too."""
        case_id = self._window(other).case
        self.act(self.desk.reads(self._window(number), case_id or 1))

    async def _or_reads(self, window: Window, end: str, **fields: str) -> Any:
        """Sends a form of the page, or opens the page again when it has none."""
        reply = await self.desk.sends(window, end, **fields)
        if reply is None:
            await self.desk.reads(window, window.case or 1)
        return reply

    @rule(number=windows, others=st.lists(windows, max_size=3), who=newcomers)
    def claims(self, number: int, others: list[int], who: int) -> None:
        """In one window, or in several at once that show the same case."""
        window = self._window(number)
        rivals = [self._window(other) for other in others]

        async def work() -> None:
            if window.page.action("/accept") is None:
                await self.desk.reads(window, self._case(window, who, True, 0))
            for rival in rivals:
                await self.desk.reads(rival, window.case or 1)
            await self.desk.claim([window, *rivals])

        self.act(work())

    @rule(number=windows, twice=st.booleans(), loses_page=st.booleans(), sealed=st.booleans())
    def replies(self, number: int, twice: bool, loses_page: bool, sealed: bool) -> None:
        """From the page as it stands there; perhaps the button is pressed twice, perhaps the answer of the desk is lost."""
        window = self._window(number, "/reply")
        choice = {"sealed": "1"} if sealed else {}
        self.act(self.desk.reply(window, choice, times=2 if twice else 1, keeps_page=loses_page))

    @rule(number=windows)
    def takes_back(self, number: int) -> None:
        """With a button that may be old."""
        self.act(self.desk.take_back(self._window(number, "/take-back")))

    @rule(number=windows)
    def notes(self, number: int) -> None:
        """For colleagues only."""
        window = self._window(number, "/notes")

        async def work() -> None:
            if window.case is not None:
                mark = self.truth.write(Kind.NOTE, self.truth.cases[window.case].life, window.case)
                await self._or_reads(window, "/notes", note=f"Notiz {mark}")

        self.act(work())

    @rule(number=windows, town=st.sampled_from(TOWNS))
    def transfers(self, number: int, town: str) -> None:
        """To another town, where somebody else is responsible."""
        window = self._window(number, "/transfer")

        async def work() -> None:
            case_id = window.case
            reply = await self._or_reads(window, "/transfer", municipality=town)
            if reply is not None and case_id is not None and reply.status_code == 303:
                self.truth.cases[case_id].owner = WAITING

        self.act(work())

    @rule(number=windows, outcome=st.sampled_from(OUTCOMES))
    def closes(self, number: int, outcome: str) -> None:
        """With what came of it."""
        window = self._window(number, "/close")

        async def work() -> None:
            case_id = window.case
            reply = await self._or_reads(window, "/close", outcome=outcome)
            if reply is not None and case_id is not None and reply.status_code == 303:
                self.truth.cases[case_id].owner = CLOSED

        self.act(work())

    @rule(seat=seats, days=st.integers(0, 2), stands_in=seats)
    def is_away(self, seat: int, days: int, stands_in: int) -> None:
        """On some days; what is written to them is read by somebody else too."""
        async def work() -> None:
            first = self.district.now.date()
            other = self.desk.members[stands_in] if stands_in != seat else None
            self.district.keep(lambda unit: be_absent(unit, self.desk.members[seat], first, first + timedelta(days=days), other))

        self.act(work())

    @rule(seat=seats, sure=seldom)
    def leaves_the_team(self, seat: int, sure: bool) -> None:
        """In the middle of everything, their windows still open; somebody else gets the seat. Or only a new day begins for them."""

        async def work() -> None:
            if not sure:
                await self.desk.signs_in(seat)
                return
            self.district.leave(self.desk.members[seat])
            for window in self.desk.windows:
                if window.seat == seat:
                    await self.desk.reply(window, {}, times=1, keeps_page=True)
            await self.desk.joins(seat)

        self.act(work())

    # --- time, and what the house does by itself

    @rule(seconds=st.sampled_from((3, 9, 11, 60, 3_600, 20_000, 90_000)))
    def time_passes(self, seconds: int) -> None:
        """A moment or a day; then the promise clock looks."""

        async def work() -> None:
            self.district.turn(seconds=seconds)
            self.district.keep(climb)

        self.act(work())

    @rule(trouble=st.sampled_from(("", "", "", "busy", "unsure")))
    def the_courier_carries(self, trouble: str) -> None:
        """All that is due; perhaps Telegram does not answer the first time."""

        async def work() -> None:
            self.district.phones.trouble = trouble
            await self.district.carry()

        self.act(work())


"""What somebody can do in one step. Each action is one coroutine; which one comes next, and of whom, is said by the machine."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, NamedTuple

from bench.relay.desks import COORDINATORS, MEMBERS, Desk, Window
from bench.relay.district import TOWNS, District
from bench.relay.people import NEEDS, Newcomers
from bench.relay.truth import CLOSED, WAITING, Kind
from cases.conversation import Outcome
from cases.promise import climb
from cases.team import be_absent
from directory.hours import BERLIN
from handlers.buttons import Forget

OUTCOMES = tuple(outcome.value for outcome in Outcome)
SECONDS = (1, 3, 5, 9, 11, 60, 3_600, 20_000, 90_000)
Step = Coroutine[Any, Any, None]


class Choice(NamedTuple):
    """What was drawn for one step: newcomers, windows, a number for everything else, and a yes or no."""

    who: int
    other: int
    window: int
    windows: list[int]
    number: int
    yes: bool

    @property
    def sure(self) -> bool:
        """Seldom: for what leaves little behind."""
        return self.number % 6 == 5


class Actions:
    """Everybody in one district."""

    def __init__(self, district: District, people: Newcomers, desk: Desk) -> None:
        self.district, self.truth, self.people, self.desk = district, district.truth, people, desk

    # --- newcomers

    async def asks_for_a_person(self, drawn: Choice) -> None:
        """Also somebody who has a case already, about something else."""
        await self.people.hands_over(drawn.who, NEEDS[drawn.number % len(NEEDS)])

    async def writes(self, drawn: Choice) -> None:
        """One or two at once, before anybody is answered."""
        for number in dict.fromkeys((drawn.who, drawn.other) if drawn.yes else (drawn.who,)):
            mark = self.truth.write(Kind.LINE, self.people.life(number))
            await self.people.types(number, f"Ich habe noch eine Frage zu meiner Wohnung {mark}")
        await self.district.answer()

    async def edits(self, drawn: Choice) -> None:
        """What they wrote last, also when that was long ago."""
        mark = self.truth.write(Kind.LINE, self.people.life(drawn.who))
        await self.people.edits(drawn.who, f"Ich meinte es anders {mark}")
        await self.district.answer()

    async def ends(self, drawn: Choice) -> None:
        """Their own case, or with a button that was somebody else's."""
        found = self.people.cases(drawn.other if drawn.yes else drawn.who) or [1]
        await self.people.ends(drawn.who, found[drawn.number % len(found)])

    async def looks(self, drawn: Choice) -> None:
        """At what is kept of them, or at the case they have."""
        await self.people.types(drawn.who, ("/human", "/mydata", "/start")[drawn.number % 3])
        await self.district.answer()

    async def deletes_everything(self, drawn: Choice) -> None:
        """And may write again; or thinks better of it."""
        if drawn.number % 3 == 2:
            await self.people.erases(drawn.who)
        else:
            await self.people.presses(drawn.who, Forget(answer="no").pack())

    async def is_gone(self, drawn: Choice) -> None:
        """Blocks the bot, or takes the web chat off their device; or writes, and is there again."""
        if not drawn.sure:
            await self.looks(drawn)
            return
        life = self.people.life(drawn.who)
        for written in self.truth.written.values():
            written.may_be_lost |= written.life == life and not written.heard
        if self.people.channel(drawn.who) == "web":
            self.people.takes_it_off(drawn.who)
        else:
            self.district.phones.blocked.add(self.people.chats[drawn.who])

    # --- staff

    def _window(self, drawn: Choice, form: str = "") -> Window:
        """This window; or, where a form is wanted, one of those that show one, however old it is."""
        showing = [window for window in self.desk.windows if form and window.page.action(form)]
        return showing[drawn.window % len(showing)] if showing else self.desk.windows[drawn.window]

    def _case(self, window: Window, drawn: Choice) -> int:
        """A case to open: of somebody in the town of whoever sits there, mostly."""
        who = drawn.who
        if drawn.yes and window.seat < MEMBERS - COORDINATORS:
            who = who - who % len(TOWNS) + window.seat % len(TOWNS)
        life = self.people.life(who)
        mine = [number for number, case in self.truth.cases.items() if case.life == life] or [1 + who]
        return mine[-1 - drawn.number % len(mine)]

    async def opens(self, drawn: Choice) -> None:
        """A case, in a window that had another one."""
        window = self._window(drawn)
        await self.desk.reads(window, self._case(window, drawn))

    async def opens_the_same(self, drawn: Choice) -> None:
        """What stands in another window, too."""
        for number in [drawn.window, *drawn.windows]:
            await self.desk.reads(self.desk.windows[number], self._window(drawn, "/reply").case or 1)

    async def claims(self, drawn: Choice) -> None:
        """In one window, or in several at once that show the same case."""
        window, rivals = self._window(drawn), [self.desk.windows[number] for number in drawn.windows]
        if window.page.action("/accept") is None:
            await self.desk.reads(window, self._case(window, drawn._replace(yes=True)))
        for rival in rivals:
            await self.desk.reads(rival, window.case or 1)
        await self.desk.claim([window, *rivals])

    async def claims_late(self, drawn: Choice) -> None:
        """From a page that may be old."""
        await self.desk.claim([self._window(drawn, "/accept")])

    async def replies(self, drawn: Choice) -> None:
        """From the page as it stands there; perhaps the button is pressed twice, perhaps the answer of the desk is lost."""
        window = self._window(drawn, "/reply")
        if window.page.action("/reply") is None:
            await self.claims(drawn)
        choice = {"sealed": "1"} if drawn.number % 7 == 6 else {}
        await self.desk.reply(window, choice, times=1 + (drawn.number % 3 == 0), keeps_page=drawn.yes)

    async def takes_back(self, drawn: Choice) -> None:
        """With a button that may be old."""
        await self.desk.take_back(self._window(drawn, "/take-back"), keeps_page=drawn.yes)

    async def notes(self, drawn: Choice) -> None:
        """For colleagues only."""
        window = self._window(drawn, "/notes")
        if window.case is not None:
            mark = self.truth.write(Kind.NOTE, self.truth.cases[window.case].life, window.case)
            await self._or_reads(window, "/notes", note=f"Notiz {mark}")

    async def transfers(self, drawn: Choice) -> None:
        """To another town, where somebody else is responsible."""
        window = self._window(drawn, "/transfer")
        case_id = window.case
        if await self._or_reads(window, "/transfer", municipality=TOWNS[drawn.number % len(TOWNS)]) == 303 and case_id is not None:
            self.truth.cases[case_id].owner = WAITING

    async def closes(self, drawn: Choice) -> None:
        """With what came of it."""
        window = self._window(drawn, "/close")
        case_id = window.case
        if await self._or_reads(window, "/close", outcome=OUTCOMES[drawn.number % len(OUTCOMES)]) == 303 and case_id is not None:
            self.truth.cases[case_id].owner = CLOSED

    async def _or_reads(self, window: Window, end: str, **fields: str) -> int:
        """Sends a form of the page: the status. Opens the page again when it has none."""
        reply = await self.desk.sends(window, end, **fields)
        return await self.desk.reads(window, window.case or 1) if reply is None else reply.status_code

    async def is_away(self, drawn: Choice) -> None:
        """On some days; what is written to them is read by somebody else too."""
        seat, other = drawn.number % MEMBERS, drawn.window % MEMBERS
        first = self.district.now.astimezone(BERLIN).date()
        stands_in = self.desk.members[other] if other != seat else None
        last = first + timedelta(days=drawn.number % 3)
        self.district.keep(lambda unit: be_absent(unit, self.desk.members[seat], first, last, stands_in))

    async def leaves_the_team(self, drawn: Choice) -> None:
        """In the middle of everything, their windows still open; somebody else gets the seat. Or only a new day begins for them."""
        seat = drawn.window % MEMBERS
        if not drawn.sure:
            await self.desk.signs_in(seat)
            return
        self.district.leave(self.desk.members.pop(seat))
        for window in self.desk.windows:
            if window.seat == seat:
                await self.desk.reply(window, {}, times=1, keeps_page=True)
        await self.desk.joins(seat)

    # --- time, and what the house does by itself

    async def time_passes(self, drawn: Choice) -> None:
        """A moment or a day; then the promise clock looks."""
        self.district.turn(seconds=SECONDS[drawn.number % len(SECONDS)])
        self.district.keep(climb)

    async def the_courier_carries(self, drawn: Choice) -> None:
        """All that is due; perhaps Telegram does not answer the first time."""
        self.district.phones.trouble = ("busy", "unsure", "", "", "", "")[drawn.number % 6]
        await self.district.carry()


WEIGHTS: dict[Callable[[Actions, Choice], Step], int] = {
    Actions.replies: 9,  # the first is what hypothesis holds for the simplest: the first run of a seed is full of it
    Actions.writes: 7,
    Actions.claims: 5,
    Actions.the_courier_carries: 4,
    Actions.takes_back: 3,
    Actions.opens: 4,
    Actions.opens_the_same: 2,
    Actions.asks_for_a_person: 3,
    Actions.claims_late: 1,
    Actions.edits: 2,
    Actions.ends: 1,
    Actions.looks: 1,
    Actions.deletes_everything: 2,
    Actions.is_gone: 1,
    Actions.notes: 3,
    Actions.transfers: 1,
    Actions.closes: 1,
    Actions.is_away: 1,
    Actions.leaves_the_team: 1,
    Actions.time_passes: 3,
}
BY_NAME = {action.__name__: action for action in WEIGHTS}
NAMES = [action.__name__ for action, weight in WEIGHTS.items() for _ in range(weight)]

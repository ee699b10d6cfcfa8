"""The state machine: hypothesis says who does what next, in which window, and how stale that is."""

from __future__ import annotations

import copy
import traceback
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bench.relay.actions import BY_NAME, NAMES, Actions, Choice
from bench.relay.desks import WINDOWS, Desk
from bench.relay.district import District, copy_of, throw_away
from bench.relay.people import NEWCOMERS, Newcomers, everybody_is_here
from bench.relay.truth import Truth

CROWD = 12  # so many newcomers meet more often than the others: what goes wrong goes wrong between few
LONG = 1000  # seconds; longer than the courier waits before it tries again

newcomers = st.one_of(st.integers(0, CROWD - 1), st.integers(0, CROWD - 1), st.integers(0, NEWCOMERS - 1))
windows = st.integers(0, WINDOWS - 1)


@dataclass(frozen=True)
class Beginning:
    """A database in which everybody is here already, and what is known of it."""

    url: str
    folder: Path
    newcomers: Newcomers
    desk: Desk

    @classmethod
    def made(cls, url: str, folder: Path, so_many: int) -> Beginning:
        """Made once; each run begins with a copy of it."""
        truth = Truth()
        with District(url, folder, truth) as district:
            district.do(district.house.prepare())
            people, desk = everybody_is_here(district, so_many)
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
    def begin(self) -> None:
        """A copy of the beginning."""
        Relay.runs += 1
        before = self.beginning
        self.url = copy_of(before.url, before.folder, Relay.runs)
        self.truth = copy.deepcopy(before.newcomers.truth)
        self.district = District(self.url, before.folder, self.truth)
        self.district.__enter__()
        self.district.resume(before.newcomers.district)
        known = {id(before.newcomers.district): self.district, id(before.newcomers.truth): self.truth}
        people, desk = copy.deepcopy((before.newcomers, before.desk), known)
        self.actions = Actions(self.district, people, desk)

    # One rule: of many, hypothesis would leave out half in each run, and a reply needs a whole chain of them.
    @rule(
        action=st.sampled_from(NAMES),
        who=newcomers,
        other=newcomers,
        window=windows,
        others=st.lists(windows, max_size=3),
        number=st.integers(0, 59),
        yes=st.booleans(),
    )
    def step(self, action: str, who: int, other: int, window: int, others: list[int], number: int, yes: bool) -> None:
        """Somebody does something; then everything is looked at."""
        self.truth.happened["steps"] += 1
        self.truth.happened[action] += 1
        so_many = len(self.actions.people.chats)
        try:
            self.district.do(BY_NAME[action](self.actions, Choice(who % so_many, other % so_many, window, others, number, yes)))
        except Exception as failure:
            self.truth.is_wrong("broken", "".join(traceback.format_exception(failure)[-3:]))
        self.district.turn(seconds=1)
        self.district.look()
        self._judge()

    def teardown(self) -> None:
        """Everything that still waits is carried; then the runs are counted together."""
        if not hasattr(self, "actions"):
            return
        try:
            self.district.phones.trouble = ""
            for _ in range(3):
                self.district.turn(seconds=LONG)
                self.district.do(self.district.carry())
            self.district.look()
            self.truth.all_is_said()
        finally:
            self.district.__exit__()
            throw_away(self.url)
            self.total.add(self.truth)
        self._judge()

    def _judge(self) -> None:
        if self.raises and self.truth.found:
            raise WrongPerson("\n".join(self.truth.found))

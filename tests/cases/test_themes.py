"""A closed theme whose signals come back opens itself, and whoever owes something is reminded once."""

from __future__ import annotations

from bot.clockwork import do_what_is_due
from cases.bodies import add_measure, remind
from cases.themes import bundle, handle, reopen_what_returned, step_theme
from gaps.fields import Cause, Gap
from gaps.lives import RETURNED, ThemeState
from gaps.signals import note
from storage.staff import StaffRow
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

HOMES = Gap("housing.find_home", "Büren", Cause.NOTHING_LISTED, "ar")
ELSEWHERE = HOMES.__class__("housing.find_home", "Lichtenau", Cause.NOTHING_LISTED, "ar")
WAY = ("analysed", "working group", "draft", "decided", "implementation", "effect checked", "closed")


def closed_theme(unit: Unit) -> StaffRow:
    kim = unit.staff.one(unit.staff.add(role="coordinator", name="Kim", language="de", municipalities=()))
    assert kim is not None
    for person in range(3):
        note(unit, person, HOMES)
    theme = bundle(unit, kim, [handle(row) for row in unit.gaps.newest()], "Drei", title="Wohnungen", checked=True)
    for state in WAY:
        step_theme(unit, kim, theme, ThemeState(state), "Weiter")
    return kim


def state(keeper: Keeper) -> str:
    row = keeper.keep(lambda unit: unit.themes.one(1)).result()
    assert row is not None
    return row.state


def test_a_theme_reopens_by_itself_when_its_signals_return(keeper: Keeper, clock: TurnedClock) -> None:
    keeper.keep(closed_theme).result()
    clock.turn(days=60)
    for person in range(RETURNED + 3):
        keeper.keep(lambda unit, who=person: note(unit, who, ELSEWHERE)).result()
    for person in range(RETURNED - 1):
        keeper.keep(lambda unit, who=person: note(unit, who, HOMES)).result()
    assert keeper.keep(reopen_what_returned).result() == 0
    keeper.keep(lambda unit: note(unit, 99, HOMES)).result()
    keeper.keep(do_what_is_due).result()
    assert state(keeper) == ThemeState.REOPENED
    history = keeper.keep(lambda unit: unit.themes.history(1)).result()
    assert (history[-1].state, history[-1].by_id) == (ThemeState.REOPENED, None)
    assert keeper.keep(reopen_what_returned).result() == 0


def test_whoever_owes_something_is_reminded_once(keeper: Keeper, clock: TurnedClock) -> None:
    kim = keeper.keep(closed_theme).result()
    day = (clock().date()).isoformat()
    keeper.keep(lambda unit: add_measure(unit, kim, 1, "Einladen", "", kim.id, day)).result()
    keeper.keep(lambda unit: add_measure(unit, kim, 1, "Später", "", kim.id, "2099-01-01")).result()
    assert [keeper.keep(remind).result() for _ in range(2)] == [1, 0]

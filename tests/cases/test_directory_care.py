"""Gap or directory error: tasks, the provider's link, and two people for what leads people in danger somewhere."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from cases.desk_access import invite
from cases.directory_care import (
    LINK_LASTS,
    confirm_by_provider,
    correct_by_provider,
    decide,
    end_task,
    entry_of,
    make_link,
    take_task,
    today_of,
)
from cases.refusals import CaseNotFound, DirectoryFirst, LinkUsedUp, NeedsSecondPerson, NotAllowed, NotUnderstood
from cases.themes import bundle, handle, open_tasks, step_signals
from directory.entries import Entry, ServedArea
from directory.find import load_directory
from directory.importing import load
from gaps.fields import Cause, Gap, Kind, SignalState
from gaps.signals import note
from storage.care_tables import provider_links
from storage.staff import StaffRow
from storage.unit import Keeper, Unit
from tests.conftest import TurnedClock

COURSE = Entry(
    source_id="course", organization="Volkshochschule", name="Lesen und Schreiben", needs=("language.literacy",), phones=("05251 12345",),
    areas=(ServedArea("municipality", "Büren"),), assured_date="2020-01-01", kind="practical_offer",
)  # fmt: skip
SHELTER = Entry(
    source_id="shelter", organization="Verein", name="Frauenhaus", needs=("safety.domestic_violence",), phones=("05251 54321",),
    areas=(ServedArea("district"),), kind="practical_offer",
)  # fmt: skip


@pytest.fixture
def kim(keeper: Keeper) -> StaffRow:
    keeper.keep(lambda unit: load(unit, [COURSE, SHELTER])).result()
    return coordinator(keeper, "Kim")


def coordinator(keeper: Keeper, name: str, role: str = "coordinator") -> StaffRow:
    def work(unit: Unit) -> StaffRow:
        invite(unit, role=role, name=name)
        return max(unit.staff.by_role(role), key=lambda one: one.id)

    return keeper.keep(work).result()


def listed(keeper: Keeper, source_id: str):
    return keeper.keep(lambda unit: load_directory(unit).named(source_id)).result()


def test_a_link_works_once_expires_and_is_kept_as_a_hash(keeper: Keeper, kim: StaffRow, clock: TurnedClock) -> None:
    token, late = (keeper.keep(lambda unit: make_link(unit, kim, "course")).result() for _ in range(2))
    kept = keeper.keep(lambda unit: unit.connection.execute(select(provider_links.c.token_hash)).scalars().all()).result()
    assert token not in kept and len(kept) == 2
    for _ in range(3):  # a mail program that follows links uses nothing up
        assert keeper.keep(lambda unit: entry_of(unit, token)).result().name == COURSE.name
    keeper.keep(lambda unit: confirm_by_provider(unit, token)).result()
    today = keeper.keep(today_of).result()
    assert listed(keeper, "course").assured_date == today.isoformat()
    with pytest.raises(LinkUsedUp):
        keeper.keep(lambda unit: confirm_by_provider(unit, token)).result()
    clock.turn(days=LINK_LASTS.days + 1)
    with pytest.raises(LinkUsedUp):
        keeper.keep(lambda unit: entry_of(unit, late)).result()
    actions = keeper.keep(lambda unit: [row.action for row in unit.audit.newest(before=None, at_most=10)]).result()
    assert {"provider_link", "entry_confirmed"} <= set(actions)


def test_only_coordinators_make_links_and_only_for_what_there_is(keeper: Keeper, kim: StaffRow) -> None:
    mia = coordinator(keeper, "Mia", "case_manager")
    with pytest.raises(NotAllowed):
        keeper.keep(lambda unit: make_link(unit, mia, "course")).result()
    with pytest.raises(CaseNotFound):
        keeper.keep(lambda unit: make_link(unit, kim, "invented")).result()


def test_a_correction_is_a_proposal_until_somebody_agrees_and_outlives_the_next_import(keeper: Keeper, kim: StaffRow) -> None:
    token = keeper.keep(lambda unit: make_link(unit, kim, "course")).result()
    with pytest.raises(NotUnderstood):  # nothing is different
        keeper.keep(lambda unit: correct_by_provider(unit, token, {})).result()
    with pytest.raises(NotUnderstood):
        keeper.keep(lambda unit: correct_by_provider(unit, token, {"phones": "=1+1"})).result()
    keeper.keep(lambda unit: correct_by_provider(unit, token, {"phones": "05251 99999", "hours": "Mo 8:00-12:00"})).result()
    assert listed(keeper, "course").phones == ("05251 12345",)
    for proposal in keeper.keep(lambda unit: unit.care.proposals()).result():
        keeper.keep(lambda unit, one=proposal.id: decide(unit, kim, one, take=True)).result()
    assert (listed(keeper, "course").phones, len(listed(keeper, "course").spans)) == (("05251 99999",), 1)
    keeper.keep(lambda unit: load(unit, [COURSE, SHELTER])).result()
    assert listed(keeper, "course").phones == ("05251 99999",)
    keeper.keep(lambda unit: load(unit, [COURSE.__class__(**{**_values(COURSE), "phones": ("05251 77777",)}), SHELTER])).result()
    assert listed(keeper, "course").phones == ("05251 77777",)  # the source says something new


def _values(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__slots__}


def test_a_number_for_people_in_danger_needs_two_people(keeper: Keeper, kim: StaffRow) -> None:
    lea = coordinator(keeper, "Lea")
    token = keeper.keep(lambda unit: make_link(unit, kim, "shelter")).result()
    keeper.keep(lambda unit: correct_by_provider(unit, token, {"phones": "05251 66666", "fees": "Kostenlos"})).result()
    phone, fees = keeper.keep(lambda unit: unit.care.proposals()).result()
    keeper.keep(lambda unit: decide(unit, kim, fees.id, take=True)).result()
    keeper.keep(lambda unit: decide(unit, kim, phone.id, take=True)).result()
    with pytest.raises(NeedsSecondPerson):
        keeper.keep(lambda unit: decide(unit, kim, phone.id, take=True)).result()
    assert (listed(keeper, "shelter").phones, listed(keeper, "shelter").fees) == (("05251 54321",), "Kostenlos")
    keeper.keep(lambda unit: decide(unit, lea, phone.id, take=True)).result()
    assert listed(keeper, "shelter").phones == ("05251 66666",)


def test_no_signal_is_structural_before_the_directory_is_in_order(keeper: Keeper, kim: StaffRow) -> None:
    gap = Gap("language.literacy", "Büren", Cause.NOTHING_LISTED, "ar", kind=Kind.DIRECTORY_ERROR)
    keeper.keep(lambda unit: note(unit, 1, gap)).result()

    def handles(unit: Unit) -> list[str]:
        return [handle(row) for row in unit.gaps.newest()]

    with pytest.raises(DirectoryFirst):
        keeper.keep(lambda unit: bundle(unit, kim, handles(unit), "Fehlt", title="Kurse", checked=True)).result()
    keeper.keep(lambda unit: open_tasks(unit, kim, handles(unit))).result()
    [task] = keeper.keep(lambda unit: unit.care.queue()).result()
    assert (task.source_id, task.need, task.municipality) == ("course", "language.literacy", "Büren")
    keeper.keep(lambda unit: load(unit, [COURSE, SHELTER])).result()  # no import ends what only a human can settle
    keeper.keep(lambda unit: take_task(unit, kim, task.id)).result()
    keeper.keep(lambda unit: end_task(unit, kim, task.id, "done")).result()
    [signal] = keeper.keep(lambda unit: unit.gaps.newest()).result()
    assert signal.state == SignalState.CORRECTED.value  # it was the directory
    assert keeper.keep(lambda unit: unit.care.queue()).result() == []


def test_an_entry_that_is_wrong_is_not_offered_and_its_signals_stand(keeper: Keeper, kim: StaffRow) -> None:
    gap = Gap("language.literacy", "Büren", Cause.NOTHING_LISTED, "ar", kind=Kind.DIRECTORY_ERROR)
    keeper.keep(lambda unit: note(unit, 1, gap)).result()
    keeper.keep(lambda unit: step_signals(unit, kim, [handle(unit.gaps.newest()[0])], SignalState.CHECKED, "Gesehen")).result()
    [task] = keeper.keep(lambda unit: unit.care.queue()).result()
    keeper.keep(lambda unit: end_task(unit, kim, task.id, "wrong")).result()
    assert listed(keeper, "course").status == "gone"
    keeper.keep(lambda unit: step_signals(unit, kim, [handle(unit.gaps.newest()[0])], SignalState.STRUCTURAL, "Fehlt")).result()

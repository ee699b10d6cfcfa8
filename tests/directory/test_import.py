"""Taking the directory over (I6, I7, I12, I15)."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from directory.diffs import lines, plan
from directory.entries import Doubt, Entry, ServedArea
from directory.find import find, load_directory
from directory.importing import as_entry, load, preview
from directory.refusals import GoneNotAccepted
from storage import tables
from storage.services import ServiceRows
from storage.verification_tasks import TaskRows

OFFER = Entry(
    source_id="a",
    organization="Verein",
    name="Kleiderkammer",
    needs=("daily.clothing",),
    areas=(ServedArea("municipality", "Büren"),),
    phones=("02951 1234567",),
    hours="Mo, Di 8:00-12:00",
    kind="practical_offer",
)


def kept(unit):
    return {row.source_id: row for row in ServiceRows(unit.connection, unit.district).all()}


def tasks(unit):
    return {(task.source_id, task.field, task.reason) for task in TaskRows(unit.connection, unit.district).open()}


def test_the_shipped_list_is_imported_whole_and_a_second_time_nothing_happens(unit, shipped):
    first = load(unit, shipped.entries, shipped.doubts)
    second = load(unit, shipped.entries, shipped.doubts)

    assert (len(first.new), bool(second)) == (157, False)
    assert tuple(as_entry(row) for row in kept(unit).values()) == shipped.entries
    assert len(tasks(unit)) == len(shipped.doubts)
    assert lines(second) == ("0 new, 0 changed, 0 gone",)


def test_hours_are_kept_as_text_and_as_spans(unit):
    load(unit, [OFFER, replace(OFFER, source_id="b", hours="n. V.")])

    assert kept(unit)["a"].schedules == (("MO,TU", "08:00", "12:00"),)
    assert (kept(unit)["b"].hours, kept(unit)["b"].schedules) == ("n. V.", ())


def test_only_what_changed_is_written_and_keeps_its_number(unit):
    load(unit, [OFFER, replace(OFFER, source_id="b")])
    before = kept(unit)

    diff = load(unit, [OFFER, replace(OFFER, source_id="b", phones=("02951 7654321",), fees="1 Euro")])

    [change] = diff.changed
    assert [(one.field, one.before, one.after) for one in change.fields] == [
        ("phones", "02951 1234567", "02951 7654321"),
        ("fees", "", "1 Euro"),
    ]
    assert kept(unit)["a"] == before["a"]
    assert kept(unit)["b"].service_id == before["b"].service_id
    assert unit.connection.execute(select(func.count()).select_from(tables.phones)).scalar() == 2


def test_what_would_vanish_needs_to_be_accepted_and_is_not_deleted(unit):
    load(unit, [replace(OFFER, source_id=str(at)) for at in range(10)])
    before = kept(unit)

    with pytest.raises(GoneNotAccepted, match="9 services would disappear, 8 were accepted") as refused:
        load(unit, [replace(OFFER, source_id="0", fees="neu")], accept_gone=8)
    assert refused.value.gone == 9
    assert kept(unit) == before

    load(unit, [replace(OFFER, source_id="0")], accept_gone=9)
    assert [row.status for row in kept(unit).values()] == ["active"] + ["gone"] * 9
    assert [service.source_id for service in find(unit, "daily.clothing", "Büren")] == ["0"]
    assert load_directory(unit).service(before["5"].service_id).name == "Kleiderkammer"


def test_what_is_gone_may_come_back_under_its_old_number(unit):
    load(unit, [OFFER, replace(OFFER, source_id="b")])
    number = kept(unit)["b"].service_id
    load(unit, [OFFER], accept_gone=1)

    diff = load(unit, [OFFER, replace(OFFER, source_id="b")])

    assert [entry.source_id for entry in diff.new] == ["b"]
    assert (kept(unit)["b"].service_id, kept(unit)["b"].status) == (number, "active")


def test_a_preview_writes_nothing(unit):
    diff = preview(unit, [OFFER])

    assert lines(diff, "de") == ("1 neu, 0 geändert, 0 weg", "NEU      a: Kleiderkammer (Verein)")
    assert kept(unit) == {}


def test_doubts_become_tasks_and_end_when_the_source_is_mended(unit):
    doubt = Doubt("a", "phones", "leading zero lost", "2951 1234567")
    load(unit, [OFFER], [doubt])
    assert tasks(unit) == {("a", "phones", "leading zero lost")}

    load(unit, [OFFER], [])
    assert tasks(unit) == set()

    load(unit, [OFFER], [doubt])
    assert tasks(unit) == set()  # somebody has seen exactly this

    load(unit, [OFFER], [replace(doubt, value="2951 7")])
    assert tasks(unit) == {("a", "phones", "leading zero lost")}


def test_a_changed_number_for_people_in_danger_has_to_be_dialled(unit):
    shelter = replace(OFFER, name="Frauenhaus", needs=("safety.domestic_violence",))
    load(unit, [shelter])

    diff = load(unit, [replace(shelter, phones=("0900 123456",))])
    load(unit, [replace(shelter, phones=("0900 123456",))])

    assert any("dial it" in line for line in lines(diff))
    assert tasks(unit) == {("a", "phones", "changed, dial it")}


def test_the_kind_corrected_on_the_desk_outlives_an_import(unit):
    load(unit, [OFFER])
    ServiceRows(unit.connection, unit.district).correct_kind("a", "independent_advice")

    assert not load(unit, [OFFER])
    load(unit, [replace(OFFER, fees="frei", kind="")])

    assert kept(unit)["a"].kind == "independent_advice"


def test_a_source_without_kinds_gets_guesses_that_somebody_looks_at(unit):
    office = replace(OFFER, kind="", organization="Stadt Büren", name="Standesamt")
    advice = replace(OFFER, source_id="b", kind="", organization="Stadt Büren, Sozialamt", name="Schuldnerberatung")
    load(unit, [office, advice, replace(OFFER, source_id="c", kind="")])

    assert [row.kind for row in kept(unit).values()] == ["deciding_authority", "independent_advice", "practical_offer"]
    assert ("a", "kind", "guessed") in tasks(unit)
    assert not load(unit, [office, advice, replace(OFFER, source_id="c", kind="")])


def test_the_day_of_assurance_stays_until_the_entry_changes(unit):
    load(unit, [OFFER])
    ServiceRows(unit.connection, unit.district).assure("a", "2026-11-20")

    load(unit, [OFFER])
    assert kept(unit)["a"].assured_date == "2026-11-20"

    load(unit, [replace(OFFER, street="Markt 1")])
    assert kept(unit)["a"].assured_date == ""


def test_a_reused_id_and_a_double_are_pointed_out():
    other = replace(OFFER, organization="Sportbund", name="Schwimmkurs")
    double = replace(OFFER, source_id="b", name="KLEIDERKAMMER")

    diff = plan([OFFER], [other])
    assert diff.changed[0].another_service
    assert any("same service" in line for line in lines(diff))
    assert plan([], [OFFER, double]).doubles == (("a", "b"),)


def test_every_change_gives_a_new_revision_and_districts_do_not_mix(unit):
    load(unit, [OFFER])
    before = load_directory(unit)
    assert load_directory(unit) is before

    load(unit, [replace(OFFER, name="Kleiderstube")])
    assert load_directory(unit) is not before
    assert find(unit, "daily.clothing", "Büren")[0].name == "Kleiderstube"

    elsewhere = type(unit)(unit.connection, "elsewhere")
    assert find(elsewhere, "daily.clothing", "Büren") == ()


def test_a_snapshot_of_what_was_rolled_back_is_forgotten(unit):
    load(unit, [OFFER])
    unit.connection.commit()
    load(unit, [replace(OFFER, name="nie geschehen")])
    assert find(unit, "daily.clothing", "Büren")[0].name == "nie geschehen"

    unit.connection.rollback()

    assert find(unit, "daily.clothing", "Büren")[0].name == "Kleiderkammer"

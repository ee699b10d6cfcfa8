"""For whom an offer is: read from German words and from columns; what is not understood is never a no."""

from __future__ import annotations

import pytest

from directory.checking import FOR_WHOM_NOT_UNDERSTOOD
from directory.eligibility import EVERYBODY, Ages, Eligibility, Group, Verdict
from directory.eligibility_text import read_cost, read_eligibility
from directory.find import load_directory
from directory.formats import read as read_file
from directory.importing import load
from gaps.fields import TargetGroup

TOWNS = ("Paderborn", "Büren", "Borchen")
FLED = {Group.IN_PROCEDURE, Group.RECOGNISED, Group.TEMPORARY_PROTECTION, Group.TOLERATED, Group.UNACCOMPANIED_MINOR}


def test_the_codes_are_those_of_a_signal():
    assert [group.value for group in Group] == [group.value for group in TargetGroup]


@pytest.mark.parametrize(
    ("text", "groups", "ages", "residence", "more"),
    [
        ("", EVERYBODY, (None, None), (), False),
        ("Geflüchtete in der Stadt Paderborn", FLED, (None, None), ("Paderborn",), False),
        ("Asylsuchende und Geduldete", {Group.IN_PROCEDURE, Group.TOLERATED}, (None, None), (), False),
        ("Geflüchtete aus der Ukraine", {Group.TEMPORARY_PROTECTION}, (None, None), (), False),
        ("EU-Bürgerinnen und EU-Bürger", {Group.EU_CITIZEN}, (None, None), (), False),
        ("Spätaussiedler", {Group.RESETTLER}, (None, None), (), False),
        ("Anerkannte Flüchtlinge ab 18 Jahren", {Group.RECOGNISED}, (18, None), (), False),
        ("Erwachsene Zugewanderte", EVERYBODY, (18, None), (), False),
        ("Kinder und Jugendliche von 5 bis 18 Jahren", EVERYBODY, (5, 18), (), False),
        ("Grundschulkinder in Borchen", EVERYBODY, (None, 26), ("Borchen",), True),
        ("Menschen unter 27 Jahren", EVERYBODY, (None, 26), (), False),
        ("Geflüchtete und Asylsuchende, auch Kinder und Jugendliche", FLED, (None, None), (), False),
        ("Frauen und Mädchen", EVERYBODY, (None, None), (), True),
    ],
)
def test_what_is_understood(text, groups, ages, residence, more):
    assert read_eligibility(text, TOWNS) == Eligibility(
        frozenset(groups), read_eligibility(text, TOWNS).perhaps, Ages(*ages), residence, more
    )


@pytest.mark.parametrize(
    "text",
    [
        "Geflüchtete und ihre Helfer",  # one more audience
        "vorrangig Geflüchtete",
        "nicht für Asylsuchende",
        "Alleinerziehende mit minderjährigen Kindern",  # the age of the children is not theirs
        "Familien mit Kindern unter 6 Jahren",
        "Wohnsitz in Paderborn oder Umgebung",
        "Haushalte unter der Einkommensgrenze, die in Paderborn wohnen oder dorthin ziehen wollen",
        "Berechtigungsnachweis der Gemeinde",
    ],
)
def test_what_is_not_wholly_understood_restricts_nobody(text):
    read = read_eligibility(text, TOWNS)
    assert not read.understood
    assert {read.admits(group, Ages(27, 64)) for group in Group} == {Verdict.DEPENDS}


def test_three_answers_for_group_and_age():
    young_refugees = Eligibility(frozenset(FLED), frozenset({Group.OTHER_THIRD_COUNTRY}), Ages(14, 20))
    assert young_refugees.admits(Group.TOLERATED, Ages(18, 20)) is Verdict.YES
    assert young_refugees.admits(Group.TOLERATED, Ages(18, 26)) is Verdict.DEPENDS
    assert young_refugees.admits(Group.TOLERATED, Ages(27, 64)) is Verdict.NO
    assert young_refugees.admits(Group.OTHER_THIRD_COUNTRY, None) is Verdict.DEPENDS
    assert young_refugees.admits(None, None) is Verdict.DEPENDS  # rather not say is never a no
    assert young_refugees.admits(Group.EU_CITIZEN, None) is Verdict.NO


@pytest.mark.parametrize(
    ("fees", "cost"),
    [
        ("Kostenlos und anonym", "free"),
        ("Kleine Preise", "small"),
        ("58 Euro im Monat (Preis prüfen)", "paid"),
        ("Beitrag nach Einkommen", ""),
    ],
)
def test_costs(fees, cost):
    assert read_cost(fees) == cost


def test_columns_stand_above_words_and_nonsense_in_them_becomes_a_task(unit, around, sheet):
    more = ("groups", "age_from", "age_to", "residence", "waiting_weeks", "cost", "interpreter")
    file = sheet(
        {"eligibility_de": "Wer mag", "groups": "tolerated;everyone", "age_from": "18", "age_to": "x", "waiting_weeks": "6"},
        {"eligibility_de": "Wer mag", "residence": "Atlantis", "cost": "paid", "interpreter": "on request"},
        more=more,
    )
    reading = read_file("offers.csv", file, around)
    load(unit, reading.entries, reading.doubts)
    first, second = load_directory(unit).services.values()
    assert (first.who.groups, first.who.ages, first.waiting_weeks) == ({Group.TOLERATED}, Ages(18), 6)
    assert (second.who.understood, second.cost, second.interpreter) == (False, "paid", "on request")
    doubted = {(doubt.source_id, doubt.field) for doubt in reading.doubts}
    assert doubted == {("row-0", "groups"), ("row-0", "age_to"), ("row-1", "residence"), ("row-1", "eligibility")}
    assert not load(unit, reading.entries)


def test_the_shipped_list_is_read_or_becomes_a_task(unit, shipped):
    load(unit, shipped.entries, shipped.doubts)
    not_read = {service.source_id for service in load_directory(unit).services.values() if not service.who.understood}
    asked = {doubt.source_id for doubt in shipped.doubts if doubt.reason == FOR_WHOM_NOT_UNDERSTOOD}
    assert not_read == asked
    assert 0 < len(not_read) < 20

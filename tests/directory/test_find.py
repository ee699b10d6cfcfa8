from dataclasses import replace
from datetime import date

import pytest

from directory.entries import ServedArea
from directory.find import elsewhere_in_district, find, load_directory
from directory.found import Service, elsewhere, older_last, rank
from directory.importing import load
from directory.municipalities import load_municipalities, paderborn, read_municipalities, read_teams
from directory.needs import taxonomy
from directory.refusals import ImportRefused

TOWN = Service(
    id=1,
    source_id="town",
    name="Beratung",
    organization="Verein",
    needs=frozenset({"money.debt"}),
    areas=(ServedArea("municipality", "Büren"),),
    phones=("02951 1",),
)
OTHER_TOWN = replace(TOWN, id=2, areas=(ServedArea("municipality", "Delbrück"),))
DISTRICT = replace(TOWN, id=3, areas=(ServedArea("district"),))
LAND = replace(TOWN, id=4, areas=(ServedArea("land"),))
COUNTRY = replace(TOWN, id=5, areas=(ServedArea("country"),))
ALL = (COUNTRY, LAND, DISTRICT, OTHER_TOWN, TOWN)


def ids(services):
    return [service.id for service in services]


def test_what_is_near_comes_first_and_other_towns_not_at_all():
    assert ids(rank(ALL, "money.debt", "Büren")) == [1, 3, 4, 5]


def test_without_a_place_only_what_is_for_all():
    assert ids(rank(ALL, "money.debt", None)) == [3, 4, 5]


@pytest.mark.parametrize(
    "useless",
    [
        pytest.param(replace(TOWN, phones=()), id="no way to reach it"),
        pytest.param(replace(TOWN, status="gone"), id="no longer offered"),
        pytest.param(replace(TOWN, needs=frozenset({"daily.clothing"})), id="for something else"),
        pytest.param(replace(TOWN, areas=()), id="for nobody"),
        pytest.param(replace(TOWN, for_detention=True), id="for people in detention"),
    ],
)
def test_what_does_not_help_is_a_gap(useless):
    assert rank([useless], "money.debt", "Büren") == ()


@pytest.mark.parametrize("way", [{"email": "a@b.de"}, {"url": "https://a.de"}, {"street": "Markt 1"}])
def test_any_way_to_reach_it_is_enough(way):
    assert rank([replace(TOWN, phones=(), **way)], "money.debt", "Büren")


def test_for_residence_independent_advice_comes_before_the_authority_that_decides():
    permit = frozenset({"residence.permit"})
    authority = replace(TOWN, needs=permit, kind="deciding_authority")
    advice = replace(DISTRICT, needs=permit, kind="independent_advice")

    assert ids(rank([authority, advice], "residence.permit", "Büren")) == [3, 1]


def test_help_in_detention_is_shown_first_to_who_asks_for_it():
    detention = replace(DISTRICT, for_detention=True)

    assert ids(rank([TOWN, detention], "money.debt", "Büren")) == [1]
    assert ids(rank([TOWN, detention], "money.debt", "Büren", for_detention=True)) == [3, 1]


def test_of_two_equals_the_confirmed_one_comes_first():
    assert ids(rank([TOWN, replace(TOWN, id=9, assured_date="2026-11-01")], "money.debt", "Büren")) == [9, 1]


def test_what_was_confirmed_more_than_a_year_ago_comes_behind_its_equals_and_before_what_nobody_confirmed():
    today = date(2026, 11, 27)
    days = {1: "2025-11-27", 2: "2025-11-26", 3: None, 4: "2026-11-01"}
    near = [replace(TOWN, id=at, assured_date=day) for at, day in days.items()]
    far = replace(DISTRICT, id=9, assured_date="2026-11-01")
    ranked = rank([*near, far], "money.debt", "Büren")

    assert ids(older_last(ranked, "money.debt", "Büren", today)) == [1, 4, 2, 3, 9]


def test_it_exists_in_another_town():
    assert elsewhere(ALL, "money.debt", "Büren") == ("Delbrück",)
    assert elsewhere([DISTRICT], "money.debt", "Büren") == ()


def test_an_address_needs_a_street():
    assert replace(TOWN, street="Markt 1", postal_code="33142", city="Büren").address == "Markt 1, 33142 Büren"
    assert replace(TOWN, city="Büren").address == ""


def test_the_shipped_directory_answers_for_every_need_and_place(unit, shipped):
    load(unit, shipped.entries, shipped.doubts)
    directory = load_directory(unit)

    for need in taxonomy().needs:
        for municipality in (None, *directory.municipalities):
            for service in directory.find(need.code, municipality):
                assert service.usable and not service.for_detention
                assert need.code in service.needs


def test_stories_from_the_shipped_directory(unit, shipped):
    load(unit, shipped.entries, shipped.doubts)

    assert find(unit, "residence.registration", "Büren")[0].source_id == "bueren-buergerbuero"
    assert find(unit, "residence.asylum", "Büren")[0].source_id == "caritas-bueren-flucht"
    assert find(unit, "language.literacy", "Paderborn") == ()
    assert find(unit, "no.need", "Paderborn") == ()
    assert find(unit, "residence.toleration", "Büren")[0].kind == "independent_advice"
    assert elsewhere_in_district(unit, "daily.food_bank", "Delbrück") == (
        *("Paderborn", "Bad Lippspringe", "Altenbeken", "Salzkotten", "Hövelhof"),
    )
    assert [service.source_id for service in find(unit, "safety.medical_emergency", None)] == ["notruf-112"]
    assert find(unit, "safety.medical_emergency", "Gotham") == find(unit, "safety.medical_emergency", None)


def test_opening_hours_and_the_text_reach_the_card(unit, shipped):
    load(unit, shipped.entries, shipped.doubts)
    services = {service.source_id: service for service in load_directory(unit).services.values()}

    assert len(services["notruf-112"].spans) == 8
    assert services["stadt-pb-einwohneramt"].spans == ()
    assert services["stadt-pb-einwohneramt"].hours_text.startswith("Stand 2019")


def test_regional_teams_are_configuration(unit):
    assert set(load_directory(unit).teams.values()) == {None}

    teams = read_teams("t.yaml", "teams: [{name: Süd, municipalities: [Büren]}, {name: Nord, municipalities: []}]".encode())
    load_municipalities(unit, tuple(row._replace(regional_team=teams.get(row.name)) for row in paderborn()))

    assert load_directory(unit).team("Büren") == "Süd"
    assert load_directory(unit).team(None) is None


@pytest.mark.parametrize(
    "raw", [b"", b"teams: 3", b"- a", b"teams: [{name: A, municipalities: [X]}, {name: B, municipalities: [X]}]", b"{", b"\xff"]
)
def test_teams_that_cannot_be_are_refused(raw):
    with pytest.raises(ImportRefused):
        read_teams("t.yaml", raw)


def test_swapped_coordinates_and_lost_zeros_of_towns_are_refused():
    header = "name,ags,postal_codes,districts,latitude,longitude\n"
    with pytest.raises(ImportRefused, match="swapped"):
        read_municipalities("m.csv", (header + "X,05774016,33142,X,8.5,51.5\n").encode())
    with pytest.raises(ImportRefused, match="leading zero"):
        read_municipalities("m.csv", (header + "X,5774016,33142,X,51.5,8.5\n").encode())

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places import Atlas, PlaceAnswer, find_place
from directory.words import Spellings, load_words

OTHER_SCRIPTS = Spellings(
    places={
        "Paderborn": ("بادربورن", "Падерборн", "پادربورن"),
        "Büren": ("بورن", "بيورن", "Бюрен"),
        "Delbrück": ("ديلبروك", "Дельбрюк"),
        "Bad Wünnenberg": ("باد فونينبرغ", "Бад-Вюнненберг"),
    },
    elsewhere=("برلين", "Берлин", "Gütersloh"),
)
NEITHER = PlaceAnswer()
OUTSIDE = PlaceAnswer(outside=True)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Büren", "Büren"),
        ("BUEREN ", "Büren"),
        ("buren", "Büren"),
        ("Paderbron", "Paderborn"),
        ("Hoevelhoff", "Hövelhof"),
        ("Dellbrück", "Delbrück"),
        ("Salzkoten", "Salzkotten"),
        ("Lipspringe", "Bad Lippspringe"),
        ("Bad Wunenberg", "Bad Wünnenberg"),
        ("Wewelsburg", "Büren"),
        ("Schloss Neuhaus", "Paderborn"),
        ("33142", "Büren"),
        ("33102 Paderborn", "Paderborn"),
        ("٣٣١٤٢", "Büren"),
        ("ich wohne in Büren", "Büren"),
        ("Ich komme aus Syrien und wohne in Büren", "Büren"),
    ],
)
def test_a_place_is_understood(atlas, words, name):
    assert atlas.find_place(words) == PlaceAnswer(exact=name)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("بادربورن", "Paderborn"),
        ("في بادربورن", "Paderborn"),
        ("پادربورن", "Paderborn"),
        ("Падерборн", "Paderborn"),
        ("в Падерборні", "Paderborn"),
        ("ديلبروك", "Delbrück"),
        ("باد فونينبرغ", "Bad Wünnenberg"),
        ("Бад Вюнненберг", "Bad Wünnenberg"),
        ("Бюрен", "Büren"),
    ],
)
def test_other_scripts_are_understood(places, words, name):
    assert find_place(words, places, OTHER_SCRIPTS) == PlaceAnswer(exact=name)


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        ("Neuhaus", ("Paderborn",)),
        ("Bad", ("Bad Lippspringe", "Bad Wünnenberg")),
        ("Bad L", ("Bad Lippspringe",)),
        ("Husen", ("Lichtenau",)),
        ("Haaren", ("Bad Wünnenberg",)),
        ("Hagen", ("Delbrück",)),
        ("Bürren", ("Büren",)),
        ("Paterbom", ("Paderborn",)),
        ("Paderborn, Büren", ("Büren", "Paderborn")),
    ],
)
def test_an_ambiguous_place_is_asked_back(atlas, words, choices):
    assert atlas.find_place(words) == PlaceAnswer(choices=choices)


def test_the_district_itself_leads_to_all_of_its_towns(atlas, places):
    assert atlas.find_place("Kreis Paderborn").choices == tuple(place.name for place in places)


@pytest.mark.parametrize(
    "words", ["Gütersloh", "Guetersloh", "33330", "10115 Berlin", "Berlin", "Düren", "Bad Driburg", "ich bin noch in Syrien"]
)
def test_a_place_outside_the_district_is_said_to_be_outside(atlas, words):
    assert atlas.find_place(words) == OUTSIDE


@pytest.mark.parametrize("words", ["برلين", "Берлин"])
def test_outside_in_other_scripts(places, words):
    assert find_place(words, places, OTHER_SCRIPTS) == OUTSIDE


@pytest.mark.parametrize("words", ["", "👍", "büro", "buero", "Büro", "hallo", "ja", "nein", "arzt", "wohnung", "12", "x" * 5000, "\ud83d"])
def test_what_is_no_place_is_not_taken_for_one(atlas, words):
    assert atlas.find_place(words) == NEITHER


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ich wohne in Büren und suche wohnung", "Büren"),
        ("suche Wohnung in Bad Lippspringe", "Bad Lippspringe"),
        ("Paderborn'da iş arıyorum", "Paderborn"),
        ("Büren'de ev arıyorum", "Büren"),
        ("On m'a transféré à Büren mais mon grand frère vit à Cologne", "Büren"),
        ("Mein Sohn geht in Wewelsburg zur Schule", "Büren"),
        ("Kurê min li Schloß Neuhaus klûb heye?", "Paderborn"),
        ("meine Postleitzahl ist 33142", "Büren"),
        ("سلاو ئێمە لە بورنین نامەم بۆ هاتووە", "Büren"),
        ("لە بورندا ئیش هەیە؟", "Büren"),
    ],
)
def test_a_place_named_on_the_way(atlas, words, name):
    assert atlas.place_in_sentence(words) == PlaceAnswer(exact=name)


@pytest.mark.parametrize(
    "words",
    [
        "ich weine jeden tag",
        "Ich gehe zum Büro",
        "das bad ist kaputt",
        "mir fallen die haaren aus",
        "Sande Dahl Hagen Boke Husen Verne Elsen",
        "ich bin in Bad Driburg",
        "mein Bruder lebt in Berlin",
        "Jugendamt Kreis Paderborn",
        "neues haus",
    ],
)
def test_words_that_look_like_places_are_not_places(atlas, words):
    assert atlas.place_in_sentence(words) == NEITHER


def test_two_places_in_a_sentence_are_choices(atlas):
    assert atlas.place_in_sentence("zwischen Paderborn und Büren").choices == ("Büren", "Paderborn")


def test_every_name_part_and_code_of_the_district_leads_home(atlas, places):
    for place in places:
        assert atlas.find_place(place.name).exact == place.name
        for code in place.postal_codes:
            assert atlas.find_place(code).exact == place.name
        for part in place.parts:
            answer = atlas.find_place(part)
            assert place.name in (answer.exact, *answer.choices), part


def test_every_spelling_in_the_locales_leads_home(atlas, places):
    names = {place.name for place in places}
    for municipality, spellings in load_words().places.items():
        assert municipality in names, municipality
        for spelling in spellings:
            answer = atlas.find_place(spelling)
            assert municipality in (answer.exact, *answer.choices), (municipality, spelling)


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [
        pytest.param(51.719, 8.754, "Paderborn", id="the middle of Paderborn"),
        pytest.param(51.56, 8.56, "Büren", id="near the middle of Büren"),
        pytest.param(51.64, 8.515, None, id="Geseke, just behind the border"),
        pytest.param(52.52, 13.40, None, id="Berlin"),
        pytest.param(0.0, 0.0, None, id="nowhere"),
        pytest.param(math.nan, 8.7, None, id="not a number"),
        pytest.param(math.inf, 8.7, None, id="infinite"),
        pytest.param(8.754, 51.719, None, id="swapped"),
        pytest.param(91.0, 8.0, None, id="beyond the pole"),
    ],
)
def test_coordinates(atlas, lat, lon, name):
    assert atlas.by_coordinates(lat, lon) == (PlaceAnswer(exact=name) if name else OUTSIDE)


@given(st.text(max_size=60))
def test_no_text_breaks_the_atlas(text):
    atlas = Atlas((), OTHER_SCRIPTS)

    assert atlas.find_place(text).exact is None
    assert atlas.place_in_sentence(text) == NEITHER


def test_a_missing_language_is_no_error(tmp_path):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "words.yaml").write_text("places:\n  Büren: [Byren]\nelsewhere:\n  Berlin: [Barlin]\n", encoding="utf-8")
    (tmp_path / "yy").mkdir()
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "words.yaml").write_text("needs: {}\nelsewhere: [Mars]\n", encoding="utf-8")

    words = load_words(tmp_path, tmp_path / "none.yaml")

    assert words.places == {"Büren": ("Byren",)}
    assert words.elsewhere == ("Berlin", "Barlin", "Mars")

"""Someone in danger is heard, in whatever words; an idiom does not call the police."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.crisis import Screener, asks_if_in_danger, screen, screen_all_strings
from directory.lexicon import Words, lexicon
from tests.directory.crisis_phrases import CRIES, HARMLESS, lines

SUICIDE, VIOLENCE = "safety.suicide", "safety.domestic_violence"
# What was measured when the lists were new. The promise is 0.05 in every language: lower this as the lists grow, never raise it.
MISSED_AT_MOST = 0.12
ALARMED_AT_MOST = 2  # Of 20 that were chosen to sound alarming.
FEW = Screener(
    [
        Words(
            "en",
            crisis={VIOLENCE: ("my husband hits me", "strangled"), SUICIDE: ("want to end it all", "suicide")},
            not_crisis=("hits me like a train", "suicide squad"),
        ),
        Words("ar", crisis={VIOLENCE: ("زوجي يضربني",)}),
        Words("de", crisis={SUICIDE: ("will nicht mehr leben", "selbstmord")}),
    ]
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("My husband hits me.", VIOLENCE, id="as it is listed"),
        pytest.param("he hits me, my husband", VIOLENCE, id="in another order"),
        pytest.param("my husband often hits me", VIOLENCE, id="with a word between"),
        pytest.param("MY HUSBEND HITS ME", VIOLENCE, id="a slip"),
        pytest.param("husband hits me", VIOLENCE, id="without my"),
        pytest.param("my husband does not hits me", VIOLENCE, id="a denial does not cancel"),
        pytest.param("وزوجي يضربني", VIOLENCE, id="with the Arabic and"),
        pytest.param("ich will nicht mehr laenger leben", SUICIDE, id="a word between"),
        pytest.param("ichwillnichtmehrleben", SUICIDE, id="run together"),
        pytest.param("ich habe selbstmordgedanken", SUICIDE, id="part of a German compound"),
        pytest.param("strangeled", VIOLENCE, id="a slip in a long single word"),
        pytest.param("suicide squad is a film but my husband hits me", VIOLENCE, id="beside an idiom"),
        pytest.param("x " * 60_000 + "my husband hits me", VIOLENCE, id="at the end of a very long text"),
    ],
)
def test_a_listed_danger_is_found_however_it_is_typed(text, code):
    assert code in FEW.scores(text)


@pytest.mark.parametrize("text", ["this bill hits me like a train", "suicide squad", "my husband likes music", "hits", "leben", ""])
def test_idioms_and_single_common_words_do_not_alarm(text):
    assert FEW.scores(text) == {}


@pytest.mark.parametrize("language", CRIES)
def test_cries_that_no_list_was_written_for_are_heard(language):
    cries = [line for texts in CRIES[language].values() for line in lines(texts)]
    missed = [cry for cry in cries if not screen(cry)]
    assert len(missed) <= MISSED_AT_MOST * len(cries), missed


@pytest.mark.parametrize("language", CRIES)
def test_the_right_danger_is_among_those_named(language):
    other = [
        (cry, screen(cry))
        for kind, texts in CRIES[language].items()
        for cry in lines(texts)
        if screen(cry) and f"safety.{kind}" not in screen(cry)
    ]
    assert len(other) <= 5, other


@pytest.mark.parametrize("language", HARMLESS)
def test_harmless_words_do_not_alarm(language):
    alarmed = [(text, screen(text)) for text in lines(HARMLESS[language]) if screen(text)]
    assert len(alarmed) <= ALARMED_AT_MOST, alarmed


def test_every_string_of_an_update_is_screened():
    cry = lines(CRIES["de"]["domestic_violence"])[0]
    assert VIOLENCE in screen_all_strings({"message": {"caption": None, "entities": [1, {"x": [cry]}]}, "n": 1.5})
    assert screen_all_strings({"message": {"text": "Danke", "from": {"id": 5, "is_bot": False}}}) == ()


def test_a_very_deep_update_is_screened_too():
    deep: object = lines(CRIES["en"]["sexual_violence"])[0]
    for _ in range(50_000):
        deep = [deep]
    assert screen_all_strings(deep)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("🆘", True),
        (" 🔪🔪 ", True),
        ("🔪 kitchen knife", False),
        ("🙂", False),
        ("", False),
        ("🆘🆘😭", True),
        ("🆘 bitte helfen", True),
        ("🆘 ich brauche eine Wohnung", False),
        ("bitte helfen", False),
    ],
)
def test_signs_with_hardly_a_word_are_asked_about(text, asks):
    assert asks_if_in_danger(text) is asks


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_screening_never_raises(text):
    screen(text)
    asks_if_in_danger(text)


@given(st.recursive(st.none() | st.text() | st.floats() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_screening_of_anything_parsed_never_raises(parsed):
    screen_all_strings(parsed)


def calls(text: str) -> int:
    """How many calls screening takes: the same number each time, whatever else the machine is doing."""
    number = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        screen(text)
    finally:
        sys.setprofile(None)
    return number


@pytest.mark.parametrize("words", ["хочу вбити ", "kill ", "kill myself ", "a"])
def test_a_hostile_text_costs_no_more_than_its_length(words: str) -> None:
    """Ten times as long takes at most about ten times as many calls, not a hundred times."""
    screen(words * 1_000)  # what is read once is read
    short, long = calls(words * 1_000), calls(words * 10_000)
    assert long < 15 * short, (short, long)


@pytest.mark.parametrize("words", lexicon(), ids=lambda words: words.language)
def test_greetings_commands_and_wishes_for_a_person_are_no_danger(words: Words) -> None:
    """A few of a language may be: better one card too many."""
    commands = (phrases for command, phrases in words.commands.items() if command != "sos")
    said = {phrase for phrases in (words.chat, words.human, words.someone_else, *commands) for phrase in phrases}
    alarming = sorted(phrase for phrase in said if screen(phrase))
    assert len(alarming) <= 0.01 * len(said), alarming


@pytest.mark.parametrize(
    "text",
    [
        "That row of offices nearly killed me, can I get the bus pass for the whole month online instead of going there",
        "we would die for a flat with a balcony, been on the list of three landlords for two years",
    ],
)
def test_a_short_phrase_is_not_believed_where_all_else_is_harmless(text):
    assert screen(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I need a bus pass for the whole month. My husband hits me every night and I cannot sleep any more",
        "wo kann ich günstig teller kaufen? mein mann schlägt mich jeden abend und die kinder schauen zu",
    ],
)
def test_it_is_believed_when_a_sentence_of_its_own_tells_of_danger(text):
    assert screen(text)


def test_what_machines_wrote_is_no_cry():
    """The id of a file is letters at random; its name and what stands below the picture are somebody's words."""
    assert screen_all_strings({"photo": [{"file_id": "pretend-photo-90 help he kills me", "file_unique_id": "help he kills me"}]}) == ()
    assert screen_all_strings({"document": {"file_id": "x", "file_name": "help he kills me.pdf"}, "caption": "look"})

"""What staff took in is understood, also with a slip; everything else is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.own_words import OwnWords

HOUSE = OwnWords(
    [
        ("wo krieg ich den gelben schein", "health.doctor"),
        ("бумажка для садика", "family.childcare"),
        ("zettel jetzt", "daily.letters_forms"),
    ]
)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Wo krieg ich den gelben Schein?", "health.doctor"),
        ("wo krig ich den gelben schein", "health.doctor"),
        ("Бумажка для садика!", "family.childcare"),
        ("zettel jetzt", "daily.letters_forms"),
        ("wo krieg ich den grünen pass", None),
        ("settel jetzt kommt", None),
        ("", None),
        ("wo krieg ich den gelben schein " * 20, None),
    ],
)
def test_a_sentence_is_found_again(text: str, need: str | None) -> None:
    assert HOUSE.need_of(text) == need


@given(st.text())
def test_anything_can_be_asked(text: str) -> None:
    assert HOUSE.need_of(text) in {None, "health.doctor", "family.childcare", "daily.letters_forms"}
    assert OwnWords([(text, "health.doctor")]).need_of("wo krieg ich den gelben schein") in {None, "health.doctor"}

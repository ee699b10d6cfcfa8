"""Signs and German words at the beginning of a line do not turn it around, and what is bold stays bold."""

from __future__ import annotations

from aiogram.utils.formatting import Bold, Text
from hypothesis import given
from hypothesis import strategies as st

from handlers.saying import rendered
from locales.direction import RIGHT_TO_LEFT_MARK, read_rightly
from locales.speech import isolate, speaking

_PIECES = st.sampled_from(["🆘 ", "ℹ️ ", "\n", "KIM ", "مرحبا ", "112 ", "😀", isolate("Büren"), ""])


def test_a_line_in_arabic_begins_at_the_right_also_behind_a_sign() -> None:
    with speaking("ar"):
        assert read_rightly("🆘 طوارئ") == f"{RIGHT_TO_LEFT_MARK}🆘 طوارئ"
        assert read_rightly("مرحبا\nKIM هنا") == f"مرحبا\n{RIGHT_TO_LEFT_MARK}KIM هنا"


def test_what_is_german_alone_or_begins_in_arabic_stays_as_it_is() -> None:
    with speaking("ar"):
        for text in ("Büren", f"1. {isolate('Caritas')}", "مرحبا KIM", f"{isolate('KIM')} هنا", "", "☎ 112"):
            assert read_rightly(text) == text
    with speaking("uk"):
        assert read_rightly("🆘 Допомога مرحبا") == "🆘 Допомога مرحبا"


@given(st.lists(st.tuples(_PIECES, st.booleans())))
def test_the_same_words_stay_bold(pieces: list[tuple[str, bool]]) -> None:
    with speaking("fa"):
        plain, entities = rendered(Text(*(Bold(words) if bold else words for words, bold in pieces)))
    units = plain.encode("utf-16-le")
    covered = "".join(units[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le") for one in entities)
    assert covered.replace(RIGHT_TO_LEFT_MARK, "") == "".join(words for words, bold in pieces if bold)
    assert plain.replace(RIGHT_TO_LEFT_MARK, "") == "".join(words for words, _ in pieces)

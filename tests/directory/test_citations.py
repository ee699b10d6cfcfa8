"""The number of a sentence of a law is no child's age; an age beside it still is one."""

from __future__ import annotations

import pytest

from directory.citations import without_citations
from directory.crisis import screen


@pytest.mark.parametrize(
    "words",
    [
        "§ 3 Satz 13",
        "Satz 13",
        "Seite 13",
        "Artikel 13",
        "Was bedeutet § 3 Satz 13?",
        "Bitte lesen Sie Artikel 12, Seite 13",
        "§ 13",
        "article 13",
        "page 12",
        "статья 13",
        "стаття 12",
        "المادة 13",
        "madde 13",
        "artykuł 13",
    ],
)
def test_where_something_is_written_is_no_danger(words: str) -> None:
    assert screen(words) == ()


@pytest.mark.parametrize(
    "words", ["ich bin 13", "Satz 13, und ich bin 13 und mein Vater schlägt mich", "Artikel 13: mama schlägt mich, ich bin 12"]
)
def test_a_child_beside_it_is_heard_all_the_same(words: str) -> None:
    assert "safety.child_protection" in screen(words)


@pytest.mark.parametrize("words", ["13 Jahre", "Nr. 13 Jahre alt", "ich bin 13", "Klasse 13", "Satzung 13", "Satz 1313", "artig 13", ""])
def test_only_numbers_of_what_is_written_go(words: str) -> None:
    assert without_citations(words) == words

"""German words of a source that nobody translated: whoever reads another language sees that they are German (I16)."""

from __future__ import annotations

import pytest

from directory.entries import Entry, ServedArea
from directory.importing import load
from tests.journeys.stage import Newcomer, Stage

COURSE = Entry(
    source_id="course", organization="Volkshochschule", name="Lesen und Schreiben", needs=("language.literacy",), phones=("05251 1",),
    assured_date="2026-11-01", areas=(ServedArea("municipality", "Büren"),), kind="practical_offer", hours="nach Vereinbarung",
    fees="Kostenlos mit Ausweis", eligibility="Alle ab 16, Treppe ohne Aufzug",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("Я живу в Büren. Не вмію читати і писати, хочу навчитися", True),
        ("أعيش في Büren. لا أعرف القراءة والكتابة وأريد أن أتعلم", True),
        ("Ich wohne in Büren. Ich kann nicht lesen und schreiben und möchte es lernen", False),
    ],
)
async def test_free_text_of_a_source_says_that_it_is_german(newcomer: Newcomer, stage: Stage, words: str, marked: bool) -> None:
    await stage.house.keep(lambda unit: load(unit, [COURSE], accept_gone=1_000))
    answer = await newcomer.says(words)
    assert "Volkshochschule" in answer
    for text in ("nach Vereinbarung", "Kostenlos mit Ausweis", "Alle ab 16, Treppe ohne Aufzug"):
        assert f"\u2068{text}{' (Deutsch)' if marked else ''}\u2069" in answer
    assert answer.text.count("(Deutsch)") == (3 if marked else 0)  # names, addresses and numbers need none

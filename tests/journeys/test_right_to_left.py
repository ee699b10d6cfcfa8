"""Whoever reads from the right reads every line from the right, whatever sign or German word stands at its beginning."""

from __future__ import annotations

import unicodedata

import pytest

from tests.journeys.stage import Stage

# A flat in Büren, danger: as people with these languages type it.
TOLD = {
    "ar": ("ساكن بمدينة بورن وعم دور على بيت", "زوجي عم يضربني"),
    "fa": ("من در بورن زندگی می‌کنم و دنبال خانه می‌گردم", "شوهرم مرا می‌زند"),
    "ckb": ("لە بورن دەژیم و بەدوای خانوودا دەگەڕێم", "مێردەکەم لێم دەدات"),
    "ps": ("زه په بورن کې اوسېږم او کور لټوم", "خاوند مې ما وهي"),
}


def _letters(line: str) -> list[str]:
    """The directions of the letters that a reader's program goes by, in their order."""
    found, within = [], 0
    for letter in line:
        direction = unicodedata.bidirectional(letter)
        within += (direction in ("FSI", "LRI", "RLI")) - (direction == "PDI")
        if not within and direction in ("L", "R", "AL"):
            found.append(direction)
    return found


@pytest.mark.parametrize("channel", ["telegram", "web"])
@pytest.mark.parametrize("language", TOLD)
async def test_no_line_and_no_button_is_turned_around(stage: Stage, channel: str, language: str) -> None:
    newcomer = await stage.newcomer(channel)
    need, danger = TOLD[language]
    answer = await newcomer.says(need)
    assert any("ℹ️" in label for label in answer.buttons) and "ℹ️" in answer
    await newcomer.presses("ℹ️")
    await newcomer.presses("🙋")
    assert "112" in await newcomer.says(danger)
    for line in await newcomer.heard():
        for shown in (*line.text.split("\n"), *line.buttons):
            letters = _letters(shown)
            assert set(letters) <= {"L"} or letters[0] != "L", shown

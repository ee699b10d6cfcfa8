"""What people read about their data is what the district released."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import yaml

from locales.direction import RIGHT_TO_LEFT_MARK
from tests.conftest import TurnedClock
from tests.databases import migrated_sqlite
from tests.journeys.stage import Stage

FIRST = {
    "de": "Hier antwortet ein Programm.",
    "de-x-ls": "Hier schreibt ein Programm.",
    "en": "A program answers here.",
    "ar": "يجيبك هنا برنامج.",
    "uk": "Тут відповідає програма.",
}
NEEDED = {"de": "Ich suche eine Wohnung", "en": "I am looking for a flat", "ar": "أبحث عن شقة", "uk": "Шукаю квартиру"}


@pytest_asyncio.fixture
async def stage(tmp_path: Path, clock: TurnedClock) -> AsyncIterator[Stage]:
    """A house whose district has released its own wording."""
    said = {code: {"short": [first], "long": f"{first} (long)"} for code, first in FIRST.items()}
    file = tmp_path / "notice.yaml"
    file.write_text(yaml.safe_dump({"released_by": "DSB", "released_on": "2020-01-01", "languages": said}, allow_unicode=True), "utf-8")
    opened = Stage(tmp_path, migrated_sqlite(tmp_path / "lotse.db"), clock)
    await opened.open(notice_file=file)
    yield opened
    await opened.close()


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_the_released_wording_stands_above_the_first_answer_and_behind_the_button(stage: Stage, channel: str) -> None:
    for language, words in NEEDED.items():
        newcomer = await stage.newcomer(channel)
        await newcomer.says(words, answers=2)
        first = (await newcomer.heard())[0]
        mark = RIGHT_TO_LEFT_MARK if language == "ar" else ""
        assert first.text.startswith(f"{mark}ℹ️ {FIRST[language]}\n\n"), first.text
        more = await newcomer.presses("ℹ️")
        assert more.text == f"{FIRST[language]} (long)"
        again = await newcomer.says(words)
        assert FIRST[language] not in again

"""The first answer in the web chat is in the language of the page, unless the message itself decides."""

from __future__ import annotations

import pytest

from locales.speech import _, speaking
from tests.journeys.stage import Stage

NOTHING_TELLING = "ok"


def in_language(code: str) -> str:
    """What stands on a button under every first answer, in this language."""
    with speaking(code):
        return _("What is kept, who reads it")


@pytest.mark.parametrize("code", ["uk", "ar", "en", "de"])
async def test_a_message_that_tells_nothing_is_answered_in_the_language_of_the_page(stage: Stage, code: str) -> None:
    newcomer = await stage.web()
    newcomer.client.headers["Accept-Language"] = f"xx, {code};q=0.8"
    line = await newcomer.says(NOTHING_TELLING)
    assert in_language(code) in " ".join(line.buttons)


async def test_a_message_that_tells_its_language_is_answered_in_it(stage: Stage) -> None:
    newcomer = await stage.web()
    newcomer.client.headers["Accept-Language"] = "uk"
    line = await newcomer.says("Ich brauche dringend einen Arzt für meine Tochter")
    assert "Das möchte ich nicht sagen" in line.buttons  # the question for the town, in German

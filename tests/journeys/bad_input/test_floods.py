"""Fast fingers (M10, M27, R17, A11): what waits together is answered together, a flood is told once to wait, and a cry in it is heard."""

from __future__ import annotations

import asyncio

import pytest

from tests.botapi import builders
from tests.journeys.bad_input.telling import FOUR, is_heard_out, said_in, talks_with_kim, thread
from tests.journeys.stage import Newcomer, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

WAIT = "These are many messages at once. Please wait a minute, then write again. In danger call 112 or 110."
CRIES = {"de": "Mein Mann schlägt mich", "en": "my husband hits me", "ar": "زوجي يضربني", "uk": "мене б'є чоловік"}
PICTURE = "I cannot look at pictures or files, and I did not open this one. Please delete it here if it shows papers."


async def floods(newcomer: Newcomer, code: str) -> None:
    """One message after the other, each waiting for its answer, until somebody says stop."""
    for number in range(40):
        if said_in(code, WAIT) in await newcomer.says(f"/nonsense{number}"):
            return
    raise AssertionError("nobody told them to wait")


@pytest.mark.parametrize("code", FOUR)
async def test_a_flood_is_told_once_to_wait_and_a_cry_in_it_is_answered(stage: Stage, code: str) -> None:
    newcomer = stage.telegram(code)
    await floods(newcomer, code)
    told = len(await newcomer.heard())
    for number in range(20):
        await newcomer._write(f"/more{number}")
    assert "112" in await newcomer.says(CRIES[code])
    assert "112" in await newcomer.says("/sos")
    assert said_in(code, "Are you in danger now?") in await newcomer.says("🆘")
    card = await newcomer.presses("🆘", line=(await newcomer.heard())[0])
    assert "112" in card
    heard = await newcomer.heard()
    assert sum(said_in(code, WAIT) in line for line in heard) == 1
    assert len(heard) == told + 4


async def test_nobody_else_waits_for_a_flood(stage: Stage, newcomer: Newcomer) -> None:
    flooder = stage.telegram()
    for number in range(200):
        await flooder._write(f"/flood{number}")
    assert "Wohnung" in await newcomer.says("Ich wohne in Büren und suche eine Wohnung")
    await flooder.hears(said_in("de", WAIT))


async def test_what_goes_to_a_person_is_kept_however_fast_it_comes(stage: Stage) -> None:
    newcomer = stage.telegram()
    case = await talks_with_kim(newcomer, stage)
    for number in range(40):
        await newcomer._write(f"Satz {number}.")
        await asyncio.sleep(0.01)  # so that not all of them wait together
    await newcomer.says("/sos")
    told = " ".join((await thread(stage, case))[1:]).split()
    assert told == [word for number in range(40) for word in ("Satz", f"{number}.")]


async def test_a_correction_is_kept_however_fast_it_comes(stage: Stage) -> None:
    """M13, M27."""
    newcomer = stage.telegram()
    case = await talks_with_kim(newcomer, stage)
    await newcomer.says("Am Montag")
    for number in range(25):
        await stage.api.edits(newcomer.chat, f"Am Dienstag, {number} Uhr")
    await newcomer.says("/sos")
    assert "✎ Am Dienstag, 24 Uhr" in await thread(stage, case)


async def test_fifty_messages_at_once_are_one_story_in_their_order(stage: Stage) -> None:
    """M27."""
    newcomer = stage.telegram()
    case = await talks_with_kim(newcomer, stage)
    answers = len(await newcomer.heard())
    await asyncio.gather(*(newcomer._write(f"Zeile {number}") for number in range(50)))
    await newcomer.says("/sos")
    assert "\n".join((await thread(stage, case))[1:]).split("\n") == [f"Zeile {number}" for number in range(50)]
    assert len(await newcomer.heard()) - answers < 25


async def test_each_of_many_messages_is_screened_by_itself(stage: Stage) -> None:
    """M27."""
    newcomer = stage.telegram()
    for number in range(25):
        await newcomer._write(f"Ich suche Arbeit {number}" if number != 12 else "Mein Mann schlägt mich")
    card = await newcomer.hears("112")
    assert card.text.startswith("🆘")


@pytest.mark.parametrize("code", FOUR)
async def test_an_album_gets_one_answer(stage: Stage, code: str) -> None:
    """M27."""
    newcomer = stage.telegram(code)
    for number in range(10):
        await stage.api.sends(newcomer.chat, builders.photo("Ich habe Schulden" if number == 0 else None), media_group_id="77")
    await is_heard_out(newcomer)
    assert sum(said_in(code, PICTURE) in line for line in await newcomer.heard()) == 1


async def test_the_words_below_any_picture_of_an_album_are_answered(stage: Stage) -> None:
    """M27: also when the other pictures were answered already."""
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.photo(), media_group_id="78")
    await newcomer.hears(said_in("de", PICTURE))
    await stage.api.sends(newcomer.chat, builders.photo("Ich wohne in Büren und habe Schulden"), media_group_id="78")
    await newcomer.hears("Schulden")

"""Contacts, places, files (F1-F8): nothing is downloaded, and everybody gets a way on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.botapi import builders
from tests.journeys.bad_input.telling import FOUR, chooses, is_heard_out, said_in, talks_with_kim, thread
from tests.journeys.stage import Line, Newcomer, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

VOICE = "I cannot listen to voice messages. Choose a picture. Or ask KIM to call you back."
PICTURE = "I cannot look at pictures or files, and I did not open this one. Please delete it here if it shows papers."
NOT_THEIRS = "Please send only your own number, not that of someone else. I did not keep it."
AGAIN = "Nobody can call this number. Please write it again, with all its digits."
NOT_OPENED = "I did not open the picture or file, and KIM does not see it."
DANGER = "In danger call 112 (ambulance, fire) or 110 (police). It is free."
NOTE: dict[str, Any] = {"video_note": {"file_id": "f", "file_unique_id": "u", "length": 240, "duration": 3}}


def has_all_ways_on(line: Line, code: str) -> bool:
    """Help with letters, the twelve areas with pictures, a call, a person, the emergency numbers."""
    wanted = [said_in(code, words) for words in ("Help with letters", "Call me back", "Talk to a person", "Emergency")]
    return all(any(words in label for label in line.buttons) for words in wanted) and len(line.buttons) >= 16


@pytest.mark.parametrize("code", FOUR)
@pytest.mark.parametrize(
    "content", [builders.voice(), {"audio": {"file_id": "f", "file_unique_id": "u", "duration": 3}}], ids=["voice", "audio"]
)
async def test_a_voice_message_gets_pictures_and_a_call(stage: Stage, code: str, content: dict[str, Any]) -> None:
    """F6."""
    newcomer = stage.telegram(code)
    await stage.api.sends(newcomer.chat, content)
    assert has_all_ways_on(await newcomer.hears(said_in(code, VOICE)), code)


FILES: dict[str, dict[str, Any]] = {
    "20 MB": builders.document("brief.pdf", 20 * 2**20),  # F4
    "2 GB": builders.document("film.mkv", 2 * 2**30),
    "no size": builders.document("brief.pdf", None),
    "a passport": builders.photo(),  # F5
    "an app": builders.document("kim.apk"),  # F7
    "a page": builders.document("kim.html"),
    "a picture with code": builders.document("kim.svg"),
    "a turned name": builders.document("rechnung\u202egnp.exe"),
    "a path": builders.document("../../etc/passwd"),
    "a film": builders.video(),  # F8
    "a film in a circle": NOTE,
}


@pytest.mark.parametrize("code", FOUR)
@pytest.mark.parametrize("name", FILES)
async def test_files_stay_closed_and_help_is_offered(stage: Stage, name: str, code: str) -> None:
    """F4, F5, F7, F8."""
    newcomer = stage.telegram(code)
    await stage.api.sends(newcomer.chat, FILES[name])
    answer = await newcomer.hears(said_in(code, PICTURE))
    assert has_all_ways_on(answer, code)
    assert (said_in(code, DANGER) in answer) == ("film" in name)
    assert "getFile" not in stage.api.calls()


async def test_help_with_letters_is_one_tap_away(stage: Stage) -> None:
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.photo())
    await newcomer.hears(said_in("de", PICTURE))
    await newcomer.presses(said_in("de", "Help with letters"), answers=2)
    assert "Briefe" in (await newcomer.heard())[1]


async def test_words_below_a_picture_are_answered(stage: Stage) -> None:
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.photo("Ich wohne in Büren und habe Schulden"))
    await newcomer.hears("Schulden")
    assert said_in("de", PICTURE) in (await newcomer.heard())[0]
    other = stage.telegram()
    await stage.api.sends(other.chat, builders.photo("Pass"))
    await other.hears(said_in("de", PICTURE))
    assert len(await other.heard()) == 1


@pytest.mark.parametrize("code", FOUR)
async def test_words_below_a_picture_reach_the_person_at_kim_and_the_picture_does_not(stage: Stage, code: str) -> None:
    """F5."""
    newcomer = stage.telegram()
    case = await talks_with_kim(newcomer, stage)
    await chooses(newcomer, code)
    await stage.api.sends(newcomer.chat, builders.photo("Dieser Brief kam heute"))
    await newcomer.hears(said_in(code, NOT_OPENED))
    assert (await thread(stage, case))[-1] == "📎 Dieser Brief kam heute"


@pytest.mark.parametrize("code", FOUR)
async def test_a_call_back_with_a_typed_number(newcomer: Newcomer, stage: Stage, code: str) -> None:
    """F2, F6, on both channels: typed anyhow, shown before it goes, and nothing goes without a yes."""
    manager = await stage.staff("case_manager", "Büren")
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await chooses(newcomer, code)
    line = await stage_a_voice_answer(newcomer, stage, code)
    await newcomer.presses(said_in(code, "Call me back"), line=line)
    assert said_in(code, AGAIN) in await newcomer.says("9" * 40)
    assert said_in(code, AGAIN) in await newcomer.says("01234 5")
    await newcomer.says("+49 (0) 5251 12345, nur am Abend")
    for label in CAREFUL:
        package = await newcomer.presses(said_in(code, label))
    assert "05251 12345" in package and said_in(code, "Please call me back.") in package
    receipt = await newcomer.presses(said_in(code, "Yes, pass it on"))
    cases = await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True))
    case = next(case for case in cases if case.reference in receipt)
    page = await manager.page(f"/desk/cases/{case.id}")
    assert "Bitte anrufen: 05251 12345, am Vormittag." in page and "Nur die Person selbst soll abheben." in page


CAREFUL = ("In the morning", "Only I", "No, say it only to me")


async def stage_a_voice_answer(newcomer: Newcomer, stage: Stage, code: str) -> Line:
    """By Telegram the offer stands below the answer to a voice message; the web chat knows only words, and offers it with the topics."""
    if hasattr(newcomer, "chat"):
        await stage.api.sends(newcomer.chat, builders.voice())
        return await newcomer.hears(said_in(code, VOICE))
    return await newcomer.says("/topics")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("+380 44 123 4567", "+380 44 123 4567"),
        ("0049 176 12345678", "0176 12345678"),
        ("٠١٧٦١٢٣٤٥٦٧٨", "0176 12345678"),
        ("meine nummer ist 0176-12345678 danke", "0176 12345678"),
    ],
)
async def test_numbers_are_read_however_they_are_typed(stage: Stage, typed: str, read: str) -> None:
    """F2: also of a foreign SIM."""
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.voice())
    await newcomer.hears(said_in("de", VOICE))
    await newcomer.presses("Rufen Sie mich an")
    await newcomer.says(typed)
    for label in CAREFUL:
        package = await newcomer.presses(said_in("de", label))
    assert read in package


async def test_whoever_writes_something_else_instead_of_a_number_is_answered(stage: Stage) -> None:
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.voice())
    await newcomer.hears(said_in("de", VOICE))
    await newcomer.presses("Rufen Sie mich an")
    assert "Schulden" in await newcomer.says("Ich wohne in Büren und habe Schulden")
    await stage.api.sends(newcomer.chat, builders.voice())
    await newcomer.presses("Rufen Sie mich an")
    package = await newcomer.presses("Ohne Nummer")
    assert "Ja, weitergeben" in package.buttons and "Nummer weglassen" not in package.buttons


@pytest.mark.parametrize("code", FOUR)
async def test_only_ones_own_number_is_taken(stage: Stage, code: str) -> None:
    """F1: that of another person, or one without an owner, is refused."""
    newcomer = stage.telegram(code)
    for user_id in (newcomer.chat + 1, None):
        await stage.api.sends(newcomer.chat, builders.contact("+4952511234567", user_id))
        await newcomer.hears(said_in(code, NOT_THEIRS))
    await newcomer.says("/mydata")
    assert all("1234567" not in line for line in await newcomer.heard())


async def test_ones_own_number_is_shown_before_it_goes(stage: Stage) -> None:
    """F1, F2: Telegram leaves the plus out."""
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.contact("4917612345678", newcomer.chat))
    await newcomer.hears("Wann darf KIM anrufen?")
    for label in CAREFUL:
        package = await newcomer.presses(said_in("de", label))
    assert "0176 12345678" in package and "Ja, weitergeben" in package.buttons
    assert await stage.house.keep(lambda unit: unit.cases.open_of_person(999)) == []


@pytest.mark.parametrize("phone", ["", "letters", "1" * 40, "٠٠", "+"])
async def test_an_own_number_that_is_none_is_asked_for_again(stage: Stage, phone: str) -> None:
    """F2."""
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.contact(phone, newcomer.chat))
    await newcomer.hears(said_in("de", AGAIN))


ELSEWHERE = {"0,0": (0.0, 0.0), "no numbers": (float("nan"), float("nan")), "Berlin": (52.52, 13.40), "Kyiv": (50.45, 30.52)}


@pytest.mark.parametrize("code", FOUR)
@pytest.mark.parametrize("where", ELSEWHERE)
async def test_a_place_that_is_not_ours_is_said(stage: Stage, where: str, code: str) -> None:
    """F3."""
    newcomer = stage.telegram(code)
    await stage.api.sends(newcomer.chat, builders.location(*ELSEWHERE[where]))
    text = "I know only the district of Paderborn. For another place in Germany: the town hall there, or www.bamf.de."
    await newcomer.hears(said_in(code, text))


async def test_a_place_of_ours_is_kept_as_its_town_only(stage: Stage) -> None:
    """F3, also of a venue."""
    newcomer = stage.telegram()
    venue = {"venue": {**builders.location(51.551, 8.561), "title": "Rathaus", "address": "x"}, **builders.location(51.551, 8.561)}
    await stage.api.sends(newcomer.chat, venue)
    await newcomer.hears("Büren")
    shown = await newcomer.says("/mydata")
    assert "Büren" in shown and "51" not in shown


@pytest.mark.parametrize("code", FOUR)
async def test_a_live_location_is_asked_to_end_and_not_followed(stage: Stage, code: str) -> None:
    """F3."""
    newcomer = stage.telegram(code)
    await stage.api.sends(newcomer.chat, builders.location(live_s=900))
    await newcomer.hears(said_in(code, "Thank you, one time is enough. Please stop sharing your live location."))
    person = {"id": newcomer.chat, "is_bot": False, "first_name": "A"}
    moved = {"message_id": 3, "date": 1, "edit_date": 2, "chat": {"id": newcomer.chat, "type": "private"}, "from": person}
    await stage.api.update({"edited_message": {**moved, **builders.location(live_s=900)}})
    await is_heard_out(newcomer)
    assert len(await newcomer.heard()) == 2

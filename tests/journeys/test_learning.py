"""The bot asked, somebody chose: with their yes staff find the sentence, take it in, and the next person is understood at once."""

from __future__ import annotations

from directory.match import understand
from directory.needs import taxonomy
from storage.own_words import AskedRow
from tests.journeys.stage import Newcomer, Stage

# What is asked back changes with what the house learns: the first of these that it asks about now.
CANDIDATES = (
    "wo der zettel mit dem stempel fehlt noch",
    "das gelbe heft vom amt ist weg",
    "der mann am schalter sagt nein",
    "die karte geht nicht mehr",
)
UNCLEAR = next(words for words in CANDIDATES if understand(words).decision == "ask")


async def asks_and_chooses(newcomer: Newcomer) -> None:
    """They write what the bot does not understand, and choose the first of what it offers."""
    question = await newcomer.says(UNCLEAR)
    assert "nicht sicher" in question.text
    await newcomer.presses(next(iter(question.buttons)))


async def kept(stage: Stage) -> list[tuple[str, str]]:
    return await stage.house.keep(lambda unit: [(row.phrase, row.state) for row in unit.own_words.all()])


async def test_a_sentence_is_kept_with_a_yes_taken_in_and_understood_and_taken_back(newcomer: Newcomer, stage: Stage) -> None:
    await asks_and_chooses(newcomer)
    question = await newcomer.hears("Darf ich diesen Satz behalten")
    assert UNCLEAR in question
    await newcomer.presses("Ja, behalten")
    assert await kept(stage) == [(UNCLEAR, "offered")]

    desk = await stage.staff("coordinator")
    page = await desk.page("/desk/words")
    assert UNCLEAR in page and taxonomy()[understand(UNCLEAR).needs[0].code].label_de in page
    await desk.send("/desk/words", "/desk/words/take")
    stage.clock.turn(seconds=1)

    answer = await stage.telegram().says(UNCLEAR.replace("l", "ll", 1).upper())
    assert "nicht sicher" not in answer.text

    await desk.send("/desk/words", "/desk/words/drop")
    stage.clock.turn(seconds=1)
    assert await kept(stage) == []
    assert "nicht sicher" in (await stage.telegram().says(UNCLEAR)).text


async def test_without_a_yes_only_the_codes_are_kept(newcomer: Newcomer, stage: Stage) -> None:
    await asks_and_chooses(newcomer)
    await newcomer.hears("Darf ich diesen Satz behalten")
    await newcomer.presses("Nein")
    assert await kept(stage) == []
    [asked] = await stage.house.keep(lambda unit: unit.own_words.choices(1, []))
    assert (asked.offered, asked.language, asked.times) == (understand(UNCLEAR).needs[0].code, "de", 1)
    assert isinstance(asked, AskedRow) and not any(word in str(asked) for word in UNCLEAR.split())


async def test_a_yes_counts_once(newcomer: Newcomer, stage: Stage) -> None:
    await asks_and_chooses(newcomer)
    question = await newcomer.hears("Darf ich diesen Satz behalten")
    await newcomer.presses("Ja, behalten", line=question)
    stage.clock.turn(seconds=5)  # the same button again at once would be a nervous finger
    assert "alten Nachricht" in await newcomer.presses("Ja, behalten", line=question)
    assert len(await kept(stage)) == 1


async def test_staff_say_what_a_sentence_means_and_danger_stays_danger(stage: Stage) -> None:
    desk = await stage.staff("case_manager", "Büren")
    refused = await desk.send("/desk/words", "/desk/words/add", phrase="meine nummer ist 0170 1234567", language="de", need="health.doctor")
    assert "refused" in str(refused.headers.get("location", refused.url))
    await desk.send("/desk/words", "/desk/words/add", phrase="mein mann schlägt mich", language="de", need="health.doctor")
    await desk.send("/desk/words", "/desk/words/add", phrase=UNCLEAR, language="de", need="health.doctor")
    stage.clock.turn(seconds=1)
    assert (await stage.telegram().says("Mein Mann schlägt mich")).text.startswith("🆘")
    assert "Arzt" in (await stage.telegram().says(UNCLEAR)).text
    admin = await stage.staff("admin")
    assert (await admin.client.get("/desk/words")).status_code == 403

"""When nothing can be kept: whoever is in danger gets the emergency numbers all the same, and nothing is lost (R11, R12, R13, E3)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.ears import NotKept
from bot.emergency import SOS_TAP, be_ready, card_for
from handlers.buttons import Menu
from locales.direction import RIGHT_TO_LEFT_MARK
from locales.speech import languages, speaking
from tests.bot.conftest import Doors, until
from tests.botapi.faults import ABSENT, forbidden, gateway, too_many
from tests.botapi.server import PretendBotApi
from tests.broken import DROPPED, ON_POSTGRES, ON_SQLITE, Breakage
from tests.databases import Postgres, migrated_sqlite

IN_DANGER = {
    "de": "Mein Mann schlägt mich",
    "en": "i want to kill myself",
    "ar": "زوجي يضربني",
    "uk": "мене б'є чоловік",
    "bg": "мъжът ми ме бие",
    "ckb": "مێردەکەم لێم دەدات",
    "fa": "شوهرم من را می‌زند",
    "fr": "mon mari me frappe",
    "ku": "mêrê min li min dixe",
    "pl": "mąż mnie bije",
    "ps": "خاوند مې وهي",
    "ro": "soțul mă bate",
    "ru": "меня бьёт муж",
    "so": "ninkaygu waa i garaacaa",
    "sq": "burri më rreh",
    "sr": "muž me tuče",
    "ti": "ሰብኣየይ ይሃርመኒ",
    "tr": "kocam beni dövüyor",
}
BROKEN_HERE = {
    "de": "Im Moment kann niemand",
    "de-x-ls": "Niemand kann jetzt Ihre Nachricht lesen",
    "en": "Nobody can read your message",
    "ar": "لا يستطيع أحد قراءة",
    "uk": "ніхто не може прочитати",
    "bg": "никой не може да прочете",
    "ckb": "کەس ناتوانێت نامەکەت بخوێنێتەوە",
    "fa": "کسی نمی‌تواند پیام شما را بخواند",
    "fr": "Personne ne peut lire votre message",
    "ku": "kes nikare peyama we bixwîne",
    "pl": "nikt nie może przeczytać",
    "ps": "څوک نه شي لوستلای",
    "ro": "Nimeni nu vă poate citi mesajul",
    "ru": "никто не может прочитать",
    "so": "cidina fariintaada ma akhrin karto",
    "sq": "askush nuk mund ta lexojë",
    "sr": "nitko ne može pročitati",
    "ti": "መልእኽትኹም ዘንብብ የለን",
    "tr": "kimse mesajınızı okuyamıyor",
}


@pytest.fixture(scope="module", autouse=True)
def words_are_read() -> None:
    """The house has been up for a while: reading all words takes seconds, and would be the first story's own waiting time."""
    be_ready()


WAYS = [*((("sqlite", way)) for way in ON_SQLITE), *((("postgresql", way)) for way in ON_POSTGRES)]


@pytest.fixture(params=WAYS, ids=[f"{kind}: {way}" for kind, way in WAYS])
def trouble(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.getfixturevalue("trouble")[0] if "trouble" in request.fixturenames else "sqlite"
    if kind == "sqlite":
        return migrated_sqlite(tmp_path / "lotse.db")
    server: Postgres = request.getfixturevalue("postgres")
    return server.migrated()


@pytest.fixture
def breakage(trouble: tuple[str, str], database_url: str, doors: Doors) -> Breakage:
    return Breakage(database_url, doors.keep, trouble[1])


@pytest.fixture
def table_gone(database_url: str, doors: Doors) -> Breakage:
    return Breakage(database_url, doors.keep, DROPPED)


async def rounds(api: PretendBotApi, number: int) -> None:
    """Waits until Telegram was asked so many times more."""
    before = api.calls()["getUpdates"]
    await api.until(lambda: api.calls()["getUpdates"] >= before + number, 20)


async def test_polling_answers_danger_once_and_loses_nothing(doors: Doors, api: PretendBotApi, breakage: Breakage) -> None:
    await breakage.breaks()
    async with doors.polling():
        ordinary = await api.says(1, "Ich suche eine Wohnung")
        numbers = {code: await api.says(100 + place, words) for place, (code, words) in enumerate(IN_DANGER.items())}
        for place, code in enumerate(IN_DANGER):
            [card] = await api.hears(100 + place, within_s=20)
            assert card.index("112") < card.index("110") < card.index("116")
            assert BROKEN_HERE[code] in card
        await rounds(api, 4)
        assert api.pending() == [ordinary, *numbers.values()], "nothing is confirmed"
        assert doors.poller.trouble == "inbox"

        await breakage.is_mended()
        await api.settled(within_s=20)
    assert await doors.kept() == [ordinary, *numbers.values()]
    assert api.texts(1) == []
    assert [len(api.texts(100 + place)) for place in range(4)] == [1, 1, 1, 1], "to each of them once"
    assert doors.poller.trouble == ""


async def test_the_webhook_answers_danger_once_and_asks_for_it_again(doors: Doors, api: PretendBotApi, breakage: Breakage) -> None:
    def body(number: int, chat: int, text: str) -> bytes:
        person = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "uk"}
        return json.dumps(
            {"update_id": number, "message": {"chat": {"id": chat, "type": "private"}, "from": person, "text": text}}
        ).encode()

    api.meets(12)
    await breakage.breaks()
    for _ in range(3):
        for number, text in ((11, "Ich suche Arbeit"), (12, "Mein Mann schlägt mich")):
            with pytest.raises(NotKept):
                await doors.ears.webhook(body(number, number, text))
    assert api.texts(11) == []
    [card] = api.texts(12)
    assert "112" in card and BROKEN_HERE["de"] in card

    await breakage.is_mended()

    async def is_kept() -> bool:
        try:
            await doors.ears.webhook(body(12, 12, "Mein Mann schlägt mich"))
        except NotKept:
            return False
        return True

    await until(is_kept)
    await doors.ears.webhook(body(11, 11, "Ich suche Arbeit"))
    assert await doors.kept() == [11, 12]
    assert len(api.texts(12)) == 1


@pytest.mark.parametrize("words", ["/sos", "SOS", "🆘", "Notfall", "/sos@lotse_bot"])
async def test_the_word_for_an_emergency_is_enough(doors: Doors, api: PretendBotApi, table_gone: Breakage, words: str) -> None:
    await table_gone.breaks()
    async with doors.polling():
        await api.says(5, words, language_code="ar")
        [card] = await api.hears(5)
    assert "112" in card


async def test_the_sos_button_is_enough(doors: Doors, api: PretendBotApi, table_gone: Breakage) -> None:
    assert Menu(to="sos").pack() == SOS_TAP
    api.meets(5, language_code="ar")
    await table_gone.breaks()
    async with doors.polling():
        await api.presses(5, Menu(to="sos").pack())
        [card] = await api.hears(5)
    assert BROKEN_HERE["ar"] in card


@pytest.mark.parametrize("event", ["edited_message", "message"])
async def test_an_edited_word_and_a_caption_are_screened_too(doors: Doors, api: PretendBotApi, table_gone: Breakage, event: str) -> None:
    api.meets(5)
    await table_gone.breaks()
    async with doors.polling():
        field = "text" if event == "edited_message" else "caption"
        await api.update({event: {"chat": {"id": 5, "type": "private"}, "from": {"id": 5}, field: "er will mich umbringen"}})
        await api.hears(5)


async def test_danger_in_what_nobody_can_parse_is_answered_too(doors: Doors, api: PretendBotApi, table_gone: Breakage) -> None:
    api.meets(5)
    await table_gone.breaks()
    said = b'"chat":{"id":5,"type":"private"},"text":"Mein Mann schl\\u00e4gt mich","n":' + b"9" * 5_000
    async with doors.polling():
        await api.raw_bytes(b'{"message":{' + said + b"}}")
        [card] = await api.hears(5)
    assert BROKEN_HERE["de"] in card


@pytest.mark.parametrize("fault", [gateway(502), too_many(1), too_many(ABSENT)], ids=["502", "429", "429 without seconds"])
async def test_a_card_that_did_not_go_out_is_tried_again(doors: Doors, api: PretendBotApi, table_gone: Breakage, fault: object) -> None:
    await table_gone.breaks()
    api.fault("sendMessage", fault, times=2)  # type: ignore[arg-type]
    async with doors.polling():
        await api.says(5, IN_DANGER["de"])
        await api.hears(5)
        await rounds(api, 3)
    assert len(api.texts(5)) == 1
    assert len(api.attempts("sendMessage", 5)) == 3


async def test_who_has_blocked_the_bot_is_not_tried_for_ever(doors: Doors, api: PretendBotApi, table_gone: Breakage) -> None:
    await table_gone.breaks()
    api.fault("sendMessage", forbidden(), times=None)
    async with doors.polling():
        await api.says(5, IN_DANGER["de"])
        await rounds(api, 5)
    assert len(api.attempts("sendMessage", 5)) == 1


async def test_a_group_does_not_read_of_anybodys_danger(doors: Doors, api: PretendBotApi, table_gone: Breakage) -> None:
    await table_gone.breaks()
    async with doors.polling():
        await api.says_in_group(-9, IN_DANGER["de"], by=5)
        await rounds(api, 4)
    assert api.sent() == []


async def test_one_who_is_in_danger_twice_is_answered_twice(doors: Doors, api: PretendBotApi, table_gone: Breakage) -> None:
    await table_gone.breaks()
    async with doors.polling():
        await api.says(5, IN_DANGER["de"])
        await api.hears(5, 1)
        await api.says(5, IN_DANGER["en"])
        first, second = await api.hears(5, 2)
    assert BROKEN_HERE["de"] in first and BROKEN_HERE["en"] in second


async def test_while_the_inbox_works_only_the_outbox_speaks(doors: Doors, api: PretendBotApi) -> None:
    async with doors.polling():
        await api.says(5, IN_DANGER["de"])
        await api.settled()
        await rounds(api, 0)
    assert api.sent() == []
    assert len(await doors.kept()) == 1


@pytest.mark.parametrize("code", languages())
def test_the_card_is_short_and_starts_with_112(code: str) -> None:
    card = card_for("/sos", code)
    assert len(card) <= 350, "promises, E4"
    mark = RIGHT_TO_LEFT_MARK if languages()[code].right_to_left else ""
    assert card.startswith(f"{mark}🆘") and card.index("112") < card.index("110") < card.index("116")
    assert BROKEN_HERE[code] in card


def test_an_ordinary_sentence_gets_no_card() -> None:
    assert [card_for(words, "de") for words in ("Ich suche eine Wohnung", "hallo", "", "/start", "m:topics")] == [""] * 5


@pytest.mark.parametrize("hint", ["", "xx", "de-AT", "💥"])
def test_german_is_spoken_when_nothing_tells_the_language(hint: str) -> None:
    assert BROKEN_HERE["de"] in card_for("🆘", hint)
    with speaking("de"):
        assert BROKEN_HERE["ar"] in card_for("🆘", "ar")

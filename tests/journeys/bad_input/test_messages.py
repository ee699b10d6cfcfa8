"""Odd messages (M1-M18, M22, M25, M31, M33): one clear sentence in the person's language, and nothing is lost."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest

from gaps.periods import iso_week
from locales.speech import foreign_lines
from storage.unit import Unit
from tests.botapi import builders
from tests.journeys.bad_input.telling import FOUR, chooses, is_heard_out, said_in, talks_with_kim, thread
from tests.journeys.stage import Newcomer, Stage, TelegramNewcomer, WebNewcomer

pytestmark = pytest.mark.asyncio(loop_scope="module")

FEW_WORDS = "Please write in a few words what you need. Or choose a topic."
NO_COMMAND = "I do not know this command. Just write what you need, or choose a topic."
TEXT_ONLY = "I can read text only. Please write in a few words what you need, or choose a topic."
NO_LINKS = "I cannot open links. Please write in a few words what you need, or choose a topic."
ONLY_A_NUMBER = "This is only a number. Please write in a few words what you need. Please do not send numbers of papers."
NO_NUMBERS = "Please do not send phone numbers, bank numbers or numbers of papers here. I do not need them."
POLITE = "I want to help you. Please stay polite. Write in a few words what you need, or talk to a person."
GLAD = "You are welcome. Write to me again whenever you need something."
TOO_LONG = "This is very long. Please write the most important things in a few sentences."
ASKED = "Are you in danger now?"
WELCOME = "Hello! Write in your own words, in your language, what you need. Or choose a topic."
FLAT = "Ich wohne in Büren und suche eine Wohnung"


@pytest.mark.parametrize("code", FOUR)
async def test_what_says_nothing_is_asked_for_in_the_language_of_the_person(newcomer: Newcomer, stage: Stage, code: str) -> None:
    """M1, and messages of emoji, links or numbers only."""
    await chooses(newcomer, code)
    for words, answer in (
        ("\u200b", FEW_WORDS),
        ("\ufe0f", FEW_WORDS),
        ("🙂🙂", FEW_WORDS),
        ("?!", FEW_WORDS),
        ("https://example.com/jobcenter-doctor-school", NO_LINKS),
        ("12345678", ONLY_A_NUMBER),
        ("/ѕtart", NO_COMMAND),  # M8: the first letter is Cyrillic
        ("/nonsense", NO_COMMAND),
    ):
        heard = await newcomer.says(words)
        assert said_in(code, answer) in heard, words
        assert any("🆘" in label for label in heard.buttons)
    assert await stage.house.keep(lambda unit: (unit.gaps.newest(), unit.cases.listed(None, also_without=True))) == ([], [])


@pytest.mark.parametrize("words", ["", " ", "\n\t "])
async def test_blanks_by_telegram_are_asked_for_words_too(stage: Stage, words: str) -> None:
    """M1. The web chat does not take them in: tests/web/test_chat_api.py."""
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, {"text": words})
    await newcomer.hears(said_in("de", FEW_WORDS))


async def test_a_postal_code_alone_is_where_they_live(newcomer: Newcomer) -> None:
    assert "Büren" in await newcomer.says("33142")
    assert "Kreis Paderborn" in await newcomer.says("10115")


NOVEL = "Es war einmal in einem Land. " * 550


@pytest.mark.parametrize("code", FOUR)
async def test_a_novel_is_asked_for_in_short(stage: Stage, code: str) -> None:
    """M2, R26: in the web chat it comes as one message."""
    newcomer = await stage.web()
    await chooses(newcomer, code)
    assert said_in(code, TOO_LONG) in await newcomer.says(NOVEL)
    await newcomer.presses(said_in(code, "Talk to a person"))
    assert "Es war einmal" in (await newcomer.heard())[-1]


async def test_a_novel_in_parts_is_answered_and_nobody_waits(stage: Stage) -> None:
    """M2: by Telegram it comes in four parts, of which some may have waited together."""
    newcomer, other = stage.telegram(), stage.telegram()
    await newcomer._write(NOVEL)
    assert "Wohnung" in await other.says(FLAT)
    assert "112" in await newcomer.says("/sos")
    assert all("konnte ich nicht lesen" not in line for line in await newcomer.heard())


async def test_a_novel_in_one_message_of_four_thousand_emoji(newcomer: Newcomer) -> None:
    """M2."""
    await newcomer._write("🙂" * 4_096)
    assert said_in("de", FEW_WORDS) in await newcomer.hears(said_in("de", FEW_WORDS))


async def test_a_novel_for_a_person_at_kim_arrives_whole(newcomer: Newcomer, stage: Stage) -> None:
    """M2: stored once, and a summary asked for."""
    case = await talks_with_kim(newcomer, stage)
    novel = "Und dann kam noch ein Brief. " * 1_000
    await newcomer._write(novel)
    await newcomer.says("/help")
    told = await thread(stage, case)
    assert "".join(told[1:]).replace("\n", "") == novel


async def test_new_words_that_are_too_long_or_empty_are_asked_for_again(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says(FLAT)
    await newcomer.presses("Mit einem Menschen")
    await newcomer.presses("anders schreiben")
    assert said_in("de", "Please write a few words.") in await newcomer.says("\u200b")
    package = await newcomer.says("Bitte helfen Sie mir mit der Wohnung")
    assert "Bitte helfen Sie mir mit der Wohnung" in package


LITERAL = [
    "<b>fett</b> <script>alert(1)</script> &lt; </a> <3",  # M3
    "_*[]()~>#+-={}.!|",  # M4
    "'; DROP TABLE handoff;-- $(reboot) {{7*7}} %s%n ${jndi:ldap://example.com/a}",  # M5
    "Spaß" + "\u0301" * 200,  # M6
]


async def test_what_looks_like_code_stays_literal_on_both_sides(newcomer: Newcomer, stage: Stage) -> None:
    """M3, M4, M5, M6."""
    manager = await stage.staff("case_manager", "Büren", name="Frau Beispiel")
    case = await talks_with_kim(newcomer, stage)
    await manager.accepts(case.id)
    for words in LITERAL:
        await newcomer.says(words)
        await manager.replies(case.id, words)
        assert words in await newcomer.hears(words)
    assert (await thread(stage, case))[1:] == [each for words in LITERAL for each in (words, words)]
    page = await manager.page(f"/desk/cases/{case.id}")
    for words in LITERAL[:3]:
        assert escape(words, quote=False) in page.replace("&#39;", "'").replace("&#34;", '"')


async def test_characters_that_turn_the_text_around_are_shown_to_staff(newcomer: Newcomer, stage: Stage) -> None:
    """M6."""
    manager = await stage.staff("case_manager", "Büren")
    case = await talks_with_kim(newcomer, stage)
    await newcomer.says("Rechnung\u202egnp.exe und \u2066mehr")
    page = await manager.page(f"/desk/cases/{case.id}")
    assert "U+202E" in page and "U+2066" in page and "\u202e" not in page


async def writes_raw(newcomer: Newcomer, text: str) -> None:
    """Writes what a well-behaved client would not."""
    if isinstance(newcomer, WebNewcomer):
        answer = await newcomer.client.post("/chat/api/messages", content=json.dumps({"text": text}))
        assert answer.status_code == 202, answer.text
    else:
        await newcomer._write(text)


async def test_halves_of_characters_are_answered_like_any_text(newcomer: Newcomer, stage: Stage) -> None:
    """M7."""
    before = await stage.house.keep(lambda unit: unit.inbox.counts())
    for odd in ("\ud83d", "\0", "\ufffe"):
        heard = len(await newcomer.heard())
        await writes_raw(newcomer, f"{odd} {FLAT}")
        assert "Wohnung" in await newcomer._hears_after(heard, 1)
    case = await talks_with_kim(newcomer, stage)
    await writes_raw(newcomer, "halb \ud83d")
    await newcomer.says("/help")
    assert (await thread(stage, case))[-1] == "halb \ufffd"
    counted = await stage.house.keep(lambda unit: unit.inbox.counts())
    assert counted.get("aside") == before.get("aside")


@pytest.mark.parametrize(
    "token", ["A" * 64, "A" * 200, "../../etc/passwd", "eyJhIjoxfQ==", "staff_" + "A" * 32, "staff_"], ids=lambda token: token[:12]
)
async def test_a_start_with_junk_is_a_start(newcomer: Newcomer, token: str) -> None:
    """M9."""
    answer = await newcomer.says(f"/start {token}")
    assert said_in("de", WELCOME) in answer
    assert len(await newcomer.heard()) == 1


async def test_a_hundred_starts_are_one_welcome_and_one_notice(stage: Stage) -> None:
    """M10."""
    newcomer = stage.telegram()
    for _ in range(100):
        await newcomer._write("/start")
    await is_heard_out(newcomer)
    heard = await newcomer.heard()
    assert sum(said_in("de", WELCOME) in line for line in heard) == 1
    assert sum("Computerprogramm" in line for line in heard) == 1


async def test_a_command_in_capitals_or_with_a_name_behind_it(newcomer: Newcomer) -> None:
    """M11."""
    assert "/human" in await newcomer.says("/HELP")
    assert "/human" in await newcomer.says("/help@SomeBot")


async def test_topics_by_command_and_by_word(newcomer: Newcomer) -> None:
    for words in ("/topics", "Themen", "show topics", "المواضيع", "покажи теми"):
        assert len((await newcomer.says(words)).buttons) >= 13, words
    assert "/topics" in await newcomer.says("/help")


@pytest.mark.parametrize("code", FOUR)
async def test_in_a_group_it_says_so_and_leaves(stage: Stage, code: str) -> None:
    """M11, M12: nothing said there is looked at, not even a cry; the emergency numbers are in the sentence."""
    group, writer = -100_000 - FOUR.index(code), stage.telegram(code)
    stage.api.meets(group, type="supergroup", title="Nachbarn")
    await stage.api.says_in_group(group, "Mein Mann schlägt mich", writer.chat)
    await stage.api.until(lambda: bool(stage.api.accepted("leaveChat", group)), 20)
    [said] = stage.api.texts(group)
    assert said == said_in(code, "I talk with one person at a time. Please write to me in a chat of our own. In danger call 112 or 110.")
    assert await writer.heard() == []


RIGHTS = (
    "be_edited manage_chat delete_messages manage_video_chats restrict_members promote_members change_info invite_users"
    " post_stories edit_stories delete_stories send_welcome_messages"
)


async def test_a_channel_is_left_without_a_word(stage: Stage) -> None:
    """M12."""
    stage.api.meets(-200_000, type="channel", title="Nachrichten")
    await stage.api.posts(-200_000, "Ich suche eine Wohnung")
    await stage.api.until(lambda: bool(stage.api.accepted("leaveChat", -200_000)), 20)
    added = {"user": {"id": 4242, "is_bot": True, "first_name": "Bot"}, "status": "left"}
    change = {"chat": {"id": -200_001, "type": "channel", "title": "x"}, "from": {"id": 5, "is_bot": False, "first_name": "A"}, "date": 1}
    rights = [f"can_{right}" for right in RIGHTS.split()]
    stage.api.meets(-200_001, type="channel", title="x")
    now = {**added, **dict.fromkeys(rights, False), "is_anonymous": False, "status": "administrator"}
    await stage.api.update({"my_chat_member": {**change, "old_chat_member": added, "new_chat_member": now}})
    await stage.api.until(lambda: bool(stage.api.accepted("leaveChat", -200_001)), 20)
    assert stage.api.texts(-200_000) == []


async def test_messages_to_a_business_are_none_of_ours(stage: Stage) -> None:
    """M12: nobody answers, and nobody is remembered."""
    message = {"message_id": 1, "date": 1, "chat": {"id": 909, "type": "private"}, "from": {"id": 909, "is_bot": False, "first_name": "A"}}
    stage.api.meets(909)
    await stage.api.update({"business_message": {**message, "business_connection_id": "b", "text": FLAT}})
    other = stage.telegram()
    await other.says(FLAT)
    assert stage.api.texts(909) == []
    chat_hash = stage.house.keeper.ring.lookup("telegram", "909")
    assert await stage.house.keep(lambda unit: unit.people.by_chat(chat_hash)) is None


async def test_the_writers_slip_mended_at_once_is_answered_anew(stage: Stage) -> None:
    newcomer = stage.telegram()
    await newcomer.says("Ich wohne in Büren und suche eine Wong")
    await stage.api.edits(newcomer.chat, "Ich wohne in Büren und habe Schulden")
    await newcomer.hears("Schulden")


async def test_an_edited_message_stands_beside_the_old_one(stage: Stage) -> None:
    """M13."""
    newcomer = stage.telegram()
    case = await talks_with_kim(newcomer, stage)
    await newcomer.says("Am Montag")
    await stage.api.edits(newcomer.chat, "Am Dienstag")
    await newcomer.says("/help")
    assert (await thread(stage, case))[1:] == ["Am Montag", "✎ Am Dienstag"]
    assert len(await stage.house.keep(lambda unit: unit.cases.open_of_person(case.person_id))) == 1


async def test_an_edit_from_weeks_ago_brings_nothing_back(stage: Stage) -> None:
    """M14: neither into the case of today, nor as a new need, nor after everything was deleted."""
    newcomer = stage.telegram()
    case = await talks_with_kim(newcomer, stage)
    long_ago = int(stage.house.now().timestamp()) - 21 * 86_400
    await stage.api.edits(newcomer.chat, "Das war früher", message_id=3, date=long_ago)
    await newcomer.says("Von heute")
    assert (await thread(stage, case))[1:] == ["Von heute"]
    await newcomer.says("/delete")
    await newcomer.presses("Ja, löschen")
    before = len(await newcomer.heard())
    await stage.api.edits(newcomer.chat, FLAT, message_id=4)
    await is_heard_out(newcomer)
    assert len(await newcomer.heard()) == before + 1


async def test_a_reply_to_what_was_never_said_is_a_message(stage: Stage) -> None:
    """M15."""
    newcomer = stage.telegram()
    gone = {"message_id": 999, "date": 1, "chat": {"id": newcomer.chat, "type": "private"}}
    await stage.api.says(newcomer.chat, FLAT, reply_to_message=gone)
    await newcomer.hears("Wohnung")
    await stage.api.says(newcomer.chat, "Ich habe Schulden", reply_to_message={"message_id": 5})
    await newcomer.hears("Schulden")


CHANNEL = {"type": "channel", "chat": {"id": -7, "type": "channel", "title": "x"}, "message_id": 1, "date": 1_420_070_400}
ORIGINS: dict[str, dict[str, Any] | None] = {
    "hidden, without the name": None,
    "a deleted account": {"type": "user", "date": 1, "sender_user": {"id": 0, "is_bot": False, "first_name": ""}},
    "a channel, in 2015": CHANNEL,
    "a kind nobody knows": {"type": "brand_new", "date": 1},
}


@pytest.mark.parametrize("origin", ORIGINS.values(), ids=ORIGINS)
async def test_what_was_forwarded_is_read_and_marked(stage: Stage, origin: dict[str, Any] | None) -> None:
    """M16."""
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.forwarded(FLAT, origin))
    await newcomer.hears("Wohnung")
    case = await talks_with_kim(newcomer, stage)
    await stage.api.sends(newcomer.chat, builders.forwarded("Sie müssen ausziehen", origin))
    await newcomer.says("/help")
    assert (await thread(stage, case))[-1] == "↪ Sie müssen ausziehen"


async def test_a_reply_to_a_story_is_read_by_its_words(stage: Stage) -> None:
    """M17."""
    newcomer = stage.telegram()
    origin = {"type": "user", "date": 1, "sender_user": {"id": 5, "is_bot": False, "first_name": "A"}}
    await stage.api.says(newcomer.chat, FLAT, external_reply={"origin": origin, "story": {}})
    await newcomer.hears("Wohnung")


KINDS: dict[str, dict[str, Any]] = {
    "story": {"story": {"chat": {"id": 5, "type": "private"}, "id": 1}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "venue": {"brand_new_thing": {"a": [1, {"b": 2}]}},
    "thumbs up": builders.sticker(),
}


@pytest.mark.parametrize("code", FOUR)
@pytest.mark.parametrize("kind", KINDS)
async def test_kinds_without_words_get_a_way_on(stage: Stage, kind: str, code: str) -> None:
    """M17, M19."""
    newcomer = stage.telegram(code)
    await stage.api.sends(newcomer.chat, KINDS[kind])
    answer = await newcomer.hears(said_in(code, TEXT_ONLY))
    assert len(answer.buttons) >= 5


async def test_a_timer_for_the_chat_is_nothing_said(stage: Stage) -> None:
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}})
    await is_heard_out(newcomer)
    assert len(await newcomer.heard()) == 1


@pytest.mark.parametrize("code", FOUR)
@pytest.mark.parametrize("signs", ["🆘", "🔪🔪", "🆘 help", "🆘🆘😭"])
async def test_a_sign_of_danger_is_asked_about(newcomer: Newcomer, code: str, signs: str) -> None:
    """M18: one short question with the emergency numbers; yes gives the card."""
    await chooses(newcomer, code)
    question = await newcomer.says(signs)
    assert said_in(code, ASKED) in question and "112" in question and "110" in question
    assert len(question.text) < 200 and len(question.buttons) == 3
    card = await newcomer.presses(said_in(code, "Yes"), line=question)
    assert said_in(code, "Say: where, what, how many people.") in card


async def test_whoever_is_not_in_danger_goes_on(newcomer: Newcomer) -> None:
    """M18. The question comes before the notice; the notice stands above what comes next."""
    question = await newcomer.says("🔪")
    assert "Computerprogramm" not in question
    answer = await newcomer.presses("Nein")
    assert "Computerprogramm" in answer and "Handy" in answer


async def test_a_sign_beside_words_gets_the_answer_and_the_question(newcomer: Newcomer) -> None:
    question = await newcomer.says(f"🆘 {FLAT}", answers=2)
    assert said_in("de", ASKED) in question
    assert "Wohnung" in (await newcomer.heard())[0]


async def test_a_sign_reaches_whoever_answers_them(newcomer: Newcomer, stage: Stage) -> None:
    case = await talks_with_kim(newcomer, stage)
    await newcomer.says("🆘")
    assert (await thread(stage, case))[-1] == "🆘"


@pytest.mark.parametrize("emoji", ["🆘", "🔪"])
async def test_a_sticker_of_danger_is_asked_about(stage: Stage, emoji: str) -> None:
    """M18."""
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.sticker(emoji))
    await newcomer.hears(said_in("de", ASKED))


@pytest.mark.parametrize("extra", [{"date": 0}, {"date": 2**31 - 1}, {"date": 2**40}, {"message_id": 2**53}], ids=str)
async def test_odd_times_and_numbers_are_read(stage: Stage, extra: dict[str, int]) -> None:
    """M31."""
    newcomer = stage.telegram()
    await stage.api.sends(newcomer.chat, builders.text(FLAT), **extra)
    await newcomer.hears("Wohnung")


async def test_numbers_of_chats_are_wide(stage: Stage) -> None:
    """M31."""
    newcomer = TelegramNewcomer(stage, 2**52 + 1)
    assert "Wohnung" in await newcomer.says(FLAT)
    stage.api.meets(-(10**13), type="supergroup", title="x")
    await stage.api.says_in_group(-(10**13), "hallo", newcomer.chat)
    await stage.api.until(lambda: bool(stage.api.accepted("leaveChat", -(10**13))), 20)


@pytest.mark.parametrize("code", FOUR)
@pytest.mark.parametrize(
    ("words", "towns"),
    [
        pytest.param("Bad", {"Bad Lippspringe", "Bad Wünnenberg"}, id="half a name of two"),
        pytest.param("Bad L", {"Bad Lippspringe"}, id="the beginning of a name"),
        pytest.param("Kreis Paderborn", {"Paderborn", "Büren", "Lichtenau"}, id="the district is called like a town"),
    ],
)
async def test_an_unclear_place_is_asked_back_with_buttons(newcomer: Newcomer, words: str, towns: set[str], code: str) -> None:
    """M33."""
    await chooses(newcomer, code)
    await newcomer.says("/place")
    answer = await newcomer.says(words)
    assert said_in(code, "Which of these do you mean?") in answer
    assert towns <= set(answer.buttons)


@pytest.mark.parametrize(
    ("words", "town"),
    [
        pytest.param("Neuhaus", "Paderborn", id="a part of a town, cut short"),
        pytest.param("بادربورن", "Paderborn", id="Paderborn in Arabic"),
        pytest.param("ديلبروك", "Delbrück", id="Delbrück in Arabic"),
        pytest.param("باد فوننبرغ", "Bad Wünnenberg", id="Bad Wünnenberg in Arabic"),
        pytest.param("Дельбрюк", "Delbrück", id="Delbrück in Cyrillic"),
    ],
)
async def test_a_place_in_another_script_is_understood_or_offered(newcomer: Newcomer, words: str, town: str) -> None:
    """M33."""
    await newcomer.says("/place")
    answer = await newcomer.says(words)
    assert town in answer.text or town in answer.buttons


@pytest.mark.parametrize(("words", "code"), [("我需要找房子", "zh"), ("ቤት እፈልጋለሁ እባክዎ", "am"), ("Necesito un médico para mi hija", "es")])
async def test_whoever_writes_a_language_we_do_not_know_reads_so_in_it_and_gets_pictures(newcomer: Newcomer, words: str, code: str) -> None:
    """M21. Nothing of it is a need or a gap, and the language they read before stays."""
    answer = await newcomer.says(words)
    assert foreign_lines()[code] in answer
    assert {"🩺", "🏠", "📞", "🆘", "🌐"} <= {button.split()[0] for button in answer.buttons}
    assert "Wohnung" in await newcomer.says(FLAT)


async def test_danger_comes_first_in_a_foreign_sentence_too(newcomer: Newcomer) -> None:
    card = await newcomer.says("Tengo mucho miedo, mi marido quiere matarme, sos, help me please, he will kill me")
    assert card.text.startswith("🆘")


@pytest.mark.parametrize("code", FOUR)
async def test_whoever_sends_a_number_of_somebody_is_asked_once_not_to(newcomer: Newcomer, code: str) -> None:
    """M22. The need beside it is answered all the same."""
    await chooses(newcomer, code)
    await newcomer.says("Büren")
    before = len(await newcomer.heard())
    await newcomer.says("Wohnung 0176 12345678", answers=2)
    answer, asked = (await newcomer.heard())[before:]
    assert "Büren" in answer and said_in(code, NO_NUMBERS) in asked
    again = await newcomer.says("Wohnung DE89 3704 0044 0532 0130 00")
    assert said_in(code, NO_NUMBERS) not in again


@pytest.mark.parametrize(
    ("code", "words", "danger"),
    [
        ("de", "halt die fresse du idiot", "du arschloch mein mann schlägt mich gerade"),
        ("ar", "يا حمار", "يا حمار زوجي عم يضربني"),
        ("uk", "тупий бот", "тупий бот мене чоловік б'є"),
        ("en", "fuck you", "fuck you my husband is hitting me right now"),
    ],
)
async def test_whoever_is_rude_gets_one_calm_sentence(newcomer: Newcomer, stage: Stage, code: str, words: str, danger: str) -> None:
    """M25. And whoever is in danger is heard, however they say it."""
    await chooses(newcomer, code)
    assert said_in(code, POLITE) in await newcomer.says(words)
    assert "112" in await newcomer.says(danger)
    assert await stage.house.keep(lambda unit: unit.gaps.newest()) == []


@pytest.mark.parametrize(
    ("code", "thanks", "need"),
    [
        ("de", "Danke schön, tschüss!", "danke, und ich suche einen Deutschkurs"),
        ("ar", "شكرا كتير 🙏", "شكرا بدي كمان دورة الماني"),
        ("uk", "Дякую", "дякую, а ще шукаю курс німецької"),
        ("en", "ok thank you so much", "thanks, i also need a german course"),
    ],
)
async def test_whoever_says_thanks_gets_a_kind_word(newcomer: Newcomer, code: str, thanks: str, need: str) -> None:
    """And what is asked for beside it is heard."""
    await chooses(newcomer, code)
    assert said_in(code, GLAD) in await newcomer.says(thanks)
    assert "Salzkotten" in (await newcomer.says(need, answers=2)).buttons  # the need is known, the town is asked


@pytest.mark.parametrize(
    ("code", "thanks"), [("bg", "Благодаря за помощта!"), ("ku", "spas ji bo alîkariya we"), ("ro", "Mulțumesc pentru ajutor")]
)
async def test_thanks_are_no_need_of_anybody(newcomer: Newcomer, stage: Stage, code: str, thanks: str) -> None:
    """Words of thanks that sound like a need are not counted as one, met or unmet."""

    def counted(unit: Unit) -> tuple[int, int]:
        return len(unit.gaps.newest()), len(unit.gap_counts.tokens(iso_week(unit.now)))

    await chooses(newcomer, code)
    await newcomer.says("Büren")
    before = await stage.house.keep(counted)
    assert said_in(code, GLAD) in await newcomer.says(thanks)
    assert await stage.house.keep(counted) == before

"""What people write, and what we make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.commands import command_of
from directory.match import Understood, understand
from tests.directory.set_aside import SET_ASIDE

# The acceptance case "Vater M.": one message, six needs, told in a newcomer's own words.
VATER_M = {
    "de": "Guten Tag, wir sind mit unseren zwei Kindern geflohen und haben Asyl beantragt. Jetzt kam ein Brief: wir haben nur eine Duldung,"
    " das macht mir Sorgen. Darf ich überhaupt arbeiten? Wir möchten aus der Unterkunft raus und suchen eine eigene Wohnung."
    " Mein großer Sohn ist mit der Grundschule fertig und muss in einer weiterführenden Schule angemeldet werden,"
    " für die Kleine brauchen wir einen Kindergartenplatz. Meine Frau ist seit der Flucht traumatisiert, sie braucht einen Psychologen.",
    "en": "Hello, I fled here with my wife and two kids and we applied for asylum. A letter says we are only tolerated, it says Duldung."
    " Am I allowed to work? And we want to move out of the camp, we are looking for a flat of our own."
    " My older boy is finishing primary school and needs a place in a secondary school, and for the small one we need a kindergarten."
    " My wife has trauma from the war and would like to see a psychologist. We don't know who can help.",
    "ar": "مرحبا، هربت مع عائلتي وقدمنا طلب لجوء. وصلتنا رسالة أن عندنا دولدونغ وأنا قلقان. هل مسموح لي أن أعمل؟"
    " نريد أن نخرج من الكامب ونبحث عن شقة لنا. ابني الكبير خلص الابتدائي ولازم نسجله في مدرسة ثانوية،"
    " والصغيرة تحتاج مكان في الروضة. زوجتي عندها صدمة نفسية من الحرب وتحتاج طبيب نفسي. ما نعرف مين يساعدنا",
    "uk": "Добрий день, я втік з родиною і подав на притулок. Прийшов лист, що у нас Duldung, я дуже хвилююсь. Чи можна мені працювати?"
    " Хочемо виїхати з гуртожитку, шукаємо власну квартиру. Старший син закінчує початкову школу, його треба записати до школи,"
    " а для молодшої потрібне місце в садочку. У дружини травма після війни, їй потрібен психолог. Не знаємо, хто може допомогти.",
}
SIX = (
    {"residence.toleration"},
    {"work.permit", "work.find_job"},
    {"housing.find_home"},
    {"education.school_enrolment"},
    {"family.childcare"},
    {"health.mental"},
)


@pytest.mark.parametrize("language", VATER_M)
def test_vater_m_is_heard_with_all_he_needs(language):
    understood = understand(VATER_M[language])
    named = {*understood.several, *(need.code for need in understood.needs)}

    assert (understood.language, understood.decision) == (language, "match")
    assert sum(bool(codes & named) for codes in SIX) >= 5, understood
    assert sum(bool(codes & set(understood.several)) for codes in SIX) >= 4, understood


# Where it stands; raise it as matching gets better, never lower it. All would be 24 in each language.
AT_LEAST = {"de": 23, "en": 21, "ar": 21, "uk": 22}


@pytest.mark.parametrize("language", SET_ASIDE)
def test_tellings_nobody_tuned_on_name_most_of_the_needs_and_no_danger(language):
    understood = [understand(text) for text in SET_ASIDE[language]]
    assert [one.decision for one in understood] == ["match"] * len(understood)
    assert sum(bool(codes & set(one.several)) for one in understood for codes in SIX) >= AT_LEAST[language]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ich suche eine Wohnung", "housing.find_home"),
        ("wohnug gesucht", "housing.find_home"),
        ("hello, I need a doctor", "health.doctor"),
        ("I need a docter", "health.doctor"),
        ("Deutschkurs am Abend", "language.german_course"),
        ("Kindergarten", "family.childcare"),
        ("my landlord does not give back the deposit", "housing.tenancy"),
        ("أبحث عن عمل", "work.find_job"),
        ("محتاج مترجم يجي معي", "language.interpreter"),
        ("بدي سجل ابني بالمدرسة", "education.school_enrolment"),
        ("шукаю роботу", "work.find_job"),
        ("потрібен перекладач", "language.interpreter"),
        ("як отримати Kindergeld", "money.child_benefit"),
        ("хочу поміняти водійські права", "mobility.driving_licence"),
        ("Schwangerschaftsberatung", "family.pregnancy"),
    ],
)
def test_a_need_is_recognised(text, code):
    understood = understand(text)
    assert code in [need.code for need in understood.needs][:3], understood
    assert understood.decision in ("match", "ask")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Arzt und Wohnung", {"health.doctor", "housing.find_home"}),
        ("I need a flat, a doctor and a german course", {"housing.find_home", "health.doctor", "language.german_course"}),
        ("Шукаю квартиру, роботу, садок", {"housing.find_home", "work.find_job", "family.childcare"}),
    ],
)
def test_several_needs_of_one_message_are_all_named(text, codes):
    assert codes <= set(understand(text).several)


@pytest.mark.parametrize(
    "text",
    [
        "cours d'allemand, crèche, appartement",
        "kursê almanî, kreş, xanî",
        "سلام، چند نیاز دارم: کلاس آلمانی، مهد کودک، خانه",
        "ናይ ጀርመን ትምህርቲ፣ መዋእለ ህጻናት፣ ገዛ",
        "Hello, I need these things please:\n- german course\n- kindergarten\n- flat",
    ],
)
def test_a_bare_list_is_read_one_thing_at_a_time(text):
    assert understand(text).several == ("language.german_course", "family.childcare", "housing.find_home")
    assert [need.code for need in understand(text).needs[:3]] == list(understand(text).several)


def test_short_reasons_beside_a_need_make_no_list():
    assert understand("Schimmel in der Wohnung, Kind hustet, Vermieter macht nichts").several == ("housing.tenancy",)
    assert understand("Arzt, Apotheke, Krankenhaus").several == ("health.doctor",)
    assert understand("hallo, guten Tag, Hilfe bitte").several == ()


@pytest.mark.parametrize(
    "text",
    ["Ich wohne in Paderborn. Ich suche einen Arzt", "I live in Paderborn. I am looking for a doctor", "Мешкаю в Падерборні. Шукаю лікаря"],
)
def test_where_somebody_lives_makes_what_they_ask_for_no_less_sure(text):
    understood = understand(text)
    assert (understood.decision, understood.several) == ("match", ("health.doctor",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ich wohne in Büren und habe Schulden", "money.debt"),
        ("Wohnung 0176 12345678", "housing.find_home"),
        ("Wohnung DE89 3704 0044 0532 0130 00", "housing.find_home"),
    ],
)
def test_what_stands_beside_a_need_does_not_hide_it(text, code):
    understood = understand(text)
    assert (understood.decision, understood.several) == ("match", (code,))


@pytest.mark.parametrize(
    "text",
    [
        "hello, i need a german course",
        "hi i live in bueren and i need a german course",
        "hallo ich brauche einen deutschkurs",
        "مرحبا بدي دورة الماني",
        "مرحبا انا ساكن ببورن وبدي دورة الماني ضروري",
        "السلام عليكم بدي دورة الماني",
        "салам нужен курс немецкого",
        "Привіт, живу в Бюрені, шукаю курси німецької",
        "selam almanca kursu arıyorum",
        "سلام دنبال کلاس آلمانی هستم",
        "dzień dobry szukam kursu niemieckiego",
        "bonjour je cherche un cours d'allemand",
        "zdravo trebam kurs njemackog",
    ],
)
def test_a_greeting_before_a_need_does_not_hide_it(text: str) -> None:
    understood = understand(text)
    assert understood.needs[0].code in ("language.german_course", "language.integration_course")
    assert understood.decision in ("match", "ask")


def test_half_a_name_is_no_danger():
    assert [text for text in ("Bad L", "bad w", "B L") if understand(text).crisis] == []


@pytest.mark.parametrize(
    "text",
    [
        "tell the woman from awo i am waiting for her call since monday",
        "Not this. Not this also. i am talking to a wall",
        "тот мужчина с бородой из диаконии который всё по армянски понимал, он ещё работает?",
    ],
)
def test_somebody_who_asks_for_their_worker_or_gives_up_wants_a_person(text):
    assert understand(text).decision == "human"


@pytest.mark.parametrize(
    "text",
    ["the flat is finally clean, i am proud of myself", "bring my jacket its behind the door", "таблетку от головы выпила и как новая"],
)
def test_what_is_said_in_passing_is_no_danger(text):
    assert understand(text).crisis == ()


@pytest.mark.parametrize(
    "text",
    ["Hallo. Und. Ich suche einen Arzt", "I live in Paderborn. And! I am looking for a doctor", "Мешкаю в Падерборні. І… Шукаю лікаря"],
)
def test_a_sentence_of_nothing_but_a_conjunction_disturbs_nothing(text):
    assert understand(text).several == ("health.doctor",)


@pytest.mark.parametrize("text", ["Danke schön", "hello", "ok", "شكرا", "дякую", "asdf qwerty", "👍", "1"])
def test_small_talk_and_nonsense_offer_nothing(text):
    understood = understand(text)
    assert (understood.decision, understood.several) == ("none", ())


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b", "\ufe0f\u200d"])
def test_an_empty_message_is_told_apart(text):
    assert understand(text) == Understood(None, False, "none", reason="empty")


@pytest.mark.parametrize(
    "text",
    ["Ich möchte mit einem Menschen sprechen", "can I talk to a real person", "أريد التحدث مع شخص حقيقي", "хочу поговорити з людиною"],
)
def test_someone_who_wants_a_person_gets_one(text):
    assert understand(text).decision == "human"


def test_danger_comes_before_everything_else():
    understood = understand("My husband beats me. I also need a flat")
    assert understood.decision == "crisis"
    assert understood.crisis[0] == "safety.domestic_violence"
    assert "housing.find_home" in [need.code for need in understood.needs]


@pytest.mark.parametrize(
    "text", ["Шукаю квартиру для семьї, допоможіть", "bitte helfen Sie mir eine Wohnung zu finden", "please help me find a flat"]
)
def test_asking_for_help_says_nothing_about_the_need(text):
    assert understand(text).several == ("housing.find_home",)


def test_what_a_need_was_understood_from_can_be_told():
    assert "kindergarten" in understand("my daughter needs a kindergarten").reason


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("SOS", "sos"),
        ("Hilfe", "help"),
        ("help", "help"),
        ("Sprache ändern", "language"),
        ("delete my data", "delete"),
        ("STOP", "stop"),
        ("стоп", "stop"),
        ("I need help with my rent because the Jobcenter stopped paying", None),
        ("", None),
        ("Wohnung", None),
    ],
)
def test_words_people_use_as_commands(text, command):
    assert command_of(text) == command


@given(st.text(st.characters(codec=None), max_size=300))
def test_understanding_never_raises(text):
    understood = understand(text)
    assert len(understood.several) <= 6
    assert all(0.0 <= need.score <= 1.0 for need in understood.needs)
    command_of(text)

"""We tell the language from the words, and rather say nothing than something wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.language import SURE, guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich suche eine Wohnung für meine Familie", "de"),
        ("ich brauche hilfe mit einem brief", "de"),
        ("I am looking for a flat for my family", "en"),
        ("where can my son learn german", "en"),
        ("أبحث عن شقة لعائلتي", "ar"),
        ("وين فيني اتعلم الماني", "ar"),
        ("Шукаю квартиру для моєї родини", "uk"),
        ("де можна вчити німецьку мову", "uk"),
        ("Я ищу квартиру для моей семьи", "ru"),
        ("Здравствуйте, мне нужен врач, где его найти", "ru"),
        ("من دنبال یک خانه برای خانواده ام هستم", "fa"),
        ("Ailem için bir ev arıyorum", "tr"),
        ("Je cherche un logement pour ma famille", "fr"),
        ("بدي موعد بال Ausländerbehörde لو سمحت", "ar"),
        ("потрібен Termin у Jobcenter", "uk"),
        ("mo7tag mosa3da", "ar"),
        ("زما د زوی لپاره ښوونځی غواړم", "ps"),
        ("بۆ کوڕەکەم قوتابخانەم دەوێت", "ckb"),
        ("ji bo kurê xwe li dibistanê digerim", "ku"),
        ("wiilkayga iskool ayaan u raadinayaa", "so"),
        ("ንወደይ ቤት ትምህርቲ የድልየኒ ኣሎ", "ti"),
        ("bratu mi treba stan u Paderbornu", "sr"),
        ("трябва ми училище за сина", "bg"),
        ("caut o scoala pentru baiatul meu", "ro"),
        ("szukam szkoły dla syna", "pl"),
        ("kerkoj shkolle per djalin tim", "sq"),
    ],
)
def test_the_language_is_told(text, language):
    assert guess_language(text)[0] == language


@pytest.mark.parametrize(
    "text",
    ["", "12345", "🙂", "ok", "aaaaaaaa", "ไม่เข้าใจ", "hola necesito ayuda con mi casa"],
)
def test_what_cannot_be_told_is_not_told(text):
    code, sure = guess_language(text)
    assert code is None or sure < SURE


@pytest.mark.parametrize("text", ["Мне нужна работа", "подскажите где найти врача", "помогите с документами для ребёнка", "это мой сын"])
def test_russian_is_not_called_ukrainian(text):
    code, sure = guess_language(text)
    assert code != "uk" or sure < SURE


@given(st.text(st.characters(codec=None)))
def test_telling_a_language_never_raises(text):
    code, sure = guess_language(text)
    assert 0.0 <= sure <= 1.0
    assert code is None or len(code) in (2, 3)

"""Languages we do not understand are told plainly, and never one of ours is taken for one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.matching.__main__ import HERE, read
from directory.foreign import foreign_language
from directory.language import SURE, guess_language
from locales.speech import foreign_lines, languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我需要一个医生", "zh"),
        ("日本語を話しますか", "ja"),
        ("의사가 필요합니다", "ko"),
        ("ฉันต้องการหมอ", "th"),
        ("मुझे डॉक्टर चाहिए", "hi"),
        ("আমার একজন ডাক্তার দরকার", "bn"),
        ("ਮੈਨੂੰ ਡਾਕਟਰ ਚਾਹੀਦਾ ਹੈ", "pa"),
        ("எனக்கு மருத்துவர் வேண்டும்", "ta"),
        ("Χρειάζομαι γιατρό για το παιδί μου", "el"),
        ("Ինձ բժիշկ է պետք", "hy"),
        ("ექიმი მჭირდება", "ka"),
        ("אני צריך רופא", "he"),
        ("መኖሪያ ፈቃድ እንዴት ማግኘት እችላለሁ?", "am"),
        ("ቤት እፈልጋለሁ", "am"),
        ("مجھے ڈاکٹر کی ضرورت ہے", "ur"),
        ("busco trabajo y no tengo papeles", "es"),
        ("Cerco una casa per la mia famiglia, siamo in quattro", "it"),
        ("Preciso de um médico para o meu filho", "pt"),
        ("Orvosra van szükségem a gyerekemnek, nem tudok németül", "hu"),
        ("Tôi cần tìm bác sĩ cho con tôi", "vi"),
        ("ik zoek een huis voor mijn gezin", "nl"),
        ("reikia gydytojo mano vaikui, kur galiu rasti", "lt"),
        ("nahitaji daktari kwa mtoto wangu", "sw"),
    ],
)
def test_a_language_of_others_is_told_and_not_guessed_to_be_ours(text: str, language: str) -> None:
    assert foreign_language(text) == language
    assert guess_language(text)[1] < SURE


def test_no_message_in_our_languages_is_taken_for_a_foreign_one() -> None:
    messages = [message for file in sorted((HERE / "messages").glob("*.jsonl")) for message in read(file)]
    assert len(messages) > 2_000
    assert [(message.id, message.text) for message in messages if foreign_language(message.text)] == []


@pytest.mark.parametrize("text", ["", "OK", "Paderborn", "112", "ሰላም፣ ቤት ኣበይ ክረክብ ይኽእል", "Termin 漢", "la la la", "no no no", "me"])
def test_little_says_nothing(text: str) -> None:
    assert foreign_language(text) is None


def test_each_has_a_line_with_the_emergency_numbers_and_none_is_spoken_already() -> None:
    assert all("112" in line and "110" in line and len(line) < 200 for line in foreign_lines().values())
    assert not foreign_lines().keys() & languages().keys()


@given(st.text())
def test_anything_can_be_asked(text: str) -> None:
    assert foreign_language(text) in {None, *foreign_lines()}

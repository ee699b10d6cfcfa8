"""People type their language in the script their phone offers; what is taught in one is taught in the other."""

from __future__ import annotations

import pytest

from directory.learned import NEED, Learned
from directory.lexicon import Words
from directory.romanised import in_other_script
from directory.teaching import teach


@pytest.mark.parametrize(
    ("language", "phrase", "typed"),
    [
        ("sr", "Тражим посао, ђак сам", "tražim posao, đak sam"),
        ("sr", "Ljubav traži kuću", "љубав тражи кућу"),
        ("ti", "ሕማም ኣለኒ፣ ወረቐተይ", "hmam aleni፣ wereqetey"),
        ("ti", "ቛንቋ ኣይፈልጥን", "quanqua ayfeltn"),
    ],
)
def test_a_phrase_is_known_in_the_other_script(language: str, phrase: str, typed: str) -> None:
    assert in_other_script(language, phrase) == typed


@pytest.mark.parametrize(
    ("language", "phrase"),
    [("de", "Wohnung"), ("ar", "بيت"), ("ru", "где жить"), ("ti", "abey alo"), ("sr", "kuca za nas")],
)
def test_what_has_no_other_script_or_could_be_two_words_stays_alone(language: str, phrase: str) -> None:
    assert in_other_script(language, phrase) is None


def test_a_serbian_phrase_comes_back_from_cyrillic_as_it_was() -> None:
    phrase = "želim da učim jezik, ćerka ide u džez i ima ljutu guju đavola šaha"
    cyrillic = in_other_script("sr", phrase)
    assert cyrillic == "желим да учим језик, ћерка иде у џез и има љуту гују ђавола шаха"
    assert in_other_script("sr", cyrillic) == phrase


def test_what_was_taught_in_cyrillic_is_understood_in_latin_letters() -> None:
    words = Words(
        "sr",
        needs={"money.debt": ("имам дугове и кредит", "не могу да платим кредит"), "health.doctor": ("боли ме зуб", "треба ми лекар")},
        chat=("здраво", "добар дан"),
        human=("хоћу човека", "позовите човека"),
        danger={
            "safety.threat": ("прети ми ножем",),
            "safety.suicide": ("не желим да живим",),
            "safety.trafficking": ("узели су ми пасош",),
        },
    )
    others = [Words(language, needs={"language.german_course": (phrase,)}) for language, phrase in (("de", "Deutschkurs"), ("pl", "kurs"))]
    learned = Learned(teach([words, *others]))
    scores = learned.weigh(("dugove", "kredit")).scores(NEED)
    assert learned.classes[NEED][int(scores.argmax())] == "money.debt"

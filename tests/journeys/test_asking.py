"""Somebody writes what they need and gets what exists where they live."""

from __future__ import annotations

import pytest

from tests.journeys.stage import Newcomer, Stage


async def test_the_first_message_is_answered_at_once_with_the_notice_above(newcomer: Newcomer) -> None:
    await newcomer.says("Ich suche eine Wohnung", answers=2)
    first, question = await newcomer.heard()
    assert "Computerprogramm" in first and "keine Namen" in first
    assert "Wohn" in first.text.split("\n\n", 1)[1]
    assert "Büren" in " ".join(question.buttons)


async def test_whoever_says_german_course_sees_the_way_to_the_other_kind(newcomer: Newcomer) -> None:
    """Two needs that people call by the same words; a tap leads to the other and back."""
    await newcomer.says("Ich wohne in Büren und suche einen Deutschkurs")
    card = await newcomer.presses("Integrationskurs")
    assert card.text.startswith("Integrationskurs · ") and "Caritasverband im Dekanat Büren" in card
    back = await newcomer.presses("Anderer Deutschkurs", line=card)
    assert back.text.startswith("Anderer Deutschkurs · ") and back.button("Integrationskurs")
    assert "Integrationskurs" not in (await newcomer.says("Ich suche einen Zahnarzt")).buttons


async def test_the_town_is_asked_once_and_kept(newcomer: Newcomer) -> None:
    await newcomer.says("Ich brauche einen Deutschkurs", answers=2)
    answer = await newcomer.presses("Delbrück")
    assert "Delbrück" in answer
    again = await newcomer.says("Wo bekomme ich Möbel?")
    assert "Delbrück" in again
    assert all("In welcher" not in line for line in (await newcomer.heard())[3:])


async def test_a_town_typed_with_a_slip_in_another_script_is_understood(newcomer: Newcomer) -> None:
    await newcomer.says("Мені потрібна квартира", answers=2)
    answer = await newcomer.says("падерборн")
    assert "Paderborn" in answer


async def test_whoever_would_rather_not_say_gets_what_exists_for_the_district(newcomer: Newcomer) -> None:
    await newcomer.says("Ich habe Schulden", answers=2)
    answer = await newcomer.presses("möchte ich nicht sagen")
    assert "Schuld" in answer
    await newcomer.says("Ich suche Arbeit")
    assert sum("In welcher" in line for line in await newcomer.heard()) == 1


async def test_a_town_named_in_the_message_is_not_asked_for(newcomer: Newcomer) -> None:
    answer = await newcomer.says("Ich wohne in Büren und suche eine Wohnung")
    assert "Büren" in answer
    assert len(await newcomer.heard()) == 1


async def test_outside_the_district_is_said(newcomer: Newcomer) -> None:
    await newcomer.says("Ich suche eine Wohnung", answers=2)
    answer = await newcomer.says("Gütersloh")
    assert "Kreis Paderborn" in answer


async def test_topics_by_button_for_those_who_do_not_write(newcomer: Newcomer) -> None:
    await newcomer.says("/start")
    await newcomer.presses("Themen")
    await newcomer.presses("Gesundheit")
    await newcomer.presses("Arzt", answers=2)
    assert any("Bereitschaftsdienst" in line or "Arzt" in line for line in await newcomer.heard())


async def test_an_entry_nobody_checked_says_so(newcomer: Newcomer) -> None:
    await newcomer.says("Ich wohne in Paderborn. Ich habe Schulden")
    [card] = await newcomer.heard()
    assert "Noch nicht geprüft" in card and "vorher an" in card


async def test_not_what_i_meant_offers_the_neighbours(newcomer: Newcomer) -> None:
    await newcomer.says("Ich wohne in Paderborn und habe Schulden")
    answer = await newcomer.presses("Das meine ich nicht")
    assert len(answer.buttons) > 5


async def test_more_services_on_tap(newcomer: Newcomer) -> None:
    await newcomer.says("Ich wohne in Büren und bin seit der Flucht traumatisiert")
    first = (await newcomer.heard())[-1]
    more = await newcomer.presses("Mehr zeigen")
    assert more.text != first.text


@pytest.mark.parametrize(
    ("words", "label"),
    [
        pytest.param("ich brauhce ein doktor", "Arzt", id="German with slips"),
        pytest.param("i need a docter", "octor", id="English with a slip"),
        pytest.param("بدي دكتور ضروري", "طبيب", id="Arabic"),
        pytest.param("потрібен лікар", "ікар", id="Ukrainian"),
    ],
)
async def test_an_answer_in_the_language_of_the_question(newcomer: Newcomer, words: str, label: str) -> None:
    await newcomer.says(words, answers=2)
    assert label in (await newcomer.heard())[0].text


async def test_the_language_is_chosen_and_stays(newcomer: Newcomer) -> None:
    await newcomer.says("/language")
    answer = await newcomer.presses("العربية")
    assert "العربية" in answer.text
    await newcomer.says("Ich suche Arbeit", answers=2)
    assert "Arbeit finden" not in (await newcomer.heard())[-2].text


async def test_small_talk_pushes_no_services(newcomer: Newcomer) -> None:
    await newcomer.says("Danke schön!")
    [answer] = await newcomer.heard()
    assert "📞" not in answer


async def test_what_was_not_understood_is_no_gap(newcomer: Newcomer, stage: Stage) -> None:
    await newcomer.says("xqzt wvvb kkpr")
    assert await stage.house.keep(lambda unit: unit.gaps.newest()) == []


async def test_the_round_of_vater_m_in_one_message(newcomer: Newcomer) -> None:
    await newcomer.says(
        "Wir wohnen in Büren. Ich habe einen Brief bekommen, ich bin jetzt geduldet und habe Angst. Darf ich arbeiten? "
        "Wir möchten aus der Unterkunft raus in eine eigene Wohnung. Mein großes Kind muss nach der Grundschule in eine neue Schule "
        "angemeldet werden, für das kleine suchen wir einen Kindergarten. Meine Frau ist seit der Flucht traumatisiert "
        "und braucht einen Psychologen."
    )
    [answer] = await newcomer.heard()
    named = [label for label in answer.buttons if not label.startswith(("🙋", "🆘", "ℹ️"))]
    assert len(named) >= 5, answer.text


async def test_a_german_town_or_office_word_changes_nobodys_language(newcomer: Newcomer) -> None:
    """But a German sentence does: then they want German."""
    await newcomer.says("Шукаю квартиру для родини", answers=2)
    answer = await newcomer.says("Büren")
    assert "Büren" in answer and "перевір" in answer
    assert "перевір" in await newcomer.says("Wohnung")
    assert "geprüft" in await newcomer.says("Ich suche eine Wohnung für meine Familie")


async def test_a_need_told_together_with_the_town_is_answered_with_what_was_asked_before(newcomer: Newcomer) -> None:
    await newcomer.says("Мені потрібен курс німецької", answers=2)
    answer = await newcomer.says("шукаю квартиру для сімї в бюрені")
    assert "житло" in answer and "німецької" in answer
    assert "Büren" in await newcomer.says("У мене борги")


async def test_a_village_called_like_something_else_is_only_a_place(newcomer: Newcomer) -> None:
    await newcomer.says("Ich suche eine Wohnung", answers=2)
    answer = await newcomer.says("ich wohne in Schwaney")
    assert "Altenbeken" in answer and "Wohn" in answer and "Schwanger" not in answer


async def test_whoever_names_two_towns_with_a_need_gets_it_answered_and_is_asked_again(newcomer: Newcomer) -> None:
    await newcomer.says("Ich suche eine Wohnung", answers=2)
    await newcomer.says("ich arbeite in Büren und wohne in Paderborn und brauche einen Deutschkurs", answers=2)
    answer, question = (await newcomer.heard())[-2:]
    assert "Deutsch" in answer and "In welcher" in question


async def test_a_town_by_itself_is_where_they_live_now(newcomer: Newcomer) -> None:
    await newcomer.says("Wir wohnen in Büren und suchen eine Wohnung")
    answer = await newcomer.says("33154")
    assert "Salzkotten" in answer
    assert "Delbrück" in await newcomer.says("Delbrueck")


async def test_before_the_town_is_known_what_towns_have_is_not_called_nothing(newcomer: Newcomer) -> None:
    await newcomer.says("Ich brauche einen Platz im Kindergarten und suche eine Arbeit", answers=2)
    first, _question = await newcomer.heard()
    assert "hängt von Ihrem Ort ab" in first and "nichts eingetragen" not in first
    assert "Jugendamt" in await newcomer.presses("Salzkotten")

"""The father of the district's own example: whoever tells six things is answered six things, in one go, in their language."""

from __future__ import annotations

from html import unescape

import pytest

from handlers.keyboards import need_label
from locales.direction import RIGHT_TO_LEFT_MARK
from locales.speech import _, speaking
from tests.journeys.stage import Newcomer, Stage
from tests.journeys.vater_m import CAREFUL, NEEDS, TIRED

TELLINGS = [
    *(pytest.param(language, words, id=f"{language} told with care") for language, words in CAREFUL.items()),
    *(pytest.param(language, words, id=f"{language} typed tired") for language, words in TIRED.items()),
]


@pytest.mark.parametrize(("language", "words"), TELLINGS)
async def test_the_father_gets_a_line_for_each_of_his_needs(newcomer: Newcomer, stage: Stage, language: str, words: str) -> None:
    await newcomer.says(words)
    [answer] = await newcomer.heard()

    with speaking(language):
        nothing, tap, human = _("nothing recorded here yet"), _("Tap a topic to see who helps."), _("Talk to a person")
        labels = {code: need_label(code) for codes in NEEDS for code in codes}
    told = answer.text.replace(RIGHT_TO_LEFT_MARK, "").splitlines()
    lines = {line.removeprefix("• ").partition(": ")[0]: line for line in told if line.startswith("• ")}
    answered = [next((labels[code] for code in codes if labels[code] in lines), None) for codes in NEEDS]
    assert sum(label is not None for label in answered) >= 5, answer.text
    assert tap in answer and answer.button(human)

    # Each line says what exists, or that nothing is recorded; and only what is missing is noted as a gap, for Büren.
    missing = {label for label, line in lines.items() if line.endswith(nothing)}
    noted = await stage.house.keep(lambda unit: unit.gaps.newest())
    with speaking(language):
        assert {need_label(signal.need) for signal in noted} == missing
    assert {signal.municipality for signal in noted} <= {"Büren"}

    # A card on tap.
    shown = next(label for label in answered if label and label not in missing)
    card = await newcomer.presses(shown)
    with speaking(language):
        assert shown in card.text and _("Not checked yet") in card.text


@pytest.mark.parametrize("language", [language for language in CAREFUL if language != "so"])
async def test_his_words_reach_the_case_manager_of_his_town(newcomer: Newcomer, stage: Stage, language: str) -> None:
    desk = await stage.staff("case_manager", "Büren")
    await newcomer.says(CAREFUL[language])
    with speaking(language):
        human, go_on, passed_on = _("Talk to a person"), _("Go on to KIM"), _("Yes, pass it on")
    offered = await newcomer.presses(human)
    if any(go_on in label for label in offered.buttons):  # what he asked first is about residence: advice of no office comes before
        await newcomer.presses(go_on)
    await newcomer.presses(passed_on)
    [case] = await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True))
    assert case.municipality == "Büren"
    assert CAREFUL[language][:60] in unescape(await desk.page(f"/desk/cases/{case.id}"))

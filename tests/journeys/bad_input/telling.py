"""What these stories ask again and again."""

from __future__ import annotations

from locales.speech import _, languages, speaking
from storage.cases import CaseRow
from storage.threads import MessageRow
from tests.journeys.stage import Newcomer, Stage

FOUR = ("de", "en", "ar", "uk")


def said_in(code: str, sentence: str) -> str:
    """The sentence as somebody reads it who chose this language."""
    with speaking(code):
        return _(sentence)


async def chooses(newcomer: Newcomer, code: str) -> None:
    """From now on they are written to in this language."""
    await newcomer.says("/language")
    await newcomer.presses(languages()[code].own_name)


async def is_heard_out(newcomer: Newcomer) -> None:
    """Everything written before is answered: they ask for help for the first time, and answers keep their order."""
    await newcomer._write("/help")
    await newcomer.hears("/mydata")


async def talks_with_kim(newcomer: Newcomer, stage: Stage) -> CaseRow:
    """They asked for a person and said yes; what they write now goes there."""
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.presses("Mit einem Menschen")
    receipt = await newcomer.presses("Ja, weitergeben")
    cases: list[CaseRow] = await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True))
    return next(case for case in cases if case.reference in receipt)


async def thread(stage: Stage, case: CaseRow) -> list[str]:
    """What was said in the case so far."""
    messages: list[MessageRow] = await stage.house.keep(lambda unit: unit.threads.messages(case.id))
    return [message.words for message in messages]

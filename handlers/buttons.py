"""What a button carries: a code or a number, nothing else. Who may press is checked when it is pressed.

Old buttons stay on screens for years: never reuse a prefix for something else.
"""

from __future__ import annotations

from typing import Annotated, Literal

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from pydantic import Field

CaseNumber = Annotated[int, Field(ge=1, lt=2**63)]  # what the database can look for; anything else is a forged button


class Menu(CallbackData, prefix="m"):
    """Goes somewhere: topics, place, language, human, help, sos, notice, mydata, delete, other."""

    to: str

    @classmethod
    def filter_to(cls, to: str) -> MenuTo:
        """Buttons that go there."""
        return MenuTo(to)


class MenuTo(Filter):
    """A menu button that goes to one place. Async and without magic: aiogram runs anything else through a thread."""

    def __init__(self, to: str) -> None:
        self.data = Menu(to=to).pack()

    async def __call__(self, query: CallbackQuery) -> bool:
        return query.data == self.data


class ChooseLanguage(CallbackData, prefix="l"):
    code: str


class ShowArea(CallbackData, prefix="a"):
    area: str


class ShowNeed(CallbackData, prefix="n"):
    need: str
    start: int = 0  # which service comes first: "more" goes on from here


class NotMeant(CallbackData, prefix="x"):
    need: str


class LiveIn(CallbackData, prefix="p"):
    """A municipality by its official key, or "-" for: I would rather not say."""

    ags: str


class SafeNow(CallbackData, prefix="s"):
    """yes, no, or silent: I cannot talk."""

    answer: Literal["yes", "no", "silent"]


class PassOn(CallbackData, prefix="h"):
    """A step of the handover: start, yes, no, words (write them anew), bare (leave the words out), general (leave the need out)."""

    step: Literal["start", "yes", "no", "words", "bare", "general"]
    need: str = ""


class CallBack(CallbackData, prefix="t"):
    """Call me back: ask for the number, or go on without one."""

    step: Literal["ask", "bare"]


class InCase(CallbackData, prefix="c"):
    """A step in an open case: write, ask (the bot again), end, really (end it)."""

    step: Literal["write", "ask", "end", "really"]
    case: CaseNumber


class AcceptCase(CallbackData, prefix="k"):
    case: CaseNumber


class Forget(CallbackData, prefix="f"):
    """yes or no."""

    answer: Literal["yes", "no"]


class KeepSentence(CallbackData, prefix="w"):
    """May the sentence be kept to learn from: yes or no."""

    answer: Literal["yes", "no"]

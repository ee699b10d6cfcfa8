"""What a button carries: a code or a number, nothing else. Who may press is checked when it is pressed.

Old buttons stay on screens for years: never reuse a prefix for something else.
"""

from __future__ import annotations

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery


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

    answer: str


class PassOn(CallbackData, prefix="h"):
    """A step of the handover: start, yes, no, words (write them anew), bare (leave the words out), general (leave the need out)."""

    step: str
    need: str = ""


class InCase(CallbackData, prefix="c"):
    """A step in an open case: write, ask (the bot again), end, really (end it)."""

    step: str
    case: int


class AcceptCase(CallbackData, prefix="k"):
    case: int


class Forget(CallbackData, prefix="f"):
    """yes or no."""

    answer: str

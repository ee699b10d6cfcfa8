"""What a button carries: a code or a number, nothing else. Who may press is checked when it is pressed.

Old buttons stay on screens for years: never reuse a prefix for something else.
"""

from __future__ import annotations

from typing import Annotated, Literal

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from pydantic import Field

Step = Literal["open", "reached", "nobody", "not_yet", "helped", "unhelped", "why", "when", "stop"]  # of what came of a proposal
CaseNumber = Annotated[int, Field(ge=1, lt=2**63)]  # what the database can look for; anything else is a forged button


class Menu(CallbackData, prefix="m"):
    """Goes somewhere: topics, place, language, human, help, sos, notice, mydata, delete, changes, other."""

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


class ForWhom(CallbackData, prefix="g"):
    """What somebody tells of themselves, so that only what fits is shown: their group or their age band, or "-": rather not say."""

    asked: Literal["group", "age"]
    answer: str


class SafeNow(CallbackData, prefix="s"):
    """yes, no, or silent: I cannot talk."""

    answer: Literal["yes", "no", "silent"]


class PassOn(CallbackData, prefix="h"):
    """A step of the handover: start, on (after independent advice was offered), yes, no, words (write them anew).

    Left out are: bare (the words), general (the need), uncalled (the number to call).
    """

    step: Literal["start", "on", "yes", "no", "words", "bare", "general", "uncalled"]
    need: str = ""


class CallBack(CallbackData, prefix="t"):
    """Call me back: ask for the number, or go on without one."""

    step: Literal["ask", "bare"]


class CallHow(CallbackData, prefix="u"):
    """How to call back: the answer to one question (hours, pick_up, name_kim)."""

    asked: Literal["hours", "pick_up", "name_kim"]
    answer: Literal["morning", "afternoon", "any", "only_me", "others", "yes", "no"]


class InCase(CallbackData, prefix="c"):
    """A step in a case: write, ask (the bot again), end, really (end it), receipt, withdraw (take the yes back)."""

    step: Literal["write", "ask", "end", "really", "receipt", "withdraw"]
    case: CaseNumber


class CaseStep(Filter):
    """A button that does one thing with a case, whatever its state."""

    def __init__(self, step: str) -> None:
        self.start = f"{InCase.__prefix__}:{step}:"

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, InCase]:
        if not (query.data or "").startswith(self.start):
            return False
        try:
            return {"callback_data": InCase.unpack(query.data or "")}
        except (TypeError, ValueError):  # forged
            return False


class Interpreting(CallbackData, prefix="i"):
    """About an interpreter: any, woman, man, other (nobody from the own community), no, back (take the yes back)."""

    said: Literal["any", "woman", "man", "other", "no", "back"]
    number: CaseNumber  # of the asking


class AcceptCase(CallbackData, prefix="k"):
    case: CaseNumber


class Forget(CallbackData, prefix="f"):
    """yes or no."""

    answer: Literal["yes", "no"]


class KeepSentence(CallbackData, prefix="w"):
    """May the sentence be kept to learn from: yes or no."""

    answer: Literal["yes", "no"]


class Told(CallbackData, prefix="r"):
    """What came of a proposal: open (the question), reached (which one), nobody, not_yet, helped, unhelped, stop.

    why: the reason; when: they can go there.
    """

    step: Step
    referral: CaseNumber
    service: int = 0
    reason: int = 0  # its place in handlers/referral.py, REASONS; of `when` in TIMES


class AskLater(CallbackData, prefix="b"):
    """Ask me in a few days whether it helped."""

    need: str


class Wish(CallbackData, prefix="z"):
    """Do you want to be told when there is an offer: yes or no, to this question."""

    answer: Literal["yes", "no"]
    number: CaseNumber


class NowThere(CallbackData, prefix="e"):
    """Opens the message that there is an offer now."""

    need: str


class Changed(CallbackData, prefix="v"):
    """What has happened to somebody: an event of the model of legal spheres."""

    event: str


class ReportGap(CallbackData, prefix="q"):
    """Staff report a gap from a case: -1 asks for the cause, else its place in handlers/staff_chat.py, MISSING."""

    case: CaseNumber
    cause: int = -1

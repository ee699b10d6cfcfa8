"""Danger: the emergency answer comes first, before language, notice, menu or anything else."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message, Update
from aiogram.utils.formatting import Bold, Text

from cases.conversation import open_case_of, write_as_person
from cases.people import Person
from directory.crisis import asks_if_in_danger
from directory.match import Understood, understand
from directory.needs import taxonomy
from handlers.buttons import Menu, SafeNow
from handlers.cards import emergency_card
from handlers.filters import InDanger, OnlySigns, Says, said_command, signs_or_words
from handlers.keyboards import danger_rows, human_button, need_rows, safe_rows, sos_row
from handlers.saying import Method, Urgent, say, toast
from handlers.threats import raise_alarm
from locales.speech import _
from storage.unit import Unit


def emergency(crisis: tuple[str, ...], told: tuple[str, ...] = ()) -> Method:
    """The emergency card in the language spoken now; below it what else was told, so that whoever is not in danger goes on from there."""
    return say(emergency_card(crisis), [*safe_rows(), *need_rows(told)], Urgent)


def rather(understood: Understood) -> tuple[str, ...]:
    """The need that a message speaks of rather than of a danger, if there is one."""
    return tuple(need.code for need in understood.needs[:1] if not taxonomy()[need.code].crisis)


def asks_whether_in_danger() -> Method:
    """One short question with 112 and 110: a sign alone may be a game or a cry."""
    numbers = _("In danger call 112 (ambulance, fire) or 110 (police). It is free.")
    return say(Text("🆘 ", Bold(_("Are you in danger now?")), "\n", numbers), danger_rows(), Urgent)


def may_be_a_cry(update: Update) -> bool:
    """Whether somebody asks for the emergency numbers, or may do so: then no limit counts."""
    if update.callback_query is not None:
        return (update.callback_query.data or "").startswith((Menu(to="sos").pack(), f"{SafeNow.__prefix__}:"))
    message = update.message or update.edited_message
    if message is None:
        return False
    words = signs_or_words(message)
    return words.lower().startswith("/sos") or said_command(words) == "sos" or asks_if_in_danger(words)


async def on_danger(message: Message, unit: Unit, person: Person, danger: tuple[str, ...], inbox_id: int) -> list[Method]:
    """The card at once. Whoever answers this person already gets their words too; nothing of it becomes a gap signal."""
    _pass_on(message, unit, person, inbox_id)
    raise_alarm(message, unit, person)
    return [emergency(danger, rather(understand(signs_or_words(message))))]


async def on_signs(message: Message, unit: Unit, person: Person, inbox_id: int) -> list[Method]:
    """Not enough to alarm, too much to pass over: they are asked."""
    _pass_on(message, unit, person, inbox_id)
    return [asks_whether_in_danger()]


def _pass_on(message: Message, unit: Unit, person: Person, inbox_id: int) -> None:
    case = open_case_of(unit, person) if person.conversation_place == "human" else None
    words = signs_or_words(message)
    if case is not None and words:
        write_as_person(unit, case, words, inbox_id)


async def on_sos(_message: Message) -> list[Method]:
    return [emergency(())]


async def on_sos_button(query: CallbackQuery) -> list[Method]:
    return [toast(query), emergency(())]


async def on_safe(query: CallbackQuery, callback_data: SafeNow) -> list[Method]:
    """They said whether they are safe. No advice, no confrontation, no promise that somebody comes."""
    rows = [[human_button()], sos_row()]
    if callback_data.answer == "yes":
        text = _("Good. Can someone else see this phone? You can delete this chat on your phone at any time.") + "\n\n"
        text += _("Write what you need, or talk to a person at KIM. KIM is no emergency service and reads only in office hours.")
    elif callback_data.answer == "no":
        text = _("Please call 112 or 110 now. If you cannot call: go to where other people are, or ask someone to call for you.")
    else:
        text = _("You do not have to talk. In Germany the app nora and a fax to 112 reach help without speaking.") + "\n\n"
        text += _("Can someone else see this phone? You can delete this chat on your phone at any time.")
    return [toast(query), say(text, rows)]


def routes() -> Router:
    """Danger comes before everything else."""
    router = Router(name=__name__)
    router.message.register(on_danger, InDanger())
    router.edited_message.register(on_danger, InDanger())
    router.message.register(on_signs, OnlySigns())
    router.edited_message.register(on_signs, OnlySigns())
    router.message.register(on_sos, Says("sos", "sos", "notfall", "emergency"))
    router.callback_query.register(on_sos_button, Menu.filter_to("sos"))
    router.callback_query.register(on_safe, SafeNow.filter())
    return router

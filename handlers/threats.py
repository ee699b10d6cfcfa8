"""Threats against staff get one calm sentence and no debate. A muted chat gets none at all, emergencies excepted."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from cases.alarms import alarm
from cases.conversation import open_case_of, write_as_person
from cases.muting import is_muted, keep_while_muted
from cases.people import Person
from directory.folding import is_blank
from directory.threats import is_threat
from handlers.buttons import Forget, InCase, Interpreting, Menu
from handlers.filters import said_command
from handlers.keyboards import sos_row
from handlers.saying import Method, say, toast
from locales.speech import _
from storage.unit import Unit

# What always works, muted or not: one's own data, leaving, taking a yes back. SOS stands before this room.
ALWAYS = frozenset({"delete", "loeschen", "löschen", "mydata", "meinedaten", "stop", "stopp"})
_TAPS = (Menu(to="delete").pack(), f"{Forget.__prefix__}:", f"{Interpreting.__prefix__}:back:")
_IN_CASE = tuple(f"{InCase.__prefix__}:{step}:" for step in ("end", "really", "receipt", "withdraw"))


class Threatens(Filter):
    """The message threatens staff. One that was forwarded is somebody else's."""

    async def __call__(self, message: Message) -> bool:
        return _threatens(message)


class Muted(Filter):
    """Nothing is answered here now."""

    async def __call__(self, event: Message | CallbackQuery, unit: Unit, person: Person | None) -> bool:
        if person is None or not is_muted(unit, person):
            return False
        if isinstance(event, CallbackQuery):
            return not (event.data or "").startswith((*_TAPS, *_IN_CASE))
        words = event.text or ""
        command = words[1:].split()[0].partition("@")[0].lower() if words[:1] == "/" and words[1:].split() else said_command(words)
        return command not in ALWAYS


def _threatens(message: Message) -> bool:
    words = message.text or message.caption or ""
    return message.forward_origin is None and not words.startswith("/") and is_threat(words)


def raise_alarm(message: Message, unit: Unit, person: Person) -> None:
    """Alarms staff when this message threatens them, too: for what is answered as an emergency first."""
    if _threatens(message):
        alarm(unit, person, open_case_of(unit, person))


async def on_threat(message: Message, unit: Unit, person: Person, inbox_id: int) -> list[Method]:
    """Staff are alarmed. Whoever answers this person gets their words as ever; nothing of it becomes a gap signal."""
    case = open_case_of(unit, person)
    if case is not None and person.conversation_place == "human":
        write_as_person(unit, case, message.text or message.caption or "", inbox_id)
    alarm(unit, person, case)
    if is_muted(unit, person):
        return []
    return [say(_("I do not answer this. It is shown to people at KIM. In an emergency call 110 (police)."), [sos_row()])]


async def on_muted(message: Message, unit: Unit, person: Person, inbox_id: int) -> list[Method]:
    """Silence. The words stay with the case they belong to."""
    case = open_case_of(unit, person)
    words = message.text or message.caption or ""
    if case is not None and person.conversation_place == "human" and not is_blank(words):
        keep_while_muted(unit, case, words, inbox_id)
    return []


async def on_muted_button(query: CallbackQuery) -> list[Method]:
    """Silence, and the button stops turning."""
    return [toast(query)]


def routes() -> Router:
    """Right behind danger: what staff are to be spared."""
    router = Router(name=__name__)
    router.message.register(on_threat, Threatens())
    router.edited_message.register(on_threat, Threatens())
    router.message.register(on_muted, Muted())
    router.edited_message.register(on_muted, Muted())
    router.callback_query.register(on_muted_button, Muted())
    return router

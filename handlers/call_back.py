"""Call me back: for whoever cannot write. The number goes nowhere but into what is passed on, and only after a yes."""

from __future__ import annotations

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from cases.people import Person
from directory.phones import numbers_in
from handlers.buttons import CallBack
from handlers.filters import At, HasContact, Words
from handlers.human import last_need, offer
from handlers.keyboards import button, main_rows, sos_row
from handlers.saying import Method, say, toast
from locales.speech import _, speaking
from storage.unit import Unit

DIGITS = 5  # from here on it was meant as a number
OF_STAFF = "de"  # the desk is read in German


async def on_call_back(query: CallbackQuery, callback_data: CallBack, unit: Unit, person: Person) -> list[Method]:
    """They want to be called. The number may be left out: then the answer comes here."""
    if callback_data.step == "bare":
        return [toast(query), _offered(unit, person, ())]
    unit.people.update(person.id, conversation_place="call_number")
    rows = [[button(_("Without a number"), CallBack(step="bare").pack())], sos_row()]
    return [toast(query), say(_("Which number may KIM call? Please write it here."), rows)]


async def on_number(message: Message, unit: Unit, person: Person) -> list[Method]:
    """A typed number, however it is written. Something else is no number, and is answered as what it is."""
    words = message.text or ""
    numbers = numbers_in(words)
    if numbers:
        return [_offered(unit, person, numbers)]
    if sum(character.isdigit() for character in words) < DIGITS:
        unit.people.update(person.id, conversation_place="")
        raise SkipHandler
    return [_ask_again()]


def _ask_again() -> Method:
    rows = [[button(_("Without a number"), CallBack(step="bare").pack())], sos_row()]
    return say(_("Nobody can call this number. Please write it again, with all its digits."), rows)


async def on_contact(message: Message, unit: Unit, person: Person) -> list[Method]:
    """A shared number. Only one's own; it is shown in what would be passed on, and nothing goes without a yes."""
    contact, sender = message.contact, message.from_user
    if contact is None or sender is None or contact.user_id != sender.id:
        return [say(_("Please send only your own number, not that of someone else. I did not keep it."), main_rows())]
    number = contact.phone_number
    numbers = numbers_in(number if number.startswith(("+", "0")) else f"+{number}")
    return [_offered(unit, person, numbers) if numbers else _ask_again()]


def _offered(unit: Unit, person: Person, numbers: tuple[str, ...]) -> Method:
    unit.people.update(person.id, conversation_place="")
    asked = _("Please call me back.")
    with speaking(OF_STAFF):
        as_staff_reads_it = _("Please call me back.")
    lines = [str(person.draft.get("words") or ""), "📞 " + " ".join([asked, *numbers])]
    if as_staff_reads_it != asked:
        lines.append(f"({as_staff_reads_it})")
    return offer(unit, person, last_need(person), "\n".join(line for line in lines if line))


def routes() -> Router:
    """Call me back."""
    router = Router(name=__name__)
    router.callback_query.register(on_call_back, CallBack.filter())
    router.message.register(on_contact, HasContact())
    router.message.register(on_number, At("call_number"), Words())
    return router

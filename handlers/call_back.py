"""Call me back: for whoever cannot write, or would rather talk. Nothing of it is passed on before a yes, and it can be left out."""

from __future__ import annotations

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from cases.handover import CallBack as Wish
from cases.handover import want_call_back
from cases.people import Person
from directory.phones import numbers_in
from handlers.buttons import CallBack, CallHow
from handlers.filters import At, HasContact, Words
from handlers.human import last_need, offer
from handlers.keyboards import button, main_rows, sos_row
from handlers.package_cards import call_questions
from handlers.saying import Method, say, toast
from locales.speech import _
from storage.unit import Unit

DIGITS = 5  # from here on it was meant as a number


async def on_call_back(query: CallbackQuery, callback_data: CallBack, unit: Unit, person: Person) -> list[Method]:
    """They want to be called. The number may be left out: then the answer comes here."""
    if callback_data.step == "bare":
        unit.people.update(person.id, conversation_place="")
        return [toast(query), _offered(unit, want_call_back(unit, person, None))]
    unit.people.update(person.id, conversation_place="call_number")
    rows = [[button(_("Without a number"), CallBack(step="bare").pack())], sos_row()]
    return [toast(query), say(_("Which number may KIM call? Please write it here."), rows)]


async def on_number(message: Message, unit: Unit, person: Person) -> list[Method]:
    """A typed number, however it is written. Something else is no number, and is answered as what it is."""
    words = message.text or ""
    numbers = numbers_in(words)
    if numbers:
        return [_asks_how(unit, person, numbers)]
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
    return [_asks_how(unit, person, numbers) if numbers else _ask_again()]


def _asks_how(unit: Unit, person: Person, numbers: tuple[str, ...]) -> Method:
    """The careful answers stand until others are given: at any time, only me, and nobody else learns who calls."""
    unit.people.update(person.id, conversation_place="")
    want_call_back(unit, person, Wish(" ".join(numbers), "any", "only_me", "no"))
    return _question("hours")


def _question(asked: str) -> Method:
    question, answers = call_questions()[asked]
    buttons = [button(label, CallHow.model_validate({"asked": asked, "answer": code}).pack()) for code, label in answers.items()]
    return say(question, [*([one] for one in buttons), sos_row()])


async def on_how(query: CallbackQuery, callback_data: CallHow, unit: Unit, person: Person) -> list[Method]:
    """One answer about the call; after the last one they see what would be passed on."""
    kept, (_asked, answers) = person.draft.get("call_back"), call_questions()[callback_data.asked]
    if kept is None or callback_data.answer not in answers:
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    person = want_call_back(unit, person, Wish(**{**kept, callback_data.asked: callback_data.answer}))
    order = list(call_questions())
    following = order[order.index(callback_data.asked) + 1 :]
    return [toast(query), _question(following[0]) if following else _offered(unit, person)]


def _offered(unit: Unit, person: Person) -> Method:
    return offer(unit, person, last_need(person), str(person.draft.get("words") or ""))


def routes() -> Router:
    """Call me back."""
    router = Router(name=__name__)
    router.callback_query.register(on_call_back, CallBack.filter())
    router.callback_query.register(on_how, CallHow.filter())
    router.message.register(on_contact, HasContact())
    router.message.register(on_number, At("call_number"), Words())
    return router

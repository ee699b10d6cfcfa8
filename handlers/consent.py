"""The receipt of a yes, taking it back, and the code by which somebody lets others ask for them."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.consent import new_code, receipt, whose_code, withdraw
from cases.handover import ask_for
from cases.people import Person
from handlers.buttons import CaseStep, InCase, PassOn
from handlers.filters import At, Says, Words
from handlers.human import last_need, offer
from handlers.keyboards import button, main_rows, sos_row
from handlers.package_cards import receipt_text
from handlers.saying import Method, say, toast
from locales.speech import _
from storage.unit import Unit


async def on_receipt(query: CallbackQuery, callback_data: InCase, unit: Unit, person: Person) -> list[Method]:
    """What they agreed to and when, to keep."""
    mine = receipt(unit, person, callback_data.case)
    if mine is None:
        return [toast(query), _from_before()]
    rows = [[button(_("Take my yes back"), InCase(step="withdraw", case=mine.case.id).pack())], sos_row()]
    return [toast(query), say(receipt_text(mine), rows)]


async def on_withdraw(query: CallbackQuery, callback_data: InCase, unit: Unit, person: Person) -> list[Method]:
    """One tap. Pressed again it finds nothing to take back."""
    if withdraw(unit, person, callback_data.case) is None:
        return [toast(query), _from_before()]
    gone = _("You took your yes back. What you wrote to KIM is deleted here, and nobody at KIM can read it any more.")
    return [toast(query), say(gone, main_rows())]


def _from_before() -> Method:
    return say(_("This button is from an older message. Please start again: /start"), main_rows())


async def on_code(_message: Message, unit: Unit, person: Person) -> list[Method]:
    """They let somebody ask for them."""
    told = _("Your code is {code}. Give it only to someone you trust: with it they can ask KIM for you. It works once, for 24 hours.")
    return [say(told.format(code=new_code(unit, person)), [sos_row()])]


async def on_their_code(message: Message, unit: Unit, person: Person) -> list[Method]:
    """The code of whoever they ask for. Without it nothing about somebody else is passed on."""
    of = whose_code(unit, person, message.text or "")
    if of is None:
        rows = [[button(_("I have no code"), PassOn(step="no").pack())], sos_row()]
        return [say(_("This code is wrong or too old. Please ask the other person for a new one."), rows)]
    unit.people.update(person.id, conversation_place="")
    return [offer(unit, ask_for(unit, person, of), last_need(person), str(person.draft.get("words") or ""))]


def routes() -> Router:
    """Consent."""
    router = Router(name=__name__)
    router.callback_query.register(on_receipt, CaseStep("receipt"))
    router.callback_query.register(on_withdraw, CaseStep("withdraw"))
    router.message.register(on_code, Says("code", "code"))
    router.message.register(on_their_code, At("their_code"), Words())
    return router

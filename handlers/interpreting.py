"""An interpreter in this conversation: yes, and to whom; no; or the yes taken back."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from cases import interpreting
from cases.people import Person
from handlers.buttons import Interpreting
from handlers.keyboards import button, interpreter_back_row, interpreter_wishes, main_rows, sos_row
from handlers.saying import Method, Row, say, toast
from locales.speech import _
from storage.interpretings import InterpretingRow
from storage.unit import Unit


async def on_interpreting(query: CallbackQuery, callback_data: Interpreting, unit: Unit, person: Person) -> list[Method]:
    """One tap. What is over, or somebody else's, looks alike: there is nothing to say any more."""
    said, number = callback_data.said, callback_data.number
    if said in ("no", "back") and interpreting.withdraw(unit, person, number):
        return [toast(query), say(_("You took your yes back. No interpreter can read this conversation any more."), [sos_row()])]
    now = None if said == "back" else interpreting.answer(unit, person, number, said)
    if now is None:
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    if now.state == "declined":
        return [toast(query), say(_("That is fine. Nothing changes. Your conversation with KIM goes on."), [sos_row()])]
    return [toast(query), _wished(now)]


def _wished(row: InterpretingRow) -> Method:
    """What they wish as they said it, and what they can still add."""
    chosen = {row.wish, "other"} - {"any"} if row.not_from_community else {row.wish}
    wishes = interpreter_wishes()
    lines = [f"✅ {label}" for wish, label in wishes.items() if wish in chosen]
    thanks = _("Thank you. KIM is looking for an interpreter now. You will read here who it is.")
    more: list[Row] = [
        [button(label, Interpreting(said=wish, number=row.id).pack())] for wish, label in wishes.items() if wish not in chosen
    ]
    return say("\n".join([*lines, thanks]), [*more, interpreter_back_row(row.id), sos_row()])


def routes() -> Router:
    """Interpreters."""
    router = Router(name=__name__)
    router.callback_query.register(on_interpreting, Interpreting.filter())
    return router

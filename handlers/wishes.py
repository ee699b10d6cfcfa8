"""Do you want to be told when there is something? One question, one message without a topic, and what it was about on tap."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from cases import wishes
from cases.needs import look_up
from cases.people import Person
from directory.find import Directory
from directory.needs import taxonomy
from handlers.ask import answered
from handlers.buttons import NowThere, Wish
from handlers.keyboards import main_rows, need_label
from handlers.saying import Method, say, toast
from locales.speech import _
from storage.unit import Unit


async def on_wish(query: CallbackQuery, callback_data: Wish, unit: Unit, person: Person) -> list[Method]:
    """Yes or no. A no is forgotten at once."""
    wants = callback_data.answer == "yes"
    if not wishes.answer(unit, person, callback_data.number, wants=wants):
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    if wants:
        # NOTE: /mydata and /delete are commands and stay as they are
        return [toast(query), say(_("Good. I will write to you once. With /mydata you see it, with /delete it is gone."), main_rows())]
    return [toast(query), say(_("I will not ask again. You can write here at any time."), main_rows())]


async def on_now_there(query: CallbackQuery, callback_data: NowThere, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """They open the message: what they missed, and who offers it now."""
    if callback_data.need not in taxonomy() or taxonomy()[callback_data.need].crisis:
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    found, asks_place = look_up(unit, person, [callback_data.need], directory)
    told = _("You told us that something was missing: {need}. Now there is an offer.").format(need=need_label(callback_data.need))
    said = answered(found, asks_place, unit, person, directory)
    return [toast(query), *([say(told)] if found[0].services else []), *said]


def routes() -> Router:
    """You told us, now it exists."""
    router = Router(name=__name__)
    router.callback_query.register(on_wish, Wish.filter())
    router.callback_query.register(on_now_there, NowThere.filter())
    return router

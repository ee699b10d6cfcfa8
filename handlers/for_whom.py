"""Papers and age: told by a button, if somebody likes to, so that what is not for them does not look as if it were."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from cases.needs import DECLINED, asked_for_whom, look_up, tell_of_oneself
from cases.people import Person
from directory.eligibility import Group
from directory.find import Directory
from directory.needs import taxonomy
from gaps.fields import AgeBand
from handlers.ask import answered
from handlers.buttons import ForWhom
from handlers.keyboards import main_rows
from handlers.saying import Method, say, toast
from locales.speech import _
from storage.unit import Unit

KNOWN = {"group": {DECLINED, *Group}, "age": {DECLINED, *AgeBand}}


async def on_told(query: CallbackQuery, callback_data: ForWhom, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """The answer for what they asked last, now for people like them. Who would rather not say is shut out of nothing."""
    needs = [code for code in person.draft.get("needs") or () if code in taxonomy() and not taxonomy()[code].crisis]
    if callback_data.answer not in KNOWN[callback_data.asked] or not needs:
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    person = tell_of_oneself(unit, person, callback_data.asked, callback_data.answer)
    found, asks_place = look_up(unit, person, needs, directory)
    if not asks_place and (asked := asked_for_whom(person, found)) is not person:
        unit.people.update(person.id, draft=asked.draft)
    return [toast(query), *answered(found, asks_place, unit, person, directory)]


def routes() -> Router:
    """What somebody tells of themselves."""
    router = Router(name=__name__)
    router.callback_query.register(on_told, ForWhom.filter())
    return router

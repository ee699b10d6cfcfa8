"""After the bot asked and somebody chose: only the codes are counted, and the sentence is kept only with their yes."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.formatting import Text

from cases.own_words import may_be_kept
from cases.people import Person
from directory.needs import taxonomy
from handlers.buttons import KeepSentence
from handlers.keyboards import button, main_rows
from handlers.saying import Method, say, toast
from locales.speech import _, isolate
from storage.unit import Unit


def chosen(unit: Unit, person: Person, need: str) -> tuple[list[Method], dict[str, Any]]:
    """What somebody chose who was asked: the question for their sentence, once and after the answer, and what the draft is then."""
    draft = {**person.draft, "asked": [], "may_keep": ""}
    asked = person.draft.get("asked")
    if not asked:
        return [], draft
    unit.own_words.count_choice(offered=asked[0], chosen=need, language=person.language)
    words = person.draft.get("words", "")
    if not may_be_kept(words):
        return [], draft
    question = _("May I keep this sentence, so that I understand it next time? Staff at KIM read it. It does not say who wrote it.")
    rows = [
        [button(_("Yes, keep it"), KeepSentence(answer="yes").pack()), button(_("No"), KeepSentence(answer="no").pack())],
    ]
    return [say(Text(question, "\n\n“", isolate(words), "”"), rows)], {**draft, "may_keep": need}


async def on_keep(query: CallbackQuery, callback_data: KeepSentence, unit: Unit, person: Person) -> list[Method]:
    """Yes: staff find the sentence on the desk. It counts when they have taken it in."""
    if callback_data.answer == "no":
        return [toast(query), say(_("That is fine. I do not keep it."), main_rows())]
    words, need = person.draft.get("words", ""), str(person.draft.get("may_keep", ""))
    if need not in taxonomy() or not may_be_kept(words):
        return [toast(query), say(_("This button is from an older message. Please write what you need."), main_rows())]
    unit.own_words.add(need=need, language=person.language, phrase=words)
    unit.people.update(person.id, draft={**person.draft, "may_keep": ""})
    return [toast(query), say(_("Thank you. The sentence is kept, not who wrote it."), main_rows())]


def routes() -> Router:
    """The answer to whether a sentence may be kept."""
    router = Router(name=__name__)
    router.callback_query.register(on_keep, KeepSentence.filter())
    return router

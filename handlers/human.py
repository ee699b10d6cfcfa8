"""To a person: what is passed on is shown and changed first, and nothing goes without a yes."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.conversation import end_by_person, open_case_of, write_as_person
from cases.handover import hand_over, prepare, waiting_package
from cases.people import Person
from cases.refusals import NothingToPassOn
from directory.needs import taxonomy
from handlers.buttons import InCase, PassOn
from handlers.cards import package_card
from handlers.cutting import TOO_LONG
from handlers.filters import At, Says, Words
from handlers.keyboards import button, case_rows, main_rows, package_rows, sos_row
from handlers.saying import Method, say, toast
from locales.speech import _
from storage.cases import CaseRow
from storage.unit import Unit


async def on_human(_message: Message, unit: Unit, person: Person) -> list[Method]:
    """They want a person. Whoever already has one writes to them; else the package is shown."""
    case = open_case_of(unit, person)
    if case is not None:
        return [_at_case(unit, person, case)]
    return [_offer(unit, person, _last_need(person), str(person.draft.get("words") or ""))]


async def on_someone_else(_message: Message, unit: Unit, person: Person) -> list[Method]:
    """They ask for somebody else: works like asking for oneself, without names."""
    unit.people.update(person.id, draft={**person.draft, "for_someone_else": True})
    text = _("That is fine. Please do not write the name. Write what the other person needs and in which town they live.")
    return [say(text, main_rows())]


def _last_need(person: Person) -> str | None:
    needs = person.draft.get("needs") or []
    return str(needs[0]) if needs else None


def _offer(unit: Unit, person: Person, need: str | None, words: str) -> Method:
    package = prepare(unit, person, need=need, words=words, for_someone_else=bool(person.draft.get("for_someone_else")))
    return say(package_card(package), package_rows(package.need, bool(package.words)))


async def on_pass_on(query: CallbackQuery, callback_data: PassOn, unit: Unit, person: Person) -> list[Method]:
    """One step of the handover."""
    if callback_data.step == "start":
        need = callback_data.need if callback_data.need in taxonomy() else _last_need(person)
        return [toast(query), _offer(unit, person, need, str(person.draft.get("words") or ""))]
    try:
        package = waiting_package(person)
    except NothingToPassOn:
        return [toast(query), _nothing_waits(unit, person)]
    if callback_data.step == "yes":
        return [toast(query), _handed_over(hand_over(unit, person))]
    if callback_data.step == "no":
        draft = {key: value for key, value in person.draft.items() if key != "package"}
        unit.people.update(person.id, draft=draft, conversation_place="")
        return [toast(query), say(_("Nothing was passed on."), main_rows())]
    if callback_data.step == "words":
        unit.people.update(person.id, conversation_place="package_words")
        return [toast(query), say(_("Write now what KIM should read. Please no names and no numbers of papers."))]
    need, words = (None, package.words) if callback_data.step == "general" else (package.need, "")
    return [toast(query), _offer(unit, person, need, words)]


def _nothing_waits(unit: Unit, person: Person) -> Method:
    case = open_case_of(unit, person)
    if case is not None:
        return _handed_over(case)
    return say(_("This button is from an older message. Please start again: /start"), main_rows())


def _handed_over(case: CaseRow) -> Method:
    text = _("KIM has your message. Your number is {number}.").format(number=case.reference)
    text += "\n" + _("A person will answer you here, in office hours. What you write now goes to them too.")
    return say(text, case_rows(case))


async def on_package_words(message: Message, unit: Unit, person: Person) -> list[Method]:
    """New words for the package; it is shown again before anything goes."""
    unit.people.update(person.id, conversation_place="")
    package = waiting_package(person)
    words = message.text or ""
    if len(words) > TOO_LONG:
        return [say(_("This is very long. Please write the most important things in a few sentences."))]
    return [_offer(unit, person, package.need, words)]


async def on_words_in_case(message: Message, unit: Unit, person: Person, inbox_id: int) -> list[Method]:
    """What is written while somebody at KIM has the case goes to them."""
    case = open_case_of(unit, person)
    if case is None:
        unit.people.update(person.id, conversation_place="")
        return [say(_("This conversation has ended. Write what you need, or talk to a person again."), main_rows())]
    write_as_person(unit, case, message.text or "", inbox_id)
    return [say(_("KIM has your message ({number}).").format(number=case.reference), case_rows(case))]


async def on_edit_in_case(message: Message, unit: Unit, person: Person, inbox_id: int) -> list[Method]:
    """An edited message: whoever answers sees the new version beside the old one. An erased case does not come back."""
    case = open_case_of(unit, person)
    if case is not None and message.text and person.conversation_place == "human":
        write_as_person(unit, case, f"✎ {message.text}", inbox_id)
    return []


async def on_case_button(query: CallbackQuery, callback_data: InCase, unit: Unit, person: Person) -> list[Method]:
    """Steps in an open case; a case of somebody else looks like none."""
    case = open_case_of(unit, person)
    if case is None or case.id != callback_data.case:
        return [toast(query), _nothing_waits(unit, person)]
    if callback_data.step == "write":
        return [toast(query), _at_case(unit, person, case)]
    if callback_data.step == "ask":
        unit.people.update(person.id, conversation_place="")
        rows = [[button("✍️ " + _("Write to KIM again"), InCase(step="write", case=case.id).pack())], *main_rows()]
        return [toast(query), say(_("Now the program answers. Your conversation with KIM stays open."), rows)]
    if callback_data.step == "end":
        rows = [
            [button(_("Yes, end it"), InCase(step="really", case=case.id).pack())],
            [button(_("No"), InCase(step="write", case=case.id).pack())],
        ]
        return [toast(query), say(_("Do you want to end the conversation with KIM?"), rows)]
    end_by_person(unit, person, case)
    return [toast(query), say(_("The conversation has ended. You can write here again at any time."), main_rows())]


def _at_case(unit: Unit, person: Person, case: CaseRow) -> Method:
    unit.people.update(person.id, draft={**person.draft, "case": case.id}, conversation_place="human")
    who = unit.staff.one(case.accepted_by) if case.accepted_by is not None else None
    if who is not None:
        return say(_("You are writing with {name} at KIM. What you write goes there.").format(name=who.name), case_rows(case))
    return _handed_over(case)


async def on_stop(_message: Message) -> list[Method]:
    """They want to be left alone: nothing is sent unasked any more; and how to forget everything."""
    return [say(_("I write only when you write, or when KIM answers you. To delete everything: /delete"), [sos_row()])]


def routes() -> Router:
    """To a person."""
    router = Router(name=__name__)
    router.message.register(on_human, Says("human", "human", "mensch"))
    router.message.register(on_someone_else, Says("someone_else"))
    router.message.register(on_stop, Says("stop", "stop", "stopp"))
    router.message.register(on_package_words, At("package_words"), Words())
    router.message.register(on_words_in_case, At("human"), Words())
    router.edited_message.register(on_edit_in_case)
    router.callback_query.register(on_pass_on, PassOn.filter())
    router.callback_query.register(on_case_button, InCase.filter())
    return router

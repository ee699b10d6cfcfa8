"""Coming in: the welcome, the notice, the language, help."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.desk_access import ask_to_bind
from cases.people import Person, choose_language
from handlers.ask import on_topics
from handlers.buttons import ChooseLanguage, Menu
from handlers.cards import notice_details
from handlers.filters import Says
from handlers.keyboards import language_rows, main_rows, sos_row
from handlers.saying import Method, say, toast
from locales.notice_file import ReleasedNotice
from locales.speech import _, languages, speaking
from storage.unit import Unit

STAFF = "staff_"


async def on_start(message: Message, unit: Unit, person: Person) -> list[Method]:
    """Welcome. A staff member's code only asks for a binding, and what it was is not told to the chat."""
    _command, _space, token = (message.text or "").partition(" ")
    if token.startswith(STAFF) and ask_to_bind(unit, token.removeprefix(STAFF), person.contact_id):
        return [say(_("Please confirm this chat on the desk now."))]
    unit.people.update(person.id, conversation_place="")
    return [say(welcome(), [*language_rows()[:-1], *main_rows()])]


def welcome() -> str:
    """What one can do here, in two sentences."""
    return _("Hello! Write in your own words, in your language, what you need. Or choose a topic.")


async def on_help(_message: Message) -> list[Method]:
    return [say(help_text(), main_rows())]


async def on_help_button(query: CallbackQuery) -> list[Method]:
    return [toast(query), say(help_text(), main_rows())]


def help_text() -> str:
    """All commands, and that none of them is needed."""
    return "\n".join(
        [
            _("Just write what you need, for example: my child needs a school."),
            "/topics " + _("all topics, with pictures"),
            "/language " + _("another language"),
            "/place " + _("where you live"),
            "/human " + _("talk to a person"),
            "/mydata " + _("what is kept about you"),
            "/delete " + _("delete everything"),
            "/sos " + _("emergency numbers"),
        ]
    )


async def on_language(_message: Message) -> list[Method]:
    return [say(_("Which language do you want to read?"), language_rows())]


async def on_language_button(query: CallbackQuery) -> list[Method]:
    return [toast(query), say(_("Which language do you want to read?"), language_rows())]


async def on_choose_language(query: CallbackQuery, callback_data: ChooseLanguage, unit: Unit, person: Person) -> list[Method]:
    """From now on in this language. What was asked before is not asked again."""
    if callback_data.code not in languages():
        return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]
    choose_language(unit, person, callback_data.code)
    with speaking(callback_data.code):
        return [toast(query), say(_("I will write in English from now on.") + " " + welcome(), main_rows())]


async def on_notice(query: CallbackQuery, person: Person, released: ReleasedNotice | None) -> list[Method]:
    return [toast(query), say(notice_details(person.channel, released), [sos_row()])]


def routes() -> Router:
    """Coming in."""
    router = Router(name=__name__)
    router.message.register(on_start, Says("start"))
    router.message.register(on_help, Says("help", "help", "hilfe"))
    router.message.register(on_topics, Says("topics", "topics", "themen"))
    router.message.register(on_language, Says("language", "language", "sprache", "lang"))
    router.callback_query.register(on_help_button, Menu.filter_to("help"))
    router.callback_query.register(on_language_button, Menu.filter_to("language"))
    router.callback_query.register(on_notice, Menu.filter_to("notice"))
    router.callback_query.register(on_choose_language, ChooseLanguage.filter())
    return router

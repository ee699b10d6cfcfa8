"""What is kept of a person, and forgetting it."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.access import own_data
from cases.forgetting import erase
from cases.people import Person
from handlers.buttons import Forget, Menu
from handlers.cutting import parts
from handlers.filters import Says
from handlers.keyboards import button, main_rows, need_label, sos_row
from handlers.notices import muted_line
from handlers.saying import Method, isolate, say, toast
from locales.moments import spoken_moment
from locales.speech import _, language_name
from storage.threads import MessageRow
from storage.unit import Unit


async def on_my_data(_message: Message, unit: Unit, person: Person) -> list[Method]:
    """All of it, in readable words."""
    kept = own_data(unit, person)
    lines = [
        _("This is what is kept about you:"),
        "• " + _("Language: {language}").format(language=language_name(kept.language)),
        "• " + _("Town: {town}").format(town=isolate(kept.municipality) if kept.municipality else _("(not said)")),
        "• " + _("The number of this chat, so that an answer reaches you."),
    ]
    if kept.mail:
        told = _("Your e-mail address, for a short mail when a message waits: {address}")
        lines.append("• " + told.format(address=isolate(kept.mail)))
    if person.muted_until is not None and unit.now_ms < person.muted_until:
        lines.append("• " + muted_line(person.muted_until))
    if kept.draft_words:
        lines.append("• " + _("Your last words, for at most 24 hours: {words}").format(words=isolate(kept.draft_words)))
    lines.extend("• " + _("Places I showed you: {need}").format(need=need_label(need)) for need in kept.shown)
    for need, until in kept.wishes:
        wish = _("You want to be told when there is an offer: {need}. Until {when} at the latest.")
        lines.append("• " + wish.format(need=need_label(need), when=spoken_moment(until)))
    for case, thread, notes in kept.cases:
        lines.append("• " + _("Conversation with KIM, number {number}:").format(number=case.reference))
        lines.extend(f"   {'→' if message.sender == 'person' else '←'} {isolate(_shown(message, person))}" for message in thread)
        if case.id in kept.interpreters:
            lines.append("   " + _("Interpreter in this conversation: {name}").format(name=isolate(kept.interpreters[case.id])))
        if notes:
            lines.append("   " + _("Notes of KIM about your conversation: {n}. Ask KIM if you want to see them.").format(n=notes))
    rows = [[button("🗑 " + _("Delete everything"), Menu(to="delete").pack())], sos_row()]
    texts = parts("\n".join(lines))
    return [say(text, rows if text is texts[-1] else ()) for text in texts]


def _shown(message: MessageRow, person: Person) -> str:
    """Answers of staff are not repeated in a chat that is not ours: they may have been sealed, and whoever has the phone reads there."""
    return message.words if message.sender == "person" or person.channel == "web" else _("You have a message.")


async def on_delete(_message: Message) -> list[Method]:
    return [_asks()]


async def on_delete_button(query: CallbackQuery) -> list[Method]:
    return [toast(query), _asks()]


def _asks() -> Method:
    text = _("Delete everything that is kept about you? A conversation with KIM ends, and nobody can bring it back.")
    answers = [button(_("Yes, delete"), Forget(answer="yes").pack()), button(_("No"), Forget(answer="no").pack())]
    return say(text, [answers, sos_row()])


async def on_forget(query: CallbackQuery, callback_data: Forget, unit: Unit, person: Person) -> list[Method]:
    """The second tap. Pressed again later it finds nothing and says the same."""
    if callback_data.answer != "yes":
        return [toast(query), say(_("Nothing was deleted."), main_rows())]
    erase(unit, person)
    text = _("Everything is deleted here. On your phone you can delete this chat yourself. You can write again at any time.")
    return [toast(query), say(text)]


def routes() -> Router:
    """Own data."""
    router = Router(name=__name__)
    router.message.register(on_my_data, Says("mydata", "mydata", "meinedaten"))
    router.message.register(on_delete, Says("delete", "delete", "loeschen", "löschen"))
    router.callback_query.register(on_delete_button, Menu.filter_to("delete"))
    router.callback_query.register(on_forget, Forget.filter())
    return router

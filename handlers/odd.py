"""What is neither words nor a known button: always a friendly way on, never silence."""

from __future__ import annotations

from aiogram import Router
from aiogram.methods import LeaveChat
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from cases.people import Person
from handlers.buttons import ShowNeed
from handlers.filters import HasContact, HasText, NotPrivate
from handlers.keyboards import area_rows, button, human_button, main_rows, sos_row
from handlers.saying import Method, say, toast
from locales.speech import _
from storage.unit import Unit

PICTURES = ("photo", "document", "video", "video_note", "animation")


async def on_group(message: Message) -> list[Method]:
    """A group or a channel: we speak only with one person at a time, and leave."""
    return [LeaveChat(chat_id=message.chat.id)]


async def on_blocked(update: ChatMemberUpdated, unit: Unit, person: Person) -> list[Method]:
    """They blocked the bot, or unblocked it: staff see it before they type."""
    gone = update.new_chat_member.status in ("kicked", "left")
    unit.people.unreachable(person.contact_id, since=unit.now_ms if gone else None)
    return []


async def on_contact(message: Message) -> list[Method]:
    """A phone number. Only one's own, and it is not kept yet: calling back comes with a later version."""
    contact, sender = message.contact, message.from_user
    if contact is None or sender is None or contact.user_id != sender.id:
        return [say(_("Please send only your own number, not that of someone else. I did not keep it."), main_rows())]
    return [say(_("Thank you. I do not keep phone numbers. To reach a person at KIM, press the button."), [[human_button()], sos_row()])]


async def on_anything(message: Message) -> list[Method]:
    """Photos, voice, stickers, whatever comes. Nothing is downloaded."""
    kind = message.content_type
    if kind == "voice" or kind == "audio":
        text = _("I cannot listen to voice messages. Please choose a picture, or talk to a person.")
        return [say(text, area_rows())]
    if kind in PICTURES:
        text = _("I cannot look at pictures or files, and I did not open this one. Please delete it here if it shows papers.")
        text += " " + _("For help with letters press the button, or talk to a person.")
        letters = button("✉️ " + _("Help with letters"), ShowNeed(need="daily.letters_forms").pack())
        return [say(text, [[letters], [human_button()], sos_row()])]
    return [say(_("I can read text only. Please write in a few words what you need, or choose a topic."), main_rows())]


async def on_unknown_command(_message: Message) -> list[Method]:
    return [say(_("I do not know this command. Just write what you need, or choose a topic."), main_rows())]


async def on_old_button(query: CallbackQuery) -> list[Method]:
    """Old buttons stay on screens for years; they get a fresh menu."""
    return [toast(query), say(_("This button is from an older message. Please start again: /start"), main_rows())]


def could_not_read() -> Method:
    """Said when an update could not be read at all."""
    return say(_("I could not read this. Please write it as text."), main_rows())


def groups() -> Router:
    """Before everything else: chats that are not with one person."""
    router = Router(name=f"{__name__}.groups")
    for observer in (router.message, router.channel_post, router.edited_channel_post, router.edited_message, router.business_message):
        observer.register(on_group, NotPrivate())
    router.my_chat_member.register(on_blocked)
    return router


def routes() -> Router:
    """After everything else."""
    router = Router(name=__name__)
    router.message.register(on_contact, HasContact())
    router.message.register(on_unknown_command, HasText())
    router.message.register(on_anything)
    router.callback_query.register(on_old_button)
    return router

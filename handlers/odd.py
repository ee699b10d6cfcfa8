"""What is neither words nor a known button: always a friendly way on, never silence."""

from __future__ import annotations

import logging

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.methods import LeaveChat
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from cases.people import Person
from directory.find import Directory
from handlers.ask import on_need
from handlers.filters import HasCaption, HasText, NotPrivate, OfSomebodyElse
from handlers.keyboards import main_rows, pictured_rows, sos_row
from handlers.saying import Method, say, toast
from locales.speech import _, offered, speaking, spoken
from storage.unit import Unit

log = logging.getLogger(__name__)

SPOKEN = frozenset({"voice", "audio"})
FILES = frozenset({"photo", "document", "video", "video_note", "animation"})
FILMS = frozenset({"video", "video_note"})
# What a person did to the chat, without saying anything.
NOTHING_SAID = frozenset(
    {"pinned_message", "message_auto_delete_timer_changed", "chat_background_set", "write_access_allowed", "boost_added"}
)


async def on_group(message: Message) -> list[Method]:
    """A group: we speak only with one person at a time, say so, and leave. Nothing of it is looked at."""
    leave = LeaveChat(chat_id=message.chat.id)
    if message.chat.type == "channel":
        return [leave]
    theirs = offered(message.from_user.language_code or "") if message.from_user else None
    with speaking(theirs or spoken()):
        alone = _("I talk with one person at a time. Please write to me in a chat of our own. In danger call 112 or 110.")
        return [say(alone), leave]


async def on_channel_membership(update: ChatMemberUpdated) -> list[Method]:
    """Somebody made us a member of a channel, where nobody will ever write to us. In a group the next message is answered."""
    here = update.chat.type == "channel" and update.new_chat_member.status in ("administrator", "member")
    return [LeaveChat(chat_id=update.chat.id)] if here else []


async def on_button_of_somebody_else(query: CallbackQuery) -> list[Method]:
    """Whoever pressed it is told; the chat it belongs to hears nothing, and nothing happens there."""
    return [toast(query, old_button())]


async def on_blocked(update: ChatMemberUpdated, unit: Unit, person: Person) -> list[Method]:
    """They blocked the bot, or unblocked it: staff see it before they type."""
    gone = update.new_chat_member.status in ("kicked", "left")
    unit.people.unreachable(person.contact_id, since=unit.now_ms if gone else None)
    return []


async def on_caption(message: Message, unit: Unit, person: Person, directory: Directory) -> list[Method]:
    """Words below a picture: the picture stays closed, the words are answered like any others."""
    try:
        answers = await on_need(message, unit, person, directory)
    except SkipHandler:  # only a word or two: nothing to find in them
        answers = []
    return [*await on_anything(message), *answers]


async def on_anything(message: Message) -> list[Method]:
    """Photos, voice, stickers, whatever comes. Nothing is downloaded."""
    kind: str = message.content_type
    if kind in NOTHING_SAID:
        return []
    log.info("nothing to read, only a %s", kind)
    if kind in SPOKEN:
        return [say(_("I cannot listen to voice messages. Choose a picture. Or ask KIM to call you back."), pictured_rows())]
    if kind in FILES:
        text = _("I cannot look at pictures or files, and I did not open this one. Please delete it here if it shows papers.")
        text += " " + _("For help with letters press the button, or talk to a person.")
        if kind in FILMS:
            text += "\n" + _("In danger call 112 (ambulance, fire) or 110 (police). It is free.")
        return [say(text, pictured_rows())]
    return [say(_("I can read text only. Please write in a few words what you need, or choose a topic."), main_rows())]


async def on_unknown_command(_message: Message) -> list[Method]:
    return [say(_("I do not know this command. Just write what you need, or choose a topic."), main_rows())]


async def on_old_button(query: CallbackQuery) -> list[Method]:
    """Old buttons stay on screens for years; they get a fresh menu."""
    return [toast(query), say(old_button(), main_rows())]


def old_button() -> str:
    """Said when nobody knows a button any more, or it is not theirs."""
    return _("This button is from an older message. Please start again: /start")


def too_many() -> Method:
    """Said once to whoever writes faster than anybody can read the answers."""
    return say(_("These are many messages at once. Please wait a minute, then write again. In danger call 112 or 110."), [sos_row()])


def could_not_read() -> Method:
    """Said when an update could not be read at all."""
    return say(_("I could not read this. Please write it as text."), main_rows())


def elsewhere() -> Router:
    """Before everything else: what does not come from one person in their own chat."""
    router = Router(name=f"{__name__}.elsewhere")
    for observer in (router.message, router.channel_post, router.edited_channel_post, router.edited_message):
        observer.register(on_group, NotPrivate())
    router.my_chat_member.register(on_channel_membership, NotPrivate())
    router.my_chat_member.register(on_blocked)
    router.callback_query.register(on_button_of_somebody_else, OfSomebodyElse())
    return router


def routes() -> Router:
    """After everything else."""
    router = Router(name=__name__)
    router.message.register(on_unknown_command, HasText())
    router.message.register(on_caption, HasCaption())
    router.message.register(on_anything)
    router.callback_query.register(on_old_button)
    return router

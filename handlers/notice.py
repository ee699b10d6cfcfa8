"""The notice stands above the first answer and is no gate."""

from __future__ import annotations

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from handlers.buttons import Menu
from handlers.cards import notice_text
from handlers.cutting import utf16
from handlers.keyboards import button
from handlers.saying import rendered
from locales.notice_file import ReleasedNotice
from locales.speech import _


def above(message: SendMessage, released: ReleasedNotice | None) -> SendMessage:
    """The same message with the notice above it, and the rest of the notice behind a button."""
    plain, entities = rendered(notice_text(released) + "\n\n")
    moved = [entity.model_copy(update={"offset": entity.offset + utf16(plain)}) for entity in message.entities or []]
    markup = message.reply_markup
    rows = list(markup.inline_keyboard) if isinstance(markup, InlineKeyboardMarkup) else []
    rows.append([button("ℹ️ " + _("What is kept, who reads it"), Menu(to="notice").pack())])
    return SendMessage(
        chat_id=message.chat_id,
        text=plain + message.text,
        entities=[*entities, *moved],
        reply_markup=InlineKeyboardMarkup(inline_keyboard=rows),
    )

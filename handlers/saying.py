"""One thing to be said, as a Bot API method. The courier puts the address in: here nobody knows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.formatting import Text

from locales.speech import isolate as isolate  # handlers say it from here

HERE = 0  # whoever the update came from; the outbox knows their contact

Row = Sequence[InlineKeyboardButton]
Method = TelegramMethod[Any]


class Urgent(SendMessage):
    """For somebody who may be in danger: carried before everything else, and no notice stands above it."""


def say(text: Text | str, rows: Iterable[Row] = (), kind: type[SendMessage] = SendMessage) -> SendMessage:
    """A message with buttons below it. What people typed stays literal: entities are computed, nothing is parsed."""
    keyboard = [list(row) for row in rows if row]
    plain, entities = (text, []) if isinstance(text, str) else text.render()
    message = kind(chat_id=HERE, text=plain)
    if entities:
        message.entities = entities
    if keyboard:
        message.reply_markup = InlineKeyboardMarkup(inline_keyboard=keyboard)
    return message


def toast(query: CallbackQuery, text: str | None = None) -> AnswerCallbackQuery:
    """Tells the pressed button that it was heard. Best effort: nobody relies on it."""
    if text is None:
        return AnswerCallbackQuery(callback_query_id=query.id)
    return AnswerCallbackQuery(callback_query_id=query.id, text=text)

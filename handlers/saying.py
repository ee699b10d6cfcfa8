"""One thing to be said, as a Bot API method. The courier puts the address in: here nobody knows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from aiogram.utils.formatting import Text

from handlers.cutting import utf16
from locales.direction import RIGHT_TO_LEFT_MARK, marked, read_rightly, turned_around
from locales.speech import isolate as isolate  # handlers say it from here

HERE = 0  # whoever the update came from; the outbox knows their contact

Row = Sequence[InlineKeyboardButton]
Method = TelegramMethod[Any]


class Urgent(SendMessage):
    """For somebody who may be in danger: carried before everything else, and no notice stands above it."""


def say(text: Text | str, rows: Iterable[Row] = (), kind: type[SendMessage] = SendMessage) -> SendMessage:
    """A message with buttons below it. What people typed stays literal: entities are computed, nothing is parsed."""
    keyboard = [list(row) for row in rows if row]
    plain, entities = rendered(text)
    message = kind(chat_id=HERE, text=plain)
    if entities:
        message.entities = entities
    if keyboard:
        message.reply_markup = InlineKeyboardMarkup(inline_keyboard=keyboard)
    return message


def rendered(text: Text | str) -> tuple[str, list[MessageEntity]]:
    """The plain text and its entities; in languages read from the right, no sign and no German word turns a line around."""
    plain, entities = (text, []) if isinstance(text, str) else text.render()
    starts = turned_around(plain)
    for start in reversed(starts):
        before = utf16(plain[:start])
        entities = [_moved(one, before, utf16(RIGHT_TO_LEFT_MARK)) for one in entities]
    return marked(plain, starts), entities


def _moved(entity: MessageEntity, place: int, by: int) -> MessageEntity:
    """The entity of a text into which something of length `by` was put at a place."""
    if entity.offset >= place:
        return entity.model_copy(update={"offset": entity.offset + by})
    return entity.model_copy(update={"length": entity.length + by}) if entity.offset + entity.length > place else entity


def toast(query: CallbackQuery, text: str | None = None) -> AnswerCallbackQuery:
    """Tells the pressed button that it was heard. Best effort: nobody relies on it."""
    if text is None:
        return AnswerCallbackQuery(callback_query_id=query.id)
    return AnswerCallbackQuery(callback_query_id=query.id, text=read_rightly(text))

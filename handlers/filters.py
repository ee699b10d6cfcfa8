"""When a handler is meant. Only async Filter classes: aiogram runs every plain function through a thread."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from cases.people import Person
from directory.commands import command_of
from directory.crisis import asks_if_in_danger
from storage.staff import StaffRow


class Words(Filter):
    """A message with text that is no /command."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and not message.text.startswith("/")


class JustWords(Filter):
    """Words that are no command, while nothing was asked: what nearly every message is."""

    async def __call__(self, message: Message, person: Person | None, said_command: str | None) -> bool:
        free = person is not None and not person.conversation_place and said_command is None
        return free and message.text is not None and not message.text.startswith("/")


class HasLocation(Filter):
    """A shared location, also one of a venue."""

    async def __call__(self, message: Message) -> bool:
        return message.location is not None


class At(Filter):
    """The conversation is at one of these places."""

    def __init__(self, *places: str) -> None:
        self.places = frozenset(places)

    async def __call__(self, _event: Message | CallbackQuery, person: Person) -> bool:
        return person.conversation_place in self.places


class Says(Filter):
    """A /command, or the words people use for it."""

    def __init__(self, command: str, *slashes: str) -> None:
        self.command = command
        self.slashes = frozenset(slashes or (command,))

    async def __call__(self, message: Message, said_command: str | None) -> bool:
        text = message.text or ""
        if text.startswith("/"):
            return text[1:].split(maxsplit=1)[:1] != [] and text[1:].split(maxsplit=1)[0].partition("@")[0].lower() in self.slashes
        return said_command == self.command


class OnlySigns(Filter):
    """Signs that may be a cry, in words, under a picture or as a sticker."""

    async def __call__(self, message: Message) -> bool:
        return asks_if_in_danger(signs_or_words(message))


def signs_or_words(message: Message) -> str:
    """What is written in a message, under its picture, or what its sticker stands for."""
    sticker = message.sticker.emoji if message.sticker else None
    return message.text or message.caption or sticker or ""


class InDanger(Filter):
    """The ears screened danger in this update."""

    async def __call__(self, _event: Any, danger: tuple[str, ...]) -> bool:
        return bool(danger)


def said_command(text: str | None) -> str | None:
    """The command somebody means with plain words. Worked out once per message; the filters only compare."""
    return None if not text or text.startswith("/") else command_of(text)


class HasText(Filter):
    """Any text, commands too."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None


class HasCaption(Filter):
    """Words below a picture or a file."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.caption)


class HasContact(Filter):
    """A shared phone number."""

    async def __call__(self, message: Message) -> bool:
        return message.contact is not None


class NotPrivate(Filter):
    """A group or a channel."""

    async def __call__(self, event: Message | ChatMemberUpdated) -> bool:
        return event.chat.type != "private"


class OfSomebodyElse(Filter):
    """A button below a message in the chat of another person."""

    async def __call__(self, query: CallbackQuery) -> bool:
        chat = query.message.chat if query.message else None
        return chat is not None and chat.type == "private" and chat.id != query.from_user.id


class FromStaff(Filter):
    """The chat was confirmed on the desk as a staff member's."""

    async def __call__(self, _event: Any, staff: StaffRow | None) -> bool:
        return staff is not None

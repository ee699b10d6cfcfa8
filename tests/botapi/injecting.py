"""What people do, as a test writes it down: say, send, edit, press, block."""

from __future__ import annotations

from typing import Any

from tests.botapi import builders
from tests.botapi.bots import Chat, Message, PretendBot, Query
from tests.botapi.builders import Content
from tests.botapi.ledger import Button

BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
NOT_STARTED = "bot can't initiate conversation with a user"


class People:
    """Everything here ends in one queue, so it counts for polling and webhook alike. All return the update_id."""

    def bot(self, token: str | None = None) -> PretendBot:
        raise NotImplementedError

    def meets(self, chat: int, *, token: str | None = None, **known: Any) -> Chat:
        """Makes a chat exist without a word, or changes what is known of it (first_name, language_code, type, title, refuses)."""
        found = self.bot(token).knows(chat)
        for name, value in known.items():
            setattr(found, name, value)
        return found

    async def says(self, chat: int, text: str, *, token: str | None = None, language_code: str | None = None, **extra: Any) -> int:
        """Words in a private chat. What is too long for one message comes in parts; the last update_id is returned."""
        if language_code is not None:
            self.meets(chat, token=token, language_code=language_code)
        for part in builders.parts(text):
            update_id = await self.sends(chat, builders.text(part), token=token, **extra)
        return update_id

    async def sends(self, chat: int, content: Content, *, token: str | None = None, **extra: Any) -> int:
        """Anything else: `await api.sends(7, builders.photo())`. A field set to None in `extra` is left out."""
        bot = self.bot(token)
        return bot.queue.push({"message": self._message(bot, bot.knows(chat), content, extra)})

    async def edits(self, chat: int, text: str, message_id: int | None = None, *, token: str | None = None, **extra: Any) -> int:
        """Changes the person's last message, or the one with that id, which need not be known here."""
        bot = self.bot(token)
        who = bot.knows(chat)
        known = [key for key, message in bot.messages.items() if key[0] == chat and message["from"]["id"] != bot.id]
        if message_id is None:
            message_id = known[-1][1] if known else bot.new_message_id()
        message = self._message(bot, who, builders.text(text), {"edit_date": int(bot.clock.now()), **extra}, message_id)
        return bot.queue.push({"edited_message": message})

    async def presses(
        self,
        chat: int,
        data: str,
        message_id: int | None = None,
        *,
        token: str | None = None,
        by: int | None = None,
        inaccessible: bool = False,
        **extra: Any,
    ) -> int:
        """Presses the newest button with that data; data no button carries is a forged press on the newest message."""
        bot = self.bot(token)
        own = bot.own_messages(chat)
        carrying = [message for message in own if any(button.data == data for button in _buttons(message))]
        message: Message | None = bot.messages.get((chat, message_id)) if message_id is not None else ([None, *own, *carrying][-1])
        if inaccessible and message is not None:
            message = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
        bot.last_query_id += 1
        bot.queries[str(bot.last_query_id)] = Query(chat, bot.clock.now())
        query = {
            "id": str(bot.last_query_id),
            "from": bot.knows(by or chat).person(),
            "chat_instance": "pretend",
            "data": data,
            "message": message,
        }
        return bot.queue.push({"callback_query": _without_none({**query, **extra})})

    async def says_in_group(self, group: int, text: str, by: int, *, token: str | None = None, **extra: Any) -> int:
        bot = self.bot(token)
        sender = bot.knows(by).person()
        return bot.queue.push({"message": self._message(bot, bot.knows(group), builders.text(text), {"from": sender, **extra})})

    async def posts(self, channel: int, text: str, *, token: str | None = None, **extra: Any) -> int:
        """A post in a channel: it has no sender."""
        bot = self.bot(token)
        where = self.meets(channel, token=token, type="channel")
        said = {"from": None, "sender_chat": where.described(), **extra}
        return bot.queue.push({"channel_post": self._message(bot, where, builders.text(text), said)})

    async def blocks(self, chat: int, why: str = BLOCKED, *, token: str | None = None, tell: bool = True) -> int | None:
        """From now on every message to that chat is refused with 403; the bot is told by my_chat_member unless tell is False."""
        self.meets(chat, token=token, refuses=why)
        return self._membership(chat, "member", "kicked", token) if tell else None

    async def unblocks(self, chat: int, *, token: str | None = None, tell: bool = True) -> int | None:
        self.meets(chat, token=token, refuses="")
        return self._membership(chat, "kicked", "member", token) if tell else None

    def migrates(self, group: int, supergroup: int, *, token: str | None = None) -> None:
        """The group has another id now; sending to the old one answers 400 with migrate_to_chat_id."""
        self.meets(supergroup, token=token, type="supergroup")
        self.meets(group, token=token, type="group", migrated_to=supergroup)

    async def update(self, raw: dict[str, Any], *, token: str | None = None) -> int:
        """Any update. Without update_id it gets the next one; with one it may be a repetition, a gap or lower than the last."""
        return self.bot(token).queue.push(raw)

    async def raw_bytes(self, body: bytes, *, token: str | None = None) -> int:
        """An update byte by byte, however broken. What is not even JSON breaks the whole getUpdates answer, as it would."""
        return self.bot(token).queue.push_raw(body)

    def _message(self, bot: PretendBot, chat: Chat, content: Content, extra: dict[str, Any], message_id: int | None = None) -> Message:
        message = {
            "message_id": bot.new_message_id() if message_id is None else message_id,
            "from": chat.person(),
            "chat": chat.described(),
            "date": int(bot.clock.now()),
            **content,
        }
        message = _without_none({**message, **extra})
        if isinstance(message.get("from"), dict) and "message_id" in message:
            bot.messages[chat.id, message["message_id"]] = message
        return message

    def _membership(self, chat: int, before: str, after: str, token: str | None) -> int:
        bot = self.bot(token)
        who = bot.knows(chat)
        old, new = ({"user": bot.me(), "status": status} | ({"until_date": 0} if status == "kicked" else {}) for status in (before, after))
        change = {"chat": who.described(), "from": who.person(), "date": int(bot.clock.now())}
        return bot.queue.push({"my_chat_member": {**change, "old_chat_member": old, "new_chat_member": new}})


def _without_none(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if value is not None}


def _buttons(message: Message) -> list[Button]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [Button(button["text"], button.get("callback_data"), button.get("url")) for row in rows for button in row]

"""What every update walks, one unit of work: who is this, where are we, what is said, done. All of it is kept or none."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError

from bot.patience import Patience
from bot.plainly import make_whole, words_only
from bot.raw_updates import Whence, whence
from cases.people import Person, speak, who
from cases.referral import be_quiet
from directory.find import Directory
from directory.language import guess_language, plainly
from directory.match import Known
from handlers import notice, odd, sos
from handlers.filters import said_command
from handlers.own_pages import pages_at
from handlers.routes import routes
from handlers.saying import Urgent
from locales.notice_file import ReleasedNotice
from locales.speech import FALLBACK, answer_in, languages, speaking
from storage.inbox import InboxRow
from storage.outbox import CRISIS, ORDINARY
from storage.unit import Unit

SAME_TAP_MS = 1_500  # the same button again within this time is a nervous finger


class Unreadable(Exception):
    """The typed parser refuses this update. It is set aside and its sender answered; nothing behind it waits."""


class Silent(BaseSession):
    """Nobody speaks past the outbox: whatever wants to call the Bot API from a handler is a bug."""

    async def make_request(self, *_args: Any, **_kwargs: Any) -> Any:
        raise AssertionError("a handler spoke before it was kept")

    async def close(self) -> None:
        return None

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> Any:
        raise AssertionError("a handler fetched a file")
        yield b""


@dataclass
class Piece:
    """What is answered in one go: one update, or text messages of one chat that waited together."""

    rows: list[InboxRow]
    update: dict[str, Any]

    @property
    def danger(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for row in self.rows for code in row.danger.split()))

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.rows]


@dataclass
class Walked:
    """What is left to do after the commit: best effort only."""

    toasts: list[dict[str, Any]] = field(default_factory=list)


def _plain_text(update: dict[str, Any]) -> str | None:
    """The text of an ordinary message; None for commands and everything else."""
    message = update.get("message")
    if not isinstance(message, dict):
        return None
    text = message.get("text")
    return text if isinstance(text, str) and not text.startswith("/") and "contact" not in message else None


def pieces(rows: Sequence[InboxRow]) -> tuple[list[Piece], list[InboxRow]]:
    """Rows of one chat as they are answered: texts that waited together are one, the same tap fifty times is one tap.

    The second list is what is no JSON object at all.
    """
    found: list[Piece] = []
    unreadable: list[InboxRow] = []
    for row in rows:
        try:
            update = json.loads(row.raw)
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict):
            unreadable.append(row)
            continue
        make_whole(update)
        last = found[-1] if found else None
        text = _plain_text(update)
        earlier = _plain_text(last.update) if last else None
        if last is not None and text is not None and earlier is not None:
            message = {**update["message"], "text": f"{earlier}\n{text}"}
            last.update = {**update, "message": message}
            last.rows.append(row)
        elif last is not None and _same_command_or_tap(last.update, update):
            last.rows.append(row)
            _take_caption(last.update, update)
        else:
            found.append(Piece([row], update))
    return found, unreadable


def _same_command_or_tap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    for key, inner in (("callback_query", "data"), ("message", "text"), ("message", "media_group_id")):
        first, second = one.get(key), other.get(key)
        if isinstance(first, dict) and isinstance(second, dict) and first.get(inner) and first.get(inner) == second.get(inner):
            return True
    return False


def _take_caption(first: dict[str, Any], other: dict[str, Any]) -> None:
    """The pictures of an album are one message; its words may stand below any of them."""
    message, more = first.get("message"), other.get("message")
    if isinstance(message, dict) and isinstance(more, dict) and more.get("caption"):
        message.setdefault("caption", more["caption"])


class Corridor:
    """Walks pieces through the handlers. One for the whole house; between two updates it only remembers how many there were."""

    def __init__(self, token: str = "", released: ReleasedNotice | None = None, address: str = "") -> None:
        self.released = released
        self.address = address  # of our own pages
        self.bot = Bot(token or "1:web", session=Silent())
        self.dispatcher = Dispatcher(disable_fsm=True)
        logging.getLogger("aiogram.event").setLevel(logging.WARNING)  # one line for each message tells nobody anything
        self.dispatcher.include_router(routes())
        self.patience = Patience()

    async def walk(self, unit: Unit, me: str, piece: Piece, directory: Directory) -> Walked:
        """Answers one piece. Raises Unreadable when the typed parser refuses it; then nothing was kept."""
        where = whence(piece.update)
        walked = Walked()
        if where.chat and (where.private or "callback_query" not in piece.update) and "business_message" not in piece.update:
            await self._answer(unit, piece, where, directory, walked)
        unit.inbox.done(me, piece.ids)
        return walked

    async def _answer(self, unit: Unit, piece: Piece, where: Whence, directory: Directory, walked: Walked) -> None:
        update = self._parsed(piece, where)
        row = piece.rows[0]
        text = _plain_text(piece.update) or ""
        # The ears screened each text by itself; texts that waited together are screened once more as one.
        known = Known(guess_language(text), screened=len(piece.rows) == 1) if text else None
        person = None
        if where.private:
            person = self.person(unit, row, where, text, known)
            person, again = _did(unit, person, piece.update)
            if again:
                return
            if self._too_many(unit, piece, update, person, where, walked):
                return
        with speaking(person.language if person else FALLBACK), pages_at(self.address):
            said = await self.dispatcher.feed_update(
                self.bot,
                update,
                unit=unit,
                person=person,
                staff=unit.staff.by_chat(row.chat_hash) if _may_be_for_staff(text) else None,
                directory=directory,
                danger=piece.danger,
                inbox_id=piece.rows[-1].id,
                said_command=said_command(text),
                known=known,
                released=self.released,
            )
            methods = said if isinstance(said, list) else []
            if said is UNHANDLED:
                return
            self.say(unit, row, person, where, methods, walked, in_danger=bool(piece.danger))

    def _parsed(self, piece: Piece, where: Whence) -> Update:
        try:
            return Update.model_validate(piece.update, context={"bot": self.bot})
        except (ValidationError, RecursionError):
            plain = words_only(piece.update, where)
        if plain is None:
            raise Unreadable
        piece.update = plain
        return Update.model_validate(plain, context={"bot": self.bot})

    def _too_many(self, unit: Unit, piece: Piece, update: Update, person: Person, where: Whence, walked: Walked) -> bool:
        """True when this chat has had its answers for this minute. What may be a cry, and what goes to a person, never waits.

        The web chat counts at its own door (web/chat_saying.py).
        """
        if piece.rows[0].channel != "telegram":
            return False
        patience = self.patience.for_one_more(piece.rows[0].chat_hash)
        if patience == "answer" or piece.danger or sos.may_be_a_cry(update):
            return False
        if person.conversation_place == "human" and (update.message is not None or update.edited_message is not None):
            return False
        if patience == "tell":
            with speaking(person.language):
                self.say(unit, piece.rows[0], person, where, [odd.too_many()], walked, in_danger=False)
        return True

    def person(self, unit: Unit, row: InboxRow, where: Whence, text: str = "", known: Known | None = None) -> Person:
        """Who writes, and in which language they are answered: a single German word changes nothing for whoever has another one."""
        guess = known.language if known else (None, 0.0)
        plain = plainly(text, guess)
        person = unit.people.by_chat(row.chat_hash)
        if person is not None:
            return speak(unit, person, plain) if plain in languages() else person
        language = answer_in(plain, where.language_code, guess[0])
        return who(unit, channel=row.channel, chat_hash=row.chat_hash, chat=where.chat, language=language)

    def say(
        self,
        unit: Unit,
        row: InboxRow,
        person: Person | None,
        where: Whence,
        methods: Sequence[TelegramMethod[Any]],
        walked: Walked,
        *,
        in_danger: bool,
    ) -> None:
        """Each method becomes an outbox row. The notice stands above the first answer, except above an emergency."""
        in_danger = in_danger or any(isinstance(method, Urgent) for method in methods)
        if in_danger and person is not None and not person.quiet:
            be_quiet(unit, person)  # whoever was in danger is never written to unasked
        shows_notice = person is not None and person.notice_at is None and not in_danger
        erased = person is not None and f"erased:{person.id}" in unit.marks
        for method in methods:
            if isinstance(method, SendMessage) and shows_notice and person is not None and not erased:
                method = notice.above(method, self.released)
                unit.people.update(person.id, notice_at=unit.now_ms)
                shows_notice = False
            parameters = method.model_dump(mode="json", exclude_unset=True, exclude_none=True)
            if isinstance(method, AnswerCallbackQuery):
                if row.channel == "telegram":
                    walked.toasts.append(parameters)
                    continue
                if not method.text:
                    continue
            if parameters.get("chat_id") == 0:
                parameters["chat_id"] = where.chat
            unit.outbox.say(
                channel=row.channel,
                chat_hash=row.chat_hash,
                contact_id=None if erased or person is None else person.contact_id,
                kind="method",
                payload={"method": method.__api_method__, **parameters},
                lane=CRISIS if in_danger else ORDINARY,
            )

    def set_aside(self, unit: Unit, me: str, rows: Sequence[InboxRow], where: Whence, *, danger: tuple[str, ...]) -> None:
        """What could not be read or failed three times: kept for a few days, its sender answered, danger first."""
        row = rows[0]
        if where.private and where.chat:
            person = self.person(unit, row, where)
            with speaking(person.language):
                from_us = [sos.emergency(danger)] if danger else [odd.could_not_read()]
                self.say(unit, row, person, where, from_us, Walked(), in_danger=bool(danger))
        unit.inbox.set_aside(me, [one.id for one in rows])


def _did(unit: Unit, person: Person, update: dict[str, Any]) -> tuple[Person, bool]:
    """Remembers a tap, a command or an album; True when it is the same one again at once, without new words."""
    done = doing(update)
    if not done:
        return person, False
    last = person.draft.get("tap") or ["", 0]
    again = last[0] == done and unit.now_ms - last[1] < SAME_TAP_MS
    if again and not (update.get("message") or {}).get("caption"):
        return person, True
    draft = {**person.draft, "tap": [done, unit.now_ms]}
    unit.people.update(person.id, draft=draft)
    return person._replace(draft=draft), False


def doing(update: dict[str, Any]) -> str:
    """What nobody means twice within a second; empty for words."""
    if "callback_query" in update:
        return str(update["callback_query"].get("data", ""))
    message = update.get("message") or {}
    text = str(message.get("text") or "")
    return text if text.startswith("/") and " " not in text else str(message.get("media_group_id") or "")


def _may_be_for_staff(text: str) -> bool:
    """Only buttons and commands can be meant for staff: an ordinary message needs no look at the roster."""
    return not text or len(text) < 40

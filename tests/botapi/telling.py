"""What a test asks the pretend Bot API afterwards, and what it scripts beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.botapi.clock import Happenings
from tests.botapi.faults import FAULTS, Fault, FaultBook
from tests.botapi.injecting import People
from tests.botapi.ledger import Button, Call, Sent
from tests.botapi.rates import Limits, RateWatch, Violation
from tests.botapi.updates import Disorder, Fate


class Telling(People):
    faults: FaultBook
    happenings: Happenings
    impatient: list[Call]

    def sent(self, chat: int | None = None, *, token: str | None = None) -> list[Sent]:
        """Accepted messages and edits, oldest first; of one chat or of all."""
        return self.bot(token).ledger.sent(chat)

    def texts(self, chat: int | None = None, *, token: str | None = None) -> list[str]:
        """Their texts (of a document: its caption)."""
        return [sent.text for sent in self.sent(chat, token=token)]

    def buttons(self, chat: int, *, token: str | None = None) -> list[Button]:
        """The buttons of the newest message or edit that has any."""
        return next((sent.buttons for sent in reversed(self.sent(chat, token=token)) if sent.rows), [])

    def screen(self, chat: int, *, token: str | None = None) -> list[str]:
        """What the person sees of the bot now: after edits, without what was deleted."""
        return [message.get("text") or message.get("caption") or "" for message in self.bot(token).own_messages(chat)]

    def toasts(self, chat: int, *, token: str | None = None) -> list[str]:
        """Answers to pressed buttons; an answer without words is an empty text."""
        return [sent.text for sent in self.accepted("answerCallbackQuery", chat, token=token)]

    def accepted(self, method: str | None = None, chat: int | None = None, *, token: str | None = None) -> list[Sent]:
        """All accepted calls that change something, also typing, toasts and profile."""
        return self.bot(token).ledger.accepted(method, chat)

    def calls(self, *, token: str | None = None) -> Counter[str]:
        """How often each method was called, accepted or not."""
        return self.bot(token).ledger.counts

    def attempts(self, method: str | None = None, chat: int | None = None, *, token: str | None = None) -> list[Call]:
        """Every call as it came in, with its outcome."""
        made = self.bot(token).ledger.attempts
        return [call for call in made if (method is None or call.method == method) and (chat is None or call.chat == chat)]

    def pending(self, token: str | None = None) -> list[int]:
        """Ids of updates that are neither confirmed nor expired."""
        return [update.update_id for update in self.bot(token).queue.waiting()]

    def ended(self, fate: Fate = "confirmed", *, token: str | None = None) -> list[int]:
        """Ids of updates that left the queue: confirmed (also delivered to a webhook), expired or dropped."""
        queue = self.bot(token).queue
        queue.expire()
        return [update.update_id for update in queue.ended if update.fate == fate]

    def violations(self, *, token: str | None = None) -> list[Violation]:
        """Where the rate watch saw more than Telegram allows."""
        return self.bot(token).rates.violations

    def webhook_replies(self, *, token: str | None = None) -> list[tuple[int, int]]:
        """(update_id, HTTP status) per delivery to the present webhook; 0 is no answer at all."""
        hook = self.bot(token).webhook
        return hook.replies if hook else []

    def profile(self, method: str, language_code: str = "", *, token: str | None = None) -> Any:
        """What was set by setMyCommands, setMyDescription, ... for that language."""
        return self.bot(token).profile.get(method, {}).get(language_code)

    def limit(self, *, token: str | None = None, **limits: Any) -> None:
        """A fresh rate watch with other limits: limit(enforced=True) answers 429 as Telegram would."""
        self.bot(token).rates = RateWatch(Limits(**limits))

    def fault(
        self, method: str, fault: Fault | str, *, chat: int | None = None, times: int | None = 1, skip: int = 0, **options: Any
    ) -> int:
        """Scripts trouble for the next `times` calls of a method ("*": all; times=None: until healed), after `skip` that pass.

        The fault is one of faults.py, or its name with its options. Returns a number to heal it by.
        """
        made = FAULTS[fault](**options) if isinstance(fault, str) else fault
        return self.faults.add(made, method, chat, times, skip)

    def heal(self, number: int | None = None) -> None:
        """Takes back one scripted trouble, or all."""
        self.faults.remove(number)

    def mix_up(self, copies: int = 1, seed: int = 0, *, token: str | None = None) -> None:
        """From now on updates are handed out shuffled, each up to `copies` times; copies=0 ends it."""
        self.bot(token).queue.mix_up(Disorder(copies, seed) if copies else None)

    async def until(self, condition: Callable[[], bool], within_s: float = 5.0) -> None:
        """Waits, without sleeping, until the condition holds; TimeoutError if it does not."""
        await self.happenings.until(condition, within_s)

    async def hears(self, chat: int, count: int = 1, *, within_s: float = 5.0, token: str | None = None) -> list[str]:
        """The texts of a chat, as soon as there are `count`."""
        await self.until(lambda: len(self.texts(chat, token=token)) >= count, within_s)
        return self.texts(chat, token=token)

    async def settled(self, *, within_s: float = 5.0, token: str | None = None) -> None:
        """Waits until every update was confirmed."""
        await self.until(lambda: not self.bot(token).queue, within_s)

    def forget(self, *, token: str | None = None) -> None:
        """Clears ledger, attempts and violations; chats, screens and queue stay."""
        bot = self.bot(token)
        bot.ledger.forget()
        bot.rates.violations.clear()
        self.impatient.clear()

"""What the pretend Bot API accepted, in the order it was accepted. The other half of every "was it really sent?"."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.clock import Happenings

EDITS = frozenset({"editMessageText", "editMessageReplyMarkup", "editMessageCaption"})
SENDS = frozenset({"sendMessage", "sendDocument", "sendPhoto"})


@dataclass(frozen=True, slots=True)
class Button:
    """A button as the person sees it. A button of a reply keyboard has neither data nor url."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One accepted call. `at` is monotonic; `parameters` holds all that came with it."""

    method: str
    chat: int | None
    at: float
    text: str = ""
    message_id: int | None = None
    rows: tuple[tuple[Button, ...], ...] = ()
    entities: tuple[dict[str, Any], ...] = ()
    file_name: str | None = None
    file: bytes = b""
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came in, accepted or not. `outcome` is the HTTP status or the name of the fault that met it."""

    method: str
    chat: int | None
    at: float
    outcome: str


class Ledger:
    """Keeps everything, or in a benchmark only counts."""

    def __init__(self, happenings: Happenings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._happenings = happenings
        self._monotonic = monotonic
        self._accepted: list[Sent] = []
        self.attempts: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.accepted_sends = 0

    def came(self, method: str, chat: int | None, at: float, outcome: str) -> None:
        self.counts[method] += 1
        self.attempts.append(Call(method, chat, at, outcome))
        self._happenings.happened()

    def accept(self, method: str, chat: int | None, **seen: Any) -> None:
        self._accepted.append(Sent(method, chat, self._monotonic(), **seen))
        if method in SENDS:
            self.accepted_sends += 1
        self._happenings.happened()

    def accepted(self, method: str | None = None, chat: int | None = None) -> list[Sent]:
        return list(self._which(chat, None if method is None else frozenset({method})))

    def sent(self, chat: int | None = None) -> list[Sent]:
        """Messages and edits, oldest first."""
        return list(self._which(chat, SENDS | EDITS))

    def _which(self, chat: int | None, methods: frozenset[str] | None) -> Iterator[Sent]:
        return (sent for sent in self._accepted if (chat is None or sent.chat == chat) and (methods is None or sent.method in methods))

    def forget(self) -> None:
        self._accepted.clear()
        self.attempts.clear()
        self.counts.clear()
        self.accepted_sends = 0

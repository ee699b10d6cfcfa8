"""How many answers one chat gets in a minute, and how often it is told that it has to wait. Nobody else waits for a flood."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from web.pace import Pace

ANSWERS, SECONDS = 20, 60.0
TOLD_AGAIN = 600.0  # seconds; a flood is not answered with a flood


class Patience:
    """Counts the answers of each chat in this process; several replicas together are that much more patient."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._answers = Pace(ANSWERS, SECONDS, clock)
        self._told = Pace(1, TOLD_AGAIN, clock)

    def for_one_more(self, chat_hash: str) -> Literal["answer", "tell", "wait"]:
        """Whether one more is answered, is told to wait, or only waits."""
        if not self._answers.wait(chat_hash):
            return "answer"
        return "wait" if self._told.wait(chat_hash) else "tell"

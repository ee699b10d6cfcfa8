"""Watches whether a bot keeps to Telegram's limits, and can answer 429 like Telegram when it does not."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Telegram's advice in numbers. `slack_s` forgives what the way through the kernel adds or takes away."""

    overall_per_second: int = 30
    chat_per_second: int = 1
    group_per_minute: int = 20
    slack_s: float = 0.05
    enforced: bool = False
    edits_count: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """More messages within a window than allowed. `rule` is overall, chat or group."""

    rule: str
    chat: int
    at: float


class RateWatch:
    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.violations: list[Violation] = []
        self._overall: deque[float] = deque()
        self._chats: defaultdict[int, deque[float]] = defaultdict(deque)
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)

    def wait_for(self, chat: int, at: float) -> int:
        """Counts one message at that time. Returns 0 if it may pass, else the seconds Telegram would ask to wait."""
        windows = [
            ("overall", self._overall, self.limits.overall_per_second, 1.0),
            ("chat", self._chats[chat], self.limits.chat_per_second, 1.0),
        ]
        if chat < 0:
            windows.append(("group", self._groups[chat], self.limits.group_per_minute, 60.0))
        wait = 0
        for rule, times, at_most, seconds in windows:
            while times and times[0] <= at - seconds + self.limits.slack_s:
                times.popleft()
            if len(times) >= at_most:
                self.violations.append(Violation(rule, chat, at))
                wait = max(wait, math.ceil(times[0] + seconds - at), 1)
        if not (wait and self.limits.enforced):
            for _, times, _, _ in windows:
                times.append(at)
        return wait if self.limits.enforced else 0

"""How fast one chat may write."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

CHATS_AT_MOST = 20_000  # remembered at once; the one that was quiet longest is forgotten first


class Pace:
    """Counts what each chat did in the last `seconds`."""

    def __init__(self, at_most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_most, self.seconds, self._clock = at_most, seconds, clock
        self._moments: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, who: str) -> int:
        """Counts one more. 0 when it is within the pace, else in how many seconds it will be; then it was not counted."""
        now = self._clock()
        moments = self._moments.setdefault(who, deque())
        self._moments.move_to_end(who)
        if len(self._moments) > CHATS_AT_MOST:
            self._moments.popitem(last=False)
        while moments and moments[0] <= now - self.seconds:
            moments.popleft()
        if len(moments) < self.at_most:
            moments.append(now)
            return 0
        return max(1, round(moments[0] + self.seconds - now))

"""What is read or built once per process, however many threads ask at the same time: twice would cost seconds and a hundred megabytes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def read_once(read: Callable[[], T]) -> Callable[[], T]:
    """Like functools.cache for a function of nothing, but whoever asks while it is being read waits for it."""
    reading = Lock()
    kept = cache(read)

    def once() -> T:
        with reading:
            return kept()

    once.__name__, once.__doc__ = read.__name__, read.__doc__
    return once

"""What is read or built once per process, however many threads ask at the same time: twice would cost seconds and a hundred megabytes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def read_once(read: Callable[P, T]) -> Callable[P, T]:
    """Like functools.cache, but whoever asks while it is being read waits for it. For few arguments that can be keys."""
    reading = Lock()
    kept = cache(read)

    @wraps(read)
    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        with reading:
            return kept(*args, **kwargs)  # type: ignore[arg-type]  # what can be no key is a TypeError

    return once

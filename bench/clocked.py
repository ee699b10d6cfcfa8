"""`lotse run` with a clock on the matcher: what understanding the words costs within the whole way (bench/throughput.py).

    python -m bench.clocked FILE

At the end FILE holds the milliseconds of CPU per message, those of the first messages left out: they read the words in.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import bot.__main__
import bot.corridor
import cases.needs

P = ParamSpec("P")
T = TypeVar("T")

LEFT_OUT = 100  # messages
took: dict[str, list[float]] = {"language": [], "needs": []}


def clocked(name: str, work: Callable[P, T]) -> Callable[P, T]:
    @wraps(work)
    def timed(*args: P.args, **kwargs: P.kwargs) -> T:
        began = time.thread_time()
        try:
            return work(*args, **kwargs)
        finally:
            took[name].append(time.thread_time() - began)

    return timed


def main(file: Path) -> int:
    bot.corridor.guess_language = clocked("language", bot.corridor.guess_language)  # type: ignore[attr-defined]
    cases.needs.understand = clocked("needs", cases.needs.understand)  # type: ignore[attr-defined]
    sys.argv = ["lotse", "run"]
    try:
        return bot.__main__.main()
    finally:
        counted = [times[LEFT_OUT:] for times in took.values()]
        file.write_text(str(sum(1000 * sum(times) / max(1, len(times)) for times in counted)))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""The worker: whoever writes twice is answered in order, also when something fails in between."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.corridor import Piece, Walked
from bot.worker import Worker
from storage.inbox import Heard
from storage.unit import Keeper, Unit
from tests.journeys.stage import until
from web.bell import Bell


class Stumbling:
    """Stumbles over the first message twice; remembers in which order messages got through."""

    def __init__(self) -> None:
        self.left = 2
        self.order: list[str] = []

    async def walk(self, unit: Unit, me: str, piece: Piece, directory: Any) -> Walked:
        assert directory is not None
        words = piece.update["callback_query"]["data"]
        if words == "first" and self.left:
            self.left -= 1
            raise OSError
        self.order.append(words)
        unit.inbox.done(me, piece.ids)
        return Walked()


async def test_what_was_written_later_waits_for_what_failed(keeper: Keeper) -> None:
    bell = Bell()
    bell.attach()
    corridor = Stumbling()
    worker = Worker(keeper, corridor, bell, "me", None)  # type: ignore[arg-type]
    heard = [
        Heard("telegram", "bot", number, chat, b'{"callback_query": {"data": "%s"}}' % words, "")
        for number, (chat, words) in enumerate([("a", b"first"), ("a", b"second"), ("b", b"other"), ("a", b"third")])
    ]
    await asyncio.wrap_future(keeper.keep(lambda unit: unit.inbox.hear(heard)))
    running = asyncio.create_task(worker.run())

    async def all_answered() -> bool:
        return len(corridor.order) == 4

    await until(all_answered, "four answers")
    running.cancel()
    assert [words for words in corridor.order if words != "other"] == ["first", "second", "third"]
    assert corridor.order[0] == "other", "nobody else waits"
    counts = await asyncio.wrap_future(keeper.keep(lambda unit: unit.inbox.counts()))
    assert counts == {"done": 4}

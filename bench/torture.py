"""The kill harness: the whole house is killed at random moments under load, and nothing may be lost.

A parent that has everything imported forks the house, lets people write to it through the pretend Bot API, kills it with SIGKILL, forks
the next one, and so on. At the end the last one drains what is left, and the ledger of the pretend Bot API is compared with the database.

    python -m bench.torture [--kills 200] [--database sqlite,postgresql] [--seed N] [--short]

The last line is readable by a script; exit status 1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import signal
import sys
import tempfile
import time
from bisect import bisect
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

import bot.corridor
import bot.worker
import web.app
from bot.house import House, clock
from bot.settings import Settings
from directory.match import understand
from locales import speech
from storage import database
from storage.tables import cases, inbox, outbox
from tests.botapi.remote import RemoteBotApi
from tests.databases import Postgres

IMPORTED = (bot.corridor, bot.worker, web.app)  # before the first fork, so that a child is up in milliseconds
TOKEN = "4242:torture"
IN_FLIGHT = 8
QUESTION = "Ich wohne in Büren und suche eine Wohnung"
LITERACY = "Ich wohne in Lichtenau und kann nicht lesen und schreiben"
POISON = {"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "forward_origin": {"type": "hidden_user"}}}


@dataclass
class Told:
    """What people did so far."""

    questions: list[int] = field(default_factory=list)
    handovers: list[int] = field(default_factory=list)
    updates: int = 0
    killed_at: list[float] = field(default_factory=list)  # monotonic; the pretend Bot API's ledger has the same clock


@dataclass
class Figures:
    """What came of it."""

    kills: int
    updates: int
    updates_lost: int
    unanswered: int
    handovers: int
    handovers_lost: int
    handovers_doubled: int
    most_repeats_in_a_chat: int
    most_repeats_after_a_kill: int
    repeats: int
    kills_in_flight: int
    intact: bool

    @property
    def good(self) -> bool:
        lost = self.updates_lost + self.unanswered + self.handovers_lost + self.handovers_doubled
        bounded = self.most_repeats_in_a_chat <= 1 and self.most_repeats_after_a_kill <= IN_FLIGHT
        return lost == 0 and bounded and self.intact


def settings_for(url: str, folder: Path, api: str) -> Settings:
    return Settings(
        database_url=url, key_file=folder / "torture.key", telegram_token=TOKEN, telegram_api=api, telegram_rate=100_000, port=8080
    )


ROLES = ("ears", "worker", "courier", "clockwork")


def be_the_house(settings: Settings) -> None:
    """The child: runs the house until it is killed."""
    logging.disable(logging.CRITICAL)
    asyncio.run(House(settings).run(ROLES))


def fork_house(settings: Settings) -> int:
    child = os.fork()
    if child == 0:
        try:
            be_the_house(settings)
        finally:
            os._exit(0)
    return child


def people_write(api: RemoteBotApi, told: Told, dice: random.Random) -> None:
    """A few people at once: questions, handovers, and now and then something nobody can read."""
    for _ in range(dice.randint(20, 60)):
        chat = 10_000 + told.updates
        api.call("meets", chat=chat, language_code=None)
        if dice.random() < 0.3:
            told.handovers.append(chat)
            api.call("says", chat=chat, text=QUESTION)
            api.call("presses", chat=chat, data="h:start:housing.find_home")
            api.call("presses", chat=chat, data="h:yes:")
            told.updates += 3
        else:
            told.questions.append(chat)
            api.call("says", chat=chat, text=dice.choice([QUESTION, LITERACY]))
            told.updates += 1
    if dice.random() < 0.2:
        api.call("update", raw={"message": {**POISON["message"], "chat": {"id": 9, "type": "private"}}})
        told.updates += 1


def torture(url: str, kills: int, seed: int, folder: Path) -> Figures:
    dice = random.Random(seed)
    told = Told()
    # Only one way a message is taken twice is allowed: it was in flight when the process died.
    with RemoteBotApi(TOKEN) as api:
        settings = settings_for(url, folder, api.base_url)
        warm_up(settings)
        for number in range(kills):
            people_write(api, told, dice)
            child = fork_house(settings)
            time.sleep(dice.uniform(0.1, 1.1))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            told.killed_at.append(time.monotonic())
            if number % 20 == 19:
                print(f"{number + 1} kills, {told.updates} updates", flush=True)
        child = fork_house(settings)
        drained = drain(settings, told, api)
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
        if not drained:
            print("not drained in time", flush=True)
        return compare(settings, told, api, kills)


def warm_up(settings: Settings) -> None:
    """Tables, key and directory are there before the first kill; making them is another test's work."""
    understand("hallo")  # the words of all languages are read before the first fork
    speech.languages()
    house = House(settings)
    asyncio.run(house.prepare())
    house.keeper.close()
    house.engine.dispose()


def drain(settings: Settings, told: Told, api: RemoteBotApi, patience: float = 180.0) -> bool:
    """Waits until nothing is open any more."""
    engine = database.open_engine(settings.database_url)
    end = time.monotonic() + patience
    try:
        while time.monotonic() < end:
            with engine.connect() as connection:
                if connection.dialect.name == "sqlite":
                    connection.rollback()
                waiting = connection.execute(select(func.count()).select_from(inbox).where(inbox.c.state == "open")).scalar_one()
                unsaid = connection.execute(select(func.count()).select_from(outbox).where(outbox.c.state == "queued")).scalar_one()
                arrived = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
            if not waiting and not unsaid and arrived >= told.updates and not api.call("pending"):
                return True
            time.sleep(0.2)
        return False
    finally:
        engine.dispose()


def compare(settings: Settings, told: Told, api: RemoteBotApi, kills: int) -> Figures:
    """The ledger of the pretend Bot API against the database."""
    engine = database.open_engine(settings.database_url)
    ring = database.unlock(engine, settings.key_file, clock())
    with engine.connect() as connection:
        arrived = connection.execute(select(func.count()).select_from(inbox).where(inbox.c.state != "open")).scalar_one()
        said: dict[str, int] = dict(
            connection.execute(select(outbox.c.chat_hash, func.count()).where(outbox.c.state == "sent").group_by(outbox.c.chat_hash)).all()  # type: ignore[arg-type]
        )
        opened: Counter[str] = Counter(
            connection.execute(text("select contacts.chat_hash from cases join contacts on contacts.id = cases.contact_id")).scalars()
        )
        total = connection.execute(select(func.count()).select_from(cases)).scalar_one()
        intact = connection.dialect.name != "sqlite" or connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    engine.dispose()
    accepted = api.call("accepted", method="sendMessage")
    heard: Counter[int] = Counter(one["chat"] for one in accepted)
    repeats = repeats_after_kills(accepted, told.killed_at)
    asked = [ring.lookup("telegram", str(chat)) for chat in told.handovers]
    unsaid = sum(max(0, said.get(ring.lookup("telegram", str(chat)), 0) - heard[chat]) for chat in told.questions + told.handovers)
    after: Counter[int] = Counter()
    for (kill, _chat), number in repeats.items():
        after[kill] += number
    return Figures(
        kills=kills,
        updates=told.updates,
        updates_lost=told.updates - arrived,
        unanswered=sum(heard[chat] == 0 for chat in told.questions) + unsaid,
        handovers=len(told.handovers),
        handovers_lost=sum(opened[one] == 0 for one in asked),
        handovers_doubled=total - len(asked) if total > len(asked) else sum(opened[one] > 1 for one in asked),
        most_repeats_in_a_chat=max(repeats.values(), default=0),
        most_repeats_after_a_kill=max(after.values(), default=0),
        repeats=sum(repeats.values()),
        kills_in_flight=len(after),
        intact=intact,
    )


def repeats_after_kills(accepted: list[dict[str, Any]], killed_at: list[float]) -> Counter[tuple[int, int]]:
    """How often something was said again, by the kill it was in flight at and the chat. Nothing is meant to be said twice to a chat."""
    seen: dict[tuple[int, str], float] = {}
    repeats: Counter[tuple[int, int]] = Counter()
    for one in sorted(accepted, key=lambda one: one["at"]):
        said = (one["chat"], one["text"])
        if said in seen:
            # It was said before the kill that interrupted it; the first kill after that moment is the one.
            repeats[bisect(killed_at, seen[said]), one["chat"]] += 1
        seen[said] = one["at"]
    return repeats


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--short", action="store_true", help="12 kills, for make test")
    options = parser.parse_args()
    kills = 12 if options.short else options.kills
    print(f"seed {options.seed}", flush=True)
    figures: dict[str, Any] = {}
    good = True
    for name in options.database.split(","):
        postgres = Postgres() if name == "postgresql" else None
        with tempfile.TemporaryDirectory() as folder:
            url = postgres.fresh() if postgres else f"sqlite:///{folder}/torture.db"
            try:
                found = torture(url, kills, options.seed, Path(folder))
            finally:
                if postgres:
                    postgres.stop()
        good = good and found.good
        figures |= {f"{name}_{key}": value for key, value in vars(found).items()}
    print(" ".join(f"{name}={int(value) if isinstance(value, bool) else value}" for name, value in figures.items()))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

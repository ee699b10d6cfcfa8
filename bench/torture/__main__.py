"""A parent that has everything imported forks the house, waits until it is in the middle of its work, kills it with SIGKILL, forks the
next one, and so on. At the end the last one says what is left, and the ledger of the pretend Bot API is compared with the database.

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
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import bot.corridor
import bot.worker
import handlers.notices
import web.app
from bench.torture.aiming import MOMENTS, Lookout
from bench.torture.ledger import BEHIND, Figures, Killed, compare
from bench.torture.people import People, staff_on_the_roster, staff_pick_up_their_phones
from bot.house import House
from bot.settings import Settings
from directory.match import understand
from locales import speech
from storage.seal import KeyRing
from tests.botapi.remote import RemoteBotApi
from tests.databases import Postgres

IMPORTED = (bot.corridor, bot.worker, handlers.notices, web.app)  # before the first fork, so that a child is up in milliseconds
TOKEN = "4242:torture"
ROLES = ("ears", "worker", "courier", "clockwork")
SHORT = 10


class Torture:
    """One database, and all that happens to it."""

    def __init__(self, url: str, api: RemoteBotApi, folder: Path, seed: int) -> None:
        self.settings = Settings(
            database_url=url, key_file=folder / "torture.key", telegram_token=TOKEN, telegram_api=api.base_url, telegram_rate=100_000
        )
        self.dice = random.Random(seed)
        self.people = People(api, self.dice)
        staff_pick_up_their_phones(api)
        self.ring = self._warm_up()
        self.lookout = Lookout(url)

    def _warm_up(self) -> KeyRing:
        """Tables, key, directory and staff are there before the first kill; making them is another test's work."""
        understand("hallo")  # the words of all languages are read before the first fork
        speech.languages()
        house = House(self.settings)

        async def prepare() -> None:
            await house.prepare()
            await house.keep(staff_on_the_roster)

        asyncio.run(prepare())
        house.keeper.close()
        house.engine.dispose()
        return house.keeper.ring

    def run(self, kills: int) -> Figures:
        """Kills the house so many times."""
        behind = self.behind_what_nobody_can_read()
        killed = Killed([], [])
        moments: list[str] = []
        for number in range(kills):
            if not moments:
                moments = self.dice.sample(MOMENTS, len(MOMENTS))
            self.people.write()
            self.kill(moments.pop(), killed)
            if number % 20 == 19:
                print(f"{self.settings.database_url.partition(':')[0]}: {number + 1} kills, {self.people.updates} updates", flush=True)
        self.say_what_is_left()
        return compare(self.settings.database_url, self.ring, self.people, killed, behind)

    def behind_what_nobody_can_read(self) -> list[int]:
        self.people.send_what_nobody_can_read()
        behind = [self.people.ask() for _ in range(BEHIND)]
        self.say_what_is_left()
        return behind

    def kill(self, moment: str, killed: Killed) -> None:
        child = fork_house(self.settings)
        self.lookout.wait_for(moment, child, self.dice)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        killed.hit.append(self.lookout.left_behind(child))
        self.people.api.call("token")  # what the dead one sent last is in the ledger before this is answered
        killed.at.append(time.monotonic())  # the ledger has the same clock

    def say_what_is_left(self, patience: float = 180.0) -> None:
        """Lets the house work until nothing is open any more, and end in order. What is missing then shows in the figures."""
        child = fork_house(self.settings)
        end = time.monotonic() + patience
        quiet = 0
        while quiet < 3 and time.monotonic() < end:  # three looks: between the inbox and the outbox it can seem quiet
            time.sleep(0.1)
            quiet = quiet + 1 if self._nothing_is_left() else 0
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)

    def _nothing_is_left(self) -> bool:
        waiting, unsaid = self.lookout.one(
            "select (select count(*) from inbox where state = 'open'), (select count(*) from outbox where state = 'queued')"
        )
        return not waiting and not unsaid and not self.people.api.call("pending")


def fork_house(settings: Settings) -> int:
    """The child runs the house until it is killed, or asked to end."""
    child = os.fork()
    if child == 0:
        try:
            logging.disable(logging.CRITICAL)
            asyncio.run(House(settings).run(ROLES))
        finally:
            os._exit(0)
    return child


def torture(name: str, kills: int, seed: int) -> Figures:
    """The figures of one kind of database."""
    postgres = Postgres() if name == "postgresql" else None
    try:
        with tempfile.TemporaryDirectory() as folder, RemoteBotApi(TOKEN) as api:
            url = postgres.fresh() if postgres else f"sqlite:///{folder}/torture.db"
            started = Torture(url, api, Path(folder), seed)
            try:
                return started.run(kills)
            finally:
                started.lookout.close()
    finally:
        if postgres:
            postgres.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--short", action="store_true", help=f"{SHORT} kills, for make test")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    names = options.database.split(",")
    kills = SHORT if options.short else options.kills
    with ProcessPoolExecutor(len(names), get_context("fork")) as side_by_side:
        found = dict(zip(names, side_by_side.map(torture, names, repeat(kills), repeat(options.seed)), strict=True))
    figures = {f"{name}_{key}": value for name, one in found.items() for key, value in vars(one).items()}
    missed = [f"{name}_{key}" for name, one in found.items() for key in one.missed()]
    print(f"missed: {', '.join(missed) or 'nothing'}")
    print(" ".join(f"{name}={int(value)}" for name, value in figures.items()))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

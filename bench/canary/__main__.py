"""Canary words in 500 dialogues by Telegram and in the web chat, through the whole house (promises DP1, DP4, DP5, A19, A20).

    python -m bench.canary [--dialogues N] [--seed N]

Everybody types words nobody else types: a name, an address, numbers, a secret; staff type them in answers and notes. At many moments
every column of the database is opened with the keys there are and held against the list of columns where something may stand
(bench/canary/columns.py), and the bytes of all files, the log at DEBUG, all notices to staff and all pages without a case are searched.
Interpreters read along in some of the cases, offices are asked about procedures, and all mails to staff are read.
Then half of the people erase themselves, the cases of the others are closed, some of them go to a case file, and time passes.

The last line is readable by a script. Exit status 1 when one word was found where it must not be, or left over, and also when this
looked at too little to find any.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.canary.colleagues import asks_the_office, goes_to_the_case_file, interprets
from bench.canary.columns import ALLOWED, OUTLIVES, Seen, keys_of, look
from bench.canary.office import Office, said_in
from bench.canary.people import AT_ONCE, Somebody, each
from bench.canary.words import Canaries, Canary, Kind, Needles
from bot.clockwork import do_what_is_due
from storage.unit import Unit
from tests.conftest import TurnedClock
from tests.journeys.stage import TOKEN, Stage, WebNewcomer, until
from tests.smtp.server import SmtpServerOfTheTest

LOOK = 0.3  # seconds between two looks at what is on its way
HELD = 11  # seconds; then an answer is carried
MAILS_APART = 6  # minutes; then a member gets the next mail
MONTH = 31  # days: longer than a thread lasts after the end of its case
REST = 62  # days more: longer than a sentence waits for staff
NOT_OURS = ("httpx", "httpcore", "aiohttp.access", "aiohttp.server")  # the clients of this harness and the pretend Bot API
NEVER_SAID = frozenset({Kind.NOTE, Kind.BRIEFING, Kind.PLACE, Kind.PROFILE, Kind.UNREADABLE})  # not even to whose it is


@dataclass
class Report:
    """What was found."""

    dialogues: int = 0
    seen: Seen = field(default_factory=Seen)
    misplaced: Counter[str] = field(default_factory=Counter)
    plain: Counter[str] = field(default_factory=Counter)  # bytes by file and kind
    left: Counter[str] = field(default_factory=Counter)
    mails: int = 0  # notices to staff; what every mail said was read
    files: int = 0  # cases that went to a case file

    def lines(self) -> list[str]:
        found = sorted((column, kind, len(words)) for (column, kind), words in self.seen.where.items())
        said = [
            f"{column:28} {kind:30} {number:6}  {'' if kind in ALLOWED.get(column, ()) else 'MUST NOT'}" for column, kind, number in found
        ]
        for name, counted in (("misplaced", self.misplaced), ("plain bytes", self.plain), ("left", self.left)):
            said += [f"{name}: {what}: {number}" for what, number in sorted(counted.items())]
        said += [f"no canary was ever seen in {column}: this run looked at too little" for column in sorted(self.seen.never())]
        said += [f"{what}: this run looked at too little" for what in self._unseen()]
        said += [f"nothing opens {column}: what stands there is not known" for column in sorted(self.seen.closed)]
        figures = {"misplaced": self.misplaced, "plain_bytes": self.plain, "left_after_erasure": self.left}
        return [*said, f"dialogues={self.dialogues} " + " ".join(f"{name}={counted.total()}" for name, counted in figures.items())]

    def good(self) -> bool:
        """Whether nothing was found where it must not be, and enough was looked at."""
        found = self.misplaced.total() + self.plain.total() + self.left.total()
        return not found and bool(self.dialogues) and not self.seen.never() and not self.seen.closed and not self._unseen()

    def _unseen(self) -> list[str]:
        return [
            what
            for what, number in (("no mail said that something waits", self.mails), ("no case went to a file", self.files))
            if not number
        ]


class Run:
    """The house, the people in it, and what looks at all of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.clock, self.report = folder, TurnedClock(), Report()
        self.canaries = Canaries(random.Random(seed))
        self.canaries.know(Kind.TOKEN, 0, TOKEN)
        self.stage = Stage(folder, f"sqlite:///{folder / 'lotse.db'}", self.clock)
        self.mails = SmtpServerOfTheTest()
        self.office = Office(self.stage, self.mails, self.canaries)
        self.people: list[Somebody] = []

    async def dialogues(self, number: int) -> None:
        """Everything that is said, a few dialogues at a time."""
        await self.mails.__aenter__()
        await self.stage.open(
            public_url="http://lotse.example",  # Telegram shows no button with a link to this machine
            smtp_url=f"smtp://localhost:{self.mails.port}",
            smtp_from="lotse@kreis.example",
        )
        await self.office.opens()
        self.office.mailed()
        for desk in (*self.office.managers.values(), *self.office.others.values(), self.office.interpreter, self.office.contact):
            self.canaries.know(Kind.TOKEN, 0, desk.client.cookies["desk"])
        watching = asyncio.create_task(self.watch())
        for first in range(0, number, AT_ONCE):
            some = [Somebody(self.stage, self.office, self.canaries, one + 1) for one in range(first, min(number, first + AT_ONCE))]
            self.people += some
            await each(some, Somebody.writes)
            await each(some, Somebody.is_answered)
            await each(some, interprets)
            await asks_the_office(self.office, self.canaries, some[0].town.name)
            self.clock.turn(seconds=HELD)
            await each(some, Somebody.goes_on)
            self.report.dialogues += len(some)
            await self.look_at_everything(some)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        for name, page in (await self.office.pages()).items():
            self._misplaced(f"page {name}", self.canaries.read_in(page))
        await self._all_is_said()
        await self.look_at_everything(self.people)

    async def watch(self) -> None:
        """Looks at what is on its way, while it is."""
        while True:
            await self._columns("inbox", "outbox", "persons")
            await asyncio.sleep(LOOK)

    async def _columns(self, *only: str) -> Seen:
        links = [link for one in self.people for link in one.links]
        seen: Seen = await self.stage.house.keep(lambda unit: look(unit, self.canaries, links, only))
        self.report.seen.join(seen)
        return seen

    async def look_at_everything(self, people: list[Somebody]) -> None:
        """The columns, the files, and what was said to whom since the last look."""
        await self._columns()
        self._files()
        await self._said(people)

    def _files(self) -> None:
        for file, data in self.bytes_on_disk():
            for spelled, canary in self.canaries.found_in(data):
                self.report.plain[f"{file}, {canary.kind}"] += len(spelled)

    def bytes_on_disk(self) -> Iterator[tuple[str, bytes]]:
        """Database, its log, its shared memory, whatever else lies there, and what the program logged."""
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and path != self.stage.house.settings.key_file:
                yield path.name, path.read_bytes()

    def _mails(self) -> None:
        """A mail to staff holds nothing but the address it goes to."""
        for mail in self.office.mailed():
            self.report.mails += 1
            read = self.canaries.read_in(f"{mail.data.decode('utf-8', 'replace')} {said_in(mail)}")
            self._misplaced("mail", {one for one in read if one.kind is not Kind.MAIL or one.word not in mail.to[0]})

    async def _said(self, people: list[Somebody]) -> None:
        """Nobody reads a word of somebody else, and staff read none in their chats."""
        chats = {int(one.chat): one.number for one in self.people if one.in_telegram}
        for sent in self.stage.api.accepted():
            said = self.canaries.read_in(json.dumps([sent.text, _told(sent.parameters)], ensure_ascii=False))
            of = chats.get(sent.chat or 0, -1)
            wrong = {one for one in said if one.person != of or one.kind in NEVER_SAID | {Kind.SEALED}}
            self._misplaced(f"Telegram, {'staff' if of < 0 else 'a person'}", wrong)
        self.stage.api.bot().ledger.forget()
        self._mails()
        for one in people:
            for where, found in one.misread:
                self._misplaced(where, found)
            one.misread.clear()
            if isinstance(one.newcomer, WebNewcomer):
                said = self.canaries.read_in(json.dumps(await one.newcomer.lines(), ensure_ascii=False))
                self._misplaced("web chat", {word for word in said if word.person != one.number or word.kind in NEVER_SAID})

    def _misplaced(self, where: str, found: set[Canary]) -> None:
        for one in found:
            self.report.misplaced[f"{where}: {one.kind}"] += 1

    # --- afterwards

    async def erasing(self) -> None:
        """Half of the people erase themselves; nothing of theirs is left, neither sealed nor as bytes that a lost key would open."""
        gone = [one for one in self.people if one.number // 2 % 2 == 0]  # of either channel
        stay = [one for one in self.people if one not in gone]
        before = await self._columns()
        lost = Needles()
        for one in gone:
            for blob in before.blobs.get(one.number, ()):
                lost.add(blob, Canary("sealed bytes", Kind.SECRET, one.number))
            for wrapped in await self.stage.house.keep(lambda unit, one=one: keys_of(unit, one.person_id(unit))):
                lost.add(wrapped, Canary("a conversation's key", Kind.TOKEN, one.number))
        await each(gone, Somebody.erases_themselves)
        await self._all_is_said()
        after = await self._columns()
        self._left(OUTLIVES, after, gone)
        self._still_on_disk(lost)
        await each(stay, Somebody.is_closed)
        await self.filing([one for one in stay if one.case_id and one.number % 4 == 3])
        for days, but_not in ((MONTH, frozenset({"own_words.phrase"})), (REST, frozenset[str]())):
            await self._all_is_said()
            for _ in range(days):  # after a leap nothing would be forgotten
                self.clock.turn(days=1)
                await self.stage.house.keep(do_what_is_due)
            self._left(but_not, await self._columns(), self.people)
        await self.look_at_everything([])

    async def filing(self, some: list[Somebody]) -> None:
        """What went to the case file is not here any more, neither to be opened nor as bytes."""
        kept = ("messages", "notes", "cases", "interpretings")
        before, lost = await self._columns(*kept), Needles()
        for one in some:
            for blob in before.blobs.get(one.number, ()):
                lost.add(blob, Canary("sealed bytes of an exported case", Kind.SECRET, one.number))
        await each(some, goes_to_the_case_file)
        self.report.files += len(some)
        self._left((), await self._columns(*kept), some)
        self._still_on_disk(lost)

    def _still_on_disk(self, lost: Needles) -> None:
        for file, data in self.bytes_on_disk():
            for _, canary in lost.found_in(data):
                self.report.left[f"{file}, {canary.word}"] += 1

    def _left(self, but_not: Iterable[str], seen: Seen, people: list[Somebody]) -> None:
        for column, canary in seen.of((one.number for one in people), but_not):
            self.report.left[f"{column}, {canary.kind}"] += 1

    async def _all_is_said(self) -> None:
        """Nothing waits any more: neither an answer that is held, nor a notice behind the mail before it."""
        self.clock.turn(minutes=MAILS_APART)
        await until(self._none_waits, "the last words to be said")

    async def _none_waits(self) -> bool:
        def none_waits(unit: Unit) -> bool:
            return not unit.outbox.counts().get("queued") and not unit.inbox.counts().get("open")

        return bool(await self.stage.house.keep(none_waits))


def _told(parameters: dict[str, Any]) -> dict[str, Any]:
    """What a call says, without whom it says it to."""
    return {name: value for name, value in parameters.items() if name != "chat_id"}


@contextmanager
def all_logged(file: Path) -> Iterator[None]:
    """Everything the program logs goes into this file, down to DEBUG."""
    root, handler = logging.getLogger(), logging.FileHandler(file)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(lambda record: not record.name.startswith(NOT_OURS))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()


def lived_through(folder: Path, seed: int, dialogues: int) -> Report:
    """All of it, and what was found."""

    async def live() -> Report:
        run = Run(folder, seed)
        try:
            await run.dialogues(dialogues)
            await run.erasing()
        finally:
            await run.stage.close()
            await run.mails.__aexit__(None, None, None)
        run._files()
        for (column, kind), words in run.report.seen.misplaced().items():
            run.report.misplaced[f"{column}: {kind}"] += len(words)
        return run.report

    with all_logged(folder / "lotse.log"):
        return asyncio.run(live())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dialogues", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = lived_through(Path(folder), options.seed, options.dialogues)
    print("\n".join(report.lines()))
    return 0 if report.good() else 1


if __name__ == "__main__":
    sys.exit(main())

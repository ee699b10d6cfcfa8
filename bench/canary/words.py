"""The canary words: each belongs to one person and one kind of thing people write; and the search for them, however they are written."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

import numpy as np

from directory.phones import numbers_in

HEAD = 8  # bytes compared first; shorter words would be found by chance
LIKELY = 2**24
SHORT = 50_000  # bytes; below, a plain walk is faster
MOBILE = ("0160", "0170", "0171", "0175")


class Kind(StrEnum):
    """What it is that somebody typed, shared or showed."""

    NAME = "name"
    STREET = "street"
    PASSPORT = "passport number"
    SECRET = "secret"
    CALL_BACK = "number to call back"
    SHARED = "shared number"
    PROFILE = "name in Telegram"
    PLACE = "coordinate"
    LEARNT = "sentence kept with a yes"
    IN_CASE = "words in a case"
    EDITED = "edited words"
    UNREADABLE = "in an update nobody can read"
    REPLY = "answer of staff"
    SEALED = "sealed answer of staff"
    NOTE = "note of staff"
    BRIEFING = "briefing of an interpreter"
    QUESTION = "question to an office"  # of nobody: it is about a procedure
    MAIL = "mail address of staff"
    OWN_MAIL = "mail address of a person"
    CHAT = "chat"
    TOKEN = "token"


@dataclass(frozen=True)
class Canary:
    """One word. `person` is whose it is; 0 is the house itself."""

    word: str
    kind: Kind
    person: int


class Needles:
    """Byte strings of at least eight bytes, found in one walk over the data however many there are."""

    def __init__(self) -> None:
        self._by_head: dict[bytes, list[tuple[bytes, Canary]]] = {}
        self._likely = np.zeros(LIKELY, dtype=bool)  # by the first three bytes of a head: rules nearly every place out at once

    def add(self, needle: bytes, canary: Canary) -> None:
        """Looks for this one, too."""
        head = needle[:HEAD]
        self._by_head.setdefault(head, []).append((needle, canary))
        self._likely[int.from_bytes(head, "little") % LIKELY] = True

    def found_in(self, data: bytes) -> Iterator[tuple[bytes, Canary]]:
        """Each place where one of them stands: what stands there, and whose it is."""
        for at in self._places(data):
            for needle, canary in self._by_head.get(data[at : at + HEAD], ()):
                if data.startswith(needle, at):
                    yield needle, canary

    def _places(self, data: bytes) -> Iterable[int]:
        if len(data) < SHORT:
            return range(len(data) - HEAD + 1)
        likely: list[int] = []
        for first in range(HEAD):
            block = np.frombuffer(data, "<u8", (len(data) - first) // HEAD, first)
            likely += (np.flatnonzero(self._likely[block % LIKELY]) * HEAD + first).tolist()
        return likely


def spellings(word: str) -> set[bytes]:
    """How a word may stand in a file: UTF-8 and UTF-16, as JSON, in an address, in hex, and inside of base64 at each of its three steps."""
    found = set()
    for one in {word, word.lower(), word.upper()}:
        plain = one.encode()
        found |= {plain, one.encode("utf-16-le"), one.encode("utf-16-be"), json.dumps(one)[1:-1].encode(), quote(one).encode()}
        found |= {plain.hex().encode(), plain.hex().upper().encode()}
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            for step in range(3):
                inside = encode(b"\0" * step + plain + b"\0" * (-(step + len(plain)) % 3))
                found.add(inside[-(-step * 4 // 3) : -4])  # without the letters that what stands around it would change
    return found


class Canaries:
    """All of them, made by one pair of dice. No word is made twice."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.all: list[Canary] = []
        self._made: set[str] = set()
        self._needles = Needles()

    def know(self, kind: Kind, person: int, word: str, *others: str) -> str:
        """Looks for this word, too, and for other ways to write it."""
        for one in dict.fromkeys((word, *others)):
            canary = Canary(one, kind, person)
            self.all.append(canary)
            for spelling in spellings(one):
                if len(spelling) >= HEAD:
                    self._needles.add(spelling, canary)
        return word

    def new(self, kind: Kind, person: int) -> str:
        """A fresh word nobody wrote before."""
        if kind in (Kind.CALL_BACK, Kind.SHARED):
            return self._number(kind, person)
        if kind is Kind.PASSPORT:
            return self.know(kind, person, self._once(lambda: "C" + "".join(self.dice.choices("FGHJKLMNPRTVWXYZ0123456789", k=10))))
        word = self._once(lambda: "".join(self.dice.choice("bdfgklmnprtvz") + self.dice.choice("aiou") for _ in range(6)))
        if kind in (Kind.NAME, Kind.STREET, Kind.PROFILE):
            word = word.capitalize()
        return self.know(kind, person, word + ("strasse" if kind is Kind.STREET else ""))

    def _number(self, kind: Kind, person: int) -> str:
        """Somebody's mobile number as it is typed, and as the house writes it."""
        number = self._once(lambda: f"{self.dice.choice(MOBILE)}{self.dice.randrange(1_000_000, 10_000_000)}")
        while not numbers_in(number):
            number = self._once(lambda: f"{self.dice.choice(MOBILE)}{self.dice.randrange(1_000_000, 10_000_000)}")
        return self.know(kind, person, number, f"+49{number[1:]}", f"49{number[1:]}", *numbers_in(number))

    def coordinate(self, person: int, near: float) -> float:
        """A coordinate within some hundred metres, with more digits than any town's."""
        word = self._once(lambda: f"{near + self.dice.uniform(-0.002, 0.002):.7f}{self.dice.randrange(1, 10)}")
        self.know(Kind.PLACE, person, repr(float(word)))
        return float(word)

    def _once(self, make: Callable[[], str]) -> str:
        while (word := make()) in self._made:
            pass
        self._made.add(word)
        return word

    def found_in(self, data: bytes) -> list[tuple[bytes, Canary]]:
        """Every place in the data where one of them stands, in whatever spelling."""
        return list(self._needles.found_in(data))

    def read_in(self, text: str) -> set[Canary]:
        """Those that somebody who reads this text would see."""
        return {canary for _, canary in self.found_in(text.encode("utf-8", "surrogatepass"))}

"""What was written for whom, kept apart from the program, and held against all that it says and keeps.

Each thing somebody writes carries a word of its own (`zqr000017`). A newcomer who deletes everything, or takes the web chat off their
device, is somebody new from then on: a life. What was written for a life that is over must reach nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

MARK = re.compile(r"zq[lrn]\d{6}")
REFERENCE = re.compile(r"(?<![\w-])K-[2-9A-Z]{6}(?![\w-])")  # not within a form's key, which is letters at random
OWN_DATA = "\N{LEFTWARDS ARROW}"  # stands before what staff wrote, where somebody looks at all that is kept of them
WAITING, CLOSED = "waiting", "closed"
Owner = int | str  # a member of the staff by number, or WAITING or CLOSED


class Kind(StrEnum):
    """What was written."""

    LINE = "l"  # by a newcomer
    REPLY = "r"  # by the staff, for the person
    NOTE = "n"  # by the staff, for the staff


@dataclass
class Written:
    """One thing that was written. `life`: whose it is or for whom; `case`: where, as far as that is known when it is written."""

    kind: Kind
    life: int
    case: int | None
    kept: bool = False
    taken_back: bool = False
    may_be_lost: bool = False
    heard: int = 0


@dataclass
class Case:
    """A case as those saw it who acted on it."""

    life: int
    reference: str
    owner: Owner = WAITING
    lines: list[str] = field(default_factory=list)


class Truth:
    """Who is who, whose case is whose, and what was found to be wrong (by figure)."""

    def __init__(self) -> None:
        self.wrong: Counter[str] = Counter()
        self.found: list[str] = []
        self.written: dict[str, Written] = {}
        self.lives: dict[str, int] = {}  # by address, as "web:100000001"
        self.gone: set[str] = set()  # addresses nobody reads any more
        self.staff_chats: set[str] = set()
        self.cases: dict[int, Case] = {}
        self.happened: Counter[str] = Counter()
        self._lives = 0

    def is_wrong(self, figure: str, what: str) -> None:
        """Something must not have happened."""
        self.wrong[figure] += 1
        self.found.append(f"{figure}: {what}")

    def add(self, other: Truth) -> None:
        """What was found and what happened elsewhere counts here, too."""
        self.wrong.update(other.wrong)
        self.happened.update(other.happened)
        self.found += other.found

    # --- what people do

    def somebody_new(self, address: str) -> int:
        """From now on somebody new writes from here."""
        self._lives += 1
        self.lives[address] = self._lives
        return self._lives

    def write(self, kind: Kind, life: int, case: int | None = None) -> str:
        """The word that stands in what is written now."""
        mark = f"zq{kind.value}{len(self.written):06d}"
        self.written[mark] = Written(kind, life, case)
        return mark

    def opened(self, case_id: int, life: int, reference: str) -> None:
        """A case of this newcomer."""
        self.cases[case_id] = Case(life, reference)

    def claimed(self, case_id: int, answers: dict[int, bool]) -> None:
        """These members claimed a case at once; who of them was told that it is theirs."""
        case = self.cases[case_id]
        free, told = case.owner == WAITING, {member for member, yes in answers.items() if yes}
        right = len(told) == 1 if free else told == answers.keys() & {case.owner}
        if not right:
            self.is_wrong("cases_without_one_owner", f"case {case_id} of {case.owner} was claimed by {answers}")
        if free and told:
            case.owner = min(told)

    def left(self, member: int) -> None:
        """A member is not there any more: their cases wait again."""
        for case in self.cases.values():
            if case.owner == member:
                case.owner = WAITING

    def over(self, life: int) -> None:
        """Somebody deleted everything."""
        for case in self.cases.values():
            if case.life == life:
                case.owner = CLOSED

    def open_cases(self, life: int) -> list[int]:
        """The cases of a newcomer that are not closed."""
        return [number for number, case in self.cases.items() if case.life == life and case.owner != CLOSED]

    # --- what the program does

    def said(self, address: str, text: str, *, doubled: bool = False) -> None:
        """This was said at an address. `doubled`: it was not known whether it arrived, so it may be said twice."""
        if address in self.gone:
            self.is_wrong("wrong_person", f"something was said at {address}, where nobody is any more")
        self._may_stand(address, text, "was said")
        for mark in MARK.findall(text):
            written = self.written[mark]
            if written.kind is Kind.REPLY and OWN_DATA not in text:
                written.heard += 1
                self.happened["replies heard"] += 1
                if written.taken_back:
                    self.is_wrong("taken_back_sent", f"{mark} was taken back and said at {address}")
                if written.heard > 1 and not doubled and not written.may_be_lost:
                    self.is_wrong("said_twice", f"{mark} at {address}")

    def queued(self, address: str, text: str) -> None:
        """This waits to be said at an address."""
        self._may_stand(address, text, "waits to be said")

    def _may_stand(self, address: str, text: str, how: str) -> None:
        for mark in MARK.findall(text):
            written = self.written[mark]
            if written.kind is Kind.NOTE:
                self.is_wrong("notes_sent", f"{mark} {how} at {address}")
            elif address in self.staff_chats or self.lives.get(address) != written.life:
                self.is_wrong("wrong_person", f"{mark} of life {written.life} {how} at {address} ({self.lives.get(address)})")
        if address not in self.staff_chats:
            mine = {case.reference for case in self.cases.values() if case.life == self.lives.get(address)}
            for reference in set(REFERENCE.findall(text)) - mine:
                self.is_wrong("wrong_person", f"the number {reference} {how} at {address}")

    def stands_in(self, case_id: int, sender: str, text: str) -> None:
        """This was added to the thread of a case; `sender` "note" means to its notes."""
        for mark in MARK.findall(text):
            written, case = self.written[mark], self.cases[case_id]
            if {"person": Kind.LINE, "staff": Kind.REPLY, "note": Kind.NOTE}[sender] is not written.kind:
                self.is_wrong("notes_sent" if written.kind is Kind.NOTE else "wrong_person", f"{mark} stands in {case_id} as of {sender}")
            elif not self.belongs(mark, case_id):
                self.is_wrong("wrong_person", f"{mark} of life {written.life}, case {written.case}, stands in {case_id} of {case.life}")
            if sender == "person":
                case.lines.append(mark)

    def belongs(self, mark: str, case_id: int) -> bool:
        """Whether this was written in this case, or for it."""
        written = self.written[mark]
        return written.life == self.cases[case_id].life and written.case in (None, case_id)

    def is_kept(self, case_id: int, state: str, owner: int | None, responsible_is_there: bool) -> None:
        """How the database has a case. An open one has one owner, or waits for somebody who is there or for the clock to find somebody."""
        known = self.cases[case_id].owner
        kept: Owner | None = owner if state == "accepted" else state
        if kept != known or (state == "waiting" and (owner is not None or not responsible_is_there)):
            self.is_wrong("cases_without_one_owner", f"case {case_id} is {state} of {owner}, and should be {known}")

    def all_is_said(self) -> None:
        """Nothing waits any more: whatever was kept as a reply, and could arrive, has arrived."""
        here = {life for address, life in self.lives.items() if address not in self.gone}
        for mark, written in self.written.items():
            expected = written.kind is Kind.REPLY and written.kept and not written.taken_back and not written.may_be_lost
            if expected and written.life in here and not written.heard:
                self.is_wrong("never_said", f"{mark} in case {written.case}")

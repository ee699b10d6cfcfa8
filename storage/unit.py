"""The unit of work: what a use case works with. Keepers (storage/keepers.py) begin and commit it.

A unit is a function that takes a `Unit` and gives back facts, or a coroutine that never waits for anything outside.
All it writes is kept together or not at all. Nobody outside is told anything before the commit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from storage.alarms import AlarmRows
from storage.audit import AuditRows
from storage.body_rows import BodyRows
from storage.care_rows import CareRows
from storage.cases import CaseRows
from storage.consents import ConsentRows
from storage.credentials import CredentialRows
from storage.exports import ExportRows
from storage.gap_counts import GapCountRows
from storage.gap_rows import GapRows
from storage.inbox import InboxRows
from storage.interpretings import InterpretingRows
from storage.jobs import JobRows
from storage.moments import to_ms
from storage.new_chats import NewChatRows
from storage.outbox import OutboxRows
from storage.own_words import OwnWordRows
from storage.partners import PartnerRows
from storage.path_rows import PathRows
from storage.people import PeopleRows
from storage.procedure_questions import QuestionRows
from storage.referrals import ReferralRows
from storage.removal_rows import RemovalRows
from storage.report_rows import ReportRows
from storage.returns import ReturnRows
from storage.roster import RosterRows
from storage.seal import KeyRing
from storage.sealed_messages import SealedRows
from storage.sphere_reviews import SphereReviewRows
from storage.staff import StaffRows
from storage.staff_mail import StaffMailRows
from storage.templates import TemplateRows
from storage.theme_rows import ThemeRows
from storage.threads import ThreadRows
from storage.web_lines import WebLineRows
from storage.wish_rows import WishRows

T = TypeVar("T")
Work = Callable[["Unit"], T]
Walk = Callable[["Unit"], Coroutine[Any, Any, T]]

# What a unit fails with when the database does not work: full, gone, locked for too long, damaged.
DATABASE_FAILURES = (SQLAlchemyError, sqlite3.Error)


class Unit:
    """What a use case works with: the rows by noun, the moment, the district, and marks for whoever waits.

    `marks` names what changed ("inbox", "outbox", "lines:<chat>"); after the commit the house wakes who listens.
    """

    def __init__(self, connection: Connection, district: str, ring: KeyRing, now: datetime) -> None:
        self._connection = connection
        self._to_write: Callable[[], None] | None = None
        self.district = district
        self.ring = ring
        self.now = now
        self.now_ms = to_ms(now)
        self.marks: set[str] = set()

    @property
    def connection(self) -> Connection:
        """The connection, after everything that was put off is written: whoever asks sees all the unit did."""
        if self._to_write is not None:
            self.write_down()
        return self._connection

    def put_off(self, write: Callable[[], None]) -> None:
        """Writes later, before the next statement of this unit or at its end: several changes of one row become one statement."""
        if self._to_write != write:
            self.write_down()
            self._to_write = write

    def write_down(self) -> None:
        """Writes now what was put off."""
        write, self._to_write = self._to_write, None
        if write is not None:
            write()

    def mark(self, what: str) -> None:
        """After the commit, wake whoever waits for this."""
        self.marks.add(what)

    @cached_property
    def inbox(self) -> InboxRows:
        return InboxRows(self)

    @cached_property
    def outbox(self) -> OutboxRows:
        return OutboxRows(self)

    @cached_property
    def people(self) -> PeopleRows:
        return PeopleRows(self)

    @cached_property
    def staff(self) -> StaffRows:
        return StaffRows(self)

    @cached_property
    def staff_mail(self) -> StaffMailRows:
        return StaffMailRows(self)

    @cached_property
    def credentials(self) -> CredentialRows:
        return CredentialRows(self)

    @cached_property
    def roster(self) -> RosterRows:
        return RosterRows(self)

    @cached_property
    def cases(self) -> CaseRows:
        return CaseRows(self)

    @cached_property
    def consents(self) -> ConsentRows:
        return ConsentRows(self)

    @cached_property
    def threads(self) -> ThreadRows:
        return ThreadRows(self)

    @cached_property
    def care(self) -> CareRows:
        return CareRows(self)

    @cached_property
    def removals(self) -> RemovalRows:
        return RemovalRows(self)

    @cached_property
    def templates(self) -> TemplateRows:
        return TemplateRows(self)

    @cached_property
    def sealed(self) -> SealedRows:
        return SealedRows(self)

    @cached_property
    def exports(self) -> ExportRows:
        return ExportRows(self)

    @cached_property
    def interpretings(self) -> InterpretingRows:
        return InterpretingRows(self)

    @cached_property
    def returns(self) -> ReturnRows:
        return ReturnRows(self)

    @cached_property
    def referrals(self) -> ReferralRows:
        return ReferralRows(self)

    @cached_property
    def questions(self) -> QuestionRows:
        return QuestionRows(self)

    @cached_property
    def alarms(self) -> AlarmRows:
        return AlarmRows(self)

    @cached_property
    def audit(self) -> AuditRows:
        return AuditRows(self)

    @cached_property
    def gaps(self) -> GapRows:
        return GapRows(self)

    @cached_property
    def new_chats(self) -> NewChatRows:
        return NewChatRows(self)

    @cached_property
    def gap_counts(self) -> GapCountRows:
        return GapCountRows(self)

    @cached_property
    def themes(self) -> ThemeRows:
        return ThemeRows(self)

    @cached_property
    def bodies(self) -> BodyRows:
        return BodyRows(self)

    @cached_property
    def partners(self) -> PartnerRows:
        return PartnerRows(self)

    @cached_property
    def sphere_reviews(self) -> SphereReviewRows:
        return SphereReviewRows(self)

    @cached_property
    def wishes(self) -> WishRows:
        return WishRows(self)

    @cached_property
    def paths(self) -> PathRows:
        return PathRows(self)

    @cached_property
    def reports(self) -> ReportRows:
        return ReportRows(self)

    @cached_property
    def own_words(self) -> OwnWordRows:
        return OwnWordRows(self)

    @cached_property
    def lines(self) -> WebLineRows:
        return WebLineRows(self)

    @cached_property
    def jobs(self) -> JobRows:
        return JobRows(self)


Outcome = tuple[Any, BaseException | None]  # what a unit gave back, or why nothing of it was kept


class Keeper(Protocol):
    """Runs units and keeps what they wrote."""

    district: str
    ring: KeyRing

    def keep(self, work: Work[T]) -> Future[T]:
        """Runs the unit soon. The future ends after the commit; it fails with what the unit raised, and then nothing was kept."""

    def keep_walks(self, walks: Sequence[Walk[T]]) -> Future[list[Outcome]]:
        """Many units at once, as coroutines that wait for nothing outside: aiogram's dispatch. Each is kept or fails by itself;
        the future ends when all have, and never fails. They may run in any order."""

    def close(self) -> None:
        """Ends after the units that were given in before."""

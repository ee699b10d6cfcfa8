"""What is over goes, by itself, and nothing before its time. A year of a small district, looked at every midnight (promises, DP4)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clockwork import do_what_is_due, forget_now, is_overdue
from cases import referral
from cases.conversation import Outcome, Ways, accept_case, close_case, write_as_person, write_as_staff, write_note
from cases.forgetting import FORGOTTEN, forget_what_is_over
from cases.handover import CallBack, hand_over, prepare, want_call_back
from cases.people import live_in, who
from cases.refusals import TownFull
from cases.team import leave_team
from directory.find import load_directory
from directory.hours import BERLIN
from storage import database
from storage.cases import CaseRow
from storage.moments import to_ms
from storage.tables import audit, cases, consents, contacts, messages, notes, outbox, persons, referrals, sealed_messages, staff
from storage.unit import Unit
from tests.cases.district import District

IN_CHAT = Ways(chat_text=False, public_url="https://kim.example")
DAY = timedelta(days=1)


def over_their_time(unit: Unit, now: datetime) -> dict[str, int]:
    """How many rows of each kind are older than promises.md allows, asked without the code that deletes them."""

    def before(days: float) -> int:
        return to_ms(now - timedelta(days=days))

    def count(*condition: object) -> int:
        return int(unit.connection.execute(select(func.count()).where(*condition)).scalar_one())  # type: ignore[arg-type]

    still_open = select(cases.c.id).where(cases.c.person_id == persons.c.id, cases.c.state != "closed").exists()
    closed_case = select(cases.c.id).where(cases.c.id == messages.c.case_id, cases.c.closed_at < before(30)).exists()
    noted = select(cases.c.id).where(cases.c.id == notes.c.case_id, cases.c.closed_at < before(30)).exists()
    touched = select(messages.c.id).where(messages.c.case_id == cases.c.id, messages.c.at >= before(180)).exists()
    asked_lately = (func.coalesce(cases.c.accepted_at, 0) >= before(180)) | (func.coalesce(cases.c.asked_at, 0) >= before(180))
    return {
        "drafts": count(persons.c.draft.is_not(None), persons.c.last_seen_at < before(1)),
        "persons": count(persons.c.last_seen_at < before(30), ~still_open),
        "contacts": count(contacts.c.person_id.is_(None), contacts.c.staff_id.is_(None)),
        "threads": count(messages.c.id > 0, closed_case),
        "notes": count(notes.c.id > 0, noted),
        "numbers to call": count(cases.c.call_back.is_not(None), cases.c.closed_at < before(7)),
        "untouched": count(cases.c.state != "closed", cases.c.created_at < before(180), ~touched, ~asked_lately),
        "tombstones": count(cases.c.closed_at < before(365), cases.c.key_id.is_(None)),
        "consents": count(consents.c.given_at < before(365 + 180 + 30)),
        "referrals": count(referrals.c.proposed_at < before(30)),
        "sealed": count(sealed_messages.c.expires_at < before(0)),
        "said": count(outbox.c.ended_at < before(7)),
        "names of who left": count(staff.c.deactivated_at < before(30), staff.c.name != ""),
        "audit": count(audit.c.at < before(365)),
    }


class Year:
    """Things that happen by chance. What each day brings comes from the seed that is printed when it fails."""

    def __init__(self, district: District, seed: int) -> None:
        self.district, self.chance, self.people = district, random.Random(seed), 0
        self.mia = district.staff("case_manager", "Mia", "Büren")

    def passes_a_day(self) -> None:
        for _ in range(self.chance.randrange(3)):
            self.people += 1
            self.district.keep(self._somebody_comes)
        for happens in (self._answered, self._written, self._closed, self._noted):
            if self.chance.random() < 0.5:
                self.district.keep(happens)

    def _somebody_comes(self, unit: Unit) -> None:
        chat = str(self.people)

        them = live_in(unit, who(unit, channel="telegram", chat_hash=chat, chat=chat, language="ar"), "Büren")
        referral.propose(unit, them, "housing.find_home", load_directory(unit).find("housing.find_home", "Paderborn"))
        if self.chance.random() < 0.5:
            if self.chance.random() < 0.5:
                want_call_back(unit, them, CallBack("01512 3456789", "any", "only_me", "no"))
            them = who(unit, channel="telegram", chat_hash=chat, chat=chat, language="ar")
            prepare(unit, them, need="housing.find_home", words="Hilfe")
            try:
                hand_over(unit, who(unit, channel="telegram", chat_hash=chat, chat=chat, language="ar"))
            except TownFull:
                return

    def _some(self, unit: Unit, state: str) -> CaseRow | None:
        found = [case for case in unit.cases.listed(None, also_without=True, at_most=10_000) if case.state == state]
        return self.chance.choice(found) if found else None

    def _answered(self, unit: Unit) -> None:
        case = self._some(unit, "waiting")
        if case is not None:
            accept_case(unit, self.mia, case.id)
            write_as_staff(unit, self.mia, case.id, "Guten Tag", f"f{case.id}", IN_CHAT, sealed=True)

    def _written(self, unit: Unit) -> None:
        case = self._some(unit, "accepted")
        if case is not None and case.contact_id is not None and self.chance.random() < 0.3:
            write_as_person(unit, case, "Noch da", None)

    def _noted(self, unit: Unit) -> None:
        case = self._some(unit, "accepted")
        if case is not None:
            write_note(unit, self.mia, case.id, "Notiz")

    def _closed(self, unit: Unit) -> None:
        case = self._some(unit, "accepted")
        if case is not None and self.chance.random() < 0.3:
            close_case(unit, self.mia, case.id, Outcome.SOLVED)


@pytest.mark.parametrize("seed", [2026])
def test_in_a_year_nothing_is_kept_beyond_its_time(tmp_path: Path, seed: int) -> None:
    """One database is enough for a year of chance; what the rules do is told on both below."""
    engine = database.open_engine(f"sqlite:///{tmp_path / 'year.db'}")
    database.migrate(engine)
    district = District(engine, tmp_path / "year.key")
    year = Year(district, seed)
    ole = district.staff("case_manager", "Ole", "Delbrück")
    seen: dict[str, int] = {}
    for day in range(400):
        district.now += DAY
        year.passes_a_day()
        if day == 40:
            district.keep(lambda unit: leave_team(unit, ole.id))

        def carried(unit: Unit) -> None:
            unit.outbox.sent([row.id for row in unit.outbox.claim("test", 1_000)])

        district.keep(carried)
        district.keep(referral.ask_what_is_due)
        for kind, gone in district.keep(forget_what_is_over).items():
            seen[kind] = seen.get(kind, 0) + gone
        left = district.keep(lambda unit: over_their_time(unit, district.now))
        assert not any(left.values()), (seed, day, left)
    assert all(seen[kind] for kind in ("threads", "persons", "drafts", "tombstones", "numbers", "audit", "sealed", "left")), seen
    district.keeper.close()
    engine.dispose()


def aged(district: District, days: float, work: Callable[[Unit], object]) -> None:
    """Something happens, and so much time passes."""
    district.keep(work)
    district.now += timedelta(days=days)


def test_an_open_case_in_which_nothing_happens_is_forgotten_after_half_a_year(district: District) -> None:
    mia = district.staff("case_manager", "Mia", "Büren")
    case = district.hands_over()
    aged(district, 100, lambda unit: accept_case(unit, mia, case.id))
    aged(district, 179, lambda unit: write_as_person(unit, district_case(unit, case.id), "Noch da", None))
    district.keep(forget_what_is_over)
    assert district.case(case.id).state == "accepted"
    district.now += timedelta(days=2)
    district.keep(forget_what_is_over)
    gone = district.case(case.id)
    assert (gone.state, gone.outcome, gone.person_id) == ("closed", FORGOTTEN, None)
    assert district.keep(lambda unit: unit.threads.messages(case.id)) == []


def district_case(unit: Unit, case_id: int) -> CaseRow:
    case = unit.cases.one(case_id)
    assert case is not None
    return case


def test_whoever_left_the_team_loses_their_name_after_a_month_and_what_they_did_stays(district: District) -> None:
    mia = district.staff("case_manager", "Mia", "Büren")
    aged(district, 29, lambda unit: leave_team(unit, mia.id))
    district.keep(forget_what_is_over)
    assert district.keep(lambda unit: unit.staff.names())[mia.id] == ("Mia", False)
    district.now += timedelta(days=2)
    assert district.keep(forget_what_is_over)["left"] == 1
    assert district.keep(lambda unit: unit.staff.names())[mia.id] == ("", False)
    assert district.keep(lambda unit: unit.audit.verify()).broken is None


def test_a_leap_of_the_clock_is_told_to_the_log_once_a_day(district: District, caplog: pytest.LogCaptureFixture) -> None:
    district.keep(do_what_is_due)
    district.now += timedelta(days=60)
    for _ in range(3):
        district.keep(do_what_is_due)
    assert len([one for one in caplog.records if "the clock is" in one.message]) == 1
    district.now += timedelta(days=1)
    district.keep(do_what_is_due)
    assert len([one for one in caplog.records if "the clock is" in one.message]) == 2


def test_after_a_leap_of_the_clock_nothing_is_forgotten_until_somebody_says_so(district: District) -> None:
    district.hands_over()
    district.keep(lambda unit: unit.cases.change(1, state="closed", closed_at=unit.now_ms))
    district.keep(do_what_is_due)
    district.now += timedelta(hours=2)
    assert "forget" in district.keep(do_what_is_due)
    assert not district.keep(is_overdue)
    district.now += timedelta(days=60)
    assert "forget" not in district.keep(do_what_is_due)
    assert district.keep(is_overdue)
    assert district.case(1).person_id is not None
    assert district.keep(forget_now)["threads"] == 1
    assert not district.keep(is_overdue)
    district.now += timedelta(hours=2)
    assert "forget" in district.keep(do_what_is_due)


def test_a_clock_that_goes_back_forgets_nothing_early(district: District) -> None:
    case = district.hands_over()
    district.now -= timedelta(days=365)
    district.keep(do_what_is_due)
    district.keep(forget_what_is_over)
    assert district.case(case.id).person_id is not None
    assert district.now.astimezone(BERLIN).year == 2025

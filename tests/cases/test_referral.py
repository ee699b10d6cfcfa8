"""What came of a proposal: asked days later, at daytime, at most twice, and never where it could harm. On both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cases import referral
from cases.conversation import Outcome, Ways, accept_case, close_case
from cases.forgetting import erase, forget_what_is_over
from cases.needs import open_then
from cases.people import Person, live_in, who
from cases.proposing import propose
from directory.find import load_directory
from directory.hours import BERLIN
from directory.needs import taxonomy
from gaps.fields import Cause, Source
from gaps.help_rates import Rate, newest, rates
from gaps.periods import iso_week
from gaps.releases import release_what_is_over, releases
from gaps.signals import close_weeks, live_list
from gaps.weekly import ALL
from gaps.why_not import DayBand
from storage.gap_counts import AnswerRow
from storage.referrals import ReferralRow
from storage.services import ServiceRows
from storage.unit import Unit
from tests.cases.district import District

HOME = "housing.find_home"


def person(unit: Unit, chat: str = "1") -> Person:
    return who(unit, channel="telegram", chat_hash=chat, chat=chat, language="ar")


def shown(district: District, need: str = HOME, chat: str = "1") -> ReferralRow | None:
    """Somebody in Paderborn is shown what exists for the need."""

    def work(unit: Unit) -> ReferralRow | None:
        them = live_in(unit, person(unit, chat), "Paderborn")
        referral.propose(unit, them, need, load_directory(unit).find(need, "Paderborn"))
        return next(iter(unit.referrals.of_person(them.id)), None)

    return district.keep(work)


def answers(district: District) -> list[AnswerRow]:
    """What was said this week, and is counted when it is over."""
    return district.keep(lambda unit: unit.gap_counts.answers(iso_week(unit.now)))


def asks_at(district: District, day: int, hour: int, month: int = 12) -> int:
    district.now = datetime(2026, month, day, hour, tzinfo=BERLIN)
    return district.keep(referral.ask_what_is_due)


def test_somebody_is_asked_after_five_days_at_daytime_once_more_and_then_never_again(district: District) -> None:
    shown(district)
    assert asks_at(district, 30, 12, month=11) == 0
    assert asks_at(district, 2, 3) == 0  # the clock was down, and now it is three in the morning
    assert asks_at(district, 3, 12) == 1
    assert asks_at(district, 3, 13) == 0
    assert asks_at(district, 8, 12) == 1
    assert [asks_at(district, day, 12) for day in (13, 20, 23)] == [0, 0, 0]
    assert asks_at(district, 25, 12) == 0
    assert district.keep(lambda unit: unit.referrals.of_person(person(unit).id)) == []
    assert answers(district) == []


@pytest.mark.parametrize(
    "need", ["residence.permit", "health.doctor", "safety.lgbtiq", "safety.crime_victim", "family.separation", "family.pregnancy"]
)
def test_about_these_nobody_is_asked_unless_they_want_to_be(district: District, need: str) -> None:
    assert shown(district, need) is None

    def wants(unit: Unit) -> bool:
        return referral.wants_to_be_asked(unit, person(unit), need, load_directory(unit).find(need, "Paderborn"))

    assert district.keep(wants)
    assert asks_at(district, 1, 12) == 1


def test_about_a_crisis_nobody_is_ever_asked(district: District) -> None:
    crises = [need.code for need in taxonomy().needs if need.crisis]
    assert crises
    for need in crises:
        assert shown(district, need) is None

        def wants(unit: Unit, need: str = need) -> bool:
            return referral.wants_to_be_asked(unit, person(unit), need, load_directory(unit).find(HOME, "Paderborn"))

        assert not district.keep(wants)


def test_whoever_wants_quiet_is_not_asked_and_nothing_is_kept_for_it(district: District) -> None:
    shown(district)
    district.keep(lambda unit: referral.be_quiet(unit, person(unit)))
    assert asks_at(district, 2, 12) == 0
    assert shown(district) is None


def test_while_a_human_is_there_the_program_asks_nothing(district: District) -> None:
    district.staff("case_manager", "Mia", "Paderborn")
    case = district.hands_over("Paderborn", HOME)
    shown(district)
    assert asks_at(district, 2, 12) == 0
    district.keep(lambda unit: unit.cases.change(case.id, state="closed", closed_at=unit.now_ms))
    assert asks_at(district, 3, 12) == 1


def test_two_questions_are_never_open_at_a_time(district: District) -> None:
    shown(district)
    shown(district, "work.find_job")
    assert asks_at(district, 2, 12) == 1
    assert asks_at(district, 3, 12) == 0
    first, _ = district.keep(lambda unit: unit.referrals.of_person(person(unit).id))
    district.keep(lambda unit: referral.helped(unit, first))
    assert asks_at(district, 4, 12) == 1


def test_what_helped_is_counted_for_the_service_that_was_reached_and_the_person_is_forgotten(district: District) -> None:
    row = shown(district)
    assert row is not None and len(row.services) > 1

    def says(unit: Unit) -> None:
        now = referral.reached(unit, row, 1)
        assert now is not None and referral.reached(unit, row, 99) is None
        referral.helped(unit, now)

    district.keep(says)
    assert [(one.service, one.outcome, one.language) for one in answers(district)] == [(row.services[1], "helped", "ar")]
    assert district.keep(lambda unit: unit.referrals.of_person(row.person_id)) == []


def test_what_did_not_help_becomes_a_signal_with_its_cause(district: District) -> None:
    row = shown(district)
    assert row is not None

    def full(unit: Unit) -> None:
        now = referral.reached(unit, row, 0)
        assert now is not None
        referral.did_not_help(unit, now, Cause.FULL)

    district.keep(full)
    again = shown(district)
    assert again is not None
    district.keep(lambda unit: referral.did_not_help(unit, again, Cause.NO_REPLY))
    third = shown(district)
    assert third is not None
    district.keep(lambda unit: referral.did_not_help(unit, third, None))
    signals = district.keep(live_list)
    assert [(one.source, one.cause) for one in signals] == [
        (Source.REFERRAL_FAILED, Cause.NO_REPLY),
        (Source.DID_NOT_HELP, Cause.FULL),
    ]


def test_an_answer_after_three_weeks_still_counts_and_after_four_it_is_forgotten(district: District) -> None:
    row = shown(district)
    assert row is not None
    asks_at(district, 1, 12)
    asks_at(district, 5, 12)
    district.now += timedelta(days=12)
    assert district.keep(lambda unit: referral.of_this_person(unit, person(unit), row.id)) is not None
    asks_at(district, 25, 12)
    assert district.keep(lambda unit: referral.of_this_person(unit, person(unit), row.id)) is None


def test_nobody_answers_for_somebody_else(district: District) -> None:
    row = shown(district)
    assert row is not None
    assert district.keep(lambda unit: referral.of_this_person(unit, person(unit, "2"), row.id)) is None


def test_who_has_not_tried_yet_is_asked_once_more(district: District) -> None:
    row = shown(district)
    assert row is not None
    asks_at(district, 1, 12)
    assert district.keep(lambda unit: referral.not_yet(unit, row._replace(asked=1)))
    assert asks_at(district, 3, 12) == 0
    assert asks_at(district, 7, 12) == 1
    assert not district.keep(lambda unit: referral.not_yet(unit, row._replace(asked=2)))


def test_whoever_is_erased_leaves_nothing(district: District) -> None:
    row = shown(district)
    assert row is not None
    district.keep(lambda unit: erase(unit, person(unit)))
    assert district.keep(lambda unit: unit.referrals.due(10)) == []
    assert asks_at(district, 2, 12) == 0


def test_what_a_conversation_needed_is_forgotten_after_a_day(district: District) -> None:
    district.keep(lambda unit: unit.people.update(person(unit).id, draft={"words": "Hilfe"}, conversation_place="ask_place"))
    district.now += timedelta(hours=23)
    district.keep(forget_what_is_over)
    assert district.keep(lambda unit: person(unit).draft) == {"words": "Hilfe"}
    district.now += timedelta(hours=2)
    assert district.keep(forget_what_is_over)["drafts"] == 1
    them = district.keep(person)
    assert (them.draft, them.conversation_place) == ({}, "")


def say(district: District, chats: range, service: int, *, helps: bool, need: str = HOME) -> None:
    """So many people are shown something and say what came of it; a negative service: nobody was reached."""
    for chat in chats:
        row = shown(district, need, str(chat))
        assert row is not None and len(row.services) > 1

        def work(unit: Unit, row: ReferralRow = row) -> None:
            now = referral.reached(unit, row, service) if service >= 0 else row
            assert now is not None
            if helps:
                referral.helped(unit, now)
            else:
                referral.did_not_help(unit, now, None)

        district.keep(work)


def published(district: District, by: str) -> list[Rate]:
    """What is said of this quarter once it is over."""
    district.now = datetime(2027, 1, 12, 12, tzinfo=BERLIN)

    def work(unit: Unit) -> list[Rate]:
        close_weeks(unit)
        release_what_is_over(unit)
        release = newest(releases(unit))
        return [] if release is None else rates(release, by)

    return district.keep(work)


def test_one_person_who_reached_none_of_many_services_is_not_many_people(district: District) -> None:
    """Each of the services gets an answer; that is still one person, of whom no number tells."""
    for need in (HOME, "work.find_job"):
        say(district, range(1), -1, helps=False, need=need)
    assert len(answers(district)) >= 5
    assert published(district, "language") == []


def test_rates_are_of_a_quarter_that_is_over_and_betray_nobody(district: District) -> None:
    say(district, range(12), 0, helps=True)
    say(district, range(12, 20), 0, helps=False)
    say(district, range(20, 26), 1, helps=True)
    assert district.keep(lambda unit: newest(releases(unit))) is None
    lines = published(district, "service")
    [everything, first, second] = lines
    assert (everything, first) == (Rate(ALL, 20, 100, 70), Rate(lines[1].what, 20, 90, 50))
    assert (second.answered, second.helped) == (5, 100)


def test_a_share_that_a_difference_would_give_back_is_not_told(district: District) -> None:
    say(district, range(12), 0, helps=True)
    say(district, range(12, 20), 0, helps=False)
    say(district, range(20, 26), 1, helps=True)
    say(district, range(26, 28), 1, helps=False)  # 10 - 8 would be these two
    shares = [(one.answered, one.reached, one.helped) for one in published(district, "service")]
    assert shares == [(25, 100, 60), (20, None, None), (5, None, None)]


def test_of_delicate_needs_nobody_is_counted(district: District) -> None:
    def said(unit: Unit) -> None:
        row = ReferralRow(1, person(unit).id, 1, "residence.toleration", "Büren", "ar", ("s1",), "reached", "s1", True, 1, 0, 0)
        referral.helped(unit, row)

    district.keep(said)
    assert answers(district) == []


def test_what_a_case_manager_proposes_is_asked_about_after_the_case(district: District) -> None:
    mia = district.staff("case_manager", "Mia", "Paderborn")
    case = district.hands_over("Paderborn", HOME)

    def proposes(unit: Unit) -> str:
        accept_case(unit, mia, case.id)
        service = load_directory(unit).find(HOME, "Paderborn")[0]
        propose(unit, mia, case.id, service.source_id, "Karte", "f1", Ways(chat_text=True, public_url="https://kim.example"))
        return service.source_id

    proposed = district.keep(proposes)
    [row] = district.keep(lambda unit: unit.referrals.of_person(person(unit).id))
    assert (row.services, row.need) == ((proposed,), HOME)
    assert asks_at(district, 2, 12) == 0
    district.keep(lambda unit: close_case(unit, mia, case.id, Outcome.REFERRED))
    assert asks_at(district, 3, 12) == 1


def test_hours_nobody_knows_are_never_a_no_but_come_behind_what_is_known(district: District) -> None:
    def hours(unit: Unit) -> list[str]:
        rows = ServiceRows(unit.connection, unit.district)
        mine = [row for row in rows.all() if HOME in row.needs and row.status == "active"]
        spans = {0: (), 1: (("SA", "10:00", "12:00"),), 2: (("MO", "10:00", "12:00"),)}
        for number, row in enumerate((mine * 3)[:3]):
            new = {"service_id": 0, "source_id": f"hours-{number}", "areas": (("municipality", "Paderborn"),), "hours": ""}
            rows.keep(row._replace(**new, schedules=spans[number]))
        rows.renew_revision()
        return [row.source_id for row in mine]

    old = district.keep(hours)

    def then(tried: list[str]) -> list[str]:
        found = district.keep(
            lambda unit: open_then(unit, live_in(unit, person(unit), "Paderborn"), HOME, load_directory(unit), DayBand.WEEKEND, tried)
        )
        return [one.source_id for one in found if one.source_id.startswith("hours")]

    assert then(old) == ["hours-1", "hours-0"]
    assert then([*old, "hours-0", "hours-1"]) == ["hours-1"]  # what was tried only when it is known to be open then

"""The promise clock: reminder, substitute, regional team, coordinator, and the truth when a promise was not kept. On both databases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cases.access import access_case, cases_of
from cases.conversation import Outcome, Ways, accept_case, close_case, take_back, transfer, write_as_person, write_as_staff, write_note
from cases.handover import hand_over, prepare
from cases.people import live_in, who
from cases.promise import climb, nobody_before, reasons_of
from cases.refusals import CaseNotFound, NotUnderstood, TooLate, TownFull
from cases.responsibility import Why
from cases.team import agree, be_absent, describe, leave_team
from directory.hours import BERLIN
from gaps.fields import Cause, Source
from gaps.signals import live_list
from storage.cases import CaseRow
from storage.municipalities import MunicipalityRows
from storage.staff import StaffRow
from storage.unit import Unit
from tests.cases.district import District

IN_CHAT = Ways(chat_text=True, public_url="https://kim.example")


def german(at: int | None) -> str:
    assert at is not None
    return datetime.fromtimestamp(at / 1000, BERLIN).strftime("%d.%m. %H:%M")


def test_the_promise_is_the_end_of_the_next_service_day_and_the_town_may_say_otherwise(district: District) -> None:
    district.staff("case_manager", "Mia", "Büren", "Lichtenau")
    assert german(district.hands_over().promised_at) == "27.11. 16:00"
    district.keep(lambda unit: agree(unit, "Lichtenau", hours="Di, Do 9-13 Uhr", days=2, target_groups=()))
    assert german(district.hands_over("Lichtenau").promised_at) == "03.12. 13:00"


def test_on_a_saturday_night_before_a_holiday_nobody_is_promised_before_the_holiday_is_over(district: District) -> None:
    district.staff("case_manager", "Mia", "Lichtenau")
    district.now = datetime(2026, 10, 31, 23, 30, tzinfo=BERLIN)  # a Saturday; Sunday is All Saints' Day
    case = district.hands_over("Lichtenau")
    assert german(case.promised_at) == "02.11. 16:00"
    opens = district.keep(lambda unit: nobody_before(unit, "Lichtenau"))
    assert opens is not None and opens.astimezone(BERLIN) == datetime(2026, 11, 2, 8, tzinfo=BERLIN)


def test_a_promise_climbs_and_each_is_asked_once(district: District) -> None:
    mia = district.staff("case_manager", "Mia", "Büren")
    other = district.staff("case_manager", "Emil", "Büren")
    neighbour = district.staff("case_manager", "Nele", "Salzkotten")
    boss = district.staff("coordinator", "Kim")
    for town in ("Büren", "Salzkotten"):
        district.keep(lambda unit, town=town: MunicipalityRows(unit.connection, unit.district).assign_team(town, "Süd"))
    case = district.hands_over()
    assert district.asked(case.id) == [(mia.id, "own")]
    district.looks_at(27, 9)  # half of the fourteen hours
    assert district.asked(case.id) == [(mia.id, "own")]
    district.looks_at(27, 12, 31)
    assert district.asked(case.id) == [(mia.id, "own"), (other.id, "substitute")]
    assert not district.keep(lambda unit: unit.cases.was_asked(case.id, neighbour.id))
    district.looks_at(27, 14)
    assert district.asked(case.id)[-1] == (neighbour.id, "team")
    assert district.keep(lambda unit: access_case(unit, neighbour, case.id)).id == case.id
    district.looks_at(27, 15, 30)
    assert district.asked(case.id)[-1] == (boss.id, "coordinator")
    assert case.id in {one.id for one in district.keep(lambda unit: cases_of(unit, boss))}
    assert district.case(case.id).broken == 0


def test_after_a_long_night_of_the_process_everybody_is_asked_in_one_step(district: District) -> None:
    district.staff("case_manager", "Mia", "Büren")
    boss = district.staff("coordinator", "Kim")
    case = district.hands_over()
    district.looks_at(27, 15, 45)
    assert district.asked(case.id)[-1] == (boss.id, "coordinator")
    assert district.keep(climb) == 0


def test_a_broken_promise_is_said_counted_and_made_anew_once(district: District) -> None:
    district.staff("case_manager", "Mia", "Büren")
    district.staff("coordinator", "Kim")
    case = district.hands_over()
    district.looks_at(27, 16)
    moved = [facts for kind, facts in district.told() if kind == "promise_moved"]
    assert [german(facts["by"]) for facts in moved] == ["30.11. 16:00"]
    [signal] = district.keep(live_list)
    assert (signal.cause, signal.source, signal.municipality) == (Cause.NO_REPLY, Source.NO_REPLY, "Büren")
    assert district.keep(lambda unit: unit.cases.kept_and_broken(0)) == (0, 1, 0)
    district.looks_at(30, 16)
    assert [facts["by"] for kind, facts in district.told() if kind == "promise_moved"] == [None]
    assert (district.case(case.id).promised_at, district.case(case.id).broken) == (None, 2)
    district.looks_at(7, 12, month=12)
    assert [kind for kind, _ in district.told() if kind == "promise_moved"] == []
    assert len(district.keep(live_list)) == 1


def test_a_person_in_danger_is_no_figure_of_the_gap_log(district: District) -> None:
    district.staff("case_manager", "Mia", "Büren")
    district.hands_over(need="safety.domestic_violence")
    district.looks_at(27, 17)
    assert district.keep(live_list) == []


def test_where_nobody_works_nothing_is_promised_until_somebody_does(district: District) -> None:
    case = district.hands_over()
    assert (case.promised_at, case.responsible_id) == (None, None)
    mia = district.staff("case_manager", "Mia", "Büren")
    district.looks_at(26, 10)  # at once, not the next day
    assert district.case(case.id).responsible_id == mia.id
    assert [kind for kind, _ in district.told()] == ["someone_else"]


def test_a_full_town_says_so_and_the_next_one_is_counted(district: District) -> None:
    mia = district.staff("case_manager", "Mia", "Büren")
    district.keep(lambda unit: describe(unit, mia.id, speaks=(), areas=(), capacity=1))
    first = district.hands_over(chat="1")

    def second(unit: Unit) -> str:
        person = live_in(unit, who(unit, channel="telegram", chat_hash="2", chat="2", language="uk"), "Büren")
        prepare(unit, person, need="work.find_job", words="Hilfe")
        with pytest.raises(TownFull):
            hand_over(unit, who(unit, channel="telegram", chat_hash="2", chat="2", language="uk"))
        return "full"

    assert district.keep(second) == "full"
    assert [signal.cause for signal in district.keep(live_list)] == [Cause.FULL]
    district.keep(lambda unit: accept_case(unit, mia, first.id))
    district.keep(lambda unit: close_case(unit, mia, first.id, Outcome.SOLVED))
    assert district.hands_over(chat="3").responsible_id == mia.id


def test_while_somebody_is_away_their_substitute_reads_and_the_person_knows(district: District) -> None:
    mia, nele = district.staff("case_manager", "Mia", "Büren"), district.staff("case_manager", "Nele", "Salzkotten")
    case = district.hands_over()
    district.keep(lambda unit: accept_case(unit, mia, case.id))
    district.keep(lambda unit: be_absent(unit, mia.id, date(2026, 11, 30), date(2026, 12, 4), nele.id))
    district.told()
    district.now = datetime(2026, 12, 1, 9, tzinfo=BERLIN)
    for inbox in (1, 2):
        district.keep(lambda unit, inbox=inbox: write_as_person(unit, district_case(unit, case.id), "Guten Tag", inbox))
    told = district.told()
    away = [facts for kind, facts in told if kind == "away"]
    assert [(facts["manager"], facts["other"], german(facts["until"])) for facts in away] == [("Mia", "Nele", "07.12. 08:00")]
    assert district.keep(lambda unit: access_case(unit, nele, case.id)).id == case.id


def district_case(unit: Unit, case_id: int) -> CaseRow:
    found = unit.cases.one(case_id)
    assert found is not None
    return found


def test_whoever_left_hears_nothing_more(district: District) -> None:
    mia = district.staff("case_manager", "Mia", "Büren")
    district.staff("coordinator", "Kim")
    chat = district.keep(lambda unit: who(unit, channel="telegram", chat_hash="mias", chat="9", language="de"))
    district.keep(lambda unit: unit.staff.bind(mia.id, chat.contact_id))
    district.keep(lambda unit: unit.staff.tell_by(mia.id, ["telegram"]))
    case = district.hands_over()
    assert district.keep(lambda unit: unit.outbox.counts()) == {"queued": 1}
    district.keep(lambda unit: leave_team(unit, mia.id))
    assert "new_handover" not in [kind for kind, _ in district.told()]
    assert district.case(case.id).person_id is not None


def test_whoever_leaves_in_the_middle_leaves_nobody_waiting(district: District) -> None:
    mia, boss = district.staff("case_manager", "Mia", "Büren"), district.staff("coordinator", "Kim")
    case = district.hands_over()
    district.keep(lambda unit: accept_case(unit, mia, case.id))
    district.told()
    district.keep(lambda unit: leave_team(unit, mia.id))
    left = district.case(case.id)
    assert (left.state, left.accepted_by, left.responsible_id) == ("waiting", None, boss.id)
    assert [reason.why for reason in reasons_of(left)] == [Why.NO_POST, Why.COORDINATOR]
    assert [kind for kind, _ in district.told()] == ["someone_else"]
    assert district.keep(lambda unit: [post.staff_id for post in unit.roster.posts()]) == [None]
    district.staff("case_manager", "Emil", "Büren")
    assert district.keep(lambda unit: len(unit.roster.posts())) == 1  # the vacant post, not one more


def test_a_promise_does_not_move_because_somebody_else_keeps_it(district: District) -> None:
    mia, boss = district.staff("case_manager", "Mia", "Büren"), district.staff("coordinator", "Kim")
    case = district.hands_over()
    district.told()
    district.now = datetime(2026, 11, 27, 9, tzinfo=BERLIN)
    district.keep(lambda unit: leave_team(unit, mia.id))
    assert (german(district.case(case.id).promised_at), district.case(case.id).responsible_id) == ("27.11. 16:00", boss.id)
    [(kind, facts)] = district.told()
    assert (kind, german(facts["by"])) == ("someone_else", "27.11. 16:00")
    district.looks_at(27, 16)
    assert district.case(case.id).broken == 1


def test_whoever_moved_keeps_thread_and_consent_and_hears_who_answers(district: District) -> None:
    mia, paul = district.staff("case_manager", "Mia", "Büren"), district.staff("case_manager", "Paul", "Paderborn")
    case = district.hands_over()
    district.keep(lambda unit: accept_case(unit, mia, case.id))
    with pytest.raises(NotUnderstood):
        district.keep(lambda unit: transfer(unit, mia, case.id, "Bielefeld"))
    district.told()
    district.keep(lambda unit: transfer(unit, mia, case.id, "Paderborn"))
    moved = district.case(case.id)
    assert (moved.state, moved.municipality, moved.responsible_id) == ("waiting", "Paderborn", paul.id)
    assert [message.words for message in district.keep(lambda unit: unit.threads.messages(case.id))] == ["Hilfe"]
    assert len(district.keep(lambda unit: unit.consents.of_case(case.id))) == 1
    [(kind, facts)] = district.told()
    assert (kind, facts["municipality"], german(facts["by"])) == ("transferred", "Paderborn", "27.11. 16:00")
    with pytest.raises(CaseNotFound):
        district.keep(lambda unit: accept_case(unit, district_staff(unit, "Nobody"), case.id))


def district_staff(unit: Unit, _name: str) -> StaffRow:
    return StaffRow(999, "case_manager", "Nobody", "de", ("Büren",))


def test_a_reply_can_be_taken_back_for_ten_seconds_by_whoever_wrote_it(district: District) -> None:
    mia, emil = district.staff("case_manager", "Mia", "Büren"), district.staff("case_manager", "Emil", "Büren")
    case = district.hands_over()
    district.keep(lambda unit: accept_case(unit, mia, case.id))
    district.told()
    district.keep(lambda unit: write_as_staff(unit, mia, case.id, "In den falschen Fall", "k1", IN_CHAT))
    message = district.keep(lambda unit: unit.threads.messages(case.id))[-1]
    assert message.held and district.told() == []
    with pytest.raises(TooLate):
        district.keep(lambda unit: take_back(unit, emil, case.id, message.id))
    assert district.keep(lambda unit: take_back(unit, mia, case.id, message.id)) == "In den falschen Fall"
    assert [one.sender for one in district.keep(lambda unit: unit.threads.messages(case.id))] == ["person"]
    district.keep(lambda unit: write_as_staff(unit, mia, case.id, "Guten Tag", "k2", IN_CHAT))
    district.now += timedelta(seconds=10)
    later = district.keep(lambda unit: unit.threads.messages(case.id))[-1]
    assert not later.held
    with pytest.raises(TooLate):
        district.keep(lambda unit: take_back(unit, mia, case.id, later.id))
    assert [kind for kind, _ in district.told()] == ["staff_wrote"]


def test_a_note_stays_with_the_team_and_goes_with_the_case(district: District) -> None:
    mia = district.staff("case_manager", "Mia", "Büren")
    case = district.hands_over()
    district.told()
    district.keep(lambda unit: write_note(unit, mia, case.id, "Ruft vormittags an"))
    assert district.told() == []
    assert [note.words for note in district.keep(lambda unit: unit.threads.notes(case.id))] == ["Ruft vormittags an"]
    district.keep(lambda unit: unit.cases.erase(case.id))
    assert district.keep(lambda unit: unit.threads.notes(case.id)) == []


def test_what_was_missing_is_said_at_closing_and_nobody_is_sent_away_without_a_place(district: District) -> None:
    mia = district.staff("case_manager", "Mia", "Büren")
    first, second = district.hands_over(chat="1"), district.hands_over(chat="2")
    for case in (first, second):
        district.keep(lambda unit, case=case: accept_case(unit, mia, case.id))
    district.told()
    district.keep(lambda unit: close_case(unit, mia, first.id, Outcome.PARTLY, Cause.LANGUAGE))
    district.keep(lambda unit: close_case(unit, mia, second.id, Outcome.NOT_ELIGIBLE))
    assert sorted(signal.cause for signal in district.keep(live_list)) == sorted([Cause.LANGUAGE, Cause.NOT_ELIGIBLE])
    district.now += timedelta(seconds=11)
    assert [kind for kind, _ in district.told()] == ["case_closed", "not_for_us"]

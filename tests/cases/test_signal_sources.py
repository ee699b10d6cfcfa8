"""Where signals come from: what each source fills in, and that nobody makes many of them by asking often."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from cases import referral
from cases.identifying import leads_to_somebody, looks_like_a_name
from cases.needs import take_need
from cases.people import Person, live_in, who
from directory.find import load_directory
from gaps.fields import CameOf, Cause, Evidence, Gap, Source
from gaps.signals import note
from storage.gap_rows import SignalRow
from storage.gap_tables import gap_tokens
from storage.unit import Unit
from tests.cases.district import District

NEED, ADVICE = "language.german_course", "community.migration_advice"


def somebody(unit: Unit) -> Person:
    return live_in(unit, who(unit, channel="telegram", chat_hash="1", chat="1", language="ar"), "Büren")


def signals(district: District) -> list[SignalRow]:
    return district.keep(lambda unit: unit.gaps.newest())


def test_one_person_sending_a_thousand_signals_counts_once(district: District) -> None:
    gap = Gap(NEED, "Büren", Cause.NOTHING_LISTED, "ar")

    def send(unit: Unit) -> int:
        person = somebody(unit)
        return sum(note(unit, person.id, gap) for _ in range(1_000))

    assert district.keep(send) == 1
    assert len(signals(district)) == 1
    people = select(func.count(gap_tokens.c.token.distinct()))
    assert district.keep(lambda unit: unit.connection.execute(people).scalar_one()) == 1


@pytest.mark.parametrize("words", ["asdf qwertz", "🙂", "4711", "https://example.org", "Der Himmel ist heute wieder sehr schön und weit"])
def test_not_understanding_is_never_a_signal(district: District, words: str) -> None:
    answer = district.keep(lambda unit: take_need(unit, somebody(unit), words, load_directory(unit)))
    assert answer.found == ()
    assert signals(district) == []


@pytest.mark.parametrize("reached", [True, False])
def test_what_did_not_help_says_what_was_tried_and_that_it_is_a_single_hint(district: District, reached: bool) -> None:
    def tell(unit: Unit) -> tuple[str, ...]:
        person = somebody(unit)
        services = load_directory(unit).find(ADVICE, "Büren")[:2]
        referral.propose(unit, person, ADVICE, services)
        [row] = unit.referrals.of_person(person.id)
        told = referral.reached(unit, row, 1) if reached else row
        assert told is not None
        referral.did_not_help(unit, told, Cause.FULL)
        return tuple(service.source_id for service in services)

    first, second = district.keep(tell)
    [one] = signals(district)
    assert one.evidence == Evidence.SINGLE and one.note is None
    if reached:
        assert one.source == Source.DID_NOT_HELP and json.loads(one.tried) == [[second, CameOf.DID_NOT_HELP]]
    else:
        assert one.source == Source.REFERRAL_FAILED
        assert json.loads(one.tried) == [[first, CameOf.NOT_REACHED], [second, CameOf.NOT_REACHED]]


@pytest.mark.parametrize(
    "words",
    [
        "Frau Yilmaz sucht eine Wohnung",
        "Herrn Özdemir wurde abgesagt",
        "Ahmad Alhusseini braucht einen Kurs",
        "A. Yilmaz fragt seit Wochen",
        "ein Junge namens Karim",
        "geboren am 12.3.1990",
        "Familie Schmidt ist betroffen",
    ],
)
def test_what_looks_like_a_name_is_noticed(words: str) -> None:
    assert looks_like_a_name(words)


@pytest.mark.parametrize(
    "words",
    [
        "Kein Deutschkurs in Büren",
        "Die Frau aus Syrien findet keinen Platz",
        "Familien mit Kindern finden nichts",
        "Seit 1.7.2026 keine Kurse, z. B. in Büren",
        "Deutschkurs Büren ist voll, Warteliste 9 Wochen",
        "Das Jobcenter verlangt die Fiktionsbescheinigung nach § 81 AufenthG",
        "",
    ],
)
def test_what_names_nobody_may_be_written(words: str) -> None:
    assert not looks_like_a_name(words) and not leads_to_somebody(words)


@pytest.mark.parametrize("words", ["05251 123456", "a.b@example.org", "K-7QW2MX", "DE89 3704 0044 0532 0130 00", "٠١٥١ ٢٣٤٥٦٧٨٩"])
def test_what_leads_to_somebody_is_noticed(words: str) -> None:
    assert leads_to_somebody(f"Bitte {words} fragen")

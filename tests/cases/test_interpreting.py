"""An interpreter sees one case, with the person's yes, until a moment; and nothing before, after or beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from cases import interpreting
from cases.access import access_as_interpreter, access_case, cases_of, find_case, interpreter_of, own_data
from cases.consent import withdraw as withdraw_all
from cases.conversation import (
    Outcome,
    Ways,
    accept_case,
    close_case,
    end_by_person,
    take_back_as_interpreter,
    transfer,
    write_as_interpreter,
    write_as_person,
    write_as_staff,
    write_note,
)
from cases.forgetting import erase, forget_what_is_over
from cases.interpreting import DAYS, DAYS_AT_MOST, Said, Why, answer, ask, book, candidates, end, may_ask, nobody_found, standing
from cases.people import Person, who
from cases.refusals import AlreadyAsked, CaseClosed, CaseNotAccepted, CaseNotFound, NotUnderstood, NotYourCase, NoYes
from cases.team import be_absent, describe, leave_team
from storage.cases import CaseRow
from storage.interpretings import InterpretingRow
from storage.outbox import OutboxRow
from storage.staff import StaffRow
from storage.tables import interpretings
from storage.unit import Unit
from tests.cases.district import District

WAYS = Ways(chat_text=True, public_url="https://kim.example")


class Scene:
    """A case Mia accepted, and interpreters: Sara speaks Arabic and is a woman, Omar speaks it and says nothing, Olha speaks Ukrainian."""

    def __init__(self, district: District) -> None:
        self.district, self.keep = district, district.keep
        self.mia = district.staff("case_manager", "Mia", "Büren")
        self.sara = self._interpreter("Sara", "ar", "woman")
        self.omar = self._interpreter("Omar", "ar", "")
        self.olha = self._interpreter("Olha", "uk", "woman")
        self.case = district.hands_over()
        self.keep(lambda unit: accept_case(unit, self.mia, self.case.id))

    def _interpreter(self, name: str, language: str, gender: str) -> StaffRow:
        added = self.district.staff("interpreter", name)
        self.keep(lambda unit: describe(unit, added.id, speaks=[language], areas=(), capacity=None, gender=gender))
        return next(one for one in self.keep(lambda unit: unit.staff.by_role("interpreter")) if one.id == added.id)

    def person(self, chat: str = "1") -> Person:
        return self.keep(lambda unit: who(unit, channel="telegram", chat_hash=chat, chat=chat, language="ar"))

    @property
    def row(self) -> InterpretingRow:
        found = self.keep(lambda unit: unit.interpretings.newest(self.case.id))
        assert found is not None
        return found

    def asks(self) -> int:
        self.keep(lambda unit: ask(unit, self.mia, self.case.id))
        return self.row.id

    def says(self, *said: Said) -> None:
        for one in said:
            assert self.answers(one) is not None

    def answers(self, said: Said, number: int | None = None, chat: str = "1") -> InterpretingRow | None:
        person, asked = self.person(chat), self.row.id if number is None else number
        return self.keep(lambda unit: answer(unit, person, asked, said))

    def takes_back(self, number: int | None = None, chat: str = "1") -> bool:
        person, asked = self.person(chat), self.row.id if number is None else number
        return self.keep(lambda unit: interpreting.withdraw(unit, person, asked))

    @property
    def now(self) -> CaseRow:
        return self.district.case(self.case.id)

    def books(self, who: StaffRow | None = None, *, days: int = DAYS, briefing: str = "", confirmed: bool = False) -> None:
        chosen = (who or self.sara).id
        self.keep(lambda unit: book(unit, self.mia, self.case.id, chosen, days=days, briefing=briefing, confirmed=confirmed))

    def booked(self) -> Scene:
        self.asks()
        self.says("any")
        self.books(briefing="Es geht um die Wohnung")
        return self

    def sees(self, staff: StaffRow) -> bool:
        try:
            self.keep(lambda unit: access_as_interpreter(unit, staff, self.case.id))
        except CaseNotFound:
            return False
        return True

    def fitting(self) -> list[str]:
        case, row = self.now, self.row
        return [one.name for one in self.keep(lambda unit: candidates(unit, case, row))]

    def purposes(self) -> list[tuple[str, bool]]:
        given = self.keep(lambda unit: unit.consents.of_case(self.case.id))
        return [(purpose, withdrawn is not None) for purpose, _, _, _, withdrawn in given]

    def hears(self) -> list[str]:
        """What kinds of notices were left for the person and the staff, since the last look: a chat hears one at a time."""
        kinds = []
        while told := self.district.told():
            kinds += [kind for kind, _ in told]
        return kinds

    def audited(self) -> list[tuple[str, str]]:
        rows = self.keep(lambda unit: unit.audit.newest(before=None, at_most=50))
        return [(row.action, row.about) for row in reversed(rows) if row.action.startswith("interpreter")]


@pytest.fixture
def scene(district: District) -> Scene:
    return Scene(district)


def test_nobody_sees_anything_before_the_yes_and_the_booking(scene: Scene) -> None:
    assert not scene.sees(scene.sara)
    with pytest.raises(NoYes):
        scene.books()
    scene.asks()
    with pytest.raises(NoYes):
        scene.books()
    scene.says("any")
    assert not scene.sees(scene.sara)
    scene.books()
    assert scene.sees(scene.sara) and not scene.sees(scene.omar)
    assert scene.purposes() == [("talk to a person", False), ("interpreter", False)]
    assert scene.audited() == [("interpreter_asked", ""), ("interpreter_booked", str(scene.sara.id))]


def test_whoever_interprets_gets_through_no_other_door(scene: Scene) -> None:
    scene.booked()
    with pytest.raises(CaseNotFound):
        scene.keep(lambda unit: access_case(unit, scene.sara, scene.case.id))
    assert scene.keep(lambda unit: cases_of(unit, scene.sara)) == []
    assert scene.keep(lambda unit: find_case(unit, scene.sara, scene.case.reference)) is None
    acts: list[Callable[[Unit], object]] = [
        lambda unit: write_note(unit, scene.sara, scene.case.id, "Notiz"),
        lambda unit: close_case(unit, scene.sara, scene.case.id, Outcome.SOLVED),
        lambda unit: transfer(unit, scene.sara, scene.case.id, "Salzkotten"),
        lambda unit: write_as_staff(unit, scene.sara, scene.case.id, "Antwort", "1", WAYS),
        lambda unit: ask(unit, scene.sara, scene.case.id),
        lambda unit: book(unit, scene.sara, scene.case.id, scene.omar.id),
    ]
    for act in acts:
        with pytest.raises(CaseNotFound):
            scene.keep(act)


def test_a_case_manager_does_not_come_in_by_the_interpreters_door(scene: Scene) -> None:
    scene.booked()
    assert not scene.sees(scene.mia)


def test_only_whoever_accepted_it_asks_books_and_ends(scene: Scene) -> None:
    ole = scene.district.staff("case_manager", "Ole", "Büren")
    for act in (ask, end, nobody_found):
        with pytest.raises(NotYourCase):
            scene.keep(partial(act, staff=ole, case_id=scene.case.id))
    waiting = scene.district.hands_over(need="health.doctor", chat="2")
    with pytest.raises(CaseNotAccepted):
        scene.keep(lambda unit: ask(unit, scene.mia, waiting.id))
    scene.keep(lambda unit: close_case(unit, scene.mia, scene.case.id, Outcome.SOLVED))
    with pytest.raises(CaseClosed):
        scene.asks()


def test_while_they_are_away_whoever_stands_in_asks_books_and_ends(scene: Scene) -> None:
    nele = scene.district.staff("case_manager", "Nele", "Salzkotten")
    today = scene.district.now.date()
    scene.keep(lambda unit: be_absent(unit, scene.mia.id, today, today, nele.id))
    scene.keep(lambda unit: unit.cases.ask(scene.case.id, [nele.id], "substitute"))
    scene.keep(lambda unit: ask(unit, nele, scene.case.id))
    scene.says("any")
    scene.keep(lambda unit: book(unit, nele, scene.case.id, scene.sara.id))
    assert scene.sees(scene.sara)
    scene.keep(lambda unit: end(unit, nele, scene.case.id))
    assert not scene.sees(scene.sara)


@pytest.mark.parametrize(
    ("said", "wish", "not_community", "fitting"),
    [
        pytest.param(["any"], "any", False, ["Sara", "Omar"], id="anybody"),
        pytest.param(["woman"], "woman", False, ["Sara"], id="a woman"),
        pytest.param(["man"], "man", False, [], id="a man: who says nothing of themselves is not taken for one"),
        pytest.param(["other"], "any", True, ["Sara", "Omar"], id="nobody from the own community"),
        pytest.param(["woman", "other"], "woman", True, ["Sara"], id="both"),
        pytest.param(["other", "woman"], "woman", True, ["Sara"], id="both, the other way round"),
        pytest.param(["woman", "other", "any"], "any", False, ["Sara", "Omar"], id="anew"),
        pytest.param(["no", "woman"], "woman", False, ["Sara"], id="after a no they thought about it"),
    ],
)
def test_the_wish_counts(scene: Scene, said: list[Said], wish: str, not_community: bool, fitting: list[str]) -> None:
    scene.asks()
    scene.says(*said)
    assert (scene.row.state, scene.row.wish, scene.row.not_from_community) == ("agreed", wish, not_community)
    assert scene.fitting() == fitting


def test_somebody_who_does_not_fit_is_not_booked(scene: Scene) -> None:
    scene.asks()
    scene.says("woman", "other")
    for who_else in (scene.omar, scene.olha, scene.mia):
        with pytest.raises(NotUnderstood, match="interpreter"):
            scene.books(who_else, confirmed=True)
    with pytest.raises(NotUnderstood, match="community"):
        scene.books()
    for days in (0, DAYS_AT_MOST + 1):
        with pytest.raises(NotUnderstood, match="booking"):
            scene.books(days=days, confirmed=True)
    with pytest.raises(NotUnderstood, match="briefing"):
        scene.books(briefing="x" * 501, confirmed=True)
    assert not scene.sees(scene.sara)
    scene.books(days=DAYS_AT_MOST, confirmed=True)
    assert scene.sees(scene.sara)


def test_a_no_stands_for_a_week(scene: Scene) -> None:
    scene.asks()
    scene.says("any", "no")
    assert scene.purposes()[-1] == ("interpreter", True)
    with pytest.raises(NoYes):
        scene.books()
    with pytest.raises(AlreadyAsked):
        scene.asks()
    scene.district.now += timedelta(days=7, seconds=1)
    first = scene.row.id
    assert scene.asks() != first
    assert scene.answers("any", first) is None  # an older message
    scene.says("any")
    with pytest.raises(AlreadyAsked):
        scene.asks()


def test_nobody_answers_for_somebody_else(scene: Scene) -> None:
    number = scene.asks()
    assert scene.answers("any", number, chat="2") is None
    assert scene.answers("any", number + 4711) is None
    scene.says("any")
    scene.books()
    assert not scene.takes_back(number, chat="2")
    assert scene.sees(scene.sara)


def test_whoever_is_booked_is_not_changed_by_a_late_tap(scene: Scene) -> None:
    scene.booked()
    assert scene.answers("man") is None
    assert scene.sees(scene.sara)


def closed(scene: Scene) -> None:
    scene.keep(lambda unit: close_case(unit, scene.mia, scene.case.id, Outcome.SOLVED))


def ended(scene: Scene) -> None:
    scene.keep(lambda unit: end(unit, scene.mia, scene.case.id))


def withdrew(scene: Scene) -> None:
    assert scene.takes_back()
    assert scene.purposes() == [("talk to a person", False), ("interpreter", True)]


def withdrew_all(scene: Scene) -> None:
    person = scene.person()
    assert scene.keep(lambda unit: withdraw_all(unit, person, scene.case.id)) is not None


def ended_it_themselves(scene: Scene) -> None:
    person, case = scene.person(), scene.now
    scene.keep(lambda unit: end_by_person(unit, person, case))


def deleted(scene: Scene) -> None:
    person = scene.person()
    scene.keep(lambda unit: erase(unit, person))


def left(scene: Scene) -> None:
    scene.keep(lambda unit: leave_team(unit, scene.sara.id))


ENDINGS: dict[Callable[[Scene], None], str] = {
    closed: "closed",
    ended: "ended",
    withdrew: "withdrawn",
    withdrew_all: "closed",
    ended_it_themselves: "closed",
}
ENDINGS |= {deleted: "closed", left: "left"}


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.__name__)
def test_access_ends_in_the_moment_anything_ends(scene: Scene, ending: Callable[[Scene], None]) -> None:
    scene.booked()
    assert scene.sees(scene.sara)
    ending(scene)
    assert not scene.sees(scene.sara)
    assert scene.keep(lambda unit: unit.interpretings.of_staff(scene.sara.id)) == []
    briefings = scene.keep(lambda unit: list(unit.connection.execute(select(interpretings.c.briefing)).scalars()))
    assert briefings in ([], [None])
    assert scene.audited()[-1] == ("interpreter_ended", ENDINGS[ending])


def test_the_time_ends_it_whether_the_clock_looks_or_not(scene: Scene) -> None:
    scene.asks()
    scene.says("any")
    scene.books(days=2)
    scene.district.now += timedelta(days=2, seconds=-1)
    assert scene.sees(scene.sara)
    scene.district.now += timedelta(seconds=1)
    assert not scene.sees(scene.sara)
    assert scene.keep(lambda unit: interpreter_of(unit, scene.case)) is None
    scene.hears()
    assert scene.keep(forget_what_is_over)["interpreters"] == 1
    assert (scene.row.state, scene.row.why) == ("over", Why.EXPIRED)
    assert scene.keep(forget_what_is_over)["interpreters"] == 0
    assert scene.hears() == ["interpreter_gone"]
    case = scene.now
    assert scene.keep(lambda unit: may_ask(unit, case))


def test_a_new_booking_needs_a_new_yes(scene: Scene) -> None:
    scene.booked()
    ended(scene)
    with pytest.raises(NoYes):
        scene.books()
    scene.asks()
    with pytest.raises(NoYes):
        scene.books()


def test_another_town_keeps_the_interpreter_who_writes_again_when_somebody_accepted(scene: Scene) -> None:
    scene.booked()
    ole = scene.district.staff("case_manager", "Ole", "Salzkotten")
    scene.keep(lambda unit: transfer(unit, scene.mia, scene.case.id, "Salzkotten"))
    assert scene.sees(scene.sara)
    with pytest.raises(CaseNotAccepted):
        scene.keep(lambda unit: write_as_interpreter(unit, scene.sara, scene.case.id, "Hallo", "1", WAYS))
    with pytest.raises(CaseNotFound):
        ended(scene)
    scene.keep(lambda unit: accept_case(unit, ole, scene.case.id))
    scene.keep(lambda unit: end(unit, ole, scene.case.id))
    assert not scene.sees(scene.sara)


def carried(unit: Unit) -> list[OutboxRow]:
    rows = unit.outbox.claim("test", 100)
    unit.outbox.sent([row.id for row in rows])
    return rows


def test_what_an_interpreter_writes_goes_to_the_person_by_name_and_answers_nothing(scene: Scene) -> None:
    scene.booked()
    scene.hears()
    case = scene.now
    scene.keep(lambda unit: write_as_person(unit, case, "مرحبا", None))
    scene.district.now += timedelta(minutes=5)
    for _ in range(2):  # the form came twice
        scene.keep(lambda unit: write_as_interpreter(unit, scene.sara, scene.case.id, " أهلا ", "form", WAYS))
    thread = scene.keep(lambda unit: unit.threads.messages(scene.case.id))
    assert [(one.sender, one.staff_id, one.words) for one in thread[-2:]] == [
        ("person", None, "مرحبا"),
        ("interpreter", scene.sara.id, "أهلا"),
    ]
    assert list(scene.keep(lambda unit: unit.threads.waits_for_answer([scene.case.id]))) == [scene.case.id]
    assert scene.keep(lambda unit: unit.threads.last_of_staff(scene.case.id)) is None
    assert scene.keep(carried) == []  # it is held for ten seconds
    scene.district.now += timedelta(seconds=11)
    [row] = scene.keep(carried)
    assert (row.kind, row.payload["manager"], row.payload["words"], row.payload["interprets"]) == ("staff_wrote", "Sara", "أهلا", "yes")


def test_what_was_written_can_be_taken_back_by_whoever_wrote_it(scene: Scene) -> None:
    scene.booked()
    scene.keep(lambda unit: write_as_interpreter(unit, scene.sara, scene.case.id, "falsch", "1", WAYS))
    message = scene.keep(lambda unit: unit.threads.messages(scene.case.id))[-1]
    with pytest.raises(CaseNotFound):
        scene.keep(lambda unit: take_back_as_interpreter(unit, scene.omar, scene.case.id, message.id))
    assert scene.keep(lambda unit: take_back_as_interpreter(unit, scene.sara, scene.case.id, message.id)) == "falsch"


def test_the_briefing_is_sealed_and_goes_with_the_booking(scene: Scene) -> None:
    scene.booked()
    number = scene.row.id
    assert scene.keep(lambda unit: unit.threads.briefing(scene.case.id, number)) == "Es geht um die Wohnung"
    kept = scene.keep(lambda unit: unit.connection.execute(select(interpretings.c.briefing)).scalar_one())
    assert b"Wohnung" not in kept
    ended(scene)
    assert scene.keep(lambda unit: unit.threads.briefing(scene.case.id, number)) == ""


def test_the_person_finds_who_interprets_in_their_own_data(scene: Scene) -> None:
    person = scene.person()
    assert scene.keep(lambda unit: own_data(unit, person)).interpreters == {}
    scene.booked()
    assert scene.keep(lambda unit: own_data(unit, person)).interpreters == {scene.case.id: "Sara"}


def language_gaps(scene: Scene) -> list[tuple[str, str, str]]:
    rows = scene.keep(lambda unit: unit.gaps.newest(50))
    return [(row.need, row.municipality or "", row.cause) for row in rows if row.source == "case manager"]


def test_none_found_is_told_and_counted_once_for_each_case(scene: Scene) -> None:
    with pytest.raises(NoYes):
        scene.keep(lambda unit: nobody_found(unit, scene.mia, scene.case.id))
    for _ in range(2):
        scene.asks()
        scene.says("man")
        scene.hears()
        scene.keep(lambda unit: nobody_found(unit, scene.mia, scene.case.id))
        assert scene.hears() == ["interpreter_none"]
        with pytest.raises(NoYes):
            scene.keep(lambda unit: nobody_found(unit, scene.mia, scene.case.id))
    assert language_gaps(scene) == [("housing.find_home", "Büren", "language or interpreter missing")]


def test_an_unanswered_question_is_asked_again_after_a_week_and_then_only_the_new_one_counts(scene: Scene) -> None:
    first = scene.asks()
    with pytest.raises(AlreadyAsked):
        scene.asks()
    scene.district.now += timedelta(days=8)
    second = scene.asks()
    assert scene.answers("any", first) is None
    assert scene.answers("any", second) is not None


def test_a_booking_that_ran_out_unseen_is_ended_when_the_next_is_asked_for(scene: Scene) -> None:
    scene.booked()
    scene.district.now += timedelta(days=DAYS, seconds=1)
    before = scene.keep(lambda unit: standing(unit, scene.case.id))
    assert before is not None and (before.state, before.why) == ("over", Why.EXPIRED)
    scene.asks()
    assert scene.audited()[-2:] == [("interpreter_ended", "expired"), ("interpreter_asked", "")]

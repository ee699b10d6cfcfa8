"""A promise with a clock: what people hear about when somebody answers, and that it is true. Told on both channels."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.clockwork import do_what_is_due
from cases.team import be_absent, describe
from directory.hours import BERLIN
from gaps.fields import Cause
from gaps.signals import live_list
from locales.speech import _, speaking
from storage.cases import CaseRow
from tests.journeys.stage import Newcomer, Stage, until


def stands_at(stage: Stage, *german: int) -> None:
    """The clock of the house shows this German time, and goes on from there."""
    stage.clock.ahead = datetime(*german, tzinfo=BERLIN) - datetime.now(UTC)  # type: ignore[misc, arg-type]


async def only_case(stage: Stage) -> CaseRow:
    [case] = await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True))
    return case


async def hands_over(newcomer: Newcomer, town: str = "Büren") -> str:
    await newcomer.says(f"Ich wohne in {town}. Ich suche eine Wohnung")
    await newcomer.presses("Mit einem Menschen")
    return (await newcomer.presses("Ja, weitergeben")).text


async def test_in_tigrinya_on_a_saturday_night_before_easter_monday(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2027, 3, 27, 23, 40)
    manager = await stage.staff("case_manager", "Lichtenau", name="Frau Beispiel")
    with speaking("ti"):
        human, town, yes = _("Talk to a person"), "Lichtenau", _("Yes, pass it on")
        closed, promised = _("The office is closed until {when}."), _("Someone at KIM will answer you here by {when} at the latest.")
    await newcomer.says("ገዛ ክራይ እደሊ ንስድራቤተይ", answers=2)
    await newcomer.presses(town)
    await newcomer.presses(human)
    receipt = (await newcomer.presses(yes)).text
    before = [sentence.partition("{when}")[0].strip() for sentence in (closed, promised)]
    assert all(words in receipt for words in before)
    assert "30.03.2027, 08:00" in receipt and "30.03.2027, 16:00" in receipt  # Tuesday: Sunday and Monday are Easter

    stands_at(stage, 2027, 3, 30, 9, 0)
    await manager.signs_in()
    await newcomer.says("ሰላም")
    case = await only_case(stage)
    page = await manager.page(f"/desk/cases/{case.id}")
    assert "Tigrinya" in page and "zugesagt bis Di. 30.3.2027, 16:00 Uhr" in await manager.page("/desk")
    assert (await manager.accepts(case.id)).status_code == 200
    await newcomer.hears("Frau Beispiel")


async def test_while_the_case_manager_is_away_the_substitute_is_asked_and_the_case_says_why(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2026, 12, 1, 10, 0)
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    nele = await stage.staff("case_manager", "Salzkotten", name="Nele")
    phone = stage.telegram()
    await nele.bind_chat(phone)
    await stage.house.keep(lambda unit: be_absent(unit, mia.staff_id, date(2026, 12, 1), date(2026, 12, 4), nele.staff_id))
    await hands_over(newcomer)
    await phone.hears("Büren")
    case = await only_case(stage)
    page = await nele.page(f"/desk/cases/{case.id}")
    assert "Mia ist bis Fr. 4.12.2026 nicht da." in page and "Nele (Sie)" in page
    await nele.accepts(case.id)
    await newcomer.hears("Nele")


async def test_whoever_is_away_in_the_middle_is_stood_in_for_and_the_person_hears_it(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2026, 12, 1, 10, 0)
    mia, nele = await stage.staff("case_manager", "Büren", name="Mia"), await stage.staff("case_manager", "Salzkotten", name="Nele")
    await hands_over(newcomer)
    case = await only_case(stage)
    await mia.accepts(case.id)
    await newcomer.hears("Mia")
    await stage.house.keep(lambda unit: be_absent(unit, mia.staff_id, date(2026, 12, 2), date(2026, 12, 4), nele.staff_id))
    stands_at(stage, 2026, 12, 2, 10, 0)
    await nele.signs_in()
    await newcomer.says("Sind Sie noch da?", answers=2)
    heard = "\n".join(line.text for line in await newcomer.heard())
    assert "07.12.2026, 08:00" in heard and "Nele" in heard
    assert "Sind Sie noch da?" in await nele.page(f"/desk/cases/{case.id}")


async def test_whoever_moves_to_paderborn_keeps_the_thread(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2026, 12, 1, 10, 0)
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    paul = await stage.staff("case_manager", "Paderborn", name="Paul")
    await hands_over(newcomer)
    case = await only_case(stage)
    await mia.accepts(case.id)
    await mia.replies(case.id, "Guten Tag, wann ziehen Sie um?")
    await newcomer.hears("wann ziehen Sie um")
    await mia.send(f"/desk/cases/{case.id}", f"/desk/cases/{case.id}/transfer", municipality="Paderborn")
    moved = await newcomer.hears("Ihr Gespräch ist jetzt")
    assert "02.12.2026, 16:00" in moved
    page = await paul.page(f"/desk/cases/{case.id}")
    assert "wann ziehen Sie um" in page and "Weitergabe an einen Menschen bei KIM: ja" in page
    assert (await mia.client.get(f"/desk/cases/{case.id}")).status_code == 404  # it is not hers any more
    await paul.accepts(case.id)
    await newcomer.hears("Paul")


async def test_a_promise_that_was_not_kept_is_said_and_a_coordinator_has_it(newcomer: Newcomer, stage: Stage) -> None:
    await stage.staff("case_manager", "Büren", name="Mia")
    kim = await stage.staff("coordinator", name="Kim")
    stands_at(stage, 2026, 12, 1, 10, 0)
    assert "02.12.2026, 16:00" in await hands_over(newcomer)
    stands_at(stage, 2026, 12, 2, 16, 0)

    async def climbed() -> bool:
        await stage.house.keep(do_what_is_due)
        return (await only_case(stage)).broken == 1

    await until(climbed)
    sorry = await newcomer.hears("nicht rechtzeitig")
    assert "03.12.2026, 16:00" in sorry
    await kim.signs_in()
    assert "Die Zusage wurde nicht gehalten" in await kim.page("/desk")
    assert [row.cause for row in await stage.house.keep(live_list)] == [Cause.NO_REPLY]


async def test_a_full_town_sends_nobody_away_without_a_place(newcomer: Newcomer, stage: Stage) -> None:
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    await stage.house.keep(lambda unit: describe(unit, mia.staff_id, speaks=(), areas=(), capacity=0))
    answer = await hands_over(newcomer)
    assert "kann gerade niemanden neu aufnehmen" in answer
    assert "33142" in answer  # the town hall's address
    assert await stage.house.keep(lambda unit: unit.cases.listed(None, also_without=True)) == []


async def test_outcome_not_eligible_leads_to_other_places_and_is_counted(newcomer: Newcomer, stage: Stage) -> None:
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    await hands_over(newcomer)
    case = await only_case(stage)
    await mia.accepts(case.id)
    await newcomer.hears("Mia")
    await mia.closes(case.id, "not_eligible")
    told = await newcomer.hears("Andere Stellen")
    assert told.buttons
    assert [row.cause for row in await stage.house.keep(live_list)] == [Cause.NOT_ELIGIBLE]


async def test_a_note_is_never_sent_and_a_reply_can_be_taken_back(newcomer: Newcomer, stage: Stage) -> None:
    mia = await stage.staff("case_manager", "Büren", name="Mia")
    await hands_over(newcomer)
    case = await only_case(stage)
    await mia.accepts(case.id)
    await newcomer.hears("Mia")
    await mia.send(f"/desk/cases/{case.id}", f"/desk/cases/{case.id}/notes", note="Kanarienvogel: bitte vorsichtig fragen")
    await mia.send(f"/desk/cases/{case.id}", f"/desk/cases/{case.id}/reply", words="Falscher Fall, Entschuldigung")
    page = await mia.page(f"/desk/cases/{case.id}")
    assert "Kanarienvogel" in page and "Zurücknehmen" in page
    message = await stage.house.keep(lambda unit: unit.threads.messages(case.id)[-1].id)
    back = await mia.send(f"/desk/cases/{case.id}", f"/desk/cases/{case.id}/messages/{message}/take-back")
    assert "Falscher Fall" in back.text and "Zurückgenommen" in back.text
    await mia.replies(case.id, "Guten Tag!")
    await newcomer.hears("Guten Tag!")
    heard = "\n".join(line.text for line in await newcomer.heard())
    assert "Falscher Fall" not in heard and "Kanarienvogel" not in heard

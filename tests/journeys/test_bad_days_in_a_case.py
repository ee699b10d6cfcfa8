"""What goes wrong while somebody at KIM has the case: blocked bots, nights, leavers, odd names and a clock that was set back."""

from __future__ import annotations

import pytest

from tests.journeys.bad_input.telling import talks_with_kim, thread
from tests.journeys.stage import Desk, Newcomer, Stage, until
from tests.journeys.test_promise import stands_at

HEART = "Mia <3 & <b>Söhne</b>"


async def with_mia(newcomer: Newcomer, stage: Stage, name: str = "Mia") -> tuple[Desk, int]:
    """Mia has the case; its number."""
    mia = await stage.staff("case_manager", "Büren", name=name)
    case = await talks_with_kim(newcomer, stage)
    await mia.accepts(case.id)
    await newcomer.hears(name)
    return mia, case.id


async def test_whoever_blocks_the_bot_in_the_middle_is_seen_before_anybody_types_and_again_when_they_are_back(stage: Stage) -> None:
    newcomer = stage.telegram("de")
    mia, case = await with_mia(newcomer, stage)
    await stage.api.blocks(newcomer.chat)

    async def warned() -> bool:
        return "nicht erreichbar" in await mia.page(f"/desk/cases/{case}")

    await until(warned, "the warning at the desk")
    await stage.api.unblocks(newcomer.chat)
    await newcomer.says("Jetzt wieder")

    async def not_warned() -> bool:
        return not await warned()

    await until(not_warned, "the end of the warning")
    await mia.replies(case, "Guten Tag!")
    await newcomer.hears("Guten Tag!")


async def test_at_three_in_the_night_of_a_holiday_it_is_kept_and_nobody_is_said_to_read_it(newcomer: Newcomer, stage: Stage) -> None:
    stands_at(stage, 2026, 12, 23, 10, 0)
    mia, case = await with_mia(newcomer, stage)
    stands_at(stage, 2026, 12, 25, 3, 0)
    told = await newcomer.says("Ich kann nicht schlafen, ich mache mir Sorgen um die Wohnung")
    assert "Das Büro ist bis Montag" in told and "28.12.2026, 08:00" in told
    stands_at(stage, 2026, 12, 28, 8, 5)
    await mia.signs_in()
    assert "Ich kann nicht schlafen" in await mia.page(f"/desk/cases/{case}")


async def test_whoever_is_deactivated_in_the_middle_is_out_at_once_and_somebody_else_has_the_case(newcomer: Newcomer, stage: Stage) -> None:
    kim, ada = await stage.staff("coordinator", name="Kim"), await stage.staff("admin", name="Ada")
    mia, case = await with_mia(newcomer, stage)
    held = await mia.form(f"/desk/cases/{case}", f"/desk/cases/{case}/reply")
    await ada.send("/desk/staff", f"/desk/staff/{mia.staff_id}/deactivate")
    late = await mia.post(f"/desk/cases/{case}/reply", {**held, "words": "Noch schnell"})
    assert late.status_code == 401 and (await mia.client.get(f"/desk/cases/{case}")).status_code == 401
    await newcomer.says("Sind Sie noch da?")
    assert "Sind Sie noch da?" in await kim.page(f"/desk/cases/{case}")
    await kim.accepts(case)
    await newcomer.hears("Kim")
    assert not any("Noch schnell" in line for line in await newcomer.heard())


@pytest.mark.parametrize(("letter", "status"), [("x", 400), ("ش", 413), ("🦄", 413)])
async def test_a_reply_of_a_hundred_thousand_letters_is_refused_and_not_sent_in_part(stage: Stage, letter: str, status: int) -> None:
    newcomer = await stage.web()
    mia, case = await with_mia(newcomer, stage)
    before, words = await thread_of(stage, case), letter * 100_000
    for what, box in (("reply", "words"), ("notes", "note")):
        answer = await mia.send(f"/desk/cases/{case}", f"/desk/cases/{case}/{what}", **{box: words})
        assert answer.status_code == status, what
        assert status != 400 or words in answer.text  # it stands in the box again
    assert await thread_of(stage, case) == before
    await mia.replies(case, letter * 10_000)
    assert letter * 100 in await newcomer.hears(letter * 100)


async def thread_of(stage: Stage, case_id: int) -> list[str]:
    case = await stage.house.keep(lambda unit: unit.cases.one(case_id))
    return await thread(stage, case)


async def test_a_heart_in_a_name_stays_a_heart(newcomer: Newcomer, stage: Stage) -> None:
    mia, case = await with_mia(newcomer, stage, HEART)
    await mia.replies(case, "Guten Tag!")
    assert HEART in await newcomer.hears("Guten Tag!")
    page = await mia.page(f"/desk/cases/{case}")
    assert "Mia &lt;3 &amp; &lt;b&gt;Söhne&lt;/b&gt;" in page and "<b>Söhne" not in page


async def test_a_clock_that_was_set_back_loses_no_word(newcomer: Newcomer, stage: Stage) -> None:
    mia, case = await with_mia(newcomer, stage)
    await mia.send(f"/desk/cases/{case}", f"/desk/cases/{case}/reply", words="Vor dem Sprung")
    stage.clock.turn(hours=-3)
    await newcomer.says("Nach dem Sprung")
    stage.clock.turn(hours=3, seconds=11)
    await newcomer.hears("Vor dem Sprung")
    assert (await thread_of(stage, case))[-2:] == ["Vor dem Sprung", "Nach dem Sprung"]

"""What a person wrote, translated by machine on request: beside the original, marked, kept nowhere, sent to nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import Engine, text

from bot.channels.libretranslate import LibreTranslate, TranslatePlace
from tests.libretranslate.server import PretendLibreTranslate
from tests.web.conftest import DeskClient, World

WORDS = "أحتاج إلى طبيب <script>"
BUTTON, MARK = "Übersetzen (maschinell)", "Maschinell übersetzt, nicht geprüft."


@pytest_asyncio.fixture
async def server() -> AsyncIterator[PretendLibreTranslate]:
    async with PretendLibreTranslate() as started:
        yield started


@pytest_asyncio.fixture
async def mia(world: World, server: PretendLibreTranslate) -> AsyncIterator[DeskClient]:
    machine = LibreTranslate(TranslatePlace.of(server.url))
    world.rebuild(translator=machine)
    yield await world.at_desk("case_manager", "Mia Brandt", "Büren")
    await machine.close()


async def translate(world: World, desk: DeskClient, case: int, message: int | None = None) -> tuple[int, str]:
    if message is None:
        message = await world.keep(lambda unit: unit.threads.messages(case)[0].id)
    reply = await desk.post(f"/desk/cases/{case}/messages/{message}/translate")
    return reply.status_code, reply.text


async def test_a_translation_stands_beside_the_original_once(world: World, mia: DeskClient, server: PretendLibreTranslate) -> None:
    case = await world.case(WORDS)
    page = (await mia.get(f"/desk/cases/{case}")).text
    assert BUTTON in page
    assert server.asked == [], "nothing goes anywhere before somebody asks"
    status, page = await translate(world, mia, case)
    assert status == 200
    assert page.count("أحتاج إلى طبيب &lt;script&gt;") == 2
    assert "[ar] أحتاج إلى طبيب &lt;script&gt;" in page
    assert MARK in page
    page = (await mia.get(f"/desk/cases/{case}")).text
    assert MARK not in page
    assert "[ar]" not in page


async def test_it_is_kept_nowhere_and_sent_to_nobody_but_written_down(world: World, mia: DeskClient, engine: Engine) -> None:
    case = await world.case(WORDS)
    message = await world.keep(lambda unit: unit.threads.messages(case)[0].id)
    before = await world.keep(lambda unit: (len(unit.threads.messages(case)), unit.outbox.counts()))
    await translate(world, mia, case)
    assert await world.keep(lambda unit: (len(unit.threads.messages(case)), unit.outbox.counts())) == before
    rows = await world.keep(lambda unit: unit.audit.newest(before=None, at_most=2))
    assert [(row.action, row.about) for row in rows] == [("translated", str(message)), ("opened", "")]
    with engine.connect() as connection:
        for table in ("messages", "outbox", "web_lines", "audit"):
            assert "[ar]" not in str(connection.execute(text(f"select * from {table}")).all())


async def test_there_is_no_button_for_a_language_it_does_not_know_nor_without_a_machine(world: World, mia: DeskClient) -> None:
    for number, language in enumerate(("ckb", "ti", "de")):
        case = await world.case("...", chat=f"8{number}", language=language)
        assert BUTTON not in (await mia.get(f"/desk/cases/{case}")).text
        assert (await translate(world, mia, case))[0] == 502
    case = await world.case(WORDS, chat="99")
    world.rebuild(translator=None)
    other = DeskClient(world, world.client(**{"sec-fetch-site": "same-origin"}))
    other.http.cookies.update(mia.http.cookies)
    assert BUTTON not in (await other.get(f"/desk/cases/{case}")).text
    assert (await translate(world, other, case))[0] == 404


async def test_only_what_the_person_wrote_in_a_case_of_ones_own_is_translated(
    world: World, mia: DeskClient, server: PretendLibreTranslate
) -> None:
    case, elsewhere = await world.case(WORDS), await world.case(WORDS, "Salzkotten", chat="78")
    await mia.post(f"/desk/cases/{case}/accept")
    await mia.post(f"/desk/cases/{case}/reply", words="Guten Tag", form_key="k", seen="99")
    mine, theirs = await world.keep(lambda unit: (unit.threads.messages(case)[-1].id, unit.threads.messages(elsewhere)[0].id))
    assert (await mia.get(f"/desk/cases/{case}")).text.count(BUTTON) == 1
    for one, message in ((case, mine), (case, theirs), (elsewhere, theirs), (case, 4711)):
        assert (await translate(world, mia, one, message))[0] == 404
    assert server.asked == []


@pytest.mark.parametrize(("fault", "say"), [("500", "hat gerade nicht übersetzt"), ("redirect", "hat gerade nicht übersetzt")])
async def test_a_machine_that_fails_takes_nothing_away(
    world: World, mia: DeskClient, server: PretendLibreTranslate, fault: str, say: str
) -> None:
    case = await world.case(WORDS)
    server.fault = fault
    status, page = await translate(world, mia, case)
    assert (status, say in page, "أحتاج إلى طبيب" in page, MARK in page) == (502, True, True, False)

"""An answer can be taken along: the same card as a page to show at a counter, in two languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from directory.slips import SERVICES_AT_MOST
from handlers.keyboards import need_label
from handlers.own_pages import pages_at, slip_link
from locales.speech import speaking
from tests.conftest import TurnedClock
from tests.databases import migrated_sqlite
from tests.journeys.stage import Line, Newcomer, Stage

ADDRESS = "https://lotse.example"


def slip_in(line: Line) -> str:
    [link] = [url for label, url in line.links if "📄" in label]
    return link.removeprefix(ADDRESS)


@pytest_asyncio.fixture
async def stage(tmp_path: Path, clock: TurnedClock) -> Any:
    """The house at a public address."""
    stage = Stage(tmp_path, migrated_sqlite(tmp_path / "lotse.db"), clock)
    await stage.open(public_url=ADDRESS)
    yield stage
    await stage.close()


async def test_a_card_has_a_page_to_show_in_the_language_of_the_person(newcomer: Newcomer) -> None:
    await newcomer.says("Мені потрібна квартира", answers=2)
    answer = await newcomer.says("Büren")
    assert any(label == "📄 Картка, щоб показати" and url.startswith(f"{ADDRESS}/slip/") for label, url in answer.links)
    async with httpx.AsyncClient(base_url=newcomer.stage.address) as client:
        page = (await client.get(slip_in(answer))).text
    assert '<html lang="uk"' in page and "Büren" in page and "Мені потрібна" not in page
    with speaking("de"):
        assert need_label("housing.find_home") in page
    named = [row.split(". ", 1)[1].strip("\u2068\u2069") for row in answer.text.split("\n") if row[:1].isdigit()]
    assert named and all(name in page for name in named[:SERVICES_AT_MOST])


async def test_the_next_services_have_a_slip_of_their_own(newcomer: Newcomer) -> None:
    await newcomer.says("Ich brauche Migrationsberatung", answers=2)
    first = await newcomer.says("Büren")
    more = await newcomer.presses("Mehr")
    assert slip_in(first) != slip_in(more)
    async with httpx.AsyncClient(base_url=newcomer.stage.address) as client:
        pages = [(await client.get(slip_in(line))).text for line in (first, more)]
    row = next(row for row in more.text.split("\n") if row.startswith("4. "))
    name = row.split(". ", 1)[1].strip("\u2068\u2069")
    assert name in pages[1] and name not in pages[0]


@pytest.mark.parametrize("address", ["", "http://localhost:8080", "http://lotse.example", "https://lotse"])
def test_telegram_gets_no_link_it_would_refuse_a_whole_answer_for(address: str) -> None:
    with pages_at(address):
        assert slip_link("housing.find_home", None, "telegram") == ""
        assert bool(slip_link("housing.find_home", None, "web")) is bool(address)
    with pages_at(ADDRESS):
        assert slip_link("safety.domestic_violence", None, "telegram") == slip_link("safety.domestic_violence", None, "web") == ""
        assert slip_link("housing.find_home", "Büren", "telegram") == f"{ADDRESS}/slip/housing.find_home?town=B%C3%BCren&lang=en"

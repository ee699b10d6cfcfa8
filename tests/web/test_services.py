"""Staff search the directory themselves, print the card of a service, or send it into a case."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from directory.find import Directory, load_directory
from directory.needs import taxonomy
from directory.starting import load_packaged
from storage.services import ServiceRows
from storage.unit import Unit
from tests.databases import migrated_sqlite
from tests.web.conftest import DeskClient, World
from tests.web.test_attacks import PAYLOADS, runs, service

NEED = "community.migration_advice"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What a page says is the same on both databases; the embedded one is enough here."""
    return migrated_sqlite(tmp_path / "lotse.db")


@pytest.fixture
async def directory(world: World) -> Directory:
    await world.keep(lambda unit: load_packaged(unit, "paderborn"))
    return await world.keep(load_directory)


@pytest.fixture
async def mia(world: World, directory: Directory) -> DeskClient:
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def found(desk: DeskClient, **asked: str) -> list[str]:
    """The names in the list."""
    reply = await desk.http.get("/desk/services", params=asked)
    assert reply.status_code == 200
    return [html.unescape(name) for name in re.findall(r"<h3><bdi>(.*?)</bdi></h3>", reply.text)]


@pytest.mark.parametrize("words", ["Migrationsberatung", "Ich brauche Migrationsberatung", "мені потрібна міграційна консультація"])
async def test_words_in_any_language_find_what_the_chat_would_find(mia: DeskClient, directory: Directory, words: str) -> None:
    names = await found(mia, q=words, town="Büren")
    best = [service.name for service in directory.find(NEED, "Büren")]
    assert best and set(best) <= set(names)


@pytest.mark.parametrize("words", ["mutich", "MUT.ich", "praevention mut", "Prävention  MÚT"])
async def test_a_piece_of_the_name_is_enough_however_it_is_typed(mia: DeskClient, words: str) -> None:
    names = await found(mia, q=words)
    assert any(name.startswith("MUT.ich") for name in names) is (words != "mutich")


async def test_a_danger_is_found_at_the_desk_but_has_no_card(mia: DeskClient, directory: Directory) -> None:
    names = await found(mia, q="Mein Mann schlägt mich")
    shelters = {service.name for service in directory.find("safety.domestic_violence", None)}
    assert shelters & set(names)
    page = (await mia.get("/desk/services?need=safety.domestic_violence")).text
    assert "Karte drucken" not in page and "Zu Gefahren gibt es keine Karte" in page


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("%", id="a wildcard"),
        pytest.param("_" * 40, id="many wildcards"),
        pytest.param("%a%", id="a letter between wildcards"),
        pytest.param("' OR 1=1 --", id="SQL"),
        pytest.param("(a+)+$" * 50, id="a pattern that explodes"),
        pytest.param("ab " * 3_333, id="ten thousand characters"),
        pytest.param("ab" * 5_000, id="one long word"),
        pytest.param("\u202e\u0000\ud7ff" * 5, id="signs nobody sees"),
    ],
)
async def test_tricks_find_nothing_and_break_nothing(mia: DeskClient, directory: Directory, words: str) -> None:
    reply = await mia.get(f"/desk/services?q={quote(words)}")
    assert reply.status_code == 200
    assert "Nach dem Namen" not in reply.text, "wildcards stand for themselves"


async def test_a_card_of_one_service_is_the_page_that_people_get(mia: DeskClient, world: World, directory: Directory) -> None:
    second = directory.find(NEED, "Büren")[1]
    asked = {"need": NEED, "service": second.source_id, "town": "Büren", "lang": "ar"}
    reply = await mia.http.get("/desk/services/card", params=asked)
    assert reply.status_code == 303
    slip = await world.client().get(reply.headers["location"])
    assert slip.status_code == 200 and html.escape(second.name) in slip.text and 'dir="rtl"' in slip.text
    for wrong in ({"need": "//evil.example"}, {"need": "safety.suicide"}, {"service": "nothing"}, {"town": "Berlin"}, {"lang": "xx"}):
        assert (await mia.http.get("/desk/services/card", params={**asked, **wrong})).status_code == 400


async def send(mia: DeskClient, case: int, source_id: str, **more: Any) -> int:
    fields = {"service": source_id, "need": NEED, "form_key": "k1", **more}
    return (await mia.post(f"/desk/cases/{case}/services", **fields)).status_code


async def thread(world: World, case: int) -> list[str]:
    return [said.words for said in await world.keep(lambda unit: unit.threads.messages(case))]


async def actions(world: World) -> list[tuple[str, str]]:
    rows = await world.keep(lambda unit: unit.audit.newest(before=None, at_most=50))
    return [(row.action, row.about) for row in rows]


async def test_a_card_goes_into_the_thread_in_the_language_of_the_person(mia: DeskClient, world: World, directory: Directory) -> None:
    case = await world.case("Hallo", need=NEED, language="ar")
    one = directory.find(NEED, "Büren")[0]
    assert await send(mia, case, one.source_id) == 409, "nobody has accepted yet"
    await mia.post(f"/desk/cases/{case}/accept")
    page = (await mia.get(f"/desk/services?case={case}")).text
    assert f'action="/desk/cases/{case}/services"' in page and html.escape(one.name) in page
    assert re.search(r'<option value="ar" selected>', page)

    assert [await send(mia, case, one.source_id), await send(mia, case, one.source_id)] == [303, 303]
    [first, card] = await thread(world, case)
    assert first == "Hallo" and one.name in card and "يمكنكم السؤال هنا" in card and all(phone in card for phone in one.phones)
    [link] = re.findall(r"https?://\S+", card)
    slip = await world.client().get(link)
    assert slip.status_code == 200 and html.escape(one.name) in slip.text
    assert (await actions(world))[:2] == [("proposed", str(one.id)), ("replied", "")], "the same form counts once"


async def test_it_can_be_taken_back_for_ten_seconds(mia: DeskClient, world: World, directory: Directory) -> None:
    case = await world.case("Hallo", need=NEED)
    await mia.post(f"/desk/cases/{case}/accept")
    await send(mia, case, directory.find(NEED, "Büren")[0].source_id)
    message = await world.keep(lambda unit: unit.threads.newest(case))
    assert (await mia.post(f"/desk/cases/{case}/messages/{message}/take-back")).status_code == 200
    assert await thread(world, case) == ["Hallo"]


@pytest.mark.parametrize(("kind", "sealed"), [("shelter", True), ("advice", False)])
async def test_in_telegram_a_service_for_delicate_needs_is_sealed(mia: DeskClient, world: World, kind: str, sealed: bool) -> None:
    """The case is about a flat and the district lets answers stand as text; the name of a shelter still stands in nobody's chat."""

    def offered(unit: Unit) -> None:
        rows = ServiceRows(unit.connection, unit.district)
        needs = ("safety.domestic_violence",) if kind == "shelter" else ("safety.domestic_violence", NEED)
        rows.keep(service(1, "Haus am Weg")._replace(needs=needs, phones=("05251 1",), areas=(("district", "Kreis Paderborn"),)))
        rows.renew_revision()

    await world.keep(offered)
    case = await world.case("Hallo", channel="telegram", need="housing.find_home")
    await mia.post(f"/desk/cases/{case}/accept")
    assert await send(mia, case, "1 Haus am Weg") == 303
    rows = await world.keep(lambda unit: [(row.action, row.about) for row in unit.audit.newest(before=None, at_most=5)])
    assert (("replied", "sealed") in rows) is sealed
    [_, card] = await thread(world, case)
    assert "/slip/" not in card or not sealed


async def test_nobody_sends_into_a_case_that_is_not_theirs_or_what_is_gone(mia: DeskClient, world: World, directory: Directory) -> None:
    case, source_id = await world.case("Hallo", need=NEED), directory.find(NEED, "Büren")[0].source_id
    await mia.post(f"/desk/cases/{case}/accept")
    ole = await world.at_desk("case_manager", "Ole", "Salzkotten")
    assert await send(ole, case, source_id) == 404
    assert (await ole.get(f"/desk/services?case={case}")).status_code == 404
    assert [action for action, _ in (await actions(world))[:1]] == ["refused"]
    assert (await mia.get("/desk/services?case=4711")).status_code == 404
    await world.keep(lambda unit: ServiceRows(unit.connection, unit.district).mark_gone([source_id]))
    await world.keep(lambda unit: ServiceRows(unit.connection, unit.district).renew_revision())
    assert [await send(mia, case, source_id), await send(mia, case, "nothing")] == [400, 400]
    assert await thread(world, case) == ["Hallo"]
    assert (await mia.http.post(f"/desk/cases/{case}/services", data={"service": source_id})).status_code == 403, "no secret of the session"


async def test_what_a_supplier_or_somebody_at_the_desk_wrote_is_inert(mia: DeskClient, world: World) -> None:
    def hostile(unit: Unit) -> None:
        rows = ServiceRows(unit.connection, unit.district)
        for number, payload in enumerate(PAYLOADS):
            one = service(number, payload)._replace(needs=(NEED,), areas=(("district", "Kreis Paderborn"),), phones=(payload,))
            rows.keep(one)
        rows.renew_revision()

    await world.keep(hostile)
    case = await world.case("Hallo", need=NEED)
    await mia.post(f"/desk/cases/{case}/accept")
    for payload in PAYLOADS:
        for asked in ({"q": payload}, {"town": payload}, {"need": payload}, {"q": payload, "need": NEED, "case": str(case)}):
            reply = await mia.http.get("/desk/services", params=asked)
            assert reply.status_code == 200 and runs(reply.text) == [], asked
    for number, payload in enumerate(PAYLOADS):
        assert await send(mia, case, f"{number} {payload}"[:120], form_key=str(number)) == 303
    assert runs((await mia.get(f"/desk/cases/{case}")).text) == []


async def test_every_need_can_be_chosen_and_is_kept_in_the_form(mia: DeskClient) -> None:
    for need in taxonomy().needs:
        page = (await mia.get(f"/desk/services?need={need.code}&town=Büren")).text
        assert f'<option value="{need.code}" selected>' in page and "<option selected>Büren</option>" in page

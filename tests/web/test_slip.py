"""The card to show: what somebody needs, in their language and in German, on one page that knows nothing of them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import segno
from playwright.async_api import Browser

from cases.sealed import is_delicate
from directory.find import Directory, load_directory
from directory.needs import taxonomy
from directory.slips import SERVICES_AT_MOST, slip_path
from directory.starting import load_packaged
from locales.speech import _p, languages, speaking
from storage.services import ServiceRows
from storage.unit import Unit
from tests.databases import migrated_sqlite
from tests.web.conftest import Served, World
from tests.web.test_attacks import PAYLOADS, runs, service

FULLEST = "family.youth"  # of all slips of the packaged directory the one with most on it


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What a page says is the same on both databases; the embedded one is enough here."""
    return migrated_sqlite(tmp_path / "lotse.db")


@pytest.fixture
async def directory(world: World) -> Directory:
    await world.keep(lambda unit: load_packaged(unit, "paderborn"))
    return await world.keep(load_directory)


async def read(world: World, path: str) -> str:
    reply = await world.client().get(path)
    assert reply.status_code == 200, path
    return html.unescape(reply.text)


async def test_it_says_the_need_in_two_languages_and_names_up_to_three_services(world: World, directory: Directory) -> None:
    services = directory.find("community.migration_advice", "Büren")
    page = await read(world, "/slip/community.migration_advice?town=Büren&lang=uk")
    for told in ("Моє питання", "Mein Anliegen", "Моя мова", "Meine Sprache", "Українська", "Ukrainisch"):
        assert told in page
    assert "Bitte schreiben Sie es mir auf." in page and "Будь ласка, напишіть мені це." in page
    shown = [service for service in services if service.name in page]
    assert len(services) > SERVICES_AT_MOST == len(shown)
    assert all(phone in page for service in shown for phone in service.phones)
    unchecked = [service for service in shown if service.assured_date is None]
    assert page.count("❔ Noch nicht geprüft") == page.count("❔ Ще не перевірено") == len(unchecked) > 0
    assert page.count("<bdi>Büren</bdi>") == 2 and '<html lang="uk" dir="ltr">' in page


@pytest.mark.parametrize(("language", "title"), [("de", "Karte zum Vorzeigen"), ("de-x-ls", "Zettel zum Zeigen")])
async def test_who_reads_german_gets_one_column(world: World, directory: Directory, language: str, title: str) -> None:
    page = await read(world, f"/slip/housing.find_home?lang={language}")
    assert page.count("Bitte schreiben Sie es mir auf.") == 1
    assert page.count(title) == 2 and page.count("section class") == 1


async def test_the_code_leads_to_the_same_page_on_our_own_address(world: World, directory: Directory) -> None:
    source_id = directory.find(FULLEST, "Büren")[2].source_id
    path = slip_path("family.youth", "Büren", "ar", [source_id])
    page = await read(world, path)
    drawn = segno.make(world.doors.public_url + path, error="m", micro=False)
    assert drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True) in page
    again = await read(world, "/slip/family.youth?utm_source=x&service=" + source_id + "&lang=ar&town=B%C3%BCren")
    assert drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True) in again, "whatever else stood in the address"


async def test_a_chosen_service_stands_alone_and_one_that_is_gone_does_not(world: World, directory: Directory) -> None:
    first, second, *_ = directory.find("family.youth", "Büren")
    path = slip_path("family.youth", "Büren", "tr", [second.source_id])
    page = await read(world, path)
    assert second.name in page and first.name not in page
    await world.keep(lambda unit: _mark_gone(unit, second.source_id))
    page = await read(world, path)
    assert second.name not in page and first.name in page, "paper lasts longer than an offer"


def _mark_gone(unit: Unit, source_id: str) -> None:
    rows = ServiceRows(unit.connection, unit.district)
    rows.mark_gone([source_id])
    rows.renew_revision()


async def test_where_nothing_is_recorded_it_names_the_town_hall_and_kim(world: World, directory: Directory) -> None:
    need = next(one.code for one in taxonomy().needs if not one.crisis and not directory.find(one.code, "Delbrück"))
    page = await read(world, f"/slip/{need}?town=Delbrück&lang=fr")
    assert "Nous n’avons rien de noté pour cela ici. Vous pouvez demander ici :" in page
    assert "Dazu haben wir hier nichts eingetragen. Hier können Sie fragen:" in page
    assert "Kommunales Integrationsmanagement" in page


async def test_there_is_no_slip_of_a_danger_and_each_other_need_has_one(world: World, directory: Directory) -> None:
    statuses = {need.code: (await world.client().get(f"/slip/{need.code}?lang=ar")).status_code for need in taxonomy().needs}
    assert statuses == {need.code: 404 if need.crisis else 200 for need in taxonomy().needs}
    assert 404 in statuses.values()


def german(label: str) -> str:
    with speaking("de"):
        return _p("need", label)


async def test_the_title_never_tells_the_need(world: World, directory: Directory) -> None:
    for need in taxonomy().needs:
        if not need.crisis and is_delicate(need.code):
            page = await read(world, f"/slip/{need.code}?lang=en")
            found = re.search(r"<title>(.*?)</title>", page)
            assert found and found[1] == "Card to show · KIM-Lotse"
            assert "<h1>Card to show</h1>" in page and f"<bdi>{german(need.label_en)}</bdi>" in page


@pytest.mark.parametrize(
    "path",
    [
        "/slip/",
        "/slip/nothing",
        "/slip/housing",
        "/slip/housing.find_home/",
        "/slip/HOUSING.find_home",
        "/slip/housing.find_home?town=Berlin",
        "/slip/housing.find_home?town=",
        "/slip/housing.find_home?town=büren",
        "/slip/housing.find_home?town=Büren&town=Delbrück",
        "/slip/housing.find_home?lang=xx",
        "/slip/housing.find_home?lang=",
        "/slip/housing.find_home?lang=de&lang=ar",
        "/slip/housing.find_home?service=nothing",
        "/slip/housing.find_home?" + "&".join(["service=a"] * 4),
        "/slip/housing.find_home?town=" + "%25" * 10_000,
        "/slip/%00",
        "/slip/..%2f..%2fdesk",
    ],
)
async def test_what_no_button_of_ours_makes_is_not_there(world: World, directory: Directory, path: str) -> None:
    assert (await world.client().get(path)).status_code == 404


async def test_it_keeps_nothing_and_sets_no_cookie(world: World, directory: Directory) -> None:
    def rows(unit: Unit) -> int:
        return unit.connection.exec_driver_sql("select total_changes()").scalar() or 0

    before = await world.keep(rows)
    reply = await world.client().get("/slip/health.mental?town=Büren&lang=ar", headers={"cookie": "chat=x; desk=y"})
    assert reply.status_code == 200 and "set-cookie" not in reply.headers
    assert (await world.client().post("/slip/health.mental")).status_code == 405
    assert await world.keep(rows) == before
    assert reply.headers["cache-control"] == "no-store" and reply.headers["referrer-policy"] == "no-referrer"


async def test_what_a_supplier_wrote_does_not_become_part_of_the_page(world: World) -> None:
    def hostile(unit: Unit) -> None:
        load_packaged(unit, "paderborn")
        rows = ServiceRows(unit.connection, unit.district)
        for number, payload in enumerate(PAYLOADS):
            one = service(number, payload)._replace(needs=("housing.find_home",), areas=(("district", "Kreis Paderborn"),))
            rows.keep(one._replace(phones=(payload,)))
        rows.renew_revision()

    await world.keep(hostile)
    directory = await world.keep(load_directory)
    for number, payload in enumerate(PAYLOADS):
        named = f"{number} {payload}"[:120]
        assert directory.named(named) is not None
        reply = await world.client().get(slip_path("housing.find_home", None, "ar", [named]))
        assert reply.status_code == 200
        assert runs(re.sub(r"<svg.*?</svg>", "", reply.text, count=1)) == [], payload  # the picture of the code is ours
        for name in ("town", "lang", "service"):
            refused = await world.client().get("/slip/housing.find_home", params={name: payload})
            assert refused.status_code == 404 and runs(refused.text) == []
    assert "&lt;script&gt;hit(1)" in reply.text or any("<script>hit(1)" in one for one in PAYLOADS)


@pytest.mark.parametrize("language", ["ar", "ti", "de", "bg"])
async def test_on_a_phone_and_on_one_sheet_of_paper(served: Served, browser: Browser, language: str) -> None:
    """The fullest slip there is: readable on a small phone, one page on A5, and both languages on their own side."""
    await served.world.keep(lambda unit: load_packaged(unit, "paderborn"))
    context = await browser.new_context(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True)
    page = await context.new_page()
    loaded: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    await page.goto(served.url + slip_path(FULLEST, "Büren", language))
    right_to_left = languages()[language].right_to_left
    assert await page.evaluate("document.documentElement.dir") == ("rtl" if right_to_left else "ltr")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.locator("#print").is_visible()
    assert await page.locator("ol.entries > li").count() == SERVICES_AT_MOST
    assert all(url.startswith(served.url) for url in loaded) and complaints == []
    await page.emulate_media(media="print")
    assert not await page.locator("#print").is_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"
    heads = [await one.bounding_box() for one in await page.locator("section.side").all()]
    assert len(heads) == (1 if language == "de" else 2)
    if right_to_left:
        assert heads[0] and heads[1] and heads[0]["x"] > heads[1]["x"]  # who reads Arabic begins on the right
        assert heads[0]["y"] == heads[1]["y"]
    for paper in ("A5", "A4"):
        assert len(re.findall(rb"/Type\s*/Page\b", await page.pdf(format=paper))) == 1, paper
    await context.close()


async def test_without_a_script_it_says_the_same(served: Served, browser: Browser) -> None:
    await served.world.keep(lambda unit: load_packaged(unit, "paderborn"))
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(served.url + slip_path(FULLEST, "Büren", "ar"))
    assert await page.locator("figure.qr svg").is_visible() and await page.locator(".box").is_visible()
    assert not await page.locator("#print").is_visible()
    assert "اعرضوا هذه الصفحة" in await page.inner_text("main")
    await context.close()

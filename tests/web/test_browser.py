"""The pages in a real browser, as people with old phones, no mouse, no JavaScript or no connection use them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from gaps.fields import Cause, Gap
from gaps.signals import note
from storage.municipalities import MunicipalityRow, MunicipalityRows
from storage.unit import Unit
from storage.verification_tasks import TaskRow, TaskRows
from tests.databases import migrated_sqlite
from tests.web.conftest import Served, World
from web.bodies import clean

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
BUTTONS = [
    [{"id": "area:housing", "label": "Wohnen"}, {"id": "area:health", "label": "Gesundheit"}],
    [{"id": "", "label": "05251 308-0", "url": "tel:+4952513080"}, {"id": "", "label": "Karte", "url": "https://www.openstreetmap.org/"}],
]
EXAMPLES = {
    "de": (
        "Ich brauche einen Arzt",
        "Dafür gibt es in Büren zwei Stellen.\n\nHausarztpraxis am Markt\nMo–Fr 8–12 Uhr, heute offen",
        BUTTONS,
    ),
    "ar": (
        "أحتاج إلى طبيب",
        "يوجد مكانان في ⁨Büren⁩.\n\n⁨Hausarztpraxis am Markt⁩\nمن الاثنين إلى الجمعة 8–12",
        [[{"id": "area:housing", "label": "السكن"}, {"id": "area:health", "label": "الصحة"}], BUTTONS[1]],
    ),
}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What a browser does is the same on both databases; the embedded one is enough here."""
    return migrated_sqlite(tmp_path / "lotse.db")


async def chat_hash_of(context: BrowserContext, world: World) -> str:
    for _ in range(100):
        for cookie in await context.cookies():
            if cookie["name"] == "chat":
                return await world.chat_hash(cookie["value"])
        await asyncio.sleep(0.05)
    raise AssertionError("no session was opened")


async def heard(world: World, number: int) -> None:
    for _ in range(200):
        if len(world.ears.heard) >= number:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"only {len(world.ears.heard)} of {number} messages arrived")


def record(page: Page) -> tuple[list[str], list[str]]:
    """What the page asks for, and what it complains about."""
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" and "401" not in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return asked, complaints


@pytest.mark.parametrize("language", ["de", "ar"])
async def test_the_chat_on_a_phone(served: Served, browser: Browser, all_languages: None, screenshots: Path, language: str) -> None:
    words, answer, buttons = EXAMPLES[language]
    for scheme in ("light", "dark"):
        context = await browser.new_context(**PHONE, color_scheme=scheme, locale=language)
        page = await context.new_page()
        asked, complaints = record(page)
        await page.goto(f"{served.url}/chat?lang={language}")
        await page.screenshot(path=screenshots / f"chat-{language}-{scheme}-empty.png", animations="disabled")
        before = len(served.world.ears.heard)
        await page.fill("#text", words)
        await page.click("#send")
        chat_hash = await chat_hash_of(context, served.world)
        await heard(served.world, before + 1)
        assert served.world.ears.languages[-1] == language
        await served.world.bot_says(chat_hash, answer, buttons)
        await served.world.bot_says(chat_hash, "Guten Tag, hier ist Mia Brandt. Wann kann ich anrufen?", sender="person")
        await expect(page.locator(".line.person")).to_be_visible()
        await expect(page.locator(".line.me")).to_have_count(1)
        await expect(page.locator(".pending")).to_have_count(0)
        await page.screenshot(path=screenshots / f"chat-{language}-{scheme}.png", animations="disabled")

        assert await page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await page.locator("a[href^='tel:']").count() == 1
        sizes = await page.eval_on_selector_all(
            "button, a.button, textarea", "all => all.filter(e => e.offsetParent).map(e => e.offsetHeight)"
        )
        assert min(sizes) >= 44
        assert {url.split("/")[2] for url in asked} == {served.url.split("/")[2]}
        assert complaints == []
        await context.close()


async def test_the_page_is_light(served: Served, browser: Browser, all_languages: None) -> None:
    page = await browser.new_page()
    asked, _ = record(page)
    await page.goto(f"{served.url}/chat?lang=ar")
    await asyncio.sleep(0.5)
    async with httpx.AsyncClient() as client:
        weights = {url: len((await client.get(url)).content) for url in set(asked) if "/api/" not in url}
    assert len(weights) >= 4
    assert sum(weights.values()) <= 100 * 1024, weights
    await page.close()


async def test_a_message_survives_a_dropped_connection_in_its_order(served: Served, browser: Browser) -> None:
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=en")
    await page.fill("#text", "first")
    await page.click("#send")
    await heard(served.world, 1)
    chat_hash = await chat_hash_of(context, served.world)

    await context.set_offline(True)
    for words in ("second", "third"):
        await page.fill("#text", words)
        await page.click("#send")
    await expect(page.locator(".pending")).to_have_count(2)
    await expect(page.locator("#banner")).to_contain_text("kept here")
    await served.world.bot_says(chat_hash, "said meanwhile")
    await context.set_offline(False)

    await heard(served.world, 3)
    await expect(page.locator(".pending")).to_have_count(0, timeout=15_000)
    await expect(page.locator(".line.bot")).to_have_count(1, timeout=15_000)
    assert [one[2] for one in served.world.ears.heard] == ["first", "second", "third"]
    assert await page.locator(".words").all_text_contents() == ["first", "said meanwhile", "second", "third"]
    await expect(page.locator("#banner")).to_be_hidden()
    await page.reload()
    assert await page.locator(".words").all_text_contents() == ["first", "said meanwhile", "second", "third"]
    await context.close()


async def test_the_house_may_be_away_for_a_while(served: Served, browser: Browser) -> None:
    """The server ends and comes back, as at an update."""
    world = served.world
    from tests.ports import free_port

    again = Served(world, free_port())
    world.rebuild(public_url=again.url)
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    async with again.running():
        await page.goto(f"{again.url}/chat?lang=en")
        await page.fill("#text", "before")
        await page.click("#send")
        await heard(world, 1)
    world.rebuild()
    await page.fill("#text", "while away")
    await page.click("#send")
    await expect(page.locator(".pending")).to_have_count(1)
    await asyncio.sleep(1)
    async with again.running():
        await heard(world, 2)
        await expect(page.locator(".pending")).to_have_count(0, timeout=15_000)
        await world.bot_says(await chat_hash_of(context, world), "welcome back")
        await expect(page.locator(".line.bot")).to_have_count(1, timeout=20_000)
    await context.close()


async def test_only_with_the_keyboard(served: Served, browser: Browser) -> None:
    context = await browser.new_context(viewport={"width": 900, "height": 700})
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=en")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    await page.keyboard.type("a doctor")
    await page.keyboard.press("Enter")
    await heard(served.world, 1)
    await served.world.bot_says(await chat_hash_of(context, served.world), "Where?", [[{"id": "place:1", "label": "Büren"}]])
    await expect(page.get_by_role("button", name="Büren")).to_be_visible()
    assert await page.evaluate("document.activeElement.id") == "text"
    seen = set()
    for _ in range(12):
        await page.keyboard.press("Shift+Tab")
        outline, name = await page.evaluate("[getComputedStyle(document.activeElement).outlineStyle, document.activeElement.textContent]")
        assert outline == "solid"
        seen.add(name.strip())
        if name.strip() == "Büren":
            await page.keyboard.press("Enter")
            break
    await heard(served.world, 2)
    assert served.world.ears.heard[-1][2:] == ("place:1", "Büren")
    assert await page.locator("#log").get_attribute("aria-live") == "polite"
    assert await page.get_by_label("Your message").count() == 1
    await context.close()


async def test_without_javascript(served: Served, browser: Browser, screenshots: Path) -> None:
    context = await browser.new_context(**PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=en")
    await page.fill("#text", "<b>a doctor</b>\nsoon")
    await page.click("#send")
    await heard(served.world, 1)
    assert served.world.ears.heard[0][2] == "<b>a doctor</b>\nsoon"
    await served.world.bot_says(await chat_hash_of(context, served.world), "Where?", [[{"id": "place:1", "label": "Büren"}]])
    await page.goto(f"{served.url}/chat?lang=en")
    await page.screenshot(path=screenshots / "chat-en-without-javascript.png", animations="disabled")
    await page.click("button:has-text('Büren')")
    await heard(served.world, 2)
    await page.click(".sos")
    await heard(served.world, 3)
    assert [one[0] for one in served.world.ears.heard] == ["text", "tap", "text"]
    assert served.world.ears.languages == ["en", "en", "en"]
    assert served.world.ears.heard[2][2] == "/sos"
    await context.close()


async def test_the_sos_button_is_always_there_and_goes_first(served: Served, browser: Browser) -> None:
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=de")
    await context.set_offline(True)
    await page.fill("#text", "etwas anderes")
    await page.click("#send")
    await page.click(".sos")
    await expect(page.locator(".pending")).to_have_count(2)
    await context.set_offline(False)
    await heard(served.world, 2)
    assert [one[2] for one in served.world.ears.heard] == ["/sos", "etwas anderes"]
    await context.close()


@pytest.mark.parametrize("javascript", [True, False])
async def test_leaving_quickly_leaves_nothing_behind(served: Served, browser: Browser, javascript: bool) -> None:
    context = await browser.new_context(**PHONE, java_script_enabled=javascript)
    await context.route("https://www.wetter.de/**", lambda route: route.fulfill(body="<h1>Wetter</h1>", content_type="text/html"))
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=en")
    await page.fill("#text", "my secret")
    await page.click("#send")
    await heard(served.world, 1)
    await page.goto(f"{served.url}/chat?lang=en")
    await page.click("#leave")
    await page.wait_for_url("https://www.wetter.de/")
    await asyncio.sleep(0.3)
    assert [cookie["name"] for cookie in await context.cookies() if cookie["name"] == "chat"] == []
    await page.go_back()
    assert "my secret" not in await page.content()
    await context.close()


async def test_clearing_takes_the_chat_off_this_phone(served: Served, browser: Browser) -> None:
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=en")
    await page.fill("#text", "my secret")
    await page.click("#send")
    await heard(served.world, 1)
    await page.click("summary")
    await page.click("button:has-text('Clear this chat')")
    await expect(page.locator(".words")).to_have_count(0)
    assert await context.cookies() == []
    await context.close()


async def test_while_the_answer_is_not_there_yet_the_page_says_so(served: Served, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(f"{served.url}/chat?lang=en")
    await expect(page.locator("#thinking")).to_be_hidden()
    await page.fill("#text", "hello")
    await page.click("#send")
    await expect(page.get_by_text("One moment")).to_be_visible()
    await served.world.bot_says(await chat_hash_of(page.context, served.world), "Good day")
    await expect(page.locator("#thinking")).to_be_hidden()
    await page.close()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
async def test_help_is_always_in_reach(served: Served, browser: Browser, all_languages: None, width: int, language: str) -> None:
    """On the smallest phone, in every language: nothing is cut off, and SOS stays on the screen whatever is open."""
    context = await browser.new_context(**{**PHONE, "viewport": {"width": width, "height": 480}}, locale=language)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang={language}")
    await page.fill("#text", "x" * 400)
    await page.click("#send")
    await served.world.bot_says(await chat_hash_of(context, served.world), "long " * 400, BUTTONS)
    await expect(page.locator(".line.bot")).to_be_visible()
    for opened in (False, True):
        if opened:
            await page.click("summary")
        for place in (".sos", "#leave", "#send", "summary"):
            box = await page.locator(place).bounding_box()
            assert box is not None
            assert box["height"] >= 44 and box["width"] >= 44, place
            assert box["x"] >= 0 and box["x"] + box["width"] <= width, place
            assert box["y"] >= 0 and box["y"] + box["height"] <= 480, place
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await page.evaluate(
            "document.elementFromPoint(...(b => [b.x + b.width / 2, b.y + b.height / 2])"
            "(document.querySelector('.sos').getBoundingClientRect())).closest('.sos') !== null"
        )
    await context.close()


async def test_a_newer_line_takes_the_place_of_an_older_one(served: Served, browser: Browser) -> None:
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=en")
    await page.fill("#text", "hello")
    await page.click("#send")
    chat_hash = await chat_hash_of(context, served.world)
    await heard(served.world, 1)
    old = await served.world.bot_says(chat_hash, "old")
    await expect(page.locator(".line.bot")).to_have_count(1)
    await served.world.bot_says(chat_hash, "new", replaces=old)
    await expect(page.locator(".line.bot .words")).to_have_text("new")
    await page.reload()
    await expect(page.locator(".line.bot .words")).to_have_text("new")
    await context.close()


TAGS = (
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<body onload={}>",
    "<iframe srcdoc='<script>parent.{}</script>'>",
)
CONTEXTS = ("{}", "</textarea>{}", "</title>{}", '">{}', "'>{}", "</script>{}", "<!--{}-->", "</style>{}", "]]>{}")
ODD = (
    "javascript:hit(1)",
    '" autofocus onfocus=hit(1) x="',
    "{{ 7*7 }}{% raw %}",
    "${hit(1)}",
    "<a href=javascript:hit(1)>x</a>",
    "<math><mi xlink:href=javascript:hit(1)>x",
    "<details open ontoggle=hit(1)>",
    "<video><source onerror=hit(1)>",
    "<input autofocus onfocus=hit(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:hit(1)'>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "\u003cscript\u003ehit(1)\u003c/script\u003e",
    "＜script＞hit(1)＜/script＞",
    "<scr\0ipt>hit(1)</scr\0ipt>",
    "&lt;script&gt;hit(1)&lt;/script&gt;",
    "\u202e<script>hit(1)</script>",
    "[x](javascript:hit(1))",
    "__proto__",
    "<style>@import '//evil.example/x.css';</style>",
)
PAYLOADS = [context.format(tag.format("hit(1)")) for context in CONTEXTS for tag in TAGS] + list(ODD)


async def test_nothing_that_people_write_is_executed(served: Served, browser: Browser) -> None:
    world = served.world
    assert len(PAYLOADS) >= 70
    context = await browser.new_context(viewport={"width": 900, "height": 700})
    await context.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; };")
    await context.route("**evil.example**", lambda route: route.abort())
    page = await context.new_page()
    asked, _ = record(page)
    page.on("dialog", lambda dialog: pytest.fail("a dialog was opened"))
    await page.goto(f"{served.url}/chat?lang=en")
    await page.fill("#text", PAYLOADS[0])
    await page.click("#send")
    chat_hash = await chat_hash_of(context, world)
    await heard(world, 1)
    for payload in PAYLOADS:
        await world.bot_says(
            chat_hash,
            payload,
            [[{"id": payload[:200], "label": payload}, {"id": "", "label": payload, "url": "https://x.example/" + payload}]],
        )
    await expect(page.locator(".line.bot")).to_have_count(len(PAYLOADS))
    for _ in range(2):
        assert await page.evaluate("window.hits") == 0
        assert await page.locator("#log script, #log img, #log svg, #log iframe, #log [onload], #log [onerror]").count() == 0
        shown = await page.locator(".line.bot .words").all_text_contents()
        assert shown == [clean(payload) for payload in PAYLOADS][-len(shown) :]
        await page.reload()

    case = await world.case("\n".join(PAYLOADS), chat="5")
    token = await world.staff("case_manager", PAYLOADS[6][:80], "Büren")
    admin = await world.staff("admin", PAYLOADS[1][:80])
    await page.goto(f"{served.url}/desk/in/{token}")
    await page.click("text=Jetzt anmelden")
    for path in ("/desk", f"/desk/cases/{case}", "/desk/me"):
        await page.goto(served.url + path)
        assert await page.evaluate("window.hits") == 0
        assert await page.locator("main script, main img, main svg, main iframe, main [onload], main [onerror]").count() == 0
    await page.goto(f"{served.url}/desk/in/{admin}")
    await page.click("text=Jetzt anmelden")
    await page.goto(f"{served.url}/desk/staff")
    await asyncio.sleep(0.2)
    assert await page.evaluate("window.hits") == 0
    assert all(url.startswith(served.url) for url in asked), [url for url in asked if not url.startswith(served.url)]
    await context.close()


@pytest.mark.parametrize("javascript", [True, False])
async def test_a_case_at_the_desk(served: Served, browser: Browser, screenshots: Path, javascript: bool) -> None:
    world = served.world
    case = await world.case("أبحث عن شقة لعائلتي، نحن خمسة أشخاص.\nDanke! \u202e!sey", chat="8")
    await world.case("Brauche Hilfe mit dem Jobcenter", chat="9", need="residence.permit")
    token = await world.staff("case_manager", "Mia Brandt", "Büren")
    context = await browser.new_context(viewport={"width": 1100, "height": 900}, java_script_enabled=javascript)
    page = await context.new_page()
    asked, complaints = record(page)
    kind = "" if javascript else "-without-javascript"
    await page.goto(f"{served.url}/desk/in/{token}")
    await page.click("text=Jetzt anmelden")
    await page.screenshot(path=screenshots / f"desk-cases{kind}.png", full_page=True, animations="disabled")
    await page.goto(f"{served.url}/desk/cases/{case}")
    await page.click("text=Fall annehmen")
    await page.fill("#words", "Guten Tag, ich heiße Mia Brandt.")
    if javascript:
        await world.keep(lambda unit: unit.threads.write(case_id=case, sender="person", words="Noch etwas"))
        await expect(page.locator(".said")).to_have_count(2)
        await expect(page.locator("#newer")).to_be_visible()
        assert await page.input_value("#words") == "Guten Tag, ich heiße Mia Brandt."
    await page.screenshot(path=screenshots / f"desk-case{kind}.png", full_page=True, animations="disabled")
    await page.click("text=Senden")
    await expect(page.locator(".said.staff")).to_have_count(1)
    assert await page.input_value("#words") == ""
    await page.click("#close summary")
    await page.check("text=Weitervermittelt")
    await page.click("button:has-text('Abschließen')")
    await expect(page.locator(".about")).to_contain_text("Weitervermittelt")
    await page.set_viewport_size({"width": 360, "height": 640})
    await page.screenshot(path=screenshots / f"desk-case-phone{kind}.png", full_page=True, animations="disabled")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth") if javascript else True
    assert complaints == []
    assert all(url.startswith(served.url) for url in asked)
    await context.close()


async def test_the_gap_log_and_the_other_pages_of_the_desk(served: Served, browser: Browser, screenshots: Path) -> None:
    world = served.world

    def gaps(unit: Unit) -> None:
        for person in range(1, 8):
            note(unit, person, Gap("housing.find_home", "Büren", Cause.NOTHING_LISTED, "ar"))
            note(unit, person % 3, Gap("community.sport_leisure", "Delbrück", Cause.NOT_IN_THIS_MUNICIPALITY, "ar"))

    await world.keep(gaps)
    context = await browser.new_context(viewport={"width": 360, "height": 640})
    page = await context.new_page()
    for role, paths in (("coordinator", ["gaps", "tasks", "me"]), ("admin", ["staff"])):
        await page.goto(f"{served.url}/desk/in/{await world.staff(role, 'Kim Lange')}")
        await page.click("text=Jetzt anmelden")
        for path in paths:
            await page.goto(f"{served.url}/desk/{path}")
            await page.screenshot(path=screenshots / f"desk-{path}.png", full_page=True, animations="disabled")
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    await page.goto(served.url)
    await page.screenshot(path=screenshots / "front.png", full_page=True, animations="disabled")
    await context.close()


SMALL = """() => [...document.querySelectorAll('a, button, select, summary, textarea, input:not([type=hidden])')]
  .map(e => e.matches('[type=checkbox], [type=radio]') ? e.closest('label') : e)
  .filter(e => e.offsetParent && !e.matches('.skip, .small a, li p a') && (e.offsetHeight < 44 || e.offsetWidth < 44))
  .map(e => e.tagName + ' ' + e.innerText + ' ' + e.offsetWidth + 'x' + e.offsetHeight)"""


@pytest.mark.parametrize("role", ["case_manager", "coordinator", "admin"])
async def test_the_desk_can_be_used_with_a_thumb(served: Served, browser: Browser, role: str) -> None:
    world = served.world
    cases = [await world.case("Hallo", chat="8"), await world.case("Hallo", None, chat="9")]

    def tasks(unit: Unit) -> None:
        town = MunicipalityRow("Büren", "05774016", 51.55, 8.56, None, (), ("33142",))
        MunicipalityRows(unit.connection, unit.district).replace([town])
        TaskRows(unit.connection, unit.district).note([TaskRow("a-1", "phones", "not a phone number", "12 34 " * 30)])

    await world.keep(tasks)
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    await page.goto(f"{served.url}/desk/in/{await world.staff(role, 'Somebody with a rather long name', 'Büren')}")
    await page.click("text=Jetzt anmelden")
    pages = {
        "case_manager": ["", "/me", "/roster", f"/cases/{cases[0]}"],
        "coordinator": ["", "/me", f"/cases/{cases[1]}", "/gaps", "/tasks", "/audit", "/roster", "/roster/Büren"],
        "admin": ["/staff", "/me", "/audit", "/roster"],
    }[role]
    for path in pages:
        await page.goto(f"{served.url}/desk{path}")
        assert await page.evaluate(SMALL) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert await contrast_of(page) == [], path
    await context.close()


async def contrast_of(page: Page) -> list[str]:
    """Texts whose contrast against the ground behind them is under 4.5."""
    script = """() => {
      const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
        return .2126 * r + .7152 * g + .0722 * b; };
      const rgb = s => s.match(/[\\d.]+/g).map(Number);
      const bad = [];
      for (const e of document.querySelectorAll('body *')) {
        if (!e.offsetParent || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        if (e.closest('.hidden, .skip')) continue;
        let ground = e, back;
        for (; ground; ground = ground.parentElement) {
          back = rgb(getComputedStyle(ground).backgroundColor);
          if (back.length < 4 || back[3] > 0) break;
        }
        const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(back.slice(0, 3))].sort((x, y) => y - x);
        const ratio = (a + .05) / (b + .05);
        if (ratio < 4.5) bad.push(e.tagName + ' ' + e.className + ' ' + ratio.toFixed(2));
      }
      return bad; }"""
    return list(await page.evaluate(script))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_can_be_read(served: Served, browser: Browser, scheme: Any) -> None:
    world = served.world
    case = await world.case("Hallo \u202e", chat="8")
    context = await browser.new_context(**PHONE, color_scheme=scheme)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=en")
    await page.fill("#text", "hello")
    await page.click("#send")
    await world.bot_says(await chat_hash_of(context, world), "Where?", BUTTONS)
    await world.bot_says(await chat_hash_of(context, world), "Hi", sender="person")
    await expect(page.locator(".line.person")).to_be_visible()
    await asyncio.sleep(0.3)
    assert await contrast_of(page) == []
    await page.goto(f"{served.url}/desk/in/{await world.staff('case_manager', 'Mia', 'Büren')}")
    await page.click("text=Jetzt anmelden")
    for path in ("/desk", f"/desk/cases/{case}", "/desk/me", "/"):
        await page.goto(served.url + path)
        assert await contrast_of(page) == [], path
    await context.close()

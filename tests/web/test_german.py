"""German words of a source in the web chat and on the card to show: marked, and told to screen readers as German (I16)."""

from __future__ import annotations

import html

import pytest
from playwright.async_api import Browser, expect

from directory.entries import Entry, ServedArea
from directory.found import Service
from directory.importing import load
from directory.municipalities import load_municipalities, paderborn
from locales.service_lines import lasting_lines
from locales.speech import in_german, languages, speaking
from storage.unit import Unit
from tests.web.conftest import Served, World
from tests.web.test_browser import PHONE, chat_hash_of, heard
from web.german import german

WORDS = "Kostenlos <b>mit</b> Ausweis"


def test_only_marked_words_are_told_as_german() -> None:
    with speaking("uk"):
        text = f"\u2068Büren\u2069 <i> {in_german(WORDS)} (Deutsch)"
    assert str(german(text)) == (
        '\u2068Büren\u2069 &lt;i&gt; <span lang="de">\u2068Kostenlos &lt;b&gt;mit&lt;/b&gt; Ausweis (Deutsch)\u2069</span> (Deutsch)'
    )


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_other_language_gets_the_mark(code: str) -> None:
    with speaking(code):
        assert in_german("n. V.") == ("\u2068n. V.\u2069" if code in ("de", "de-x-ls") else "\u2068n. V. (Deutsch)\u2069")


@pytest.mark.parametrize("javascript", [True, False])
async def test_a_line_of_the_chat_says_which_words_are_german(served: Served, browser: Browser, javascript: bool) -> None:
    context = await browser.new_context(**PHONE, java_script_enabled=javascript)
    page = await context.new_page()
    await page.goto(f"{served.url}/chat?lang=uk")
    await page.fill("#text", "привіт")
    await page.click("#send")
    await heard(served.world, 1)
    with speaking("uk"):
        text = f"\u2068Büren\u2069\n💶 {in_german(WORDS)}"
    await served.world.bot_says(await chat_hash_of(context, served.world), text)
    if not javascript:
        await page.goto(f"{served.url}/chat?lang=uk")
    marked = page.locator('.line.bot .words [lang="de"]')
    await expect(marked).to_have_count(1)
    await expect(marked).to_have_text(f"\u2068{WORDS} (Deutsch)\u2069")
    assert await page.locator(".line.bot .words b").count() == 0
    await context.close()


@pytest.mark.parametrize(("language", "told"), [("uk", "Kostenlos (Deutsch)"), ("de", "Kostenlos"), ("de-x-ls", "Kostenlos")])
async def test_on_the_card_to_show_german_words_stand_once(world: World, language: str, told: str) -> None:
    def prepared(unit: Unit) -> None:
        load_municipalities(unit, paderborn())
        area = (ServedArea("district"),)
        load(
            unit,
            [
                Entry(
                    source_id="a",
                    organization="Verein",
                    name="Treff",
                    needs=("daily.clothing",),
                    phones=("05251 1",),
                    areas=area,
                    fees="Kostenlos",
                )
            ],
        )

    await world.keep(prepared)
    page = html.unescape((await world.client().get(f"/slip/daily.clothing?lang={language}")).text)
    assert page.count("Kostenlos") == 1
    assert f'<p class="side" lang="de" dir="ltr">💶 \u2068{told}\u2069</p>' in page


def test_what_is_read_later_is_marked_too() -> None:
    service = Service(id=1, source_id="a", name="Treff", organization="Treff", fees="Kostenlos", eligibility="Alle", hours_text="n. V.")
    with speaking("ar"):
        assert sum(line.endswith(" (Deutsch)\u2069") for line in lasting_lines(service)) == 3

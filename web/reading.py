"""Which language a page or a sentence for a person is in."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from locales.speech import FALLBACK, SOURCE, Language, languages, offered


def on_pages() -> Mapping[str, Language]:
    """The languages of the pages by code; the one the sentences are written in is always among them."""
    known = languages()
    return known if SOURCE in known else {SOURCE: Language(SOURCE, "English", False), **known}


def accepted(header: str) -> str:
    """The best offered language of an Accept-Language header; German when none fits, for the county speaks it."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:500].split(",")):
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        wishes.append((-quality, place, tag))
    for quality, _place, tag in sorted(wishes):
        if quality < 0 and (code := offered(tag)):
            return code
    return FALLBACK if FALLBACK in languages() else SOURCE


def language_of(request: Request) -> Language:
    """The language whoever asks reads: chosen in the address, else what the browser prefers."""
    chosen = request.query_params.get("lang", "")
    if chosen not in on_pages():
        chosen = accepted(request.headers.get("accept-language", ""))
    return on_pages()[chosen]

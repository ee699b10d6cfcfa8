"""What the house says, in the language of whoever reads it (gettext, compiled in memory at the first use).

Sentences are marked where they stand: `_("...")`, `_n(singular, plural, n)`, `_p(context, "...")`. Which language is spoken
is a context variable set at the doors: `with speaking("ar"): ...`. A sentence that is not translated yet is said in English.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
SOURCE = "en"  # the sentences in the code are English
REVIEWED = frozenset({"de", "en"})  # by somebody who grew up with the language; see docs/translators.md
FALLBACK = "de"  # the county speaks it
PLAIN_GERMAN = "de-x-ls"  # German in Leichte Sprache: nobody writes it, people choose to read it
_FIRST = ("de", PLAIN_GERMAN, "en")
_IN_CLDR = {PLAIN_GERMAN: "de", "sr": "sr_Latn"}
# What people call their language. Those without a star are CLDR's, written down since Babel keeps a megabyte for each language asked of it.
_OWN_NAMES = {
    "de": "Deutsch",
    PLAIN_GERMAN: "Leichte Sprache",  # *
    "en": "English",
    "ar": "العربية",
    "bg": "Български",
    "ckb": "کوردی (سۆرانی)",  # *
    "fa": "فارسی / دری",  # *
    "fr": "Français",
    "ku": "Kurdî (Kurmancî)",  # *
    "pl": "Polski",
    "ps": "پښتو",
    "ro": "Română",
    "ru": "Русский",
    "so": "Soomaali",
    "sq": "Shqip",
    "sr": "Srpski / Bosanski / Hrvatski",  # *
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
}
GERMAN_MARK = f" ({_OWN_NAMES['de']})"  # behind words of a source that stand in a text of another language; web/german.py reads it
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "ps"})


@dataclass(frozen=True)
class Language:
    """A language people are offered. `own_name` is its name in itself."""

    code: str
    own_name: str
    right_to_left: bool


@cache
def languages() -> dict[str, Language]:
    """The languages that have a bot.po, by code, German and English first."""
    codes = sorted((path.parent.name for path in FOLDER.glob("*/bot.po")), key=lambda code: (code not in _FIRST, code))
    return {code: _language(code) for code in codes}


def offered(tag: str) -> str | None:
    """The language people are offered for a tag of a phone or browser: de-x-ls, de-AT, de_AT. None when there is none."""
    tag = tag.replace("_", "-").lower()
    return next((code for code in (tag, tag.partition("-")[0]) if code in languages()), None)


def answer_in(plain: str | None, tag: str, guess: str | None) -> str:
    """The language to answer in: the one they plainly wrote, else that of the phone or page, else the best guess, else German.

    Whoever reads a form of the language they write, as Leichte Sprache, goes on reading it.
    """
    read = offered(tag)
    language = next((code for code in (plain, read, guess) if code in languages()), None) or FALLBACK
    return read if read is not None and read.partition("-")[0] == language else language


def cldr(code: str) -> Locale:
    """What CLDR knows about a language we speak: names of languages, forms of dates."""
    return Locale.parse(_IN_CLDR.get(code, code))


def language_name(code: str, reader: str | None = None) -> str:
    """The name of a language for somebody who reads another; without one, in the language that is spoken now."""
    if code == PLAIN_GERMAN:
        return f"{language_name('de', reader)} ({_OWN_NAMES[code]})"
    return str(cldr(reader or spoken()).languages.get(code.partition("-")[0], code))


def _language(code: str) -> Language:
    if code in _OWN_NAMES:
        return Language(code, _OWN_NAMES[code], code in _RIGHT_TO_LEFT)
    locale = cldr(code)
    name = locale.get_language_name(code) or code
    return Language(code, name[:1].upper() + name[1:], locale.character_order == "right-to-left")


@cache
def _catalog(code: str) -> gettext.NullTranslations:
    path = FOLDER / code / "bot.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    if code != SOURCE:
        translations.add_fallback(_catalog(SOURCE))
    return translations


_speaking: ContextVar[str] = ContextVar("speaking", default=SOURCE)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Inside, sentences are in this language."""
    token = _speaking.set(code)
    try:
        yield
    finally:
        _speaking.reset(token)


def spoken() -> str:
    """The language that is spoken now."""
    return _speaking.get()


def _(sentence: str) -> str:
    """The sentence in the language that is spoken now."""
    return _catalog(_speaking.get()).gettext(sentence)


def _n(singular: str, plural: str, number: int) -> str:
    """The form that fits the number."""
    return _catalog(_speaking.get()).ngettext(singular, plural, number)


def _p(context: str, sentence: str) -> str:
    """A word that could be read two ways, told apart by its context."""
    return _catalog(_speaking.get()).pgettext(context, sentence)


@cache
def foreign_lines() -> dict[str, str]:
    """By code of languages the house does not understand: what it says to somebody who writes one of them, in that language."""
    lines = yaml.load((FOLDER / "foreign.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - only strings: "no" is one
    return {str(code): str(line) for code, line in lines.items()}


def isolate(text: str) -> str:
    """A German name that does not turn an Arabic sentence around."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def in_german(text: str) -> str:
    """German words of a source, which nobody translated: whoever reads another language sees that they are German."""
    return isolate(text if reads_german(spoken()) else text + GERMAN_MARK)


def reads_german(code: str) -> bool:
    """Whether German words are in the language of whoever reads this one."""
    return code in {FALLBACK, PLAIN_GERMAN}

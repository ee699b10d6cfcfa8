"""Making foreign text harmless: no markup, no invisible steering characters, bounded, and formulas noticed."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"<(?:[a-zA-Z/][^<>]{0,1000}|!--.*?--)>", re.DOTALL)
# Bidi controls, zero-width blanks and soft hyphens. The joiners U+200C and U+200D stay: Persian and emoji need them.
_STEERING = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠][^\s\d]")
_FORMULA_START = re.compile(r"[=@＝＠\t\r]")


def clean(text: str, at_most: int) -> tuple[str, tuple[str, ...]]:
    """The text as plain, bounded text on one line, and the reasons why it is not what it was. Blanks alone give no reason."""
    reasons = []
    if looks_like_a_formula(text):
        reasons.append("formula kept as text")
    plain = unicodedata.normalize("NFC", text)
    without_markup = _without_markup(plain)
    if without_markup != html.unescape(plain):
        reasons.append("HTML removed")
    visible = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in _STEERING.sub("", without_markup))
    if _STEERING.search(without_markup):
        reasons.append("invisible characters removed")
    short = " ".join(visible.split())
    if len(short) > at_most:
        reasons.append("too long, shortened")
        short = _shortened(short, at_most)
    return short, tuple(reasons)


def looks_like_a_formula(text: str) -> bool:
    """True when a spreadsheet could calculate this instead of showing it."""
    return bool(_FORMULA_START.match(text.lstrip(" ")) or _FORMULA.match(text))


def _without_markup(text: str) -> str:
    """Tags and entities gone, also those that were hidden in entities."""
    for _ in range(4):  # each round takes one layer of &amp;lt;b&amp;gt;
        text, before = _TAG.sub("", html.unescape(text)), text
        if text == before:
            break
    return text


def _shortened(text: str, at_most: int) -> str:
    """Cut between words where there are any; never inside an emoji or behind half a letter."""
    cut = text[: at_most - 2]
    if not _extends(text[len(cut)]) and " " in cut[-60:]:
        cut = cut.rpartition(" ")[0]
    while cut and (_extends(text[len(cut)]) or cut[-1] == "\u200d"):
        cut = cut[:-1]
    return f"{cut} …"


def _extends(character: str) -> bool:
    return character == "\u200d" or unicodedata.category(character) in {"Mn", "Me", "Mc"} or "\U0001f3fb" <= character <= "\U0001f3ff"

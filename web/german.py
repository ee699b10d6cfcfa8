"""German words of a source in a text of another language, told to screen readers as German."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from locales.speech import GERMAN_MARK

# What isolate() puts around words, with the mark at their end; static/german.js knows the same.
_MARKED = re.compile(
    f"(\N{FIRST STRONG ISOLATE}[^\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]*{re.escape(GERMAN_MARK)}\N{POP DIRECTIONAL ISOLATE})"
)


def german(text: str) -> Markup:
    """Escaped text, with the marked words in an element of their own."""
    parts = _MARKED.split(text)
    return Markup("").join(Markup('<span lang="de">{}</span>').format(part) if at % 2 else escape(part) for at, part in enumerate(parts))

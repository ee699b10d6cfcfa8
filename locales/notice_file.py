"""The wording of the data protection notice that a district released: a YAML file, checked for its form before the house opens.

What the wording may promise is for the data protection officer to decide; nobody can check that here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from locales.speech import FALLBACK

SENTENCES, SHORT, LONG, ROLE = 3, 600, 3_500, 120  # at most: sentences; characters of the short text, of the long one, of a role
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # everything stays a string


class NoticeUnusable(ValueError):
    """The file is not what it must be. The reason says where."""


@dataclass(frozen=True)
class Wording:
    """The notice in one language: what stands above the first answer, and what is behind the button."""

    short: tuple[str, ...]
    long: str


@dataclass(frozen=True)
class ReleasedNotice:
    """The wording of a district in the languages it was released in, and who released it when."""

    wordings: Mapping[str, Wording]
    released_by: str
    released_on: date

    def in_language(self, code: str) -> Wording | None:
        """The wording in a language; None where it was not released in it."""
        return self.wordings.get(code)


def read_notice(file: Path, languages: Collection[str], today: date) -> ReleasedNotice:
    """The released wording of a file. Raises NoticeUnusable when German is missing, a text too long, or no release told."""
    try:
        raw = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a base loader builds only strings
    except (OSError, UnicodeDecodeError) as failure:
        raise NoticeUnusable(f"{file} cannot be read ({type(failure).__name__})") from failure
    except yaml.YAMLError as failure:
        raise NoticeUnusable(f"{file} is not YAML") from failure
    if not isinstance(raw, dict) or not isinstance(raw.get("languages"), dict):
        raise NoticeUnusable("it must say released_by, released_on and languages")
    said = raw["languages"]
    if FALLBACK not in said:
        raise NoticeUnusable(f"languages: {FALLBACK} is missing")
    if unknown := sorted(set(said) - set(languages)):
        raise NoticeUnusable(f"languages not known: {', '.join(unknown)}")
    return ReleasedNotice({code: _wording(code, one) for code, one in said.items()}, _role(raw), _day(raw, today))


def _wording(code: str, raw: object) -> Wording:
    short, long = (raw.get("short"), raw.get("long")) if isinstance(raw, dict) else (None, None)
    if not isinstance(short, list) or not isinstance(long, str) or not all(isinstance(one, str) and one.strip() for one in short):
        raise NoticeUnusable(f"{code}: short must be a list of sentences, long a text")
    sentences, text = tuple(one.strip() for one in short), long.strip()
    if not 1 <= len(sentences) <= SENTENCES or sum(map(len, sentences)) > SHORT:
        raise NoticeUnusable(f"{code}: short must be at most {SENTENCES} sentences and {SHORT} characters")
    if not text or len(text) > LONG:
        raise NoticeUnusable(f"{code}: long must be at most {LONG} characters, and not empty")
    return Wording(sentences, text)


def _role(raw: Mapping[str, object]) -> str:
    role = str(raw.get("released_by", "")).strip()
    if not role or len(role) > ROLE:
        raise NoticeUnusable(f"released_by must name the role that released it, in at most {ROLE} characters")
    return role


def _day(raw: Mapping[str, object], today: date) -> date:
    try:
        day = date.fromisoformat(str(raw.get("released_on", "")))
    except ValueError:
        raise NoticeUnusable("released_on must be a day like 2026-12-31") from None
    if day > today:
        raise NoticeUnusable("released_on is in the future")
    return day

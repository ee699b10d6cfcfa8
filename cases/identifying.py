"""What leads to a person: numbers of phones, accounts and papers, addresses of e-mail, numbers of cases, and what looks like a name.

Nobody needs them here. Whoever sends a number is told so once; a note about a gap with one is refused.
"""

from __future__ import annotations

import re

_DATE = re.compile(r"\b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}\b")
_PHONE = re.compile(r"(?<!\w)(?:(?:\+\d|[0٠۰])(?:[ ./()-]{0,2}\d){8,14}|\d{9,15})(?!\w)")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}", re.IGNORECASE)  # an IBAN has 15 to 34 signs (ISO 13616)
_PAPER = re.compile(r"\b(?=[A-Z0-9]*[A-Z])(?=(?:[A-Z]*\d){5})[A-Z0-9]{8,12}\b")  # passports, residence cards, driving licences


def shows_number(text: str) -> bool:
    """Whether a text seems to hold a number of a phone (nine digits or more, in any script), an account or a paper. Dates are none."""
    without_dates = _DATE.sub(" ", text)
    return any(pattern.search(without_dates) for pattern in (_PHONE, _ACCOUNT, _PAPER))


_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
_CASE = re.compile(r"\bK-?[A-Z0-9]{6}\b")
_TITLE = r"(?:[Ff]rau|[Hh]err[n]?|[Ff]amilie|[Ff]am\.|[Hh]r\.|[Ff]r\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.)"
_CALLED = r"(?:[Nn]amens|[Hh]eißt|[Hh]eisst|[Nn]ame(?: ist)?:?|[Vv]orname:?|[Nn]achname:?|geb\.|geborene[rn]?)"
_CAPITAL = r"[^\W\d_a-zäöüß][\w'’-]+"
_NAME = re.compile(
    rf"\b(?:{_TITLE}|{_CALLED})\s+(?:{_CAPITAL}|\d)|\b{_CAPITAL}\s+{_CAPITAL}\s+(?:sucht|braucht|wohnt|lebt|möchte|kommt aus)\b"
)
_INITIAL = re.compile(rf"\b[A-ZÄÖÜ]\.\s?{_CAPITAL}|\b{_CAPITAL}\s[A-ZÄÖÜ]\.(?=\s[a-zäöü])")
_BORN = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:19\d\d|20[01]\d)\b")  # what happened so long ago is a birth


def leads_to_somebody(text: str) -> bool:
    """Whether a text holds a number of a phone, an account, a paper or a case, or an address of e-mail."""
    return shows_number(text) or bool(_EMAIL.search(text) or _CASE.search(text))


def looks_like_a_name(text: str) -> bool:
    """Whether a text seems to name a person or a day of birth: a title or "heißt" before a capital, initials. It can be wrong both ways."""
    return bool(_NAME.search(text) or _INITIAL.search(text) or _BORN.search(text))

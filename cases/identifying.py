"""Numbers that lead to a person: of phones, bank accounts and papers. Nobody needs them here, and whoever sends one is told so once."""

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

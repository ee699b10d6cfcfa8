"""Telephone numbers as people dial them in Germany."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

_SHORT = re.compile(r"11[025]|116\d{3}")  # emergency, offices (115), and the European numbers of social value
_MANGLED = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")  # 4,95251E+11: what a spreadsheet makes of a number
_DATE = re.compile(r"\d{1,2}[-./]\d{1,2}(?:[-./]\d{2,4})?|\d{1,2}\. ?[A-Z][a-zä]{2,8}(?: \d{2,4})?|\d{4}-\d{2}-\d{2}")
_SEPARATOR = re.compile(r"\s*(?:[;\n]|,(?=\s)|\boder\b|\bund\b)\s*")
_IN_A_SENTENCE = re.compile(r"\(?[+0-9][0-9 ()/.\-–]{3,40}[0-9]")
_LABEL = re.compile(r"^(?:tel(?:efon)?|fon|mobil|handy)\b[.:]?\s*", re.IGNORECASE)


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers somebody wrote in a sentence, in digits of any script; only those that can be dialled."""
    plain = "".join(str(unicodedata.digit(sign, sign)) for sign in unicodedata.normalize("NFKC", text))
    found = (read_phone(part.strip()) for part in _IN_A_SENTENCE.findall(plain))
    return tuple(dict.fromkeys(number for number, reason in found if not reason))


def read_phones(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The numbers in the text, and what was not taken over: (reason, what stood there)."""
    good: list[str] = []
    doubtful: list[tuple[str, str]] = []
    for part in _SEPARATOR.split(unicodedata.normalize("NFKC", text).strip()):
        if not part:
            continue
        number, reason = read_phone(part)
        if reason:
            doubtful.append((reason, part))
        elif number not in good:
            good.append(number)
    return tuple(good), tuple(doubtful)


def read_phone(text: str) -> tuple[str, str]:
    """(number, "") or ("", reason). A number in Germany starts with 0, a foreign one with +."""
    bare = _LABEL.sub("", text.strip())
    digits = re.sub(r"\D", "", bare)
    if _MANGLED.fullmatch(bare.replace(" ", "")):
        return "", "phone changed by a spreadsheet"
    if _SHORT.fullmatch(digits) and re.fullmatch(r"[\d \-]+", bare):
        return digits, ""
    if _DATE.fullmatch(bare):
        return "", "looks like a date"
    if not re.fullmatch(r"\+?[\d\s()/.\-–]+", bare) or not digits:
        return "", "not a phone number"
    if not bare.startswith(("0", "+", "(0", "(+")):
        return "", "leading zero lost"
    return _national(bare)


def _national(text: str) -> tuple[str, str]:
    dialled = re.sub(r"^\(?00", "+", text).replace("(0)", "")
    try:
        number = phonenumbers.parse(dialled, "DE")
    except phonenumbers.NumberParseException:
        return "", "not a phone number"
    if not phonenumbers.is_valid_number(number):
        return "", "not a phone number"
    style = phonenumbers.PhoneNumberFormat.NATIONAL if number.country_code == 49 else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style), ""

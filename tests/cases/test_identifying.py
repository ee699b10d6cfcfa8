"""A number that leads to a person is noticed; a year, a price or a postal code is not."""

from __future__ import annotations

import pytest

from cases.identifying import shows_number


@pytest.mark.parametrize(
    "words",
    [
        "ruf mich an 0176 12345678",
        "+49 (0)5251 308-0",
        "رقمي ٠١٧٦١٢٣٤٥٦٧٨",
        "my bank is DE89 3704 0044 0532 0130 00",
        "мой паспорт C01X00T47",
        "tel 491761234567",
    ],
)
def test_a_number_of_a_phone_an_account_or_a_paper_is_noticed(words: str) -> None:
    assert shows_number(words)


@pytest.mark.parametrize(
    "words",
    [
        "33098 Paderborn",
        "vom 01.02.2024 bis 03.04.2024",
        "seit 2015 2016 2017",
        "500 600 700 euro",
        "§ 24 AufenthG, B1 2024",
        "kinder 5 7 und 9 jahre",
        "",
    ],
)
def test_dates_prices_and_postal_codes_are_none(words: str) -> None:
    assert not shows_number(words)

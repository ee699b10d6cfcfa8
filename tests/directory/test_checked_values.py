"""Phones, addresses and texts of a source (I5, I8, I10, I14)."""

import pytest

from directory.addresses import read_email, read_url
from directory.phones import numbers_in, read_phones
from directory.texts import clean


@pytest.mark.parametrize(
    ("text", "numbers", "reason"),
    [
        ("05251 308-0", ("05251 3080",), ""),
        ("+49 (0) 5251 308-4610", ("05251 3084610",), ""),
        ("0049 30 1815-1111", ("030 18151111",), ""),
        ("Tel. 02951 9335713; 0800 1110111", ("02951 9335713", "0800 1110111"), ""),
        ("112", ("112",), ""),
        ("116 016", ("116016",), ""),
        ("+43 1 58858", ("+43 1 58858",), ""),
        ("4,95251E+11", (), "phone changed by a spreadsheet"),
        ("4.95E+11", (), "phone changed by a spreadsheet"),
        ("5251 3080", (), "leading zero lost"),
        ("1-2", (), "looks like a date"),
        ("01.02.2024", (), "looks like a date"),
        ("siehe Aushang", (), "not a phone number"),
        ("0" * 40, (), "not a phone number"),
        ("05251 308-0, 1-2", ("05251 3080",), "looks like a date"),
    ],
)
def test_phones(text, numbers, reason):
    good, doubtful = read_phones(text)

    assert good == numbers
    assert [why for why, _ in doubtful] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("meine Nummer: 0176-12345678, danke", ("0176 12345678",)),
        ("٠١٧٦١٢٣٤٥٦٧٨", ("0176 12345678",)),
        ("+380 44 123 4567 або 0049 5251 3080", ("+380 44 123 4567", "05251 3080")),
        ("am 01.02.2024 um 10", ()),
        ("9" * 40, ()),
        ("33098 Paderborn", ()),
        ("", ()),
    ],
)
def test_numbers_somebody_wrote_in_a_sentence(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "address", "reason"),
    [
        ("https://www.caritas-pb.de/a?b=c", "https://www.caritas-pb.de/a?b=c", ""),
        ("", "", ""),
        ("javascript:alert(1)", "", "not an http address"),
        ("www.caritas-pb.de", "", "not an http address"),
        ("http://localhost/x", "", "not a public host"),
        ("http://127.0.0.1/", "", "not a public host"),
        ("http://[::1]/", "", "not a public host"),
        ("http://169.254.169.254/latest", "", "not a public host"),
        ("http://router.local/", "", "not a public host"),
        ("https://a.de:8080/", "", "unusual web address"),
        ("https://bank.de@evil.example.com/", "", "unusual web address"),
        ("https://xn--caritas-9za.de/", "", "host name may imitate another"),
        ("https://саritas.de/", "", "host name may imitate another"),
        ("https://a.de/b c", "", "not a web address"),
        ("https://a.de/?utm_source=x&id=3", "https://a.de/?id=3", "tracking removed"),
    ],
)
def test_web_addresses(text, address, reason):
    assert read_url(text) == (address, reason)


def test_mail_addresses():
    assert read_email("beratung@caritas-bueren.de") == ("beratung@caritas-bueren.de", "")
    assert read_email("beratung(at)caritas.de") == ("", "not an e-mail address")


@pytest.mark.parametrize(
    ("text", "plain", "why"),
    [
        ("<b>Hilfe</b> &amp; mehr<script>x</script>", "Hilfe & mehrx", "HTML removed"),
        ("&lt;img src=x&gt;Hilfe", "Hilfe", "HTML removed"),
        ("Alter < 27, <3", "Alter < 27, <3", None),
        ("A\u202egnp.exe", "Agnp.exe", "invisible characters removed"),
        ("می\u200cخواهم", "می\u200cخواهم", None),
        ("eins\r\n  zwei\x00", "eins zwei", None),
        ("=1+1", "=1+1", "formula kept as text"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", "formula kept as text"),
        ("@SUM(A1)", "@SUM(A1)", "formula kept as text"),
        ("＝1+1", "＝1+1", "formula kept as text"),
    ],
)
def test_foreign_text_becomes_harmless(text, plain, why):
    assert clean(text, 200) == (plain, (why,) if why else ())


def test_long_text_is_bounded_without_breaking_an_emoji():
    family = "👨\u200d👩\u200d👧"
    short, reasons = clean(family * 1000, 200)

    assert len(short) <= 202
    assert reasons == ("too long, shortened",)
    assert short.removesuffix(" …") in family * 1000
    assert not short.removesuffix(" …").endswith("\u200d")

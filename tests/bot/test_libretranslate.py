"""The machine that translates: in networks of our own only, within seconds, and whatever it answers breaks nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
import pytest_asyncio

from bot import doctor
from bot.channels import libretranslate
from bot.channels.libretranslate import LibreTranslate, OwnNetworks, TranslatePlace, is_own_network
from bot.settings import Settings
from tests.libretranslate.server import PretendLibreTranslate
from web.doors import NotTranslated


@pytest_asyncio.fixture
async def server() -> AsyncIterator[PretendLibreTranslate]:
    async with PretendLibreTranslate(key="k3y") as started:
        yield started


@pytest_asyncio.fixture
async def machine(server: PretendLibreTranslate) -> AsyncIterator[LibreTranslate]:
    opened = LibreTranslate(TranslatePlace.of(server.url, key="k3y"))
    yield opened
    await opened.close()


async def why_not(machine: LibreTranslate, words: str = "hello", language: str = "en") -> str:
    with pytest.raises(NotTranslated) as no:
        await machine.into_german(words, language)
    return no.value.why


async def test_words_are_asked_for_as_the_api_says(machine: LibreTranslate, server: PretendLibreTranslate) -> None:
    assert await machine.into_german("مرحبا <b>&\n", "ar") == "[ar] مرحبا <b>&\n"
    assert server.asked == [{"q": "مرحبا <b>&\n", "source": "ar", "target": "de", "format": "text", "api_key": "k3y"}]


@pytest.mark.parametrize(
    ("language", "known"),
    [
        ("ar", True),
        ("ku", True),
        ("uk", True),
        ("ckb", False),
        ("ti", False),
        ("so", False),
        ("de", False),
        ("de-x-ls", False),
        ("ja", False),
    ],
)
async def test_only_what_it_says_it_turns_into_german_is_offered(
    machine: LibreTranslate, server: PretendLibreTranslate, language: str, known: bool
) -> None:
    assert await machine.knows(language) is known
    if not known:
        assert await why_not(machine, language=language) == "language"
    assert server.visits == ["/languages"], "asked once"


async def test_kurmanji_has_another_name_there(machine: LibreTranslate) -> None:
    assert await machine.into_german("Silav", "ku") == "[kmr] Silav"


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("redirect", "http 307"),
        ("html", "JSONDecodeError"),
        ("empty", "nothing"),
        ("other", "nothing"),
        ("huge", "too much"),
        ("deep", "RecursionError"),
        ("500", "http 500"),
        ("429", "http 429"),
        ("drop", "ServerDisconnectedError"),
    ],
)
async def test_what_it_does_on_bad_days_is_no_translation(
    machine: LibreTranslate, server: PretendLibreTranslate, fault: str, why: str
) -> None:
    server.fault = fault
    assert await why_not(machine) == why
    assert "/elsewhere" not in server.visits
    server.fault = ""
    assert await machine.into_german("hello", "en") == "[en] hello"


async def test_it_is_not_waited_for_longer_than_some_seconds(
    machine: LibreTranslate, server: PretendLibreTranslate, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert libretranslate.SECONDS == 5
    monkeypatch.setattr(libretranslate, "SECONDS", 0.2)
    server.fault = "hang"
    assert await why_not(machine) == "TimeoutError"


async def test_a_wrong_key_and_too_many_words_are_no_translation(server: PretendLibreTranslate) -> None:
    machine = LibreTranslate(TranslatePlace.of(server.url, key="wrong"))
    assert await why_not(machine) == "http 403"
    assert await why_not(machine, "x" * 8001) == "too long"
    await machine.close()


async def test_a_machine_that_is_down_is_asked_again_after_a_minute(server: PretendLibreTranslate) -> None:
    now = [0.0]
    machine = LibreTranslate(TranslatePlace.of(server.url), clock=lambda: now[0])
    server.down = True
    assert [await machine.knows("ar") for _ in range(3)] == [False] * 3
    assert server.visits == ["/languages"]
    server.down, now[0] = False, 61.0
    assert await machine.knows("ar")
    await machine.close()


@pytest.mark.parametrize(
    ("address", "ours"),
    [("127.0.0.1", True), ("10.1.2.3", True), ("172.31.0.1", True), ("192.168.1.1", True), ("::1", True), ("fd00::1", True),
     ("8.8.8.8", False), ("172.32.0.1", False), ("169.254.169.254", False), ("0.0.0.0", False), ("::", False), ("fe80::1", False),
     ("100.64.0.1", False), ("::ffff:8.8.8.8", False), ("::ffff:10.0.0.1", True), ("2001:4860:4860::8888", False)],
)  # fmt: skip
def test_which_addresses_are_in_networks_of_our_own(address: str, ours: bool) -> None:
    assert is_own_network(address) is ours


@pytest.mark.parametrize(
    "url",
    ["ftp://localhost", "file:///etc/passwd", "http://", "http://8.8.8.8:5000", "http://169.254.169.254", "http://[::ffff:8.8.8.8]", "http://u:p@localhost",
     "http://localhost:99999", "localhost:5000", "http://localhost/?x=1"],
)  # fmt: skip
def test_odd_places_refuse_to_start(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError):
        TranslatePlace.of(url)
    monkeypatch.setenv("LOTSE_TRANSLATE_URL", url)
    with pytest.raises(ValueError, match="LOTSE_TRANSLATE_URL"):
        Settings()


def test_a_host_elsewhere_has_to_be_named_and_is_spoken_to_safely() -> None:
    assert TranslatePlace.of("https://translate.kreis.example", "translate.kreis.example").anywhere
    assert not TranslatePlace.of("https://translate.kreis.example", "other.example").anywhere
    with pytest.raises(ValueError, match="https only"):
        TranslatePlace.of("http://translate.kreis.example", "translate.kreis.example")


async def test_a_name_that_leads_out_of_our_networks_is_not_connected_to(
    server: PretendLibreTranslate, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one["host"] for one in await OwnNetworks().resolve("localhost", 1)] == ["127.0.0.1"]
    machine = LibreTranslate(TranslatePlace.of(f"http://localhost:{server.port}", key="k3y"))
    assert await machine.into_german("hello", "en") == "[en] hello"
    await machine.close()
    monkeypatch.setattr(libretranslate, "_OWN", [])  # now localhost is somewhere out there
    machine = LibreTranslate(TranslatePlace.of(f"http://localhost:{server.port}", key="k3y"))
    server.visits.clear()
    assert await why_not(machine) == "language"
    assert server.visits == []
    await machine.close()


def test_the_doctor_says_when_the_machine_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    key = tmp_path / "key"
    key.write_text("k3y\n")
    monkeypatch.setenv("LOTSE_TRANSLATE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("LOTSE_TRANSLATE_KEY_FILE", str(key))
    out = StringIO()
    assert doctor.main(out) == 0
    assert "LOTSE_TRANSLATE_URL does not answer" in out.getvalue()
    assert "k3y" not in out.getvalue() + repr(Settings().translate_place)
    key.unlink()
    out = StringIO()
    assert doctor.main(out) == 1
    assert "cannot be read" in out.getvalue()

"""A machine that translates, on the district's own computers: LibreTranslate's API. What is said to it and by it stands in no log."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from web.doors import NotTranslated

SECONDS, LIST_SECONDS = 5.0, 1.0  # for a translation; for the list of languages, which a page waits for
LONGEST_ANSWER = 256 * 1024  # bytes
LONGEST_WORDS = 8000  # characters; a machine of one's own is busy with them for some seconds
FRESH, FRESH_WHEN_DOWN = 600.0, 60.0  # seconds until the list of languages is asked for again
AT_ONCE = 2
_OWN = [
    ipaddress.ip_network(one) for one in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]  # RFC 1918, RFC 4193, and this machine
_ITS_NAMES = {"ku": ("kmr", "ku"), "sr": ("sr", "sr-Latn")}  # where they may be called otherwise than by us


def is_own_network(address: str) -> bool:
    """Whether this address is on this machine or in a private network."""
    found = ipaddress.ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in _OWN if network.version == found.version)


@dataclass(frozen=True)
class TranslatePlace:
    """Where the machine is. `anywhere`: the operator named this very host, so it need not be in a network of our own."""

    url: str
    anywhere: bool = False
    key: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str, named_host: str = "", key: str = "") -> TranslatePlace:
        """Reads the settings. Raises ValueError, with what is wrong."""
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise ValueError("the address cannot be read") from None
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
            raise ValueError("write it as http://host:5000")
        anywhere = parts.hostname == named_host.strip().lower()
        if anywhere and parts.scheme != "https":
            raise ValueError("a host that is named is spoken to by https only")
        if not anywhere and _is_number(parts.hostname) and not is_own_network(parts.hostname):
            raise ValueError("the host is in no network of your own; if it is meant, name it in LOTSE_TRANSLATE_HOST")
        return cls(url.rstrip("/"), anywhere, key)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class OwnNetworks(AbstractResolver):
    """Finds addresses of a name, in networks of our own only; what was looked up here is what is connected to."""

    def __init__(self) -> None:
        self._any = aiohttp.ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        """The addresses. Raises OSError when none is ours."""
        found = [one for one in await self._any.resolve(host, port, family) if is_own_network(one["host"])]
        if not found:
            raise OSError("not in a network of our own")
        return found

    async def close(self) -> None:
        """Nothing is held."""


class LibreTranslate:
    """One machine. Answers within seconds or raises NotTranslated."""

    def __init__(self, place: TranslatePlace, clock: Callable[[], float] = time.monotonic) -> None:
        self._place, self._clock = place, clock
        self._session: aiohttp.ClientSession | None = None
        self._busy = asyncio.Semaphore(AT_ONCE)
        self._known: frozenset[str] = frozenset()
        self._ask_again = 0.0

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def languages(self) -> frozenset[str]:
        """What it turns into German, by its own names. Empty while it does not answer."""
        if self._clock() >= self._ask_again:
            try:
                self._known = frozenset(_into_german(await self._ask("GET", "/languages", LIST_SECONDS)))
                self._ask_again = self._clock() + FRESH
            except NotTranslated:
                self._known, self._ask_again = frozenset(), self._clock() + FRESH_WHEN_DOWN
        return self._known

    async def knows(self, language: str) -> bool:
        """Whether it turns this language of ours into German."""
        return self._named(language, await self.languages()) is not None

    async def into_german(self, words: str, language: str) -> str:
        """The words in German, as the machine has them. Raises NotTranslated."""
        named = self._named(language, await self.languages())
        if named is None:
            raise NotTranslated("language")
        if len(words) > LONGEST_WORDS:
            raise NotTranslated("too long")
        asked = {"q": words, "source": named, "target": "de", "format": "text"}
        if self._place.key:
            asked["api_key"] = self._place.key
        answer = await self._ask("POST", "/translate", SECONDS, asked)
        said = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(said, str) or not said.strip():
            raise NotTranslated("nothing")
        return said

    @staticmethod
    def _named(language: str, known: frozenset[str]) -> str | None:
        return next((name for name in _ITS_NAMES.get(language, (language,)) if name in known), None)

    async def _ask(self, method: str, path: str, seconds: float, asked: dict[str, str] | None = None) -> Any:
        try:
            async with asyncio.timeout(seconds), self._busy, self._open().request(
                method, self._place.url + path, json=asked, allow_redirects=False, headers={"Accept-Encoding": "identity"}
            ) as answer:  # fmt: skip
                if answer.status != 200:
                    raise NotTranslated(f"http {answer.status}")
                body = bytearray()
                async for piece in answer.content.iter_chunked(16_384):
                    body += piece
                    if len(body) > LONGEST_ANSWER:
                        raise NotTranslated("too much")
            return json.loads(body)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, RecursionError) as failure:
            raise NotTranslated(type(failure).__name__) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = None if self._place.anywhere else OwnNetworks()
            connector = aiohttp.TCPConnector(limit=AT_ONCE + 1, resolver=resolver)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
        return self._session


def _into_german(answer: Any) -> list[str]:
    """The languages of a list as LibreTranslate gives it; whatever else is in it is left out."""
    rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
    known = [row["code"] for row in rows if isinstance(row.get("code"), str) and "de" in (row.get("targets") or ())]
    return [code for code in known if code != "de"]

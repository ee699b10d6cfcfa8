"""`lotse links`: asks the pages that entries point at whether they are still there. Only when somebody types it; imports ask nothing.

Nothing is followed, nothing is read beyond the first lines of an answer, and nobody is asked whose name leads to no public host: a
directory comes from outside, and must not make this machine knock at doors inside.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import sys
from collections import defaultdict
from collections.abc import Iterable

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.commands import keep, read_settings, say
from directory.addresses import read_url
from directory.links import Heard, host_of, note_links, pages_of, what_is_wrong
from storage.seal import KeyProblem

SECONDS = 15.0  # for one answer, whole
PAUSE = 1.0  # between two questions to one host
AT_ONCE = 8  # hosts
GIVES_UP = 3  # silences in a row; then a host is left alone
AGENT = "KIM-Lotse (looks whether pages of the directory are still there)"
_ASK_AGAIN = frozenset({400, 403, 404, 405, 410, 500, 501, 503})  # some hosts answer HEAD so, and have the page
_TUNNELS = tuple(map(ipaddress.ip_network, ("64:ff9b::/32", "2002::/16", "2001::/32")))  # an IPv4 address of any kind may be inside


class NotPublic(OSError):
    """The name leads to no public host."""


def is_public(address: str) -> bool:
    """Whether this is the address of a machine everybody can reach."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if ip.version == 6 and (ip.ipv4_mapped or any(ip in network for network in _TUNNELS)):
        return False
    return ip.is_global and not ip.is_multicast


class PublicHosts(AbstractResolver):
    """Finds addresses of a name, public ones only; what was looked up here is what is connected to. One that is not public refuses all."""

    def __init__(self, names: AbstractResolver | None = None) -> None:
        self._names = names or aiohttp.ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        """The addresses. Raises NotPublic, OSError."""
        found = await self._names.resolve(host, port, family)
        if not all(is_public(one["host"]) for one in found):
            raise NotPublic(host)
        return found

    async def close(self) -> None:
        """Nothing is held."""


async def look(urls: Iterable[str], resolver: AbstractResolver | None = None, pause: float = PAUSE) -> dict[str, Heard]:
    """What each page answers; those of a host that stays silent are left out after a few. `resolver`: PublicHosts, except in tests."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[host_of(url)].append(url)
    connector = aiohttp.TCPConnector(resolver=resolver or PublicHosts(), use_dns_cache=False, limit=AT_ONCE, force_close=True)
    heard: dict[str, Heard] = {}
    busy = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=SECONDS),
        headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
        auto_decompress=False,
    ) as session:

        async def ask_host(pages: list[str]) -> None:
            silent = 0
            async with busy:
                for number, url in enumerate(pages):
                    await asyncio.sleep(pause if number else 0)
                    heard[url] = answer = await _ask(session, url, pause)
                    silent = 0 if answer.status else silent + 1
                    if silent == GIVES_UP:
                        return

        await asyncio.gather(*map(ask_host, by_host.values()))
    return heard


def check_links(at_most: int, skip: int, *, dry_run: bool, resolver: AbstractResolver | None = None, pause: float = PAUSE) -> int:
    """Looks at the pages of the directory and opens a verification task for each entry whose page somebody has to look at."""
    settings = read_settings()
    if settings is None:
        return 2
    try:
        pages = keep(settings, pages_of)
    except KeyProblem as no:
        sys.stderr.write(f"{no}\n")
        return 1
    these = sorted(pages)[skip : skip + at_most]
    heard = asyncio.run(look(these, resolver, pause))
    if heard and not any(answer.status for answer in heard.values()):
        sys.stderr.write("nothing answered, so no task was opened. Does this machine reach the internet?\n")
        return 1
    for url in these:
        if url in heard and (wrong := what_is_wrong(url, heard[url])):
            say(f"{url}: {': '.join(wrong)}")
    opened = () if dry_run else keep(settings, lambda unit: note_links(unit, pages, heard))
    say(f"{len(heard)} of {len(pages)} pages asked, {len(these) - len(heard)} left out because their host was silent; {len(opened)} tasks")
    if skip + at_most < len(pages):
        say(f"go on with --skip {skip + at_most}")
    return 0


async def _ask(session: aiohttp.ClientSession, url: str, pause: float) -> Heard:
    if read_url(url)[0] != url:  # a number instead of a name would not pass by the resolver
        return Heard(0, inside=True)
    said = await _once(session, "HEAD", url)
    if said.inside or (said.status and said.status not in _ASK_AGAIN):
        return said
    await asyncio.sleep(pause)
    return await _once(session, "GET", url)


async def _once(session: aiohttp.ClientSession, method: str, url: str) -> Heard:
    try:
        async with session.request(method, url, allow_redirects=False) as answer:
            return Heard(answer.status, answer.headers.get("Location", ""))
    except aiohttp.ClientSSLError:
        return Heard(0, why="certificate")
    except aiohttp.ClientConnectorError as failure:
        return Heard(0, inside=True) if isinstance(failure.os_error, NotPublic) else Heard(0, why="no connection")
    except TimeoutError:
        return Heard(0, why="too slow")
    except (aiohttp.ClientError, OSError, ValueError):
        return Heard(0, why="not readable")

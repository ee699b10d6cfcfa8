"""`lotse links` against a real server of this test: what moved, is gone or silent becomes a task; nothing inside is asked (I10)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot import links
from bot.commands import keep, read_settings
from bot.links import GIVES_UP, check_links, is_public, look
from directory.entries import Entry, ServedArea
from directory.importing import load
from directory.links import GONE, INSIDE, MOVED, REASONS, SILENT, Heard, what_is_wrong
from storage.unit import Unit
from storage.verification_tasks import TaskRows
from tests.ports import free_port
from web.desk_task_words import REASONS as WORDS


class Names(AbstractResolver):
    """Every name is this test's server, at the addresses it is told; a name that begins with "nobody" is nowhere."""

    def __init__(self, port: int, *addresses: str) -> None:
        self.port, self.addresses, self.asked = port, addresses or ("127.0.0.1",), 0

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        self.asked += 1
        if host.startswith("nobody"):
            raise OSError("no such name")
        kind = {False: socket.AF_INET, True: socket.AF_INET6}
        return [ResolveResult(hostname=host, host=one, port=self.port, family=kind[":" in one], proto=0, flags=0) for one in self.addresses]

    async def close(self) -> None:
        pass


class Elsewhere:
    """The pages of the world, and what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.at_once = self.most = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.host + request.path))
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            return await self._page(request)
        finally:
            self.at_once -= 1

    async def _page(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if path.startswith("/to/"):
            return web.Response(status=301, headers={"Location": request.query.get("there", "")})
        if path == "/no-head" and request.method == "HEAD":
            return web.Response(status=405)
        if path == "/slow":
            await asyncio.sleep(5)
        if path == "/endless":
            reply = web.StreamResponse()
            await reply.prepare(request)
            while True:
                await reply.write(b"x" * 65536)
        if path == "/odd":
            assert request.transport is not None
            request.transport.write(b"no http at all\r\n\r\n")
            request.transport.close()
        return web.Response(status=int(path[1:]) if path[1:].isdigit() else 200)


@pytest_asyncio.fixture
async def elsewhere() -> AsyncIterator[tuple[Elsewhere, int]]:
    world, port = Elsewhere(), free_port()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", world.answer)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield world, port
    await runner.cleanup()


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/", None),
        ("/no-head", None),
        ("/401", None),
        ("/403", None),  # it only turns programs away
        ("/429", None),
        ("/404", (GONE, "404")),
        ("/410", (GONE, "410")),
        ("/503", (SILENT, "503")),
        ("/to/x?there=https://www.verein.example/neu", None),
        ("/to/x?there=/neu", None),
        ("/to/x?there=https://casino.example/", (MOVED, "https://casino.example/")),
        ("/to/x?there=//casino.example", (MOVED, "//casino.example")),
        ("/to/x?there=http://127.0.0.1/", (MOVED, "http://127.0.0.1/")),
        ("/to/x?there=javascript:alert(1)", (MOVED, "javascript:alert(1)")),
        ("/to/x?there=http://[", (MOVED, "http://[")),
        ("/odd", (SILENT, "not readable")),
    ],
)
async def test_what_an_answer_means(elsewhere: tuple[Elsewhere, int], path: str, wrong: tuple[str, str] | None) -> None:
    world, port = elsewhere
    url = f"http://verein.example{path}"
    heard = await look([url], Names(port), pause=0)
    assert what_is_wrong(url, heard[url]) == wrong
    assert {host.partition("/")[0] for _, host in world.asked} == {"verein.example"}, "nobody was followed"


async def test_a_page_that_never_ends_is_not_read_and_a_slow_one_is_not_waited_for(
    elsewhere: tuple[Elsewhere, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "SECONDS", 0.3)
    urls = ["http://a.example/endless", "http://b.example/slow", "http://nobody.example/", "https://c.example/"]
    heard = await look(urls, Names(elsewhere[1]), pause=0)
    assert [heard[url] for url in urls] == [
        Heard(200),
        Heard(0, why="too slow"),
        Heard(0, why="no connection"),
        Heard(0, why="certificate"),
    ]


async def test_one_host_is_asked_one_thing_at_a_time_and_left_alone_when_it_is_silent(elsewhere: tuple[Elsewhere, int]) -> None:
    world, port = elsewhere
    names = Names(port)
    many = [f"http://{host}.example/{at}" for host in ("verein", "www.verein", "nobody") for at in range(200, 210)]
    heard = await look(many, names, pause=0)
    assert world.most == 1 and len(world.asked) == 20
    assert sum("nobody" in url for url in heard) == GIVES_UP


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "64:ff9b::a00:1", "2002:a00:1::1"),
        *("ff02::1", "verein.example", ""),
    ],
)
def test_what_is_not_public_is_never_connected_to(address: str) -> None:
    assert not is_public(address)


def test_what_is_public() -> None:
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "127.0.0.1")])
async def test_a_name_that_leads_inside_is_a_task_and_nobody_knocks_there(
    elsewhere: tuple[Elsewhere, int], addresses: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, port = elsewhere
    url = "http://rebound.example/"
    monkeypatch.setattr("bot.links.aiohttp.ThreadedResolver", lambda: Names(port, *addresses))
    heard = await look([url], pause=0)
    assert world.asked == []
    assert what_is_wrong(url, heard[url]) == (INSIDE, url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://localhost/", "http://a.de:8080/", "file:///etc/x"]
)
async def test_what_would_pass_by_the_names_is_not_asked(elsewhere: tuple[Elsewhere, int], url: str) -> None:
    names = Names(elsewhere[1])
    assert (await look([url], names, pause=0))[url].inside
    assert names.asked == 0 and elsewhere[0].asked == []


def test_every_reason_has_words_at_the_desk() -> None:
    assert REASONS - WORDS.keys() == set()


# --- the command


@contextmanager
def served() -> Iterator[int]:
    """The same pages beside the command, which has a loop of its own."""
    port, loop, app = free_port(), asyncio.new_event_loop(), web.Application()
    app.router.add_route("*", "/{rest:.*}", Elsewhere().answer)
    runner = web.AppRunner(app)
    loop.run_until_complete(runner.setup())
    loop.run_until_complete(web.TCPSite(runner, "127.0.0.1", port).start())
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(runner.cleanup())
        loop.close()


def entry(source_id: str, url: str) -> Entry:
    area = (ServedArea("district"),)
    return Entry(source_id=source_id, organization="Verein", name=f"Treff {source_id}", needs=("daily.clothing",), url=url, areas=area)


@pytest.fixture
def does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path / 'lotse.db'}")
    monkeypatch.setenv("LOTSE_KEY_FILE", str(tmp_path / "lotse.key"))

    def work(what: Any) -> Any:
        settings = read_settings()
        assert settings is not None
        return keep(settings, what)

    return work


def waiting(unit: Unit) -> set[tuple[str, str]]:
    return {(task.source_id, task.reason) for task in TaskRows(unit.connection, unit.district).open() if task.reason in REASONS}


def test_the_command_opens_tasks_and_ends_them_when_the_page_is_right_again(does: Any, capsys: pytest.CaptureFixture[str]) -> None:
    gone, moved = entry("gone", "http://a.example/404"), entry("moved", "http://b.example/to/x?there=https://c.example/")
    does(lambda unit: load(unit, [gone, moved, entry("twin", "http://a.example/404"), entry("fine", "http://a.example/200")]))
    with served() as port:
        assert check_links(2000, 0, dry_run=True, resolver=Names(port), pause=0) == 0
        assert does(waiting) == set()
        assert check_links(2000, 0, dry_run=False, resolver=Names(port), pause=0) == 0
        assert does(waiting) == {("gone", GONE), ("twin", GONE), ("moved", MOVED)}
        told = capsys.readouterr().out
        assert f"http://b.example/to/x?there=https://c.example/: {MOVED}: https://c.example/" in told and "3 of 3 pages asked" in told

        again = [entry("gone", "http://a.example/200"), moved, entry("fine", "http://a.example/200")]
        does(lambda unit: load(unit, again, accept_gone=1))
        assert does(waiting) == {("gone", GONE), ("twin", GONE), ("moved", MOVED)}, "an import asked nobody and knows nothing of it"
        assert check_links(1, 0, dry_run=False, resolver=Names(port), pause=0) == 0
        assert does(waiting) == {("moved", MOVED)}
        assert "go on with --skip 1" in capsys.readouterr().out


def test_when_nothing_answers_it_is_probably_us(does: Any, capsys: pytest.CaptureFixture[str]) -> None:
    does(lambda unit: load(unit, [entry("a", "http://nobody.example/")]))
    assert check_links(2000, 0, dry_run=False, resolver=Names(1), pause=0) == 1
    assert does(waiting) == set() and "nothing answered" in capsys.readouterr().err

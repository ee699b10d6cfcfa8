"""Every reply is safe by default, whatever came in."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Mount, Route

from tests.web.conftest import World


def every_route(app: FastAPI) -> list[tuple[str, str]]:
    """All routes there are, with the names of their parameters."""
    found = []
    waiting: list[Any] = list(app.routes)
    while waiting:
        route = waiting.pop()
        inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        if inner and not isinstance(route, Mount):
            waiting.extend(inner)
        elif isinstance(route, Route):
            found += [(method, route.path) for method in route.methods or ()]
    return found


def every_path(world: World) -> list[tuple[str, str]]:
    """All routes there are, with something in place of each parameter; also those that are not there."""
    found = [
        ("GET", "/nothing"),
        ("GET", "/static/chat.css"),
        ("GET", "/static/nothing"),
        ("GET", "/desk/"),
        ("PUT", "/chat"),
        ("GET", "/chat/api/x"),
    ]
    return found + [(method, re.sub(r"{\w+}", "1", path)) for method, path in every_route(world.app)]


def kept_for(path: str) -> str:
    """Nothing is kept anywhere but files of ours and the public directory, and of that nothing without asking again."""
    if path.startswith("/static/"):
        return "public, max-age=86400"
    return "public, no-cache" if path.startswith("/hsds") else "no-store"


async def test_every_route_carries_the_headers(world: World) -> None:
    world.rebuild(public_url="https://lotse.example")
    paths = every_path(world)
    client = world.client()

    assert len(paths) > 30
    for method, path in paths:
        reply = await client.request(method, path)
        headers = reply.headers
        assert reply.status_code < 500, path
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';"), path
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == kept_for(path), path
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert "server" not in headers


async def test_a_mistake_of_ours_is_said_with_the_headers_and_without_details(world: World) -> None:
    async def broken() -> bool:
        raise ZeroDivisionError("geheimes Detail")

    world.rebuild(healthy=broken)
    reply = await world.client().get("/healthz")

    assert reply.status_code == 500
    assert "content-security-policy" in reply.headers
    assert "geheim" not in reply.text


async def test_health_says_ok_or_red_and_nothing_else(world: World) -> None:
    assert (await world.client().get("/healthz")).text == "ok"
    world.well = False
    reply = await world.client().get("/healthz")
    assert (reply.status_code, reply.text) == (503, "red")


async def test_host_and_forwarded_headers_change_nothing(world: World) -> None:
    evil = {
        "host": "evil.example",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        "x-original-url": "/desk",
        "forwarded": "host=evil.example",
    }
    admin = await world.at_desk("admin", "Ada")
    for path in ("/", "/chat", "/desk", "/desk/staff"):
        assert "evil" not in (await admin.http.get(path, headers=evil)).text
    invited = await admin.http.post(
        "/desk/staff/invite", data={"csrf": await admin.csrf(), "name": "Ben", "role": "coordinator", "form_key": "k"}, headers=evil
    )
    assert "http://127.0.0.1:8080/desk/in/" in invited.text
    assert "evil" not in invited.text


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "/chat//evil.example", "/desk?next=//evil.example", "/desk/in/x?next=https://evil.example", "/chat?lang=//evil"],
)
async def test_nothing_redirects_to_somebody_else(world: World, path: str) -> None:
    reply = await world.client().get("http://127.0.0.1:8080" + path)
    assert "evil" not in reply.headers.get("location", "")
    assert reply.status_code in (200, 401, 404, 410)


async def test_the_first_page_shows_the_languages_and_the_demo_only_in_the_demo(world: World, all_languages: None) -> None:
    page = (await world.client(**{"accept-language": "en"}).get("/")).text
    assert "العربية" in page
    assert "Українська" in page
    assert "Vorführung" not in page
    world.rebuild(demo=True, demo_links=lambda: (("Fallmanagerin", "http://127.0.0.1:8080/desk/in/abc"),))
    assert "/desk/in/abc" in (await world.client().get("/")).text


async def test_a_method_cannot_be_overridden(world: World) -> None:
    desk = await world.at_desk("case_manager", "Mia", "Büren")
    case = await world.case("Wohnung")
    for headers in ({"x-http-method-override": "POST"}, {"x-method-override": "POST"}):
        reply = await desk.http.get(f"/desk/cases/{case}/accept?_method=POST", headers=headers)
        assert reply.status_code in (404, 405)
    assert "Wartet" in (await desk.get("/desk")).text


async def test_secure_cookies_when_there_is_https(world: World) -> None:
    token = await world.staff("coordinator", "Kim")
    world.rebuild(public_url="https://lotse.example")
    client = world.client(**{"sec-fetch-site": "same-origin"})
    for reply in (await client.post(f"/desk/in/{token}"), await client.post("/chat/session")):
        cookie = reply.headers["set-cookie"]
        assert cookie.startswith("__Host-")
        for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie


class TestWebhook:
    PATH = "/telegram/webhook"
    BODY = b'{"update_id": 5, "message": {}}'

    async def post(self, world: World, body: bytes = BODY, *secrets: bytes) -> httpx.Response:
        headers = [(b"x-telegram-bot-api-secret-token", secret) for secret in secrets]
        return await world.client().post(self.PATH, content=body, headers=headers)

    async def test_the_right_secret_opens(self, world: World) -> None:
        assert (await self.post(world, self.BODY, b"geheim-4711")).status_code == 200
        assert (await self.post(world, self.BODY, b"geheim-4711")).status_code == 200
        counts = await world.keep(lambda unit: unit.inbox.counts())
        assert counts == {"open": 1}

    @pytest.mark.parametrize(
        "secrets",
        [
            (),
            (b"",),
            (b"falsch",),
            (b"geheim-471",),
            ("geheim-4711ä".encode(),),
            (b"\xff\xfe",),
            (b"geheim-4711", b"geheim-4711"),
            (b"geheim-4711,geheim-4711",),
        ],
    )
    async def test_anything_else_does_not(self, world: World, secrets: tuple[bytes, ...]) -> None:
        reply = await self.post(world, self.BODY, *secrets)
        assert reply.status_code == 401
        assert await world.keep(lambda unit: unit.inbox.counts()) == {}

    @pytest.mark.parametrize(
        "body",
        [
            pytest.param(b"", id="nothing"),
            pytest.param(b"no json", id="no JSON"),
            pytest.param(b"[]", id="a list"),
            pytest.param(b'{"update_id": "5"}', id="a number that is a string"),
            pytest.param(b"\xff\xff", id="no letters"),
            pytest.param(b"[" * 100_000, id="deep"),
            pytest.param(b'{"update_id": 5, "n": ' + b"9" * 5_000 + b"}", id="a long number"),
        ],
    )
    async def test_what_nobody_can_read_is_kept_once_and_does_not_come_again(self, world: World, body: bytes) -> None:
        """Telegram brings whatever is not answered with 200 for a day; the worker sets it aside."""
        for _ in range(3):
            assert (await self.post(world, body, b"geheim-4711")).status_code == 200
        assert await world.keep(lambda unit: unit.inbox.counts()) == {"open": 1}

    @pytest.mark.parametrize("length", [1024 * 1024 + 1, 4_000_000])
    async def test_more_than_a_megabyte_is_refused(self, world: World, length: int) -> None:
        assert (await self.post(world, b"a" * length, b"geheim-4711")).status_code == 413
        assert await world.keep(lambda unit: unit.inbox.counts()) == {}

    async def test_a_megabyte_is_taken(self, world: World) -> None:
        body = b'{"update_id": 6, "x": "' + b"a" * (1024 * 1024 - 25) + b'"}'
        assert len(body) == 1024 * 1024
        assert (await self.post(world, body, b"geheim-4711")).status_code == 200

    async def test_only_posts(self, world: World) -> None:
        assert (await world.client().get(self.PATH)).status_code == 405

    async def test_without_a_secret_it_is_not_there(self, world: World) -> None:
        world.rebuild(webhook_secret="")
        assert (await self.post(world, self.BODY, b"")).status_code == 404

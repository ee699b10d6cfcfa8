"""The chat as a municipality's own site uses it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from cases.people import who
from locales.speech import speaking
from tests.web.conftest import Served, World
from web import chat_saying
from web.chat_sessions import hash_token
from web.chat_words import sentence


@pytest.fixture
async def chat(world: World) -> httpx.AsyncClient:
    client = world.client()
    token = (await client.post("/chat/api/sessions")).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def token_of(chat: httpx.AsyncClient) -> str:
    return chat.headers["Authorization"].partition(" ")[2]


async def test_a_session_is_a_token_and_an_address_of_pure_chance(world: World) -> None:
    reply = await world.client().post("/chat/api/sessions")

    assert reply.status_code == 201
    assert list(reply.json()) == ["token"]
    session = await world.keep(lambda unit: unit.lines.session(hash_token(reply.json()["token"])))
    assert session is not None
    assert 0 < int(session.chat) < 2**53
    assert session.chat_hash == world.keeper.ring.lookup("web", session.chat)


async def test_a_message_is_kept_when_it_is_answered_and_comes_back_as_a_line(world: World, chat: httpx.AsyncClient) -> None:
    reply = await chat.post("/chat/api/messages", json={"text": "طبيب\nPlease"})
    await world.bot_says(await world.chat_hash(token_of(chat)), "Praxis", [[{"id": "svc:1", "label": "Mehr"}]])
    lines = (await chat.get("/chat/api/lines?after=0")).json()["lines"]

    assert reply.status_code == 202
    assert [(line["from"], line["text"], line["buttons"]) for line in lines] == [
        ("me", "طبيب\nPlease", []),
        ("bot", "Praxis", [[{"id": "svc:1", "label": "Mehr"}]]),
    ]
    assert (await chat.get(f"/chat/api/lines?after={lines[0]['id']}")).json()["lines"] == lines[1:]


async def test_a_retry_with_the_same_client_id_counts_once(world: World, chat: httpx.AsyncClient) -> None:
    for _ in range(3):
        assert (await chat.post("/chat/api/messages", json={"text": "hallo", "client_id": "a-1"})).status_code == 202

    assert len(world.ears.heard) == 1


async def test_a_no_is_said_in_the_language_the_person_speaks_there(world: World, chat: httpx.AsyncClient) -> None:
    """Also on a phone that is set to another language, or to none."""
    hashed = await world.chat_hash(token_of(chat))
    await world.keep(lambda unit: who(unit, channel="web", chat_hash=hashed, chat="1", language="ti"))
    for accepted in ("de", "pl,en;q=0.5", ""):
        no = await chat.post("/chat/api/messages", json={"text": " "}, headers={"Accept-Language": accepted})
        assert no.status_code == 400
        with speaking("ti"):
            assert no.json()["say"] == sentence("empty")


async def test_only_a_button_that_was_offered_here_can_be_tapped(world: World, chat: httpx.AsyncClient) -> None:
    await world.bot_says(await world.chat_hash(token_of(chat)), "Wo?", [[{"id": "place:1", "label": "Büren"}]])
    stranger = world.client()
    stranger.headers["Authorization"] = f"Bearer {(await stranger.post('/chat/api/sessions')).json()['token']}"

    assert (await chat.post("/chat/api/taps", json={"button": "place:1"})).status_code == 202
    assert (await chat.post("/chat/api/taps", json={"button": "place:2"})).status_code == 404
    assert (await stranger.post("/chat/api/taps", json={"button": "place:1"})).json()["error"] == "unknown_button"
    assert world.ears.heard[-1][2:] == ("place:1", "Büren")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:x", "//evil.example", "file:///x"])
async def test_a_button_opens_only_what_we_open(world: World, chat: httpx.AsyncClient, url: str) -> None:
    buttons = [[{"id": "", "label": "x", "url": url}, {"id": "", "label": "Anrufen", "url": "tel:+495251"}]]
    await world.bot_says(await world.chat_hash(token_of(chat)), "hier", buttons)

    [line] = (await chat.get("/chat/api/lines")).json()["lines"]
    assert line["buttons"] == [[{"id": "", "label": "Anrufen", "url": "tel:+495251"}]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b"no json", 400, id="not JSON"),
        pytest.param(b"[1]", 400, id="a list"),
        pytest.param(b'{"text": 5}', 400, id="a number"),
        pytest.param(b'{"text": "  \\n "}', 400, id="only blanks"),
        pytest.param(b'{"text": "x", "client_id": "a b"}', 400, id="an odd client id"),
        pytest.param(b'{"text": "x", "client_id": 5}', 400, id="a number as client id"),
        pytest.param(b'{"text": ' + b"[" * 5000 + b"]" * 5000 + b"}", 400, id="deep"),
        pytest.param(b'{"text": ' + b"9" * 5000 + b"}", 400, id="a long number"),
        pytest.param(b"\xff\xfe\xfd", 400, id="not UTF-8"),
        pytest.param(b"\x1f\x8b\x08\x00bomb", 400, id="gzip"),
        pytest.param(b'{"text": "' + b"a" * 70_000 + b'"}', 413, id="a long letter"),
        pytest.param(b'{"text": "' + b"a" * 3_000_000 + b'"}', 413, id="a very long letter"),
        pytest.param(b'{"text": "\\ud83d"}', 202, id="half a character"),
        pytest.param(b'{"text": "a\\u0000b"}', 202, id="NUL"),
        pytest.param('{"text": "\ufffe\u202e<b>"}'.encode(), 202, id="noncharacter and override"),
    ],
)
async def test_odd_bodies_get_a_clear_answer(world: World, chat: httpx.AsyncClient, body: bytes, status: int) -> None:
    reply = await chat.post("/chat/api/messages", content=body)

    assert reply.status_code == status
    if status != 202:
        assert set(reply.json()) == {"error", "say"}
    assert (await chat.get("/chat/api/lines?after=0")).status_code == 200


async def test_a_body_without_a_length_is_measured_too(chat: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"a" * 50_000

    assert (await chat.post("/chat/api/messages", content=pieces())).status_code == 413


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "٣", "9" * 17, "1e3", ""])
async def test_after_is_a_number(chat: httpx.AsyncClient, after: str) -> None:
    assert (await chat.get(f"/chat/api/lines?after={after}")).status_code == 400


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nobody", "Basic x", "Bearer \udcff"])
async def test_without_the_token_there_is_no_chat(world: World, header: str) -> None:
    client = world.client()
    for method, path in [
        ("GET", "/chat/api/lines"),
        ("GET", "/chat/api/events"),
        ("POST", "/chat/api/messages"),
        ("POST", "/chat/api/taps"),
    ]:
        raw = [(b"authorization", header.encode("utf-8", "surrogateescape"))]
        reply = await client.request(method, path, headers=raw, json={"text": "x", "button": "x"} if method == "POST" else None)
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"] == "Bearer"


async def test_the_reason_is_said_in_the_language_of_the_browser(world: World, all_languages: None) -> None:
    from locales.speech import speaking
    from web.chat_words import sentence

    for code in ("de", "ar", "uk"):
        reply = await world.client().post("/chat/api/messages", headers={"accept-language": f"{code};q=0.9,xx"})
        with speaking(code):
            assert reply.json()["say"] == sentence("no_session")


async def test_the_language_of_the_page_is_told_with_what_is_said(world: World, chat: httpx.AsyncClient, all_languages: None) -> None:
    await world.bot_says(await world.chat_hash(token_of(chat)), "Wo?", [[{"id": "place:1", "label": "Büren"}]])
    await chat.post("/chat/api/messages", json={"text": "ok"}, headers={"accept-language": "xx, uk-UA;q=0.9, de;q=0.5"})
    await chat.post("/chat/api/taps", json={"button": "place:1"}, headers={"accept-language": "ar"})
    page = world.client(**{"sec-fetch-site": "same-origin", "accept-language": "en"})
    await page.post("/chat/form", data={"text": "ok"})
    await page.post("/chat/form?lang=ar", data={"text": "ok"})
    assert world.ears.languages == ["uk", "ar", "en", "ar"]


async def test_twenty_messages_a_minute_and_whoever_is_in_danger_is_let_through(
    world: World, chat: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_saying, "screen", lambda text: ("safety.threat",) if "Hilfe" in text else ())
    seen = [(await chat.post("/chat/api/messages", json={"text": f"Nachricht {n}"})).status_code for n in range(20)]
    late = await chat.post("/chat/api/messages", json={"text": "noch eine"})

    assert seen == [202] * 20
    assert (late.status_code, late.json()["error"]) == (429, "too_fast")
    assert 0 < int(late.headers["retry-after"]) <= 60
    assert (await chat.post("/chat/api/messages", json={"text": "Hilfe, er schlägt mich"})).status_code == 202
    assert (await chat.post("/chat/api/messages", json={"text": "/sos"})).status_code == 202
    assert (await chat.get("/chat/api/lines")).status_code == 200


async def test_another_page_may_use_the_chat_only_when_it_is_named(world: World) -> None:
    ours, evil = "https://www.bueren.example", "https://evil.example"
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    allowed = await world.client(origin=ours).options("/chat/api/messages", headers=asked)
    refused = await world.client(origin=evil).options("/chat/api/messages", headers=asked)
    reply = await world.client(origin=ours).post("/chat/api/sessions")

    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == ours
    assert "access-control-allow-credentials" not in allowed.headers
    assert "access-control-allow-origin" not in refused.headers
    assert reply.headers["access-control-allow-origin"] == ours
    assert "access-control-allow-origin" not in (await world.client(origin=evil).post("/chat/api/sessions")).headers
    assert "access-control-allow-origin" not in (await world.client(origin=ours).get("/desk")).headers


async def test_the_cookie_alone_does_nothing_for_another_page(world: World) -> None:
    page = world.client(**{"sec-fetch-site": "same-origin"})
    assert (await page.post("/chat/session")).status_code == 204
    cookie = page.cookies["chat"]
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {},
    ):
        thief = world.client(**headers)
        thief.cookies.set("chat", cookie)
        assert (await thief.post("/chat/api/messages", json={"text": "gestohlen"})).status_code == 403
        assert (await thief.post("/chat/form", data={"text": "gestohlen"})).status_code == 403
    assert world.ears.heard == []
    assert (await page.post("/chat/api/messages", json={"text": "meins"})).status_code == 202


async def test_the_document_describes_the_chat_and_nothing_else(world: World) -> None:
    document = (await world.client().get("/chat/api/openapi.json")).json()

    assert sorted(document["paths"]) == [f"/chat/api/{name}" for name in ("events", "lines", "messages", "sessions", "taps")]
    assert document["components"]["securitySchemes"]["session"]["scheme"] == "bearer"
    assert (await world.client().get("/docs")).status_code == 404


async def test_events_bring_lines_at_once_and_go_on_where_they_broke_off(served: Served) -> None:
    world = served.world
    async with httpx.AsyncClient(base_url=served.url) as client:
        token = (await client.post("/chat/api/sessions")).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        chat_hash = await world.chat_hash(token)
        first = await world.bot_says(chat_hash, "eins")

        async def hear(number: int, **more: str) -> list[str]:
            texts: list[str] = []
            async with client.stream("GET", "/chat/api/events?after=0", headers=headers | more) as stream:
                async for row in stream.aiter_lines():
                    if row.startswith("data:"):
                        texts += [line["text"] for line in json.loads(row[5:])["lines"]]
                    if len(texts) >= number:
                        break
            return texts

        listening = asyncio.create_task(hear(2))
        await asyncio.sleep(0.3)
        second = await world.bot_says(chat_hash, "zwei \ud83d")
        async with asyncio.timeout(4):
            assert await listening == ["eins", "zwei \N{REPLACEMENT CHARACTER}"]
            assert await hear(1, **{"Last-Event-ID": str(first)}) == ["zwei \N{REPLACEMENT CHARACTER}"]
        assert second > first


async def test_open_events_do_not_hold_up_the_end(world: World) -> None:
    from tests.ports import free_port

    serving = Served(world, free_port())
    async with httpx.AsyncClient(base_url=serving.url) as client:
        async with serving.running():
            token = (await client.post("/chat/api/sessions")).json()["token"]
            context = client.stream("GET", "/chat/api/events", headers={"Authorization": f"Bearer {token}"})
            stream = await context.__aenter__()
            began = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - began < 2
        await stream.aclose()

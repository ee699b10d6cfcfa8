"""What attackers try at the web (promises W2 and W3).

Foreign cases (W1) are in test_access.py; scripts in a real browser are in test_browser.py.
"""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from gaps.fields import Cause, Gap
from gaps.signals import note
from storage.services import ServiceRow, ServiceRows
from storage.unit import Unit
from storage.verification_tasks import TaskRow, TaskRows
from tests.web.conftest import DeskClient, Served, World
from tests.web.test_headers import every_route


@pytest.fixture
async def mia(world: World) -> DeskClient:
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


# W2: forged posts, effects by reading, method override, smuggling


async def everything(world: World) -> list[Any]:
    """All rows that somebody's action could change."""

    def read(unit: Unit) -> list[Any]:
        from storage.tables import metadata

        wanted = ("cases", "messages", "staff", "staff_sessions", "staff_links", "web_sessions", "web_lines", "inbox", "outbox", "persons")
        return [sorted(map(repr, unit.connection.execute(metadata.tables[name].select()))) for name in wanted]

    return await world.keep(read)


async def test_reading_changes_nothing_whatever_is_read(world: World, mia: DeskClient) -> None:
    case, token = await world.case("Hallo"), await world.staff("coordinator", "Kim")
    ada = await world.at_desk("admin", "Ada")
    visitor = world.client(**{"sec-fetch-site": "same-origin"})
    await visitor.post("/chat/session")
    before = await everything(world)
    world.app.state.streams.close()
    for method, path in every_route(world.app):
        address = path.replace("{case_id}", str(case)).replace("{token}", token).replace("{staff_id}", "1").replace("{contact_id}", "1")
        for client in (mia.http, ada.http, visitor):
            for reading in ("GET", "HEAD", "OPTIONS"):
                reply = await client.request(
                    reading, address, params={"words": "x", "text": "x", "csrf": await mia.csrf(), "outcome": "solved"}
                )
                assert reply.status_code < 500 or path.endswith("/events"), path
                if method == "POST" and reading == "GET" and ("GET", path) not in every_route(world.app):
                    assert reply.status_code in (401, 403, 404, 405), path  # 401, 403: another page with a like address
    assert await everything(world) == before


@pytest.mark.parametrize("name", ["x-http-method-override", "x-http-method", "x-method-override"])
async def test_no_header_and_no_field_turns_one_method_into_another(world: World, mia: DeskClient, name: str) -> None:
    case = await world.case("Hallo")
    before = await everything(world)
    csrf = await mia.csrf()
    for path in (f"/desk/cases/{case}/accept", "/desk/out"):
        assert (await mia.http.get(path, headers={name: "POST"}, params={"csrf": csrf, "_method": "POST"})).status_code in (404, 405)
    reply = await mia.http.post(f"/desk/cases/{case}", headers={name: "GET"}, data={"csrf": csrf, "_method": "DELETE"})
    assert reply.status_code == 405
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        assert (await mia.http.request(method, f"/desk/cases/{case}")).status_code == 405
    assert await everything(world) == before


async def test_a_form_of_one_session_does_not_work_in_another(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    ole = await world.at_desk("case_manager", "Ole", "Büren")
    reply = await ole.http.post(f"/desk/cases/{case}/accept", data={"csrf": await mia.csrf()})
    assert reply.status_code == 403
    row = await world.keep(lambda unit: unit.cases.one(case))
    assert row is not None and row.state == "waiting"


async def test_a_form_as_json_or_upload_is_no_form(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    csrf = await mia.csrf()
    tries: list[dict[str, Any]] = [
        {"json": {"csrf": csrf}},
        {"files": {"csrf": (None, csrf)}},
        {"content": f'{{"csrf": "{csrf}"}}', "headers": {"content-type": "text/plain"}},
    ]
    for one in tries:
        assert (await mia.http.post(f"/desk/cases/{case}/accept", **one)).status_code == 403


SMUGGLED = b"POST /chat/api/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
BODY = b"0\r\n\r\n" + SMUGGLED  # an empty body and one more request; or one body, for whoever goes by the length
LENGTH = b"Content-Length: %d\r\n" % len(BODY)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(LENGTH + b"Transfer-Encoding: chunked\r\n", id="length and chunks"),
        pytest.param(b"Transfer-Encoding: chunked\r\n" + LENGTH, id="chunks and length"),
        pytest.param(LENGTH + b"Transfer-Encoding: xchunked\r\n", id="an unknown coding"),
        pytest.param(LENGTH + b"Transfer-Encoding : chunked\r\n", id="a blank before the colon"),
        pytest.param(LENGTH + b"Transfer-Encoding:\x0bchunked\r\n", id="an odd blank"),
        pytest.param(LENGTH + b"Content-Length: 5\r\n", id="two lengths"),
        pytest.param(b"Content-Length: 5, 80\r\n", id="two lengths in one"),
        pytest.param(b"Content-Length: +5\r\n", id="a sign"),
    ],
)
async def test_one_request_is_never_read_as_two(served: Served, headers: bytes) -> None:
    """A proxy and we could read the length differently; then somebody could slip a request into another one's connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(b"POST /chat/api/sessions HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n" + BODY)
    await writer.drain()
    async with asyncio.timeout(20):
        answered = await reader.read()
    writer.close()
    assert answered.startswith(b"HTTP/1.1 ")
    assert answered.count(b"HTTP/1.1 ") == 1, answered


# W3: what people, suppliers and colleagues write is shown, never run

PAYLOADS = (
    "<script>hit(1)</script>",
    '"><img src=x onerror=hit(1)>',
    "'><svg/onload=hit(1)>",
    "<svg xmlns='http://www.w3.org/2000/svg'><script>hit(1)</script></svg>",
    "[x](javascript:hit(1)) ![y](//evil.example/y.png)",
    "{{ 7*7 }}{% raw %}${7*7}",
    "</textarea></title></style><script>hit(1)</script>",
    '=HYPERLINK("//evil.example")',
    "javascript:hit(1)",
)
HARMLESS = re.compile(r"/(static/|desk|chat|return\?|$)|#|\?|https?://(?!evil)|tel:", re.I)


class Inert(HTMLParser):
    """Complains about everything in a page that runs, loads or leads somewhere on somebody else's behalf."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("svg", "math", "iframe", "object", "embed", "base", "style", "video", "template", "frame"):
            self.found.append(tag)
        if tag == "script" and "src" not in told:
            self.found.append("script")
        self.found += [f"{tag} {name}" for name in told if name.startswith("on") or name in ("style", "srcdoc")]
        self.found += [
            f"{tag} {name}={told[name]}" for name in ("src", "href", "action", "formaction") if not HARMLESS.match(told.get(name, "#"))
        ]


def runs(page: str) -> list[str]:
    """What in this page is not inert."""
    inert = Inert()
    inert.feed(page)
    return inert.found


def service(number: int, payload: str) -> ServiceRow:
    """An entry in which a supplier filled every field with the same trick."""
    values: dict[str, Any] = dict.fromkeys(ServiceRow._fields, payload)
    values |= dict.fromkeys(("phones", "schedules", "areas", "languages", "needs"), ()) | dict.fromkeys(
        ("age_from", "age_to", "waiting_weeks", "latitude", "longitude")
    )
    values |= dict.fromkeys(("groups", "cost", "interpreter"), "")  # codes, which the import checks
    values |= {
        "service_id": 0,
        "source_id": f"{number} {payload}"[:120],
        "kind": "practical_offer",
        "status": "active",
        "assured_date": None,
        "postal_code": "33142",
    }
    return ServiceRow(**{**values, "for_detention": False, "appointment": "unknown"})


async def spread(world: World, payload: str, number: int) -> int:
    """The trick stands wherever somebody can write; the number of the case."""

    def work(unit: Unit) -> None:
        services = ServiceRows(unit.connection, unit.district)
        row = service(number, payload)
        services.keep(row)
        TaskRows(unit.connection, unit.district).note([TaskRow(row.source_id, payload[:40], payload[:60], payload)])
        note(unit, number, Gap("housing.find_home", payload[:60], Cause.NOTHING_LISTED, "ar"))

    await world.keep(work)
    return await world.case(f"{payload}\n{payload}", municipality=payload[:60], chat=str(100 + number))


async def test_nothing_that_anybody_wrote_becomes_part_of_a_page(world: World) -> None:
    kim = await world.at_desk("coordinator", PAYLOADS[0])
    ada = await world.at_desk("admin", PAYLOADS[1])
    visitor = world.client(**{"sec-fetch-site": "same-origin"})
    await visitor.post("/chat/session")
    chat_hash = await world.chat_hash(visitor.cookies["chat"])
    pages = ["/desk", "/desk/gaps", "/desk/tasks", "/desk/me", "/desk/audit", "/desk/roster", "/desk/words"]
    for number, payload in enumerate(PAYLOADS):
        case = await spread(world, payload, number)
        await kim.post(f"/desk/cases/{case}/accept")
        await kim.post(f"/desk/cases/{case}/reply", words=payload, form_key=str(number), seen="999")
        await kim.post("/desk/words/add", phrase=f"satz {payload}", language="de", need="health.doctor")
        await ada.post("/desk/staff/invite", name=payload[:80], role="coordinator", form_key=str(number))
        await world.bot_says(chat_hash, payload, [[{"id": payload[:60], "label": payload}, {"id": "", "label": payload, "url": payload}]])
        pages.append(f"/desk/cases/{case}")
        refused = await kim.post(f"/desk/cases/{case}/reply", words=payload, form_key="x", seen="0")
        typed_again = await visitor.post("/chat/form", data={"button": "no such button", "text": payload})
        for page in (refused.text, typed_again.text):
            assert runs(page) == []

    shown = {path: (await kim.get(path)).text for path in pages}
    shown["/desk/staff"] = (await ada.get("/desk/staff")).text
    shown["/chat"] = (await visitor.get("/chat")).text
    for path, text in shown.items():
        assert runs(text) == [], path
    for path in ("/desk/tasks", "/desk/gaps", "/desk", "/desk/staff", "/chat", "/desk/words", *pages[6:7]):
        assert "&lt;script&gt;hit(1)" in shown[path], path  # it is there, to be read
    assert "{{ 7*7 }}" in shown["/chat"]


async def test_addresses_with_tricks_are_answered_without_them(world: World, mia: DeskClient) -> None:
    visitor = world.client()
    for payload in PAYLOADS:
        for client, path in (
            (mia.http, "/desk/cases/"),
            (mia.http, "/desk/in/"),
            (mia.http, "/desk/"),
            (visitor, "/"),
            (visitor, "/chat/"),
        ):
            reply = await client.get(httpx.URL(world.doors.public_url).join(path).copy_with(path=path + payload))
            assert reply.status_code in (404, 410), path
            assert runs(reply.text) == []
        for query in ("lang", "look", "after", "start"):
            for path in ("/chat", "/", "/desk"):
                assert runs((await visitor.get(path, params={query: payload})).text) == []

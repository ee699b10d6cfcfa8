"""The desk, told by the people who sit there."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from gaps.fields import Cause, Gap
from gaps.releases import release_what_is_over
from gaps.signals import close_weeks, note
from storage.outbox import OutboxRow
from storage.services import ServiceRow, ServiceRows
from storage.unit import Unit
from storage.verification_tasks import TaskRow, TaskRows
from tests.web.conftest import DeskClient, World
from web.visible import visible


@pytest.fixture
async def mia(world: World) -> DeskClient:
    return await world.at_desk("case_manager", "Mia Brandt", "Büren")


async def answer(desk: DeskClient, case: int, words: str, form_key: str = "k1", seen: int = 99) -> tuple[int, str]:
    reply = await desk.post(f"/desk/cases/{case}/reply", words=words, form_key=form_key, seen=str(seen))
    return reply.status_code, reply.text


async def said_to_people(world: World) -> list[OutboxRow]:
    world.clock.turn(seconds=11)  # then it cannot be taken back any more
    return await world.keep(lambda unit: unit.outbox.claim("test", 50))


async def give_up(world: World, row: int) -> None:
    await world.keep(lambda unit: unit.outbox.dead(row, "blocked"))


async def test_a_link_signs_in_once_and_not_by_being_fetched(world: World) -> None:
    token = await world.staff("coordinator", "Kim")
    client = world.client(**{"sec-fetch-site": "same-origin"})

    for _ in range(3):
        assert (await client.get(f"/desk/in/{token}")).status_code == 200
    assert (await client.get("/desk")).status_code == 401
    assert (await client.post(f"/desk/in/{token}")).status_code == 303
    assert (await client.get("/desk")).status_code == 200
    assert (await world.client().get(f"/desk/in/{token}")).status_code == 410
    assert (await world.client(**{"sec-fetch-site": "same-origin"}).post(f"/desk/in/{token}")).status_code == 410


async def test_an_old_or_invented_link_is_no_link(world: World) -> None:
    token = await world.staff("coordinator", "Kim")
    world.clock.turn(hours=25)
    for wrong in (token, "erfunden", "%00", "a" * 3000):
        assert (await world.client().post(f"/desk/in/{wrong}")).status_code == 410


async def test_a_case_is_accepted_answered_and_closed(world: World, mia: DeskClient) -> None:
    case = await world.case("Wir suchen eine Wohnung")
    waits = (await mia.get("/desk")).text
    assert "Wartet seit" in waits
    assert "Arabisch" in waits
    assert "Wohnung" not in re.sub(r"Wohnungssuche", "", re.sub(r"<strong>.*?</strong>", "", waits))

    assert "Antwort schreiben" not in (await mia.get(f"/desk/cases/{case}")).text
    assert (await mia.post(f"/desk/cases/{case}/accept")).status_code == 303
    page = (await mia.get(f"/desk/cases/{case}")).text
    assert "Antwort schreiben" in page
    assert "Ihr Text wird nicht übersetzt" in page
    assert (await answer(mia, case, "Guten Tag"))[0] == 303
    assert "wird zugestellt" in (await mia.get(f"/desk/cases/{case}")).text
    assert (await mia.post(f"/desk/cases/{case}/close", outcome="solved")).status_code == 303
    assert "Gelöst" in (await mia.get(f"/desk/cases/{case}")).text


async def test_the_same_form_sent_twice_counts_once(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    await mia.post(f"/desk/cases/{case}/accept")
    for _ in range(3):
        assert (await answer(mia, case, "Guten Tag"))[0] == 303
    thread = await world.keep(lambda unit: unit.threads.messages(case))
    assert [said.words for said in thread] == ["Hallo", "Guten Tag"]


async def test_the_slower_one_is_told_who_was_faster(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    other = await world.at_desk("case_manager", "Ole <b>", "Büren")
    await mia.post(f"/desk/cases/{case}/accept")

    late = await other.post(f"/desk/cases/{case}/accept")
    assert late.status_code == 409
    assert "Mia Brandt" in late.text


async def test_what_came_while_typing_is_shown_before_anything_is_sent(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    await mia.post(f"/desk/cases/{case}/accept")
    [first] = await world.keep(lambda unit: unit.threads.messages(case))
    await world.keep(lambda unit: unit.threads.write(case_id=case, sender="person", words="Es hat sich erledigt"))

    status, page = await answer(mia, case, "Mein <langer> Text", seen=first.id)
    assert status == 409
    assert "Es hat sich erledigt" in page
    assert "Mein &lt;langer&gt; Text" in page
    assert [said.sender for said in await world.keep(lambda unit: unit.threads.messages(case))] == ["person", "person"]


@pytest.mark.parametrize(("words", "status"), [("", 400), ("   ", 400), ("x" * 12_001, 400)])
async def test_what_cannot_be_sent_stands_in_the_box_again(world: World, mia: DeskClient, words: str, status: int) -> None:
    case = await world.case("Hallo")
    await mia.post(f"/desk/cases/{case}/accept")
    assert (await answer(mia, case, words))[0] == status


async def test_a_stale_form_after_the_end_loses_no_text(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    early, _ = await answer(mia, case, "zu früh")
    await mia.post(f"/desk/cases/{case}/accept")
    await mia.post(f"/desk/cases/{case}/close", outcome="partly")

    status, page = await answer(mia, case, "Noch ein Satz")
    assert (early, status) == (409, 409)
    assert "Noch ein Satz" in page
    assert (await mia.post(f"/desk/cases/{case}/close", outcome="solved")).status_code == 409
    assert (await mia.post(f"/desk/cases/{case}/close", outcome="erfunden")).status_code == 400


async def test_undelivered_and_unreachable_is_seen_before_typing(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    await mia.post(f"/desk/cases/{case}/accept")
    await answer(mia, case, "Guten Tag")
    written = None
    for _ in range(2):
        [row] = await said_to_people(world)
        written = row
        await give_up(world, row.id)
    assert written is not None
    await world.keep(lambda unit: unit.people.unreachable(written.contact_id or 0, since=unit.now_ms))

    page = (await mia.get(f"/desk/cases/{case}")).text
    assert "nicht zugestellt" in page
    assert page.index("nicht erreichbar") < page.index("Antwort schreiben")


async def test_a_person_who_deleted_everything_cannot_be_written_to(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    await mia.post(f"/desk/cases/{case}/accept")
    await world.keep(lambda unit: unit.cases.erase(case))

    page = (await mia.get(f"/desk/cases/{case}")).text
    assert "Daten gelöscht" in page
    assert "Antwort schreiben" not in page
    status, page = await answer(mia, case, "Guten Tag")
    assert status == 409
    assert "Guten Tag" in page


@pytest.mark.parametrize("role", ["case_manager", "coordinator", "admin", "nobody"])
async def test_only_those_who_may_see_a_case_find_it(world: World, mia: DeskClient, role: str) -> None:
    case = await world.case("Geheime Worte")
    other = await world.at_desk(role, "Ole", "Salzkotten") if role != "nobody" else DeskClient(world, world.client())
    expected = 401 if role == "nobody" else 404
    for path in (
        f"/desk/cases/{case}",
        f"/desk/cases/{case}/events",
        "/desk/cases/999999",
        "/desk/cases/x",
        "/desk/cases/" + "9" * 30,
        "/desk/cases/-1",
    ):
        reply = await other.get(path)
        assert reply.status_code == expected, path
        assert "Geheim" not in reply.text
    for path in ("accept", "reply", "close"):
        if role == "nobody":
            assert (await other.http.post(f"/desk/cases/{case}/{path}", data={"words": "x"})).status_code == 401
        else:
            assert (await other.post(f"/desk/cases/{case}/{path}", words="x", outcome="solved")).status_code == 404
    assert (await mia.get(f"/desk/cases/{case}")).status_code == 200


PAGES = {"/desk/gaps": "coordinator", "/desk/tasks": "coordinator", "/desk/staff": "admin"}
POSTS = {
    "/desk/tasks/kind": "coordinator",
    "/desk/tasks/done": "coordinator",
    "/desk/staff/invite": "admin",
    "/desk/staff/1/link": "admin",
    "/desk/staff/1/deactivate": "admin",
}


@pytest.mark.parametrize("role", ["case_manager", "coordinator", "admin"])
async def test_each_role_has_its_pages(world: World, role: str) -> None:
    desk = await world.at_desk(role, "Ole", "Büren")
    for path, owner in PAGES.items():
        assert (await desk.get(path)).status_code == (200 if owner == role else 403), path
    for path, owner in POSTS.items():
        if owner != role:
            assert (await desk.post(path)).status_code == 403, path
    assert (await desk.get("/desk/me")).status_code == 200


async def test_fifty_posts_from_elsewhere_do_nothing(world: World, mia: DeskClient) -> None:
    case = await world.case("Hallo")
    csrf = await mia.csrf()
    tries = 0
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
    ):
        for path in (
            f"cases/{case}/accept",
            f"cases/{case}/reply",
            f"cases/{case}/close",
            "me/chat-link",
            "me/chats/1",
            "out",
            "tasks/kind",
            "staff/invite",
        ):
            thief = world.client(**headers)
            thief.cookies.set("desk", mia.http.cookies["desk"])
            assert (await thief.post(f"/desk/{path}", data={"csrf": csrf, "words": "x", "outcome": "solved"})).status_code == 403
            tries += 1
    for wrong in ("", "falsch", csrf[:-1], csrf + "x", "ä"):
        for path in (f"cases/{case}/accept", f"cases/{case}/reply", "me/chat-link", "out"):
            assert (await mia.http.post(f"/desk/{path}", data={"csrf": wrong, "words": "x"})).status_code == 403
            tries += 1
    assert tries >= 50
    assert "Wartet auf Sie" in (await mia.get("/desk")).text


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"csrf=x&" + b"a=1&" * 60_000, 400), (b"a" * 300_000, 413), (b"a" * 5_000_000, 413), (b"\xff\xfe=%ff&csrf=%00", 403), (b"", 403)],
)
async def test_odd_forms_are_refused(world: World, mia: DeskClient, body: bytes, status: int) -> None:
    assert (await mia.http.post("/desk/out", content=body)).status_code == status
    assert (await mia.get("/desk")).status_code == 200


async def test_signing_out_ends_it_and_leaves_nothing_in_the_browser(world: World, mia: DeskClient) -> None:
    cookie = mia.http.cookies["desk"]
    reply = await mia.post("/desk/out")

    assert reply.headers["clear-site-data"] == '"cache", "storage"'
    assert 'desk=""' in reply.headers["set-cookie"]
    back = world.client()
    back.cookies.set("desk", cookie)
    assert (await back.get("/desk")).status_code == 401


async def test_a_day_without_use_ends_the_session(world: World, mia: DeskClient) -> None:
    world.clock.turn(hours=9)
    assert (await mia.get("/desk")).status_code == 401


async def test_control_characters_are_seen_and_nothing_becomes_a_link(world: World, mia: DeskClient) -> None:
    case = await world.case("abc\u202egnp.exe \u200b tel:+491234 https://evil.example <script>alert(1)</script>\x00 Z" + "\u0301" * 200)
    page = (await mia.get(f"/desk/cases/{case}")).text

    assert "⟦U+202E⟧" in page
    assert "⟦U+200B⟧" in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page
    assert 'href="https://evil' not in page
    assert 'href="tel:' not in page
    assert page.count("\u0301") <= 8


@pytest.mark.parametrize("harmless", ["می‌خواهم", "👨‍👩‍👧", "שלום", "مرحبا", "Nguyễn", "क्‍ष", "two\nlines\tand"])
def test_what_languages_need_stays_as_it_is(harmless: str) -> None:
    assert "⟦" not in visible(harmless)


@pytest.mark.parametrize(
    "code",
    [
        0x202A,
        0x202B,
        0x202D,
        0x202E,
        0x2066,
        0x2067,
        0x2068,
        0x2069,
        0x200B,
        0x200E,
        0x200F,
        0x061C,
        0xFEFF,
        0x00AD,
        0x2060,
        0xE0041,
        0x0,
        0x7,
        0x1B,
        0x85,
        0x2028,
        0x2029,
        0xFFFE,
        0x3164,
        0x200D,
        0x200C,
    ],
)
def test_what_plays_tricks_is_named(code: int) -> None:
    assert f"⟦U+{code:04X}⟧" in visible(f"a{chr(code)}b")


async def test_coordinators_see_what_is_missing_and_small_numbers_betray_nobody(world: World) -> None:
    def gaps(unit: Unit) -> None:
        for place, people in (("Büren", 22), ("Salzkotten", 13), ("Delbrück", 3)):
            for person in range(people):
                note(unit, hash((place, person)), Gap("housing.find_home", place, Cause.NOTHING_LISTED, "ar"))
                note(unit, hash((place, person)), Gap("work.find_job", place, Cause.NOTHING_LISTED, "ar"))

    await world.keep(gaps)
    kim = await world.at_desk("coordinator", "Kim")
    page = html.unescape((await kim.get("/desk/gaps")).text)
    assert "Nichts eingetragen" in page
    assert "Noch ist kein Quartal abgeschlossen" in (await kim.get("/desk/gaps/numbers")).text
    world.clock.turn(days=120)
    await world.keep(close_weeks)
    await world.keep(release_what_is_over)
    kim = await world.at_desk("coordinator", "Kim")
    page = html.unescape((await kim.get("/desk/gaps/numbers")).text)
    assert '<td class="number">ab 20</td><td class="number">ab 15</td>' in page  # Salzkotten and Delbrück together
    assert ">ab 3<" not in page and "mindestens 5" in page


async def test_coordinators_see_what_to_check_and_correct_a_kind(world: World) -> None:
    kim = await world.at_desk("coordinator", "Kim")
    values: dict[str, Any] = dict.fromkeys(ServiceRow._fields, "")
    values |= dict.fromkeys(("phones", "schedules", "areas", "languages", "needs"), ()) | dict.fromkeys(
        ("age_from", "age_to", "waiting_weeks", "latitude", "longitude")
    )
    values |= {"service_id": 0, "source_id": "a-1", "organization": "Caritas", "name": "Beratung", "kind": "practical_offer"}
    row = ServiceRow(**{**values, "for_detention": False, "appointment": "unknown"})

    def prepared(unit: Unit) -> None:
        ServiceRows(unit.connection, unit.district).keep(row)
        TaskRows(unit.connection, unit.district).note(
            [TaskRow("a-1", "kind", "guessed", "practical_offer"), TaskRow("a-1", "phones", "not a phone number", "<b>12</b>")]
        )

    await world.keep(prepared)
    page = (await kim.get("/desk/tasks")).text
    assert "Caritas: Beratung" in page
    assert "keine Telefonnummer" in page
    assert "&lt;b&gt;12" in page
    assert "Muttersprachler" in page
    assert (await kim.post("/desk/tasks/kind", source_id="a-1", kind="independent_advice")).status_code == 303
    assert (await kim.post("/desk/tasks/kind", source_id="a-1", kind="erfunden")).status_code == 404
    assert (await kim.post("/desk/tasks/kind", source_id="b-2", kind="practical_offer")).status_code == 404
    [left] = await world.keep(lambda unit: TaskRows(unit.connection, unit.district).open())
    assert left.field == "phones"
    assert (await kim.post("/desk/tasks/done", source_id="a-1", field="phones", reason="not a phone number")).status_code == 303
    assert await world.keep(lambda unit: TaskRows(unit.connection, unit.district).open()) == ()
    [kept] = await world.keep(lambda unit: ServiceRows(unit.connection, unit.district).all())
    assert kept.kind == "independent_advice"


async def test_an_invitation_is_shown_once_and_works_once(world: World) -> None:
    ada = await world.at_desk("admin", "Ada")
    fields = {"name": "Neue <i>Kollegin</i>", "role": "coordinator", "form_key": "f1"}
    page = (await ada.post("/desk/staff/invite", **fields)).text
    [token] = re.findall(r"http://127\.0\.0\.1:8080/desk/in/([\w-]+)", page)

    assert (await ada.post("/desk/staff/invite", **fields)).status_code == 409
    staff = (await ada.get("/desk/staff")).text
    assert staff.count("Neue &lt;i&gt;Kollegin") == 3
    assert token not in staff
    new = world.client(**{"sec-fetch-site": "same-origin"})
    assert (await new.post(f"/desk/in/{token}")).status_code == 303
    [member] = await world.keep(lambda unit: unit.staff.by_role("coordinator"))
    assert (await ada.post(f"/desk/staff/{member.id}/deactivate")).status_code == 303
    assert (await new.get("/desk")).status_code == 401


async def test_odd_invitations_are_refused_and_nobody_locks_themselves_out(world: World) -> None:
    ada = await world.at_desk("admin", "Ada")
    [me] = await world.keep(lambda unit: unit.staff.by_role("admin"))
    for fields in (
        {"name": "", "role": "admin"},
        {"name": "x" * 81, "role": "admin"},
        {"name": "x", "role": "king"},
        {"name": "x", "role": "case_manager"},
    ):
        assert (await ada.post("/desk/staff/invite", form_key="f", **fields)).status_code == 400
    assert (await ada.post(f"/desk/staff/{me.id}/deactivate")).status_code == 403
    assert (await ada.post("/desk/staff/4711/link")).status_code == 404


async def test_a_chat_becomes_mine_only_when_i_confirm_it(world: World, mia: DeskClient) -> None:
    from cases.desk_access import ask_to_bind
    from cases.people import who

    page = (await mia.post("/desk/me/chat-link")).text
    [token] = re.findall(r"/start staff_([\w-]+)", page)

    def ask(unit: Unit) -> int:
        person = who(unit, channel="telegram", chat_hash="h", chat="5", language="de")
        assert ask_to_bind(unit, token, person.contact_id)
        return person.contact_id

    contact = await world.keep(ask)
    other = await world.at_desk("coordinator", "Kim")
    assert (await other.post(f"/desk/me/chats/{contact}")).status_code == 404
    assert "Telegram-Chat Nr." in (await mia.get("/desk/me")).text
    assert (await mia.post(f"/desk/me/chats/{contact}")).status_code == 303
    assert "Verbunden: Telegram" in (await mia.get("/desk/me")).text

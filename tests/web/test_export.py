"""A closed case goes to the case file of the office: two people, one file, and then nothing of it is here any more."""

from __future__ import annotations

import json
import logging
import re

import pytest

from cases.exporting import LASTS, Form, erase_exported, take
from cases.forgetting import EXPORTS, forget_what_is_over
from cases.refusals import ExportNotReady
from directory.municipalities import load_municipalities, paderborn
from storage.unit import Unit
from tests.web.conftest import DeskClient, World
from tests.web.test_attacks import PAYLOADS, runs

CANARY = "Kanarienwort-7391"
ODD = f'{CANARY} =HYPERLINK("http://evil.example") \u202eabc <script>hit(1)</script>'


class Office:
    """A closed case of Mia's in Büren, a colleague in the same town, and the coordination."""

    def __init__(self, world: World, case: int, mia: DeskClient, ben: DeskClient, kim: DeskClient) -> None:
        self.world, self.case, self.mia, self.ben, self.kim = world, case, mia, ben, kim

    @property
    def path(self) -> str:
        return f"/desk/cases/{self.case}/export"

    async def asked(self) -> str:
        """The number of the export in the form that releases it, as the coordination sees it."""
        found = re.findall(rf'action="{self.path}/release">.*?name="asked" value="(\d+)"', (await self.kim.get("/desk/exports")).text)
        return found[0] if found else ""

    async def ready(self, **fields: str) -> None:
        """Asked for and released."""
        assert (await self.mia.post(self.path, **fields)).status_code == 303
        assert (await self.kim.post(f"{self.path}/release", asked=await self.asked())).status_code == 303

    async def statuses(self, who: DeskClient, *steps: str) -> list[int]:
        return [(await who.post(f"{self.path}{step}", asked=await self.asked())).status_code for step in steps]

    async def actions(self) -> list[tuple[str | None, str, str]]:
        rows = await self.world.keep(lambda unit: unit.audit.newest(before=None, at_most=50))
        return [(row.name, row.action, row.about) for row in reversed(rows) if row.action.startswith("export")]


@pytest.fixture
async def office(world: World) -> Office:
    await world.keep(lambda unit: load_municipalities(unit, paderborn()))
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    ben = await world.at_desk("case_manager", "Ben", "Büren")
    kim = await world.at_desk("coordinator", "Kim")
    case = await world.case(ODD, chat="4711815")
    await mia.post(f"/desk/cases/{case}/accept")
    await mia.post(f"/desk/cases/{case}/reply", words=f"Guten Tag {CANARY}", form_key="k", seen="99")
    await mia.post(f"/desk/cases/{case}/notes", note=f"Notiz {CANARY}")
    await mia.post(f"/desk/cases/{case}/close", outcome="referred")
    world.clock.turn(minutes=1)
    return Office(world, case, mia, ben, kim)


async def test_the_whole_way_and_each_step_is_in_the_audit_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert f'href="{office.path}"' in (await office.mia.get(f"/desk/cases/{office.case}")).text
    await office.ready()
    assert "Als Datei (JSON)" in (await office.mia.get(office.path)).text
    reply = await office.mia.post(f"{office.path}/file")
    assert reply.status_code == 200
    file = json.loads(reply.content)
    assert file["format"] == "kim-lotse-case/1"
    assert [said["words"] for said in file["thread"]] == [ODD, f"Guten Tag {CANARY}"]
    assert [said["name"] for said in file["thread"]] == [None, "Mia Brandt"]
    assert "Zum Drucken" in (await office.mia.get(office.path)).text  # the other form can still be taken
    assert (file["export"]["asked_by"], file["export"]["released_by"]) == ("Mia Brandt", "Kim")
    assert (file["facts"]["municipality"], file["facts"]["need"]["code"], file["facts"]["outcome"]) == (
        "Büren",
        "housing.find_home",
        "referred",
    )
    assert len(file["consents"]) == 1 and file["notes"] is None
    assert (await office.mia.post(f"{office.path}/print")).status_code == 200

    assert (await office.mia.post(f"{office.path}/erase")).status_code == 303
    assert await office.world.keep(lambda unit: (unit.threads.messages(office.case), unit.threads.notes(office.case))) == ([], [])
    row = await office.world.keep(lambda unit: unit.cases.one(office.case))
    assert row is not None and (row.person_id, row.contact_id, row.outcome) == (None, None, "referred")
    page = await office.mia.get(f"/desk/cases/{office.case}")
    assert page.status_code == 200 and CANARY not in page.text
    assert await office.actions() == [
        ("Mia Brandt", "export_asked", ""),
        ("Kim", "export_released", ""),
        ("Mia Brandt", "exported", "file"),
        ("Mia Brandt", "exported", "print"),
        ("Mia Brandt", "export_erased", ""),
    ]
    verdict = await office.world.keep(lambda unit: unit.audit.verify())
    assert verdict.broken is None
    assert CANARY not in (await office.kim.get("/desk/audit")).text and CANARY not in caplog.text


async def test_the_file_has_nothing_that_leads_into_this_house(office: Office) -> None:
    await office.ready(with_notes="1")
    reply = await office.mia.post(f"{office.path}/file")
    assert reply.headers["content-type"] == "application/json"
    assert re.fullmatch(r'attachment; filename="K-[0-9A-Z]{6}\.json"', reply.headers["content-disposition"])
    assert reply.headers["cache-control"] == "no-store"
    assert reply.content.isascii(), "no sign in it turns a line around"
    file = json.loads(reply.content)
    assert [one["words"] for one in file["notes"]] == [f"Notiz {CANARY}"]
    names = set(re.findall(r'"(\w+)":', reply.text))
    assert not [name for name in names if name == "id" or name.endswith(("_id", "hash", "key", "token", "chat"))]
    row = await office.world.keep(lambda unit: unit.cases.one(office.case))
    contact = await office.world.keep(lambda unit: unit.people.contact(row.contact_id or 0) if row else None)
    assert contact is not None and contact.chat_hash not in reply.text and "4711815" not in reply.text
    assert not re.search(r": \d", reply.text), "no bare numbers at all"


async def test_the_page_to_print_shows_what_people_wrote_and_runs_nothing(office: Office) -> None:
    for number, payload in enumerate(PAYLOADS):
        await office.world.keep(
            lambda unit, number=number, payload=payload: unit.threads.write(
                case_id=office.case, sender="person", words=f"{number} {payload}"
            )
        )
    await office.ready(with_notes="1")
    page = (await office.mia.post(f"{office.path}/print")).text
    assert runs(page) == []
    assert "&lt;script&gt;hit(1)" in page and "⟦U+202E⟧" in page and "\u202e" not in page
    assert "Weitergabe an einen Menschen bei KIM" in page and f"Notiz {CANARY}" in page and "Weitervermittelt" in page


async def test_nobody_exports_alone(office: Office) -> None:
    await office.mia.post(office.path)
    assert await office.statuses(office.mia, "/release", "/file", "/print", "/erase") == [409, 409, 409, 409]
    assert await office.statuses(office.kim, "/file", "/print", "/erase") == [404, 404, 404], "who releases does not read"
    assert CANARY not in (await office.kim.get("/desk/exports")).text
    assert await office.statuses(office.ben, "") == [403], "a colleague who is not responsible does not ask"
    assert await office.statuses(office.ben, "/release", "/file") == [303, 409], "a colleague who sees the case releases, and does not take"
    assert await office.statuses(office.mia, "/file", "/file", "/print", "/print") == [200, 409, 200, 409], "each form once"
    ole = await office.world.at_desk("case_manager", "Ole", "Salzkotten")
    assert await office.statuses(ole, "", "/release", "/file", "/print", "/erase") == [404] * 5
    assert (await ole.get(office.path)).status_code == 404 and office.path not in (await ole.get("/desk/exports")).text
    assert (await (await office.world.at_desk("auditor", "Aud")).get("/desk/exports")).status_code == 403


async def test_where_one_person_coordinates_alone_an_admin_gives_the_second_yes_and_reads_nothing(office: Office) -> None:
    ada = await office.world.at_desk("admin", "Ada")
    case = await office.world.case(ODD, municipality=None, chat="11")
    path = f"/desk/cases/{case}/export"
    await office.kim.post(f"/desk/cases/{case}/accept")
    await office.kim.post(f"/desk/cases/{case}/close", outcome="referred")
    assert (await ada.post(f"{path}/release", asked="1")).status_code == 404, "nothing was asked for"
    assert (await office.kim.post(path)).status_code == 303
    waiting = (await ada.get("/desk/exports")).text
    [asked] = re.findall(rf'action="{path}/release">.*?name="asked" value="(\d+)"', waiting)
    assert CANARY not in waiting
    assert (await ada.post(f"{path}/release", asked=asked)).status_code == 303
    assert [(await ada.get(path)).status_code, (await ada.post(f"{path}/file")).status_code] == [404, 404]
    assert CANARY in (await office.kim.post(f"{path}/file")).text


async def test_what_was_asked_for_anew_has_to_be_seen_anew(office: Office) -> None:
    """Nobody slips the notes under a release that was meant for an export without them."""
    await office.mia.post(office.path)
    seen = await office.asked()
    await office.mia.post(office.path, with_notes="1")
    assert (await office.kim.post(f"{office.path}/release", asked=seen)).status_code == 409
    assert (await office.kim.post(f"{office.path}/release", asked="x")).status_code == 409
    assert await office.statuses(office.mia, "/file") == [409]
    assert "mit Notizen" in (await office.kim.get("/desk/exports")).text
    assert await office.statuses(office.kim, "/release") == [303]


async def test_an_open_case_is_closed_first(office: Office) -> None:
    case = await office.world.case("Hallo", chat="78")
    path = f"/desk/cases/{case}/export"
    await office.mia.post(f"/desk/cases/{case}/accept")
    for step in ("", "/file", "/erase"):
        assert (await office.mia.post(path + step)).status_code == 409
    assert "zuerst ab" in (await office.mia.get(path)).text
    assert len(await office.world.keep(lambda unit: unit.threads.messages(case))) == 1


async def test_what_came_after_it_was_taken_is_not_erased(office: Office) -> None:
    await office.ready()
    assert await office.statuses(office.mia, "/erase") == [409], "nothing was taken yet"
    assert await office.statuses(office.mia, "/file") == [200]
    office.world.clock.turn(minutes=1)
    await office.mia.post(f"/desk/cases/{office.case}/notes", note="Noch etwas")
    assert await office.statuses(office.mia, "/erase") == [409]
    assert len(await office.world.keep(lambda unit: unit.threads.notes(office.case))) == 2


async def test_after_its_time_it_has_to_be_asked_for_again(office: Office) -> None:
    await office.ready()
    [mia] = await office.world.keep(lambda unit: [one for one in unit.staff.by_role("case_manager") if one.name == "Mia Brandt"])
    office.world.clock.turn(days=LASTS.days + 1)
    for step in (lambda unit: take(unit, mia, office.case, Form.FILE), lambda unit: erase_exported(unit, mia, office.case)):
        with pytest.raises(ExportNotReady):
            await office.world.keep(step)
    kim = await office.world.at_desk("coordinator", "Kai")
    assert "Nichts wartet" in (await kim.get("/desk/exports")).text
    office.world.clock.turn(days=EXPORTS.days)
    await office.world.keep(forget_what_is_over)
    assert await office.world.keep(lambda unit: unit.exports.newest(office.case)) is None


async def test_nothing_is_left_to_take_once_the_person_deleted_everything(office: Office) -> None:
    await office.ready()

    def forget(unit: Unit) -> None:
        unit.cases.erase(office.case)

    await office.world.keep(forget)
    assert await office.statuses(office.mia, "/file", "/print", "/erase", "") == [409] * 4
    assert "nichts mehr" in (await office.mia.get(office.path)).text


async def test_a_form_from_elsewhere_does_nothing(office: Office) -> None:
    for step in ("", "/release", "/file", "/print", "/erase"):
        assert (await office.mia.http.post(office.path + step, data={"csrf": "wrong"})).status_code == 403
        assert (await office.mia.http.get(office.path + step)).status_code in ((200,) if not step else (404, 405))
    assert await office.actions() == []

"""The model of legal spheres at the desk: read by event, printed, reviewed by name; another text withdraws the review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import sphere_reviews
from cases.sphere_reviews import reviewed, what_changes
from gaps.spheres import Spheres, spheres
from tests.web.conftest import DeskClient, World

CODE = "work_ends.insurance"


@pytest.fixture
async def kim(world: World) -> DeskClient:
    return await world.at_desk("coordinator", "Kim Berg")


async def test_everybody_who_advises_reads_it_by_event_and_nobody_else(world: World, kim: DeskClient) -> None:
    for role in ("case_manager", "office_contact", "admin"):
        page = (
            await (await world.at_desk(role, f"Eine {role}", *(["Büren"] if role == "case_manager" else []))).get("/desk/spheres?event=all")
        ).text
        assert "Ungeprüft" in page and "Geprüft: 0 von" in page
        assert ("Ich habe diesen Text geprüft" in page) is (role == "admin")
    begins = (await kim.get("/desk/spheres")).text
    assert "/desk/spheres?event=work_ends" in begins and "keiner geprüft" in begins and CODE not in begins
    page = (await kim.get("/desk/spheres?event=work_ends")).text
    assert "§ 188 Abs. 4 SGB V" in page and "§ 7 Abs. 1 Satz 2 SGB II" in page and "§ 18 Abs. 1 PStG" not in page
    assert "work_ends.insurance" in (await kim.get("/desk/spheres?need=health.uninsured")).text
    assert "Dazu steht nichts" in (await kim.get("/desk/spheres?need=invented")).text
    auditor = await world.at_desk("auditor", "Prüfung")
    assert (await auditor.get("/desk/spheres")).status_code == 403


async def test_a_review_has_a_name_is_of_one_text_and_can_be_taken_back(world: World, kim: DeskClient) -> None:
    digest = spheres().transitions[CODE].digest
    mia = await world.at_desk("case_manager", "Mia Brandt", "Büren")
    assert (await mia.post(f"/desk/spheres/{CODE}/review", digest=digest)).status_code == 403
    assert (await kim.post(f"/desk/spheres/{CODE}/review", digest="of another text")).status_code == 404
    assert (await kim.post(f"/desk/spheres/{CODE}/review", digest=digest)).status_code == 303
    assert "✓ Geprüft: <bdi>Kim Berg" in (await mia.get("/desk/spheres?event=work_ends")).text
    assert (await kim.post(f"/desk/spheres/{CODE}/doubt")).status_code == 303
    assert (await kim.post(f"/desk/spheres/{CODE}/doubt")).status_code == 404
    assert "✓ Geprüft" not in (await mia.get("/desk/spheres?event=all")).text
    rows = await world.keep(lambda unit: unit.audit.newest(before=None, at_most=50))
    assert [(row.action, row.about) for row in rows if row.action.startswith("sphere")] == [
        ("sphere_doubted", CODE),
        ("sphere_reviewed", CODE),
    ]


async def test_another_text_withdraws_the_review(world: World, kim: DeskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    model = spheres()
    await kim.post(f"/desk/spheres/{CODE}/review", digest=model.transitions[CODE].digest)
    assert set(await world.keep(reviewed)) == {CODE}
    changed = replace(model.transitions[CODE], changes="Alles ist anders.")
    other = Spheres(model.spheres, model.events, model.authorities, {**model.transitions, CODE: changed})
    for room in ("cases.sphere_reviews", "web.desk_spheres"):
        monkeypatch.setattr(f"{room}.spheres", lambda: other)
    assert await world.keep(reviewed) == {}
    assert "nach der letzten Prüfung geändert" in (await kim.get("/desk/spheres?event=work_ends")).text


async def test_newcomers_get_a_text_only_when_it_is_reviewed_and_in_their_language(
    world: World, kim: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await world.keep(lambda unit: what_changes(unit, "work_ends", "de"))
    assert before is not None and before.texts == () and "health.insurance" in before.needs
    await kim.post(f"/desk/spheres/{CODE}/review", digest=spheres().transitions[CODE].digest)
    german = await world.keep(lambda unit: what_changes(unit, "work_ends", "de"))
    assert german is not None and len(german.texts) == 1 and "§ 188 Abs. 4 SGB V" in german.texts[0]
    for language in ("ar", "en", "de-x-ls"):
        other = await world.keep(lambda unit, language=language: what_changes(unit, "work_ends", language))
        assert other is not None and other.texts == ()
    model = spheres()
    translated = replace(model.transitions[CODE], texts={"ar": "انتبه إلى رسالة التأمين"})
    changed = Spheres(model.spheres, model.events, model.authorities, {**model.transitions, CODE: translated})
    monkeypatch.setattr(sphere_reviews, "spheres", lambda: changed)
    unreviewed = await world.keep(lambda unit: what_changes(unit, "work_ends", "ar"))
    assert unreviewed is not None and unreviewed.texts == ()  # a translation is a part of what is reviewed
    await kim.post(f"/desk/spheres/{CODE}/review", digest=translated.digest)
    arabic = await world.keep(lambda unit: what_changes(unit, "work_ends", "ar"))
    assert arabic is not None and arabic.texts == ("انتبه إلى رسالة التأمين",)
    assert await world.keep(lambda unit: what_changes(unit, "invented", "de")) is None

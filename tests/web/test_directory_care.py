"""The queue of verification tasks at the desk, and the page of a provider that nobody has to sign in for."""

from __future__ import annotations

import re
from dataclasses import replace

from directory.entries import Entry, ServedArea
from directory.importing import load
from storage.unit import Unit
from tests.web.conftest import World
from web.desk_directory import AT_ONCE

COURSE = Entry(
    source_id="course", organization="VHS <b>x</b>", name="Lesen und Schreiben", needs=("language.literacy",), phones=("05251 12345",),
    areas=(ServedArea("municipality", "Büren"),), assured_date="2020-01-01", kind="practical_offer", email="vhs@example.org",
)  # fmt: skip


async def test_a_provider_corrects_its_entry_and_a_coordinator_takes_it_over(world: World) -> None:
    def prepared(unit: Unit) -> None:
        load(unit, [COURSE], accept_gone=1_000)
        unit.care.ask_for("course", "assured_date", "not confirmed for long", "2020-01-01", "language.literacy", "Büren")

    await world.keep(prepared)
    kim = await world.at_desk("coordinator", "Kim")
    tasks = (await kim.get("/desk/tasks")).text
    assert "Hinweise warten darauf" in tasks and "seit mehr als 18 Monaten" in tasks
    [task] = await world.keep(lambda unit: [one for one in unit.care.queue() if one.source_id == "course"])
    assert (await kim.post(f"/desk/tasks/{task.id}/take")).status_code == 303
    assert "Sieht nach" in (await kim.get("/desk/tasks")).text

    link = (await kim.post("/desk/tasks/link", source_id="course")).text
    assert "mailto:vhs@example.org?subject=" in link and "<b>x</b>" not in link
    [path] = set(re.findall(r"/entry/[\w-]{20,}", link))
    stranger = world.client(**{"sec-fetch-site": "same-origin"})
    page = await stranger.get(path)
    assert page.status_code == 200 and "Lesen und Schreiben" in page.text and "05251 12345" in page.text
    refused = await stranger.post(path, data={"what": "correct", "phones": "=1"})
    assert refused.status_code == 400 and "nichts gesendet" in refused.text
    sent = await stranger.post(path, data={"what": "correct", "phones": "05251 99999"})
    assert sent.status_code == 200 and "angekommen (1)" in sent.text
    assert (await stranger.get(path)).status_code == 404

    proposals = (await kim.get("/desk/proposals")).text
    assert "05251 12345" in proposals and "05251 99999" in proposals
    [proposal] = await world.keep(lambda unit: unit.care.proposals())
    assert (await kim.post(f"/desk/proposals/{proposal.id}", take="yes")).status_code == 303
    assert "Keine Vorschläge" in (await kim.get("/desk/proposals")).text
    assert await world.keep(lambda unit: [one for one in unit.care.queue() if one.source_id == "course"]) == []


async def test_a_coordinator_sees_the_address_and_sends_the_link_by_mail(world: World) -> None:
    shelter = replace(COURSE, source_id="shelter", needs=("safety.domestic_violence",), name="Schutzhaus")

    def prepared(unit: Unit) -> None:
        load(unit, [COURSE, shelter], accept_gone=1_000)
        unit.care.ask_for("course", "assured_date", "not confirmed for long", "2020-01-01", "", "")

    await world.keep(prepared)
    world.rebuild(mails=True, mail_from="kim@kreis.example")
    kim = await world.at_desk("coordinator", "Kim")
    assert "/desk/tasks/ask?source_id=course" in (await kim.get("/desk/tasks")).text
    asked = (await kim.get("/desk/tasks/ask?source_id=course")).text
    assert "vhs@example.org</bdi> senden" in asked and "kim@kreis.example" in asked
    changed = await kim.post("/desk/tasks/mail", source_id="course", address="other@example.org")
    assert changed.status_code == 409 and "nichts gesendet" in changed.text
    assert (await kim.post("/desk/tasks/mail", source_id="course", address="vhs@example.org")).status_code == 303
    after = (await kim.get("/desk/tasks/ask?source_id=course")).text
    assert "E-Mail wird gerade gesendet" in after and "in den letzten 7 Tagen schon" in after and "</bdi> senden" not in after
    assert "E-Mail wird gerade gesendet" in (await kim.get("/desk/tasks")).text
    danger = (await kim.get("/desk/tasks/ask?source_id=shelter")).text
    assert "Menschen in Gefahr" in danger and "/desk/tasks/mail" not in danger and "Link zum Kopieren" in danger

    world.rebuild(mails=False)
    kim = await world.at_desk("coordinator", "Kim zwei")
    assert "kein E-Mail-Versand" in (await kim.get("/desk/tasks/ask?source_id=course")).text
    off = await kim.post("/desk/tasks/mail", source_id="course", address="vhs@example.org")
    assert off.status_code == 409 and "kein E-Mail-Versand" in off.text


async def test_whoever_works_through_the_queue_stays_where_they_were(world: World) -> None:
    entries = [replace(COURSE, source_id=f"c{number}", name=f"Kurs {number}") for number in range(AT_ONCE + 2)]

    def prepared(unit: Unit) -> None:
        load(unit, entries, accept_gone=1_000)
        for entry in entries:
            unit.care.ask_for(entry.source_id, "assured_date", "not confirmed for long", "2020-01-01", "", "")

    await world.keep(prepared)
    kim = await world.at_desk("coordinator", "Kim")
    start = str(AT_ONCE)
    assert f"{AT_ONCE + 2} Einträge" in (await kim.get(f"/desk/tasks?start={start}")).text
    for number in range(AT_ONCE, AT_ONCE + 2):
        [task] = await world.keep(lambda unit, name=f"c{number}": [one for one in unit.care.queue() if one.source_id == name])
        ended = await kim.post(f"/desk/tasks/{task.id}/end", how="done", start=start)
        assert ended.headers["location"] == f"/desk/tasks?start={start}"
    assert "Kurs 3" in (await kim.get(f"/desk/tasks?start={start}")).text  # the last part is empty: the one before it


async def test_a_provider_writes_languages_as_people_do(world: World) -> None:
    def prepared(unit: Unit) -> None:
        load(unit, [replace(COURSE, languages=("de", "ar"))], accept_gone=1_000)

    await world.keep(prepared)
    kim = await world.at_desk("coordinator", "Kim")
    [path] = set(re.findall(r"/entry/[\w-]{20,}", (await kim.post("/desk/tasks/link", source_id="course")).text))
    stranger = world.client(**{"sec-fetch-site": "same-origin"})
    assert 'value="Deutsch; Arabisch"' in (await stranger.get(path)).text
    refused = await stranger.post(path, data={"what": "correct", "languages": "Deutsch, Arabisch"})
    assert refused.status_code == 400  # the same as before
    assert "angekommen (1)" in (await stranger.post(path, data={"what": "correct", "languages": "deutsch, Ukrainisch und Türkisch"})).text
    [proposal] = await world.keep(lambda unit: unit.care.proposals())
    assert (proposal.before, proposal.after) == ("de; ar", "de; uk; tr")
    assert "Deutsch; Ukrainisch; Türkisch" in (await kim.get("/desk/proposals")).text

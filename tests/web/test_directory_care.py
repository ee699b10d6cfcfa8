"""The queue of verification tasks at the desk, and the page of a provider that nobody has to sign in for."""

from __future__ import annotations

import re

from directory.entries import Entry, ServedArea
from directory.importing import load
from storage.unit import Unit
from tests.web.conftest import World

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

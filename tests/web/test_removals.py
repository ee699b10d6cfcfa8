"""An import that stands still because many offers would disappear, at the desk (I7)."""

from __future__ import annotations

import re

from cases.removing import ask, somebody_called
from directory.importing import load
from storage.unit import Unit
from tests.web.conftest import World
from tests.web.test_directory_care import COURSE


async def test_somebody_else_sees_what_would_go_and_types_the_number(world: World) -> None:
    ada = await world.at_desk("admin", "Ada")
    kim = await world.at_desk("coordinator", "Kim")
    mia = await world.at_desk("case_manager", "Mia", "Büren")
    assert "angehalten" not in (await kim.get("/desk/exports")).text
    assert (await kim.get("/desk/removal")).status_code == 404

    def stands_still(unit: Unit) -> None:
        load(unit, [COURSE])
        ask(
            unit,
            ["course", *(f"offer-{at}" for at in range(600)), "course\tphones\t05251 12345\t0900 <i>1"],
            640,
            somebody_called(unit, "Ada"),
        )

    await world.keep(stands_still)
    assert "sich ändern (602)" in (await kim.get("/desk/exports")).text
    assert "angehalten" not in (await mia.get("/desk/exports")).text
    assert (await mia.get("/desk/removal")).status_code == 403

    hers = (await ada.get("/desk/removal")).text
    assert "jemand anderes" in hers and 'name="gone"' not in hers
    page = (await kim.get("/desk/removal")).text
    assert "angestoßen von <bdi>Ada</bdi>" in page and "VHS &lt;b&gt;x&lt;/b&gt;: Lesen und Schreiben" in page and "und 101 weitere" in page
    assert "601 von 640 Angeboten" in page and "<ins><bdi>0900 &lt;i&gt;1</bdi></ins>" in page and "einmal an, bevor" in page
    [path] = set(re.findall(r'action="(/desk/removal/\d+)"', page))

    assert (await ada.post(path, agree="yes", gone="602")).status_code == 409
    wrong = await kim.post(path, agree="yes", gone="60")
    assert wrong.status_code == 400 and "nicht die Zahl" in wrong.text
    assert (await mia.post(path, agree="yes", gone="602")).status_code == 403
    assert (await kim.post(path, agree="yes", gone="602")).status_code == 303
    assert "angehalten" not in (await kim.get("/desk/exports")).text
    waiting = await world.keep(lambda unit: unit.removals.waiting())
    assert waiting is not None and waiting.agreed_by is not None
    assert (await kim.post(path, agree="yes", gone="602")).status_code == 404
    assert "Import angehalten" in (await kim.get("/desk/audit")).text


async def test_a_no_ends_it(world: World) -> None:
    kim = await world.at_desk("coordinator", "Kim")
    number = await world.keep(lambda unit: unit.removals.ask(["a", "b"], 3, None))
    assert (await kim.post(f"/desk/removal/{number}", agree="no")).status_code == 303
    assert (await kim.get("/desk/removal")).status_code == 404

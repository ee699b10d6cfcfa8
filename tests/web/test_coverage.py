"""The coverage map shows what is listed where, and a white spot becomes one signal when a coordinator says so."""

from __future__ import annotations

from cases.desk_access import invite
from cases.refusals import NotUnderstood
from cases.white_spots import accept
from directory.entries import Entry, ServedArea
from directory.importing import load
from directory.municipalities import load_municipalities, paderborn
from storage.unit import Unit
from tests.web.conftest import World

NEED = "language.literacy"
COURSE = Entry(
    source_id="course", organization="VHS", name="Kurs", needs=(NEED,), phones=("05251 1234",),
    areas=(ServedArea("municipality", "Büren"),), kind="practical_offer",
)  # fmt: skip


def prepared(unit: Unit) -> None:
    load_municipalities(unit, paderborn())
    load(unit, [COURSE], accept_gone=1_000)


async def test_white_spots_become_one_signal_each_when_chosen(world: World) -> None:
    await world.keep(prepared)
    kim = await world.at_desk("coordinator", "Kim")
    page = (await kim.get("/desk/coverage?area=language")).text
    assert "Büren: 1 nur ungeprüfte Einträge" in page
    assert "Delbrück: nur in anderen Kommunen, am nächsten Büren (24 km)" in page
    assert f'value="{NEED}|Delbrück"' in page and f'value="{NEED}|Büren"' not in page
    assert "Wohnung" not in page  # only one area
    for _ in range(2):
        assert (await kim.post("/desk/coverage", spot=f"{NEED}|Delbrück", area="language")).status_code == 303
    [signal] = await world.keep(lambda unit: unit.gaps.newest())
    assert (signal.source, signal.cause, signal.kind) == ("directory", "not in this municipality", "gap in the system")
    world.clock.turn(days=30)
    again = await world.keep(_accepts(f"{NEED}|Delbrück"))
    assert again == 0
    assert f'value="{NEED}|Delbrück"' not in (await (await world.at_desk("coordinator", "Lea")).get("/desk/coverage")).text


async def test_what_is_covered_or_a_crisis_is_no_white_spot(world: World) -> None:
    await world.keep(prepared)
    assert await world.keep(_accepts(f"{NEED}|Büren")) == 0
    try:
        await world.keep(_accepts("safety.domestic_violence|Büren"))
    except NotUnderstood:
        pass
    else:
        raise AssertionError("a crisis became a signal")


def _accepts(*spots: str):
    def work(unit: Unit) -> int:
        invite(unit, role="coordinator", name="Max")
        return accept(unit, unit.staff.by_role("coordinator")[-1], [tuple(one.split("|")) for one in spots])

    return work

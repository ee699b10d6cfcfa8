"""Days, weeks and quarters stand at the desk as people write them here, and may be typed so."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest

from directory.starting import load_packaged
from gaps.fields import Cause, Gap
from gaps.periods import from_german, in_german
from gaps.releases import release_what_is_over
from gaps.signals import SUSPICIOUS, close_weeks, note
from tests.web.conftest import DeskClient, World

HOME = "housing.find_home"
KEPT = re.compile(r"\b\d{4}-(?:\d\d-\d\d|W\d\d|Q\d)\b")


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ("2026-11-27", "27.11.2026"),
        ("2026-W48", "KW 48/2026"),
        ("2026-W05", "KW 5/2026"),
        ("2026-Q4", "4. Quartal 2026"),
        ("2027-03-01 14:00 Rathaus", "01.03.2027 14:00 Rathaus"),
        ("", ""),
    ],
)
def test_what_is_kept_is_written_as_people_write_it(kept: str, written: str) -> None:
    assert in_german(kept) == written


@pytest.mark.parametrize(("typed", "kept"), [("1.3.2027", "2027-03-01"), ("2027-03-01", "2027-03-01"), ("bald", "bald"), ("", "")])
def test_a_day_may_be_typed_as_people_write_it(typed: str, kept: str) -> None:
    assert from_german(typed) == kept


def words_of(page: str) -> str:
    """What a page shows: without what stands in its tags, and with nothing a browser puts in its own form."""
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


async def a_desk_full_of_dates(world: World) -> DeskClient:
    """A quarter that is over; a flood and a theme of this week with everything that has a day; a meeting that was moved."""
    world.clock.turn(seconds=(datetime(2026, 11, 24, 9, tzinfo=UTC) - world.clock()).total_seconds())
    await world.keep(lambda unit: load_packaged(unit, "paderborn"))
    await world.keep(lambda unit: [note(unit, one, Gap(HOME, "Büren", Cause.COSTS, "ar")) for one in range(12)])
    world.clock.turn(days=50)
    await world.keep(close_weeks)
    await world.keep(release_what_is_over)
    await world.keep(lambda unit: [note(unit, one, Gap(HOME, "Büren", Cause.COSTS, "ar")) for one in range(SUSPICIOUS)])
    kim = await world.at_desk("coordinator", "Kim")
    signals = re.findall(r'name="signal" value="(\d+-\w+)"', (await kim.get("/desk/signals")).text)[:2]
    made = await kim.post("/desk/signals/bundle", signal=signals, why="Zwei in einer Woche", title="Wohnungen", checked="1")
    assert made.headers["location"] == "/desk/themes/1"
    page = (await kim.get("/desk/themes/1")).text
    [version] = re.findall(r'name="version" value="(\d+)"', page)
    saved = await kim.post("/desk/themes/1", version=version, title="Wohnungen", level="district", due_day="20.1.2027")
    assert saved.status_code == 303, saved.text
    [member] = await world.keep(lambda unit: [row.id for row in unit.staff.by_role("coordinator")])
    for path, fields in {
        "themes/1/measures": {"what": "Ausschreiben", "office": "Bauamt", "day": "2027-01-18"},
        "themes/1/letters": {"addressee": "MKJFGFI", "words": "Es fehlt", "day": "11.01.2027"},
        "themes/1/letters/1": {"words": "Wir prüfen", "day": "2027-01-12"},
        "groups": {"kind": "working_group", "name": "Wohnen", "words": ""},
        "groups/1/members": {"staff": str(member), "member": str(member)},
        "groups/1/tasks": {"what": "Zahlen besorgen", "owner": str(member), "day": "2027-01-15"},
        "meetings": {"body": "1", "day": "2027-01-19", "hour": "14:00", "place": "Kreishaus"},
    }.items():
        assert (await kim.post(f"/desk/{path}", **fields)).status_code == 303, path
    moved = await kim.post("/desk/meetings/1/move", version="1", day="21.01.2027", hour="9:30", place="Rathaus")
    assert moved.status_code == 303, moved.text
    return kim


async def test_no_page_shows_a_day_or_a_week_as_it_is_kept(world: World) -> None:
    kim = await a_desk_full_of_dates(world)
    shown = {}
    for path in (
        "today",
        "gaps",
        "signals",
        "signals/13",
        "themes",
        "themes/1",
        "groups/1",
        "meetings",
        "meetings/1",
        "tasks",
        "gaps/numbers",
    ):
        reply = await kim.get(f"/desk/{path}")
        assert reply.status_code == 200, path
        shown[path] = words_of(reply.text)
    assert {path: KEPT.findall(words) for path, words in shown.items() if KEPT.search(words)} == {}
    for path, wanted in {
        "today": ("21.01.2027, 09:30 Uhr", "15.01.2027", "20.01.2027"),
        "gaps": ("KW 2/2027",),
        "signals": ("KW 2/2027",),
        "themes": ("Frist 20.01.2027",),
        "themes/1": ("20.01.2027", "bis 18.01.2027", "11.01.2027 an", "Antwort vom 12.01.2027", "4. Quartal 2026", "KW 2/2027"),
        "groups/1": ("bis 15.01.2027",),
        "meetings": ("21.01.2027, 09:30 Uhr",),
        "meetings/1": ("Wohnen , 21.01.2027", "19.01.2027 14:00 Kreishaus"),
    }.items():
        assert [one for one in wanted if one not in re.sub(r"\s+", " ", shown[path])] == [], path


async def test_what_is_no_day_is_refused_with_an_example(world: World) -> None:
    kim = await world.at_desk("coordinator", "Kim")

    assert (await kim.post("/desk/groups", kind="working_group", name="Wohnen")).status_code == 303
    refused = await kim.post("/desk/meetings", body="1", day="31.2.2027", hour="14:00", place="")
    assert refused.status_code == 400 and "31.03.2027" in refused.text

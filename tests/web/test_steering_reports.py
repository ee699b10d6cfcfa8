"""A coordinator makes the report to the steering group, looks at it, and takes its files."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import docx
import pypdfium2
import pytest

import bot.reporting
from bot.__main__ import main
from cases import bodies, themes
from cases.steering_reports import GIVEN_UP, ask
from directory.municipalities import load_municipalities, paderborn
from gaps.fields import Cause, Gap
from gaps.lives import Level, ThemeState
from gaps.periods import half_of, iso_week, later
from gaps.releases import release_what_is_over
from gaps.signals import close_weeks, note, note_met
from storage.report_rows import FileRow
from storage.staff import StaffRow
from storage.unit import Unit
from tests.conftest import TurnedClock
from tests.web.conftest import DeskClient, World
from web.papers.aside import press_aside
from web.papers.facts import half_years, read_facts

SENSITIVE_WORD = "Jugendliche"


def begin(clock: TurnedClock, when: str) -> None:
    clock.turn(seconds=(datetime.fromisoformat(when).replace(tzinfo=UTC) - clock()).total_seconds())


async def a_half_year(world: World) -> None:
    """Twelve people miss a home in Büren, seven a job; twenty are helped; then the half-year ends."""
    begin(world.clock, "2027-01-11 09:00")
    await world.keep(lambda unit: load_municipalities(unit, paderborn()))

    def many(unit: Unit) -> None:
        for person in range(12):
            note(unit, person, Gap("housing.find_home", "Büren", Cause.NOT_IN_THIS_MUNICIPALITY, "ar"))
        for person in range(7):
            note(unit, person, Gap("work.find_job", "Salzkotten", Cause.NOTHING_LISTED, "uk"))
        for person in range(20, 40):
            note_met(unit, person, ["housing.find_home"], "Büren", "ar")

    await world.keep(many)
    world.clock.turn(days=7)
    await world.keep(close_weeks)
    begin(world.clock, "2027-07-05 09:00")
    await world.keep(release_what_is_over)


async def kim_of(world: World) -> tuple[DeskClient, StaffRow]:
    kim = await world.at_desk("coordinator", "Kim")
    [staff] = await world.keep(lambda unit: unit.staff.by_role("coordinator"))
    return kim, staff


async def a_theme(world: World, staff: StaffRow, *steps: ThemeState, title: str = "Kein Wohnraum in Büren", level: str = "district") -> int:
    def work(unit: Unit) -> int:
        texts = dict.fromkeys(("title", "office", "parties", "vignette", "proposal", "decision", "answer", "owner"), "")
        words = texts | {
            "title": title,
            "office": "Koordination Wohnen",
            "vignette": f"Eine Familie wartet. {SENSITIVE_WORD} wechseln die Schule.",
            "proposal": "Der Kreis richtet eine Wohnungslotsin ein.",
            "decision": "Eine halbe Stelle ab Herbst.",
        }
        number = unit.themes.add(
            state=ThemeState.OBSERVED, level=level, area="housing", cause=Cause.NONE_EXISTS, texts=words, by_id=staff.id, why="oft"
        )
        unit.themes.widen(number, [("housing.find_home", "Büren")])
        for step in steps:
            themes.step_theme(unit, staff, number, step, "weil")
        return number

    return await world.keep(work)


DRAFT = (ThemeState.ANALYSED, ThemeState.WORKING_GROUP, ThemeState.DRAFT)


async def made(world: World, kim: DeskClient, period: str = "2027-H1") -> str:
    """The page of a report that is ready."""
    reply = await kim.post("/desk/reports", period=period)
    assert reply.status_code == 303, reply.text
    where = reply.headers["location"]
    assert "<progress" in (await kim.get(where)).text
    await asyncio.gather(*world.app.state.workshop.tasks)
    return str(where)


async def test_a_report_is_made_looked_at_and_taken_and_every_file_stands_in_the_audit_log(world: World) -> None:
    kim, staff = await kim_of(world)
    await a_half_year(world)
    kim = await world.at_desk("coordinator", "Kim")
    await a_theme(world, staff, *DRAFT)
    assert "Erstes Halbjahr 2027" in (await kim.get("/desk/reports")).text
    where = await made(world, kim)
    page = (await kim.get(where)).text
    assert "<progress" not in page and "refresh" not in page
    assert "Kein Wohnraum in Büren: Der Kreis richtet eine Wohnungslotsin ein." in page
    assert "ab 10" in page
    charts = re.findall(rf'src="({where}/charts/\d)"', page)
    assert len(charts) >= 2
    chart = await kim.get(charts[0])
    assert chart.headers["content-type"] == "image/svg+xml" and "<svg" in chart.text
    files = {kind: await kim.post(f"{where}/{kind}") for kind in ("docx", "pdf", "xlsx", "csv", "land_docx", "land_pdf")}
    assert {reply.status_code for reply in files.values()} == {200}
    assert files["pdf"].headers["content-disposition"] == 'attachment; filename="Bericht-2027-H1.pdf"'
    said = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(files["pdf"].content))
    assert "Kein Wohnraum in Büren" in said and "ab 10" in said
    assert any("Wohnungslotsin" in one.text for one in docx.Document(io.BytesIO(files["docx"].content)).paragraphs)
    rows = await world.keep(lambda unit: unit.audit.newest(before=None, at_most=10))
    assert [row.about for row in rows if row.action == "report_taken"] == [
        f"2027-H1 {kind}" for kind in ("land_pdf", "land_docx", "csv", "xlsx", "pdf", "docx")
    ]
    assert ("report_asked", "2027-H1") in {(row.action, row.about) for row in rows}


async def test_numbers_are_those_that_were_published_for_the_whole_district(world: World) -> None:
    _, staff = await kim_of(world)
    await a_half_year(world)
    await a_theme(world, staff, *DRAFT)
    facts = await world.keep(lambda unit: read_facts(unit, "2027-H1"))
    [theme] = facts.themes
    assert (theme.unmet, theme.met, theme.trend) == (10, 20, (("2027-Q1", 10),)) and theme.served == 70
    assert facts.quarters == ("2027-Q1",) and facts.missing == ("2027-Q2",)
    assert "Delbrück" in facts.silent and "Büren" not in facts.silent
    assert [(one.who, one.unmet, one.met) for one in facts.by_municipality] == [("Büren", 10, 20), ("Salzkotten", 5, None)]
    assert facts.places is None or all(number is None or number >= 5 for line in facts.places.cells for number in line)


async def test_the_follow_up_comes_from_decisions_measures_and_published_numbers(world: World) -> None:
    _, staff = await kim_of(world)
    await a_half_year(world)

    number = await a_theme(world, staff, *DRAFT, ThemeState.DECIDED, ThemeState.IMPLEMENTATION)
    land = await a_theme(world, staff, *DRAFT, ThemeState.FORWARDED, title="Anerkennung dauert", level=Level.LAND)

    def work(unit: Unit) -> None:
        bodies.add_measure(unit, staff, number, "Stelle ausschreiben", "Personalamt", None, "2027-08-31")
        bodies.add_measure(unit, staff, number, "Räume finden", "", staff.id, "2027-07-01")
        [first] = [duty for duty in unit.bodies.duties(theme_id=number) if duty.what.startswith("Stelle")]
        unit.bodies.done(first.id)
        themes.send_letter(unit, staff, land, "MKJFGFI NRW", "Bitte mehr Stellen.", "2027-06-01")

    await world.keep(work)
    facts = await world.keep(lambda unit: read_facts(unit, "2027-H1"))
    [decision] = facts.decisions
    assert decision.decision == "Eine halbe Stelle ab Herbst." and str(decision.on) == "2027-07-05"
    assert {(one.what, one.who, one.done is not None) for one in decision.measures} == {
        ("Stelle ausschreiben", "Personalamt", True),
        ("Räume finden", "Kim", False),
    }
    assert (decision.before, decision.after, decision.since) == (10, None, "")
    [ministry] = facts.ministry
    assert (ministry.theme, ministry.level, ministry.addressee, str(ministry.sent), ministry.answered) == (
        "Anerkennung dauert",
        "Land",
        "MKJFGFI NRW",
        "2027-06-01",
        None,
    )


async def test_only_a_half_year_that_is_over_can_be_told_of_and_one_without_data_can(world: World) -> None:
    kim, _ = await kim_of(world)
    known = await world.keep(half_years)
    now = iso_week(world.clock())
    assert half_of(now) not in known and half_of(later(now, -26)) in known
    for period in (half_of(now), "2027", "2026-Q1", "", "1999-H9"):
        assert (await kim.post("/desk/reports", period=period)).status_code == 400
    where = await made(world, kim, known[0])
    assert "liegt nichts vor, was gezeigt werden darf" in (await kim.get(where)).text


async def test_a_template_nobody_can_read_is_said_and_a_maker_that_died_too(world: World, tmp_path: Path) -> None:
    broken = tmp_path / "vorlage.docx"
    broken.write_bytes(b"no word file")
    world.rebuild(report_template=broken)
    kim, staff = await kim_of(world)
    period = (await world.keep(half_years))[0]
    where = await made(world, kim, period)
    assert "Word-Vorlage des Kreises ist nicht lesbar" in (await kim.get(where)).text
    lost = await world.keep(lambda unit: unit.reports.ask(period, staff.id))
    assert "<progress" in (await kim.get(f"/desk/reports/{lost}")).text
    world.clock.turn(seconds=GIVEN_UP.total_seconds() + 1)
    assert "wurde unterbrochen" in (await kim.get(f"/desk/reports/{lost}")).text
    assert (await kim.post(f"/desk/reports/{lost}/pdf")).status_code == 404


async def test_the_three_newest_of_a_half_year_stay(world: World) -> None:
    kim, staff = await kim_of(world)
    period, before = (await world.keep(half_years))[:2]
    other = await world.keep(lambda unit: ask(unit, staff, before, (before,)))

    def make(unit: Unit) -> int:
        number = ask(unit, staff, period, (period,))
        unit.reports.finish(number, [FileRow("pdf", "Bericht.pdf", "application/pdf", b"%PDF")])
        return number

    numbers = [await world.keep(make) for _ in range(4)]
    taken = [(await kim.post(f"/desk/reports/{number}/pdf")).status_code for number in numbers]
    assert taken == [404, 200, 200, 200]
    assert (await kim.get(f"/desk/reports/{other}")).status_code == 200


async def test_nobody_but_coordinators_sees_a_report(world: World) -> None:
    kim, _ = await kim_of(world)
    where = await made(world, kim, (await world.keep(half_years))[0])
    mia = await world.at_desk("case_manager", "Mia", "Büren")
    for path in ("/desk/reports", where, f"{where}/charts/1"):
        assert (await mia.get(path)).status_code == 403
    assert (await mia.post(f"{where}/pdf")).status_code == 403
    assert (await kim.post(f"{where}/preview")).status_code == 404
    assert (await kim.get(f"{where}/charts/99")).status_code == 404


def test_the_files_come_from_a_process_of_their_own() -> None:
    from gaps.report import write
    from tests.gaps.report_facts import NOTHING

    heard: list[tuple[int, int]] = []
    papers = press_aside(write(NOTHING), tell=lambda done, of: heard.append((done, of)))
    assert {"docx", "pdf", "csv", "xlsx", "land_docx", "land_pdf", "preview"} == set(papers)
    assert heard[0] == (0, 7) and heard[-1] == (7, 7)


def test_the_command_writes_the_files_with_a_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path}/lotse.db")
    monkeypatch.setenv("LOTSE_KEY_FILE", str(tmp_path / "lotse.key"))
    period = half_of(later(iso_week(datetime.now(UTC)), -26))
    assert main(["report", "--period", period, str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert "7/7" in said.err and len(said.out.splitlines()) == 6
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert f"Bericht-{period}.pdf" in names and len(names) == len(bot.reporting.PAPERS)
    assert main(["report", "--period", "2099-H1", str(tmp_path / "out")]) == 1
    assert period in capsys.readouterr().err


def test_the_house_starts_without_what_only_reports_workbooks_and_postgresql_need() -> None:
    """40 MB of libraries that draw and set come to the process that presses a report, and leave with it; the others come when needed."""
    seen = "import sys, bot.house; print(sorted({'matplotlib', 'typst', 'docx', 'openpyxl', 'psycopg'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"

"""What the subcommands do that need the database."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from tqdm import tqdm

from bot.settings import Settings
from cases import removing
from cases.desk_access import invite
from cases.refusals import SecondPersonMissing
from directory.diffs import lines
from directory.formats import read_path
from directory.hsds.outgoing import Outgoing
from directory.hsds.writing import write_files
from directory.importing import load, preview
from directory.municipalities import DATA
from directory.refusals import Refusal
from directory.starting import load_packaged, surroundings
from gaps import csvw
from gaps.releases import releases
from locales.notice_file import NoticeUnusable
from storage import database
from storage.presence import AlreadyRunning
from storage.seal import KeyProblem
from storage.unit import Unit

T = TypeVar("T")
TWO = "This needs a second person, who sees it and types the number at the desk (Freigaben)."
NAMES = {  # of whoever is invited without a name
    "case_manager": "Case Management",
    "coordinator": "Koordination",
    "admin": "Verwaltung",
    "auditor": "Prüfung",
    "office_contact": "Kontakt im Amt",
    "interpreter": "Dolmetschen",
}


def say(text: str) -> None:
    """To the operator."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def read_settings() -> Settings | None:
    """The settings, or None after saying which one is wrong."""
    try:
        return Settings()
    except ValidationError as problem:
        for error in problem.errors(include_input=False, include_url=False):
            name = "LOTSE_" + "_".join(str(part) for part in error["loc"]).upper() if error["loc"] else "settings"
            sys.stderr.write(f"{name}: {error['msg']}\n")
        return None


def run(only: str) -> int:
    """Starts the system; ends with SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = read_settings()
    if settings is None:
        return 2
    from bot.house import ROLES, House

    roles = tuple(role.strip() for role in only.split(",") if role.strip()) or ROLES
    wrong = [role for role in roles if role not in ROLES]
    if wrong:
        sys.stderr.write(f"no such role: {', '.join(wrong)}; there are {', '.join(ROLES)}\n")
        return 2
    if settings.embedded and set(roles) != set(ROLES):
        sys.stderr.write("with the embedded database one process is all there is; --only needs LOTSE_DATABASE_URL=postgresql://...\n")
        return 2
    try:
        house = House(settings)
    except KeyProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except NoticeUnusable as reason:
        sys.stderr.write(f"LOTSE_NOTICE_FILE cannot be used: {reason}\n")
        return 1
    try:
        return 0 if asyncio.run(house.run(roles, say)) else 1
    except AlreadyRunning:
        sys.stderr.write("another `lotse run` uses this database; with the embedded database one process is all there is\n")
        return 1


def keep(settings: Settings, work: Callable[[Unit], T]) -> T:
    """One unit on this installation's database."""
    from bot.house import clock

    engine = database.open_engine(settings.database_url)
    database.migrate(engine)
    keeper = database.open_keeper(engine, database.unlock(engine, settings.key_file, clock()), settings.district, clock)
    try:
        return keeper.keep(work).result()
    finally:
        keeper.close()
        engine.dispose()


def import_directory(path: Path, *, dry_run: bool, accept_gone: int, operator: str = "") -> int:
    """Reads a directory. Nothing goes live when the file has an error, more services would disappear than were accepted, or it
    needs a second person who did not agree at the desk (cases/removing.py). `operator`: who sits here, by their name at the desk."""
    settings = read_settings()
    if settings is None:
        return 2

    def work(unit: Unit) -> list[str]:
        if settings.district == DATA.name:
            load_packaged(unit, settings.district)
        reading = read_path(path, surroundings(unit))
        if dry_run:
            diff = preview(unit, reading.entries)
        else:
            with tqdm(total=len(reading.entries), unit=" offers", disable=None, leave=False) as bar:  # None: only on a terminal
                diff = load(unit, reading.entries, reading.doubts, accept_gone, reading.kept, bar.update)
        offered = len(reading.entries) - len(diff.new) + len(diff.gone)
        gone, changes = [entry.source_id for entry in diff.gone], removing.contact_changes(diff.changed)
        if not dry_run:
            removing.take_away(unit, gone, changes, offered, removing.somebody_called(unit, operator))
        doubts = [f"task: {doubt.source_id}, {doubt.field}: {doubt.reason}" for doubt in reading.doubts]
        return [*lines(diff), *doubts, *([TWO] if dry_run and removing.to_agree(gone, changes, offered) else [])]

    try:
        told = keep(settings, work)
    except SecondPersonMissing as no:
        things, offered = no.things, no.offered
        keep(settings, lambda unit: removing.ask(unit, things, offered, removing.somebody_called(unit, operator)))
        sys.stderr.write(f"nothing was imported. {no}\n")
        return 1
    except (Refusal, KeyProblem) as no:
        sys.stderr.write(f"nothing was imported. {no}\n")
        return 1
    except OSError as problem:
        sys.stderr.write(f"{path}: {problem.strerror}\n")
        return 2
    for line in told:
        say(line)
    return 0


def export_files(path: Path, form: str) -> int:
    """Writes down the directory as HSDS (json, tabular) or what is published of the gaps. What is there already is not overwritten."""
    settings = read_settings()
    if settings is None:
        return 2

    def work(unit: Unit) -> list[tuple[str, bytes]]:
        if form == "gaps":
            return list(csvw.files(releases(unit)))
        outgoing = Outgoing(unit)
        return list(outgoing.as_json() if form == "json" else outgoing.as_tables())

    try:
        say(f"{write_files(path, keep(settings, work))} files in {path}")
    except (Refusal, KeyProblem) as no:
        sys.stderr.write(f"nothing was written. {no}\n")
        return 1
    except OSError as problem:
        sys.stderr.write(f"{path}: {problem.strerror}\n")
        return 2
    return 0


def forget() -> int:
    """Forgets what is over, now: for when the clock leapt and somebody says that it is right."""
    settings = read_settings()
    if settings is None:
        return 2
    from bot.clockwork import forget_now

    try:
        gone = keep(settings, forget_now)
    except KeyProblem as no:
        sys.stderr.write(f"{no}\n")
        return 1
    say("forgotten: " + (", ".join(f"{number} {what}" for what, number in gone.items() if number) or "nothing was over"))
    return 0


def check_audit(anchor: str) -> int:
    """Checks the chain of the audit log, and that it still holds an anchor that was noted elsewhere. 1 when something is wrong."""
    settings = read_settings()
    if settings is None:
        return 2
    try:
        verdict = keep(settings, lambda unit: unit.audit.verify(anchor) if anchor else unit.audit.check())
    except KeyProblem as no:
        sys.stderr.write(f"{no}\n")
        return 1
    if verdict.broken is not None:
        sys.stderr.write(f"the audit log was changed: row {verdict.broken} is not what it was\n")
        return 1
    say(f"the audit log is whole: {verdict.entries} rows, anchor {verdict.anchor}")
    return 0


def invite_staff(role: str, municipalities: tuple[str, ...], name: str) -> int:
    """Prints a one-time link for a new member of the staff."""
    settings = read_settings()
    if settings is None:
        return 2
    shown = name or NAMES[role]
    if role == "case_manager" and not municipalities:
        sys.stderr.write("a case manager needs at least one --municipality\n")
        return 2

    def work(unit: Unit) -> str:
        load_packaged(unit, unit.district)
        known = surroundings(unit).municipalities
        unknown = [one for one in municipalities if one not in known]
        if unknown:
            raise ValueError(f"no such municipality: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
        return invite(unit, role=role, name=shown, municipalities=municipalities)

    try:
        token = keep(settings, work)
    except (ValueError, KeyProblem) as no:
        sys.stderr.write(f"{no}\n")
        return 1
    say(f"{settings.url}/desk/in/{token}")
    say("The link works once, within 24 hours.")
    return 0

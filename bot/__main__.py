"""The `lotse` command. What it does not need it does not import: `match` and `doctor` start at once."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

DONE, REFUSED, WRONG = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Runs one subcommand. 0 done, 1 refused (with the reason), 2 wrong use or something is missing on the machine."""
    parser = argparse.ArgumentParser(prog="lotse", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start the system")
    run.add_argument("--only", default="", help="roles, separated by commas: ears, worker, courier, web, clockwork")
    load = commands.add_parser("import", help="read a directory")
    load.add_argument("path", type=Path)
    load.add_argument("--dry-run", action="store_true", help="show what would change")
    load.add_argument("--accept-gone", type=int, default=0, metavar="N", help="how many services may disappear")
    load.add_argument(
        "--as", dest="operator", default="", metavar="NAME", help="who you are at the desk: of many, somebody else has to agree"
    )
    out = commands.add_parser("export", help="write the directory or the gap statistics down in an open standard")
    what = out.add_mutually_exclusive_group(required=True)
    what.add_argument("--hsds", choices=["json", "tabular"], help="the directory as Open Referral HSDS 3.0: pages of JSON, or tables")
    what.add_argument("--gaps", choices=["csvw"], type=str.lower, help="the published gap statistics as CSV on the Web")
    out.add_argument("path", type=Path, help="a new folder, or a new file that ends with .zip")
    links = commands.add_parser("links", help="ask the pages of the directory whether they are still there")
    links.add_argument("--at-most", type=int, default=2000, metavar="N", help="pages in one run")
    links.add_argument("--skip", type=int, default=0, metavar="N", help="leave out the first pages, to go on where a run ended")
    links.add_argument("--dry-run", action="store_true", help="open no task")
    commands.add_parser("match", help="JSON lines of messages in, needs out")
    invited = commands.add_parser("invite", help="a one-time link for a member of the staff")
    invited.add_argument(
        "--role", required=True, choices=["case_manager", "coordinator", "admin", "auditor", "office_contact", "interpreter"]
    )
    invited.add_argument("--municipality", action="append", default=[])
    invited.add_argument("--name", default="")
    commands.add_parser("doctor", help="say what is missing or unsafe")
    commands.add_parser("forget", help="forget what is over now, after a leap of the clock that is right")
    audit = commands.add_parser("audit", help="check the chain of the audit log")
    audit.add_argument("--anchor", default="", help="an anchor from before, as this command and the log say it")
    report = commands.add_parser("report", help="the report to the steering group, as files in a folder")
    report.add_argument("--period", required=True, metavar="2026-H1", help="a half-year that is over")
    report.add_argument("folder", type=Path)
    words = commands.add_parser("words", help="the words people use")
    words.add_argument("action", choices=["check", "teach"])
    spheres = commands.add_parser("spheres", help="the model of legal spheres")
    spheres.add_argument("action", choices=["check"])
    options = parser.parse_args(arguments)
    try:
        done = _COMMANDS[options.command](options)
        sys.stdout.flush()
    except BrokenPipeError:  # Whoever read has seen enough: `lotse words check | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    return done


def _match(_options: argparse.Namespace) -> int:
    from directory.match_lines import main as match

    return match(sys.stdin, sys.stdout, sys.stderr)


def _run(options: argparse.Namespace) -> int:
    from bot.commands import run

    return run(options.only)


def _import(options: argparse.Namespace) -> int:
    from bot.commands import import_directory

    return import_directory(options.path, dry_run=options.dry_run, accept_gone=options.accept_gone, operator=options.operator)


def _export(options: argparse.Namespace) -> int:
    from bot.commands import export_files

    return export_files(options.path, options.hsds or "gaps")


def _links(options: argparse.Namespace) -> int:
    from bot.links import check_links

    return check_links(max(options.at_most, 0), max(options.skip, 0), dry_run=options.dry_run)


def _invite(options: argparse.Namespace) -> int:
    from bot.commands import invite_staff

    return invite_staff(options.role, tuple(options.municipality), options.name)


def _doctor(_options: argparse.Namespace) -> int:
    from bot.doctor import main as doctor

    return doctor(sys.stdout)


def _words(options: argparse.Namespace) -> int:
    if options.action == "teach":
        from directory.teaching import main as teach

        return teach()
    from directory.words_check import main as check

    return check(sys.stdout)


def _spheres(_options: argparse.Namespace) -> int:
    from gaps.spheres_check import main as check

    return check(sys.stdout)


def _forget(_options: argparse.Namespace) -> int:
    from bot.commands import forget

    return forget()


def _report(options: argparse.Namespace) -> int:
    from bot.reporting import report

    return report(options.period, options.folder)


def _audit(options: argparse.Namespace) -> int:
    from bot.commands import check_audit

    return check_audit(options.anchor)


_COMMANDS = {
    "report": _report,
    "run": _run,
    "import": _import,
    "export": _export,
    "links": _links,
    "match": _match,
    "invite": _invite,
    "doctor": _doctor,
    "forget": _forget,
    "audit": _audit,
    "words": _words,
    "spheres": _spheres,
}

if __name__ == "__main__":
    sys.exit(main())

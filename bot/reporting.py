"""`lotse report`: the files of a report to the steering group, in a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from tqdm import tqdm

from bot.commands import keep, read_settings, say
from cases.auditing import Action, note
from gaps.report import Report, write
from storage.seal import KeyProblem
from storage.unit import Unit
from web.papers.aside import Paper
from web.papers.facts import half_years, read_facts
from web.papers.press import press
from web.papers.template import Template, TemplateUnusable

PAPERS = ("docx", "pdf", "csv", "xlsx", "land_docx", "land_pdf")


class NotOver(Exception):
    """There is no report about this half-year. The reason says which ones there are."""


def report(period: str, folder: Path) -> int:
    """Reads in one unit, then writes the files with a progress bar. 1 when the half-year is not over or the template cannot be used."""
    settings = read_settings()
    if settings is None:
        return 2

    def read(unit: Unit) -> tuple[Report, Template | None]:
        known = half_years(unit)
        if period not in known:
            raise NotOver(f"no report about {period}; there are {', '.join(known)}")
        note(unit, Action.REPORT_TAKEN, None, about=f"{period} lotse report")
        return write(read_facts(unit, period)), unit.reports.template()

    try:
        about, uploaded = keep(settings, read)
        papers = _press(about, uploaded or settings.report_template)
        folder.mkdir(parents=True, exist_ok=True)
        for paper in papers:
            (folder / paper.name).write_bytes(paper.raw)
            say(str(folder / paper.name))
    except (NotOver, KeyProblem) as no:
        sys.stderr.write(f"{no}\n")
        return 1
    except TemplateUnusable as no:
        sys.stderr.write(f"the template of the report cannot be used: {no}\n")
        return 1
    except OSError as problem:
        sys.stderr.write(f"{folder}: {problem.strerror}\n")
        return 2
    return 0


def _press(about: Report, template: Template | None) -> list[Paper]:
    with tqdm(total=1, desc="report", unit="file", file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.total, bar.n = of, done
            bar.refresh()

        made = press(about, template, tell)
    return [made[kind] for kind in PAPERS]

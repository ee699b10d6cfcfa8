"""All files of a report, made one after the other. It takes seconds and no database: at the desk it runs in a process of its own."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from gaps.report import Report
from gaps.report_text import blocks, half_year, ministry_blocks, title
from web.papers.given import given
from web.papers.pdf import pdf
from web.papers.tables import csv_file, xlsx_file
from web.papers.template import Template, TemplateUnusable
from web.papers.word import word

log = logging.getLogger(__name__)

ENDS_WITHIN = 5.0  # seconds, once its files are sent
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Paper:
    """A file of the report: what it is called, what it is, and its bytes."""

    name: str
    media_type: str
    raw: bytes


def to_nobody(_done: int, _of: int) -> None:
    """For whoever wants no progress."""


def press(report: Report, template: Template | None = None, tell: Tell = to_nobody) -> dict[str, Paper]:
    """The files by kind: docx, pdf, csv, xlsx, the list for the ministry as land_docx and land_pdf, and the preview with its charts.

    `tell` hears how far it is.
    Raises TemplateUnusable.
    """
    called, land = title(report), f"Liste für das Ministerium, {half_year(report.period)}"
    stem = f"Bericht-{report.period}"
    steps: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        ("docx", f"{stem}.docx", DOCX, lambda: word(report, called, blocks(report), template)),
        ("pdf", f"{stem}.pdf", "application/pdf", lambda: pdf(report, called, blocks(report))),
        ("csv", f"{stem}-Anhang.csv", "text/csv; charset=utf-8", lambda: csv_file(report)),
        ("xlsx", f"{stem}-Anhang.xlsx", XLSX, lambda: xlsx_file(report, called)),
        ("land_docx", f"Liste-Ministerium-{report.period}.docx", DOCX, lambda: word(report, land, ministry_blocks(report), template)),
        ("land_pdf", f"Liste-Ministerium-{report.period}.pdf", "application/pdf", lambda: pdf(report, land, ministry_blocks(report))),
    )
    papers: dict[str, Paper] = {}
    tell(0, len(steps) + 1)
    for number, (kind, name, media_type, make) in enumerate(steps, 1):
        papers[kind] = Paper(name, media_type, make())
        tell(number, len(steps) + 1)
    papers |= _preview(report)
    tell(len(steps) + 1, len(steps) + 1)
    return papers


def _preview(report: Report) -> dict[str, Paper]:
    """The blocks as JSON, and each chart as a picture of its own: chart_1, chart_2 ..."""
    papers: dict[str, Paper] = {}
    said = [given(block) for block in blocks(report)]
    for block in said:
        if "svg" in block:
            number = len(papers) + 1
            papers[f"chart_{number}"] = Paper(f"{number}.svg", "image/svg+xml", block.pop("svg").encode())
            block["chart"] = number
    whole = json.dumps({"title": title(report), "blocks": said}, ensure_ascii=False).encode()
    return papers | {"preview": Paper("preview.json", "application/json", whole)}


class PressFailed(Exception):
    """The files could not be made. The reason is in words for coordinators."""


def press_aside(report: Report, template: Template | None = None, tell: Tell = to_nobody) -> dict[str, Paper]:
    """The same in a process of its own, so that nobody's answer waits for it. Blocks until it is over. Raises PressFailed."""
    spawning = get_context("spawn")  # a fork would take the locks of this process along
    here, there = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_press_for, args=(report, template, there), daemon=True)
    process.start()
    there.close()
    try:
        while True:
            said = here.recv()
            if isinstance(said, dict):
                return said
            if isinstance(said, str):
                raise PressFailed(said)
            tell(*said)
    except EOFError:
        raise PressFailed("Der Bericht konnte nicht erstellt werden. Bitte versuchen Sie es noch einmal.") from None
    finally:
        here.close()
        process.join(ENDS_WITHIN)
        if process.is_alive():
            process.kill()


def _press_for(report: Report, template: Template | None, there: Connection) -> None:
    try:
        there.send(press(report, template, lambda done, of: there.send((done, of))))
    except TemplateUnusable:
        there.send(
            "Die Word-Vorlage des Kreises ist nicht lesbar. Die Verwaltung kann eine andere hochladen; sonst sagt lotse doctor, warum."
        )
    except Exception as failure:
        log.warning("the report was not made (%s)", type(failure).__name__)

"""All files of a report, made one after the other. It takes seconds and no database: run it beside the loop, never in a unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gaps.report import Report
from gaps.report_text import blocks, half_year, ministry_blocks, title
from web.papers.pdf import pdf
from web.papers.tables import csv_file, xlsx_file
from web.papers.word import word

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


def press(report: Report, template: Path | None = None, tell: Tell = to_nobody) -> dict[str, Paper]:
    """The files by kind: docx, pdf, csv, xlsx, and the list for the ministry as land_docx and land_pdf. `tell` hears how far it is.

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
    tell(0, len(steps))
    for number, (kind, name, media_type, make) in enumerate(steps, 1):
        papers[kind] = Paper(name, media_type, make())
        tell(number, len(steps))
    return papers

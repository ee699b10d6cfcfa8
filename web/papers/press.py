"""All files of a report, made one after the other. It takes seconds and no database: at the desk it runs beside the house (aside.py)."""

from __future__ import annotations

import json
from collections.abc import Callable

from gaps.report import Report
from gaps.report_text import blocks, half_year, ministry_blocks, title
from web.papers.aside import Paper, Tell, to_nobody
from web.papers.given import given
from web.papers.pdf import pdf
from web.papers.tables import csv_file
from web.papers.template import Template
from web.papers.word import word
from web.papers.workbook import xlsx_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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

"""The annex as a workbook (XLSX), for whoever reads. No cell can be taken for a formula."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from gaps.report import Report
from gaps.report_text import FINDING_HEADER, FINDINGS, FINDINGS_KEY, KEY, NOT_SHOWN, half_year
from web.papers.tables import harmless


def xlsx_file(report: Report, title: str) -> bytes:
    """A sheet for each table, and a first one that says how to read them."""
    book = Workbook()
    about = book.worksheets[0]
    about.title = "Lesen"
    lines = (title, f"Kreis {report.district}, {half_year(report.period)}", KEY, f"{len(report.annex)} Tabellen auf den nächsten Blättern.")
    for number, words in enumerate(lines, 1):
        _put(about, number, 1, words, bold=number == 1)
        about.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
    about.column_dimensions["A"].width = 90
    for number, (name, grid) in enumerate(report.annex, 1):
        sheet: Worksheet = book.create_sheet(f"Tabelle {number}")
        _put(sheet, 1, 1, name, bold=True)
        for at, words in enumerate((grid.about, *grid.columns, *(("zusammen",) if grid.totals else ())), 1):
            _put(sheet, 2, at, words, bold=True)
            sheet.column_dimensions[get_column_letter(at)].width = max(12, min(len(words) + 3, 40))
        for down, (row, line) in enumerate(zip(grid.rows, grid.cells, strict=True), 3):
            _put(sheet, down, 1, row)
            for at, value in enumerate((*line, *grid.totals[down - 3 : down - 2]), 2):
                if value is None:
                    _put(sheet, down, at, NOT_SHOWN)
                    sheet.cell(down, at).alignment = Alignment(horizontal="right")
                else:
                    sheet.cell(down, at).value = value
        _set_up(sheet)
    if report.findings:
        _findings(book.create_sheet("Befunde"), report)
    about_book = book.properties
    about_book.title, about_book.creator, about_book.language = title, f"Kreis {report.district}", "de-DE"
    about_book.created = datetime.combine(report.today, time(12), UTC).replace(tzinfo=None)
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def _findings(sheet: Worksheet, report: Report) -> None:
    _put(sheet, 1, 1, FINDINGS, bold=True)
    for at, (words, width) in enumerate(zip(FINDING_HEADER, (34, 34, 60), strict=True), 1):
        _put(sheet, 2, at, words, bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for down, one in enumerate(report.findings, 3):
        for at, words in enumerate((one.need, one.cause, one.where), 1):
            _put(sheet, down, at, words)
    _put(sheet, len(report.findings) + 4, 1, FINDINGS_KEY)
    _set_up(sheet)


def _set_up(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 34
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it needs, one wide
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(sheet: Worksheet, row: int, column: int, words: str, *, bold: bool = False) -> None:
    cell = sheet.cell(row, column)
    cell.value = harmless(words)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)

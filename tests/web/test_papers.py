"""The files of the report, opened again, turned into pictures and looked at."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn
from pypdfium2 import raw as pdfium

from gaps.report import Grid, Report, write
from gaps.report_blocks import Trend
from gaps.report_text import FINDINGS, blocks, title
from tests.gaps.report_facts import FULL, NOTHING, theme
from web.papers.aside import Paper
from web.papers.charts import _figure, draw
from web.papers.pdf import NO_SIGN, pdf
from web.papers.press import press
from web.papers.tables import csv_file, harmless
from web.papers.template import TemplateUnusable
from web.papers.word import HERE, word
from web.papers.workbook import xlsx_file

REPORT, EMPTY = write(FULL), write(NOTHING)
PARTS = [f"{number} " for number in range(1, 10)]


@pytest.fixture(scope="module")
def papers() -> dict[str, Paper]:
    return press(REPORT)


def pages(raw: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(raw)


def text_of(document: pypdfium2.PdfDocument) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def inked(page: pypdfium2.PdfPage) -> float:
    """How much of the page is not white; and nothing may stick out into the margins."""
    picture = page.render(scale=1.0).to_pil().convert("L")
    dark = picture.point(lambda shade: 255 if shade < 200 else 0).getbbox()
    assert dark, "the page is blank"
    left, top, right, bottom = dark
    assert left > 40 and right < picture.width - 40 and top > 30 and bottom < picture.height - 20, dark
    histogram = picture.histogram()
    return sum(histogram[:200]) / sum(histogram)


def structure(page: pypdfium2.PdfPage) -> list[tuple[str, str]]:
    """The tags of a page in reading order, each with its alternative text."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    found: list[tuple[str, str]] = []

    def told(call: Any, element: Any) -> str:
        size = call(element, None, 0)
        buffer = (pdfium.c_ushort * (size // 2 + 1))()
        call(element, buffer, size)
        return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le")

    def look(element: Any) -> None:
        found.append((told(pdfium.FPDF_StructElement_GetType, element), told(pdfium.FPDF_StructElement_GetAltText, element)))
        for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
            if child:
                look(child)

    for number in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        look(pdfium.FPDF_StructTree_GetChildAtIndex(tree, number))
    pdfium.FPDF_StructTree_Close(tree)
    return found


def test_the_pdf_is_tagged_in_german_and_names_itself(papers: dict[str, Paper]) -> None:
    raw = papers["pdf"].raw
    document = pages(raw)
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_value("Title") == title(REPORT)
    assert b"/Lang(de-DE)" in raw and b"<pdfuaid:part>1<" in raw
    tags = [tag for page in document for tag in structure(page)]
    kinds = [kind for kind, _ in tags]
    assert kinds.count("H1") == 10 and {"Table", "TH", "TD", "L", "LI", "Figure", "Caption"} <= set(kinds)
    figures = [alt for kind, alt in tags if kind == "Figure"]
    assert len(figures) == 3 and all(len(alt) > 40 for alt in figures)


def test_the_pdf_reads_in_order_on_two_to_four_pages_and_an_annex(papers: dict[str, Paper]) -> None:
    document = pages(papers["pdf"].raw)
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    annex = next(number for number, words in enumerate(texts) if "Anhang: Tabellen" in words)
    assert 2 <= annex <= 4 and annex < len(texts) <= annex + 2
    whole = " ".join(texts)
    wanted = [heading.words for heading in blocks(REPORT) if type(heading).__name__ == "Heading" and heading.level == 1]
    places = [whole.index(words) for words in wanted]
    assert places == sorted(places)
    assert "\ufffd" not in whole and "\x00" not in whole
    assert all(0.005 < inked(page) < 0.5 for page in document)


def test_only_fonts_of_the_libraries_are_in_the_pdf(papers: dict[str, Paper]) -> None:
    names: set[str] = set()
    for page in pages(papers["pdf"].raw):
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(thing.raw)
            assert pdfium.FPDFFont_GetIsEmbedded(font)
            size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = pdfium.create_string_buffer(size)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
            names.add(buffer.value.decode().split("+")[-1])
    assert names and all(name.startswith(("LibertinusSerif", "DejaVuSans")) for name in names), names


def test_an_empty_report_is_a_file_too() -> None:
    made = press(EMPTY)
    document = pages(made["pdf"].raw)
    assert len(document) == 2 and "was gezeigt werden darf" in text_of(document)
    assert all(inked(page) > 0.002 for page in document)
    assert len(docx.Document(io.BytesIO(made["docx"].raw)).tables) == 0
    assert len(csv_lines(made["csv"].raw)) == 1


def test_what_somebody_typed_is_never_markup_and_no_sign_breaks_the_file() -> None:
    odd = '#read("/etc/passwd") $x$ [b] *fett* <a> \\ "Zitat" Ԗ 🐧 مرحبا'
    report = write(replace(FULL, themes=(theme(0, title=odd, vignette=odd),)))
    said = text_of(pages(pdf(report, title(report), blocks(report))))
    assert '#read("/etc/passwd") $x$ [b] *fett* <a> \\ "Zitat"' in said and NO_SIGN in said and "🐧" not in said
    file = docx.Document(io.BytesIO(word(report, title(report), blocks(report))))
    assert any(odd in paragraph.text for paragraph in file.paragraphs)


def test_the_same_report_is_the_same_file() -> None:
    assert pdf(REPORT, "Bericht", blocks(REPORT)) == pdf(REPORT, "Bericht", blocks(REPORT))
    chart = next(block for block in blocks(REPORT) if type(block).__name__ == "Heat")
    assert draw(chart, "svg") == draw(chart, "svg")  # type: ignore[arg-type]


def test_word_has_headings_header_rows_alternative_texts_language_and_page_numbers(papers: dict[str, Paper]) -> None:
    file = docx.Document(io.BytesIO(papers["docx"].raw))
    headings = [paragraph.text for paragraph in file.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"]
    assert [heading[:2] for heading in headings[:9]] == PARTS and headings[9] == "Anhang: Tabellen"
    assert len(file.tables) == 11
    for table in file.tables:
        properties = table.rows[0]._tr.trPr
        assert properties is not None and properties.find(qn("w:tblHeader")) is not None
    assert [len(shape._inline.docPr.get("descr", "")) > 40 for shape in file.inline_shapes] == [True, True, True]
    assert file.core_properties.title == title(REPORT) and file.core_properties.language == "de-DE"
    styles = file.styles.element.xml
    assert 'w:lang w:val="de-DE"' in styles and 'w:val="en-US"' not in styles
    footer = file.sections[0].footer._element.xml
    assert "PAGE" in footer and "NUMPAGES" in footer


def soffice(folder: Path, *files: Path) -> None:
    """Turns Word files into PDF, as LibreOffice shows them."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: ./setup.sh system"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run([program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files], check=True, capture_output=True)


def test_word_files_look_right_with_and_without_the_template_of_the_district(papers: dict[str, Paper], tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("Der Landrat – Briefkopf")
    own.add_paragraph(HERE)
    own.add_paragraph("Unterschrift")
    own.styles.add_style("Bericht Überschrift 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    own.save(str(tmp_path / "vorlage.docx"))
    (tmp_path / "plain.docx").write_bytes(papers["docx"].raw)
    (tmp_path / "own.docx").write_bytes(word(REPORT, title(REPORT), blocks(REPORT), tmp_path / "vorlage.docx"))
    soffice(tmp_path, tmp_path / "plain.docx", tmp_path / "own.docx")
    plain, with_own = (pages((tmp_path / name).read_bytes()) for name in ("plain.pdf", "own.pdf"))
    assert 3 <= len(plain) <= 6
    assert all(inked(page) > 0.002 for page in plain)
    said = text_of(with_own)
    assert said.index("Briefkopf") < said.index("1 Betreff") < said.index("Anhang: Tabellen") < said.index("Unterschrift")
    assert HERE not in said
    file = docx.Document(str(tmp_path / "own.docx"))
    assert sum(paragraph.style is not None and paragraph.style.name == "Bericht Überschrift 1" for paragraph in file.paragraphs) == 10


def template(folder: Path, kind: str) -> Path:
    """A Word file whose main part says that it is of this kind."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    path = folder / "vorlage.dotx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "[Content_Types].xml":
                body = body.replace(b"officedocument.wordprocessingml.document.main", kind.encode())
            new.writestr(part, body)
    return path


def test_a_dotx_is_a_template_and_macros_are_refused(tmp_path: Path) -> None:
    dotx = template(tmp_path, "officedocument.wordprocessingml.template.main")
    assert docx.Document(io.BytesIO(word(EMPTY, "Bericht", blocks(EMPTY), dotx))).paragraphs
    with pytest.raises(TemplateUnusable, match="macros"):
        word(EMPTY, "Bericht", blocks(EMPTY), template(tmp_path, "macroEnabledTemplate.main"))


@pytest.mark.parametrize("body", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_file_is_refused_with_a_reason(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "vorlage.docx"
    path.write_bytes(body)
    with pytest.raises(TemplateUnusable, match="no Word file"):
        word(EMPTY, "Bericht", blocks(EMPTY), path)


def test_a_template_that_unpacks_to_more_than_it_may_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vorlage.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", bytes(21_000_000))
    with pytest.raises(TemplateUnusable, match="20 MB"):
        word(EMPTY, "Bericht", blocks(EMPTY), path)


def csv_lines(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("words", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_of_the_annex_is_a_formula(words: str) -> None:
    report: Report = replace(EMPTY, annex=((words, Grid((words,), (words,), ((None,),), (5,), words)),))
    rows = csv_lines(csv_file(report))
    assert rows[1] == ["2026-H1", f"'{words}", f"'{words}", f"'{words}", ""] and rows[2][-2:] == ["zusammen", "5"]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file(report, "Bericht")))["Tabelle 1"]
    kinds = {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert kinds == {"s", "n"}
    assert all(not str(cell.value).startswith(("=", "+", "-", "@", "\t")) for line in sheet.iter_rows() for cell in line)
    assert harmless("Büren") == "Büren"


def test_the_annex_holds_what_the_report_shows_and_nothing_more(papers: dict[str, Paper]) -> None:
    rows = csv_lines(papers["csv"].raw)
    assert rows[0] == ["Zeitraum", "Tabelle", "Zeile", "Spalte", "mindestens"]
    assert {row[-1] for row in rows[1:]} <= {"", *(str(number) for number in range(5, 205, 5))}
    book = openpyxl.load_workbook(io.BytesIO(papers["xlsx"].raw))
    assert book.sheetnames == ["Lesen", "Tabelle 1", "Tabelle 2", "Befunde"]
    assert [cell.value for cell in book["Befunde"][4]] == ["Sprachkurs", "'=nicht erreichbar", "Hövelhof"]
    assert next(row[1:] for row in rows if row[1].startswith(FINDINGS)) == [
        f"{FINDINGS}: Büren, Lichtenau",
        "Kinderbetreuung",
        "Warteliste",
        "",
    ]
    assert book["Tabelle 1"]["B2"].value == "Altenbeken" and book["Tabelle 1"].freeze_panes == "B3"


def test_the_list_for_the_ministry_is_a_document_of_its_own(papers: dict[str, Paper]) -> None:
    said = text_of(pages(papers["land_pdf"].raw))
    assert "Anliegen an das Land" in said and "Anerkennung dauert zu lange" in said and "Beschlusskontrolle" not in said
    assert docx.Document(io.BytesIO(papers["land_docx"].raw)).tables


def test_whoever_waits_hears_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    press(EMPTY, tell=lambda done, of: heard.append((done, of)))
    assert heard == [(number, 7) for number in range(8)]


def test_no_line_of_a_chart_leads_over_a_quarter_that_is_not_shown() -> None:
    [axes] = _figure(Trend("Verlauf", "Verlauf", ("2025-Q3", "2025-Q4", "2026-Q1"), (("1", (10, None, 30)),))).axes
    [first, hidden, last] = list(axes.lines[0].get_ydata())
    assert (first, last) == (10, 30) and hidden != hidden

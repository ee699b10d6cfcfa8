"""The report as a Word file, for whoever edits it: real headings, tables with header rows, pictures with alternative texts, German.

The district's own template (.docx or .dotx) keeps its letterhead, styles, headers and footers. A paragraph that says [Bericht] is where the
report goes; without one it is added at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from gaps.report import Facts, Report, write
from gaps.report_blocks import Block, Columns, Heading, NewPage, Points, Text
from gaps.report_text import day
from web.papers.charts import WIDE, draw
from web.papers.columns import MANY, widths
from web.papers.template import AT_MOST, HERE, STYLES, Template, TemplateUnusable, opened, refuse_what_comes_from_outside

# What the library says of a file that is a package and XML, and still no document it knows.
STRANGE = (AttributeError, LookupError, TypeError, ValueError, OpcError, PythonDocxError)
SIGN, EDGE = int(Cm(0.19)), int(Cm(0.55))  # of a table in 9 points


def open_template(template: Template | None) -> Word:
    """An empty document in the district's own layout, or in ours when there is none. Raises TemplateUnusable."""
    return _plain() if template is None else opened(template)


def try_out(raw: bytes) -> None:
    """Makes a small report with an uploaded template, so that none is kept that cannot be used. Raises TemplateUnusable."""
    if len(raw) > AT_MOST:
        raise TemplateUnusable("it is larger than 5 MB", "Sie ist größer als 5 MB.")
    small = write(Facts("", "2026-H1", date(2026, 7, 1)))
    table = Columns("Tabelle", ("Zeile", "Zahl"), (("Zeile", "ab 5"),))
    try:
        word(small, "Probe", (Heading("Teil"), Heading("Abschnitt", 2), Text("Satz"), Points(("Punkt",)), table, NewPage()), raw)
    except STRANGE as failure:
        raise TemplateUnusable(
            f"no report can be made with it ({type(failure).__name__})", "Mit ihr lässt sich kein Bericht erstellen."
        ) from None
    refuse_what_comes_from_outside(raw)


def _plain() -> Word:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2)
    for name, size in (("Normal", 10.5), ("Title", 18), ("Heading 1", 13), ("Heading 2", 11), ("Caption", 9)):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = "Arial", Pt(size), None
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # else the theme's font wins over the name
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:hAnsi"), "Arial")
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    return document


class _Pen:
    """Writes blocks one after the other at the place of the report."""

    def __init__(self, document: Word) -> None:
        self.document = document
        self.place = next((one for one in document.paragraphs if one.text.strip() == HERE), None)
        known = {(style.type, style.name) for style in document.styles}
        self.styles: dict[str, str | None] = {}
        for role, names in STYLES.items():
            kind = WD_STYLE_TYPE.TABLE if role == "table" else WD_STYLE_TYPE.PARAGRAPH
            self.styles[role] = next((name for name in names if (kind, name) in known), None)
        section = document.sections[-1]
        wide = (section.page_width or Cm(21)) - (section.left_margin or Cm(2.5)) - (section.right_margin or Cm(2.5))
        self.wide = min(wide, int(WIDE * 914_400))

    def paragraph(self, role: str, words: str = "") -> Paragraph:
        """A paragraph. A heading stays one, and a list a list, where the template has no style for it."""
        style = self.styles[role]
        made = self.place.insert_paragraph_before() if self.place is not None else self.document.add_paragraph()
        made.style = style
        if role.startswith("heading") and style is None:
            _outline(made, int(role[-1]))
        made.add_run(f"• {words}" if role == "list" and style == "Normal" else words)
        if role == "small" and style != STYLES["small"][0]:
            made.runs[0].font.size = Pt(8.5)
        if role == "title" and style != STYLES["title"][0]:
            made.runs[0].font.size, made.runs[0].bold = Pt(17), True
        if role == "caption":
            made.paragraph_format.keep_with_next = True
        return made

    def block(self, block: Block) -> None:
        """Any block."""
        match block:
            case Heading(words, level):
                self.paragraph(f"heading {level}", words)
            case Text(words, small):
                self.paragraph("small" if small else "text", words)
            case Points(points):
                for words in points:
                    self.paragraph("list", words)
            case NewPage():
                self.paragraph("text").runs[0].add_break(WD_BREAK.PAGE)
            case Columns():
                self.table(block)
            case _:
                above = self.paragraph("text")
                above.paragraph_format.keep_with_next = True
                picture = above.add_run().add_picture(BytesIO(draw(block, "png")), width=self.wide)
                picture._inline.docPr.set("descr", block.alt)
                self.paragraph("caption", block.caption).paragraph_format.keep_with_next = False

    def table(self, said: Columns) -> None:
        """A table whose first row is its header, on every page it reaches."""
        self.paragraph("caption", said.caption)
        table = self.document.add_table(rows=0, cols=len(said.header))
        if self.styles["table"] is not None:
            table.style = self.styles["table"]
        for number, line in enumerate((said.header, *said.lines)):
            _fill(table, line, said.numbers, bold=number == 0)
        table.autofit = False
        for column, width in zip(table.columns, widths((said.header, *said.lines), self.wide, SIGN, EDGE), strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width
        header = table.rows[0]._tr.get_or_add_trPr()
        header.append(OxmlElement("w:tblHeader"))
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        described = OxmlElement("w:tblDescription")
        described.set(qn("w:val"), said.caption)
        table._tbl.tblPr.append(described)
        if self.place is not None:
            self.place._p.addprevious(table._tbl)
        after = self.paragraph("small")
        after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(6)

    def done(self) -> None:
        """Takes out the paragraph that marked the place."""
        if self.place is not None:
            self.place._p.getparent().remove(self.place._p)


def _fill(table: Table, line: Sequence[str], numbers: int, *, bold: bool) -> None:
    for at, (cell, words) in enumerate(zip(table.add_row().cells, line, strict=True)):  # type: ignore[no-untyped-call]
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(words)
        run.bold, run.font.size = bold or None, Pt(7 if len(line) > MANY else 9)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = bold or None
        if at >= numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _outline(paragraph: Paragraph, level: int) -> None:
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level - 1))
    paragraph._p.get_or_add_pPr().append(outline)
    paragraph.paragraph_format.keep_with_next = True


def word(report: Report, title: str, blocks: Iterable[Block], template: Template | None = None) -> bytes:
    """The Word file. Raises TemplateUnusable."""
    document = open_template(template)
    pen = _Pen(document)
    pen.paragraph("title", title)
    pen.paragraph("text", f"Kreis {report.district}, Stand {day(report.today)}")
    for block in blocks:
        pen.block(block)
    pen.done()
    if template is None:
        _number_pages(document, title)
    _german(document)
    about = document.core_properties
    about.title, about.author, about.language, about.subject = title, f"Kreis {report.district}", "de-DE", "Lenkungsgruppe"
    about.comments, about.last_modified_by = "", ""
    about.created = about.modified = datetime.combine(report.today, time(12), UTC)
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def _german(document: Word) -> None:
    found = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if found is None:
        found = document.styles["Normal"].element.get_or_add_rPr()
    language = found.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        found.append(language)
    language.set(qn("w:val"), "de-DE")
    tab = document.settings.element.find(qn("w:defaultTabStop"))
    if tab is not None and document.settings.element.find(qn("w:autoHyphenation")) is None:
        tab.addnext(OxmlElement("w:autoHyphenation"))  # long words in narrow columns break where they may; this is its place in the file


def _number_pages(document: Word, title: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.style = document.styles["Normal"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{title}\tSeite ")
    for field, between in (("PAGE", " von "), ("NUMPAGES", "")):
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        run = OxmlElement("w:r")
        shown = OxmlElement("w:t")
        shown.text = "1"
        size = OxmlElement("w:rPr")
        size.append(OxmlElement("w:sz"))
        size[0].set(qn("w:val"), "17")  # half points
        run.append(size)
        run.append(shown)
        simple.append(run)
        paragraph._p.append(simple)
        if between:
            paragraph.add_run(between).text = between
    for run in paragraph.runs:
        run.font.size = Pt(8.5)

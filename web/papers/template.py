"""The district's own Word template: a file of whoever runs the house, or an upload. What it says of itself is looked at first."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from directory.archives import checked, part, refuse_entities
from directory.refusals import ImportRefused

if TYPE_CHECKING:
    from docx.document import Document as Word

Template = Path | bytes
AT_MOST = 5_000_000  # bytes of an upload; a letterhead with pictures has a tenth of it
LARGEST = 20_000_000  # bytes of a template, unpacked
HERE = "[Bericht]"  # the paragraph where the report goes
# By name, the first that the template has. Word keeps its own styles under English names, whatever language it shows them in.
STYLES: dict[str, tuple[str, ...]] = {
    "title": ("Bericht Titel", "Title", "Normal"),
    "heading 1": ("Bericht Überschrift 1", "Heading 1"),
    "heading 2": ("Bericht Überschrift 2", "Heading 2"),
    "text": ("Bericht Text", "Body Text", "Normal"),
    "small": ("Bericht Hinweis", "Bericht Text", "Body Text", "Normal"),
    "list": ("Bericht Liste", "List Bullet", "List Paragraph", "Normal"),
    "caption": ("Bericht Beschriftung", "Caption", "Normal"),
    "table": ("Bericht Tabelle", "Table Grid", "Normal Table"),
}
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
TYPES = "[Content_Types].xml"
_OUTSIDE = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")


class TemplateUnusable(Exception):
    """The template cannot be used. The reason is in words for whoever set it up; `say` is the same in German, for the desk."""

    def __init__(self, why: str, say: str) -> None:
        super().__init__(why)
        self.say = say


def opened(template: Template) -> Word:
    """The template as a document. A .dotx is the same file under another name. Raises TemplateUnusable."""
    from docx import Document  # the desk names these styles all day, and seldom opens one

    try:
        raw = template if isinstance(template, bytes) else template.read_bytes()
        types = _looked_at(raw)
        if MAIN.format("template").encode() in types:
            raw = _renamed(raw, types.replace(MAIN.format("template").encode(), MAIN.format("document").encode()))
        return Document(BytesIO(raw))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as problem:
        raise _no_word_file(type(problem).__name__) from problem
    except ImportRefused as no:
        raise _no_word_file(no.reason) from no


def refuse_what_comes_from_outside(raw: bytes) -> None:
    """Links may lead elsewhere; nothing else in an upload may, for Word would fetch it. Raises TemplateUnusable."""
    with checked("template", raw) as packed:
        for name in packed.namelist():
            if name.lower().endswith(".rels") and any(not _LINK.search(one) for one in _OUTSIDE.findall(part("template", packed, name))):
                raise TemplateUnusable(
                    "it loads something from elsewhere",
                    "Sie lädt etwas von außerhalb nach (verknüpftes Bild oder angehängte Dokumentvorlage). Bitte fügen Sie Bilder fest ein "
                    "und hängen Sie in Word die Dokumentvorlage Normal an.",
                )


def _looked_at(raw: bytes) -> bytes:
    """The types of its parts, once everything in it was found bearable."""
    with zipfile.ZipFile(BytesIO(raw)) as packed:
        if sum(one.file_size for one in packed.infolist()) > LARGEST:
            raise TemplateUnusable("it is larger than 20 MB when unpacked", "Entpackt ist sie größer als 20 MB.")
    with checked("template", raw) as packed:
        types = packed.read(TYPES)
        names = [name.lower() for name in packed.namelist()]
        if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") or "/activex/" in name for name in names):
            raise TemplateUnusable(
                "it holds macros; save it as .docx or .dotx", "Sie enthält Makros. Bitte speichern Sie sie als .docx oder .dotx."
            )
        for name in packed.namelist():
            if name.lower().endswith((".xml", ".rels")):
                refuse_entities("template", name, part("template", packed, name))
    return types


def _no_word_file(reason: str) -> TemplateUnusable:
    return TemplateUnusable(f"it is no Word file that can be read ({reason})", "Sie lässt sich nicht als Word-Datei (.docx, .dotx) lesen.")


def _renamed(raw: bytes, types: bytes) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(one, types if one.filename == TYPES else old.read(one))
    return into.getvalue()

"""The Word template of the reports is uploaded at the desk: looked at, tried, kept, used, and taken away again."""

from __future__ import annotations

import io
import zipfile

import docx
import httpx
import openpyxl
import pytest

from tests.web.conftest import DeskClient, World
from tests.web.test_steering_reports import made
from web.papers.facts import half_years
from web.papers.template import AT_MOST, TYPES, TemplateUnusable
from web.papers.word import try_out

LETTERHEAD = "Kreis Paderborn, Amt für Migration"


def template() -> bytes:
    """A letterhead, and the place for the report."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = LETTERHEAD
    document.add_paragraph("[Bericht]")
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def changed(raw: bytes, change: dict[str, tuple[bytes, bytes]], more: dict[str, bytes] | None = None) -> bytes:
    """The same file with something else in some of its parts, and with more parts."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            before, after = change.get(one, (b"", b""))
            new.writestr(one, old.read(one).replace(before, after, 1) if before else old.read(one))
        for name, body in (more or {}).items():
            new.writestr(name, body)
    return into.getvalue()


def outside(kind: str) -> bytes:
    about = f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    return changed(
        template(),
        {
            "word/_rels/document.xml.rels": (
                b"</Relationships>",
                f'{about} Target="https://x.example/a" TargetMode="External"/></Relationships>'.encode(),
            )
        },
    )


MACROS = changed(template(), {TYPES: (b"document.main+xml", b"document.macroEnabled.main+xml")})
HIDDEN_MACROS = changed(template(), {}, {"word/vbaProject.bin": b"macros"})
BOMB = changed(template(), {}, {"word/media/image1.png": bytes(19_000_000)})
LARGE = changed(template(), {}, {"word/media/image1.png": bytes(21_000_000)})
ENTITIES = changed(template(), {"word/document.xml": (b"<w:document", b'<!DOCTYPE w [<!ENTITY a "aaaa">]><w:document')})
BOOK = io.BytesIO()
openpyxl.Workbook().save(BOOK)
BAD = {
    "a workbook": (BOOK.getvalue(), "nicht als Word-Datei"),
    "no zip": (b"Kein Word", "nicht als Word-Datei"),
    "another zip": (changed(template(), {}, {})[:200], "nicht als Word-Datei"),
    "macros": (MACROS, "Makros"),
    "hidden macros": (HIDDEN_MACROS, "Makros"),
    "a bomb": (BOMB, "nicht als Word-Datei"),
    "too large when unpacked": (LARGE, "20 MB"),
    "entities": (ENTITIES, "nicht als Word-Datei"),
    "an archive inside": (changed(template(), {}, {"word/a.zip": b"PK"}), "nicht als Word-Datei"),
    "a way out": (changed(template(), {}, {"../../etc/a.xml": b"<a/>"}), "nicht als Word-Datei"),
    "a template elsewhere": (outside("attachedTemplate"), "von außerhalb"),
    "a picture elsewhere": (outside("image"), "von außerhalb"),
}


async def upload(admin: DeskClient, raw: bytes, name: str = "Briefkopf.docx", csrf: str = "") -> httpx.Response:
    fields = {"csrf": csrf or await admin.csrf()}
    return await admin.http.post("/desk/report-template", data=fields, files={"file": (name, raw)})


async def test_an_uploaded_template_is_used_until_it_is_taken_away(world: World) -> None:
    admin, kim = await world.at_desk("admin", "Noor"), await world.at_desk("coordinator", "Kim")
    assert (await upload(admin, template(), "Brief<b>kopf.docx")).status_code == 303
    page = (await admin.get("/desk/report-template")).text
    assert "Brief&lt;b&gt;kopf.docx" in page and "Noor" in page
    period = (await world.keep(half_years))[0]
    where = await made(world, kim, period)
    report = docx.Document(io.BytesIO((await kim.post(f"{where}/docx")).content))
    assert report.sections[0].header.paragraphs[0].text == LETTERHEAD
    assert (await admin.post("/desk/report-template/drop")).status_code == 303
    assert (await admin.post("/desk/report-template/drop")).status_code == 404
    where = await made(world, kim, period)
    report = docx.Document(io.BytesIO((await kim.post(f"{where}/docx")).content))
    assert report.sections[0].header.paragraphs[0].text != LETTERHEAD
    audit = (await admin.get("/desk/audit")).text
    assert "Word-Vorlage der Berichte hochgeladen" in audit and "Word-Vorlage der Berichte entfernt" in audit


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_harmless_word_file_is_refused_and_the_old_one_stays(world: World, name: str) -> None:
    raw, why = BAD[name]
    admin = await world.at_desk("admin", "Noor")
    assert (await upload(admin, template(), "gut.docx")).status_code == 303
    refused = await upload(admin, raw, "schlecht.docx")
    assert refused.status_code == 400 and why in refused.text and "Es wurde nichts geändert" in refused.text
    assert "gut.docx" in refused.text and "schlecht.docx" not in refused.text


async def test_a_file_that_is_too_large_is_refused_before_it_is_opened(world: World) -> None:
    admin = await world.at_desk("admin", "Noor")
    refused = await upload(admin, bytes(AT_MOST + 20_000))
    assert refused.status_code == 413 and "5 MB" in refused.text
    with pytest.raises(TemplateUnusable, match="5 MB"):
        try_out(bytes(AT_MOST + 1))


async def test_only_an_admin_with_the_secret_of_the_session_uploads(world: World) -> None:
    admin, kim = await world.at_desk("admin", "Noor"), await world.at_desk("coordinator", "Kim")
    assert (await upload(kim, template())).status_code == 403
    assert (await upload(admin, template(), csrf="0" * 32)).status_code == 403
    assert (await admin.post("/desk/report-template")).status_code == 400  # no file
    broken = {"content-type": "multipart/form-data"}
    assert (await admin.http.post("/desk/report-template", content=b"x", headers=broken)).status_code in (400, 403)
    assert "Keine hochgeladen" in (await admin.get("/desk/report-template")).text


def test_a_link_in_a_letterhead_is_no_harm_and_a_dotx_is_a_template_too() -> None:
    try_out(outside("hyperlink"))
    try_out(changed(template(), {TYPES: (b"document.main+xml", b"template.main+xml")}))

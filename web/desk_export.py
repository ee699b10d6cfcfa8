"""Handing a closed case over to the case file of the office: ask, release, take, and erase here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cases import exporting
from cases.access import access_case
from cases.exporting import CaseFile, Form
from cases.removing import DECIDERS, waiting_for_yes
from directory.needs import taxonomy
from storage.moments import from_ms
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_door import LARGEST, Desk, Sent, SignedIn, number, require_role
from web.desk_summary import call_back_lines
from web.desk_words import CHANNELS, consent_line, language_name, moment, need_label, outcome_label, place_name
from web.pages import page

FORMAT = "kim-lotse-case/1"  # docs/case_export.md
RELEASE = ("case_manager", *exporting.RELEASERS)
SENDERS = {"person": "Person", "staff": "KIM"}


def _when(at: int | None) -> str | None:
    return None if at is None else from_ms(at).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def as_document(file: CaseFile) -> dict[str, Any]:
    """The file as docs/case_export.md describes it: names and moments, and no number of a row."""
    case, export = file.case, file.export
    need = None if case.need is None else {"code": case.need, "label": taxonomy()[case.need].label_de}
    return {
        "format": FORMAT,
        "reference": case.reference,
        "export": {
            "asked_by": file.names.get(export.asked_by),
            "asked_at": _when(export.asked_at),
            "released_by": file.names.get(export.released_by or 0),
            "released_at": _when(export.released_at),
        },
        "facts": {
            "municipality": case.municipality,
            "need": need,
            "language": case.language,
            "channel": file.channel or None,
            "for_someone_else": case.for_someone_else,
            "case_manager": file.names.get(case.accepted_by or 0),
            "outcome": case.outcome,
            "created_at": _when(case.created_at),
            "promised_at": _when(case.promised_at),
            "accepted_at": _when(case.accepted_at),
            "closed_at": _when(case.closed_at),
        },
        "call_back": file.call_back or None,
        "consents": [
            {"purpose": purpose, "version": version, "language": language, "given_at": _when(given), "withdrawn_at": _when(withdrawn)}
            for purpose, version, language, given, withdrawn in file.consents
        ],
        "thread": [
            {
                "at": _when(said.at),
                "from": said.sender,
                "name": None if said.staff_id is None else file.names.get(said.staff_id),
                "words": said.words,
            }
            for said in file.thread
        ],
        "notes": None
        if file.notes is None
        else [{"at": _when(one.at), "name": file.names.get(one.staff_id), "words": one.words} for one in file.notes],
    }


@dataclass(frozen=True)
class State:
    """How the export of a case stands, for whoever looks. `asked`: its number, for the form that releases it."""

    id: int
    reference: str
    closed: bool
    erased: bool
    may_ask: bool
    asked: int
    asked_by: str
    asked_at: str
    with_notes: bool
    mine: bool
    released: str
    file_at: str
    print_at: str


def _state(unit: Unit, staff: StaffRow, case_id: int) -> State:
    case = access_case(unit, staff, case_id)
    export = exporting.current(unit, case.id)
    names = unit.staff.names()

    def told(at: int | None, by: int | None = None) -> str:
        who = names.get(by or 0, ("", False))[0]
        return "" if at is None else f"{moment(at)} von {who}" if who else moment(at)

    return State(
        id=case.id,
        reference=case.reference,
        closed=case.state == "closed",
        erased=case.person_id is None,
        may_ask=exporting.may_ask(unit, staff, case),
        asked=export.id if export else 0,
        asked_by=names.get(export.asked_by, ("", False))[0] if export else "",
        asked_at=told(export.asked_at) if export else "",
        with_notes=export.with_notes if export else False,
        mine=export is not None and export.asked_by == staff.id,
        released=told(export.released_at, export.released_by) if export else "",
        file_at=told(export.file_at) if export else "",
        print_at=told(export.print_at) if export else "",
    )


async def on_export(case_id: str, desk: SignedIn) -> HTMLResponse:
    """How it stands, and what can be done next. Nothing of the thread is on this page."""
    return page("desk/export.html", desk=desk, here="cases", export=await desk.about(case_id, _state), days=exporting.LASTS.days)


def _back(case_id: str) -> Response:
    return RedirectResponse(f"/desk/cases/{number(case_id)}/export", 303)


async def on_ask(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Asks for it; somebody else has to release it."""
    with_notes = sent.one("with_notes", 1) == "1"
    await desk.about(case_id, lambda unit, staff, one: exporting.ask(unit, staff, one, with_notes=with_notes))
    return _back(case_id)


async def on_release(case_id: str, desk: SignedIn, sent: Sent) -> Response:
    """Lets it go. Who may not see the case goes back to their list."""
    said = sent.one("asked", 20)
    asked = int(said) if said.isascii() and said.isdigit() and int(said) <= LARGEST else 0
    await desk.about(case_id, lambda unit, staff, one: exporting.release(unit, staff, one, asked))
    return RedirectResponse("/desk/exports", 303)


async def on_file(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """The file, once. Plain ASCII: no sign in it can turn a line around."""
    file = await desk.about(case_id, lambda unit, staff, one: exporting.take(unit, staff, one, Form.FILE))
    words = json.dumps(as_document(file), indent=1)
    name = "".join(letter for letter in file.case.reference if letter.isascii() and (letter.isalnum() or letter == "-"))
    return Response(words, media_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}.json"'})


async def on_print(case_id: str, desk: SignedIn, _sent: Sent) -> HTMLResponse:
    """The page to print, once."""
    file = await desk.about(case_id, lambda unit, staff, one: exporting.take(unit, staff, one, Form.PRINT))
    return _printed(desk, file)


def _printed(desk: Desk, file: CaseFile) -> HTMLResponse:
    case, names = file.case, file.names

    def moments(at: int | None) -> str:
        return "" if at is None else moment(at)

    about = [
        ("Zeichen", case.reference),
        ("Kommune", place_name(case.municipality)),
        ("Anliegen", need_label(case.need)),
        ("Sprache", language_name(case.language)),
        ("Weg", CHANNELS.get(file.channel, file.channel)),
        ("Für wen", "für jemand anderen" if case.for_someone_else else "für sich selbst"),
        ("Zuständig", names.get(case.accepted_by or 0, "")),
        ("Eingang", moments(case.created_at)),
        ("Zusage", moments(case.promised_at)),
        ("Angenommen", moments(case.accepted_at)),
        ("Abgeschlossen", moments(case.closed_at)),
        ("Ergebnis", outcome_label(case.outcome)),
        ("Export", f"angefragt von {names.get(file.export.asked_by, '')}, freigegeben von {names.get(file.export.released_by or 0, '')}"),
    ]
    thread = [(names.get(said.staff_id or 0) or SENDERS.get(said.sender, "KIM-Lotse"), moment(said.at), said.words) for said in file.thread]
    notes = None if file.notes is None else [(names.get(one.staff_id, ""), moment(one.at), one.words) for one in file.notes]
    return page(
        "desk/export_print.html",
        desk=desk,
        here="cases",
        id=case.id,
        about=[(label, told) for label, told in about if told],
        consents=[consent_line(*consent) for consent in file.consents],
        call_back=call_back_lines(file.call_back),
        thread=thread,
        notes=notes,
    )


async def on_erase(case_id: str, desk: SignedIn, _sent: Sent) -> Response:
    """It has arrived over there; here it goes."""
    await desk.about(case_id, exporting.erase_exported)
    return RedirectResponse(f"/desk/cases/{number(case_id)}", 303)


async def on_waiting(desk: SignedIn) -> HTMLResponse:
    """What waits for somebody else's yes; without content."""
    require_role(desk, *RELEASE)

    def read(unit: Unit, staff: StaffRow) -> list[dict[str, Any]]:
        names = unit.staff.names()
        return [
            {
                "case": case.id,
                "asked": export.id,
                "reference": case.reference,
                "place": place_name(case.municipality),
                "who": names.get(export.asked_by, ("", False))[0],
                "at": moment(export.asked_at),
                "with_notes": export.with_notes,
            }
            for export, case in exporting.waiting(unit, staff)
        ]

    rows, removal = await desk.keep(lambda unit, staff: (read(unit, staff), waiting_for_yes(unit) if staff.role in DECIDERS else None))
    return page("desk/exports.html", desk=desk, here="exports", rows=rows, removal=removal)


def routes() -> APIRouter:
    """Exports."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    router.add_api_route("/exports", on_waiting, methods=["GET"])
    router.add_api_route("/cases/{case_id}/export", on_export, methods=["GET"])
    router.add_api_route("/cases/{case_id}/export", on_ask, methods=["POST"])
    router.add_api_route("/cases/{case_id}/export/release", on_release, methods=["POST"])
    router.add_api_route("/cases/{case_id}/export/file", on_file, methods=["POST"])
    router.add_api_route("/cases/{case_id}/export/print", on_print, methods=["POST"])
    router.add_api_route("/cases/{case_id}/export/erase", on_erase, methods=["POST"])
    return router

"""What a person wrote, translated by a machine of the district's own when somebody asks: shown once beside the words, never kept."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from cases.access import open_case
from cases.auditing import Action, note
from cases.refusals import CaseNotFound
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_cases import show_case
from web.desk_door import Sent, SignedIn, number
from web.doors import NotTranslated

_NOT = {
    "language": "Diese Sprache kann die Maschine nicht.",
    "too long": "Die Nachricht ist zu lang für die Maschine.",
    "TimeoutError": "Die Maschine hat nicht rechtzeitig geantwortet. Versuchen Sie es gleich noch einmal.",
}
DID_NOT = "Die Maschine hat gerade nicht übersetzt. Das Original steht im Verlauf."


async def on_translate(case_id: str, message_id: str, desk: SignedIn, _sent: Sent) -> HTMLResponse:
    """Translates one message of the person into German."""
    wanted, translator = number(message_id), desk.doors.translator

    def read(unit: Unit, staff: StaffRow, one: int) -> tuple[str, str]:
        case = open_case(unit, staff, one)
        said = next((said for said in unit.threads.messages(case.id) if said.id == wanted and said.sender == "person"), None)
        if said is None or translator is None:
            raise CaseNotFound
        note(unit, Action.TRANSLATED, staff, case.id, str(wanted))
        return said.words, case.language

    words, language = await desk.about(case_id, read)
    assert translator is not None
    try:
        german = await translator.into_german(words, language)
    except NotTranslated as no:
        return await show_case(desk, case_id, status=502, say=_NOT.get(no.why, DID_NOT))
    return await show_case(desk, case_id, translated={wanted: german})


def routes() -> APIRouter:
    """Translating by machine."""
    router = APIRouter(prefix="/desk/cases", include_in_schema=False)
    router.add_api_route("/{case_id}/messages/{message_id}/translate", on_translate, methods=["POST"])
    return router

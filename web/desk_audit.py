"""The audit log, for coordinators, those who run the accesses, and auditors. No content of a case is in it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from cases.auditing import Action
from cases.forgetting import AUDIT
from storage.audit import AuditRow
from web.audit_words import ACTIONS
from web.desk_door import LARGEST, SignedIn, require_role
from web.desk_words import moment
from web.pages import page

AT_ONCE = 100
READERS = ("coordinator", "admin", "auditor")


@dataclass(frozen=True)
class AuditLine:
    """One row as it is shown."""

    number: int
    at: str
    who: str
    active: bool
    reference: str
    action: str
    about: str
    refused: bool


def _shown(row: AuditRow) -> AuditLine:
    reference = row.reference or (f"Nr. {row.case_id} (gibt es nicht)" if row.case_id is not None else "")
    action = Action(row.action)
    who = row.name or "die Person selbst oder das System"
    return AuditLine(
        row.number, moment(row.at), who, row.active or row.name is None, reference, ACTIONS[action], row.about, action is Action.REFUSED
    )


async def on_audit(desk: SignedIn, before: str = "") -> HTMLResponse:
    """The newest rows, or those before one; and whether the chain is whole."""
    require_role(desk, *READERS)
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 20 and int(before) <= LARGEST else None
    rows = await desk.keep(lambda unit, _staff: unit.audit.newest(before=last, at_most=AT_ONCE))
    verdict, checked_at = await desk.keep(lambda unit, _staff: unit.audit.verify_new()) if last is None else (None, 0)
    following = rows[-1].number if len(rows) == AT_ONCE else None
    return page(
        "desk/audit.html",
        desk=desk,
        here="audit",
        rows=[_shown(row) for row in rows],
        following=following,
        days=AUDIT.days,
        verdict=verdict,
        checked=moment(checked_at),
    )


def routes() -> APIRouter:
    """The audit log."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/desk/audit", on_audit, methods=["GET"])
    return router

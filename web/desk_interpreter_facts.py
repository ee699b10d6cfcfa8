"""What the page of a case shows about interpreting, in German."""

from __future__ import annotations

from dataclasses import dataclass

from cases.interpreting import BRIEFING_AT_MOST, DAYS, DAYS_AT_MOST, Why, candidates, may_ask, standing
from cases.promise import has_it
from storage.cases import CaseRow
from storage.interpretings import InterpretingRow
from storage.staff import StaffRow
from storage.unit import Unit
from web.desk_words import language_name, moment

WISHES = {"any": "egal wer", "woman": "eine Frau", "man": "ein Mann"}
NOT_FROM_COMMUNITY = "niemand aus der eigenen Community"
OVER = {
    Why.EXPIRED: "Die Zeit ist um.",
    Why.ENDED: "Vom Fallmanagement beendet.",
    Why.WITHDRAWN: "Die Person hat ihr Ja zurückgenommen.",
    Why.CLOSED: "Mit dem Fall beendet.",
    Why.LEFT: "Die dolmetschende Person ist nicht mehr im Team.",
    Why.NOBODY: "Niemand gefunden. Die Person weiß es.",
    Why.ASKED_AGAIN: "",
}


@dataclass(frozen=True)
class InterpreterPart:
    """What was asked for, who is there, and what can be done next. `state` is empty when nobody was ever asked."""

    state: str
    may: bool  # whoever looks has the case, or stands in for whoever has
    told: str
    can_ask: bool
    confirm: bool
    candidates: tuple[tuple[int, str], ...]
    language: str
    days: int = DAYS
    days_at_most: int = DAYS_AT_MOST
    briefing_at_most: int = BRIEFING_AT_MOST


def interpreter_part(unit: Unit, staff: StaffRow, case: CaseRow) -> InterpreterPart:
    """What the page of a case shows about interpreting."""
    row = standing(unit, case.id)
    fitting = candidates(unit, case, row) if row is not None and row.state == "agreed" else []
    return InterpreterPart(
        state="" if row is None else row.state,
        may=has_it(unit, staff.id, case),
        told="" if row is None else _told(unit, row),
        can_ask=case.state == "accepted" and may_ask(unit, case),
        confirm=row is not None and row.not_from_community,
        candidates=tuple((one.id, one.name) for one in fitting),
        language=language_name(case.language),
    )


def _told(unit: Unit, row: InterpretingRow) -> str:
    if row.state == "booked":
        name = unit.staff.names().get(row.staff_id or 0, ("jemand", False))[0]
        return f"{name} dolmetscht hier bis {moment(row.expires_at or 0)} und liest den Verlauf mit."
    if row.state == "agreed":
        return f"Die Person hat Ja gesagt. Wunsch: {wish(row)}."
    said = {"asked": "Die Person wurde gefragt, sie hat noch nicht geantwortet", "declined": "Die Person möchte das nicht"}
    if row.state in said:
        return f"{said[row.state]} ({moment(row.at)})."
    return OVER[Why(row.why)]


def wish(row: InterpretingRow) -> str:
    """Whom the person said yes to."""
    return WISHES[row.wish] + (f", {NOT_FROM_COMMUNITY}" if row.not_from_community else "")
